//! Which version a program is, and whether it runs at all.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::child::{Bounds, run};

/// That is said at once, by whatever is well.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(5), bytes: 64 << 10 };

/// What a program answers to `--version`. `None`: it is not there, or does not answer within five seconds.
#[must_use]
pub fn version_of(program: &Path) -> Option<String> {
    let mut git = Command::new(program);
    git.arg("--version").stderr(Stdio::null());
    let said = run(git, "--version", b"", BOUNDS).ok()?;
    said.status.success().then(|| String::from_utf8_lossy(&said.answer).into_owned())
}

/// Whether a program ends well, within five seconds, when it is run as a hook of ours that is switched off.
#[must_use]
pub fn works_as_hook(program: &Path) -> bool {
    let mut hook = Command::new(program);
    hook.args(["hook", "post-commit"]).env("GIT_SESSION_HOOKS", "0").stderr(Stdio::null());
    run(hook, "hook", b"", BOUNDS).is_ok_and(|said| said.status.success())
}
