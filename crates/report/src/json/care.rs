//! A session that needs care.

use core_model::Session;
use core_model::care::{Care, Remedy};
use serde::Serialize;

use super::render_time;

/// A session that needs care, and what is done about it.
#[derive(Debug, Serialize)]
pub struct CareJson {
    /// The session.
    pub id: String,
    /// `stale`, `orphaned`, `worktree-gone` or `ended`.
    pub why: &'static str,
    /// `close` or `park`.
    pub remedy: &'static str,
    /// Whether it is done by now.
    pub due: bool,
    /// Its last sign of life.
    pub last_heartbeat: String,
    /// Where it is worked on.
    pub worktree: String,
    /// What it is for.
    pub intent: String,
    /// What a plan would do with it: `close`, `park` or `wait`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would: Option<String>,
}

impl CareJson {
    /// `would`: what a plan would do with it. `None`: it is no plan.
    #[must_use]
    pub fn new(session: &Session, care: &Care, would: Option<&str>) -> Self {
        Self {
            id: session.id().to_string(),
            why: care.why.as_str(),
            remedy: match care.remedy {
                Remedy::Close => "close",
                Remedy::Park(_) => "park",
            },
            due: care.due,
            last_heartbeat: render_time(session.derive_last_sign()),
            worktree: session.opening().worktree.clone(),
            intent: session.opening().intent.to_string(),
            would: would.map(str::to_owned),
        }
    }
}
