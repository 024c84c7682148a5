//! Whether git tracks something where the store is, in the worktree that we are in and in the main one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use git_session_git::{Environment, discover};
use testkit::TestRepo;

/// Whether it is tracked in a commit, and in an index.
#[track_caller]
fn tracked_as(dir: &Path, name: &str) -> (bool, bool) {
    let repo = discover(dir, &Environment::default()).unwrap();
    let in_head = repo.store_is_tracked_in_head(name, None).unwrap();
    if let Some(commit) = repo.head().unwrap().commit() {
        let tree = repo.commit(commit, None).unwrap().tree;
        assert_eq!(repo.store_is_tracked_in_head(name, Some(&tree)).unwrap(), in_head);
    }
    (in_head, repo.store_is_tracked_in_index(name).unwrap())
}

#[track_caller]
fn tracked(dir: &Path) -> (bool, bool) {
    tracked_as(dir, ".sessions")
}

#[test]
fn by_the_last_commit_and_by_the_index() {
    let kit = TestRepo::new();
    assert_eq!(tracked(kit.path()), (false, false), "nothing is committed yet, and there is no index");
    kit.write("a", "1");
    kit.write(".sessions-not", "1");
    kit.write("sub/.sessions/x", "1");
    kit.write(".sessions/x.toml", "1");
    kit.git(&["add", "a", ".sessions-not", "sub"]);
    kit.git(&["commit", "--quiet", "-m", "first"]);
    assert_eq!(tracked(kit.path()), (false, false));
    kit.git(&["add", ".sessions"]);
    assert_eq!(tracked(kit.path()), (false, true));
    kit.commit("second");
    assert_eq!(tracked(&kit.path().join("sub")), (true, true));
    kit.git(&["rm", "--quiet", "-r", "--cached", ".sessions"]);
    assert_eq!(tracked(kit.path()), (true, false));
    kit.git(&["add", ".sessions"]);
    kit.git(&["update-index", "--split-index"]);
    assert_eq!(tracked(kit.path()), (true, true));
    assert_eq!(tracked_as(kit.path(), "a"), (true, true), "a file of that name is tracked, too");
}

#[test]
fn seen_from_a_linked_worktree_both_count() {
    let kit = TestRepo::new();
    kit.commit("first");
    let (linked, other) = (kit.worktree("wt1"), kit.worktree("wt2"));
    for path in [&linked, &other] {
        assert_eq!(tracked(path), (false, false));
    }
    kit.write(".sessions/x.toml", "1");
    kit.git(&["add", ".sessions"]);
    assert_eq!(tracked(&linked), (false, true));
    kit.commit("second");
    assert_eq!(tracked(&linked), (true, true), "the store lies where main tracks it");
    kit.git(&["pack-refs", "--all"]);
    kit.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(tracked(&linked), (true, true));
    kit.git(&["checkout", "--quiet", "HEAD~1"]);
    assert_eq!(tracked(&linked), (false, false));

    std::fs::create_dir(linked.join(".sessions")).unwrap();
    std::fs::write(linked.join(".sessions/x.toml"), "1").unwrap();
    kit.commit_in(&linked, "third");
    assert_eq!(tracked(&linked), (true, true), "one merge away from where the store lies");
    assert_eq!((tracked(kit.path()), tracked(&other)), ((false, false), (false, false)));
}

#[test]
fn a_store_in_a_git_directory_is_never_tracked() {
    let kit = TestRepo::new();
    kit.write(".sessions/x.toml", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "shop/.git"]);
    let shop = kit.root().join("shop");
    kit.git_in(&shop, &["worktree", "add", "--quiet", "-b", "wt1", "wt1"]);
    for dir in [shop.join(".git"), shop.join("wt1")] {
        assert_eq!(tracked(&dir), (false, false));
    }
}
