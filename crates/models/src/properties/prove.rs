//! Running the properties with made-up deeds.

use std::cell::Cell;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use super::deed::{Deed, deeds};
use super::workbench::{Disagreement, Workbench};

/// How many, and from which seed on. The same seed makes the same up.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many rows of deeds.
    pub cases: u32,
    /// The most deeds in a row.
    pub most: usize,
    /// The seed.
    pub seed: u64,
}

/// Does rows of deeds; how many deeds there were is the answer.
///
/// # Errors
/// What does not agree, and the shortest row of deeds found that leads there, one a line.
pub fn prove(size: Size) -> Result<usize, String> {
    let done = Cell::new(0);
    let test = |deeds: Vec<Deed>| {
        done.set(done.get() + deeds.len());
        replay(&deeds).map_err(TestCaseError::fail)
    };
    match TestRunner::new(config(size)).run(&deeds(size.most), test) {
        Ok(()) => Ok(done.get()),
        Err(TestError::Fail(reason, deeds)) => {
            let lines: Vec<String> = deeds.iter().map(|deed| format!("  {deed:?}")).collect();
            Err(format!("after these deeds (seed {}):\n{}\n{reason}", size.seed, lines.join("\n")))
        }
        Err(TestError::Abort(reason)) => Err(reason.to_string()),
    }
}

/// Does these deeds in a store of their own.
///
/// # Errors
/// What does not agree.
pub fn replay(deeds: &[Deed]) -> Result<(), Disagreement> {
    let mut workbench = Workbench::new()?;
    deeds.iter().try_for_each(|deed| workbench.go(deed))
}

pub(crate) fn config(size: Size) -> Config {
    Config {
        cases: size.cases,
        max_shrink_iters: 20_000,
        // What was found once becomes a test of its own.
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(size.seed),
        ..Config::default()
    }
}
