//! A change of two sessions: both or neither.

use std::fs;
use std::sync::Barrier;

use core_model::{
    Author, AuthorKind, Continuation, RandomBits, Refusal, Session, SessionId, StatusName, Time,
};
use store::{ChangeError, Pair, Which};

use crate::kit::{Kit, start_of_time, text};

pub(crate) fn child_id(number: u64) -> SessionId {
    SessionId::new(start_of_time(), RandomBits(number))
}

pub(crate) fn resume(id: &SessionId) -> impl FnOnce(&mut Session, Time) -> Result<Session, Refusal> {
    let author = Author { kind: AuthorKind::Person, name: text("Bob"), conversation: None };
    let with = Continuation { id: id.clone(), author, owner: None, intent: None, place: None };
    move |session, now| session.resume(with, now)
}

fn parked(kit: &Kit) -> SessionId {
    let id = kit.started();
    kit.store.update(&id, |session, now| session.park(text("lunch"), vec![], now)).unwrap();
    id
}

fn half_made(kit: &Kit, parent: &SessionId, child: &SessionId, left: &str) {
    // The record of a change is what stands between the two states; a copy of it is put back.
    let redo = kit.root.join("redo");
    let before = fs::read(kit.live_file(parent)).unwrap();
    let record = redo.join(format!("{child}+{parent}.toml"));
    fs::create_dir(kit.root.join("archive/2026-11")).unwrap();
    // The parent cannot be written, so the change stays half made.
    let blocked = kit.root.join("archive/2026-11").join(format!("{parent}.toml"));
    fs::write(&blocked, "in the way").unwrap();
    let written = kit.store.update_and_open(parent, child, resume(child)).unwrap();
    assert!(
        written.remarks[0].to_string().contains("the next command writes the rest"),
        "{:?}",
        written.remarks
    );
    assert!(record.exists());
    fs::remove_file(&blocked).unwrap();
    match left {
        "both" => {
            fs::remove_file(kit.live_file(child)).unwrap();
            fs::write(kit.live_file(parent), before).unwrap();
        }
        "parent" => fs::write(kit.live_file(parent), before).unwrap(),
        _ => {}
    }
}

#[test]
fn a_session_is_resumed_once_however_many_ask() {
    for round in 0..20 {
        let kit = Kit::new();
        let parent = parked(&kit);
        let start = Barrier::new(8);
        let results: Vec<_> = std::thread::scope(|scope| {
            let asked = (0..8).map(|caller| {
                let (kit, parent, start) = (&kit, &parent, &start);
                scope.spawn(move || {
                    let child = child_id(1000 + round * 8 + caller);
                    start.wait();
                    kit.store.update_and_open(parent, &child, resume(&child)).map(|written| written.value)
                })
            });
            let asked: Vec<_> = asked.collect();
            asked.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        let [Ok(Pair { opened, .. })] = &won[..] else { panic!("{} won", won.len()) };
        for result in &lost {
            let Err(ChangeError::Refused(Refusal::Resumed { child, .. })) = result else {
                panic!("{result:?}")
            };
            assert_eq!(child, opened.id());
        }
        let sessions = kit.store.snapshot(Which::All).sessions;
        let children = sessions.iter().filter(|it| it.opening().parent.as_ref() == Some(&parent)).count();
        assert_eq!((children, sessions.len()), (1, 2));
        assert!(fs::read_dir(kit.root.join("redo")).unwrap().next().is_none());
    }
}

#[test]
fn what_has_happened_is_seen_whatever_of_it_is_written() {
    for left in ["both", "parent", "the move"] {
        let kit = Kit::new();
        let (parent, child) = (parked(&kit), child_id(7));
        half_made(&kit, &parent, &child, left);
        let sees = |what: &str| {
            let status = |id| kit.read(id).status().name();
            assert_eq!(
                (status(&parent), status(&child)),
                (StatusName::Completed, StatusName::Active),
                "{left} {what}"
            );
            assert_eq!(kit.read(&parent).status().resumed_as(), Some(&child));
            let all = kit.store.snapshot(Which::All);
            assert!(all.problems.is_empty(), "{:?}", all.problems);
            assert_eq!(all.sessions.len(), 2);
            assert!(all.sessions.iter().all(|it| it.status().name() != StatusName::Parked));
            assert_eq!(kit.store.find(child.random_part()).unwrap(), child);
            let here: Vec<_> = kit.store.here("main").candidates;
            assert_eq!(here.iter().map(|it| it.head.id()).collect::<Vec<_>>(), [&child]);
        };
        sees("before it is finished");
        assert!(
            kit.root.join("redo").join(format!("{child}+{parent}.toml")).exists(),
            "reading writes nothing"
        );
        assert!(kit.store.recover().is_empty());
        sees("after it is finished");
        assert!(fs::read_dir(kit.root.join("redo")).unwrap().next().is_none());
    }
}

#[test]
fn whoever_changes_a_session_finds_the_change_before_it_finished() {
    let kit = Kit::new();
    let (parent, child) = (parked(&kit), child_id(7));
    half_made(&kit, &parent, &child, "both");
    kit.say(&child, "the child speaks");
    assert_eq!(kit.said(&child), ["the child speaks"]);
    assert!(!kit.live_file(&parent).exists());
    let other = child_id(8);
    let refused = kit.store.update_and_open(&parent, &other, resume(&other)).unwrap_err();
    assert!(refused.to_string().ends_with(&format!("{child} goes on with it")), "{refused}");
}

#[test]
fn a_record_that_comes_back_after_a_power_cut_undoes_nothing() {
    let kit = Kit::new();
    let (parent, child) = (parked(&kit), child_id(7));
    half_made(&kit, &parent, &child, "both");
    let record = kit.root.join("redo").join(format!("{child}+{parent}.toml"));
    let content = fs::read(&record).unwrap();
    assert!(kit.store.recover().is_empty());
    kit.say(&child, "later");
    fs::write(&record, &content).unwrap();
    assert_eq!(kit.said(&child), ["later"], "nor does a reader take it for what stands");
    assert!(kit.store.recover().is_empty());
    assert_eq!(kit.said(&child), ["later"]);
    // Nor when the child has ended and lies elsewhere.
    kit.store.update(&child, |session, now| session.complete(crate::kit::done(), "complete", now)).unwrap();
    fs::write(&record, &content).unwrap();
    assert!(kit.store.recover().is_empty());
    assert_eq!(kit.read(&child).status().name(), StatusName::Completed);
    assert!(!kit.live_file(&child).exists());
}

#[test]
fn a_record_that_cannot_be_read_is_told_and_keeps_its_sessions_from_changing() {
    let kit = Kit::new();
    let (parent, other) = (parked(&kit), kit.started());
    let record = kit.root.join("redo").join(format!("{}+{parent}.toml", child_id(7)));
    for content in ["format = 1\n", "", "format = 1\n#. 11 00000000\n"] {
        fs::write(&record, content).unwrap();
        let refused =
            kit.store.update(&parent, |session, now| session.complete(crate::kit::done(), "x", now));
        assert!(refused.unwrap_err().to_string().starts_with("cannot write "));
        assert_eq!(kit.store.snapshot(Which::All).problems.len(), 1);
        assert_eq!(kit.store.recover().len(), 1);
        kit.say(&other, "others go on");
        assert_eq!(fs::read_to_string(&record).unwrap(), content);
    }
}

#[test]
fn a_new_session_never_takes_the_place_of_one_that_is_there() {
    let kit = Kit::new();
    let (parent, taken) = (parked(&kit), kit.started());
    let before = fs::read(kit.live_file(&taken)).unwrap();
    let refused = kit.store.update_and_open(&parent, &taken, resume(&taken)).unwrap_err();
    assert_eq!(refused.to_string(), format!("there is a session {taken} already"));
    assert_eq!(fs::read(kit.live_file(&taken)).unwrap(), before);
    assert_eq!(kit.read(&parent).status().name(), StatusName::Parked);
}
