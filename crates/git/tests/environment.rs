//! What git hands to hooks, and what people set, leads to the same repository as a search upwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

#[cfg(unix)]
use git_session_git::Repo;
use git_session_git::{Environment, discover};
use testkit::TestRepo;

/// A commit and a checkout run this hook; it writes down where it ran, and with which of git's variables.
#[cfg(unix)]
const SPY: &str = "#!/bin/sh
{ pwd; printf '%s\\n' \"${GIT_DIR-}\" \"${GIT_COMMON_DIR-}\" \"${GIT_WORK_TREE-}\"; } >\"$SPY_FILE\"
";

#[cfg(unix)]
fn install_spy(hooks: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::create_dir_all(hooks).unwrap();
    for event in ["post-commit", "post-checkout"] {
        std::fs::write(hooks.join(event), SPY).unwrap();
        std::fs::set_permissions(hooks.join(event), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Runs git, and discovers as the hook that it ran would.
#[cfg(unix)]
fn from_the_hook(kit: &TestRepo, dir: &Path, arguments: &[&str]) -> (PathBuf, Repo) {
    let spy_file = kit.root().join("spied");
    let status = kit.command(dir).args(arguments).env("SPY_FILE", &spy_file).status().unwrap();
    assert!(status.success());
    let spied = std::fs::read_to_string(&spy_file).expect("the hook ran");
    std::fs::remove_file(spy_file).unwrap();
    let lines: Vec<&str> = spied.lines().collect();
    let variable = |line: usize| Some(lines[line]).filter(|value| !value.is_empty()).map(PathBuf::from);
    let environment = Environment {
        git_dir: variable(1),
        common_dir: variable(2),
        work_tree: variable(3),
        ..Environment::default()
    };
    let cwd = PathBuf::from(lines[0]);
    let repo = discover(&cwd, &environment).unwrap();
    (cwd, repo)
}

#[test]
#[cfg(unix)]
fn a_hook_finds_the_repository_that_it_runs_for() {
    const COMMIT: &[&str] = &["commit", "--quiet", "--allow-empty", "-m", "x"];
    let kit = TestRepo::new();
    kit.write("sub/file", "");
    kit.commit("first");
    let linked = kit.worktree("wt1");
    kit.git_in(kit.root(), &["init", "--quiet", "outer"]);
    let outer = kit.root().join("outer");
    kit.git_in(&outer, &["submodule", "--quiet", "add", "../repo", "shop"]);
    kit.git_in(kit.root(), &["init", "--quiet", "--separate-git-dir", "elsewhere.git", "apart"]);
    let apart = kit.root().join("apart");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare/.git"]);
    let around = kit.root().join("bare");
    kit.git_in(&around, &["worktree", "add", "--quiet", "-b", "wt2", "wt2"]);

    for dir in
        [kit.path().to_owned(), kit.path().join("sub"), linked, outer.join("shop"), apart, around.join("wt2")]
    {
        let plain = discover(&dir, &Environment::default()).unwrap();
        install_spy(&plain.common_dir().join("hooks"));
        let (_, hooked) = from_the_hook(&kit, &dir, COMMIT);
        assert_eq!(format!("{hooked:?}"), format!("{plain:?}"));
        assert_eq!(hooked.worktree_name(), plain.worktree_name());
        assert_eq!(hooked.store_dir(), plain.store_dir());
        assert!(hooked.head().unwrap().commit().is_some());
    }

    // `git worktree add` runs post-checkout in the new worktree, from wherever it was called.
    for from in [kit.path().to_owned(), around] {
        let (cwd, hooked) =
            from_the_hook(&kit, &from, &["worktree", "add", "--quiet", "-b", "new", "../new"]);
        let plain = discover(&cwd, &Environment::default()).unwrap();
        assert_eq!(format!("{hooked:?}"), format!("{plain:?}"));
        assert_eq!(hooked.worktree_name(), "new");
        kit.git_in(&from, &["worktree", "remove", "--force", "../new"]);
        kit.git_in(&from, &["branch", "--quiet", "-D", "new"]);
    }
}

#[test]
fn a_named_git_directory_may_be_relative_and_a_file() {
    let kit = TestRepo::new();
    kit.write("sub/file", "");
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let named = |from: &Path, git_dir: &str| {
        discover(from, &Environment { git_dir: Some(git_dir.into()), ..Environment::default() }).unwrap()
    };
    let repo = named(kit.path(), ".git");
    assert_eq!((repo.git_dir(), repo.work_tree()), (kit.path().join(".git").as_path(), Some(kit.path())));
    // git takes the folder it stands in for the top, since nothing else is said.
    let sub = kit.path().join("sub");
    assert_eq!(named(&sub, "../.git").work_tree(), Some(sub.as_path()));
    assert_eq!(named(&sub, "../.git").store_dir(), kit.path().join(".sessions"));
    let repo = named(&linked, ".git");
    assert_eq!((repo.worktree_name(), repo.work_tree()), ("wt1", Some(linked.as_path())));
    assert_eq!(repo.common_dir(), kit.path().join(".git"));
}

#[test]
fn a_bare_repository_with_a_work_tree_that_the_environment_names() {
    let kit = TestRepo::new();
    kit.git_in(kit.root(), &["init", "--quiet", "--bare", "dotfiles"]);
    let dotfiles = kit.root().join("dotfiles");
    let mut environment = Environment { git_dir: Some(dotfiles.clone()), ..Environment::default() };
    assert_eq!(discover(&kit.home(), &environment).unwrap().work_tree(), None);
    environment.work_tree = Some(".".into());
    let repo = discover(&kit.home(), &environment).unwrap();
    assert_eq!(repo.work_tree(), Some(kit.home().as_path()));
    assert_eq!(repo.main_work_tree(), None, "it would differ from one call to the next");
    assert_eq!(repo.store_dir(), dotfiles.join(".sessions"));
}

#[test]
fn a_common_directory_that_the_environment_names() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let environment = Environment {
        git_dir: Some(kit.path().join(".git/worktrees/wt1")),
        common_dir: Some("../repo/.git".into()),
        ..Environment::default()
    };
    let repo = discover(&linked, &environment).unwrap();
    assert_eq!(repo.common_dir(), kit.path().join(".git"));
    assert_eq!(repo.worktree_name(), "wt1");
}

#[test]
fn a_ceiling_ends_the_search() {
    let kit = TestRepo::new();
    kit.write("a/b/file", "");
    let environment = Environment { ceiling_dirs: vec![kit.path().join("a")], ..Environment::default() };
    assert!(discover(&kit.path().join("a/b"), &environment).is_err());
    let environment = Environment { ceiling_dirs: vec![kit.root().into()], ..Environment::default() };
    assert!(discover(&kit.path().join("a/b"), &environment).is_ok());
}
