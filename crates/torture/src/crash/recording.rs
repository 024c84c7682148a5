//! What was done to a disk while deeds were done, and what must be there after each.

use std::sync::Arc;

use super::platter::{Names, Platter};
use crate::belief::{Belief, Moment};
use crate::deeds::{Answer, BEFORE, Deed, FIRST, Step};
use crate::look::look;
use crate::memory::{Action, Image, MemoryDisk};
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

    /// What lies on a sound disk when all of it is done.
    ///
    /// # Errors
    /// What went wrong, which nothing should.
    pub(crate) fn image(&self, place: &Place) -> Result<Image, String> {
        let recording = self.record(place)?;
        let mut disk = Platter::new(&recording.base, Names::ByFolder);
        recording.actions.iter().for_each(|action| disk.take(action));
        disk.sync_all();
        Ok(disk.durable())
    }

    /// Does it on a sound disk.
    ///
    /// # Errors
    /// What went wrong, which nothing should.
    pub(super) fn record(&self, place: &Place) -> Result<Recording, String> {
        let disk = place.disk(&Image::default());
        let mut recording = Recording::new(Image::default(), Moment::default());
        for (number, deed) in self.deeds.iter().enumerate() {
            place.hands.set(number as i64);
            let store =
                place.open_or_make(Arc::new(disk.clone())).map_err(|error| format!("opening: {error}"))?;
            if let Answer::Failed(what) = (deed.run)(&store, Step(number)) {
                return Err(format!("{} failed on a sound disk: {what}", deed.name));
            }
            let before = recording.moments.last().map(|it| it.all.clone()).unwrap_or_default();
            let seen = look(&store, before.sessions.keys())?.belief;
            recording.answered(&disk, seen, deed.is_promise);
        }
        recording.actions = disk.actions();
        Ok(recording)
    }
}

impl Recording {
    /// Nothing was done yet.
    pub(super) fn new(base: Image, before: Moment) -> Self {
        Self { base, actions: vec![], marks: vec![], moments: vec![before] }
    }

    /// A deed was answered, and this is seen now.
    pub(super) fn answered(&mut self, disk: &MemoryDisk, seen: Belief, is_promise: bool) {
        let before = self.moments.last().cloned().unwrap_or_default();
        self.marks.push(disk.count());
        self.moments.push(before.then(seen, is_promise));
    }

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
