//! The proofs, run at length and told in figures. Each answers whether all held.

use std::path::Path;
use std::time::Instant;

use models::interleavings::lock_files::{self, FileRule};
use models::interleavings::{self, Explored, Rule, Scenario};
use models::properties::{self, Size};

/// `resumers` who race, `kills` in each scenario, as many resumers among everybody (0: not at all), `threads`.
pub(crate) fn interleavings([resumers, kills, everybody, threads]: [usize; 4]) -> bool {
    let kills = u8::try_from(kills).unwrap_or(u8::MAX);
    println!("Every order of steps, with at most {kills} killed at any of them:\n");
    let mut held = true;
    let mut states = 0;
    let mut tell = |name: &str, explore: &dyn Fn() -> Explored| {
        let start = Instant::now();
        let explored = explore();
        println!(
            "{:>11} states, {:>3} steps, {:>7.1?}  {name}",
            explored.states,
            explored.depth,
            start.elapsed()
        );
        explored.failures.iter().for_each(tell_failure);
        held &= explored.failures.is_empty();
        states += explored.states;
    };
    for scenario in Scenario::all(resumers, kills) {
        tell(&scenario.name, &|| interleavings::explore(&scenario, None, threads));
    }
    if everybody > 0 {
        let scenario = Scenario::everybody(everybody, kills.min(1));
        tell(&scenario.name, &|| interleavings::explore(&scenario, None, threads));
    }
    tell("four want a lock file that is deleted twice", &|| lock_files::explore(4, 2, None, threads));
    println!("{states:>11} states in all\n\nWithout one of the rules:\n");
    for rule in Rule::ALL {
        let found = interleavings::missed(rule).map(|(_, failure)| failure);
        held &= found.is_some();
        tell_missed(rule.describe(), found.as_ref());
    }
    for rule in FileRule::ALL {
        let found = lock_files::explore(3, 1, Some(rule), 1).failures.into_iter().next();
        held &= found.is_some();
        tell_missed(rule.describe(), found.as_ref());
    }
    held
}

fn tell_failure(failure: &interleavings::Failure) {
    println!("  does not hold: {}", failure.claim);
    for step in &failure.steps {
        println!("    {step}");
    }
}

fn tell_missed(rule: &str, found: Option<&interleavings::Failure>) {
    match found {
        Some(failure) => {
            println!("  {rule}: after {} steps, against \"{}\"", failure.steps.len(), failure.claim);
        }
        None => println!("  {rule}: NOTHING FOUND, so the model does not show that it is needed"),
    }
}

/// So many rows of deeds, with so many deeds at most, from this seed on.
pub(crate) fn properties([cases, most, seed]: [usize; 3]) -> bool {
    let start = Instant::now();
    let size = Size { cases: u32::try_from(cases).unwrap_or(u32::MAX), most, seed: seed as u64 };
    let told = properties::prove(size).and_then(|tally| {
        let changes: usize = tally.values().sum();
        println!(
            "{cases} stores, {changes} changes, {:.1?}: each as believed after each deed",
            start.elapsed()
        );
        for (came, times) in tally {
            println!("{times:>10} {came}");
        }
        let start = Instant::now();
        properties::prove_sessions(size)?;
        println!("{cases} sessions, {:.1?}: each came back as it was and kept the table", start.elapsed());
        Ok(())
    });
    match told {
        Ok(()) => {
            println!("the seed was {seed}");
            true
        }
        Err(what) => {
            println!("{what}");
            false
        }
    }
}

/// Writes the stores of the corpus that are not there yet.
pub(crate) fn corpus(folder: &Path) -> bool {
    match models::corpus::write_new(folder) {
        Ok(written) => {
            written.iter().for_each(|name| println!("{name}"));
            true
        }
        Err(what) => {
            println!("{what}");
            false
        }
    }
}

/// Writes the files that a fuzzer begins with. `None`: there is no such target.
#[cfg(feature = "fuzzing")]
pub(crate) fn seeds(target: &str, folder: &Path) -> Option<bool> {
    let target = models::fuzzing::target(target)?;
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let write = || -> std::io::Result<usize> {
        let seeds = models::fuzzing::seeds(&project, target)?;
        std::fs::create_dir_all(folder)?;
        for (number, seed) in seeds.iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
        Ok(seeds.len())
    };
    let told = write();
    match &told {
        Ok(count) => println!("{}: {}, from {count} files on", target.name, target.what),
        Err(error) => println!("{}: {error}", folder.display()),
    }
    Some(told.is_ok())
}
