//! `cargo xtask matrix`: that no commit is missed, doubled or foreign. The short forms are in the tests.

mod git;
mod managers;
mod walk;

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace;

#[derive(clap::Subcommand)]
pub(crate) enum Matrix {
    /// Try every way in which git makes commits, with every git of this machine.
    Git(git::GitArgs),
    /// Put our hooks in beside hook managers, in every order, and commit.
    Managers(managers::ManagersArgs),
    /// Walk at random over worktrees and sessions, with hooks and without, and with kills.
    Walk(walk::WalkArgs),
}

pub(crate) fn run(matrix: &Matrix) -> Result<()> {
    match matrix {
        Matrix::Git(args) => git::run(args),
        Matrix::Managers(args) => managers::run(args),
        Matrix::Walk(args) => walk::run(args),
    }
}

/// What is tried.
#[derive(clap::Args)]
struct Subject {
    /// Try this program; by default the one of the workspace is built.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

impl Subject {
    fn program(&self) -> Result<PathBuf> {
        if let Some(program) = &self.program {
            return Ok(std::path::absolute(program)?);
        }
        build_program()
    }
}

/// Builds the program of the workspace as tests have it, and answers where it is.
pub(crate) fn build_program() -> Result<PathBuf> {
    eprintln!("building the program …");
    workspace::run(workspace::cargo().args(["build", "--quiet", "--locked", "--package", "git-session"]))?;
    Ok(workspace::target()?.join("debug").join("git-session").with_extension(std::env::consts::EXE_EXTENSION))
}
