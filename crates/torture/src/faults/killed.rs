//! A process is killed, another goes on with what it left and is answered, and then the power is cut: what the second was
//! told must not hang on what the first had not made durable.

use std::sync::Arc;

use super::failing::{FailingDisk, Fault, Plan};
use super::tried::{Cases, Extent, Failure};
use crate::belief::Moment;
use crate::crash::{Bounds, Workload, after_a_cut};
use crate::deeds::{Answer, Deed, Step, named};
use crate::look::{Look, look};
use crate::memory::{Image, MemoryDisk};
use crate::place::Place;

const FIRST: Step = Step(9);
const SECOND: Step = Step(10);

/// Who is killed.
const KILLED: [&str; 9] = [
    "start",
    "event",
    "commit, long",
    "task add",
    "park",
    "complete",
    "resume",
    "adopt, completed",
    "project",
];

/// Who goes on.
const GOING_ON: [&str; 12] = [
    "start",
    "event",
    "commit",
    "task done",
    "next",
    "park",
    "complete",
    "resume",
    "event in the child",
    "complete the child",
    "project",
    "finish",
];

/// Tries each of some with each of others, the first killed at each call; `told` hears of each pair.
///
/// # Errors
/// What keeps it from being tried at all.
pub fn kill_all(
    extent: Extent,
    bounds: &Bounds,
    told: &mut dyn FnMut(&str, &Cases, &[Failure]),
) -> Result<(), String> {
    let place = Place::new().map_err(|error| error.to_string())?;
    let base = Workload::after_the_past(&[]).image(&place)?;
    for (number, first) in KILLED.iter().filter_map(|name| named(name)).enumerate() {
        for (other, second) in GOING_ON.iter().filter_map(|name| named(name)).enumerate() {
            if extent == Extent::Short && (number + other) % 4 != 0 {
                continue;
            }
            let pair = Pair { place: &place, base: &base, bounds, first, second };
            let mut cases = Cases { operations: 1, ..Cases::default() };
            let mut failures = Vec::new();
            pair.every_call(&mut cases, &mut failures)?;
            told(first.name, &cases, &failures);
        }
    }
    Ok(())
}

struct Pair<'a> {
    place: &'a Place,
    base: &'a Image,
    bounds: &'a Bounds,
    first: &'static Deed,
    second: &'static Deed,
}

impl Pair<'_> {
    fn every_call(&self, cases: &mut Cases, failures: &mut Vec<Failure>) -> Result<(), String> {
        let alone = self.place.disk(self.base);
        let before = self.look(&alone)?;
        let (_, without_first) = self.go_on(&alone, &before)?;
        for at in 0.. {
            let disk = self.place.disk(self.base);
            let plan = Plan { at, fault: Fault::Broken, for_good: true };
            let failing = FailingDisk::new(Arc::new(disk.clone()), plan);
            self.place.hands.set(FIRST.0 as i64);
            let store = self.place.open(Arc::new(failing.clone())).map_err(|error| error.to_string())?;
            failing.begin();
            // Nobody hears the answer of one that was killed.
            let _ = store.map(|store| (self.first.run)(&store, FIRST));
            if failing.failed().is_none() {
                return Ok(());
            }
            cases.faults += 1;
            let result = self.after_a_kill(&disk, &before, &without_first, cases);
            if let Err(what) = result {
                let operation = format!("{} → {}", self.first.name, self.second.name);
                let fault = format!("killed at call {at}, {}", failing.failed().unwrap_or_default());
                failures.push(Failure { operation, fault, what });
            }
        }
        Ok(())
    }

    fn after_a_kill(
        &self,
        disk: &MemoryDisk,
        before: &Look,
        without_first: &Moment,
        cases: &mut Cases,
    ) -> Result<(), String> {
        let found = self.look(disk).map_err(|what| format!("after the kill: {what}"))?;
        let (answer, with_both) = self.go_on(disk, &found)?;
        let mut candidates = vec![with_both, without_first.clone()];
        match &answer {
            Answer::Done(_) => cases.done += 1,
            Answer::Failed(what) => return Err(format!("going on: {what}")),
            // It was promised nothing, and what it found may be gone.
            Answer::Refused => {
                cases.refused += 1;
                candidates.push(Moment { all: before.belief.clone(), lasting: before.belief.clone() });
            }
        }
        cases.cuts += after_a_cut(self.place, self.base, &disk.actions(), &candidates, self.bounds)
            .map_err(|what| format!("{answer:?}, and after a power cut {what}"))?;
        Ok(())
    }

    /// Does the second deed, and answers with what must last.
    fn go_on(&self, disk: &MemoryDisk, found: &Look) -> Result<(Answer, Moment), String> {
        self.place.hands.set(SECOND.0 as i64);
        let store = self.place.open_or_make(Arc::new(disk.clone())).map_err(|error| error.to_string())?;
        let answer = (self.second.run)(&store, SECOND);
        let after = look(&store, found.belief.sessions.keys())?.belief;
        let nothing = Moment { all: found.belief.clone(), lasting: Default::default() };
        Ok((answer, nothing.then(after, self.second.is_promise)))
    }

    fn look(&self, disk: &MemoryDisk) -> Result<Look, String> {
        let store = self.place.open(Arc::new(disk.clone())).map_err(|error| error.to_string())?;
        look(&store.ok_or("there is no store")?, [])
    }
}
