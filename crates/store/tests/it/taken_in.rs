//! Signs of life, sessions from elsewhere, and what is forgotten.

use std::fs;

use core_model::{FORGOTTEN, Session, Source, TaskStatus};
use store::{Adopted, Beat, ChangeError};

use crate::kit::{Kit, done, text};

#[test]
fn a_sign_of_life_soon_after_a_write_costs_a_look_and_writes_nothing() {
    let kit = Kit::new();
    let id = kit.started();
    // The file's own time is the machine's, so the clock of the test is set by it.
    let written = fs::metadata(kit.live_file(&id)).unwrap().modified().unwrap();
    let since = chrono::DateTime::<chrono::Utc>::from(written) - crate::kit::start_of_time();
    fs::write(kit.live_file(&id), "not to be read").unwrap();
    kit.set_clock(since.num_seconds() + 29);
    assert!(matches!(kit.store.beat(&id, "main", Source::Command), Ok(Beat::Recent)));
    kit.set_clock(since.num_seconds() + 32);
    assert!(
        matches!(kit.store.beat(&id, "main", Source::Command), Err(ChangeError::File(_))),
        "now it is read"
    );
    kit.set_clock(since.num_seconds() - 40);
    assert!(
        matches!(kit.store.beat(&id, "main", Source::Command), Err(ChangeError::File(_))),
        "a clock that is behind"
    );
}

#[test]
fn a_sign_of_life_long_after_is_recorded() {
    let kit = Kit::new();
    let id = kit.started();
    kit.set_clock(60 * 60 * 24 * 365 * 100);
    assert!(matches!(kit.store.beat(&id, "main", Source::Command), Ok(Beat::Recorded(_))));
    assert_eq!(kit.read(&id).record().heartbeats.len(), 1);
    kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(matches!(kit.store.beat(&id, "main", Source::Command), Err(ChangeError::Refused(_))));
}

fn foreign(kit: &Kit, over: bool) -> Session {
    let mut session = Session::open(kit.opening(kit.store.now(), core_model::MadeBy::Start));
    session.add_tasks(&[text("one")], kit.store.now()).unwrap();
    if over {
        session.complete(done(), "complete", kit.store.now()).unwrap();
    }
    session
}

#[test]
fn a_session_from_elsewhere_is_taken_in_once_and_takes_no_others_place() {
    for over in [false, true] {
        let kit = Kit::new();
        let session = foreign(&kit, over);
        assert_eq!(kit.store.adopt(&session).unwrap(), Adopted::New);
        assert_eq!(kit.read(session.id()), session);
        assert_eq!(kit.live_file(session.id()).exists(), !over, "what is over lies in the archive");
        assert_eq!(kit.store.here("main").candidates.len(), usize::from(!over));
        assert_eq!(kit.store.adopt(&session).unwrap(), Adopted::Same);
        let mut other = Session::open(session.opening().clone());
        other.add_tasks(&[text("two")], kit.store.now()).unwrap();
        assert_eq!(kit.store.adopt(&other).unwrap(), Adopted::Other);
        assert_eq!(kit.read(session.id()), session);
    }
}

#[test]
fn a_text_is_forgotten_wherever_it_stands() {
    let kit = Kit::new();
    let id = kit.started();
    kit.store
        .update(&id, |session, now| {
            session.add_tasks(&[text("tell alpha"), text("tell beta")], now)?;
            session.move_task("t2", TaskStatus::Completed, now)?;
            session.ask(text("does alpha know?"), now)?;
            session.answer("q1", text("alpha does"), now)?;
            session.set_activity(Some(text("with alpha")), now)?;
            session.set_awaiting(Some(text("for alpha")), now)?;
            session.set_intent(text("for alpha"))?;
            session.tag(&[text("alpha")], &[])?;
            session.plan_next(vec![text("ask alpha")], false)
        })
        .unwrap();
    kit.say(&id, "alpha was here");
    kit.say(&id, "nobody");
    kit.store.update(&id, |session, now| session.park(text("alpha"), vec![], now)).unwrap();
    let before = kit.read(&id);
    let forget = |text: &str| text.replace("alpha", FORGOTTEN);
    assert!(kit.store.forget_in(&id, &forget).unwrap());
    assert!(!kit.store.forget_in(&id, &forget).unwrap(), "once is enough");
    let file = fs::read_to_string(kit.live_file(&id)).unwrap();
    assert!(!file.contains("alpha"), "{file}");
    let after = kit.read(&id);
    assert_eq!(after.record().events.len(), 2);
    assert_eq!(after.head().changed_at, before.head().changed_at, "it is no sign of life");
    assert_eq!(kit.said(&id), ["[forgotten] was here", "nobody"]);
}

#[test]
fn tasks_that_are_alike_once_a_text_is_forgotten_are_told_apart() {
    let kit = Kit::new();
    let id = kit.started();
    kit.store.update(&id, |it, now| it.add_tasks(&[text("a"), text("b")], now).map(drop)).unwrap();
    kit.store.forget_in(&id, &|text| if text.len() == 1 { FORGOTTEN.into() } else { text.into() }).unwrap();
    let tasks: Vec<_> = kit.read(&id).tasks().as_slice().iter().map(|it| it.subject.to_string()).collect();
    assert_eq!(tasks, ["[forgotten]", "[forgotten] (t2)"]);
}

#[test]
fn a_session_that_is_forgotten_leaves_nothing() {
    for over in [false, true] {
        let kit = Kit::new();
        let session = foreign(&kit, over);
        let id = session.id();
        kit.store.adopt(&session).unwrap();
        fs::write(kit.root.join("quarantine").join(format!("{id}.x.tail")), "rest").unwrap();
        let other = kit.started();
        kit.store.forget_session(id).unwrap();
        assert!(kit.store.read(id).unwrap().is_none());
        let names: Vec<_> = walk(&kit.root).into_iter().filter(|name| name.contains(id.as_str())).collect();
        assert!(names.is_empty(), "{names:?}");
        assert!(matches!(kit.store.forget_session(id), Err(ChangeError::NotFound(_))));
        assert!(kit.store.read(&other).unwrap().is_some());
    }
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: std::path::PathBuf| {
        let mut names = vec![path.display().to_string()];
        if path.is_dir() {
            names.extend(walk(&path));
        }
        names
    };
    entries.flat_map(below).collect()
}
