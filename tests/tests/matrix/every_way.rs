//! Each way in which git makes commits.

use std::fmt::Write as _;

use matrix::{Operation, Trial, try_operation};

/// In how many pieces the operations are tried, side by side.
const PIECES: usize = 2;

fn try_piece(piece: usize) {
    let bench = crate::bench();
    let columns = crate::columns();
    let operations = Operation::all().unwrap();
    let mut wrong = String::new();
    for (number, operation) in operations.iter().enumerate().filter(|(number, _)| number % PIECES == piece) {
        // Each with one git, and all gits come up; `cargo xtask matrix git` tries each with all.
        let fits = |column: &&matrix::Column| operation.beyond(&column.git).is_none();
        let fitting: Vec<_> = columns.iter().filter(fits).collect();
        let Some(column) = fitting.get(number / PIECES % fitting.len().max(1)) else { continue };
        match try_operation(&bench, operation, column, false) {
            Trial::Skipped(_) => {}
            Trial::Tried(outcome) if outcome.is_sound() => {}
            Trial::Tried(outcome) => {
                writeln!(wrong, "{} [{column}]: {}", operation.name, outcome.told.join("\n  ")).unwrap();
            }
            Trial::Broken(what) => writeln!(wrong, "{} [{column}]: {what}", operation.name).unwrap(),
        }
    }
    assert!(wrong.is_empty(), "cargo xtask matrix git --only NAME tells more:\n{wrong}");
}

#[test]
fn in_every_way_that_git_makes_commits_each_of_ours_is_recorded_once_and_none_of_others() {
    try_piece(0);
}

#[test]
fn in_every_other_way_that_git_makes_commits_each_of_ours_is_recorded_once_and_none_of_others() {
    try_piece(1);
}
