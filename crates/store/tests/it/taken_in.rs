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

fn commit(kit: &Kit, sha: &str, subject: &str) -> core_model::Commit {
    core_model::Commit::new(
        kit.store.now(),
        core_model::CommitFacts {
            sha: sha.into(),
            tree: "aa".into(),
            parents: vec![],
            author: core_model::Person { name: "Ada".into(), email: "ada@example.org".into() },
            authored_at: kit.store.now(),
            branch: None,
            subject: subject.into(),
            files: core_model::Files { paths: vec![], more: false },
        },
        core_model::Evidence::None,
    )
}

#[test]
fn commits_from_elsewhere_that_belong_to_none_are_taken_in_once_and_in_order() {
    let kit = Kit::new();
    let later = commit(&kit, "01", "later");
    kit.set_clock(-60);
    let earlier = commit(&kit, "02", "earlier");
    assert_eq!(kit.store.adopt_unassigned(&[]).unwrap(), 0);
    assert!(!kit.root.join("unassigned.toml").exists(), "nothing was to be written");
    assert_eq!(kit.store.adopt_unassigned(&[later.clone(), earlier.clone(), later.clone()]).unwrap(), 2);
    assert_eq!(kit.store.adopt_unassigned(&[commit(&kit, "01", "another")]).unwrap(), 0);
    assert_eq!(kit.store.read_unassigned().unwrap().0, [earlier, later]);
}

#[test]
fn what_stands_beside_what_is_said_is_forgotten_too_and_what_was_cut_off_is_kept_aside() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "nobody");
    let forget = |text: &str| text.replace("alpha", FORGOTTEN);
    let path = kit.live_file(&id);
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, whole.replacen("[author]", "# alpha\n[author]", 1)).unwrap();
    assert!(!kit.store.forget_in(&id, &forget).unwrap(), "nothing that was said is another");
    assert!(!fs::read_to_string(&path).unwrap().contains("alpha"));
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert!(!kit.store.forget_in(&id, &forget).unwrap());
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before, "it is written once");

    let torn = "\n[[event]]\nat = 2026-11-20T10:00:00.000Z\ntext = \"alpha";
    fs::write(&path, fs::read_to_string(&path).unwrap() + torn).unwrap();
    kit.store.forget_in(&id, &forget).unwrap();
    assert!(!fs::read_to_string(&path).unwrap().contains("alpha"));
    let is_meant = |_: &str, content: &[u8]| String::from_utf8_lossy(content).contains("alpha");
    assert_eq!(kit.store.list_quarantine(is_meant).len(), 1);
    assert_eq!(kit.store.forget_quarantine(is_meant).unwrap(), 1);
    assert_eq!(kit.said(&id), ["nobody"]);
}

#[test]
fn temporary_files_and_what_is_derived_are_forgotten_wherever_they_lie() {
    let kit = Kit::new();
    let id = kit.started();
    let (meant, other) = (".git-session-1-1.tmp", ".git-session-1-2.tmp");
    for folder in ["", "live", "archive/2026-11", "redo", "cache/terms"] {
        fs::create_dir_all(kit.root.join(folder)).unwrap();
        fs::write(kit.root.join(folder).join(meant), "alpha").unwrap();
        fs::write(kit.root.join(folder).join(other), "beta").unwrap();
    }
    fs::write(kit.root.join("live/notes.txt"), "alpha").unwrap();
    assert_eq!(kit.store.forget_temporary(|content| content == b"alpha").unwrap(), 5);
    kit.store.forget_cache().unwrap();
    let left: Vec<_> = walk(&kit.root).into_iter().filter(|name| name.ends_with(".tmp")).collect();
    assert_eq!(left.len(), 4, "{left:?}");
    assert!(left.iter().all(|name| name.ends_with(other)), "{left:?}");
    assert!(kit.root.join("live/notes.txt").exists() && kit.live_file(&id).exists());
}

#[test]
fn lines_of_the_log_are_forgotten_in_part_or_wholly() {
    let folder = tempfile::tempdir().unwrap();
    let log = store::HookLog::new(folder.path());
    let forget = |line: &str| (!line.contains("gone")).then(|| line.replace("alpha", FORGOTTEN));
    assert_eq!(log.forget(&forget).unwrap(), 0, "there is none");
    fs::write(folder.path().join("hook.log"), "one\nalpha two\ngone\n").unwrap();
    assert_eq!(log.count_forgotten(&forget).unwrap(), 2);
    assert_eq!(log.forget(&forget).unwrap(), 2);
    assert_eq!(fs::read_to_string(folder.path().join("hook.log")).unwrap(), "one\n[forgotten] two\n");
    assert_eq!(log.forget(&forget).unwrap(), 0);
}
