//! Sessions that nobody would write, and what holds of them all the same.

use std::collections::BTreeSet;

use core_model::{
    Answer, Aside, Author, AuthorKind, Commit, CommitFacts, Completed, Continuation, Decision, Event,
    Evidence, Files, Head, Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Owner, Parked, Person, Question,
    Questions, RandomBits, Record, Refusal, Said, Session, SessionId, Source, Status, Task, TaskStatus,
    Tasks, Text, Time, Transition, transition,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};

use super::texts::{any_text, plain};
use super::workbench::time;

/// The first and the last moment that a file can hold, in milliseconds: the years 0 to 9999.
const ALL_TIME: std::ops::Range<i64> = -62_167_219_200_000..253_402_300_800_000;

/// Any session that keeps its own rules.
pub fn any_session() -> impl Strategy<Value = Session> {
    let tasks = vec((text(), prop::sample::select(&TaskStatus::ALL[..]), moment()), 0..4).prop_map(tasks);
    let questions = vec(((text(), moment()), of((text(), moment()))), 0..3).prop_map(questions);
    (head(), tasks, questions, record())
        .prop_map(|(head, tasks, questions, record)| Session::restore(head, tasks, questions, record))
}

fn text() -> impl Strategy<Value = Text> {
    any_text().prop_map(|raw| plain(&raw))
}

fn moment() -> impl Strategy<Value = Time> {
    prop_oneof![3 => 1_795_168_800_000..1_795_168_900_000_i64, 1 => ALL_TIME].prop_map(time)
}

fn id() -> impl Strategy<Value = SessionId> {
    (1_795_168_800_000..1_895_168_800_000_i64, any::<u64>())
        .prop_map(|(at, bits)| SessionId::new(time(at), RandomBits(bits)))
}

fn head() -> impl Strategy<Value = Head> {
    let said = || of((moment(), text()).prop_map(|(at, text)| Said { at, text }));
    let times = vec(moment(), 3).prop_map(|mut times| {
        times.sort();
        times
    });
    (opening(), vec(text(), 0..3), said(), said(), moment(), times, status()).prop_map(
        |(mut opening, next_steps, activity, awaiting, changed_at, times, status)| {
            opening.started_at = times[0].min(changed_at);
            let status = match status {
                Status::Active => Status::Active,
                Status::Parked(it) => Status::Parked(Parked { stopped_at: times[1], at: times[2], ..it }),
                Status::Completed(it) => {
                    Status::Completed(Completed { ended_at: times[1], closed_at: times[2], ..it })
                }
            };
            Head { opening, next_steps, activity, awaiting, changed_at, status }
        },
    )
}

fn opening() -> impl Strategy<Value = Opening> {
    let author = (prop::sample::select(&AuthorKind::ALL[..]), text(), of(text()))
        .prop_map(|(kind, name, conversation)| Author { kind, name, conversation });
    let owner = (any_text(), of(any_text()), any::<u32>(), moment())
        .prop_map(|(host, boot, pid, started_at)| Owner { host, boot, pid, started_at });
    let of_it = (any_text(), text(), of(any_text()), any_text(), prop::sample::select(&MadeBy::ALL[..]));
    (id(), of_it, author, vec(text(), 0..3), of(owner), of(text()), of(id())).prop_map(
        |(id, (project, intent, branch, worktree, made_by), author, tags, owner, roadmap, parent)| Opening {
            id,
            project,
            intent,
            started_at: time(0),
            branch,
            worktree,
            author,
            made_by,
            tags,
            owner,
            roadmap,
            parent,
        },
    )
}

/// A status, without its times.
fn status() -> impl Strategy<Value = Status> {
    let kind = prop_oneof![
        Just(OutcomeKind::Done),
        Just(OutcomeKind::Abandoned),
        Just(OutcomeKind::Stale),
        id().prop_map(OutcomeKind::ResumedAs),
    ];
    let parked = (any_text(), text())
        .prop_map(|(by, reason)| Status::Parked(Parked { stopped_at: time(0), at: time(0), by, reason }));
    let over = (any_text(), kind, of(text())).prop_map(|(closed_by, kind, note)| {
        let outcome = Outcome { kind, note };
        Status::Completed(Completed { ended_at: time(0), closed_at: time(0), closed_by, outcome })
    });
    prop_oneof![Just(Status::Active), parked, over]
}

fn tasks(given: Vec<(Text, TaskStatus, Time)>) -> Tasks {
    let mut subjects = BTreeSet::new();
    let given = given.into_iter().filter(|(subject, ..)| subjects.insert(subject.to_string()));
    let task = |(number, (subject, status, at))| Task { id: format!("t{number}"), subject, status, at };
    Tasks::restore((1..).zip(given).map(task).collect()).unwrap_or_default()
}

/// A question: what and when, and the same of its answer.
type Asked = ((Text, Time), Option<(Text, Time)>);

fn questions(given: Vec<Asked>) -> Questions {
    let question = |(number, ((text, asked_at), answer)): (u32, Asked)| {
        let answer = answer.map(|(text, at)| Answer { at, text });
        Question { id: format!("q{number}"), asked_at, text, answer }
    };
    Questions::restore((1..).zip(given).map(question).collect()).unwrap_or_default()
}

fn record() -> impl Strategy<Value = Record> {
    let event = (moment(), text()).prop_map(|(at, text)| Event { at, text });
    let decision =
        (moment(), text(), text()).prop_map(|(at, title, because)| Decision { at, title, because });
    let beat = (moment(), of(moment()), prop::sample::select(&Source::ALL[..]))
        .prop_map(|(at, until, source)| Heartbeat { at, until, source });
    (vec(beat, 0..3), vec(commit(), 0..3), vec(event, 0..4), vec(decision, 0..3)).prop_map(
        |(heartbeats, commits, events, decisions)| {
            let mut record = Record { heartbeats, commits, events, decisions };
            record.join_doubled_commits();
            record
        },
    )
}

fn commit() -> impl Strategy<Value = Commit> {
    let session = id;
    let id = || "[0-9a-f]{4,64}";
    let names = (id(), id(), any_text(), any_text(), any_text());
    let files = (vec(any_text(), 0..3), any::<bool>()).prop_map(|(paths, more)| Files { paths, more });
    let ground = (prop::sample::select(&Evidence::ALL[..]), vec(session(), 0..3), of(any_text()))
        .prop_map(|(evidence, considered, reason)| (evidence, Aside { considered, reason }));
    (moment(), moment(), names, vec(id(), 0..2), of(any_text()), files, ground).prop_map(
        |(at, authored_at, (sha, tree, name, email, subject), parents, branch, files, (evidence, aside))| {
            let author = Person { name, email };
            let facts = CommitFacts { sha, tree, parents, author, authored_at, branch, subject, files };
            Commit { aside, ..Commit::new(at, facts, evidence) }
        },
    )
}

/// Whether it is the same when it was written and read again: as a document, and as JSON.
///
/// # Errors
/// What is not the same.
pub fn comes_back(it: &Session) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let (store, _locks) = super::workbench::empty_store()?;
    let adopted = store.adopt(it).map_err(|error| told(&error))?;
    let read = store.read(it.id()).map_err(|error| told(&error))?.ok_or("it is not there")?;
    let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
    let again = store.adopt(it).map_err(|error| told(&error))?;
    let came = (adopted, again, problems);
    if came != (store::Adopted::New, store::Adopted::Same, vec![]) {
        return Err(format!("it was taken in as {came:?}"));
    }
    if read.session != *it {
        return Err(format!("from its file it came back as {:#?}", read.session));
    }
    let json = report::json::render(report::json::SessionJson::from(it));
    let parsed = report::json::parse::<report::json::SessionJson>(&json).map_err(|error| told(&error))?;
    let restored = parsed.value.restore().map_err(|error| told(&error))?;
    if restored != *it {
        return Err(format!("from JSON it came back as {restored:#?}"));
    }
    Ok(())
}

/// Whether each transition does what the table of them says, and refuses what it refuses without a change.
///
/// # Errors
/// The transition that does not.
pub fn keeps_the_table(it: &Session) -> Result<(), String> {
    let now = it.derive_latest();
    for asked in Transition::ALL {
        let mut after = it.clone();
        let done = make(&mut after, asked, now);
        let listed = transition::step(it.status().name(), asked);
        let agrees = match (&done, listed) {
            (Ok(()), Some(to)) => after.status().name() == to,
            (Err(_), None) => after == *it,
            _ => false,
        };
        if !agrees {
            return Err(format!("{asked:?} of {} came to {done:?}", it.status().name()));
        }
        after.stamp(now.max(it.head().changed_at));
        if done.is_ok() {
            after.check_follows(it).map_err(|broken| format!("{asked:?}: {broken}"))?;
        }
    }
    Ok(())
}

fn make(it: &mut Session, asked: Transition, now: Time) -> Result<(), Refusal> {
    match asked {
        Transition::Park => it.park(plain("lunch"), vec![], now),
        Transition::Resume => {
            let id = SessionId::new(now, RandomBits(7));
            let author = Author { kind: AuthorKind::Person, name: plain("Bob"), conversation: None };
            let with = Continuation { id, author, owner: None, intent: None, place: None };
            it.resume(with, now).map(drop)
        }
        Transition::Complete => it.complete(Outcome { kind: OutcomeKind::Done, note: None }, "complete", now),
        Transition::Close => it.close("clean", now),
    }
}
