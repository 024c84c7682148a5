//! `git-session-hook`: what git runs as a hook, and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run_hook()
}
