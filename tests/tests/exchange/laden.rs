//! Sessions that hold all that there is to hold, made at random.

use std::path::Path;
use std::time::Duration;

use core_model::project::{Project, RoadmapStatus};
use core_model::{
    Aside, Author, AuthorKind, Commit, CommitFacts, Completed, Decision, Entry, Event, Evidence, Files, Head,
    Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Owner, Parked, Person, Question, Questions, RandomBits,
    Record, Said, Session, SessionId, Source, Status, Task, TaskStatus, Tasks, Text, TextKind, Time,
};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{option, sample};
use store::{Clock, Deadline, Store};

/// What a repository may hold.
#[derive(Debug, Clone)]
pub(crate) struct Laden {
    pub(crate) sessions: Vec<Session>,
    pub(crate) unassigned: Vec<Commit>,
    pub(crate) project: Project,
}

pub(crate) fn at(minute: i64) -> Time {
    "2026-03-01T10:00:00.120Z".parse::<Time>().unwrap() + chrono::TimeDelta::milliseconds(minute * 60_007)
}

pub(crate) fn laden() -> impl Strategy<Value = Laden> {
    let sessions = vec(session(), 1..5).prop_map(|all| {
        let mut named = std::collections::BTreeMap::new();
        all.into_iter().for_each(|it| drop(named.insert(it.id().clone(), it)));
        named.into_values().collect()
    });
    (sessions, vec(commit(), 0..3), project()).prop_map(|(sessions, unassigned, project)| Laden {
        sessions,
        unassigned,
        project,
    })
}

impl Laden {
    /// Puts all of it into the store of a repository.
    pub(crate) fn put_into(&self, root: &Path) {
        let store =
            Store::open_or_make(root, Clock::new(|| at(100_000)), Deadline(Duration::from_secs(5))).unwrap();
        for session in &self.sessions {
            store.adopt(session).unwrap();
        }
        store.adopt_unassigned(&self.unassigned).unwrap();
        store
            .change_project(&self.project.name, |project, _| {
                project.phase = self.project.phase.clone();
                project.roadmap = self.project.roadmap.clone();
                Ok(())
            })
            .unwrap();
        store.rebuild_projects().unwrap();
    }
}

/// A text, hostile ones among them.
fn raw() -> impl Strategy<Value = String> {
    let odd = sample::select(vec![
        "=1+1",
        "\u{1b}[31mred\u{202e}",
        "# head",
        "a\nb",
        "\t",
        "\u{0}é 漢字 🙂",
        "\"quoted\" \\",
        "[[event]]",
        "#. 3 aa",
        "{\"schema\":2}",
        "\u{feff}x",
        "a\r\nb",
        "\u{85}",
        "\u{7f}x",
        "'''",
        "-",
    ]);
    prop_oneof![any::<String>(), odd.prop_map(str::to_owned), Just("plain words".to_owned())]
}

fn text() -> impl Strategy<Value = Text> {
    raw().prop_map(|raw| Text::shortened(TextKind::Tag, &raw, "nothing"))
}

fn id() -> impl Strategy<Value = SessionId> {
    (any::<u64>(), 0..1000_i64).prop_map(|(bits, day)| SessionId::new(at(day * -1440), RandomBits(bits)))
}

fn sha() -> impl Strategy<Value = String> {
    any::<[u8; 20]>().prop_map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn commit() -> impl Strategy<Value = Commit> {
    let facts = (
        (sha(), sha(), vec(sha(), 0..3), raw(), raw()),
        (option::of(raw()), raw(), vec(raw(), 0..3), any::<bool>()),
    );
    let ground = (sample::select(Evidence::ALL.to_vec()), option::of(raw()));
    (facts, 0..50_i64, ground).prop_map(|(facts, minute, (evidence, reason))| {
        let ((sha, tree, parents, name, email), (branch, subject, paths, more)) = facts;
        let commit = Commit::new(
            at(minute),
            CommitFacts {
                sha,
                tree,
                parents,
                author: Person { name, email },
                authored_at: at(minute - 5),
                branch,
                subject,
                files: Files { paths, more },
            },
            evidence,
        );
        Commit { aside: Aside { considered: vec![], reason }, ..commit }
    })
}

fn record() -> impl Strategy<Value = Record> {
    let beat = (0..50_i64, option::of(0..9_i64), sample::select(Source::ALL.to_vec()))
        .prop_map(|(from, to, source)| Heartbeat { at: at(from), until: to.map(|to| at(from + to)), source });
    let event = (0..50_i64, text()).prop_map(|(minute, text)| Event { at: at(minute), text });
    let decision = (0..50_i64, text(), text()).prop_map(|(minute, title, because)| Decision {
        at: at(minute),
        title,
        because,
    });
    (vec(beat, 0..4), vec(commit(), 0..4), vec(event, 0..4), vec(decision, 0..4)).prop_map(
        |(mut heartbeats, mut commits, mut events, mut decisions)| {
            // As a store keeps them: in the order of time.
            heartbeats.sort_by_key(|it| Entry::Heartbeat(it.clone()).at());
            commits.sort_by_key(|it| it.at);
            events.sort_by_key(|it| it.at);
            decisions.sort_by_key(|it| it.at);
            Record { heartbeats, commits, events, decisions }
        },
    )
}

fn tasks() -> impl Strategy<Value = Tasks> {
    vec((text(), sample::select(TaskStatus::ALL.to_vec()), 0..50_i64), 0..4).prop_map(|all| {
        let mut tasks: Vec<Task> = Vec::new();
        for (number, (subject, status, minute)) in (1..).zip(all) {
            if tasks.iter().all(|task| task.subject != subject) {
                tasks.push(Task { id: format!("t{number}"), subject, status, at: at(minute) });
            }
        }
        Tasks::restore(tasks).unwrap()
    })
}

fn questions() -> impl Strategy<Value = Questions> {
    vec((text(), option::of(text()), 0..50_i64), 0..4).prop_map(|all| {
        let question = |(number, (text, answer, minute)): (i32, (Text, Option<Text>, i64))| Question {
            id: format!("q{number}"),
            asked_at: at(minute),
            text,
            answer: answer.map(|text| core_model::Answer { at: at(minute + 1), text }),
        };
        Questions::restore((1..).zip(all).map(question).collect()).unwrap()
    })
}

fn status() -> impl Strategy<Value = Status> {
    let kind = prop_oneof![
        Just(OutcomeKind::Done),
        Just(OutcomeKind::Abandoned),
        Just(OutcomeKind::Stale),
        id().prop_map(OutcomeKind::ResumedAs)
    ];
    let parked = (text(), 60..70_i64).prop_map(|(reason, minute)| {
        Status::Parked(Parked { stopped_at: at(minute - 3), at: at(minute), by: "park".into(), reason })
    });
    let completed = (kind, option::of(text()), 60..70_i64).prop_map(|(kind, note, minute)| {
        let outcome = Outcome { kind, note };
        Status::Completed(Completed {
            ended_at: at(minute - 3),
            closed_at: at(minute),
            closed_by: "complete".into(),
            outcome,
        })
    });
    prop_oneof![Just(Status::Active), parked, completed]
}

fn opening() -> impl Strategy<Value = Opening> {
    let author = (sample::select(AuthorKind::ALL.to_vec()), text(), option::of(text()))
        .prop_map(|(kind, name, conversation)| Author { kind, name, conversation });
    let owner = (raw(), option::of(raw()), any::<u32>()).prop_map(|(host, boot, pid)| Owner {
        host,
        boot,
        pid,
        started_at: at(-9),
    });
    let words = (raw(), text(), option::of(raw()), raw(), vec(text(), 0..3), option::of(text()));
    let rest = (author, sample::select(MadeBy::ALL.to_vec()), option::of(owner), option::of(id()));
    (id(), words, rest).prop_map(|(id, words, (author, made_by, owner, parent))| {
        let (project, intent, branch, worktree, tags, roadmap) = words;
        Opening {
            id,
            project,
            intent,
            started_at: at(0),
            branch,
            worktree,
            author,
            made_by,
            tags,
            owner,
            roadmap,
            parent,
        }
    })
}

fn session() -> impl Strategy<Value = Session> {
    let said = || option::of(text()).prop_map(|text| text.map(|text| Said { at: at(9), text }));
    let head = (opening(), vec(text(), 0..3), said(), said(), status()).prop_map(
        |(opening, next_steps, activity, awaiting, status)| Head {
            opening,
            next_steps,
            activity,
            awaiting,
            changed_at: at(70),
            status,
        },
    );
    (head, tasks(), questions(), record())
        .prop_map(|(head, tasks, questions, record)| Session::restore(head, tasks, questions, record))
}

fn project() -> impl Strategy<Value = Project> {
    let items = vec((text(), sample::select(RoadmapStatus::ALL.to_vec())), 0..4);
    (raw(), option::of(text()), items).prop_map(|(name, phase, items)| {
        let mut project = Project::new(&name);
        project.set_phase(phase, at(3));
        for (text, status) in items {
            // Two of one text are one.
            let _ = project.roadmap.add(text, status, at(4));
        }
        project
    })
}
