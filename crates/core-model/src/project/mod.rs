//! A project: what people say of it, and what its sessions come to.
//!
//! What is over is kept as figures ([`Past`]), since there is ever more of it; what is live is looked at each time.
//! [`ProjectState`] is both together.

mod past;
mod roadmap;
mod state;
#[cfg(test)]
mod tests;

pub use past::{Outcomes, Past, Recent, RecentCommit, Roll};
pub use roadmap::{Roadmap, RoadmapError, RoadmapItem, RoadmapStatus};
pub use state::{NextStep, OpenQuestion, ProjectState, Statuses};

use crate::{Said, Text, Time};

/// A project: a repository, or a named part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its name, as it stands in its sessions.
    pub name: String,
    /// Where it stands, in the words of whoever said so. `None`: nobody did.
    pub phase: Option<Said>,
    /// What there is to do in it beyond one session.
    pub roadmap: Roadmap,
    /// What is kept of its completed sessions.
    pub past: Past,
}

impl Project {
    /// A project of which nothing is known yet.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), phase: None, roadmap: Roadmap::default(), past: Past::default() }
    }

    /// Says where it stands. `None`: nothing is said of it any more. What is said already stays as it was said.
    pub fn set_phase(&mut self, phase: Option<Text>, now: Time) {
        if self.phase.as_ref().map(|said| &said.text) != phase.as_ref() {
            self.phase = phase.map(|text| Said { at: now, text });
        }
    }

    /// The project with what people say of it as `forget` leaves it. Its past follows from its sessions, and is derived
    /// from them once it is forgotten there.
    #[must_use]
    pub fn forget(&self, forget: &dyn Fn(&str) -> String) -> Self {
        let mut it = self.clone();
        let text = |text: &mut Text| *text = Text::restored(forget(text.as_str()));
        it.phase.iter_mut().for_each(|said| text(&mut said.text));
        it.roadmap = it.roadmap.forget(text);
        it
    }

    /// The latest moment at which anything was said of it: no later word may carry an earlier time. `None`: nothing was.
    #[must_use]
    pub fn derive_latest(&self) -> Option<Time> {
        let items = self.roadmap.as_slice().iter().map(|item| item.at);
        items.chain(self.phase.as_ref().map(|said| said.at)).max()
    }
}
