//! What is asked for commands: the folder of hooks, and the user's name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};

use git_session_git::{Environment, HooksDir, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Our answer, after holding its path against git's.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path) -> HooksDir {
    let hooks = open(dir).hooks_dir().unwrap();
    let says = kit.git_in(dir, &["rev-parse", "--path-format=absolute", "--git-path", "hooks"]);
    assert_eq!(hooks.path, PathBuf::from(says));
    hooks
}

#[test]
fn the_repository_s_own_hooks_serve_every_worktree() {
    // The git that is asked here sees the machine's own configuration, unlike that of the tests.
    let mut git = std::process::Command::new("git");
    if git.args(["config", "--get", "core.hooksPath"]).current_dir("/").output().unwrap().status.success() {
        eprintln!("skipped: this machine's git takes its hooks from elsewhere");
        return;
    }
    let kit = TestRepo::new();
    kit.write("sub/file", "");
    kit.commit("first");
    let linked = kit.worktree("wt1");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "shop.git"]);
    let own = kit.path().join(".git/hooks");
    for dir in [kit.path().to_owned(), kit.path().join("sub"), linked, kit.root().join("shop.git")] {
        let hooks = check(&kit, &dir);
        assert_eq!((hooks.owned, hooks.inside, hooks.tracked), (true, true, false));
    }
    assert_eq!(open(kit.path()).hooks_dir().unwrap().path, own);
}

#[test]
fn a_folder_that_the_configuration_names() {
    let kit = TestRepo::new();
    kit.write("tracked/pre-commit", "");
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let outside = kit.root().join("outside");
    for (path, inside, tracked) in [
        (".husky/_", true, false),
        ("tracked", true, true),
        ("track", true, false),
        (outside.to_str().unwrap(), false, false),
        ("/dev/null", false, false),
        (kit.path().join("absolute").to_str().unwrap(), true, false),
    ] {
        kit.git(&["config", "core.hooksPath", path]);
        let hooks = check(&kit, kit.path());
        assert_eq!((hooks.owned, hooks.inside, hooks.tracked), (false, inside, tracked), "{path}");
        if Path::new(path).is_relative() {
            assert_eq!(check(&kit, &linked).path, linked.join(path), "it starts at each worktree's top");
        }
    }
    kit.git(&["config", "core.hooksPath", kit.path().join(".git/hooks").to_str().unwrap()]);
    assert!(check(&kit, &linked).owned, "named, and still the repository's own");
}

#[test]
fn a_folder_of_the_main_worktree_is_tracked_for_the_linked_ones_too() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    kit.write("hooks/pre-commit", "");
    kit.commit("second");
    kit.git(&["config", "core.hooksPath", kit.path().join("hooks").to_str().unwrap()]);
    assert!(check(&kit, &linked).tracked);
}

#[test]
fn the_name_that_git_would_put_on_a_commit() {
    let kit = TestRepo::new();
    kit.git(&["config", "user.name", "  Grace Hopper "]);
    assert_eq!(open(kit.path()).user_name().as_deref(), Some("Grace Hopper"));
    std::fs::write(kit.root().join("more"), "[author]\n\tname = Ada\n").unwrap();
    kit.git(&["config", "include.path", kit.root().join("more").to_str().unwrap()]);
    assert_eq!(open(kit.path()).user_name().as_deref(), Some("Ada"));
}

#[test]
fn the_address_is_the_one_that_git_would_use() {
    let kit = TestRepo::new();
    kit.git(&["config", "user.email", "here@example.org"]);
    let repo = open(kit.path());
    assert_eq!(repo.user_email().as_deref(), Some("here@example.org"));
    kit.git(&["config", "user.email", ""]);
    assert_ne!(repo.user_email().as_deref(), Some(""));
}
