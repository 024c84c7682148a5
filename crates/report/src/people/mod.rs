//! For a person at a terminal.

mod blame;
mod graph;
mod log;
mod parts;
mod project;
mod resumed;
mod screen;
mod search;
mod show;
mod stale;
mod stats;
mod status;
mod why;

pub use blame::{BlameView, Blamed, Writer, blame};
pub use log::{Log, LogForm, Logged, changed};
pub use parts::{task_list, task_status, tasks_in_short};
pub use project::{project, project_list, roadmap, roadmap_status};
pub use resumed::{resumed, resumed_in_short};
pub use search::{FoundView, search};
pub use show::{FoundByView, ShowView, show};
pub(crate) use stale::why as why_care;
pub use stale::{Tended, cleaned, stale};
pub use stats::stats;
pub use status::{Hooks, StatusView, status};
pub use why::{WhyView, because, why};

/// How far the lines below a session's are set in.
const INDENT: usize = 2;

/// Below this many columns, a long text stands on lines of its own.
const NARROW: usize = 60;

pub(crate) fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
