//! Each operation, once for each call that it makes and each way in which that can fail.

use std::ops::AddAssign;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use core_model::SessionId;
use disk::Disk;
use store::{Remark, Store};

use super::bases::{Base, bases};
use super::failing::{FailingDisk, Fault, Plan};
use crate::belief::{Belief, Moment};
use crate::crash::{Bounds, after_a_cut};
use crate::deeds::{Answer, Deed, Step};
use crate::look::look;
use crate::memory::MemoryDisk;
use crate::place::Place;

/// The step of what is done while the disk fails: later than all that was done before.
const STEP: Step = Step(9);

/// What was tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cases {
    /// Operations, each once for each store that it was done to.
    pub operations: u64,
    /// Calls that failed, one way or another.
    pub faults: u64,
    /// How often the operation was done all the same.
    pub done: u64,
    /// How often it was not, and said so.
    pub refused: u64,
    /// Of these, how often it may have been done, as the store says it may.
    pub may_be_done: u64,
    /// States after a power cut right after the answer, each compared with it.
    pub cuts: u64,
}

impl AddAssign for Cases {
    fn add_assign(&mut self, other: Self) {
        self.operations += other.operations;
        self.faults += other.faults;
        self.done += other.done;
        self.refused += other.refused;
        self.may_be_done += other.may_be_done;
        self.cuts += other.cuts;
    }
}

/// A fault after which something is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The operation, and what it was done to.
    pub operation: String,
    /// The call that failed, and how.
    pub fault: String,
    /// What is wrong.
    pub what: String,
}

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Each call fails once, one call in this way and the next in that; of pairs of operations, a quarter.
    Short,
    /// Each call fails in every way.
    Full,
}

/// Tries every operation with every fault; `told` hears of each operation when it is done.
///
/// # Errors
/// What keeps it from being tried at all.
pub fn fail_all(
    extent: Extent,
    bounds: &Bounds,
    told: &mut dyn FnMut(&str, &Cases, &[Failure]),
) -> Result<(), String> {
    let place = Place::new().map_err(|error| error.to_string())?;
    for base in bases(&place)? {
        for deed in &base.deeds {
            let mut trial = Trial::new(&place, &base, deed, bounds)
                .map_err(|what| format!("{}, {}: {what}", deed.name, base.name))?;
            match extent {
                Extent::Short => trial.every_call(|at| (Fault::ALL[at % 5], at / 5 % 2 == 1)),
                Extent::Full => {
                    for fault in Fault::ALL {
                        trial.every_call(|_| (fault, false));
                        trial.every_call(|_| (fault, true));
                    }
                }
            }
            told(deed.name, &trial.cases, &trial.failures);
        }
    }
    Ok(())
}

struct Trial<'a> {
    place: &'a Place,
    base: &'a Base,
    deed: &'static Deed,
    bounds: &'a Bounds,
    before: Moment,
    after: Moment,
    /// What the store answers on a sound disk.
    word: &'static str,
    cases: Cases,
    failures: Vec<Failure>,
}

impl<'a> Trial<'a> {
    fn new(
        place: &'a Place,
        base: &'a Base,
        deed: &'static Deed,
        bounds: &'a Bounds,
    ) -> Result<Self, String> {
        place.hands.set(STEP.0 as i64 - 1);
        let disk = place.disk(&base.image);
        place.hands.set(STEP.0 as i64);
        let store = open(place, Arc::new(disk))?;
        let seen = look(&store, [])?.belief;
        let before = Moment { all: seen.clone(), lasting: seen };
        let answer = (deed.run)(&store, STEP);
        if let Answer::Failed(what) = &answer {
            return Err(format!("it failed on a sound disk: {what}"));
        }
        let after = before.then(look(&store, [])?.belief, deed.is_promise);
        let cases = Cases { operations: 1, ..Cases::default() };
        let (word, failures) = (answer.word(), Vec::new());
        Ok(Self { place, base, deed, bounds, before, after, word, cases, failures })
    }

    /// Fails the first call, then the second, and so on, until there is none to fail.
    fn every_call(&mut self, how: impl Fn(usize) -> (Fault, bool)) {
        for at in 0.. {
            let (fault, for_good) = how(at);
            // What lies there was written a minute before.
            self.place.hands.set(STEP.0 as i64 - 1);
            let disk = self.place.disk(&self.base.image);
            let failing = FailingDisk::new(Arc::new(disk.clone()), Plan { at, fault, for_good });
            let result = self.once(&disk, &failing);
            let Some(call) = failing.failed() else {
                if let Err(what) = result {
                    self.failed(format!("no fault, {at} calls"), what);
                }
                return;
            };
            self.cases.faults += 1;
            if let Err(what) = result {
                let how = if for_good { "for good" } else { "once" };
                self.failed(format!("call {at}, {call}, {}, {how}", fault.as_str()), what);
            }
        }
    }

    fn failed(&mut self, fault: String, what: String) {
        let operation = format!("{}, {}", self.deed.name, self.base.name);
        self.failures.push(Failure { operation, fault, what });
    }

    fn once(&mut self, disk: &MemoryDisk, failing: &FailingDisk) -> Result<(), String> {
        self.place.hands.set(STEP.0 as i64);
        let store = self.open(Arc::new(failing.clone()))?;
        failing.begin();
        let answer = catch_unwind(AssertUnwindSafe(|| (self.deed.run)(&store, STEP)))
            .map_err(|_| "it panicked".to_owned())?;
        let seen = look(&self.open(Arc::new(disk.clone()))?, self.ids())
            .map_err(|what| format!("{answer:?}, and then {what}"))?;
        let left = match &answer {
            Answer::Done(remarks) => {
                self.cases.done += 1;
                is_exactly(&self.after, &seen.belief).map_err(|what| format!("{answer:?}, but {what}"))?;
                self.left_by(remarks)
            }
            Answer::Refused | Answer::Failed(_) => {
                self.cases.refused += 1;
                if matches!(answer, Answer::Refused) && self.word != answer.word() {
                    return Err(format!("a fault of the disk is told as {answer:?}"));
                }
                let not_done = is_exactly(&self.before, &seen.belief);
                let is_done = is_exactly(&self.after, &seen.belief).is_ok();
                match not_done {
                    Err(_) if is_done && self.deed.may_be_done => self.cases.may_be_done += 1,
                    other => other.map_err(|what| format!("{answer:?}, but {what}"))?,
                }
                vec![self.before.clone(), self.after.unpromised(&self.before)]
            }
        };
        self.cases.cuts += after_a_cut(self.place, &self.base.image, &disk.actions(), &left, self.bounds)
            .map_err(|what| format!("{answer:?}, and after a power cut {what}"))?;
        self.again(disk, &answer)
    }

    /// What a power cut may leave of what was done with these remarks.
    fn left_by(&self, remarks: &[Remark]) -> Vec<Moment> {
        let unconfirmed = |remark: &Remark| matches!(remark, Remark::Unconfirmed(_));
        if remarks.iter().any(unconfirmed) {
            vec![self.before.clone(), self.after.unpromised(&self.before)]
        } else {
            vec![self.after.clone()]
        }
    }

    /// Once the disk is sound, it can be done.
    fn again(&self, disk: &MemoryDisk, first: &Answer) -> Result<(), String> {
        let store = self.open(Arc::new(disk.clone()))?;
        let answer = (self.deed.run)(&store, STEP);
        let said = format!("first {first:?}, then on a sound disk {answer:?}");
        if matches!(answer, Answer::Failed(_)) {
            return Err(said);
        }
        let seen = look(&store, self.ids()).map_err(|what| format!("{said}, and then {what}"))?;
        if matches!(first, Answer::Done(_)) || !self.deed.is_promise || self.deed.may_be_done {
            return Ok(());
        }
        is_exactly(&self.after, &seen.belief).map_err(|what| format!("{said}, but {what}"))
    }

    fn ids(&self) -> Vec<&SessionId> {
        self.after.all.sessions.keys().chain(self.before.all.sessions.keys()).collect()
    }

    fn open(&self, disk: Arc<dyn Disk>) -> Result<Store, String> {
        open(self.place, disk)
    }
}

fn open(place: &Place, disk: Arc<dyn Disk>) -> Result<Store, String> {
    place.open(disk).map_err(|error| error.to_string())?.ok_or_else(|| "there is no store".into())
}

fn is_exactly(moment: &Moment, seen: &Belief) -> Result<(), String> {
    let whole = Moment { all: moment.all.clone(), lasting: moment.all.clone() };
    whole.differs(seen).map_or(Ok(()), Err)
}
