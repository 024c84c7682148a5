//! Random walks over worktrees and sessions.

use matrix::{Walk, walk};

/// New ones come up in `cargo xtask matrix walk`.
const SEEDS: [u64; 4] = [1, 2, 3, 4];
const STEPS: usize = 60;

#[test]
fn on_a_random_walk_each_commit_ends_up_once_and_in_its_session() {
    let bench = crate::bench();
    let columns = crate::columns();
    for (number, seed) in SEEDS.into_iter().enumerate() {
        let column = &columns[number % columns.len()];
        let walked = walk(&bench, column, Walk { seed, steps: STEPS }).unwrap();
        if let Err(stumble) = walked {
            panic!("seed {seed}, git {column}:\n{}\n{}", stumble.wrong, stumble.script);
        }
    }
}
