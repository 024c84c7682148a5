//! What a session is: values, and the rules that they keep.
//!
//! Not here: files, the clock, the environment, randomness. Whatever comes from those is handed in, so everything
//! in this crate can be tested as a table.
//!
//! Where to enter: [`Session`] is what is kept; [`transition`] is the closed table of its status; [`attribution`]
//! says which session a commit belongs to; [`care`] which sessions nobody works in any more;
//! [`project`] what a project's sessions come to; [`worked`] how long was worked; [`figures`] what many sessions come to; [`Digest`] is a session in short.
//!
//! Invariants: what was recorded is only ever added to; `completed` is final; a status changes through
//! [`Status::step`] alone; the times of a session are in order ([`Session::check`]).

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attribution;
mod author;
mod beside;
pub mod care;
mod changed;
mod clean;
mod commit;
mod digest;
mod entry;
pub mod figures;
mod forgetting;
mod head;
mod id;
mod lineage;
mod lines;
mod named;
mod passages;
pub mod project;
mod question;
mod session;
mod soundness;
mod status;
mod task;
mod text;
mod texts;
mod time;
pub mod transition;
mod word;
pub mod worked;

pub use author::{Author, AuthorKind, MadeBy, Owner};
pub use beside::{bring_home, current_of, derive_became};
pub use clean::{clean, is_unseen};
pub use commit::{CommitFacts, Files, Person};
pub use digest::{Digest, DigestCommit};
pub use entry::{Aside, Commit, Decision, Entry, EntryKind, Event, Evidence, Heartbeat, Record, Source};
pub use forgetting::FORGOTTEN;
pub use head::{Head, Opening, Said};
pub use id::{ParseIdError, RandomBits, SessionId};
pub use lineage::{Continuation, Place, derive_children};
pub use lines::{LineCounts, SessionLines};
pub use passages::{Passage, PassageKind};
pub use question::{Answer, Question, QuestionError, Questions};
pub use session::{Broken, MOST_STEPS, MOST_TAGS, Session};
pub use status::{Completed, Parked, Status};
pub use task::{Task, TaskError, TaskStatus, TaskSummary, Tasks};
pub use text::{Text, TextError, TextKind, shorten};
pub use time::{Time, parse_time};
pub use transition::{Outcome, OutcomeKind, OutcomeName, Refusal, StatusName, Transition};
pub use word::{UnknownWord, Word, parse_word};
