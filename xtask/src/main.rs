//! Tasks of the project: `cargo xtask <task>`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to who started it")]
#![allow(clippy::disallowed_methods, reason = "a task is all edge: it reads the environment itself")]

#[cfg(unix)]
mod bench;
mod demo;
#[cfg(unix)]
mod gits;
mod hook_lines;
mod install_hooks;
#[cfg(unix)]
mod matrix;
mod path_advice;
mod program;
#[cfg(unix)]
mod report_check;
mod test;
mod tidy;
mod torture;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// Tasks of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Build the program, install it, and put its hooks into a repository.
    InstallHooks(install_hooks::InstallHooksArgs),
    /// Check formatting, lints, tidiness, tests and documentation; stop at the first failure.
    Test,
    /// Check what the compiler does not: directions, purity, licences, documents.
    Tidy,
    /// Measure what the program costs.
    #[cfg(unix)]
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Make the gits that the matrix wants: those of this machine, and one more, fetched and built.
    #[cfg(unix)]
    Gits,
    /// Show that no commit is missed, doubled or foreign, with every git, hook manager and order of steps.
    #[cfg(unix)]
    #[command(subcommand)]
    Matrix(matrix::Matrix),
    /// Make a repository with months of sessions in it, to look at.
    Demo(demo::DemoArgs),
    /// Look at the report in a real browser, and take pictures of it.
    #[cfg(unix)]
    ReportCheck(report_check::ReportCheckArgs),
    /// Prove what holds, at length.
    Torture(torture::Torture),
}

fn main() -> ExitCode {
    let result = match Task::parse() {
        Task::InstallHooks(args) => install_hooks::run(&args),
        Task::Test => test::run(),
        Task::Tidy => tidy::run(),
        #[cfg(unix)]
        Task::Bench(bench) => bench::run(&bench),
        #[cfg(unix)]
        Task::Gits => gits::run(),
        #[cfg(unix)]
        Task::Matrix(matrix) => matrix::run(&matrix),
        Task::Demo(args) => demo::run(&args),
        #[cfg(unix)]
        Task::ReportCheck(args) => report_check::run(&args),
        Task::Torture(torture) => torture::run(&torture),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
