//! Which session a commit goes to, and recording it there.

use config::Loaded;
use core_model::attribution::{self, Resolution};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Entry, Evidence, MadeBy, Opening, RandomBits, SessionId, Text,
    TextKind, Time,
};
use store::{ChangeError, Here, Store};

use super::error::HookError;
use super::progress::{Mark, Progress};
use super::{Hook, in_one_line};
use crate::workspace::settings_path;

/// How often a session is looked for anew, where the one that was found is parked or completed just then.
const LOOKS: usize = 3;

/// What the environment says of the commits of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nothing.
    None,
    /// It is one, and this session's.
    Session(SessionId),
    /// One of them is some session's, and which one is not known.
    Unclear,
    /// It names no session; the reason.
    Invalid(String),
}

/// Where a commit went.
pub(super) enum Assigned {
    /// To this session.
    Recorded(SessionId),
    /// To none; the reason.
    Nowhere(String),
    /// Nowhere, since nobody asked for commits that no session is there for.
    Left,
}

impl Assigned {
    fn nowhere(reason: impl Into<String>) -> Self {
        Self::Nowhere(reason.into())
    }
}

impl Hook<'_> {
    /// Finds the session of a commit and records it there. Or says why it belongs to none.
    pub(super) fn assign(
        &self,
        store: &Store,
        facts: &CommitFacts,
        claim: &Claim,
        progress: &mut Progress,
    ) -> Result<Assigned, HookError> {
        if let Some(Mark::Session(id, evidence)) = progress.of(&facts.sha).cloned() {
            return self.append_to_marked(store, facts, &id, evidence);
        }
        if let Claim::Invalid(reason) = claim {
            return Ok(Assigned::nowhere(reason));
        }
        for _ in 0..LOOKS {
            let here = store.here(self.repo.worktree_name());
            let found = attribution::resolve(None, here.for_ladder(), store.now());
            let holder = self.edge.processes.holder;
            let mut found = attribution::leave_out_the_gone(found, here.for_ladder(), holder);
            if found == Resolution::None && !self.wants_all {
                return Ok(Assigned::Left);
            }
            if found == Resolution::None {
                if *claim == Claim::Unclear {
                    let reason =
                        "it was made together with others, and which session each was for is not known";
                    return Ok(Assigned::nowhere(reason));
                }
                match self.auto_start(store, facts)? {
                    Some(instead) => found = instead,
                    None => return Ok(Assigned::nowhere("none is at work here, and auto_start is off")),
                }
            }
            let Resolution::Session(id, evidence) = found else {
                return Ok(Assigned::nowhere(why_ambiguous(&here)));
            };
            progress.mark(&facts.sha, Mark::Session(id.clone(), evidence))?;
            match self.append(store, facts, &id, evidence) {
                // It was put aside or ended between the look and the lock.
                Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) => {}
                appended => return Ok(appended.map(|()| Assigned::Recorded(id))?),
            }
        }
        Ok(Assigned::nowhere("its session changed again and again"))
    }

    /// Puts a commit where it is known to belong. It may be there already, and its session be over since.
    fn append_to_marked(
        &self,
        store: &Store,
        facts: &CommitFacts,
        id: &SessionId,
        evidence: Evidence,
    ) -> Result<Assigned, HookError> {
        match self.append(store, facts, id, evidence) {
            Err(error @ (ChangeError::NotFound(_) | ChangeError::Refused(_))) => {
                let there = store.read(id).ok().flatten().is_some_and(|loaded| {
                    loaded.session.record().commits.iter().any(|commit| commit.facts.sha == facts.sha)
                });
                let why = || match evidence {
                    Evidence::Environment => format!("{}: {}", config::env::SESSION, in_one_line(&error)),
                    _ => in_one_line(&error),
                };
                Ok(if there { Assigned::Recorded(id.clone()) } else { Assigned::Nowhere(why()) })
            }
            appended => Ok(appended.map(|()| Assigned::Recorded(id.clone()))?),
        }
    }

    fn append(
        &self,
        store: &Store,
        facts: &CommitFacts,
        id: &SessionId,
        evidence: Evidence,
    ) -> Result<(), ChangeError> {
        let commit = |at| Commit::new(at, facts.clone(), evidence);
        let written = store.append(id, |_, now| Ok(Entry::Commit(Box::new(commit(now)))))?;
        written.remarks.iter().for_each(|remark| self.log(&in_one_line(remark)));
        Ok(())
    }

    /// Opens a session for a commit that has none. `None`: the settings forbid it. Somebody may have been quicker.
    fn auto_start(&self, store: &Store, facts: &CommitFacts) -> Result<Option<Resolution>, HookError> {
        let loaded = Loaded::read(&self.edge.settings, Some(&settings_path(self.repo)));
        for error in &loaded.broken {
            self.log(&format!("going on without settings that cannot be read: {}", in_one_line(error)));
        }
        if !loaded.settings.auto_start {
            return Ok(None);
        }
        let created = store.create(self.repo.worktree_name(), |here, now| {
            match attribution::resolve(None, here.for_ladder(), now) {
                Resolution::None => {}
                found => return Err(Ok(found)),
            }
            let bits = (self.edge.random)().map_err(|error| Err(HookError::Random(error)))?;
            Ok(core_model::Session::open(self.opening(SessionId::new(now, RandomBits(bits)), facts, now)))
        })?;
        match created {
            Ok(session) => {
                if let Err(error) = store.forget_ended(self.repo.worktree_name()) {
                    self.log(&in_one_line(&error));
                }
                Ok(Some(Resolution::Session(session.id().clone(), Evidence::AutoStart)))
            }
            Err(instead) => instead.map(Some),
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
            intent: Text::shortened(TextKind::Intent, &secrets::redact(&intent).text, "a commit"),
            started_at: now,
            branch: facts.branch.clone(),
            worktree: self.repo.worktree_name().to_owned(),
            author: Author { kind: AuthorKind::Person, name, conversation: None },
            made_by: MadeBy::AutoStart,
            tags: Vec::new(),
            owner: None,
            roadmap: None,
            parent: None,
        }
    }
}

fn why_ambiguous(here: &Here) -> String {
    match here.problems.first() {
        Some(problem) => in_one_line(problem),
        None => format!("{} are at work here", here.candidates.len()),
    }
}
