//! What is noted of processes and conversations goes with the session.

use std::fs;

use chrono::TimeDelta;
use core_model::{Author, AuthorKind, MadeBy, Opening, Owner, Session, SessionId};
use store::{Store, Trouble, What};

use crate::kit::{Kit, done, start_of_time, text};
use crate::together::child_id;

fn owner(pid: u32) -> Owner {
    Owner { host: "lab".into(), boot: None, pid, started_at: start_of_time() }
}

/// A session of the conversation `c-1`, which the process 42 holds.
fn held(kit: &Kit) -> SessionId {
    let opened = kit.store.create::<()>("main", |_, now| {
        let author = Author { kind: AuthorKind::Agent, name: text("bot"), conversation: Some(text("c-1")) };
        let opening = kit.opening(now, MadeBy::Start);
        Ok(Session::open(Opening { author, owner: Some(owner(42)), ..opening }))
    });
    opened.unwrap().unwrap().id().clone()
}

/// What is found by the process 42, by the process 43, and by the conversation.
fn found(store: &Store) -> [Vec<SessionId>; 3] {
    let held = store.held();
    let ids = |it: &mut dyn Iterator<Item = &SessionId>| it.cloned().collect();
    [ids(&mut held.by_process(42)), ids(&mut held.by_process(43)), ids(&mut held.by_conversation("c-1"))]
}

#[test]
fn a_session_is_found_by_its_process_and_its_conversation_as_long_as_it_is_active() {
    let kit = Kit::new();
    assert_eq!(kit.store.held().by_any_process().count(), 0);
    let id = held(&kit);
    assert_eq!(found(&kit.store), [vec![id.clone()], vec![], vec![id.clone()]]);
    assert_eq!(kit.store.held().by_conversation("c-2").count(), 0);
    assert_eq!(kit.store.held().by_any_process().count(), 1);
    kit.store.update(&id, |session, now| session.park(text("lunch"), vec![], now)).unwrap();
    assert_eq!(found(&kit.store), [vec![], vec![], vec![]]);
    // Whoever goes on with it is found in its place.
    let child = child_id(1000);
    let resumed = kit.store.update_and_open(&id, &child, |session, now| {
        let (author, owner) = (session.opening().author.clone(), Some(owner(43)));
        session.resume(
            core_model::Continuation { id: child_id(1000), author, owner, intent: None, place: None },
            now,
        )
    });
    resumed.unwrap();
    assert_eq!(found(&kit.store), [vec![], vec![child.clone()], vec![child.clone()]]);
    kit.store.update(&child, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert_eq!(found(&kit.store), [vec![], vec![], vec![]]);
    let over = kit.store.noted(&child).unwrap();
    assert_eq!((over.head.id(), over.is_at_work(kit.store.now())), (&child, false), "it lies in the archive");
}

#[test]
fn a_session_that_another_process_holds_is_found_by_that_alone() {
    let kit = Kit::new();
    let id = held(&kit);
    kit.store.update(&id, |session, _| session.hold(Some(owner(43)))).unwrap();
    assert_eq!(found(&kit.store), [vec![], vec![id.clone()], vec![id.clone()]]);
    kit.store.update(&id, |session, _| session.hold(None)).unwrap();
    assert_eq!(found(&kit.store), [vec![], vec![], vec![id]]);
}

#[test]
fn notes_that_are_missing_or_stray_are_found_and_put_in_order() {
    let kit = Kit::new();
    let id = held(&kit);
    let told = || kit.store.examine().into_iter().map(|it| it.what).collect::<Vec<_>>();
    assert!(told().is_empty(), "{:?}", told());
    fs::remove_dir_all(kit.root.join("held")).unwrap();
    assert!(matches!(&told()[..], [What::NoNote(missing)] if *missing == id), "{:?}", told());
    kit.store.renew_notes().unwrap();
    assert!(told().is_empty(), "{:?}", told());
    let stray = kit.root.join("held").join(format!("pid-7-{id}"));
    fs::copy(kit.root.join("held").join(format!("pid-42-{id}")), &stray).unwrap();
    let day = TimeDelta::days(1).num_seconds();
    let made = chrono::DateTime::<chrono::Utc>::from(fs::metadata(&stray).unwrap().modified().unwrap());
    kit.set_clock((made - start_of_time()).num_seconds() + day);
    let [trouble @ Trouble { what: What::StrayNote, .. }] = &kit.store.examine()[..] else {
        panic!("{:?}", told())
    };
    kit.store.mend(trouble).unwrap();
    assert!(told().is_empty() && !stray.exists());
    assert_eq!(found(&kit.store)[0], [id]);
}

#[test]
fn what_is_forgotten_of_a_conversation_is_not_noted_and_nothing_is_of_a_session_that_is() {
    let kit = Kit::new();
    let id = held(&kit);
    assert!(kit.store.forget_in(&id, &|text| text.replace("c-1", "[forgotten]")).unwrap());
    assert_eq!(found(&kit.store), [vec![id.clone()], vec![], vec![]]);
    kit.store.forget_session(&id).unwrap();
    assert_eq!(fs::read_dir(kit.root.join("held")).unwrap().count(), 0);
}

#[test]
fn sessions_of_other_worktrees_are_looked_at_up_to_a_bound() {
    let kit = Kit::new();
    let ids: Vec<SessionId> = (0..3).map(|_| kit.started()).collect();
    let found = kit.store.elsewhere("other", 3).unwrap();
    assert_eq!(
        found.iter().map(|it| it.head.id().clone()).collect::<std::collections::BTreeSet<_>>(),
        ids.into_iter().collect()
    );
    assert!(kit.store.elsewhere("other", 2).is_none(), "more than are looked at");
    assert!(kit.store.elsewhere("main", 3).unwrap().is_empty(), "they are here");
}
