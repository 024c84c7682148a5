//! `git-session`, and what git runs as a hook.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
