use std::cell::Cell;

use super::*;
use crate::care::Holder;
use crate::{Evidence, Opening, Parked, RandomBits, Text, TextKind};

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

#[test]
fn the_worktree_and_the_branch() {
    let unreadable = Ask { unreadable: true, ..PLAIN };
    let detached = Ask { branch: None, ..PLAIN };
    let near = Ask { all: false, ..PLAIN };
    insta::assert_snapshot!(table(vec![
        ("none here", PLAIN, vec![]),
        ("one here", PLAIN, vec![session(1)]),
        ("one here, silent for long", PLAIN, vec![session(1).silent()]),
        ("one here, on another branch", PLAIN, vec![session(1).on("fix")]),
        ("one here, one parked", PLAIN, vec![session(1), session(2).parked()]),
        ("only a parked one", PLAIN, vec![session(2).parked()]),
        ("one made by the tool", PLAIN, vec![session(1).by_tool()]),
        ("one made by the tool, silent for long", PLAIN, vec![session(1).by_tool().silent()]),
        ("one made by the tool, one asked for", PLAIN, vec![session(1).by_tool(), session(2)]),
        ("two made by the tool", PLAIN, vec![session(1).by_tool(), session(2).by_tool()]),
        ("two here", PLAIN, vec![session(1), session(2)]),
        ("two here, one on the branch", PLAIN, vec![session(1).on("fix"), session(2)]),
        ("two here, one on the branch, HEAD detached", detached, vec![session(1).on("fix"), session(2)]),
        ("two here, none on the branch", PLAIN, vec![session(1).on("fix"), session(2).on("fix")]),
        ("three here, two on the branch", PLAIN, vec![session(1).on("fix"), session(2), session(3)]),
        ("one here, one unreadable", unreadable, vec![session(1)]),
        ("two here, one on the branch, one unreadable", unreadable, vec![session(1).on("fix"), session(2)]),
        ("only an unreadable one", unreadable, vec![]),
        ("only an unreadable one, one elsewhere on the branch", unreadable, vec![session(1).away()]),
        ("only one here, its process is gone", PLAIN, vec![session(1).held(66)]),
        ("one alive, one gone", PLAIN, vec![session(1).held(70), session(2).held(66)]),
        ("one that nobody holds, two gone", PLAIN, vec![session(1).held(66), session(2), session(3).held(67)]),
        ("one not known, one gone", PLAIN, vec![session(1).held(50), session(2).held(66)]),
        ("two alive", PLAIN, vec![session(1).held(70), session(2).held(71)]),
        ("two alive, one gone", PLAIN, vec![session(1).held(70), session(2).held(71), session(3).held(66)]),
        ("two gone", PLAIN, vec![session(1).held(66), session(2).held(67)]),
        ("two gone, one of them on the branch", PLAIN, vec![session(1).held(66), session(2).held(67).on("fix")]),
        ("two gone, one made by the tool", PLAIN, vec![session(1).held(66), session(2).held(67), session(3).by_tool()]),
        ("one alive, one gone, one unreadable", unreadable, vec![session(1).held(70), session(2).held(66)]),
        ("elsewhere one on the branch", PLAIN, vec![session(1).away(), session(2).away().on("fix")]),
        ("elsewhere one on the branch, one here", PLAIN, vec![session(1).away(), session(2).on("fix")]),
        ("elsewhere one on the branch, made by the tool", PLAIN, vec![session(1).away().by_tool()]),
        ("elsewhere two on the branch", PLAIN, vec![session(1).away(), session(2).away()]),
        ("elsewhere two on the branch, one gone", PLAIN, vec![session(1).away(), session(2).away().held(66)]),
        ("elsewhere one on the branch, others not looked for", near, vec![session(1).away()]),
        ("elsewhere one on the branch, HEAD detached", detached, vec![session(1).away()]),
    ]), @"
    none here                                                none
    one here                                                 1 (worktree)
    one here, silent for long                                1 (worktree)
    one here, on another branch                              1 (worktree)
    one here, one parked                                     1 (worktree)
    only a parked one                                        none
    one made by the tool                                     1 (worktree)
    one made by the tool, silent for long                    none
    one made by the tool, one asked for                      2 (worktree)
    two made by the tool                                     ambiguous (Worktree): 1 2
    two here                                                 ambiguous (Worktree): 1 2
    two here, one on the branch                              2 (branch)
    two here, one on the branch, HEAD detached               ambiguous (Worktree): 1 2
    two here, none on the branch                             ambiguous (Worktree): 1 2
    three here, two on the branch                            ambiguous (Worktree): 1 2 3
    one here, one unreadable                                 ambiguous (Worktree): 1
    two here, one on the branch, one unreadable              ambiguous (Worktree): 1 2
    only an unreadable one                                   ambiguous (Worktree): 
    only an unreadable one, one elsewhere on the branch      ambiguous (Worktree): 
    only one here, its process is gone                       1 (worktree)
    one alive, one gone                                      1 (worktree)
    one that nobody holds, two gone                          2 (worktree)
    one not known, one gone                                  1 (worktree)
    two alive                                                ambiguous (Worktree): 1 2
    two alive, one gone                                      ambiguous (Worktree): 1 2
    two gone                                                 ambiguous (Worktree): 1 2
    two gone, one of them on the branch                      ambiguous (Worktree): 1 2
    two gone, one made by the tool                           ambiguous (Worktree): 1 2
    one alive, one gone, one unreadable                      ambiguous (Worktree): 1
    elsewhere one on the branch                              1 (branch)
    elsewhere one on the branch, one here                    2 (worktree)
    elsewhere one on the branch, made by the tool            none
    elsewhere two on the branch                              none
    elsewhere two on the branch, one gone                    1 (branch)
    elsewhere one on the branch, others not looked for       none
    elsewhere one on the branch, HEAD detached               none
    ");
}

#[test]
fn the_environment_and_the_processes_above() {
    let claude = talks(&[("claude", "c1")]);
    let both = talks(&[("claude", "c1"), ("codex", "x1")]);
    let one = || session(1).talk("claude", "c1");
    let two = || session(2).talk("codex", "x1");
    let unreadable = Ask { unreadable: true, ..claude };
    insta::assert_snapshot!(table(vec![
        ("named, not found", named(9), vec![session(1)]),
        ("named, one of two here", named(2), vec![session(1), session(2)]),
        ("named, elsewhere", named(2), vec![session(1), session(2).away()]),
        ("named, parked", named(2), vec![session(1), session(2).parked()]),
        ("named, and one unreadable", Ask { unreadable: true, ..named(2) }, vec![session(2)]),
        ("named, its holder unknown, one held by a process above", named(2), vec![session(1).held(10), session(2)]),
        ("named, held further up than another", named(2), vec![session(1).held(10), session(2).held(11)]),
        ("named, held nearer than another", named(2), vec![session(1).held(11), session(2).held(10)]),
        ("named, held by the same process as another", named(2), vec![session(1).held(10), session(2).held(10)]),
        ("named, held by no process above, one by one above", named(2), vec![session(1).held(12), session(2).held(70)]),
        ("named, held by no process above", named(2), vec![session(1), session(2).held(70)]),
        ("named, over, held by no process above, one by one above", named(2), vec![session(1).held(12), session(2).held(66).parked()]),
        ("named, its holder unknown, and a conversation", Ask { named: Some(2), ..claude }, vec![one(), session(2)]),
        ("named, held further up than the conversation's", Ask { named: Some(2), ..claude }, vec![one().held(10), session(2).held(11)]),
        ("a conversation, one of two here", claude, vec![one(), session(2)]),
        ("a conversation, elsewhere", claude, vec![one().away(), session(2)]),
        ("a conversation, and one unreadable", unreadable, vec![one()]),
        ("a conversation that is parked", claude, vec![one().parked(), session(2)]),
        ("a conversation that is nobody's", claude, vec![two(), session(3).by_tool()]),
        ("a conversation of another agent of that id", talks(&[("codex", "c1")]), vec![one(), session(2)]),
        ("a conversation of an agent of its own name", claude, vec![session(1).talk("Reviewer", "c1"), session(2)]),
        ("a conversation of an agent by a longer name", claude, vec![session(1).talk("Claude Code", "c1"), session(2)]),
        ("a conversation, one held by a process above", claude, vec![one(), session(2).held(10)]),
        ("a conversation held further up than another", claude, vec![one().held(11), session(2).held(10)]),
        ("a conversation held nearer than another", claude, vec![one().held(10), session(2).held(11)]),
        ("a conversation, one of two that one process holds", claude, vec![one().held(10), session(2).held(10)]),
        ("a conversation held by no process above", claude, vec![one().held(70), session(2)]),
        ("a conversation held by none above, another by one above", claude, vec![one().held(70), session(2).held(12)]),
        ("two conversations, both above", both, vec![one().held(12), two().held(10)]),
        ("two conversations, both above, another nearer", both, vec![one().held(12), two().held(11), session(3).held(10)]),
        ("two conversations of one process", both, vec![one().held(10), two().held(10)]),
        ("two conversations, one above, one by none above", both, vec![one().held(12), two().held(70)]),
        ("two conversations, one above, one unknown", both, vec![one().held(12), two()]),
        ("two conversations, neither known", both, vec![one(), two()]),
        ("two conversations, one of them over", both, vec![one(), two().parked()]),
        ("two variables of one conversation", talks(&[("claude", "c1"), ("claude", "c1")]), vec![one()]),
        ("one held by a process above, another here", PLAIN, vec![session(1).held(11), session(2)]),
        ("one held by a process above, elsewhere", PLAIN, vec![session(1).held(11).away(), session(2)]),
        ("one held by a process above, parked", PLAIN, vec![session(1).held(11).parked(), session(2)]),
        ("two held, one nearer", PLAIN, vec![session(1).held(12), session(2).held(11).away()]),
        ("two that one process holds, one here", PLAIN, vec![session(1).held(10), session(2).held(10).away()]),
        ("two that one process holds, both here", PLAIN, vec![session(1).held(10), session(2).held(10), session(3).held(11)]),
        ("two that one process holds, one on the branch", PLAIN, vec![session(1).held(10).on("fix"), session(2).held(10)]),
        ("two that one process holds elsewhere", PLAIN, vec![session(1).held(10).away().on("a"), session(2).held(10).away().on("b")]),
        ("two that one process holds elsewhere, one here", PLAIN, vec![session(1).held(10).away(), session(2).held(10).away(), session(3)]),
        ("one of that number before", PLAIN, vec![session(1).with_earlier_holder(10), session(2)]),
    ]), @"
    named, not found                                         9 (environment)
    named, one of two here                                   2 (environment)
    named, elsewhere                                         2 (environment)
    named, parked                                            2 (environment)
    named, and one unreadable                                2 (environment)
    named, its holder unknown, one held by a process above   2 (environment)
    named, held further up than another                      1 (process)
    named, held nearer than another                          2 (environment)
    named, held by the same process as another               2 (environment)
    named, held by no process above, one by one above        1 (process)
    named, held by no process above                          2 (environment)
    named, over, held by no process above, one by one above  1 (process)
    named, its holder unknown, and a conversation            2 (environment)
    named, held further up than the conversation's           1 (conversation)
    a conversation, one of two here                          1 (conversation)
    a conversation, elsewhere                                1 (conversation)
    a conversation, and one unreadable                       1 (conversation)
    a conversation that is parked                            2 (worktree)
    a conversation that is nobody's                          2 (worktree)
    a conversation of another agent of that id               ambiguous (Worktree): 1 2
    a conversation of an agent of its own name               1 (conversation)
    a conversation of an agent by a longer name              1 (conversation)
    a conversation, one held by a process above              ambiguous (Claims): 2 1
    a conversation held further up than another              2 (process)
    a conversation held nearer than another                  1 (conversation)
    a conversation, one of two that one process holds        1 (conversation)
    a conversation held by no process above                  1 (conversation)
    a conversation held by none above, another by one above  2 (process)
    two conversations, both above                            2 (conversation)
    two conversations, both above, another nearer            3 (process)
    two conversations of one process                         ambiguous (Claims): 1 2
    two conversations, one above, one by none above          1 (conversation)
    two conversations, one above, one unknown                ambiguous (Claims): 1 2
    two conversations, neither known                         ambiguous (Claims): 1 2
    two conversations, one of them over                      1 (conversation)
    two variables of one conversation                        1 (conversation)
    one held by a process above, another here                1 (process)
    one held by a process above, elsewhere                   1 (process)
    one held by a process above, parked                      2 (worktree)
    two held, one nearer                                     2 (process)
    two that one process holds, one here                     1 (process)
    two that one process holds, both here                    ambiguous (Process): 1 2
    two that one process holds, one on the branch            2 (branch)
    two that one process holds elsewhere                     ambiguous (Process): 1 2
    two that one process holds elsewhere, one here           3 (worktree)
    one of that number before                                ambiguous (Worktree): 1 2
    ");
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

/// All that a session may be, as far as the ladder looks at it.
fn every_kind() -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let plain: [fn(It) -> It; 3] = [|it| it, |it| it.away(), |it| it.on("fix")];
    let held: [fn(It) -> It; 5] =
        [|it| it, |it| it.held(10), |it| it.held(12), |it| it.held(70), |it| it.held(66)];
    let talk: [fn(It) -> It; 3] = [|it| it, |it| it.talk("claude", "c1"), |it| it.talk("codex", "x1")];
    for place in plain {
        for hold in held {
            for speak in talk {
                all.push(speak(hold(place(session(1)))).0);
            }
        }
    }
    all.push(session(1).by_tool().0);
    all
}

fn numbered(mut it: Candidate, number: u64) -> Candidate {
    it.head.opening.id = id(number);
    it
}

#[test]
fn neither_the_order_nor_a_session_that_is_over_changes_the_answer() {
    let asks = [
        PLAIN,
        named(1),
        talks(&[("claude", "c1")]),
        Ask { named: Some(2), ..talks(&[("claude", "c1"), ("codex", "x1")]) },
        talks(&[("claude", "c1"), ("codex", "x1")]),
        Ask { branch: None, unreadable: true, ..PLAIN },
    ];
    let kinds = every_kind();
    let over = session(9).talk("claude", "c1").held(10).parked().0;
    for ask in asks {
        for one in &kinds {
            for two in &kinds {
                let (one, two) = (numbered(one.clone(), 1), numbered(two.clone(), 2));
                let answer = found(ask, &[one.clone(), two.clone()]);
                assert_eq!(found(ask, &[two.clone(), one.clone()]), answer);
                assert_eq!(found(ask, &[two.clone(), one.clone(), one.clone()]), answer);
                let with = found(ask, &[over.clone(), one, two]);
                assert_eq!(with.resolution, answer.resolution);
                assert_eq!(with.others(), answer.others());
            }
        }
    }
}

#[test]
fn whatever_is_meant_is_at_work_unless_it_was_named() {
    let kinds = every_kind();
    for one in &kinds {
        for two in &kinds {
            let candidates = [numbered(one.clone(), 1), numbered(two.clone(), 2)];
            let answer = found(talks(&[("claude", "c1")]), &candidates);
            let meant: Vec<&Considered> =
                answer.considered.iter().filter(|it| matches!(it.standing, Standing::Meant(_))).collect();
            match &answer.resolution {
                Resolution::Session(id, evidence) => {
                    assert_eq!((&meant[0].id, meant[0].standing), (id, Standing::Meant(*evidence)));
                    assert_eq!(meant.len(), 1);
                }
                Resolution::Ambiguous(ids, _) => assert!(meant.is_empty() && ids.len() == 2),
                Resolution::None => assert!(meant.is_empty()),
            }
            assert_eq!(answer.considered.len(), 2);
        }
    }
}

#[test]
fn only_an_active_session_of_the_tools_own_ends_by_itself() {
    let ended = |it: It| has_ended_by_itself(&it.0.head, it.0.last_sign, now());
    assert!(ended(session(1).by_tool().silent()));
    assert!(!ended(session(1).by_tool()));
    assert!(!ended(session(1).silent()));
    assert!(!ended(session(1).by_tool().parked().silent()));
}
