//! A terminal of a test's own.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Run;

/// Runs a command on a terminal of that size, with nobody at the keys; what it says on standard error is part of what is
/// seen. `None`: there is no `script` (of util-linux) to make one.
#[must_use]
pub fn on_a_terminal(command: &Command, lines: usize, columns: usize) -> Option<Run> {
    let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_string_lossy().replace('\'', r"'\''"));
    let words: Vec<String> =
        std::iter::once(command.get_program()).chain(command.get_args()).map(quoted).collect();
    let line = format!("stty rows {lines} cols {columns}; exec {}", words.join(" "));
    let mut script = Command::new("script");
    script.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    script.env("TERM", "xterm").env("SHELL", "/bin/sh").stdin(Stdio::null());
    script.current_dir(command.get_current_dir().unwrap_or(Path::new(".")));
    let output = script.args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"]).output();
    output.ok().map(|output| Run::new(&output))
}
