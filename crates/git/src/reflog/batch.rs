//! What some lines tell of, taken together: a rebase that was given up made nothing.

use std::collections::HashSet;

use gix::ObjectId;

use super::action::Deed;
use super::lines::Line;
use super::{Cursor, Made, MadeCommit};

/// How many commits are told at once, but for those of one rebase.
const LIMIT: usize = 64;

/// How much is read at once for the sake of one rebase, in bytes: some 25,000 steps.
const REBASE_ROOM: u64 = 8 << 20;

/// Lines that are taken one after the other.
pub(super) struct Batch {
    start: u64,
    place: Cursor,
    commits: Vec<Found>,
    ids: HashSet<ObjectId>,
    /// Where, among the commits, the rebase that is not at its end began. `None`: none is under way.
    rebase: Option<usize>,
}

struct Found {
    id: ObjectId,
    before: Option<ObjectId>,
    deed: Deed,
    joins: bool,
}

impl Batch {
    pub(super) fn from(place: Cursor) -> Self {
        Self { start: place.offset, place, commits: Vec::new(), ids: HashSet::new(), rebase: None }
    }

    /// The place after the last line that was taken.
    pub(super) fn place(&self) -> Cursor {
        self.place
    }

    /// Whether it ends here, whatever follows. A rebase is not cut: at its end it may turn out to be given up.
    pub(super) fn is_full(&self) -> bool {
        self.commits.len() >= LIMIT && !self.goes_on()
    }

    /// Whether it needs what follows.
    pub(super) fn goes_on(&self) -> bool {
        self.rebase.is_some() && self.place.offset.saturating_sub(self.start) < REBASE_ROOM
    }

    pub(super) fn take(&mut self, line: &Line<'_>) {
        self.place = line.place;
        let (id, before, deed) = (line.place.id, line.before(), line.deed());
        match deed {
            Deed::Begin => self.rebase = Some(self.commits.len()),
            Deed::Finish => self.rebase = None,
            Deed::Abort => {
                let began = self.rebase.take().unwrap_or(self.commits.len());
                self.leave_out(began, |found| found.deed == Deed::Step);
            }
            Deed::AbortPatches => self.leave_out_patches(before, id),
            Deed::Move => {}
            Deed::Commit | Deed::Patch | Deed::Step | Deed::Replay => {
                if deed == Deed::Step {
                    // It began before what is read here.
                    self.rebase.get_or_insert(self.commits.len());
                }
                if self.ids.insert(id) {
                    self.commits.push(Found { id, before, deed, joins: line.joins() });
                }
            }
        }
    }

    /// Those that led from where HEAD came back to, to where it was; `git am` does not say where it began.
    fn leave_out_patches(&mut self, mut from: Option<ObjectId>, to: ObjectId) {
        let mut began = self.commits.len();
        while let Some(last) = began.checked_sub(1).and_then(|at| self.commits.get(at)) {
            if from == Some(to) || from != Some(last.id) || last.deed != Deed::Patch {
                break;
            }
            from = last.before;
            began -= 1;
        }
        self.leave_out(began, |_| true);
    }

    /// Those that are so, from the commit with that number on.
    fn leave_out(&mut self, from: usize, is_out: impl Fn(&Found) -> bool) {
        let later = self.commits.split_off(from.min(self.commits.len()));
        for found in later {
            if is_out(&found) {
                self.ids.remove(&found.id);
            } else {
                self.commits.push(found);
            }
        }
    }

    pub(super) fn end(self, more: bool) -> Made {
        let commits = self.commits.into_iter().map(|found| MadeCommit {
            sha: found.id.to_string(),
            before: found.before.map(|id| id.to_string()),
            by_rebase: found.deed == Deed::Step,
            by_replay: found.deed == Deed::Replay,
            joins: found.joins,
        });
        Made { commits: commits.collect(), cursor: Some(self.place), more }
    }
}
