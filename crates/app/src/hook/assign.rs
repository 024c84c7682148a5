//! Which session a commit goes to, and recording it there.

use config::Settings;
use core_model::attribution::{self, Resolution};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Entry, Evidence, MadeBy, Opening, RandomBits, SessionId, Text,
    TextKind, Time,
};
use store::{ChangeError, Here, Store};

use super::error::HookError;
use super::{Hook, in_one_line};
use crate::workspace::settings_path;

/// How often a session is looked for anew, where the one that was found is parked or completed just then.
const LOOKS: usize = 3;

/// What the environment says of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nothing.
    None,
    /// It is this session's.
    Session(SessionId),
    /// It may be some session's: it was made together with others, by processes with another environment.
    Unclear,
    /// It names no session; the reason.
    Invalid(String),
}

impl Hook<'_> {
    /// Finds the session of a commit and records it there. Or says why it belongs to none.
    pub(super) fn assign(
        &self,
        store: &Store,
        facts: &CommitFacts,
        claim: &Claim,
    ) -> Result<Option<String>, HookError> {
        let named = match claim {
            Claim::Invalid(reason) => return Ok(Some(reason.clone())),
            Claim::Session(id) => Some(id),
            Claim::None | Claim::Unclear => None,
        };
        for _ in 0..LOOKS {
            let here = if named.is_some() { Here::default() } else { store.here(self.repo.worktree_name()) };
            let mut found = attribution::resolve(named, here.for_ladder(), store.now());
            if found == Resolution::None {
                if matches!(claim, Claim::Unclear) {
                    let reason =
                        "it was made together with others, and which session each was for is not known";
                    return Ok(Some(reason.into()));
                }
                match self.auto_start(store, facts)? {
                    Some(instead) => found = instead,
                    None => return Ok(Some("none is at work here, and auto_start is off".into())),
                }
            }
            let Resolution::Session(id, evidence) = found else { return Ok(Some(why_ambiguous(&here))) };
            let commit = |at| Commit { at, facts: facts.clone(), evidence };
            match store.append(&id, |_, now| Ok(Entry::Commit(Box::new(commit(now))))) {
                Ok(written) => {
                    written.remarks.iter().for_each(|remark| self.log(&in_one_line(remark)));
                    return Ok(None);
                }
                Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) if named.is_none() => {
                    // It was put aside or ended between the look and the lock.
                }
                Err(error @ (ChangeError::NotFound(_) | ChangeError::Refused(_))) => {
                    return Ok(Some(format!("{}: {}", config::env::SESSION, in_one_line(&error))));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Some("its session changed again and again".into()))
    }

    /// Opens a session for a commit that has none. `None`: the settings forbid it. Somebody may have been quicker.
    fn auto_start(&self, store: &Store, facts: &CommitFacts) -> Result<Option<Resolution>, HookError> {
        let settings = Settings::read(&settings_path(self.repo)).unwrap_or_else(|error| {
            self.log(&format!("the defaults hold: {}", in_one_line(&error)));
            config::Read::default()
        });
        if !settings.settings.auto_start {
            return Ok(None);
        }
        let created = store.create(self.repo.worktree_name(), |here, now| {
            match attribution::resolve(None, here.for_ladder(), now) {
                Resolution::None => {}
                found => return Err(Ok(found)),
            }
            let bits = (self.edge.random)().map_err(|error| Err(HookError::Random(error)))?;
            Ok(self.opening(SessionId::new(now, RandomBits(bits)), facts, now))
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
            intent: Text::shortened(TextKind::Intent, &intent, "a commit"),
            started_at: now,
            branch: facts.branch.clone(),
            worktree: self.repo.worktree_name().to_owned(),
            author: Author { kind: AuthorKind::Person, name, conversation: None },
            made_by: MadeBy::AutoStart,
            tags: Vec::new(),
        }
    }
}

fn why_ambiguous(here: &Here) -> String {
    match here.problems.first() {
        Some(problem) => in_one_line(problem),
        None => format!("{} are at work here", here.candidates.len()),
    }
}
