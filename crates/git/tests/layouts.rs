//! Every way a repository can lie on the disk, compared with what git itself says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};

use git_session_git::{Environment, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// What git says of the folder: the git directory, the common one, and the top of the work tree.
fn git_says(kit: &TestRepo, dir: &Path) -> (PathBuf, PathBuf, Option<PathBuf>) {
    let ask =
        |question: &[&str]| kit.git_in(dir, &[&["rev-parse", "--path-format=absolute"], question].concat());
    let top = kit.try_git_in(dir, &["rev-parse", "--show-toplevel"]);
    let top = top.status.success().then(|| String::from_utf8(top.stdout).unwrap().trim_end().into());
    let real = |path: String| std::fs::canonicalize(path).unwrap();
    (real(ask(&["--git-dir"])), real(ask(&["--git-common-dir"])), top)
}

/// Holds our answers against git's, and against where the store should be.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path, name: &str, store: &Path) -> Repo {
    let repo = open(dir);
    let (git_dir, common_dir, top) = git_says(kit, dir);
    assert_eq!(repo.git_dir(), git_dir);
    assert_eq!(repo.common_dir(), common_dir);
    assert_eq!(repo.work_tree(), top.as_deref());
    assert_eq!(repo.worktree_name(), name);
    assert_eq!(repo.store_dir(), store);
    assert_eq!(repo.state_dir(), common_dir.join("git-session"));
    repo
}

#[test]
fn the_main_worktree_and_a_folder_of_it() {
    let kit = TestRepo::new_in("my shop");
    kit.write("a/b/c.txt", "");
    let store = kit.path().join(".sessions");
    let repo = check(&kit, kit.path(), "main", &store);
    assert_eq!(repo.project_name(), "my shop");
    assert_eq!(repo.main_work_tree(), Some(kit.path()));
    check(&kit, &kit.path().join("a/b"), "main", &store);
}

#[test]
fn a_linked_worktree_shares_the_store_of_the_main_one() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    std::fs::create_dir(linked.join("sub")).unwrap();
    let store = kit.path().join(".sessions");
    for dir in [linked.clone(), linked.join("sub")] {
        let repo = check(&kit, &dir, "wt1", &store);
        assert_eq!(repo.project_name(), "repo");
        assert_eq!(repo.main_work_tree(), Some(kit.path()));
    }
}

#[test]
fn a_linked_worktree_called_main_is_not_the_main_worktree() {
    let kit = TestRepo::new();
    kit.git(&["checkout", "--quiet", "-b", "trunk"]);
    kit.commit("first");
    let linked = kit.worktree("main");
    assert_eq!(open(&linked).worktree_name(), "worktrees/main");
    assert_eq!(open(kit.path()).worktree_name(), "main");
}

#[test]
fn a_worktree_with_relative_paths() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    // What git writes since 2.48 where `worktree.useRelativePaths` is set; older ones read it as well.
    std::fs::write(linked.join(".git"), "gitdir: ../repo/.git/worktrees/wt1\n").unwrap();
    check(&kit, &linked, "wt1", &kit.path().join(".sessions"));
}

#[test]
fn a_bare_repository_keeps_its_sessions_in_itself() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "shop.git"]);
    let bare = kit.root().join("shop.git");
    let repo = check(&kit, &bare, "main", &bare.join(".sessions"));
    assert_eq!(repo.project_name(), "shop");
    assert_eq!(repo.main_work_tree(), None);
    check(&kit, &bare.join("refs"), "main", &bare.join(".sessions"));
}

#[test]
fn worktrees_around_a_bare_git_directory() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "shop/.git"]);
    let shop = kit.root().join("shop");
    kit.git_in(&shop, &["worktree", "add", "--quiet", "-b", "wt1", "wt1"]);
    let store = shop.join(".git/.sessions");
    let repo = check(&kit, &shop, "main", &store);
    assert_eq!(repo.work_tree(), None);
    let repo = check(&kit, &shop.join("wt1"), "wt1", &store);
    assert_eq!(repo.main_work_tree(), None);
    assert_eq!(repo.project_name(), "shop");

    // The same where git keeps `core.bare` for the main worktree alone.
    kit.git_in(&shop, &["config", "extensions.worktreeConfig", "true"]);
    kit.git_in(&shop, &["config", "--unset", "core.bare"]);
    std::fs::write(shop.join(".git/config.worktree"), "[core]\n\tbare = true\n").unwrap();
    check(&kit, &shop, "main", &store);
    check(&kit, &shop.join("wt1"), "wt1", &store);
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git_in(kit.root(), &["init", "--quiet", "outer"]);
    let outer = kit.root().join("outer");
    kit.git_in(&outer, &["submodule", "--quiet", "add", "../repo", "lib/shop"]);
    let module = outer.join("lib/shop");
    let repo = check(&kit, &module, "main", &module.join(".sessions"));
    assert_eq!(repo.project_name(), "shop");
    assert_eq!(repo.main_work_tree(), Some(module.as_path()));
    // A linked worktree of the submodule: its store is where the submodule's is.
    kit.git_in(&module, &["worktree", "add", "--quiet", "-b", "wt1", "../../../wt1"]);
    check(&kit, &kit.root().join("wt1"), "wt1", &module.join(".sessions"));
}

#[test]
fn a_git_directory_that_stands_elsewhere() {
    let kit = TestRepo::new();
    kit.git_in(kit.root(), &["init", "--quiet", "--separate-git-dir", "elsewhere.git", "shop"]);
    let elsewhere = kit.root().join("elsewhere.git");
    let repo = check(&kit, &kit.root().join("shop"), "main", &elsewhere.join(".sessions"));
    // Nothing in the git directory says where its work tree is.
    assert_eq!(repo.project_name(), "elsewhere");
}

#[test]
fn a_work_tree_that_the_configuration_names() {
    let kit = TestRepo::new();
    std::fs::create_dir_all(kit.root().join("site/sub")).unwrap();
    kit.git(&["config", "core.worktree", "../../site"]);
    let site = kit.root().join("site");
    let repo = check(&kit, kit.path(), "main", &site.join(".sessions"));
    assert_eq!(repo.project_name(), "site");
}

#[test]
#[cfg(unix)]
fn a_repository_has_one_name_however_it_is_reached() {
    let kit = TestRepo::new();
    kit.write("a/b/c.txt", "");
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let store = kit.path().join(".sessions");
    for (target, name) in [(kit.path().to_owned(), "main"), (kit.path().join("a/b"), "main"), (linked, "wt1")]
    {
        let link = kit.root().join("link");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        check(&kit, &link, name, &store);
        std::fs::remove_file(link).unwrap();
    }

    // `.git` itself behind a link.
    std::fs::rename(kit.path().join(".git"), kit.root().join("real.git")).unwrap();
    std::os::unix::fs::symlink(kit.root().join("real.git"), kit.path().join(".git")).unwrap();
    let repo = open(kit.path());
    assert_eq!(repo.common_dir(), kit.root().join("real.git"));
    assert_eq!(repo.work_tree(), Some(kit.path()));
}

#[test]
fn inside_a_git_directory_we_are_in_its_worktree() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let inside = open(&kit.path().join(".git/refs"));
    assert_eq!((inside.work_tree(), inside.worktree_name()), (Some(kit.path()), "main"));
    let inside = open(&kit.path().join(".git/worktrees/wt1"));
    assert_eq!((inside.work_tree(), inside.worktree_name()), (Some(linked.as_path()), "wt1"));
}
