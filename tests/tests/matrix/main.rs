//! No commit is missed, doubled or foreign: the short form of `cargo xtask matrix`, with the gits that are here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![cfg(unix)]

mod every_way;
mod walks;

use std::path::Path;

use matrix::{Column, Git, Workbench};

fn bench() -> Workbench {
    Workbench::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test"))).unwrap()
}

/// Those of this machine, and those that `cargo xtask gits` has made.
fn columns() -> Vec<Column> {
    let program = Path::new(env!("CARGO_BIN_EXE_git-session-under-test"));
    let built = program.ancestors().nth(2).unwrap().join("gits");
    Column::all(&Git::find(&built))
}
