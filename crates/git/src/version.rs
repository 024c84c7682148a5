//! Which version a git program is.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::{Bounds, run};

/// A version is said at once, by whatever is well.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(5), bytes: 64 << 10 };

/// What a program answers to `--version`. `None`: it is not there, or does not answer within five seconds.
#[must_use]
pub fn version_of(program: &Path) -> Option<String> {
    let mut git = Command::new(program);
    git.arg("--version").stderr(Stdio::null());
    let said = run(git, "--version", b"", BOUNDS).ok()?;
    said.status.success().then(|| String::from_utf8_lossy(&said.answer).into_owned())
}
