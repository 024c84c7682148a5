//! Which session a commit goes to, and recording it there.

use config::Loaded;
use core_model::attribution::{Found, Resolution};
use core_model::{
    Aside, Author, AuthorKind, Commit, CommitFacts, Entry, Evidence, MadeBy, Opening, RandomBits, SessionId,
    Text, TextKind, Time,
};
use store::{ChangeError, Here, Store};

use super::error::HookError;
use super::progress::{Mark, Progress};
use super::{By, Hook, in_one_line};
use crate::ladder::Asker;
use crate::workspace::settings_path;

/// How often a session is looked for anew, where the one that was found is parked or completed just then.
const LOOKS: usize = 3;

/// What the environment says of the commits of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is one: what the environment and the processes above say is said of it, and this session may be named.
    Clear(Option<SessionId>),
    /// They are several, and which one it is said of is not known; whether a session is named.
    Unclear(bool),
    /// It names no session; the reason.
    Invalid(String),
}

impl Claim {
    fn named(&self) -> Option<&SessionId> {
        match self {
            Self::Clear(named) => named.as_ref(),
            Self::Unclear(_) | Self::Invalid(_) => None,
        }
    }

    pub(super) fn speaks(&self) -> bool {
        match self {
            Self::Clear(_) => true,
            Self::Unclear(_) | Self::Invalid(_) => false,
        }
    }
}

/// Where a commit went.
pub(super) enum Assigned {
    /// To this session.
    Recorded(SessionId),
    /// To none; the reason, and what else is known.
    Nowhere(String, Aside),
    /// Nowhere, since nobody asked for commits that no session is there for.
    Left,
}

impl Assigned {
    fn nowhere(reason: impl Into<String>) -> Self {
        Self::Nowhere(reason.into(), Aside::default())
    }
}

impl Hook<'_> {
    /// Who asks for the session of commits of which the environment says this.
    pub(super) fn asker<'a>(&'a self, claim: &'a Claim, branch: Option<&'a str>) -> Asker<'a> {
        let (edge, repo) = (self.edge, self.repo);
        Asker { edge, repo, named: claim.named(), speaks: claim.speaks(), branch }
    }

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
        if let Some(id) = self.named_in_message(facts) {
            progress.mark(&facts.sha, Mark::Session(id.clone(), Evidence::Trailer))?;
            match self.append(store, facts, &id, Evidence::Trailer, Aside::default()) {
                // It is another clone's, or over.
                Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) => {}
                appended => return Ok(appended.map(|()| Assigned::Recorded(id))?),
            }
        }
        if let Claim::Invalid(reason) = claim {
            return Ok(Assigned::nowhere(reason));
        }
        let asker = self.asker(claim, facts.branch.as_deref());
        for _ in 0..LOOKS {
            self.go_on()?;
            let (mut found, here) = asker.find(store);
            if found.resolution == Resolution::None && !self.wants_all {
                return Ok(Assigned::Left);
            }
            if found.resolution == Resolution::None {
                if *claim == Claim::Unclear(true) {
                    let reason =
                        "it was made together with others, and which session each was for is not known";
                    return Ok(Assigned::nowhere(reason));
                }
                match self.auto_start(store, facts, &asker)? {
                    Some(instead) => found = instead,
                    None => return Ok(Assigned::nowhere("none is at work here, and auto_start is off")),
                }
            }
            let Resolution::Session(id, evidence) = &found.resolution else {
                let aside = Aside { considered: found.others(), reason: None };
                return Ok(Assigned::Nowhere(self.why_ambiguous(&found, &here, claim), aside));
            };
            if !self.wants_all && was_opened_by_the_tool(&here, id) {
                return Ok(Assigned::Left);
            }
            progress.mark(&facts.sha, Mark::Session(id.clone(), *evidence))?;
            let aside = Aside { considered: found.others(), reason: None };
            self.go_on()?;
            match self.append(store, facts, id, *evidence, aside) {
                // What the environment names is never another.
                Err(error @ (ChangeError::NotFound(_) | ChangeError::Refused(_)))
                    if *evidence == Evidence::Environment =>
                {
                    return Ok(Assigned::nowhere(refused(*evidence, &error)));
                }
                // It was put aside or ended between the look and the lock.
                Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) => {}
                appended => return Ok(appended.map(|()| Assigned::Recorded(id.clone()))?),
            }
        }
        Ok(Assigned::nowhere("its session changed again and again"))
    }

    /// The session that the message of a commit names. Only of one that no hook saw: of its own, a hook knows more.
    fn named_in_message(&self, facts: &CommitFacts) -> Option<SessionId> {
        if self.by != By::Reconcile {
            return None;
        }
        self.repo.trailer(&facts.sha, super::trailer::TRAILER).ok()??.parse().ok()
    }

    fn why_ambiguous(&self, found: &Found, here: &Here, claim: &Claim) -> String {
        if let Some(problem) = here.problems.first() {
            return in_one_line(problem);
        }
        let doubt = found.doubt().unwrap_or_else(|| "more than one could be meant".into());
        match claim {
            Claim::Clear(_) | Claim::Invalid(_) => doubt,
            Claim::Unclear(_) if self.by == By::Reconcile => format!("{doubt}; no hook saw who made it"),
            Claim::Unclear(_) => {
                format!("{doubt}; another was made beside it, so who made which is not known")
            }
        }
    }

    /// Puts a commit where it is known to belong. It may be there already, and its session be over since.
    fn append_to_marked(
        &self,
        store: &Store,
        facts: &CommitFacts,
        id: &SessionId,
        evidence: Evidence,
    ) -> Result<Assigned, HookError> {
        match self.append(store, facts, id, evidence, Aside::default()) {
            Err(error @ (ChangeError::NotFound(_) | ChangeError::Refused(_))) => {
                let there = store.read(id).ok().flatten().is_some_and(|loaded| {
                    loaded.session.record().commits.iter().any(|commit| commit.facts.sha == facts.sha)
                });
                Ok(if there {
                    Assigned::Recorded(id.clone())
                } else {
                    Assigned::nowhere(refused(evidence, &error))
                })
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
        aside: Aside,
    ) -> Result<(), ChangeError> {
        let commit = |at| Commit { aside, ..Commit::new(at, facts.clone(), evidence) };
        let written = store.append(id, |_, now| Ok(Entry::Commit(Box::new(commit(now)))))?;
        written.remarks.iter().for_each(|remark| self.log(&in_one_line(remark)));
        Ok(())
    }

    /// Opens a session for a commit that has none. `None`: the settings forbid it. Somebody may have been quicker.
    fn auto_start(
        &self,
        store: &Store,
        facts: &CommitFacts,
        asker: &Asker<'_>,
    ) -> Result<Option<Found>, HookError> {
        let loaded = Loaded::read(&self.edge.settings, Some(&settings_path(self.repo)));
        for error in &loaded.broken {
            self.log(&format!("going on without settings that cannot be read: {}", in_one_line(error)));
        }
        if !loaded.settings.auto_start {
            return Ok(None);
        }
        let created = store.create(self.repo.worktree_name(), |here, now| {
            let found = asker.resolve(store, here, &asker.look_beyond(store, here));
            if found.resolution != Resolution::None {
                return Err(Ok(found));
            }
            let bits = (self.edge.random)().map_err(|error| Err(HookError::Random(error)))?;
            Ok(core_model::Session::open(self.opening(SessionId::new(now, RandomBits(bits)), facts, now)))
        })?;
        match created {
            Ok(session) => {
                if let Err(error) = store.forget_ended(self.repo.worktree_name()) {
                    self.log(&in_one_line(&error));
                }
                let resolution = Resolution::Session(session.id().clone(), Evidence::AutoStart);
                Ok(Some(Found { resolution, considered: Vec::new() }))
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

fn was_opened_by_the_tool(here: &Here, id: &SessionId) -> bool {
    let it = here.candidates.iter().find(|candidate| candidate.head.id() == id);
    it.is_some_and(|it| it.head.opening.made_by == MadeBy::AutoStart)
}

fn refused(evidence: Evidence, error: &ChangeError) -> String {
    match evidence {
        Evidence::Environment => format!("{}: {}", config::env::SESSION, in_one_line(error)),
        _ => in_one_line(error),
    }
}
