//! A session's file.

use std::fmt;

use core_model::Time;

use super::error::{FieldError, ParseError};
use super::fields::{Fields, Gathered, Parsed};
use super::time;
use super::tree::Tree;

/// The newest schema that is known. A newer file is read as far as it is understood.
pub const NEWEST_SCHEMA: u64 = 4;

const ID_ALLOWED: &str = "an id like sess_20260210T1430_a1b2: 1 to 128 letters, digits, `_`, `-` or `.`";

/// The predecessor's name of a session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldId(String);

impl OldId {
    /// Takes an id in its own form, or any other that is as harmless. `None`: it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let harmless = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        ((1..=128).contains(&text.len()) && text.chars().all(harmless)).then(|| Self(text.to_owned()))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The minute in which it was made. `None`: the id does not say.
    #[must_use]
    pub fn derive_minute(&self) -> Option<Time> {
        let stamp = self.0.strip_prefix("sess_")?;
        let (date, minute) = (stamp.get(..8)?, stamp.get(8..13)?.strip_prefix('T')?);
        let (year, month, day) = (date.get(..4)?, date.get(4..6)?, date.get(6..)?);
        time::parse_time(&format!("{year}-{month}-{day}T{}:{}", minute.get(..2)?, minute.get(2..)?))
    }
}

impl fmt::Display for OldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a session was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// At work.
    Active,
    /// Put aside.
    Parked,
    /// Over.
    Completed,
}

impl Status {
    const ALLOWED: &str = "`active`, `parked` or `completed`";
    const WORDS: [(&str, Self); 3] =
        [("active", Self::Active), ("parked", Self::Parked), ("completed", Self::Completed)];
}

/// What a task was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Not begun.
    Pending,
    /// Begun.
    InProgress,
    /// Done.
    Completed,
    /// Not to be done.
    Skipped,
}

impl TaskStatus {
    const ALLOWED: &str = "`pending`, `in_progress`, `completed` or `skipped`";
    const WORDS: [(&str, Self); 4] = [
        ("pending", Self::Pending),
        ("in_progress", Self::InProgress),
        ("completed", Self::Completed),
        ("skipped", Self::Skipped),
    ];
}

/// A session as the predecessor kept it. `None` and empty lists: the file says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The schema that the file says it has; 1 where it says none.
    pub schema: u64,
    /// Its name.
    pub id: OldId,
    /// The project's name: the folder's, in lower case.
    pub project: String,
    /// What it was.
    pub status: Status,
    /// What it was for.
    pub intent: Option<String>,
    /// A place in the project's roadmap.
    pub roadmap_ref: Option<String>,
    /// When it began; by its id where the file does not say.
    pub started_at: Time,
    /// Its last sign of life. Closing a session as stale overwrote it.
    pub last_heartbeat: Option<Time>,
    /// When it was completed, or parked.
    pub ended_at: Option<Time>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Why it was parked; kept when it went on.
    pub parked_reason: Option<String>,
    /// What it did last.
    pub current_activity: Option<String>,
    /// What it waited for.
    pub awaiting_action: Option<String>,
    /// What happened.
    pub events: Vec<Event>,
    /// The branch. The predecessor took `main` where nobody said another.
    pub git_branch: Option<String>,
    /// The top of the worktree, as an absolute path. Since schema 3.
    pub worktree_root: Option<String>,
    /// The agent's own id of its conversation. Since schema 4.
    pub claude_session_id: Option<String>,
    /// The files that were changed.
    pub files_changed: Vec<String>,
    /// Commits.
    pub commits: Vec<Commit>,
    /// What was decided.
    pub decisions: Vec<String>,
    /// Questions without an answer.
    pub open_questions: Vec<String>,
    /// What should be done next.
    pub next_steps: Vec<String>,
    /// Tasks. Since schema 2, and in some files without a schema.
    pub tasks: Vec<Task>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub timestamp: Option<Time>,
    /// What.
    pub message: Option<String>,
}

/// A commit, with all that was known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id, whole or the beginning of it.
    pub sha: Option<String>,
    /// Its subject.
    pub message: Option<String>,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its name in the session: `t1`, or `t` and eight characters.
    pub id: Option<String>,
    /// What is to be done. Old tasks may have none.
    pub subject: Option<String>,
    /// How far it is.
    pub status: Option<TaskStatus>,
    /// When it was added.
    pub added_at: Option<Time>,
    /// When it was last changed.
    pub updated_at: Option<Time>,
}

/// Reads a session's file, of any schema.
///
/// # Errors
/// [`ParseError::Field`] where id, project or status is missing or not known, or nothing says when it began; the others
/// where the text is no JSON that is read.
pub fn parse_session(text: &[u8]) -> Result<Parsed<Session>, ParseError> {
    let mut gathered = Gathered::default();
    let mut fields =
        Fields::of(Tree::parse(text)?, String::new(), &mut gathered).map_err(|(error, _)| error)?;
    let session = read(&mut fields)?;
    fields.finish();
    Ok(gathered.with(session))
}

fn read(fields: &mut Fields<'_>) -> Result<Session, ParseError> {
    let schema = read_schema(fields)?;
    let id = fields.must(ID_ALLOWED, "session_id")?;
    let id = OldId::parse(&id).ok_or_else(|| FieldError::said("session_id".into(), &id, ID_ALLOWED))?;
    let project = read_project(fields)?;
    let status = fields.must(Status::ALLOWED, "status")?;
    let status = Status::WORDS
        .iter()
        .find(|(word, _)| *word == status)
        .ok_or_else(|| FieldError::said("status".into(), &status, Status::ALLOWED))?
        .1;
    let started_at = fields
        .time("started_at")
        .or_else(|| id.derive_minute())
        .ok_or_else(|| FieldError::Missing { path: "started_at".into(), allowed: time::ALLOWED })?;
    Ok(Session {
        schema,
        id,
        project,
        status,
        intent: fields.text("intent"),
        roadmap_ref: fields.text("roadmap_ref"),
        started_at,
        last_heartbeat: fields.time("last_heartbeat"),
        ended_at: fields.time("ended_at"),
        outcome: fields.text("outcome"),
        parked_reason: fields.text("parked_reason"),
        current_activity: fields.text("current_activity"),
        awaiting_action: fields.text("awaiting_action"),
        events: fields.objects("events", read_event),
        git_branch: fields.text("git_branch"),
        worktree_root: fields.text("worktree_root"),
        claude_session_id: fields.text("claude_session_id"),
        files_changed: fields.texts("files_changed"),
        commits: fields.objects("commits", Commit::read),
        decisions: fields.texts("decisions"),
        open_questions: fields.texts("open_questions"),
        next_steps: fields.texts("next_steps"),
        tasks: fields.objects("tasks", read_task),
    })
}

/// The name of the project that a file is about. It may become a file name.
pub(super) fn read_project(fields: &mut Fields<'_>) -> Result<String, FieldError> {
    const NAME: &str = "project_slug";
    const ALLOWED: &str = "the name of a project: 1 to 200 bytes, no `/` and no control character";
    let name = fields.must(ALLOWED, NAME)?;
    let is_name = name.len() <= 200 && !name.chars().any(|c| c == '/' || core_model::is_unseen(c));
    if is_name { Ok(name) } else { Err(FieldError::said(NAME.into(), &name, ALLOWED)) }
}

fn read_schema(fields: &mut Fields<'_>) -> Result<u64, FieldError> {
    const NAME: &str = "schema_version";
    const ALLOWED: &str = "a whole number, 1 or more";
    match fields.take(NAME) {
        None => Ok(1),
        Some(Tree::Number(number)) => match number.parse() {
            Ok(schema) if schema > 0 => Ok(schema),
            Ok(_) | Err(_) => Err(FieldError::said(NAME.into(), &number, ALLOWED)),
        },
        Some(other) => Err(FieldError::Kind { path: NAME.into(), found: other.kind(), allowed: ALLOWED }),
    }
}

fn read_event(fields: &mut Fields<'_>) -> Event {
    Event { timestamp: fields.time("timestamp"), message: fields.text("message") }
}

impl Commit {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        Self { sha: fields.text("sha"), message: fields.text("message") }
    }
}

fn read_task(fields: &mut Fields<'_>) -> Task {
    Task {
        id: fields.text("id"),
        subject: fields.text("subject"),
        status: fields.word("status", &TaskStatus::WORDS, TaskStatus::ALLOWED),
        added_at: fields.time("added_at"),
        updated_at: fields.time("updated_at"),
    }
}
