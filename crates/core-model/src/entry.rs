//! What a session records, in the order in which it happened. Entries are only ever added.

use std::collections::HashMap;
use std::fmt;

use crate::{CommitFacts, SessionId, Text, Time};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A sign of life and nothing more.
    Heartbeat(Heartbeat),
    /// A commit was made.
    Commit(Box<Commit>),
    /// Somebody said what happened.
    Event(Event),
    /// Somebody said what was decided.
    Decision(Decision),
}

/// What kind of entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// [`Entry::Heartbeat`]
    Heartbeat,
    /// [`Entry::Commit`]
    Commit,
    /// [`Entry::Event`]
    Event,
    /// [`Entry::Decision`]
    Decision,
}

impl EntryKind {
    /// Whether a person or an agent said it. What was said must survive a power cut once the answer is given; a
    /// commit is found again in git's own record, and a heartbeat is followed by another.
    #[must_use]
    pub fn was_said(self) -> bool {
        match self {
            Self::Event | Self::Decision => true,
            Self::Heartbeat | Self::Commit => false,
        }
    }
}

impl Entry {
    /// The kind alone.
    #[must_use]
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Heartbeat(_) => EntryKind::Heartbeat,
            Self::Commit(_) => EntryKind::Commit,
            Self::Event(_) => EntryKind::Event,
            Self::Decision(_) => EntryKind::Decision,
        }
    }

    /// When it happened; of a span of heartbeats, when it ended.
    #[must_use]
    pub fn at(&self) -> Time {
        match self {
            Self::Heartbeat(beat) => beat.until.unwrap_or(beat.at),
            Self::Commit(commit) => commit.at,
            Self::Event(event) => event.at,
            Self::Decision(decision) => decision.at,
        }
    }
}

/// Who or what gave a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `git session heartbeat`
    Command,
    /// git's hook of that name
    PostCheckout,
    /// Several of them, folded into a span.
    Several,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Command, Self::PostCheckout, Self::Several];

    /// The word that stands in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::PostCheckout => "post-checkout",
            Self::Several => "several",
        }
    }
}

/// A sign of life, or an unbroken span of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heartbeat {
    /// When; of a span, its first.
    pub at: Time,
    /// Of a span, its last. `None`: a single sign.
    pub until: Option<Time>,
    /// What gave it.
    pub source: Source,
}

/// A commit that was made in this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// When it was recorded, by our clock (git's can be set by whoever commits).
    pub at: Time,
    /// What git says of it.
    pub facts: CommitFacts,
    /// On what ground it was put to this session.
    pub evidence: Evidence,
    /// The recorded commits that it took the place of, by amending, rebasing or squashing; the one that it continues
    /// first.
    pub replaces: Vec<String>,
    /// The commit of another session, or of none, that took its place: it was squashed into it. `None`: none did; one of the
    /// same session says so itself.
    pub replaced_by: Option<String>,
    /// Of a commit that stands beside the sessions: the one that it belongs to all the same. `None`: it belongs to none, or
    /// stands in its session.
    pub session: Option<SessionId>,
    /// When a person said where it belongs. `None`: nobody did.
    pub assigned_at: Option<Time>,
    /// What is kept for whoever asks why.
    pub aside: Aside,
}

/// What else was known when it was said where a commit belongs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aside {
    /// Other sessions that could have been meant, the nearest to it first; at most four.
    pub considered: Vec<SessionId>,
    /// Why it went to none. `None`: it went to one, or it was not said.
    pub reason: Option<String>,
}

impl Commit {
    /// A commit that took no other's place.
    #[must_use]
    pub fn new(at: Time, facts: CommitFacts, evidence: Evidence) -> Self {
        let aside = Aside::default();
        let (replaces, replaced_by) = (Vec::new(), None);
        Self { at, facts, evidence, replaces, replaced_by, session: None, assigned_at: None, aside }
    }

    /// Takes over what a later record of the same commit says: what it took the place of, what took its place, and where a
    /// person put it.
    fn take_over(&mut self, later: Self) {
        for old in later.replaces {
            if !self.replaces.contains(&old) {
                self.replaces.push(old);
            }
        }
        self.replaced_by = later.replaced_by.or(self.replaced_by.take());
        if later.assigned_at > self.assigned_at {
            (self.session, self.assigned_at, self.evidence) =
                (later.session, later.assigned_at, later.evidence);
        }
    }
}

/// On what ground a commit belongs to a session, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A person said so.
    Assigned,
    /// It took the place of a commit that this session made.
    Rewrite,
    /// The session was named in the environment (`GIT_SESSION_ID`).
    Environment,
    /// The environment named the conversation of the session's agent.
    Conversation,
    /// The process that holds the session was above the one that committed.
    Process,
    /// It was the only active session of the worktree.
    Worktree,
    /// Of several it was the only one on the branch.
    Branch,
    /// There was none, so this one was opened for it.
    AutoStart,
    /// Its message names the session (`Session-Id:`).
    Trailer,
    /// Nothing could be said: the commit is not in a session.
    None,
}

impl Evidence {
    /// Every evidence.
    pub const ALL: [Self; 10] = [
        Self::Assigned,
        Self::Rewrite,
        Self::Environment,
        Self::Conversation,
        Self::Process,
        Self::Worktree,
        Self::Branch,
        Self::AutoStart,
        Self::Trailer,
        Self::None,
    ];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Rewrite => "rewrite",
            Self::Environment => "environment",
            Self::Conversation => "conversation",
            Self::Process => "process",
            Self::Worktree => "worktree",
            Self::Branch => "branch",
            Self::AutoStart => "auto-start",
            Self::Trailer => "trailer",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What somebody says happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it was said.
    pub at: Time,
    /// What was said.
    pub text: Text,
}

/// What was decided, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When it was said.
    pub at: Time,
    /// What was decided.
    pub title: Text,
    /// The reason. A decision without one is not taken.
    pub because: Text,
}

/// All that a session recorded, by kind; within a kind, in the order in which it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// Signs of life.
    pub heartbeats: Vec<Heartbeat>,
    /// Commits.
    pub commits: Vec<Commit>,
    /// Events.
    pub events: Vec<Event>,
    /// Decisions.
    pub decisions: Vec<Decision>,
}

impl Record {
    /// Adds an entry. A commit that is recorded already is not added again: a commit is told by its id, and what is said of
    /// it later is added to it.
    pub fn push(&mut self, entry: Entry) {
        match entry {
            Entry::Heartbeat(beat) => self.heartbeats.push(beat),
            Entry::Commit(commit) => {
                match self.commits.iter_mut().find(|it| it.facts.sha == commit.facts.sha) {
                    Some(there) => there.take_over(*commit),
                    None => self.commits.push(*commit),
                }
            }
            Entry::Event(event) => self.events.push(event),
            Entry::Decision(decision) => self.decisions.push(decision),
        }
    }

    /// Joins what is recorded of one commit in several places: see [`Record::push`].
    pub fn join_doubled_commits(&mut self) {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut joined: Vec<Commit> = Vec::with_capacity(self.commits.len());
        for commit in self.commits.drain(..) {
            match places.get(&commit.facts.sha) {
                Some(&at) => joined[at].take_over(commit),
                None => {
                    places.insert(commit.facts.sha.clone(), joined.len());
                    joined.push(commit);
                }
            }
        }
        self.commits = joined;
    }

    /// Puts each kind in the order of time, as a document has it; what happened in the same millisecond stays as it is.
    /// Only what somebody else has written is in another order.
    pub fn put_in_order(&mut self) {
        self.heartbeats.sort_by_key(|beat| beat.until.unwrap_or(beat.at));
        self.commits.sort_by_key(|commit| commit.at);
        self.events.sort_by_key(|event| event.at);
        self.decisions.sort_by_key(|decision| decision.at);
    }

    /// Everything in one row, by time; what happened in the same millisecond keeps the order of its kind.
    #[must_use]
    pub fn derive_timeline(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(
            self.heartbeats.len() + self.commits.len() + self.events.len() + self.decisions.len(),
        );
        entries.extend(self.heartbeats.iter().cloned().map(Entry::Heartbeat));
        entries.extend(self.commits.iter().cloned().map(|commit| Entry::Commit(Box::new(commit))));
        entries.extend(self.events.iter().cloned().map(Entry::Event));
        entries.extend(self.decisions.iter().cloned().map(Entry::Decision));
        entries.sort_by_key(Entry::at);
        entries
    }

    /// The time of the last entry. `None`: nothing was recorded.
    #[must_use]
    pub fn derive_last_at(&self) -> Option<Time> {
        let beats = self.heartbeats.iter().map(|beat| beat.until.unwrap_or(beat.at));
        let commits = self.commits.iter().map(|commit| commit.at);
        let events = self.events.iter().map(|event| event.at);
        let decisions = self.decisions.iter().map(|decision| decision.at);
        beats.chain(commits).chain(events).chain(decisions).max()
    }

    /// Joins signs of life that are at most a minute apart, so that a session's file does not grow with every
    /// minute of work. The first and the last moment of each span stay as they were.
    pub fn fold_heartbeats(&mut self) {
        let mut spans: Vec<Heartbeat> = Vec::with_capacity(self.heartbeats.len());
        for beat in self.heartbeats.drain(..) {
            let end = beat.until.unwrap_or(beat.at);
            match spans.last_mut() {
                Some(span) if beat.at - span.until.unwrap_or(span.at) <= chrono::TimeDelta::minutes(1) => {
                    span.until = Some(end.max(span.until.unwrap_or(span.at)));
                    if span.source != beat.source {
                        span.source = Source::Several;
                    }
                }
                _ => spans.push(beat),
            }
        }
        self.heartbeats = spans;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u32) -> Time {
        use chrono::TimeZone as _;
        chrono::Utc.with_ymd_and_hms(2026, 11, 20, 10, second / 60, second % 60).unwrap()
    }

    fn beat(second: u32, source: Source) -> Heartbeat {
        Heartbeat { at: at(second), until: None, source }
    }

    #[test]
    fn folding_keeps_the_ends_of_each_span() {
        let mut record = Record::default();
        for second in [0, 30, 80, 200, 201] {
            record.push(Entry::Heartbeat(beat(second, Source::Command)));
        }
        let before = record.derive_last_at();
        record.fold_heartbeats();
        assert_eq!(
            record.heartbeats,
            [
                Heartbeat { at: at(0), until: Some(at(80)), source: Source::Command },
                Heartbeat { at: at(200), until: Some(at(201)), source: Source::Command },
            ]
        );
        assert_eq!(record.derive_last_at(), before);
        let folded = record.clone();
        record.fold_heartbeats();
        assert_eq!(record, folded, "folding twice is folding once");
    }

    #[test]
    fn what_was_restored_in_another_order_is_in_the_order_of_time() {
        let said = |second, text: &str| Event { at: at(second), text: Text::restored(text.into()) };
        let events = vec![said(3, "c"), said(1, "a"), said(1, "b")];
        let mut record = Record { events, ..Record::default() };
        record.put_in_order();
        assert_eq!(record.events, [said(1, "a"), said(1, "b"), said(3, "c")]);
    }

    #[test]
    fn a_span_of_two_sources_says_so() {
        let mut record = Record::default();
        record.push(Entry::Heartbeat(beat(0, Source::Command)));
        record.push(Entry::Heartbeat(beat(10, Source::PostCheckout)));
        record.fold_heartbeats();
        assert_eq!(record.heartbeats[0].source, Source::Several);
    }
}
