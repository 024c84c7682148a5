//! What there is to do in a project. The collection itself sees to it that no two items are called alike.

use std::fmt;

use crate::named::{self, NotOne};
use crate::{Text, Time};

/// How far an item of a roadmap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoadmapStatus {
    /// It is done.
    Done,
    /// Somebody is at it.
    InProgress,
    /// It is to be done.
    Next,
}

impl RoadmapStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Done, Self::InProgress, Self::Next];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::InProgress => "in_progress",
            Self::Next => "next",
        }
    }
}

impl fmt::Display for RoadmapStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An item of a roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadmapItem {
    /// Its name within the project: `r1`, `r2`, …
    pub id: String,
    /// What it is. No two of a project have the same.
    pub text: Text,
    /// How far it is.
    pub status: RoadmapStatus,
    /// When it was last changed.
    pub at: Time,
}

/// The items of a roadmap, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roadmap(Vec<RoadmapItem>);

/// Why the roadmap does not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoadmapError {
    /// One is called like that.
    #[error("item {id} of the roadmap is called `{text}` already")]
    Taken {
        /// That item.
        id: String,
        /// The text.
        text: String,
    },
    /// Two have one id: only a file that was changed by hand says so.
    #[error("two items of the roadmap have the id {0}")]
    TwoOfOneId(String),
    /// None has this id, or a text that begins like this.
    #[error("there is no `{0}` in the roadmap")]
    NotFound(String),
    /// More than one text begins like this.
    #[error("`{asked}` could be {}", .ids.join(" or "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// The items that it begins.
        ids: Vec<String>,
    },
    /// There are as many as there may be.
    #[error("the roadmap has {} items, and no more are taken", Roadmap::MOST)]
    Full,
}

impl Roadmap {
    /// How many items a roadmap may have.
    pub const MOST: usize = 1000;

    /// Items as they were kept.
    ///
    /// # Errors
    /// [`RoadmapError::Taken`] and [`RoadmapError::TwoOfOneId`]; [`RoadmapError::Full`].
    pub fn restore(kept: Vec<RoadmapItem>) -> Result<Self, RoadmapError> {
        let mut roadmap = Self::default();
        for item in kept {
            if roadmap.0.iter().any(|it| it.id == item.id) {
                return Err(RoadmapError::TwoOfOneId(item.id));
            }
            roadmap.push(item)?;
        }
        Ok(roadmap)
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[RoadmapItem] {
        &self.0
    }

    /// What is left: first what somebody is at, then what comes next.
    pub fn derive_left(&self) -> impl Iterator<Item = &RoadmapItem> {
        let with = |status| self.0.iter().filter(move |item| item.status == status);
        with(RoadmapStatus::InProgress).chain(with(RoadmapStatus::Next))
    }

    /// Adds one; its id is the answer.
    ///
    /// # Errors
    /// [`RoadmapError::Taken`], [`RoadmapError::Full`].
    pub fn add(&mut self, text: Text, status: RoadmapStatus, now: Time) -> Result<String, RoadmapError> {
        let id = named::next_id('r', self.0.iter().map(|item| item.id.as_str()));
        self.push(RoadmapItem { id: id.clone(), text, status, at: now })?;
        Ok(id)
    }

    /// Moves the item that is asked for; its id is the answer.
    ///
    /// # Errors
    /// [`RoadmapError::NotFound`], [`RoadmapError::Ambiguous`].
    pub fn set_status(
        &mut self,
        asked: &str,
        status: RoadmapStatus,
        now: Time,
    ) -> Result<String, RoadmapError> {
        let at = self.find(asked)?;
        let item = &mut self.0[at];
        if item.status != status {
            (item.status, item.at) = (status, now);
        }
        Ok(item.id.clone())
    }

    /// Renames the item that is asked for; its id is the answer.
    ///
    /// # Errors
    /// [`RoadmapError::NotFound`], [`RoadmapError::Ambiguous`], [`RoadmapError::Taken`].
    pub fn rename(&mut self, asked: &str, text: Text, now: Time) -> Result<String, RoadmapError> {
        let at = self.find(asked)?;
        self.check_free(&text, Some(at))?;
        let item = &mut self.0[at];
        if item.text != text {
            (item.text, item.at) = (text, now);
        }
        Ok(item.id.clone())
    }

    /// The items with their texts as `forget` leaves them. Those that are alike then are told apart by their ids.
    pub(crate) fn forget(&self, forget: impl Fn(&mut Text)) -> Self {
        let mut roadmap = Self::default();
        for item in &self.0 {
            let mut item = item.clone();
            forget(&mut item.text);
            // One that was there already may be called as this one is then.
            while roadmap.check_free(&item.text, None).is_err() {
                item.text = Text::restored(format!("{} ({})", item.text, item.id));
            }
            roadmap.0.push(item);
        }
        roadmap
    }

    /// Where the item of this id, or the only one whose text begins like this, is.
    fn find(&self, asked: &str) -> Result<usize, RoadmapError> {
        let named = self.0.iter().map(|item| (item.id.as_str(), item.text.as_str()));
        named::find(named, asked).map_err(|error| match error {
            NotOne::None(asked) => RoadmapError::NotFound(asked),
            NotOne::Several { asked, ids } => RoadmapError::Ambiguous { asked, ids },
        })
    }

    /// The one way in: whoever comes is not called like one that is there.
    fn push(&mut self, item: RoadmapItem) -> Result<(), RoadmapError> {
        self.check_free(&item.text, None)?;
        if self.0.len() >= Self::MOST {
            return Err(RoadmapError::Full);
        }
        self.0.push(item);
        Ok(())
    }

    fn check_free(&self, text: &Text, except: Option<usize>) -> Result<(), RoadmapError> {
        let taken = |(at, item): &(usize, &RoadmapItem)| Some(*at) != except && item.text == *text;
        match self.0.iter().enumerate().find(taken) {
            None => Ok(()),
            Some((_, item)) => {
                Err(RoadmapError::Taken { id: item.id.clone(), text: crate::shorten(text.as_str(), 60) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextKind;

    #[test]
    fn no_two_are_alike_after_something_was_forgotten() {
        let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut it = Roadmap::default();
        for text in ["[forgotten] (r3)", "Ada", "Bo"] {
            it.add(Text::parse(TextKind::RoadmapItem, text).unwrap(), RoadmapStatus::Next, now).unwrap();
        }
        let left = it.forget(|text| {
            if matches!(text.as_str(), "Ada" | "Bo") {
                *text = Text::restored("[forgotten]".to_owned());
            }
        });
        assert_eq!(Roadmap::restore(left.as_slice().to_vec()), Ok(left.clone()));
        assert_eq!(left.as_slice()[2].text.as_str(), "[forgotten] (r3) (r3)");
    }
}
