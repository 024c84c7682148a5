//! What a store is when nothing goes wrong.

use std::fs;

use core_model::{MadeBy, StatusName, Text, TextKind};
use store::{FindError, Which};

use crate::kit::{Kit, done, event, text};

#[test]
fn a_session_is_created_changed_and_archived() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    kit.store.update(&id, |session, now| session.park(text("lunch"), vec![text("next")], now)).unwrap();
    assert_eq!(kit.read(&id).status().name(), StatusName::Parked);
    assert!(kit.store.here("main").candidates.is_empty());
    assert_eq!(
        fs::read_dir(kit.root.join("worktrees/main")).unwrap().count(),
        0,
        "no hook looks at it again"
    );
    kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(!kit.live_file(&id).exists());
    let snapshot = kit.store.snapshot(Which::All);
    assert_eq!(snapshot.sessions, [kit.read(&id)]);
    assert!(snapshot.problems.is_empty());
    assert!(kit.store.snapshot(Which::Live).sessions.is_empty());
    assert_eq!(kit.said(&id), ["one"]);
}

#[test]
fn an_id_that_is_taken_is_never_written_over() {
    let kit = Kit::new();
    let id = kit.started();
    let before = fs::read(kit.live_file(&id)).unwrap();
    let mut tries = 0;
    let opened = kit.store.create::<()>("main", |_, now| {
        tries += 1;
        let mut opening = kit.opening(now, MadeBy::Start);
        opening.intent = Text::parse(TextKind::Intent, "another").unwrap();
        if tries < 3 {
            opening.id = id.clone();
        }
        Ok(core_model::Session::open(opening))
    });
    assert_ne!(opened.unwrap().unwrap().id(), &id);
    assert_eq!(tries, 3);
    assert_eq!(fs::read(kit.live_file(&id)).unwrap(), before);
    // Nor is one in the archive.
    kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    let error = kit.store.create::<()>("main", |_, now| {
        let mut opening = kit.opening(now, MadeBy::Start);
        opening.id = id.clone();
        Ok(core_model::Session::open(opening))
    });
    assert!(error.unwrap_err().to_string().contains("is taken"));
    assert!(kit.store.here("main").candidates.len() == 1, "no note is left of what was not opened");
}

#[test]
fn where_nothing_changes_nothing_is_written() {
    let kit = Kit::new();
    let id = kit.started();
    // A file that was written anew is another one.
    let before = fs::File::open(kit.live_file(&id)).unwrap();
    kit.store.update(&id, |_, _| Ok(())).unwrap();
    let refused = kit.store.update(&id, |session, now| {
        session.park(text("x"), vec![], now)?;
        session.park(text("y"), vec![], now)
    });
    assert!(refused.is_err());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let after = fs::metadata(kit.live_file(&id)).unwrap();
        assert_eq!(before.metadata().unwrap().ino(), after.ino());
    }
    drop(before);
    assert_eq!(kit.read(&id).status().name(), StatusName::Active);
}

#[test]
fn a_piece_of_an_id_finds_it_wherever_it_lies() {
    let kit = Kit::new();
    let (one, two) = (kit.started(), kit.started());
    kit.store.update(&one, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert_eq!(kit.store.find(one.random_part()).unwrap(), one);
    assert_eq!(kit.store.find(two.as_str()).unwrap(), two);
    assert!(matches!(kit.store.find("zz"), Err(FindError::NotFound(_))));
    let error = kit.store.find("2026").unwrap_err();
    assert_eq!(error.to_string(), format!("`2026` could be {one} or {two}"));
}

#[test]
fn a_change_folds_heartbeats_and_keeps_the_last_sign_of_life() {
    use core_model::{Entry, Heartbeat, Source};
    let kit = Kit::new();
    let id = kit.started();
    for second in 0..50 {
        kit.set_clock(second);
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::Command });
        kit.store.append(&id, |_, now| Ok(beat(now))).unwrap();
    }
    let before = kit.read(&id);
    assert_eq!(before.record().heartbeats.len(), 50);
    kit.set_clock(60);
    let after = kit.store.update(&id, |session, now| session.record_entry(event("said", now))).unwrap().value;
    assert_eq!(after.record().heartbeats.len(), 1);
    assert_eq!(after.record().heartbeats[0].until, Some(before.derive_last_sign()));
}

#[test]
fn commits_without_a_session_are_kept_together() {
    let kit = Kit::new();
    assert!(kit.store.read_unassigned().unwrap().0.is_empty());
    for number in 0..3 {
        kit.store.append_unassigned(|at| commit(&format!("{number}"), at)).unwrap();
    }
    let (commits, problems) = kit.store.read_unassigned().unwrap();
    assert_eq!(commits.iter().map(|it| it.facts.sha.as_str()).collect::<Vec<_>>(), ["0", "1", "2"]);
    assert!(problems.is_empty());
}

#[test]
fn the_time_of_what_belongs_to_nobody_does_not_go_back_either() {
    let kit = Kit::new();
    kit.set_clock(60);
    kit.store.append_unassigned(|at| commit("1", at)).unwrap();
    kit.set_clock(0);
    kit.store.append_unassigned(|at| commit("2", at)).unwrap();
    let (commits, _) = kit.store.read_unassigned().unwrap();
    assert_eq!(commits[0].at, commits[1].at);
}

fn commit(sha: &str, at: core_model::Time) -> core_model::Commit {
    use core_model::{Commit, CommitFacts, Evidence, Files, Person};
    let facts = CommitFacts {
        sha: sha.into(),
        tree: "t".into(),
        parents: vec![],
        author: Person { name: "Ada".into(), email: String::new() },
        authored_at: at,
        branch: None,
        subject: "s".into(),
        files: Files::default(),
    };
    Commit::new(at, facts, Evidence::None)
}

#[test]
#[cfg(unix)]
fn nobody_else_can_read_it_and_git_does_not_see_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let kit = Kit::new();
    let id = kit.started();
    kit.store.append_unassigned(|at| commit("1", at)).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in ["", "live", "archive", "locks", "worktrees", "worktrees/main", "quarantine"] {
        assert_eq!(mode(&kit.root.join(folder)), 0o700, "{folder}");
    }
    assert_eq!(mode(&kit.live_file(&id)), 0o600);
    assert_eq!(mode(&kit.root.join("unassigned.toml")), 0o600);
    for lock in fs::read_dir(kit.root.join("locks")).unwrap() {
        assert_eq!(mode(&lock.unwrap().path()), 0o600);
    }
    assert_eq!(fs::read_to_string(kit.root.join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn a_store_whose_folders_were_cleaned_away_is_made_anew() {
    let kit = Kit::new();
    fs::remove_dir_all(&kit.root).unwrap();
    assert!(matches!(
        kit.store.append(&"20261120-0000000000".parse().unwrap(), |_, now| Ok(event("x", now))),
        Err(store::ChangeError::NotFound(_) | store::ChangeError::Lock(_))
    ));
}
