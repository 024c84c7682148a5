//! A `.sessions` that git tracks.

use std::fs;

use testkit::TestRepo;

use crate::bed::{Bed, files_below};

#[test]
fn a_store_that_git_tracks_is_refused_and_left_as_it_is() {
    let (bed, id) = Bed::at_work();
    bed.repo.git(&["add", "--force", ".sessions"]);
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 1
    ---
    error: /repo/.sessions is tracked by git

    hint: sessions are not for committing; take them out: git rm -r --cached .sessions && git commit
    ");
    let before = fs::read(bed.live_file(&id)).unwrap();
    let commit = bed.commit();
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 1
    ---
    error: /repo/.sessions is tracked by git

    hint: sessions are not for committing; take them out: git rm -r --cached .sessions && git commit
    ");
    for arguments in
        [vec!["start", "Another"], vec!["event", "x"], vec!["park", "--reason", "x"], vec!["log"]]
    {
        assert_eq!(bed.seen(&arguments), bed.seen(&["status"]), "{arguments:?}");
    }
    bed.switch("elsewhere");
    assert_eq!(bed.times_written(&commit), 0);
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before, "a file that git tracks was written");
    insta::assert_snapshot!(bed.hook_log(), @"
    TIME post-commit: /repo/.sessions is tracked by git, so nothing is recorded
    TIME post-checkout: /repo/.sessions is tracked by git, so nothing is recorded
    ");

    bed.repo.git(&["rm", "--quiet", "-r", "--cached", ".sessions"]);
    let mended = bed.commit();
    bed.assert_once_in(&id, &mended);
    // What was left alone then is found by the hook that may write again.
    bed.assert_once_in(&id, &commit);
}

#[test]
fn a_repository_that_comes_with_a_store_in_it_is_refused() {
    let bed = Bed::of(TestRepo::new());
    bed.repo.write(".sessions/live/20200101-aaaaaaaaaa.toml", "format = 1\n");
    bed.repo.commit("Begin, with a store of ours");
    insta::assert_snapshot!(bed.seen(&["install"]), @"
    exit 1
    ---
    error: /repo/.sessions is tracked by git

    hint: sessions are not for committing; take them out: git rm -r --cached .sessions && git commit
    ");
    assert_eq!(bed.seen(&["start", "Work"]), bed.seen(&["install"]));
    assert_eq!(files_below(&bed.store()).len(), 1);
}

#[test]
fn the_hooks_are_taken_out_though_git_tracks_the_store() {
    let (bed, id) = Bed::at_work();
    bed.repo.git(&["add", "--force", ".sessions"]);
    bed.commit();
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["uninstall"]), @"
    exit 0
    hook | post-commit | removed |  | /repo/.git/hooks/post-commit
    hook | post-merge | removed |  | /repo/.git/hooks/post-merge
    hook | post-applypatch | removed |  | /repo/.git/hooks/post-applypatch
    hook | post-rewrite | removed |  | /repo/.git/hooks/post-rewrite
    hook | post-checkout | removed |  | /repo/.git/hooks/post-checkout
    ");
    assert!(!bed.repo.path().join(".git/hooks/post-commit").exists());
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}

#[test]
fn the_way_out_of_a_tracked_store_is_told_to_its_end() {
    let (bed, _) = Bed::at_work();
    bed.repo.git(&["add", "--force", ".sessions"]);
    bed.commit();
    bed.repo.git(&["rm", "--quiet", "-r", "--cached", ".sessions"]);
    let run = bed.run(&["status"]);
    assert!(
        run.code == Some(0) || run.stderr.contains("git commit"),
        "HEAD still has it, and no word of that: {run:?}"
    );
}
