use super::*;
use crate::{
    Author, AuthorKind, Entry, Event, Head, MadeBy, Opening, Outcome, OutcomeKind, Owner, RandomBits,
    SessionId, StatusName,
};

fn start() -> Time {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

fn owner(pid: u32) -> Owner {
    Owner { host: "lab".into(), boot: Some("b1".into()), pid, started_at: start() }
}

/// A session whose last sign of life was at the start.
fn session(made_by: MadeBy, owner: Option<Owner>) -> Session {
    Session::open(Opening {
        id: SessionId::new(start(), RandomBits(7)),
        project: "shop".into(),
        intent: text("work"),
        started_at: start(),
        branch: None,
        worktree: "wt1".into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by,
        tags: vec![],
        owner,
        roadmap: None,
        parent: None,
    })
}

fn asked() -> Session {
    session(MadeBy::Start, Some(owner(42)))
}

fn parked() -> Session {
    let mut it = asked();
    it.park(text("lunch"), vec![], start()).unwrap();
    it
}

fn completed() -> Session {
    let mut it = asked();
    it.complete(Outcome { kind: OutcomeKind::Done, note: None }, "complete", start()).unwrap();
    it
}

fn seen(holder: Holder, worktree_gone: bool) -> Seen {
    Seen { holder, worktree_gone }
}

fn told(care: Option<Care>) -> String {
    let Some(Care { why, remedy, due }) = care else { return "nothing".into() };
    let remedy = match remedy {
        Remedy::Close => "close".into(),
        Remedy::Park(reason) => format!("park: {reason}"),
    };
    format!("{}, {} {remedy}", why.as_str(), if due { "due" } else { "later" })
}

#[test]
fn what_a_session_needs() {
    use Holder::{Alive, Gone, Unknown};
    let policy = Policy::default();
    let (soon, later) = (policy.orphan_grace, policy.stale_after);
    let more = TimeDelta::milliseconds(1);
    let tool = || session(MadeBy::AutoStart, None);
    let cases = [
        ("at work", asked(), seen(Unknown, false), later),
        ("silent", asked(), seen(Unknown, false), later + more),
        ("silent, held", asked(), seen(Alive, false), later * 100),
        ("silent, its process gone", asked(), seen(Gone, false), later + more),
        ("silent, its worktree gone", asked(), seen(Unknown, true), later + more),
        ("silent, held, its worktree gone", asked(), seen(Alive, true), later + more),
        ("its process gone", asked(), seen(Gone, false), soon),
        ("its process gone, past the grace", asked(), seen(Gone, false), soon + more),
        ("its worktree gone", asked(), seen(Unknown, true), soon),
        ("its worktree gone, past the grace", asked(), seen(Unknown, true), soon + more),
        ("its process and its worktree gone", asked(), seen(Gone, true), soon + more),
        ("the tool's, at work", tool(), seen(Unknown, false), TimeDelta::hours(2)),
        ("the tool's, over", tool(), seen(Unknown, false), TimeDelta::hours(2) + more),
        ("the tool's, silent", tool(), seen(Unknown, false), later + more),
        ("the tool's, its worktree gone", tool(), seen(Unknown, true), soon + more),
        ("a clock behind it", asked(), seen(Unknown, false), -later * 100),
        ("a clock behind it, its process gone", asked(), seen(Gone, false), -later * 100),
        ("parked", parked(), seen(Gone, true), later + more),
        ("completed", completed(), seen(Gone, true), later + more),
    ];
    let table: String = cases
        .into_iter()
        .map(|(case, session, seen, silent_for)| {
            format!("{case:<35}  {}\n", told(judge(&session, seen, &policy, start() + silent_for)))
        })
        .collect();
    insta::assert_snapshot!(table, @r"
    at work                              nothing
    silent                               stale, due close
    silent, held                         nothing
    silent, its process gone             orphaned, due park: the process that held it (42 on lab) is gone
    silent, its worktree gone            worktree-gone, due park: its worktree wt1 is gone
    silent, held, its worktree gone      worktree-gone, due park: its worktree wt1 is gone
    its process gone                     orphaned, later park: the process that held it (42 on lab) is gone
    its process gone, past the grace     orphaned, due park: the process that held it (42 on lab) is gone
    its worktree gone                    worktree-gone, later park: its worktree wt1 is gone
    its worktree gone, past the grace    worktree-gone, due park: its worktree wt1 is gone
    its process and its worktree gone    orphaned, due park: the process that held it (42 on lab) is gone
    the tool's, at work                  nothing
    the tool's, over                     ended, due close
    the tool's, silent                   ended, due close
    the tool's, its worktree gone        worktree-gone, due park: its worktree wt1 is gone
    a clock behind it                    nothing
    a clock behind it, its process gone  orphaned, later park: the process that held it (42 on lab) is gone
    parked                               nothing
    completed                            nothing
    ");
}

#[test]
fn what_is_due_is_done_at_the_last_sign_of_life_and_only_once() {
    let policy = Policy::default();
    let now = start() + TimeDelta::days(2);
    let mut stale = asked();
    assert_eq!(
        tend(&mut stale, seen(Holder::Unknown, false), &policy, "clean", now).unwrap().unwrap().why,
        Why::Stale
    );
    let Status::Completed(over) = stale.status() else { panic!("{:?}", stale.status()) };
    assert_eq!((over.ended_at, over.closed_at, over.closed_by.as_str()), (start(), now, "clean"));
    assert_eq!(tend(&mut stale, seen(Holder::Unknown, false), &policy, "clean", now).unwrap(), None);

    let mut orphan = asked();
    assert!(tend(&mut orphan, seen(Holder::Gone, false), &policy, "clean", now).unwrap().is_some());
    let Status::Parked(aside) = orphan.status() else { panic!("{:?}", orphan.status()) };
    assert_eq!((aside.stopped_at, aside.at, aside.by.as_str()), (start(), now, "clean"));
    assert_eq!(aside.reason.as_str(), "the process that held it (42 on lab) is gone");
    assert!(stale.check().is_ok() && orphan.check().is_ok());
}

#[test]
fn a_sign_of_life_after_the_listing_saves_a_session() {
    let policy = Policy::default();
    let now = start() + TimeDelta::days(2);
    let mut it = asked();
    assert!(judge(&it, seen(Holder::Unknown, false), &policy, now).is_some());
    it.record_entry(Entry::Event(Event { at: now, text: text("still here") })).unwrap();
    let lived = it.clone();
    assert_eq!(tend(&mut it, seen(Holder::Unknown, false), &policy, "clean", now).unwrap(), None);
    assert_eq!(it, lived);
}

#[test]
fn within_the_grace_an_orphan_is_shown_and_left_alone() {
    let (policy, now) = (Policy::default(), start() + TimeDelta::minutes(1));
    let mut sessions = [parked(), asked(), completed()];
    let gone = |_: &Session| seen(Holder::Gone, false);
    let due: Vec<_> =
        sessions.iter().map(|it| judge(it, gone(it), &policy, now).map(|care| care.due)).collect();
    assert_eq!(due, [None, Some(false), None]);
    assert_eq!(tend(&mut sessions[1], gone(&parked()), &policy, "clean", now).unwrap(), None);
    assert_eq!(sessions[1].status().name(), StatusName::Active);
}

#[test]
fn whose_a_session_is() {
    let caller = [owner(42), owner(1)];
    let other_run = Owner { boot: Some("b2".into()), ..owner(42) };
    let reused = Owner { started_at: start() + TimeDelta::minutes(1), ..owner(42) };
    let head = |owner: Option<Owner>| session(MadeBy::Start, owner).head().clone();
    let away =
        |owner| Head { opening: Opening { worktree: "wt2".into(), ..head(owner).opening }, ..head(None) };
    let cases = [
        ("none holds it, here", head(None)),
        ("none holds it, elsewhere", away(None)),
        ("the caller's process holds it, here", head(Some(owner(42)))),
        ("the caller's process holds it, elsewhere", away(Some(owner(42)))),
        ("a process before the caller's holds it", head(Some(owner(1)))),
        ("another's process holds it, here", head(Some(owner(43)))),
        ("a process of that number before a restart held it", head(Some(other_run))),
        ("another process of that number held it", head(Some(reused))),
        ("parked", parked().head().clone()),
        ("completed", completed().head().clone()),
    ];
    let table: String = cases
        .iter()
        .map(|(case, head)| {
            let mine = belongs_to(head, &Caller { worktree: "wt1", ancestors: &caller });
            let without = belongs_to(head, &Caller { worktree: "wt1", ancestors: &[] });
            let word = |it| if it { "theirs" } else { "not theirs" };
            format!("{case:<49}  {:<10}  no ancestors known: {}\n", word(mine), word(without))
        })
        .collect();
    insta::assert_snapshot!(table, @r"
    none holds it, here                                theirs      no ancestors known: theirs
    none holds it, elsewhere                           not theirs  no ancestors known: not theirs
    the caller's process holds it, here                theirs      no ancestors known: not theirs
    the caller's process holds it, elsewhere           theirs      no ancestors known: not theirs
    a process before the caller's holds it             theirs      no ancestors known: not theirs
    another's process holds it, here                   not theirs  no ancestors known: not theirs
    a process of that number before a restart held it  not theirs  no ancestors known: not theirs
    another process of that number held it             not theirs  no ancestors known: not theirs
    parked                                             not theirs  no ancestors known: not theirs
    completed                                          not theirs  no ancestors known: not theirs
    ");
}
