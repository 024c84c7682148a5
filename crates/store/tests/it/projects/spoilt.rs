//! Projects whose files are not what they should be, or cannot be had.

use std::fs;
use std::time::Duration;

use core_model::project::Past;
use core_model::{Session, StatusName};
use locking::Stripes;
use store::{FileError, ProjectError};

use super::{
    assert_kept_is_right, assert_read_is_right, complete_and_kill, completed_in, file_of, files_in,
    started_in,
};
use crate::kit::{Kit, done, text};

#[test]
fn a_project_file_that_cannot_be_read_is_told_left_as_it_is_and_hides_no_other() {
    for (spoil, to) in [
        ("format = 1", "format = 7"),
        ("format = 1", "format = 1\nmood = \"good\""),
        ("name = \"shop\"", "name = \"till\""),
        ("[past]", "[past"),
    ] {
        let kit = Kit::new();
        completed_in(&kit, "shop");
        completed_in(&kit, "bank");
        let spoiled = fs::read_to_string(file_of(&kit, "shop")).unwrap().replacen(spoil, to, 1);
        fs::write(file_of(&kit, "shop"), &spoiled).unwrap();
        let read = kit.store.read_projects();
        assert_eq!(read.problems.len(), 1, "{to}: {:?}", read.problems);
        assert!(read.problems[0].path.ends_with("projects/shop.toml"));
        for name in ["shop", "bank"] {
            assert_eq!(read.derive_state(name, kit.store.now()).sessions.completed, 1, "{name}, {to}");
        }
        let change = kit.store.change_project("shop", |project, now| {
            project.set_phase(Some(text("beta")), now);
            Ok(())
        });
        assert!(matches!(change, Err(ProjectError::File(_))), "{to}");
        let id = started_in(&kit, "shop");
        let written = kit.store.update(&id, |session, now| session.complete(done(), "complete", now));
        assert!(kit.store.note_completed(&written.unwrap().value).is_err(), "{to}");
        completed_in(&kit, "bank");
        let rebuilt = kit.store.rebuild_projects().unwrap();
        assert!(rebuilt.problems.iter().any(|it| it.path.ends_with("shop.toml")), "{to}");
        assert_eq!(fs::read_to_string(file_of(&kit, "shop")).unwrap(), spoiled, "{to}");
        assert_eq!(
            kit.store.read_projects().derive_state("shop", kit.store.now()).sessions.completed,
            2,
            "{to}"
        );
    }
}

#[test]
fn a_session_that_cannot_be_counted_is_completed_all_the_same_and_that_is_said() {
    let kit = Kit::new();
    completed_in(&kit, "shop");
    let newer = fs::read_to_string(file_of(&kit, "shop")).unwrap().replacen("format = 1", "format = 7", 1);
    fs::write(file_of(&kit, "shop"), newer).unwrap();
    let id = started_in(&kit, "shop");
    let written = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    let noted = kit.store.note_completed(&written.value);
    assert!(
        matches!(&noted, Err(ProjectError::File(problem))
            if matches!(problem.error, FileError::FormatTooNew { .. })),
        "{noted:?}"
    );
    assert_eq!(kit.read(&id).status().name(), StatusName::Completed);
}

#[test]
fn an_archived_session_that_cannot_be_read_is_told_and_counted_once_it_can() {
    let kit = Kit::new();
    completed_in(&kit, "shop");
    let id = started_in(&kit, "shop");
    complete_and_kill(&kit, &id);
    let whole = fs::read(kit.archive_file(&id)).unwrap();
    fs::write(kit.archive_file(&id), "not a session").unwrap();
    let completed = |kit: &Kit| {
        let read = kit.store.read_projects();
        (read.derive_state("shop", kit.store.now()).sessions.completed, read.problems.len())
    };
    assert_eq!(completed(&kit), (1, 1));
    completed_in(&kit, "shop");
    assert_eq!(completed(&kit), (2, 1));
    fs::write(kit.archive_file(&id), whole).unwrap();
    assert_eq!(completed(&kit), (3, 0));
}

#[test]
fn names_of_every_kind_are_kept_apart_in_the_folder_of_projects() {
    let kit = Kit::new();
    let names = ["", "../../up", "a/b", "é", &"x".repeat(255), &"漢".repeat(90), "."];
    for name in names {
        completed_in(&kit, name);
    }
    assert_kept_is_right(&kit, "after all were noted");
    let read = kit.store.read_projects();
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(read.names(), names.into_iter().collect());
    assert_eq!(files_in(&kit.root.join("projects")).len(), names.len());
}

#[test]
fn a_store_from_before_there_were_projects_is_counted_with_the_first_that_is_completed() {
    let kit = Kit::new();
    let sessions: Vec<Session> = ["shop", "till"].map(|name| kit.read(&completed_in(&kit, name))).into();
    fs::remove_dir_all(kit.root.join("projects")).unwrap();
    assert_eq!(kit.store.read_projects().get("shop").past, Past::derive(&sessions[..1]));
    completed_in(&kit, "shop");
    assert_kept_is_right(&kit, "after one was noted");
}

#[test]
fn while_somebody_holds_the_projects_none_is_changed_and_sessions_are_completed_all_the_same() {
    let kit = Kit::with_deadline(Duration::from_millis(50));
    let id = started_in(&kit, "shop");
    let locks = Stripes::new(kit.root.join("locks"));
    let held = locks.lock("projects", Duration::ZERO).unwrap();
    let written = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(matches!(kit.store.note_completed(&written.value), Err(ProjectError::Lock(_))));
    assert!(matches!(kit.store.change_project("shop", |_, _| Ok(())), Err(ProjectError::Lock(_))));
    assert!(matches!(kit.store.rebuild_projects(), Err(ProjectError::Lock(_))));
    assert!(matches!(kit.store.forget_in_projects(&|text| text.into()), Err(ProjectError::Lock(_))));
    assert_read_is_right(&kit, "while it is held");
    drop(held);
    kit.store.note_completed(&kit.read(&id)).unwrap();
    assert_kept_is_right(&kit, "after it was noted");
}

#[test]
fn what_a_kill_leaves_among_the_projects_is_swept_and_never_read() {
    let kit = Kit::new();
    completed_in(&kit, "shop");
    let left = kit.root.join("projects/.git-session-1-1.tmp");
    fs::write(&left, "name = \"sh").unwrap();
    assert!(kit.store.read_projects().problems.is_empty());
    kit.set_clock(60 * 60 * 24 * 365 * 100);
    kit.store.sweep();
    assert!(!left.exists() && file_of(&kit, "shop").exists());
}
