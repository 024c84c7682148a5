//! What was tried, what was answered, and whether the store agrees.

use std::collections::{BTreeMap, BTreeSet};

use crate::contents::{Contents, Recorded};
use crate::ending::Ending;
use crate::lab::Lab;

/// Something that a writer tried. Each text is said once only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    Start {
        intent: String,
    },
    Event {
        session: String,
        text: String,
    },
    Park {
        session: String,
        reason: String,
    },
    Complete {
        session: String,
        outcome: String,
    },
    /// The intent is that of the session that goes on.
    Resume {
        session: String,
        intent: String,
    },
    Commit {
        subject: String,
        session: Option<String>,
    },
}

/// All deeds, each with its end.
#[derive(Debug, Default)]
pub(crate) struct Ledger(pub(crate) Vec<(Deed, Ending)>);

impl Ledger {
    /// Compares it with what lies in the store.
    pub(crate) fn check(&self, lab: &Lab, contents: &Contents) {
        let there = There::look(lab, contents);
        for (deed, ending) in &self.0 {
            let found = there.count(deed);
            match ending {
                Ending::Acknowledged(_) if there.is_overtaken(deed) => {}
                Ending::Acknowledged(_) => assert_eq!(found, 1, "acknowledged: {}", name(deed)),
                Ending::Refused => assert_eq!(found, 0, "refused: {}", name(deed)),
                Ending::Died => assert!(found <= 1, "{found} times: {}", name(deed)),
            }
            there.check_place(deed, ending);
        }
        self.check_that_nothing_else_is(&there);
    }

    fn check_that_nothing_else_is(&self, there: &There<'_>) {
        let is_tried = |wanted: &Deed| self.0.iter().any(|(deed, _)| deed == wanted);
        for (id, session) in &there.contents.sessions {
            let owned = |key| Some(session.word(key).to_owned()).filter(|word| !word.is_empty());
            let id = || id.clone();
            let events = session.events().into_iter().map(str::to_owned);
            let intent = session.word("intent").to_owned();
            let start = match owned("parent") {
                None => Deed::Start { intent },
                Some(parent) => {
                    let went_on = there.contents.of(&parent).word("resumed_as");
                    assert_eq!(went_on, id(), "{parent} does not know who goes on with it");
                    Deed::Resume { session: parent, intent }
                }
            };
            let found = events
                .map(|text| Deed::Event { session: id(), text })
                .chain(owned("parked_reason").map(|reason| Deed::Park { session: id(), reason }))
                .chain(owned("outcome_note").map(|outcome| Deed::Complete { session: id(), outcome }));
            for deed in std::iter::once(start).chain(found) {
                assert!(is_tried(&deed), "nobody did this, or not so: {}", name(&deed));
            }
        }
        // Nothing is missed: what a hook that died had to leave, the next one recorded.
        for (subject, sha) in there.on_branches.iter().filter(|(_, sha)| **sha != there.root) {
            assert_eq!(there.places.get(subject).map_or(0, BTreeSet::len), 1, "{subject} {sha}");
        }
        let recorded = there.contents.sessions.values().flat_map(|session| session.commits());
        for Recorded { sha, subject, .. } in recorded.chain(there.contents.unassigned.clone()) {
            assert_eq!(there.shas.get(&subject), Some(&sha), "git has no such commit: {subject}");
        }
    }
}

fn name(deed: &Deed) -> String {
    format!("{deed:?}").chars().take(200).collect()
}

/// What there is.
struct There<'c> {
    contents: &'c Contents,
    intents: BTreeMap<&'c str, usize>,
    events: BTreeMap<(&'c str, &'c str), usize>,
    /// Subject → the sessions that have the commit; `None`: unassigned. What a killed hook has recorded the next one may
    /// record in the same place again; a commit is told by its id, so that counts once (docs/format.md).
    places: BTreeMap<String, BTreeSet<Option<&'c str>>>,
    /// The commits that git has: subject → id.
    shas: BTreeMap<String, String>,
    /// Those that a branch has; a git that was killed may have written its log and not its branch.
    on_branches: BTreeMap<String, String>,
    root: String,
    excused: BTreeSet<String>,
}

impl<'c> There<'c> {
    fn look(lab: &Lab, contents: &'c Contents) -> Self {
        let (mut intents, mut events, mut places) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (id, session) in &contents.sessions {
            *intents.entry(session.word("intent")).or_default() += 1;
            for text in session.events() {
                *events.entry((id.as_str(), text)).or_default() += 1;
            }
            for commit in session.commits() {
                places.entry(commit.subject).or_insert_with(BTreeSet::new).insert(Some(id.as_str()));
            }
        }
        for commit in &contents.unassigned {
            places.entry(commit.subject.clone()).or_insert_with(BTreeSet::new).insert(None);
        }
        Self {
            contents,
            intents,
            events,
            places,
            shas: lab.commits(),
            on_branches: lab.commits_of(&["--branches"]),
            root: lab.root.clone(),
            excused: lab.excused(),
        }
    }

    fn count(&self, deed: &Deed) -> usize {
        match deed {
            Deed::Start { intent } | Deed::Resume { intent, .. } => {
                self.intents.get(intent.as_str()).copied().unwrap_or_default()
            }
            Deed::Event { session, text } => {
                self.events.get(&(session.as_str(), text.as_str())).copied().unwrap_or_default()
            }
            Deed::Park { session, reason } => {
                usize::from(self.contents.of(session).word("parked_reason") == reason)
            }
            Deed::Complete { session, outcome } => {
                usize::from(self.contents.of(session).word("outcome_note") == outcome)
            }
            Deed::Commit { subject, .. } => self.places.get(subject).map_or(0, BTreeSet::len),
        }
    }

    /// Whether a later deed took it away: what a session was parked for goes when it is completed.
    fn is_overtaken(&self, deed: &Deed) -> bool {
        matches!(deed, Deed::Park { session, .. } if self.contents.of(session).word("status") == "completed")
    }

    /// Where a deed is to be seen, beyond that it is there.
    fn check_place(&self, deed: &Deed, ending: &Ending) {
        match (deed, ending) {
            (Deed::Start { intent }, Ending::Acknowledged(id)) => {
                assert_eq!(self.contents.of(id).word("intent"), intent);
            }
            (Deed::Resume { session, .. }, Ending::Acknowledged(child)) => {
                assert_eq!(self.contents.of(child).word("parent"), session);
                assert!(self.contents.of(session).is_archived);
            }
            (Deed::Complete { session, .. }, Ending::Acknowledged(_)) => {
                assert!(self.contents.of(session).is_archived);
            }
            (Deed::Commit { subject, session }, Ending::Acknowledged(_)) => {
                for place in self.places.get(subject).into_iter().flatten() {
                    let fits = *place == session.as_deref()
                        || place.is_none() && self.excused.contains(&self.shas[subject]);
                    assert!(fits, "{subject} lies in {place:?}");
                }
            }
            _ => {}
        }
    }
}
