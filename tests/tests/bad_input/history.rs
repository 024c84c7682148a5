//! A history that cannot be written or read. It is worth no failure: what is asked is done, and what is wrong is told.

use std::fs;

use crate::bed::{Bed, skipped};
use crate::others::{as_somebody_else, close, reopen};

#[test]
fn where_no_snapshot_can_be_taken_all_is_done_and_it_is_told() {
    let Some(bed) = as_somebody_else() else { return skipped("running as somebody else failed") };
    bed.ok(&["start", "Before"]);
    bed.ok(&["complete"]);
    close(&bed.state());
    insta::assert_snapshot!(bed.seen(&["start", "Work"]), @"
    exit 0
    ID1
    ---
    warning: commits that no hook saw could not be looked for: worktree main: cannot lock /repo/.git/git-session/recorded.lock: Permission denied (os error 13)
    warning: cannot lock /repo/.git/git-session/recorded.lock
    warning: it is done, but no snapshot of it was taken: cannot lock /repo/.git/git-session/history.lock: Permission denied (os error 13)
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch"]), @"
    exit 0
    ID1
    ---
    warning: commits that no hook saw could not be looked for: worktree main: cannot lock /repo/.git/git-session/recorded.lock: Permission denied (os error 13)
    warning: it is done, but no snapshot of it was taken: cannot lock /repo/.git/git-session/history.lock: Permission denied (os error 13)
    ");
    for arguments in [vec!["resume"], vec!["complete", "Done"], vec!["start", "Another"]] {
        let run = bed.run(&arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stderr.contains("no snapshot of it was taken"), "{run:?}");
    }
    // What takes none says nothing of it.
    for arguments in [vec!["event", "x"], vec!["log"], vec!["clean"]] {
        let run = bed.run(&arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
    let before = bed.ok(&["log"]);

    // The next one that can be taken has all that is live, and what it is about.
    reopen(&bed.state());
    bed.ok(&["park", "--reason", "Lunch"]);
    let parked = bed.ok(&["log"]);
    fs::remove_dir_all(bed.store()).unwrap();
    let run = bed.run(&["log"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(run.stdout.trim_end(), parked, "it was {before}");
}

#[test]
fn a_history_that_is_damaged_stands_in_nobodys_way() {
    for spoil in ["objects", "HEAD", "refs", "all"] {
        let (bed, id) = Bed::at_work();
        let history = bed.state().join("history.git");
        if spoil == "all" {
            fs::remove_dir_all(&history).unwrap();
            fs::write(&history, "no repository").unwrap();
        } else {
            let path = history.join(spoil);
            if path.is_dir() { fs::remove_dir_all(&path).unwrap() } else { fs::write(&path, "").unwrap() }
        }
        for arguments in [
            vec!["event", "x"],
            vec!["park", "--reason", "Lunch"],
            vec!["resume"],
            vec!["status"],
            vec!["log"],
            vec!["complete"],
        ] {
            let run = bed.run(&arguments);
            assert_eq!(run.code, Some(0), "{spoil}: {arguments:?}: {run:?}");
        }
        assert!(bed.ok(&["log"]).contains(&id), "{spoil}");
        // Whoever looks finds it.
        let doctor = bed.run(&["doctor", "--fix"]);
        assert!(matches!(doctor.code, Some(0 | 1 | 5)), "{spoil}: {doctor:?}");
        bed.ok(&["start", "Another"]);
        fs::remove_dir_all(bed.store()).unwrap();
        assert!(bed.run(&["log"]).stdout.contains("Another"), "{spoil}");
    }
}
