//! From a workload to figures: record it, make the states, check each that is new.

use std::collections::HashSet;
use std::num::NonZero;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::check::{How, check, retry};
use super::platter::{Bounds, Platter};
use super::recording::{Recording, Workload};
use crate::belief::Moment;
use crate::memory::{Action, Image};
use crate::place::Place;

/// What was tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Workloads.
    pub workloads: u64,
    /// Moments at which the power was cut: before and after each thing that was done to the disk.
    pub moments: u64,
    /// Moments with more states than were looked at.
    pub drawn: u64,
    /// States.
    pub states: u64,
    /// Of these, those that no other is like in the same workload: each was opened.
    pub distinct: u64,
    /// Distinct states of a second power cut, while what the first one left was mended.
    pub second: u64,
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.workloads += other.workloads;
        self.moments += other.moments;
        self.drawn += other.drawn;
        self.states += other.states;
        self.distinct += other.distinct;
        self.second += other.second;
    }
}

/// A state that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was done.
    pub workload: String,
    /// When the power was cut: the last thing done to the disk.
    pub moment: String,
    /// What is wrong.
    pub what: String,
    /// What lay on the disk: paths and lengths.
    pub state: String,
}

/// How many findings of one workload are told.
const TOLD: usize = 3;

/// Tries every state of the last deed of a workload.
///
/// # Errors
/// What keeps it from being tried at all.
pub fn explore(
    place: &Place,
    workload: &Workload,
    bounds: &Bounds,
) -> Result<(Figures, Vec<Finding>), String> {
    let recording = workload.record(place)?;
    let mut search = Search { place, bounds, workload, seen: HashSet::new(), findings: Vec::new() };
    let mut figures = Figures { workloads: 1, ..Figures::default() };
    search.first(&recording, &mut figures);
    Ok((figures, search.findings))
}

/// Tries many, on every processor; `told` hears of each when it is done.
///
/// # Errors
/// As [`explore`].
pub fn explore_all(
    workloads: &[Workload],
    bounds: &Bounds,
    told: &(dyn Fn(&Workload, &Figures, &[Finding]) + Sync),
) -> Result<(), String> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), String> {
        let place = Place::new().map_err(|error| error.to_string())?;
        while let Some(workload) = workloads.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (figures, findings) =
                explore(&place, workload, bounds).map_err(|what| format!("{}: {what}", workload.name()))?;
            told(workload, &figures, &findings);
        }
        Ok(())
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|it| it.join().map_err(|_| "a thread has panicked".to_owned())?)
    })
}

/// Cuts the power after all of these actions, and answers how many states there are.
///
/// # Errors
/// What one of them is not as it must be in.
pub(crate) fn after_a_cut(
    place: &Place,
    base: &Image,
    actions: &[Action],
    candidates: &[Moment],
    bounds: &Bounds,
) -> Result<u64, String> {
    let mut platter = Platter::new(base, bounds.names);
    actions.iter().for_each(|action| platter.take(action));
    let mut seen = HashSet::new();
    for image in platter.states(bounds, bounds.most).images {
        if seen.insert(image.print()) {
            check(place, &image, candidates, How::Quick)?;
        }
    }
    Ok(seen.len() as u64)
}

struct Search<'a> {
    place: &'a Place,
    bounds: &'a Bounds,
    workload: &'a Workload,
    /// The states that were tried, and at which candidates.
    seen: HashSet<(u64, usize)>,
    findings: Vec<Finding>,
}

impl Search<'_> {
    fn first(&mut self, recording: &Recording, figures: &mut Figures) {
        let begins = recording.last_begins();
        let mut platter = Platter::new(&recording.base, self.bounds.names);
        recording.actions[..begins].iter().for_each(|action| platter.take(action));
        for done in begins..=recording.actions.len() {
            if done > begins {
                platter.take(&recording.actions[done - 1]);
            }
            let candidates = recording.candidates(done);
            let states = platter.states(self.bounds, self.bounds.most);
            figures.moments += 1;
            figures.drawn += u64::from(states.is_drawn);
            for image in states.images {
                figures.states += 1;
                if !self.seen.insert((image.print(), candidates.len())) {
                    continue;
                }
                figures.distinct += 1;
                match check(self.place, &image, &candidates, How::Fully) {
                    Err(what) => self.found(recording, done, what, &image),
                    Ok(checked) => {
                        if checked.is_all {
                            self.try_again(recording, done, &image, checked.candidate);
                        }
                        if let Some(mending) = checked.mending
                            && image.print() % self.bounds.second_of.max(1) == 0
                        {
                            self.second(&mending, figures);
                        }
                    }
                }
            }
        }
    }

    /// Does the deed in flight once more, where it had not happened.
    fn try_again(&mut self, recording: &Recording, done: usize, image: &Image, candidate: usize) {
        let candidates = recording.candidates(done);
        if let (0, Some(after), Some(deed)) = (candidate, candidates.get(1), self.workload.last_deed())
            && deed.0.is_promise
            && let Err(what) = retry(self.place, image, deed, after)
        {
            self.found(recording, done, what, image);
        }
    }

    /// The power is cut again while what it left is mended.
    fn second(&mut self, mending: &Recording, figures: &mut Figures) {
        let mut platter = Platter::new(&mending.base, self.bounds.names);
        for done in 0..=mending.actions.len() {
            if done > 0 {
                platter.take(&mending.actions[done - 1]);
            }
            let candidates = mending.candidates(done);
            for image in platter.states(self.bounds, self.bounds.most_second).images {
                if !self.seen.insert((image.print(), 3)) {
                    continue;
                }
                figures.second += 1;
                if let Err(what) = check(self.place, &image, &candidates, How::Quick) {
                    self.found(mending, done, format!("after a second power cut: {what}"), &image);
                }
            }
        }
    }

    fn found(&mut self, recording: &Recording, done: usize, what: String, image: &Image) {
        if self.findings.len() >= TOLD {
            return;
        }
        let action = done.checked_sub(1).and_then(|last| recording.actions.get(last));
        let moment = action.map_or("before anything".to_owned(), |action| format!("{done}: {action}"));
        let workload = self.workload.name();
        self.findings.push(Finding { workload, moment, what, state: image.to_string() });
    }
}
