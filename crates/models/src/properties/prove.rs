//! Running the properties with made-up deeds.

use std::cell::RefCell;
use std::collections::BTreeMap;

use core_model::Session;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use super::deed::{Deed, deeds};
use super::sessions::{any_session, comes_back, keeps_the_table};
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

/// What came of the changes that were asked for, and how often: `Park`, `Park: Already`.
pub type Tally = BTreeMap<String, usize>;

/// Does rows of deeds; what came of them is the answer.
///
/// # Errors
/// What does not agree, and the shortest row of deeds found that leads there, one a line.
pub fn prove(size: Size) -> Result<Tally, String> {
    let all = RefCell::new(Tally::new());
    let test = |deeds: Vec<Deed>| {
        let tally = replay(&deeds).map_err(TestCaseError::fail)?;
        for (came, times) in tally {
            *all.borrow_mut().entry(came).or_default() += times;
        }
        Ok(())
    };
    match TestRunner::new(config(size)).run(&deeds(size.most), test) {
        Ok(()) => Ok(all.into_inner()),
        Err(TestError::Fail(_, deeds)) => {
            let (deeds, reason) = shorten(deeds);
            let lines: Vec<String> = deeds.iter().map(|deed| format!("  {deed:?}")).collect();
            Err(format!("after these deeds (seed {}):\n{}\n{reason}", size.seed, lines.join("\n")))
        }
        Err(TestError::Abort(reason)) => Err(reason.to_string()),
    }
}

/// Makes sessions up, and looks whether each comes back as it was and keeps the table of transitions.
///
/// # Errors
/// What does not hold, and the smallest session found of which it does not.
pub fn prove_sessions(size: Size) -> Result<(), String> {
    let test = |it: Session| {
        let held = comes_back(&it).and_then(|()| keeps_the_table(&it));
        held.map_err(TestCaseError::fail)
    };
    match TestRunner::new(config(size)).run(&any_session(), test) {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, it)) => {
            Err(format!("of this session (seed {}):\n{it:#?}\n{reason}", size.seed))
        }
        Err(TestError::Abort(reason)) => Err(reason.to_string()),
    }
}

/// Leaves out each deed without which the rest does not agree either; why it does not is told, too.
fn shorten(mut deeds: Vec<Deed>) -> (Vec<Deed>, Disagreement) {
    let mut at = 0;
    while at < deeds.len() {
        let left = deeds.remove(at);
        if replay(&deeds).is_ok() {
            deeds.insert(at, left);
            at += 1;
        }
    }
    let why = replay(&deeds).err().unwrap_or_default();
    (deeds, why)
}

/// Does these deeds in a store of their own; what came of them is the answer.
///
/// # Errors
/// What does not agree.
pub fn replay(deeds: &[Deed]) -> Result<Tally, Disagreement> {
    let mut workbench = Workbench::new()?;
    deeds.iter().try_for_each(|deed| workbench.go(deed))?;
    Ok(workbench.tally().clone())
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
