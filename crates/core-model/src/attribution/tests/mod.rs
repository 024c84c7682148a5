mod laws;
mod table;

use std::cell::Cell;

use super::*;
use crate::care::Holder;
use crate::{AuthorKind, Evidence, Opening, Parked, RandomBits, Text, TextKind};

const AGENTS: [&str; 2] = ["claude", "codex"];

fn now() -> Time {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Intent, raw).unwrap()
}

fn id(number: u64) -> SessionId {
    SessionId::new(now() - TimeDelta::days(1), RandomBits(number))
}

fn owner(pid: u32) -> Owner {
    Owner { host: "lab".into(), boot: Some("b1".into()), pid, started_at: now() }
}

/// A session, made of what is said of it; it is one that somebody asked for, at work in `here` on `main`.
struct It(Candidate);

fn session(number: u64) -> It {
    let started_at = now() - TimeDelta::days(1);
    let opening = Opening {
        id: id(number),
        project: "shop".into(),
        intent: text("work"),
        started_at,
        branch: Some("main".into()),
        worktree: "here".into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by: MadeBy::Start,
        tags: vec![],
        owner: None,
        roadmap: None,
        parent: None,
    };
    It(Candidate { head: Head::open(opening), last_sign: now() - TimeDelta::minutes(5) })
}

impl It {
    fn with(mut self, change: impl FnOnce(&mut Candidate)) -> Candidate {
        change(&mut self.0);
        self.0
    }

    fn held(self, pid: u32) -> Self {
        Self(self.with(|it| it.head.opening.owner = Some(owner(pid))))
    }

    fn talk(self, agent: &str, conversation: &str) -> Self {
        let author =
            Author { kind: AuthorKind::Agent, name: text(agent), conversation: Some(text(conversation)) };
        Self(self.with(|it| it.head.opening.author = author))
    }

    fn away(self) -> Self {
        Self(self.with(|it| it.head.opening.worktree = "there".into()))
    }

    fn on(self, branch: &str) -> Self {
        Self(self.with(|it| it.head.opening.branch = Some(branch.into())))
    }

    fn on_none(self) -> Self {
        Self(self.with(|it| it.head.opening.branch = None))
    }

    fn by_tool(self) -> Self {
        Self(self.with(|it| it.head.opening.made_by = MadeBy::AutoStart))
    }

    fn silent(self) -> Self {
        Self(self.with(|it| it.last_sign = now() - AUTO_SESSION_IDLE - TimeDelta::seconds(1)))
    }

    fn parked(self) -> Self {
        Self(self.with(|it| {
            let (stopped_at, by, reason) = (it.last_sign, "park".into(), text("lunch"));
            it.head.status = Status::Parked(Parked { stopped_at, at: stopped_at, by, reason });
        }))
    }
}

/// A way to ask.
#[derive(Clone, Copy)]
struct Ask {
    named: Option<u64>,
    conversations: &'static [(&'static str, &'static str)],
    branch: Option<&'static str>,
    unreadable: bool,
    all: bool,
}

const PLAIN: Ask =
    Ask { named: None, conversations: &[], branch: Some("main"), unreadable: false, all: true };

fn named(number: u64) -> Ask {
    Ask { named: Some(number), ..PLAIN }
}

fn talks(conversations: &'static [(&'static str, &'static str)]) -> Ask {
    Ask { conversations, ..PLAIN }
}

/// 66 and 67 are gone, of 50 nothing is known, all others run.
fn holder(owner: &Owner) -> Holder {
    match owner.pid {
        66 | 67 => Holder::Gone,
        50 => Holder::Unknown,
        _ => Holder::Alive,
    }
}

/// Asks from below the processes 10, 11 and 12, the nearest first.
fn found(ask: Ask, candidates: &[Candidate]) -> Found {
    let conversation = |&(agent, id): &(&'static str, &str)| Conversation { agent, id: id.into() };
    let conversations: Vec<Conversation> = ask.conversations.iter().map(conversation).collect();
    let named = ask.named.map(id);
    let caller = Caller {
        named: named.as_ref(),
        conversations: &conversations,
        agents: &AGENTS,
        ancestors: &[10, 11, 12].map(owner),
        worktree: "here",
        branch: ask.branch,
    };
    resolve(&caller, Around { candidates, unreadable: ask.unreadable, all: ask.all }, now(), holder)
}

fn said(resolution: &Resolution) -> String {
    let number = |id: &SessionId| id.random_part().trim_start_matches('0').to_owned();
    match resolution {
        Resolution::Session(id, evidence) => format!("{} ({evidence})", number(id)),
        Resolution::Ambiguous(ids, doubt) => {
            let ids: Vec<String> = ids.iter().map(number).collect();
            format!("ambiguous ({doubt:?}): {}", ids.join(" "))
        }
        Resolution::None => "none".into(),
    }
}

fn table(cases: Vec<(&str, Ask, Vec<It>)>) -> String {
    let line = |(case, ask, sessions): (&str, Ask, Vec<It>)| {
        let candidates: Vec<Candidate> = sessions.into_iter().map(|it| it.0).collect();
        format!("{case:<56} {}\n", said(&found(ask, &candidates).resolution))
    };
    cases.into_iter().map(line).collect()
}

impl It {
    /// Held by a process of that number that started an hour earlier.
    fn with_earlier_holder(self, pid: u32) -> Self {
        let earlier = Owner { started_at: now() - TimeDelta::hours(1), ..owner(pid) };
        Self(self.with(|it| it.head.opening.owner = Some(earlier)))
    }
}

#[test]
fn what_else_was_considered() {
    let candidates = [
        session(1).talk("claude", "c1").held(12),
        session(2).held(10).away(),
        session(3),
        session(4).held(12),
        session(5).by_tool(),
        session(6).away(),
        session(7).parked(),
    ]
    .map(|it| it.0);
    let told = |found: &Found| -> String {
        let line = |it: &Considered| format!("{} {}\n", it.id.random_part(), it.standing.told());
        found.considered.iter().map(line).collect()
    };
    let nested = found(talks(&[("claude", "c1")]), &candidates);
    insta::assert_snapshot!(told(&nested), @"
    0000000002 meant (process)
    0000000001 named in the environment, but a nearer process holds another
    0000000004 held by a process above, but a nearer one holds another
    0000000003 a weaker ground (worktree)
    0000000005 made by the tool, and another was asked for
    0000000006 at work in another worktree
    0000000007 not at work
    ");
    assert_eq!(nested.others(), [1, 4, 3, 5].map(id), "no more than four, the nearest to being meant first");
    assert_eq!(nested.doubt(), None);
    let here = [session(1), session(2), session(3).held(66), session(4).on("fix")].map(|it| it.0);
    insta::assert_snapshot!(told(&found(PLAIN, &here)), @"
    0000000001 could be meant as well
    0000000002 could be meant as well
    0000000004 could be meant as well
    0000000003 its process is gone
    ");
    insta::assert_snapshot!(told(&found(PLAIN, &here[1..])), @"
    0000000002 meant (branch)
    0000000004 on another branch
    0000000003 its process is gone
    ");
    insta::assert_snapshot!(told(&found(named(1), &candidates[..2])), @"
    0000000002 meant (process)
    0000000001 named in the environment, but a nearer process holds another
    ");
    let one_process =
        [session(1).held(10), session(2).held(10), session(3).talk("claude", "c1")].map(|it| it.0);
    let ask = Ask { named: Some(1), ..talks(&[("claude", "c1")]) };
    insta::assert_snapshot!(told(&found(ask, &one_process)), @"
    0000000001 meant (environment)
    0000000003 a weaker ground (conversation)
    0000000002 a weaker ground (process)
    ");
}

#[test]
fn why_no_choice_is_made() {
    let doubt = |ask, sessions: Vec<It>| {
        let candidates: Vec<Candidate> = sessions.into_iter().map(|it| it.0).collect();
        found(ask, &candidates).doubt().unwrap_or_default()
    };
    let both = talks(&[("claude", "c1"), ("codex", "x1")]);
    let held = |number| session(number).held(10);
    let told = [
        doubt(PLAIN, vec![session(1), session(2)]),
        doubt(PLAIN, (1..=6).map(session).collect()),
        doubt(PLAIN, vec![held(1), held(2)]),
        doubt(both, vec![session(1).talk("claude", "c1"), session(2).talk("codex", "x1")]),
        doubt(Ask { unreadable: true, ..PLAIN }, vec![]),
        doubt(PLAIN, vec![session(1)]),
    ];
    insta::assert_snapshot!(told.join("\n"), @"
    2 sessions are at work here: 0000000001, 0000000002
    6 sessions are at work here: 0000000001, 0000000002, 0000000003, 0000000004 and 2 more
    one process holds 2 sessions: 0000000001, 0000000002
    the environment and the processes above speak for different sessions: 0000000001, 0000000002
    ");
}

#[test]
fn a_process_is_looked_at_only_where_more_than_one_could_be_meant() {
    let asked = Cell::new(0);
    let holder = |_: &Owner| {
        asked.set(asked.get() + 1);
        Holder::Gone
    };
    let candidates = [session(1).held(70).0, session(2).held(71).away().0];
    let caller = Caller { worktree: "here", branch: Some("main"), ..Caller::default() };
    let look = |candidates| resolve(&caller, Around { candidates, ..Around::default() }, now(), holder);
    assert_eq!(look(&candidates).resolution, Resolution::Session(id(1), Evidence::Worktree));
    assert_eq!(asked.get(), 0);
}

#[test]
fn only_an_active_session_of_the_tools_own_ends_by_itself() {
    let ended = |it: It| has_ended_by_itself(&it.0.head, it.0.last_sign, now());
    assert!(ended(session(1).by_tool().silent()));
    assert!(!ended(session(1).by_tool()));
    assert!(!ended(session(1).silent()));
    assert!(!ended(session(1).by_tool().parked().silent()));
}
