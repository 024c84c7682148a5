//! What git's hooks do. Each step is there because it must be: this runs at every commit.

use config::Settings;
use core_model::attribution::{self, Resolution};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Entry, Evidence, Heartbeat, MadeBy, Opening, RandomBits,
    SessionId, Source, Text, TextKind, Time,
};
use git::{Head, Repo};
use hooks::Event;
use store::{AppendError, CreateError, Here, Store, UnassignedError};

use crate::hook_log;
use crate::workspace::{Edge, HOOK_DEADLINE, settings_path};

/// How often a session is looked for anew, where the one that was found is parked or completed just then.
const LOOKS: usize = 3;

/// Why a hook did not do its work.
#[derive(Debug, thiserror::Error)]
enum HookError {
    #[error(transparent)]
    Head(#[from] git::HeadError),
    #[error(transparent)]
    Commit(#[from] git::CommitError),
    #[error(transparent)]
    Tracks(#[from] git::TrackedError),
    #[error("{} is tracked by git", .0.display())]
    Tracked(std::path::PathBuf),
    #[error(transparent)]
    Open(#[from] store::OpenError),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Create(#[from] CreateError),
    #[error(transparent)]
    Unassigned(#[from] UnassignedError),
    #[error("the system gives no random bits for an id")]
    Random(#[source] std::io::Error),
}

/// Does what the hook is there for. It never fails: what could not be done is written to the hooks' log.
pub fn run(edge: &Edge, event: Event) {
    // Outside a repository there is nothing to record, and no place to say so.
    let Ok(repo) = git::discover(&edge.cwd, &edge.git) else { return };
    let hook = Hook { edge, repo: &repo, event };
    let done = match event {
        Event::PostCommit => hook.record_commit(),
        Event::PostCheckout => hook.record_checkout(),
    };
    if let Err(error) = done {
        hook.log(&hook_log::in_one_line(&error));
    }
}

/// Writes a line to the log of the hooks of the repository around the caller.
pub fn log(edge: &Edge, event: Event, message: &str) {
    if let Ok(repo) = git::discover(&edge.cwd, &edge.git) {
        Hook { edge, repo: &repo, event }.log(message);
    }
}

struct Hook<'a> {
    edge: &'a Edge,
    repo: &'a Repo,
    event: Event,
}

impl Hook<'_> {
    fn log(&self, message: &str) {
        hook_log::write(&self.repo.state_dir(), self.edge.clock.now(), self.event.file_name(), message);
    }

    fn record_commit(&self) -> Result<(), HookError> {
        let (branch, sha) = match self.repo.head()? {
            Head::Branch { name, commit: Some(sha) } => (Some(name), sha),
            Head::Detached { commit } => (None, commit),
            Head::Branch { commit: None, .. } => return Ok(()),
        };
        let facts = self.repo.commit(&sha, branch)?;
        if self.repo.tree_tracks(&facts.tree, store::FOLDER)? {
            return Err(HookError::Tracked(self.repo.store_dir()));
        }
        let store = Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), HOOK_DEADLINE)?;
        let evidence = match self.assign(&store, &facts) {
            Ok(Assigned::Recorded) => return Ok(()),
            Ok(Assigned::Nowhere) => Evidence::None,
            Err(error) => {
                self.log(&format!("commit {sha} goes to no session: {}", hook_log::in_one_line(&error)));
                Evidence::None
            }
        };
        Ok(store.append_unassigned(|at| Commit { at, facts, evidence })?)
    }

    /// Finds the session of a commit and records it there.
    fn assign(&self, store: &Store, facts: &CommitFacts) -> Result<Assigned, HookError> {
        if let Some(named) = self.named() {
            match self.append_commit(store, &named, facts, Evidence::Environment) {
                Err(AppendError::NotFound(_) | AppendError::Refused(_)) => {
                    self.log(&format!(
                        "session {named}, named in {}, takes no commits",
                        config::env::SESSION
                    ));
                }
                other => return Ok(other.map(|()| Assigned::Recorded)?),
            }
        }
        for _ in 0..LOOKS {
            let here = store.here(self.repo.worktree_name());
            let (id, evidence) = match self.resolve(&here, store.now()) {
                Resolution::Session(id, evidence) => (id, evidence),
                Resolution::Ambiguous(_) => return Ok(Assigned::Nowhere),
                Resolution::None => match self.auto_start(store, facts)? {
                    Resolution::Session(id, evidence) => (id, evidence),
                    Resolution::Ambiguous(_) | Resolution::None => return Ok(Assigned::Nowhere),
                },
            };
            match self.append_commit(store, &id, facts, evidence) {
                // It was put aside or ended between the look and the lock.
                Err(AppendError::NotFound(_) | AppendError::Refused(_)) => {}
                other => return Ok(other.map(|()| Assigned::Recorded)?),
            }
        }
        Ok(Assigned::Nowhere)
    }

    /// The session named in the environment. What is no id is told and not obeyed.
    fn named(&self) -> Option<SessionId> {
        let named = self.edge.session.as_deref()?;
        named.parse().inspect_err(|error| self.log(&format!("{}: {error}", config::env::SESSION))).ok()
    }

    /// Where a session of this worktree cannot be read, a commit could be its own: no guess is made.
    fn resolve(&self, here: &Here, now: Time) -> Resolution {
        for problem in &here.problems {
            self.log(&hook_log::in_one_line(problem));
        }
        match attribution::resolve(None, &here.candidates, now) {
            Resolution::None if !here.problems.is_empty() => Resolution::Ambiguous(Vec::new()),
            resolution => resolution,
        }
    }

    fn append_commit(
        &self,
        store: &Store,
        id: &SessionId,
        facts: &CommitFacts,
        evidence: Evidence,
    ) -> Result<(), AppendError> {
        let commit = |at| Commit { at, facts: facts.clone(), evidence };
        store.append(id, |_, now| Ok(Entry::Commit(Box::new(commit(now))))).map(drop)
    }

    /// Opens a session for a commit that has none, unless the settings forbid it or somebody was quicker.
    fn auto_start(&self, store: &Store, facts: &CommitFacts) -> Result<Resolution, HookError> {
        let settings = Settings::read(&settings_path(self.repo)).unwrap_or_else(|error| {
            self.log(&hook_log::in_one_line(&error));
            config::Read::default()
        });
        if !settings.settings.auto_start {
            return Ok(Resolution::None);
        }
        let created = store.create(self.repo.worktree_name(), |here, now| {
            match self.resolve(here, now) {
                Resolution::None => {}
                found => return Err(Ok(found)),
            }
            let bits = (self.edge.random)().map_err(|error| Err(HookError::Random(error)))?;
            Ok(self.opening(SessionId::new(now, RandomBits(bits)), facts, now))
        })?;
        match created {
            Ok(session) => {
                store.forget_ended(self.repo.worktree_name());
                Ok(Resolution::Session(session.id().clone(), Evidence::AutoStart))
            }
            Err(instead) => instead,
        }
    }

    fn opening(&self, id: SessionId, facts: &CommitFacts, now: Time) -> Opening {
        let intent = match &facts.branch {
            Some(branch) => format!("{branch}: {}", facts.subject),
            None => facts.subject.clone(),
        };
        let name = Text::shortened(TextKind::AuthorName, &facts.author.name, "unknown");
        Opening {
            id,
            project: self.repo.project_name(),
            intent: Text::shortened(TextKind::Intent, &intent, "a commit"),
            started_at: now,
            branch: facts.branch.clone(),
            worktree: self.repo.worktree_name().to_owned(),
            author: Author { kind: AuthorKind::Person, name, conversation: None },
            made_by: MadeBy::AutoStart,
            tags: Vec::new(),
        }
    }

    /// A checkout is a sign of life of the session that is at work here, if there is one.
    fn record_checkout(&self) -> Result<(), HookError> {
        let Some(store) = Store::open(&self.repo.store_dir(), self.edge.clock.clone(), HOOK_DEADLINE)? else {
            return Ok(());
        };
        if self.repo.head_tree_tracks(store::FOLDER)? {
            return Err(HookError::Tracked(self.repo.store_dir()));
        }
        let here = store.here(self.repo.worktree_name());
        let id = match self.named() {
            Some(named) => named,
            None => match self.resolve(&here, store.now()) {
                Resolution::Session(id, _) => id,
                Resolution::Ambiguous(_) | Resolution::None => return Ok(()),
            },
        };
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout });
        match store.append(&id, |_, now| Ok(beat(now))) {
            Err(AppendError::NotFound(_) | AppendError::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Where a commit went.
enum Assigned {
    Recorded,
    Nowhere,
}
