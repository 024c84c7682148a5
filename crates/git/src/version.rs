//! Which version a git program is.

use std::path::Path;
use std::process::{Command, Stdio};

/// What a program answers to `--version`. `None`: it is not there, or does not answer.
#[must_use]
pub fn version_of(program: &Path) -> Option<String> {
    let mut git = Command::new(program);
    let output = git.arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
