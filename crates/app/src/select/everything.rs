//! All sessions, without holding more of them than those that are live.

use std::collections::{BTreeMap, BTreeSet};

use core_model::attribution::derive_by_now;
use core_model::{Commit, Digest, Session, SessionId, Time, derive_children};
use index::{Chosen, Index, IndexError, Wanted};
use store::{Problem, Snapshot, Store, Which};

use super::archive::{Archive, Loose, unindexed};
use crate::filter::Filter;
use crate::workspace::Workspace;

/// A session that is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meant {
    pub(super) started_at: Time,
    pub(crate) id: SessionId,
    /// The folder of the archive that its file lies in. `None`: it is live.
    pub(super) month: Option<String>,
}

impl Meant {
    pub(super) fn of(session: &Session, month: Option<&str>) -> Self {
        let (started_at, id) = (session.opening().started_at, session.id().clone());
        Self { started_at, id, month: month.map(str::to_owned) }
    }
}

impl From<Chosen> for Meant {
    fn from(chosen: Chosen) -> Self {
        Self { started_at: chosen.started_at, id: chosen.id, month: Some(chosen.month) }
    }
}

/// All sessions.
#[derive(Debug)]
pub(crate) struct Everything {
    store: Store,
    now: Time,
    /// The live ones, as they are by now.
    pub(super) live: BTreeMap<SessionId, Session>,
    pub(super) archive: Archive,
    /// Those of the archive that the index does not have as they are: what began when, and in which folder it lies.
    pub(super) loose: Vec<Loose>,
    /// Of those that are not in the index, which go on with which.
    children: BTreeMap<SessionId, BTreeSet<SessionId>>,
    /// Commits that stand beside the sessions and belong to one, or were taken from one.
    beside: Vec<Commit>,
    /// Commits that belong to none.
    pub(crate) unassigned: Vec<Commit>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// How many of those are of the live ones.
    of_live: usize,
}

impl Workspace {
    /// All sessions, with an index of the completed ones where there can be one.
    pub(crate) fn everything(&self, store: Store, now: Time) -> Everything {
        // First the live ones: whoever is completed meanwhile is then found in the archive as well, and is told by its name.
        let (snapshot, beside) = store.snapshot_and_beside(Which::Live);
        let Snapshot { sessions, unassigned, problems } = snapshot;
        let live = sessions.into_iter().map(|it| (it.id().clone(), derive_by_now(it, now))).collect();
        let archive = self.archive(&store);
        let mut all = Everything {
            store,
            now,
            live,
            archive: Archive::default(),
            loose: Vec::new(),
            children: BTreeMap::new(),
            beside,
            unassigned,
            of_live: problems.len(),
            problems,
        };
        all.take_in(archive);
        all
    }
}

impl Everything {
    /// Asks, and once more where the index turns out to be damaged, and then without one.
    pub(crate) fn ask<T>(
        &mut self,
        workspace: &Workspace,
        mut question: impl FnMut(&mut Self) -> Result<T, IndexError>,
    ) -> T
    where
        T: Default,
    {
        match question(self) {
            Ok(answer) => return answer,
            Err(error) if error.wants_another() => {
                let anew = workspace.archive_anew(&self.store);
                self.take_in(anew);
            }
            Err(_) => self.take_in_without_index(),
        }
        question(self).unwrap_or_else(|_| {
            self.take_in_without_index();
            question(self).unwrap_or_else(|error| {
                let error = std::io::Error::other(error).into();
                self.problems.push(Problem { path: self.store.root().to_owned(), error });
                T::default()
            })
        })
    }

    /// What was chosen may be read for long, by somebody with a pager: until then others may change the index.
    pub(super) fn let_go_of_index(&self) {
        self.archive.index.iter().for_each(Index::let_go);
    }

    pub(super) fn take_in_without_index(&mut self) {
        let archive = unindexed(&self.store);
        self.take_in(archive);
    }

    fn take_in(&mut self, archive: Archive) {
        self.archive = archive;
        self.problems.truncate(self.of_live);
        self.problems.append(&mut self.archive.problems);
        self.loose = std::mem::take(&mut self.archive.loose);
        if self.loosen_beside().is_err() {
            self.archive = unindexed(&self.store);
            self.loose = std::mem::take(&mut self.archive.loose);
        }
        self.children.clear();
        let of_live: Vec<(SessionId, SessionId)> = derive_children(self.live.values())
            .into_iter()
            .flat_map(|(parent, children)| children.into_iter().map(move |it| (parent.clone(), it.clone())))
            .collect();
        for (parent, child) in of_live {
            self.children.entry(parent).or_default().insert(child);
        }
    }

    /// What stands beside the sessions changes what is meant: so the sessions that it concerns are looked at themselves.
    fn loosen_beside(&mut self) -> Result<(), IndexError> {
        let Some(index) = &self.archive.index else { return Ok(()) };
        if self.beside.is_empty() {
            return Ok(());
        }
        let named: Vec<SessionId> = self.beside.iter().filter_map(|it| it.session.clone()).collect();
        let moved = self.beside.iter().filter(|it| it.assigned_at.is_some());
        let commits: Vec<String> = moved.map(|it| it.facts.sha.clone()).collect();
        let mut found = index.places(&named)?;
        if !commits.is_empty() {
            let wanted = Wanted { commits, ..Wanted::default() };
            found.extend(index.choose(&wanted, index::Order::NewestFirst, None)?);
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup();
        found.retain(|it| !self.archive.outdated.contains(&it.id));
        for Chosen { id, month, .. } in found {
            self.archive.outdated.push(id.clone());
            self.loose.push(Loose { month, id });
        }
        Ok(())
    }

    /// Which sessions the index is not asked for.
    pub(super) fn except(&self) -> Vec<SessionId> {
        self.live.keys().chain(&self.archive.outdated).cloned().collect()
    }

    /// The sessions that are meant, the newest first, and how many there are.
    pub(crate) fn choose(
        &mut self,
        filter: &Filter,
        most: Option<usize>,
    ) -> Result<(Vec<Meant>, usize), IndexError> {
        let admitted = self.live.values().filter(|session| filter.admits(session));
        let mut meant: Vec<Meant> = admitted.map(|session| Meant::of(session, None)).collect();
        self.each_loose(&mut |session, month| {
            if filter.admits(session) {
                meant.push(Meant::of(session, Some(month)));
            }
        });
        let mut matching = meant.len();
        if let Some(index) = self.archive.index.as_ref().filter(|_| filter.admits_completed()) {
            let wanted = filter.wanted(self.except());
            let asks = filter.asks_the_text();
            let chosen = index.choose(&wanted, index::Order::NewestFirst, most.filter(|_| !asks))?;
            let mut chosen: Vec<Meant> = chosen.into_iter().map(Meant::from).collect();
            if asks {
                let mut unread = Vec::new();
                chosen.retain(|it| match self.read_filed(it) {
                    Ok(session) => session.is_some_and(|session| filter.admits(&session)),
                    Err(problem) => {
                        unread.push(problem);
                        false
                    }
                });
                self.problems.append(&mut unread);
                matching += chosen.len();
            } else {
                matching += index.count(&wanted)?;
            }
            meant.extend(chosen);
        }
        meant.sort_by(|a, b| b.cmp(a));
        meant.truncate(most.unwrap_or(meant.len()));
        Ok((meant, matching))
    }

    /// Hands out the sessions that are meant in short, those that began first before the others, from after `last` on.
    pub(crate) fn digests(
        &mut self,
        filter: &Filter,
        last: &mut Option<(Time, SessionId)>,
        each: &mut dyn FnMut(Digest),
    ) -> Result<(), IndexError> {
        let mut beside: Vec<Digest> =
            self.live.values().filter(|it| filter.admits(it)).map(Digest::of).collect();
        self.each_loose(&mut |session, _| {
            if filter.admits(session) {
                beside.push(Digest::of(session));
            }
        });
        let is_before =
            |one: &Digest, other: &Digest| (one.started_at, &one.id) < (other.started_at, &other.id);
        beside.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
        let mut beside = beside.into_iter().peekable();
        let mut hand = |digest: Digest| {
            // The index was asked before, and failed in the middle.
            let is_new = |last: &(Time, SessionId)| (last.0, &last.1) < (digest.started_at, &digest.id);
            if last.as_ref().is_none_or(is_new) {
                *last = Some((digest.started_at, digest.id.clone()));
                each(digest);
            }
        };
        let mut unread = Vec::new();
        if let Some(index) = self.archive.index.as_ref().filter(|_| filter.admits_completed()) {
            let asks = filter.asks_the_text();
            index.digests(&filter.wanted(self.except()), &mut |digest| {
                while let Some(before) = beside.next_if(|it| is_before(it, &digest)) {
                    hand(before);
                }
                let is_meant = !asks
                    || match self.store.read(&digest.id) {
                        Ok(loaded) => loaded.is_some_and(|it| filter.admits(&self.at_home(it.session))),
                        Err(problem) => {
                            unread.push(problem);
                            false
                        }
                    };
                if is_meant {
                    hand(digest);
                }
            })?;
        }
        beside.for_each(hand);
        self.problems.append(&mut unread);
        Ok(())
    }

    /// Hands out each session of the archive that is not in the index, with the folder that it lies in. What is not as it
    /// should be in one is told the first time.
    pub(super) fn each_loose(&mut self, each: &mut dyn FnMut(&Session, &str)) {
        let mut seen = BTreeSet::new();
        let loose = std::mem::take(&mut self.loose);
        let mut kept = Vec::new();
        for it in loose {
            if self.live.contains_key(&it.id) || !seen.insert(it.id.clone()) {
                continue;
            }
            match self.store.read_filed(&it.month, &it.id) {
                Ok(Some(loaded)) => {
                    let session = self.at_home(loaded.session);
                    if let Some(parent) = &session.opening().parent {
                        self.children.entry(parent.clone()).or_default().insert(it.id.clone());
                    }
                    each(&session, &it.month);
                    self.problems.extend(loaded.problems);
                    kept.push(it);
                }
                Ok(None) => {}
                Err(problem) => self.problems.push(problem),
            }
        }
        self.loose = kept;
    }

    /// Reads a session that is meant. `None`: it is gone.
    pub(crate) fn read(&mut self, meant: &Meant) -> Result<Option<Session>, Problem> {
        match &meant.month {
            None => Ok(self.live.get(&meant.id).cloned()),
            Some(_) => self.read_filed(meant),
        }
    }

    /// The same where what cannot be read does not matter.
    pub(super) fn look_at(&self, meant: &Meant) -> Option<Session> {
        match &meant.month {
            None => self.live.get(&meant.id).cloned(),
            Some(_) => self.read_filed(meant).ok().flatten(),
        }
    }

    fn read_filed(&self, meant: &Meant) -> Result<Option<Session>, Problem> {
        let month = meant.month.as_deref().unwrap_or_default();
        let loaded = match self.store.read_filed(month, &meant.id)? {
            // It may have been put elsewhere since.
            None => self.store.read(&meant.id)?,
            found => found,
        };
        Ok(loaded.map(|loaded| self.at_home(loaded.session)))
    }

    /// A session with those of its commits that stand beside it, as it is by now.
    fn at_home(&self, session: Session) -> Session {
        let is_of = |commit: &&Commit| {
            let is_here = || session.record().commits.iter().any(|it| it.facts.sha == commit.facts.sha);
            commit.session.as_ref() == Some(session.id()) || commit.assigned_at.is_some() && is_here()
        };
        let beside: Vec<Commit> = self.beside.iter().filter(is_of).cloned().collect();
        let mut session = derive_by_now(session, self.now);
        if !beside.is_empty() {
            core_model::bring_home(std::slice::from_mut(&mut session), beside, |_| true);
        }
        session
    }

    /// The sessions that go on with one, in the order of their names.
    pub(crate) fn children_of(&mut self, session: &Session) -> Vec<SessionId> {
        let mut children: BTreeSet<SessionId> = session.status().resumed_as().cloned().into_iter().collect();
        if let Some(index) = &self.archive.index {
            match index.children(session.id()) {
                Ok(found) => {
                    let except = self.except();
                    children.extend(found.into_iter().filter(|id| !except.contains(id)));
                }
                Err(_) => {
                    self.take_in_without_index();
                    self.each_loose(&mut |_, _| {});
                }
            }
        }
        children.extend(self.children.get(session.id()).into_iter().flatten().cloned());
        children.into_iter().collect()
    }
}
