//! A `.sessions` that may not be read or written.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::bed::skipped;
use crate::others::{as_somebody_else, close, reopen};

#[test]
fn a_store_that_cannot_be_written_is_told() {
    let Some(bed) = as_somebody_else() else { return skipped("running as somebody else failed") };
    let id = bed.ok(&["start", "Work"]);
    bed.ok(&["event", "Before"]);
    close(&bed.store());
    assert_eq!(bed.run(&["show"]).code, Some(0), "it can still be read");
    insta::assert_snapshot!(bed.seen(&["event", "x"]), @"
    exit 5
    ---
    error: cannot lock /repo/.sessions/locks/LOCK
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 5
    ---
    error: cannot lock /repo/.sessions/locks/LOCK
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "x"]), @"
    exit 5
    ---
    error: cannot lock /repo/.sessions/locks/LOCK
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    let meanwhile = bed.commit();
    bed.switch("elsewhere");
    insta::assert_snapshot!(bed.hook_log(), @"
    TIME post-commit: commit COMMIT1 is left to the next hook: cannot lock /repo/.sessions/locks/LOCK: Permission denied (os error 13)
    TIME post-checkout: cannot lock /repo/.sessions/locks/LOCK: Permission denied (os error 13)
    ");

    reopen(&bed.store());
    let commit = bed.commit();
    bed.assert_once_in(&id, &commit);
    bed.assert_once_in(&id, &meanwhile);
    assert!(bed.ok(&["show"]).contains("Before"));
}

#[test]
fn a_store_that_cannot_be_read_is_told() {
    let Some(bed) = as_somebody_else() else { return skipped("running as somebody else failed") };
    let id = bed.ok(&["start", "Work"]);
    fs::set_permissions(bed.store(), PermissionsExt::from_mode(0o000)).unwrap();
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 5
    ---
    error: cannot open the store /repo/.sessions/.gitignore
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    bed.commit();
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: cannot open the store /repo/.sessions/.gitignore: Permission denied (os error 13)");

    fs::set_permissions(bed.store(), PermissionsExt::from_mode(0o700)).unwrap();
    fs::set_permissions(bed.store().join("live"), PermissionsExt::from_mode(0o000)).unwrap();
    insta::assert_snapshot!(bed.seen(&["log"]), @"
    exit 0
    ---
    warning: /repo/.sessions/live: Permission denied (os error 13)
    ");
    insta::assert_snapshot!(bed.seen(&["show", "zzzzzz"]), @"
    exit 5
    ---
    error: cannot list /repo/.sessions/live: Permission denied (os error 13)
    ");
    bed.commit();

    fs::set_permissions(bed.store().join("live"), PermissionsExt::from_mode(0o700)).unwrap();
    let commit = bed.commit();
    bed.assert_in(&id, &commit);
}

#[test]
fn a_repository_in_which_no_store_can_be_made_is_told() {
    let Some(bed) = as_somebody_else() else { return skipped("running as somebody else failed") };
    fs::remove_dir_all(bed.store()).unwrap();
    fs::set_permissions(bed.repo.path(), PermissionsExt::from_mode(0o500)).unwrap();
    insta::assert_snapshot!(bed.seen(&["start", "Work"]), @"
    exit 5
    ---
    error: cannot open the store /repo/.sessions
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    bed.commit();
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: cannot open the store /repo/.sessions: Permission denied (os error 13)");
    fs::set_permissions(bed.repo.path(), PermissionsExt::from_mode(0o700)).unwrap();
    assert_ne!(bed.session_of(&bed.commit()), "lost");
}
