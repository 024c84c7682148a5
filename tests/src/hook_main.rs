//! `git-session-hook`, for the tests of `git-session`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run_hook()
}
