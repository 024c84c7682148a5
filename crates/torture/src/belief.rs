//! What a store is believed to hold, and whether what is seen can be it.

use std::collections::BTreeMap;

use core_model::project::Project;
use core_model::{Commit, Record, Session, SessionId};

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Belief {
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    pub(crate) unassigned: Vec<Commit>,
    /// What people say of the project; what its sessions come to is compared with them.
    pub(crate) project: Option<Project>,
}

/// What must be there at some moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moment {
    /// All that was done.
    pub(crate) all: Belief,
    /// What of it was promised to last. Signs of life and commits beyond that may be lost.
    pub(crate) lasting: Belief,
}

impl Moment {
    /// The moment after a deed, when `all` is what the store holds then.
    pub(crate) fn then(&self, all: Belief, is_promised: bool) -> Self {
        let mut lasting = self.lasting.clone();
        lasting.sessions.retain(|id, _| all.sessions.contains_key(id));
        for (id, session) in &all.sessions {
            if is_promised && self.all.sessions.get(id) != Some(session) {
                lasting.sessions.insert(id.clone(), session.clone());
            }
        }
        if is_promised && self.all.unassigned != all.unassigned {
            lasting.unassigned.clone_from(&all.unassigned);
        }
        Self { all, lasting }
    }

    /// The same without a promise that is not given yet.
    pub(crate) fn unpromised(&self, before: &Self) -> Self {
        Self { all: self.all.clone(), lasting: before.lasting.clone() }
    }

    /// What keeps `seen` from being what is left of this. `None`: nothing does.
    pub(crate) fn differs(&self, seen: &Belief) -> Option<String> {
        for id in seen.sessions.keys() {
            if !self.all.sessions.contains_key(id) {
                return Some(format!("{id} is there"));
            }
        }
        for (id, all) in &self.all.sessions {
            let Some(seen) = seen.sessions.get(id) else { return Some(format!("{id} is lost")) };
            if let Some(what) = session_differs(seen, all, self.lasting.sessions.get(id)) {
                return Some(format!("{id}: {what}"));
            }
        }
        if seen.project != self.all.project {
            return Some(format!("the project is {:?} and not {:?}", seen.project, self.all.project));
        }
        let commits = is_between(&seen.unassigned, &self.all.unassigned, &self.lasting.unassigned);
        (!commits).then(|| "commits without a session".to_owned())
    }
}

fn session_differs(seen: &Session, all: &Session, lasting: Option<&Session>) -> Option<String> {
    if seen.status() != all.status() {
        return Some(format!("its status is {:?} and not {:?}", seen.status(), all.status()));
    }
    let (now, then) = (said(seen), said(all));
    if now.record() != then.record() {
        return Some(format!(
            "{} events and {} decisions, not {} and {}",
            now.record().events.len(),
            now.record().decisions.len(),
            then.record().events.len(),
            then.record().decisions.len()
        ));
    }
    if now != then {
        return Some(format!("it is\n{now:?}\nand not\n{then:?}"));
    }
    let none = Record::default();
    let lasting = lasting.map_or(&none, Session::record);
    let (seen, all) = (seen.record(), all.record());
    if !is_between(&seen.commits, &all.commits, &lasting.commits) {
        return Some("its commits".to_owned());
    }
    let beats = is_between(&seen.heartbeats, &all.heartbeats, &lasting.heartbeats);
    (!beats).then(|| "its signs of life".to_owned())
}

/// The session without what is not promised to last.
fn said(session: &Session) -> Session {
    let record = Record { heartbeats: vec![], commits: vec![], ..session.record().clone() };
    Session::restore(session.head().clone(), session.tasks().clone(), session.questions().clone(), record)
}

/// Whether it is a part of the one and has the other as a part; of that, what is not in the first was changed since.
fn is_between<T: PartialEq>(seen: &[T], all: &[T], lasting: &[T]) -> bool {
    let mut lasting = lasting.iter().filter(|it| all.contains(it));
    is_part(seen, all) && {
        let mut seen = seen.iter();
        lasting.all(|it| seen.any(|other| other == it))
    }
}

/// Whether it is a part of the whole, in the same order.
fn is_part<T: PartialEq>(part: &[T], whole: &[T]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|it| whole.any(|other| other == it))
}
