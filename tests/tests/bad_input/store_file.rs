//! Files of the store that are no session's: the commits that belong to none, and the notes of a worktree.

use std::fs;

use crate::bed::{Bed, files_below};
use crate::spoil::{UNREADABLE, edit, put_back, what_lies_at};

/// A repository with two active sessions, so that every commit belongs to none, and one such commit.
fn with_unassigned() -> (Bed, String) {
    let (bed, _) = Bed::at_work();
    assert_eq!(bed.run(&["start", "Another"]).code, Some(0));
    let commit = bed.commit();
    bed.assert_in("none", &commit);
    (bed, commit)
}

#[test]
fn a_file_of_unassigned_commits_that_cannot_be_read_is_told_and_hides_no_session() {
    let (bed, first) = with_unassigned();
    let path = bed.store().join("unassigned.toml");
    let mut told = String::new();
    // The others look for words of a session's head.
    for (kind, spoil) in UNREADABLE.iter().filter(|(kind, _)| {
        !["cut in its head", "in conflict", "of an unknown status", "of another name", "not a session"]
            .contains(kind)
    }) {
        let whole = fs::read(&path).unwrap();
        let _ = fs::remove_file(bed.state().join("hook.log"));
        spoil(&path);
        let before = what_lies_at(&path);
        let run = bed.run(&["log"]);
        assert_eq!(run.code, Some(0));
        assert_eq!(
            run.stdout.lines().filter(|line| line.starts_with("session\t")).count(),
            2,
            "{kind}: {run:?}"
        );
        assert!(run.stderr.contains("unassigned.toml"), "{kind}: {run:?}");
        let meanwhile = bed.commit();
        assert_eq!(what_lies_at(&path), before, "{kind}: it was written over");
        told.push_str(&format!("{kind}\n{}", bed.hook_log()));
        put_back(&path, &whole);
        let commit = bed.commit();
        bed.assert_once_in("none", &commit);
        bed.assert_once_in("none", &meanwhile);
        bed.assert_in("none", &first);
    }
    insta::assert_snapshot!(told, @"
    empty
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file is empty
    zeros
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file is not TOML: line 1: key with no value, expected `=`
    not TOML
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file is not TOML: line 1: key with no value, expected `=`
    not text
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file is not UTF-8 text
    50 MB large
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file has 52428800 bytes; at most 33554432 are read
    a folder
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: it is not an ordinary file
    a link
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: it is not an ordinary file
    a pipe
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: it is not an ordinary file
    ");
}

#[test]
fn a_file_of_unassigned_commits_of_format_2_is_read_and_not_written() {
    let (bed, first) = with_unassigned();
    let path = bed.store().join("unassigned.toml");
    edit(&path, |text| text.replacen("format = 1", "format = 2", 1));
    let before = fs::read(&path).unwrap();
    bed.commit();
    assert_eq!(fs::read(&path).unwrap(), before);
    bed.assert_in("none", &first);
    insta::assert_snapshot!(bed.run(&["status"]).stderr.replace(bed.repo.path().to_str().unwrap(), "/repo"), @"
    note: commits that no hook saw could not be looked for: worktree main: cannot write /repo/.sessions/unassigned.toml: the file has format 2; this version writes format 1
    warning: /repo/.sessions/unassigned.toml: the file has format 2; this version writes format 1
    hint: install a newer git-session; the file was left as it is
    ");
    insta::assert_snapshot!(bed.hook_log(), @"
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: commit COMMIT2 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: cannot write /repo/.sessions/unassigned.toml: the file has format 2; this version writes format 1
    ");
}

#[test]
fn notes_that_name_no_session_are_in_nobodys_way() {
    let (bed, id) = Bed::at_work();
    let notes = bed.store().join("worktrees/main");
    for odd in ["20200101-aaaaaaaaaa", "notes", ".hidden"] {
        fs::write(notes.join(odd), "").unwrap();
    }
    fs::create_dir(notes.join("20200101-bbbbbbbbbb")).unwrap();
    bed.assert_in(&id, &bed.commit());
    assert_eq!(bed.hook_log(), "");
}

#[test]
fn a_store_that_was_cleaned_away_is_made_anew() {
    let (bed, _) = Bed::at_work();
    bed.repo.git(&["clean", "-fdxq"]);
    assert!(!bed.store().exists());
    let commit = bed.commit();
    assert_ne!(bed.session_of(&commit), "lost");
    assert_eq!(bed.hook_log(), "");
    fs::remove_dir_all(bed.store()).unwrap();
    bed.switch("elsewhere");
    assert!(!bed.store().exists(), "a checkout made a store");
    bed.ok(&["start", "Work"]);
}

#[test]
fn a_store_of_which_a_part_is_gone_is_made_whole() {
    for part in ["live", "archive", "locks", "worktrees", "quarantine", "projects", ".gitignore"] {
        let (bed, _) = Bed::at_work();
        let path = bed.store().join(part);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap()
        } else {
            fs::remove_file(&path).unwrap()
        }
        assert_eq!(bed.run(&["status"]).code, Some(0), "{part}");
        let commit = bed.commit();
        assert_ne!(bed.session_of(&commit), "lost", "{part}: {}", bed.hook_log());
        assert_eq!(bed.run(&["start", "Another"]).code, Some(0), "{part}");
        assert!(path.exists(), "{part}");
        let temporary =
            files_below(&bed.store()).into_iter().find(|file| file.extension().is_some_and(|it| it == "tmp"));
        assert_eq!(temporary, None);
    }
}
