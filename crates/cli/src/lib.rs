//! The command line: parse, one use case, show.
//!
//! Not here: what a command does (that is `app`), what it looks like (that is `report`).
//!
//! Where to enter: [`main`], and [`run_hook`] for the program that is the hook alone. What git runs takes the short way
//! through `hook.rs`, and what a prompt runs through `commands/status/short.rs`; everything else goes through `args.rs` to one
//! file in `commands/` each.
//!
//! Invariants: this crate alone knows clap, colours and exit codes, and it alone reads the environment, the clock
//! and randomness. A hook never reaches the argument parser, prints nothing and ends with 0.

mod args;
mod commands;
mod complete;
mod days;
mod diff;
mod edge;
mod exit;
mod flags;
mod gits;
mod hook;
mod manner;
mod output;
mod when;

use std::process::ExitCode;

/// Runs the program with the arguments that it was given.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    if let Some(call) = hook::recognise(&arguments) {
        return hook::run(call, Vec::new());
    }
    if commands::status::short::is_asked(&arguments) {
        return commands::status::short::run_at_once();
    }
    if let Some(asked) = complete::recognise(&arguments) {
        return complete::answer(asked);
    }
    args::run(arguments)
}

/// Runs what git asks for, as [`main`] does with the same arguments, and says its version; anything else is not for this
/// program, and not done.
#[must_use]
pub fn run_hook() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    if let Some(call) = hook::recognise(&arguments) {
        return hook::run(call, Vec::new());
    }
    if arguments.get(1..).is_some_and(|asked| asked == ["--version"]) {
        return output::text(hook::VERSION).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    ExitCode::SUCCESS
}
