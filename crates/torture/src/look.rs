//! What a store shows to its readers, each of which must tell the same.

use std::collections::{BTreeMap, BTreeSet};

use core_model::attribution::Candidate;
use core_model::project::{Past, Project, ProjectState};
use core_model::{Session, SessionId, StatusName};
use store::{FileError, FindError, Store, Which};

use crate::belief::Belief;

/// What readers see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    pub(crate) belief: Belief,
    /// How many files end with an entry that was cut short, as is told.
    pub(crate) torn: usize,
    /// How many sessions have such entries before their end, as is told.
    pub(crate) holes: usize,
}

/// Asks each reader. `ids` are the sessions that may be there.
///
/// # Errors
/// What one reader tells and another does not, and whatever cannot be read.
pub(crate) fn look<'a>(store: &Store, ids: impl IntoIterator<Item = &'a SessionId>) -> Result<Look, String> {
    let look = glance(store)?;
    let sessions = &look.belief.sessions;
    for session in sessions.values() {
        read_alone(store, session)?;
    }
    for id in ids {
        if !sessions.contains_key(id) {
            is_nowhere(store, id)?;
        }
    }
    is_live(store, sessions)?;
    is_here(store, sessions)?;
    is_counted(store, sessions)?;
    Ok(look)
}

/// Asks the one reader that tells all.
///
/// # Errors
/// Whatever cannot be read.
pub(crate) fn glance(store: &Store) -> Result<Look, String> {
    let all = store.snapshot(Which::All);
    let (mut torn, mut holes) = (0, 0);
    for problem in &all.problems {
        match problem.error {
            FileError::TornTail { .. } => torn += 1,
            // Of commits that belong to no session: nobody writes those anew.
            FileError::Holes { .. } if problem.path.ends_with("unassigned.toml") => {}
            FileError::Holes { .. } => holes += 1,
            _ => return Err(format!("a problem: {problem}")),
        }
    }
    let count = all.sessions.len();
    let sessions: BTreeMap<SessionId, Session> =
        all.sessions.into_iter().map(|session| (session.id().clone(), session)).collect();
    if sessions.len() != count {
        return Err("a session is told twice".into());
    }
    let project = Project { past: Past::default(), ..store.read_projects().get("shop") };
    let project = Some(project).filter(|it| *it != Project::new("shop"));
    Ok(Look { belief: Belief { sessions, unassigned: all.unassigned, project }, torn, holes })
}

/// Whatever is kept of projects, and whether it was noted: they are what their sessions come to.
fn is_counted(store: &Store, sessions: &BTreeMap<SessionId, Session>) -> Result<(), String> {
    let (read, now) = (store.read_projects(), store.now());
    if let Some(problem) = read.problems.iter().find(|it| it.path.starts_with(store.root().join("projects")))
    {
        return Err(format!("a problem: {problem}"));
    }
    let of_sessions = sessions.values().map(|session| session.opening().project.as_str());
    for name in of_sessions.chain(read.names()).collect::<BTreeSet<_>>() {
        let derived = ProjectState::derive(&Project::new(name), sessions.values(), now);
        if read.derive_state(name, now).past != derived.past {
            return Err(format!("project {name} is not what its sessions come to"));
        }
    }
    Ok(())
}

fn read_alone(store: &Store, session: &Session) -> Result<(), String> {
    let id = session.id();
    session.check().map_err(|broken| format!("{id} is not sound: {broken}"))?;
    let alone = store.show(id).map_err(|problem| format!("reading {id} alone: {problem}"))?;
    let alone = alone.ok_or_else(|| format!("{id} is listed, and not found alone"))?;
    if alone.session != *session {
        return Err(format!("{id} alone is another than in the list"));
    }
    match store.find(id.random_part()) {
        Ok(found) if found == *id => Ok(()),
        other => Err(format!("{id} is listed, and by a piece of its name one finds {other:?}")),
    }
}

fn is_nowhere(store: &Store, id: &SessionId) -> Result<(), String> {
    if store.show(id).map_err(|problem| problem.to_string())?.is_some() {
        return Err(format!("{id} is not listed, and found alone"));
    }
    match store.find(id.random_part()) {
        Err(FindError::NotFound(_)) => Ok(()),
        other => Err(format!("{id} is not listed, and by a piece of its name one finds {other:?}")),
    }
}

fn is_live(store: &Store, all: &BTreeMap<SessionId, Session>) -> Result<(), String> {
    let live = store.snapshot(Which::Live).sessions;
    if let Some(other) = live.iter().find(|it| all.get(it.id()) != Some(it)) {
        return Err(format!("{} is another among the live ones", other.id()));
    }
    let missing = all
        .values()
        .filter(|it| it.status().name() != StatusName::Completed)
        .find(|it| live.iter().all(|other| other.id() != it.id()));
    missing.map_or(Ok(()), |it| Err(format!("{} is missing among the live ones", it.id())))
}

/// A session at work is found in its worktree, and one that is not draws nothing to itself.
fn is_here(store: &Store, all: &BTreeMap<SessionId, Session>) -> Result<(), String> {
    let here = store.here("main");
    if let Some(problem) = here.problems.first() {
        return Err(format!("a problem in the worktree: {problem}"));
    }
    let now = store.now();
    let at_work = |session: &&Session| {
        let candidate = Candidate { head: session.head().clone(), last_sign: session.derive_last_sign() };
        candidate.is_at_work(now)
    };
    let wanted: BTreeSet<&SessionId> = all.values().filter(at_work).map(Session::id).collect();
    let found: BTreeSet<&SessionId> =
        here.candidates.iter().filter(|it| it.is_at_work(now)).map(|it| it.head.id()).collect();
    if wanted != found {
        return Err(format!("at work are {wanted:?}, and found in the worktree {found:?}"));
    }
    let held = store.held();
    for session in all.values().filter(at_work) {
        let (opening, id) = (session.opening(), session.id());
        let by_process = opening.owner.as_ref().is_none_or(|it| held.by_process(it.pid).any(|it| it == id));
        let conversation = opening.author.conversation.as_ref();
        if !by_process || !conversation.is_none_or(|it| held.by_conversation(it.as_str()).any(|it| it == id))
        {
            return Err(format!("{id} is not found by its process or its conversation"));
        }
    }
    let other = here.candidates.iter().find(|it| all.get(it.head.id()).map(Session::head) != Some(&it.head));
    other.map_or(Ok(()), |it| Err(format!("{} is another in the worktree", it.head.id())))
}
