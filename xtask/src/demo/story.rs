//! Plans and commits as sessions: what was meant, said, decided and asked.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use core_model::{
    Author, Commit, CommitFacts, Continuation, Decision, Entry, Event, Evidence, Heartbeat, MadeBy, Opening,
    Outcome, OutcomeKind, RandomBits, Session, SessionId, Source, TaskStatus, Text, TextKind,
};

use super::plan::{End, Plan};

/// What is decided here, and why; from documents of this project.
const DECISIONS: [(&str, &str); 8] = [
    (
        "A lock file is never deleted",
        "two writers held \"the\" lock at once when it was unlinked after release",
    ),
    ("Readers take no lock", "a listing must not wait for whoever writes"),
    (
        "A commit goes to nobody where it could be two's",
        "a guess is worse than a commit that is set aside with the reason",
    ),
    (
        "The reflog is the truth, the hooks are the fast way",
        "a tool that empties core.hooksPath must lose nothing",
    ),
    (
        "Heartbeats are never synced",
        "another follows within minutes, and a sync costs more than the hook may",
    ),
    ("Ids carry fifty random bits", "two processes made the same id in the system before this"),
    ("What was recorded is only ever added to", "complete had replaced decisions that were recorded before"),
    ("Figures are derived by one function each", "three copies of a sum gave three totals"),
];

const QUESTIONS: [(&str, &str); 4] = [
    (
        "Does a rebase keep the session of a commit?",
        "Yes: the pairs of post-rewrite say which commit took its place.",
    ),
    (
        "Who is told when a lock is not had in time?",
        "Whoever asked: exit code 4, and the hint names the process.",
    ),
    ("May a hook read standard input?", "No. Another tool may need it."),
    ("Is fifteen minutes the right limit for active time?", "For now. It is a setting."),
];

const EVENTS: [&str; 6] = [
    "The test fails as described",
    "Measured: 1.9 ms, of which 1.1 ms are the sync",
    "Read how nextest does it",
    "All green",
    "Back to a smaller change",
    "The random walk found nothing in 20,000 steps",
];

const INTENTS: [&str; 6] = [
    "Read the reports of the week and answer them",
    "Find out why the walk is slow",
    "Look at what the peers do about locks",
    "Plan the next release",
    "Review the hooks of the agents",
    "Try the index with 100,000 sessions",
];

const TAGS: [&str; 7] = ["hooks", "store", "speed", "docs", "tests", "review", "release"];
const PROJECTS: [&str; 4] = ["git-session", "git-session", "website", "research"];

/// Tells each plan as a session. `commits` belong to the last of `moments`.
pub(super) fn tell(
    plans: &[Plan],
    moments: &[DateTime<Utc>],
    commits: &[CommitFacts],
    now: DateTime<Utc>,
) -> Result<Vec<Session>> {
    let known = &moments[moments.len() - commits.len()..];
    let made: BTreeMap<DateTime<Utc>, &CommitFacts> = known.iter().copied().zip(commits).collect();
    let mut teller = Teller { rng: fastrand::Rng::with_seed(7), made, now };
    let mut sessions: BTreeMap<DateTime<Utc>, Session> = BTreeMap::new();
    for plan in plans {
        let parent = plan.goes_on.and_then(|from| sessions.get_mut(&from));
        let session = teller.session(plan, parent)?;
        sessions.insert(plan.from, session);
    }
    Ok(sessions.into_values().collect())
}

struct Teller<'a> {
    rng: fastrand::Rng,
    made: BTreeMap<DateTime<Utc>, &'a CommitFacts>,
    now: DateTime<Utc>,
}

fn text(kind: TextKind, raw: &str) -> Result<Text> {
    Ok(Text::parse(kind, raw)?)
}

impl Teller<'_> {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(0..from.len())]
    }

    fn session(&mut self, plan: &Plan, parent: Option<&mut Session>) -> Result<Session> {
        let id = SessionId::new(plan.from, RandomBits(self.rng.u64(..)));
        let author = Author {
            kind: plan.author.kind,
            name: text(TextKind::AuthorName, plan.author.name)?,
            conversation: None,
        };
        let mut session = match parent {
            Some(parent) => {
                let with = Continuation { id, author, owner: None, intent: None, place: None };
                parent.resume(with, plan.from)?
            }
            None => self.open(plan, id, author)?,
        };
        self.record(plan, &mut session)?;
        self.end(plan, &mut session)?;
        session.fold_heartbeats();
        Ok(session)
    }

    fn open(&mut self, plan: &Plan, id: SessionId, author: Author) -> Result<Session> {
        let first = plan.commits.iter().find_map(|at| self.made.get(at));
        let subject = first.map(|commit| commit.subject.clone()).filter(|it| !it.starts_with("Merge "));
        let intent = subject.unwrap_or_else(|| self.pick(&INTENTS).to_owned());
        let mut tags = vec![self.pick(&TAGS)];
        if self.rng.bool() {
            let another = self.pick(&TAGS);
            tags.retain(|tag| *tag != another);
            tags.push(another);
        }
        let branch = match self.rng.u8(0..8) {
            0..=3 => "main".to_owned(),
            _ => format!(
                "fix/{}",
                intent.split_whitespace().take(3).collect::<Vec<_>>().join("-").to_lowercase()
            ),
        };
        let mut session = Session::open(Opening {
            id,
            project: self.pick(&PROJECTS).to_owned(),
            intent: Text::shortened(TextKind::Intent, &intent, "Go on"),
            started_at: plan.from,
            branch: Some(branch),
            worktree: plan.author.worktree.to_owned(),
            author,
            made_by: if self.rng.u8(0..9) == 0 { MadeBy::AutoStart } else { MadeBy::Start },
            tags: tags.into_iter().map(|tag| text(TextKind::Tag, tag)).collect::<Result<_>>()?,
            owner: None,
            roadmap: None,
            parent: None,
        });
        if self.rng.u8(0..3) == 0 {
            let tasks = ["Write the test that fails", "Mend it", "Say it in the changelog"];
            let tasks: Vec<Text> =
                tasks.iter().map(|it| text(TextKind::TaskSubject, it)).collect::<Result<_>>()?;
            session.add_tasks(&tasks, plan.from)?;
        }
        Ok(session)
    }

    fn record(&mut self, plan: &Plan, session: &mut Session) -> Result<()> {
        for &(from, to) in &plan.stretches {
            let mut at = from;
            while at < to {
                session.record_entry(Entry::Heartbeat(Heartbeat {
                    at,
                    until: None,
                    source: Source::Command,
                }))?;
                at += TimeDelta::seconds(self.rng.i64(120..720));
            }
            let within = |rng: &mut fastrand::Rng| from + (to - from) * rng.i32(1..10) / 10;
            if self.rng.u8(0..4) == 0 {
                let (at, event) = (within(&mut self.rng), self.pick(&EVENTS));
                session.record_entry(Entry::Event(Event { at, text: text(TextKind::Event, event)? }))?;
            }
            if self.rng.u8(0..4) == 0 {
                let (title, because) = self.pick(&DECISIONS);
                let at = within(&mut self.rng);
                let (title, because) =
                    (text(TextKind::DecisionTitle, title)?, text(TextKind::DecisionReason, because)?);
                session.record_entry(Entry::Decision(Decision { at, title, because }))?;
            }
            session.stamp(from);
        }
        for at in &plan.commits {
            if let Some(facts) = self.made.get(at) {
                let mut facts = (*facts).clone();
                facts.branch.clone_from(&session.opening().branch);
                session.record_entry(Entry::Commit(Box::new(Commit::new(*at, facts, Evidence::Worktree))))?;
            }
        }
        let last = plan.stretches.last().context("a session without a stretch")?;
        self.talk(session, last.0)
    }

    fn talk(&mut self, session: &mut Session, at: DateTime<Utc>) -> Result<()> {
        if self.rng.u8(0..5) == 0 {
            let (question, answer) = self.pick(&QUESTIONS);
            let id = session.ask(text(TextKind::Question, question)?, at)?;
            if self.rng.u8(0..4) > 0 {
                session.answer(&id, text(TextKind::Answer, answer)?, at + TimeDelta::minutes(3))?;
            }
        }
        let tasks: Vec<String> = session.tasks().as_slice().iter().map(|task| task.id.clone()).collect();
        for task in tasks {
            let to = self.pick(&[
                TaskStatus::Completed,
                TaskStatus::Completed,
                TaskStatus::Pending,
                TaskStatus::Skipped,
            ]);
            session.move_task(&task, to, at)?;
        }
        session.stamp(at);
        Ok(())
    }

    fn end(&mut self, plan: &Plan, session: &mut Session) -> Result<()> {
        let last = plan.stretches.last().context("a session without a stretch")?.1;
        let outcome = |kind| Outcome { kind, note: None };
        match plan.end {
            End::Done => session.complete(outcome(OutcomeKind::Done), "complete", last)?,
            End::Abandoned => session.complete(outcome(OutcomeKind::Abandoned), "complete", last)?,
            End::Stale => session.close("clean", self.now.min(last + TimeDelta::days(2)))?,
            End::Parked | End::Resumed(_) => {
                let reason = self.pick(&[
                    "weekend",
                    "waits for the review",
                    "something else comes first",
                    "end of the day",
                ]);
                let next = self.pick(&[
                    "Run the matrix once more",
                    "Ask for a review",
                    "Measure it",
                    "Write it down",
                ]);
                let next = vec![text(TextKind::NextStep, next)?];
                session.park(text(TextKind::ParkedReason, reason)?, next, last)?;
            }
            End::Active => {
                let beat =
                    Heartbeat { at: self.now - TimeDelta::minutes(4), until: None, source: Source::Command };
                session.record_entry(Entry::Heartbeat(beat))?;
                session.set_activity(Some(text(TextKind::Activity, "running the tests")?), last)?;
                if self.rng.bool() {
                    let reason =
                        text(TextKind::AwaitReason, "may it force-push to the branch of the review?")?;
                    session.set_awaiting(Some(reason), self.now - TimeDelta::minutes(6))?;
                }
            }
        }
        session.stamp(last.max(session.derive_latest()));
        Ok(())
    }
}
