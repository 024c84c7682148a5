use chrono::TimeDelta;

use super::*;
use crate::transition::{Outcome, OutcomeKind};
use crate::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Evidence, Files, MadeBy, Opening, Person,
    RandomBits, Session, SessionId, TextKind,
};

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::minutes(minute)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::RoadmapItem, raw).unwrap()
}

fn id(number: u64) -> SessionId {
    SessionId::new(at(0), RandomBits(number))
}

fn session(number: u64, project: &str, made_by: MadeBy) -> Session {
    Session::open(Opening {
        id: id(number),
        project: project.into(),
        intent: text("work"),
        started_at: at(0),
        branch: None,
        worktree: "main".into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by,
        tags: vec![],
        owner: None,
        roadmap: None,
        parent: None,
    })
}

fn commit(minute: i64, sha: &str) -> Entry {
    Entry::Commit(Box::new(Commit::new(
        at(minute),
        CommitFacts {
            sha: sha.into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at(minute),
            branch: None,
            subject: format!("subject of {sha}"),
            files: Files::default(),
        },
        Evidence::Worktree,
    )))
}

fn decision(minute: i64) -> Entry {
    Entry::Decision(Decision { at: at(minute), title: text("what"), because: text("why") })
}

fn over(mut session: Session, kind: OutcomeKind, minute: i64) -> Session {
    session.complete(Outcome { kind, note: None }, "complete", at(minute)).unwrap();
    session
}

/// Six sessions that ended in every way, with more commits than are kept; some at one moment, one in two sessions.
fn completed() -> Vec<Session> {
    let kinds = [
        OutcomeKind::Done,
        OutcomeKind::Abandoned,
        OutcomeKind::ResumedAs(id(99)),
        OutcomeKind::Stale,
        OutcomeKind::Done,
        OutcomeKind::Done,
    ];
    let mut sessions = Vec::new();
    for (number, kind) in (0..).zip(kinds) {
        let mut it = session(1 << (number * 8), "shop", MadeBy::Start);
        for minute in 0..4 {
            it.record_entry(commit(minute * 7 % 5 + number / 2, &format!("{number}{minute}"))).unwrap();
        }
        it.record_entry(commit(3, "shared")).unwrap();
        it.record_entry(decision(number)).unwrap();
        sessions.push(over(it, kind, 20 - number));
    }
    sessions
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![]];
    }
    let shorter = permutations(count - 1);
    let longer = shorter.iter().flat_map(|order| {
        (0..count).map(|at| {
            let mut order = order.clone();
            order.insert(at, count - 1);
            order
        })
    });
    longer.collect()
}

#[test]
fn in_whatever_order_sessions_are_added_the_past_is_the_same() {
    let sessions = completed();
    let past = Past::derive(&sessions);
    assert_eq!(past.outcomes, Outcomes { done: 3, resumed: 1, abandoned: 1, stale: 1 });
    assert_eq!((past.commits, past.decisions, past.last_activity), (30, 6, Some(at(20))));
    assert_eq!(past.recent.as_slice().len(), Recent::MOST);
    let orders = permutations(sessions.len());
    assert_eq!(orders.len(), 720);
    for order in orders {
        assert_eq!(Past::derive(order.iter().map(|&at| &sessions[at])), past, "{order:?}");
    }
}

#[test]
fn the_newest_commits_are_kept_the_newest_first() {
    let mut all: Vec<RecentCommit> = completed()
        .iter()
        .flat_map(|session| {
            session.record().commits.iter().map(|commit| RecentCommit {
                at: commit.at,
                sha: commit.facts.sha.clone(),
                session: session.id().clone(),
                subject: commit.facts.subject.clone(),
            })
        })
        .collect();
    all.sort();
    all.reverse();
    all.truncate(10);
    let past = Past::derive(&completed());
    assert_eq!(past.recent.as_slice(), all);
    all.reverse();
    assert_eq!(Recent::restore(all), past.recent, "however they were kept");
}

#[test]
fn only_a_completed_session_is_past() {
    let mut parked = session(2, "shop", MadeBy::Start);
    parked.park(text("lunch"), vec![], at(1)).unwrap();
    assert_eq!(Past::derive([&session(1, "shop", MadeBy::Start), &parked]), Past::default());
}

#[test]
fn a_roll_tells_sessions_from_others_and_from_fewer_and_from_more() {
    let ids: Vec<SessionId> = completed().iter().map(|session| session.id().clone()).collect();
    let roll = Past::derive(&completed()).derive_roll();
    assert_eq!(Roll::of(&ids), roll);
    assert_eq!(Roll::of(&ids[..2]).and(Roll::of(&ids[2..])), roll);
    let twice = [ids.as_slice(), &ids[..1]].concat();
    let another = [&ids[1..], &[id(7)]].concat();
    // The random part of this one is zero.
    let nothing = [ids.as_slice(), &[id(0)]].concat();
    for other in [&ids[1..], &twice, &another, &nothing, &[]] {
        assert_ne!(Roll::of(other), roll);
    }
}

fn told(state: &ProjectState) -> String {
    let (sessions, outcomes) = (state.sessions, state.past.outcomes);
    let recent: Vec<&str> = state.recent.as_slice().iter().map(|it| it.sha.as_str()).collect();
    let questions: Vec<&str> = state.open_questions.iter().map(|it| it.question.text.as_str()).collect();
    let steps: Vec<&str> = state.next_steps.iter().map(|it| it.text.as_str()).collect();
    let left: Vec<String> =
        state.roadmap.iter().map(|it| format!("{} {}: {}", it.id, it.status, it.text)).collect();
    format!(
        "sessions   {} = {} active + {} parked + {} completed\ncompleted  {} = {} done + {} resumed + {} abandoned + \
         {} stale\ncommits    {}\ndecisions  {}\nlast       {}\nrecent     {recent:?}\nquestions  {questions:?}\nsteps      \
         {steps:?}\nroadmap    {left:?}\n",
        sessions.total(),
        sessions.active,
        sessions.parked,
        sessions.completed,
        outcomes.total(),
        outcomes.done,
        outcomes.resumed,
        outcomes.abandoned,
        outcomes.stale,
        state.commits,
        state.decisions,
        state.last_activity.map_or_else(|| "never".into(), |at| at.to_rfc3339()),
    )
}

/// Two active ones, a parked one, one that the tool made and that has ended by itself, and one of another project.
fn live() -> Vec<Session> {
    let mut asking = session(10, "shop", MadeBy::Start);
    asking.record_entry(commit(200, "new")).unwrap();
    asking.ask(text("later?"), at(202)).unwrap();
    asking.plan_next(vec![text("a step")], false).unwrap();
    let mut parked = session(11, "shop", MadeBy::Start);
    parked.ask(text("answered?"), at(1)).unwrap();
    parked.ask(text("earlier?"), at(2)).unwrap();
    parked.answer("q1", text("yes"), at(3)).unwrap();
    parked.park(text("weekend"), vec![text("another step")], at(4)).unwrap();
    let mut ended = session(12, "shop", MadeBy::AutoStart);
    ended.record_entry(commit(30, "by hand")).unwrap();
    ended.ask(text("does not count?"), at(30)).unwrap();
    let mut other = session(13, "till", MadeBy::Start);
    other.record_entry(commit(300, "not ours")).unwrap();
    other.record_entry(decision(300)).unwrap();
    vec![parked, asking, ended, other, session(14, "shop", MadeBy::Start)]
}

fn shop() -> Project {
    let mut project = Project { past: Past::derive(&completed()), ..Project::new("shop") };
    for (item, status) in ["paid", "by card", "by phone", "at sea", "by post"].into_iter().zip([
        RoadmapStatus::Done,
        RoadmapStatus::Next,
        RoadmapStatus::InProgress,
        RoadmapStatus::Next,
        RoadmapStatus::InProgress,
    ]) {
        project.roadmap.add(text(item), status, at(0)).unwrap();
    }
    project
}

#[test]
fn the_state_is_the_past_and_what_is_live() {
    insta::assert_snapshot!(told(&ProjectState::derive(&shop(), &live(), at(240))), @r#"
    sessions   10 = 2 active + 1 parked + 7 completed
    completed  7 = 3 done + 1 resumed + 1 abandoned + 2 stale
    commits    32
    decisions  6
    last       2026-11-20T13:20:00+00:00
    recent     ["new", "by hand", "52", "42", "32", "22", "51", "41", "12", "02"]
    questions  ["earlier?", "later?"]
    steps      ["a step", "another step"]
    roadmap    ["r3 in_progress: by phone", "r5 in_progress: by post", "r2 next: by card", "r4 next: at sea"]
    "#);
}

#[test]
fn a_project_without_sessions_has_a_state() {
    insta::assert_snapshot!(told(&ProjectState::derive(&Project::new("shop"), &[], at(0))), @r"
    sessions   0 = 0 active + 0 parked + 0 completed
    completed  0 = 0 done + 0 resumed + 0 abandoned + 0 stale
    commits    0
    decisions  0
    last       never
    recent     []
    questions  []
    steps      []
    roadmap    []
    ");
}

#[test]
fn the_state_is_the_same_wherever_a_completed_session_is_counted() {
    let now = at(240);
    let (completed, live) = (completed(), live());
    let whole = ProjectState::derive(&Project { past: Past::derive(&completed), ..shop() }, &live, now);
    for split in 0..completed.len() {
        let project = Project { past: Past::derive(&completed[..split]), ..shop() };
        let sessions = completed[split..].iter().chain(&live);
        assert_eq!(ProjectState::derive(&project, sessions, now), whole, "{split}");
    }
    assert_eq!(whole.sessions.completed, whole.past.outcomes.total());
}

#[test]
fn no_two_items_are_called_alike_whether_added_renamed_or_read() {
    let mut it = Roadmap::default();
    assert_eq!(it.add(text("one"), RoadmapStatus::Next, at(0)).unwrap(), "r1");
    assert_eq!(it.add(text("two"), RoadmapStatus::Next, at(0)).unwrap(), "r2");
    let taken = RoadmapError::Taken { id: "r1".into(), text: "one".into() };
    assert_eq!(it.add(text("one"), RoadmapStatus::Done, at(0)), Err(taken.clone()));
    assert_eq!(it.rename("r2", text("one"), at(0)), Err(taken.clone()));
    assert_eq!(it.rename("tw", text("two and a half"), at(1)).unwrap(), "r2");
    assert_eq!(it.rename("r2", text("two and a half"), at(2)).unwrap(), "r2", "its own name is free");
    assert_eq!(it.as_slice()[1].at, at(1), "nothing was changed then");
    let mut kept = it.as_slice().to_vec();
    kept[1].text = text("one");
    assert_eq!(Roadmap::restore(kept.clone()), Err(taken));
    kept[1] = RoadmapItem { id: "r1".into(), text: text("three"), ..kept[1].clone() };
    assert_eq!(Roadmap::restore(kept), Err(RoadmapError::TwoOfOneId("r1".into())));
    assert_eq!(Roadmap::restore(it.as_slice().to_vec()), Ok(it));
}

#[test]
fn an_item_is_found_by_its_id_or_the_beginning_of_its_text() {
    let mut it = shop().roadmap;
    assert_eq!(it.set_status("at", RoadmapStatus::Done, at(1)).unwrap(), "r4");
    assert_eq!((it.as_slice()[3].status, it.as_slice()[3].at), (RoadmapStatus::Done, at(1)));
    assert_eq!(it.set_status("r4", RoadmapStatus::Done, at(2)).unwrap(), "r4");
    assert_eq!(it.as_slice()[3].at, at(1), "nothing was changed then");
    let several = RoadmapError::Ambiguous { asked: "by p".into(), ids: vec!["r3".into(), "r5".into()] };
    assert_eq!(it.set_status("by p", RoadmapStatus::Done, at(2)), Err(several));
    assert_eq!(it.set_status("r9", RoadmapStatus::Done, at(2)), Err(RoadmapError::NotFound("r9".into())));
    assert_eq!(it.set_status("", RoadmapStatus::Done, at(2)), Err(RoadmapError::NotFound(String::new())));
}

#[test]
fn a_full_roadmap_takes_no_more() {
    let mut it = Roadmap::default();
    for number in 0..Roadmap::MOST {
        it.add(text(&format!("item {number}")), RoadmapStatus::Next, at(0)).unwrap();
    }
    assert_eq!(it.add(text("one more"), RoadmapStatus::Next, at(0)), Err(RoadmapError::Full));
}

#[test]
fn what_is_forgotten_in_a_roadmap_leaves_one_that_can_be_read() {
    let mut it = shop();
    it.set_phase(Some(text("by sea")), at(1));
    let forgotten = it.forget(&|text| if text.contains("by") { "[forgotten]".into() } else { text.into() });
    let texts: Vec<&str> = forgotten.roadmap.as_slice().iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["paid", "[forgotten]", "[forgotten] (r3)", "at sea", "[forgotten] (r5)"]);
    assert_eq!(forgotten.phase, Some(Said { at: at(1), text: text("[forgotten]") }));
    assert_eq!(Roadmap::restore(forgotten.roadmap.as_slice().to_vec()), Ok(forgotten.roadmap));
}

#[test]
fn a_phase_holds_since_it_was_said_first() {
    let mut it = Project::new("shop");
    it.set_phase(Some(text("beta")), at(1));
    it.set_phase(Some(text("beta")), at(2));
    assert_eq!(it.phase, Some(Said { at: at(1), text: text("beta") }));
    it.roadmap.add(text("one"), RoadmapStatus::Next, at(3)).unwrap();
    assert_eq!(it.derive_latest(), Some(at(3)));
    it.set_phase(None, at(4));
    assert_eq!(it.phase, None);
    assert_eq!(Project::new("shop").derive_latest(), None);
}
