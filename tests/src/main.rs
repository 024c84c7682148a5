//! `git-session`, for its own tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
