//! The predecessor's files: a dashboard that kept each session as a JSON file under `~/.claude/dashboard`.
//!
//! What is known of its format, schemas 1 to 4: a file without `schema_version` has schema 1; schema 2 added
//! `tasks`, 3 `worktree_root`, 4 `claude_session_id`. Nothing was ever renamed or taken away, so one reader reads
//! them all.
//!
//! Where to enter: [`import`] makes sessions of ours from all the files. [`FileKind::of`] says what a file is;
//! [`parse_session`], [`parse_state`] and [`parse_config`] read one.
//!
//! Invariants: a session has the same name here however often it is imported; what has no place in a session of ours
//! stands in it as an event that begins with `imported`; a session that is imported was never seen alive later than
//! there.

mod config;
mod error;
mod fields;
mod import;
mod layout;
mod map;
mod report;
mod session;
mod state;
mod time;
mod tree;

pub use config::{Config, Project, Settings, parse_config};
pub use error::{FieldError, ParseError};
pub use fields::{Leftover, Parsed};
pub use import::{File, Ground, Import, Imported, ImportedConfig, ImportedProject, derive_id, import};
pub use layout::FileKind;
pub use report::{FileReport, Problem, Report};
pub use session::{Commit, Event, NEWEST_SCHEMA, OldId, Session, Status, Task, TaskStatus, parse_session};
pub use state::{Roadmap, State, parse_state};

/// The longest text that is parsed, in bytes: 8 MiB.
pub const MAX_TEXT: usize = 8 * 1024 * 1024;
