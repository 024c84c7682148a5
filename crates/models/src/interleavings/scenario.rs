//! Who is at work at once.

use super::actor::{Actor, Wish};
use super::world::{Content, Faults, File, MOST, Status, Whose, World};

/// Some people at work on one session.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What happens, in a few words.
    pub name: String,
    parent: Status,
    wishes: Vec<Wish>,
    kills: u8,
    /// Whether the child's id comes before the parent's.
    pub(crate) child_first: bool,
    /// Whether the clock goes on whenever a lock is had. Where it does not, there are fewer states to tell apart.
    pub(crate) time_passes: bool,
    /// What must be possible in it: a scenario in which nothing happens proves nothing.
    pub(crate) possible: Vec<Possible>,
}

/// Something that must be possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Possible {
    Resumed,
    LoserTold,
    FinishedByAnother,
    Closed,
    Spared,
    Torn,
    SeenBeforeAllIsWritten,
    SeenAfter,
}

impl Scenario {
    /// Every scenario, with `resumers` who want to go on with one session (two to four), and one kill, or as many as there
    /// are people where `kills` says so.
    #[must_use]
    pub fn all(resumers: usize, kills: u8) -> Vec<Self> {
        use Possible::{
            Closed, FinishedByAnother, LoserTold, Resumed, SeenAfter, SeenBeforeAllIsWritten, Spared, Torn,
        };
        let resumers = resumers.clamp(2, MOST);
        let resume = || (0..resumers).map(Wish::Resume);
        let (parent, first) = (Wish::Append(Whose::Parent), Wish::Append(Whose::Child(0)));
        let scenario = |name: &str, parent, wishes: Vec<Wish>, possible: &[Possible]| Self {
            name: name.to_owned(),
            parent,
            wishes,
            kills,
            child_first: false,
            time_passes: false,
            possible: possible.to_vec(),
        };
        let several = &format!("{resumers} resume a parked session");
        let mut all = vec![
            scenario(
                &format!("{several}, one completes it"),
                Status::Parked,
                resume().chain([Wish::Complete]).collect(),
                &[Resumed, LoserTold, FinishedByAnother],
            ),
            scenario(
                "two resume it while somebody writes to the child of one",
                Status::Parked,
                vec![Wish::Resume(0), Wish::Resume(1), first],
                &[Resumed, LoserTold, FinishedByAnother, Torn],
            ),
            scenario(
                "clean, two entries, park and complete",
                Status::Active,
                vec![Wish::Clean, parent, parent, Wish::Park, Wish::Complete],
                &[Closed, Spared, Torn],
            ),
            scenario(
                "clean, an entry, park, two resume",
                Status::Active,
                vec![Wish::Clean, parent, Wish::Park, Wish::Resume(0), Wish::Resume(1)],
                &[Closed, Spared, Torn, Resumed, FinishedByAnother],
            ),
            Self {
                time_passes: true,
                ..scenario(
                    "the clock is set back while others write",
                    Status::Active,
                    vec![Wish::SetClockBack, parent, parent, Wish::Park, Wish::Resume(0)],
                    &[Resumed],
                )
            },
        ];
        for child_first in [false, true] {
            let order = if child_first { "the child's first" } else { "the parent's first" };
            all.push(Self {
                child_first,
                ..scenario(
                    &format!("two resume it before a reader's eyes, {order}"),
                    Status::Parked,
                    vec![Wish::Read, Wish::Resume(0), Wish::Resume(1)],
                    &[Resumed, LoserTold, SeenBeforeAllIsWritten, SeenAfter],
                )
            });
        }
        all
    }

    /// Everybody at once: so many who resume, and one of each other wish. Its states are counted in millions.
    #[must_use]
    pub fn everybody(resumers: usize, kills: u8) -> Self {
        use Possible::{Closed, FinishedByAnother, LoserTold, Resumed, SeenAfter, Spared, Torn};
        let told: &[Possible] = if resumers > 1 { &[LoserTold] } else { &[] };
        let (parent, first) = (Wish::Append(Whose::Parent), Wish::Append(Whose::Child(0)));
        let others = [Wish::Clean, parent, first, Wish::Park, Wish::Complete, Wish::Read];
        Self {
            name: format!("{resumers} resume, everybody else at once"),
            parent: Status::Active,
            wishes: (0..resumers.min(MOST)).map(Wish::Resume).chain(others).collect(),
            kills,
            child_first: false,
            time_passes: false,
            possible: [&[Resumed, FinishedByAnother, Closed, Spared, Torn, SeenAfter], told].concat(),
        }
    }

    pub(crate) fn begin(&self) -> World {
        let parent = Content::new(self.parent, 1);
        World {
            parent: File { content: parent, number: 0, archived: false },
            children: [None; MOST],
            notes: [false; MOST],
            records: [None; MOST],
            parent_lock: None,
            child_locks: [None; MOST],
            clock: 1,
            time_passes: self.time_passes,
            clock_was_set_back: false,
            kills_left: self.kills,
            actors: self.wishes.iter().map(|&wish| Actor::new(wish)).collect(),
            faults: Faults::default(),
        }
    }
}
