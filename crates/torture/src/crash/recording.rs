//! What was done to a disk while deeds were done, and what must be there after each.

use std::sync::Arc;

use crate::belief::Moment;
use crate::deeds::{Answer, BEFORE, Deed, FIRST, Step};
use crate::look::look;
use crate::memory::{Action, Image};
use crate::place::Place;

/// A run on a sound disk.
pub(super) struct Recording {
    /// What lay there at the beginning, all of it durable.
    pub(super) base: Image,
    pub(super) actions: Vec<Action>,
    /// After how many actions each deed was answered.
    pub(super) marks: Vec<usize>,
    /// What must be there before the first deed, and after each.
    pub(super) moments: Vec<Moment>,
}

/// Deeds that are done one after the other.
#[derive(Debug, Clone)]
pub struct Workload {
    deeds: Vec<&'static Deed>,
}

impl Workload {
    /// The making of the store itself.
    #[must_use]
    pub fn first() -> Self {
        Self { deeds: vec![FIRST] }
    }

    /// These deeds, in a store that has a past.
    #[must_use]
    pub fn after_the_past(deeds: &[&'static Deed]) -> Self {
        Self { deeds: BEFORE.iter().chain(deeds).copied().collect() }
    }

    /// What it is called: its last deed, and those before it.
    #[must_use]
    pub fn name(&self) -> String {
        let names: Vec<&str> =
            self.deeds.iter().skip(if self.deeds.len() > 1 { 2 } else { 0 }).map(|it| it.name).collect();
        names.join(" → ")
    }

    /// The deed whose states are looked at.
    #[must_use]
    pub fn last(&self) -> &'static str {
        self.deeds.last().map_or("nothing", |it| it.name)
    }

    pub(super) fn last_deed(&self) -> Option<(&'static Deed, Step)> {
        self.deeds.last().map(|deed| (*deed, Step(self.deeds.len() - 1)))
    }

    /// Does it on a sound disk.
    ///
    /// # Errors
    /// What went wrong, which nothing should.
    pub(super) fn record(&self, place: &Place) -> Result<Recording, String> {
        let disk = place.disk(&Image::default());
        let mut moments = vec![Moment::default()];
        let mut marks = Vec::new();
        for (number, deed) in self.deeds.iter().enumerate() {
            place.hands.set(number as i64);
            let store =
                place.open_or_make(Arc::new(disk.clone())).map_err(|error| format!("opening: {error}"))?;
            if let Answer::Failed(what) = (deed.run)(&store, Step(number)) {
                return Err(format!("{} failed on a sound disk: {what}", deed.name));
            }
            marks.push(disk.count());
            let before = moments.last().cloned().unwrap_or_default();
            let seen = look(&store, before.all.sessions.keys())?.belief;
            moments.push(before.then(seen, deed.is_promise));
        }
        Ok(Recording { base: Image::default(), actions: disk.actions(), marks, moments })
    }
}

impl Recording {
    /// What may be there after a power cut when so many actions were done: what was answered for, or that and the deed
    /// in flight.
    pub(super) fn candidates(&self, done: usize) -> Vec<Moment> {
        let answered = self.marks.iter().filter(|&&mark| mark <= done).count();
        let begun = answered.checked_sub(1).map_or(0, |last| self.marks[last]);
        let mut candidates: Vec<Moment> = self.moments.get(answered).cloned().into_iter().collect();
        if done > begun
            && let (Some(before), Some(after)) = (self.moments.get(answered), self.moments.get(answered + 1))
        {
            candidates.push(after.unpromised(before));
        }
        candidates
    }

    /// How many actions were done when the last deed began.
    pub(super) fn last_begins(&self) -> usize {
        self.marks.len().checked_sub(2).map_or(0, |before| self.marks[before])
    }
}
