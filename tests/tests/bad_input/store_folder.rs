//! A `.sessions` that is not a folder of our own.

use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::path::{Path, PathBuf};

use crate::bed::{Bed, HOOKS, files_below, skipped};
use crate::others::NOBODY;

/// Puts something where the store is, sees that every command but `uninstall` refuses it in the same words, that no hook
/// is felt, and that all goes on once the store is back, with what was committed meanwhile. Answers with what a user
/// sees and with the log of the hooks.
fn check(bed: &Bed, id: &str, put: impl Fn(&Path)) -> (String, String) {
    let aside = bed.repo.root().join("aside");
    fs::rename(bed.store(), &aside).unwrap();
    put(&bed.store());
    let seen = bed.seen(&["status"]);
    for arguments in [
        vec!["start", "Another"],
        vec!["event", "x"],
        vec!["park", "--reason", "Lunch"],
        vec!["complete"],
        vec!["log"],
        vec!["show", "--json"],
        vec!["install"],
        vec!["decide", "x", "--because", "y"],
        vec!["heartbeat"],
    ] {
        assert_eq!(bed.seen(&arguments), seen, "{arguments:?}");
    }
    let meanwhile = bed.commit();
    bed.switch("elsewhere");
    let log = bed.hook_log();

    take_away(&bed.store());
    fs::rename(&aside, bed.store()).unwrap();
    let commit = bed.commit();
    bed.assert_once_in(id, &meanwhile);
    bed.assert_once_in(id, &commit);
    assert_eq!(bed.hook_log(), log);

    fs::rename(bed.store(), &aside).unwrap();
    put(&bed.store());
    assert_eq!(bed.seen(&["uninstall"]), TAKEN_OUT);
    for hook in HOOKS {
        assert!(!bed.repo.path().join(".git/hooks").join(hook).exists(), "{hook}");
    }
    take_away(&bed.store());
    fs::rename(&aside, bed.store()).unwrap();
    bed.assert_once_in(id, &commit);
    (seen, log)
}

/// What a user sees of `uninstall`, in whatever state the store is.
const TAKEN_OUT: &str = "exit 0\nhook | post-commit | removed |  | /repo/.git/hooks/post-commit\n\
    hook | post-merge | removed |  | /repo/.git/hooks/post-merge\n\
    hook | post-applypatch | removed |  | /repo/.git/hooks/post-applypatch\n\
    hook | post-rewrite | removed |  | /repo/.git/hooks/post-rewrite\n\
    hook | post-checkout | removed |  | /repo/.git/hooks/post-checkout\n";

fn take_away(store: &Path) {
    if store.is_dir() && !store.is_symlink() {
        fs::remove_dir_all(store).unwrap();
    } else {
        fs::remove_file(store).unwrap();
    }
}

#[test]
fn a_store_that_is_a_file_is_refused() {
    let (bed, id) = Bed::at_work();
    let (seen, log) = check(&bed, &id, |store| fs::write(store, "mine").unwrap());
    insta::assert_snapshot!(seen, @"
    exit 1
    ---
    error: /repo/.sessions is not a folder

    hint: move it away; git session makes the folder itself
    ");
    insta::assert_snapshot!(log, @"
    TIME post-commit: /repo/.sessions is not a folder
    TIME post-checkout: /repo/.sessions is not a folder
    ");
}

#[test]
fn a_store_that_is_a_link_to_a_folder_is_refused_and_nothing_is_written_there() {
    let (bed, id) = Bed::at_work();
    let elsewhere = bed.repo.root().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let (seen, log) = check(&bed, &id, |store| symlink(&elsewhere, store).unwrap());
    insta::assert_snapshot!(seen, @"
    exit 1
    ---
    error: /repo/.sessions is a symbolic link

    hint: move it away; git session makes the folder itself
    ");
    insta::assert_snapshot!(log, @"
    TIME post-commit: /repo/.sessions is a symbolic link
    TIME post-checkout: /repo/.sessions is a symbolic link
    ");
    assert_eq!(files_below(&elsewhere), Vec::<PathBuf>::new());
}

#[test]
fn a_store_that_is_a_link_to_nowhere_is_refused() {
    let (bed, id) = Bed::at_work();
    let nowhere = bed.repo.root().join("nowhere");
    let (seen, log) = check(&bed, &id, |store| symlink(&nowhere, store).unwrap());
    insta::assert_snapshot!(seen, @"
    exit 1
    ---
    error: /repo/.sessions is a symbolic link

    hint: move it away; git session makes the folder itself
    ");
    insta::assert_snapshot!(log, @"
    TIME post-commit: /repo/.sessions is a symbolic link
    TIME post-checkout: /repo/.sessions is a symbolic link
    ");
    assert!(!nowhere.exists());
}

#[test]
fn a_store_of_somebody_else_is_refused() {
    let (bed, id) = Bed::at_work();
    if !bed.is_root() {
        return skipped("giving a folder to somebody else takes root");
    }
    let (seen, log) = check(&bed, &id, |store| {
        fs::create_dir(store).unwrap();
        chown(store, Some(NOBODY), Some(NOBODY)).unwrap();
    });
    insta::assert_snapshot!(seen, @r#"
    exit 1
    ---
    error: /repo/.sessions belongs to another user (user id 65534)

    hint: work as that user, or make it yours: chown -R "$USER" /repo/.sessions
    "#);
    insta::assert_snapshot!(log, @"
    TIME post-commit: /repo/.sessions belongs to another user (user id 65534)
    TIME post-checkout: /repo/.sessions belongs to another user (user id 65534)
    ");
}

#[test]
fn a_folder_inside_the_store_that_is_a_link_is_refused() {
    let (bed, id) = Bed::at_work();
    let elsewhere = bed.repo.root().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let (seen, log) = check(&bed, &id, |store| {
        fs::create_dir(store).unwrap();
        symlink(&elsewhere, store.join("live")).unwrap();
    });
    insta::assert_snapshot!(seen, @"
    exit 1
    ---
    error: /repo/.sessions/live is a symbolic link

    hint: move it away; git session makes the folder itself
    ");
    insta::assert_snapshot!(log, @"
    TIME post-commit: /repo/.sessions/live is a symbolic link
    TIME post-checkout: /repo/.sessions/live is a symbolic link
    ");
    assert_eq!(files_below(&elsewhere), Vec::<PathBuf>::new());
}

#[test]
fn no_folder_further_down_leads_out_of_the_store() {
    let (bed, id) = Bed::at_work();
    let elsewhere = bed.repo.root().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let month = format!("{}-{}", &id[..4], &id[4..6]);
    symlink(&elsewhere, bed.store().join("archive").join(month)).unwrap();
    let completed = bed.run(&["complete"]);
    assert_eq!(files_below(&elsewhere), Vec::<PathBuf>::new(), "a session was moved there: {completed:?}");

    fs::remove_dir_all(bed.store().join("worktrees/main")).unwrap();
    symlink(&elsewhere, bed.store().join("worktrees/main")).unwrap();
    let started = bed.run(&["start", "Another"]);
    assert_eq!(files_below(&elsewhere), Vec::<PathBuf>::new(), "a note was made there: {started:?}");
}
