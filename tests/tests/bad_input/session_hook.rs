//! Hooks that meet a session's file that is not what it should be.

use std::fs;

use crate::bed::Bed;
use crate::spoil::{UNREADABLE, UNWRITABLE, edit, put_back, what_lies_at};

#[test]
fn a_commit_in_a_worktree_whose_session_cannot_be_written_is_kept_and_not_guessed() {
    let (bed, id) = Bed::at_work();
    let path = bed.live_file(&id);
    let mut told = String::new();
    for (kind, spoil) in UNREADABLE.iter().chain(&UNWRITABLE) {
        let whole = fs::read(&path).unwrap();
        let _ = fs::remove_file(bed.state().join("hook.log"));
        spoil(&path);
        let before = what_lies_at(&path);
        let commit = bed.commit();
        bed.assert_in("none", &commit);
        told.push_str(&format!("{kind}\n{}", bed.hook_log()));
        bed.switch(&kind.replace(' ', "-"));
        assert_eq!(what_lies_at(&path), before, "{kind}: it was written over");

        put_back(&path, &whole);
        let commit = bed.commit();
        bed.assert_in(&id, &commit);
    }
    insta::assert_snapshot!(told, @r#"
    empty
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is empty
    zeros
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`
    cut in its head
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not TOML: line 8: key with no value, expected `=`
    not TOML
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`
    not a session
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not a session: missing field `id`
    not text
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not UTF-8 text
    in conflict
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not TOML: line 5: key with no value, expected `=`
    of an unknown status
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file is not a session: `status` is "asleep"; allowed are active, parked, completed
    of another name
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file holds session 20200101-SHORT1, which is not what its name says
    50 MB large
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file has 52428800 bytes; at most 33554432 are read
    a folder
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    a link
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    a pipe
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    of format 2
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file has format 2; this version writes format 1
    with a key that is not known
    TIME post-commit: commit COMMIT1 goes to no session: /repo/.sessions/live/ID1.toml: the file has keys that this version does not know: mood
    "#);
}

#[test]
fn a_commit_for_a_named_session_that_cannot_be_written_is_kept_and_not_guessed() {
    let (bed, named) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    bed.ok(&["start", "Another"]);
    for (kind, spoil) in UNREADABLE.iter().chain(&UNWRITABLE) {
        let whole = fs::read(bed.live_file(&named)).unwrap();
        spoil_as_active(&bed, &named, *spoil);
        let commit = bed.commit_as(&named);
        assert_eq!(bed.session_of(&commit), "none", "{kind}");
        put_back(&bed.live_file(&named), &whole);
        let commit = bed.commit_as(&named);
        assert_eq!(bed.session_of(&commit), "none", "{kind}: a parked session takes no commits");
    }
}

#[test]
fn a_session_beside_one_that_cannot_be_read_is_no_guess() {
    let (bed, spoilt) = Bed::at_work();
    let path = bed.live_file(&spoilt);
    assert_eq!(bed.run(&["start", "Another"]).code, Some(0));
    let good = bed.run(&["log"]).stdout.lines().find(|line| !line.contains(&spoilt)).unwrap().to_owned();
    let good = good.split('\t').nth(1).unwrap();
    for (kind, spoil) in UNREADABLE {
        let whole = fs::read(&path).unwrap();
        let _ = fs::remove_file(bed.state().join("hook.log"));
        spoil(&path);
        let before = what_lies_at(&path);
        let commit = bed.commit();
        assert_eq!(bed.session_of(&commit), "none", "{kind}: {}", bed.hook_log());
        let log = bed.hook_log();
        assert!(
            log.starts_with("TIME post-commit: commit COMMIT1 goes to no session: /repo/"),
            "{kind}: {log}"
        );
        assert!(log.contains(".toml: ") && log.lines().count() == 1, "{kind}: {log}");
        // Whoever is named is no guess.
        let commit = bed.commit_as(good);
        assert_eq!(bed.session_of(&commit), good, "{kind}: {}", bed.hook_log());
        assert_eq!(what_lies_at(&path), before, "{kind}: it was written over");
        put_back(&path, &whole);
    }
}

/// The ways to spoil a file look for words that stand in an active session's.
fn spoil_as_active(bed: &Bed, id: &str, spoil: fn(&std::path::Path)) {
    let path = bed.live_file(id);
    edit(&path, |text| text.replace("\"parked\"", "\"active\""));
    spoil(&path);
}

#[test]
fn an_entry_that_is_cut_short_is_mended_by_the_next_commit() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["event", "One"]);
    bed.ok(&["event", "Two"]);
    edit(&bed.live_file(&id), |text| text[..text.len() - 30].to_owned());
    let commit = bed.commit();
    bed.assert_in(&id, &commit);
    assert_eq!(bed.seen(&["show"]).matches("Two").count(), 0);
    assert_eq!(bed.run(&["show"]).stderr, "");
    assert_eq!(fs::read_dir(bed.store().join("quarantine")).unwrap().count(), 2);
}

#[test]
fn a_torn_entry_is_still_seen_when_the_session_is_looked_for() {
    let (bed, id) = Bed::at_work();
    edit(&bed.live_file(&id), |text| format!("{text}\n[[event]]\nat = 2026"));
    bed.switch("elsewhere");
    assert_eq!(bed.hook_log(), "");
    assert_eq!(bed.run(&["show"]).stderr, "");
    assert!(fs::read_to_string(bed.live_file(&id)).unwrap().contains("[[heartbeat]]"));
}
