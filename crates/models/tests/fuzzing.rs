//! The parsers with real files and with what a generator makes of them, as far as seconds go. `cargo xtask torture fuzz` goes
//! further.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::panic::catch_unwind;
use std::path::Path;

use models::fuzzing::{TARGETS, Target, mutate, seeds};

/// How many broken files each parser gets.
const BROKEN: usize = 2000;

fn check(target: Target, bytes: &[u8]) {
    if catch_unwind(|| (target.run)(bytes)).is_err() {
        panic!("{}, with this file:\n{}", target.name, String::from_utf8_lossy(bytes).escape_debug());
    }
}

#[test]
fn no_file_makes_a_parser_panic_or_lose_anything() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::thread::scope(|scope| {
        for target in TARGETS {
            let project = &project;
            scope.spawn(move || {
                let seeds = seeds(project, target).unwrap();
                assert!(!seeds.is_empty(), "{} has no files to begin with", target.name);
                seeds.iter().for_each(|seed| check(target, seed));
                check(target, b"");
                let mut random = fastrand::Rng::with_seed(20_261_120);
                for _ in 0..BROKEN {
                    let (one, other) = (random.usize(..seeds.len()), random.usize(..seeds.len()));
                    check(target, &mutate::mutate(&seeds[one], &seeds[other], &mut random));
                }
            });
        }
    });
}

#[test]
fn the_fuzzer_has_a_program_for_each_kind_of_file() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let manifest = std::fs::read_to_string(project.join("fuzz/Cargo.toml")).unwrap();
    let programs: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .skip(1)
        .collect();
    assert_eq!(programs, TARGETS.map(|target| target.name));
}
