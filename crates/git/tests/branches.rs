//! Where branches are, and how they came there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::cloned_ref_to_slice_refs,
    reason = "tests"
)]

use std::path::Path;

use git_session_git::{Environment, Repo, TipsError, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

fn pairs(listed: &str) -> Vec<(String, String)> {
    let pair = |line: &str| line.split_once(' ').map(|(name, sha)| (name.to_owned(), sha.to_owned()));
    listed.lines().filter_map(pair).collect()
}

/// Holds the branches against what git lists.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path) -> Vec<(String, String)> {
    let listed = |prefix: &str, strip: usize| {
        let format =
            format!("--format=%(if)%(symref)%(then)%(else)%(refname:lstrip={strip}) %(objectname)%(end)");
        pairs(&kit.git_in(dir, &["for-each-ref", &format, prefix]))
    };
    let repo = open(dir);
    let branches = repo.branch_tips().unwrap();
    assert_eq!(branches, listed("refs/heads", 2));
    assert_eq!(repo.remote_tips().unwrap(), listed("refs/remotes", 2));
    branches
}

#[test]
fn branches_are_found_loose_and_packed() {
    let kit = TestRepo::new();
    assert_eq!(check(&kit, kit.path()), []);
    let first = kit.commit("first");
    for branch in ["side", "fix/one", "fix/two", "mainline"] {
        kit.git(&["branch", branch]);
    }
    kit.git(&["tag", "v1"]);
    assert_eq!(check(&kit, kit.path()).len(), 5);
    kit.git(&["pack-refs", "--all"]);
    let second = kit.commit("second");
    kit.git(&["branch", "late"]);
    kit.git(&["branch", "-D", "fix/two"]);
    kit.git(&["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
    let branches = check(&kit, kit.path());
    assert_eq!(branches.len(), 5);
    assert!(branches.contains(&("main".into(), second.clone())));
    assert!(branches.contains(&("fix/one".into(), first)));
    // From a linked worktree, and in a clone, which has those of its remote.
    assert!(check(&kit, &kit.worktree("wt1")).contains(&("wt1".into(), second)));
    kit.git_in(kit.root(), &["clone", "--quiet", "repo", "clone"]);
    let clone = kit.root().join("clone");
    assert_eq!(check(&kit, &clone).len(), 1);
    assert_eq!(open(&clone).remote_tips().unwrap().len(), 7, "all but the one that stands for another");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
    check(&kit, &kit.root().join("bare"));
}

#[test]
fn a_branch_that_cannot_be_read_hides_no_other() {
    let kit = TestRepo::new();
    let first = kit.commit("first");
    std::fs::write(kit.path().join(".git/refs/heads/broken"), "nonsense\n").unwrap();
    std::fs::write(kit.path().join(".git/refs/heads/empty"), "").unwrap();
    assert_eq!(open(kit.path()).branch_tips().unwrap(), [("main".to_owned(), first)]);
    std::fs::write(kit.path().join(".git/packed-refs"), "# pack-refs with: sorted\nnonsense").unwrap();
    match open(kit.path()).branch_tips() {
        Ok(tips) => assert_eq!(tips.len(), 1),
        Err(error) => assert!(matches!(error, TipsError::Unreadable { .. })),
    }
}

/// Whether what a branch is at now came from elsewhere.
#[track_caller]
fn is_brought(dir: &Path, branch: &str) -> bool {
    let repo = open(dir);
    let tips = repo.branch_tips().unwrap();
    let (_, tip) = tips.iter().find(|(name, _)| name == branch).unwrap();
    repo.brought_to(branch).contains(tip)
}

#[test]
fn what_happens_here_brings_nothing() {
    let kit = TestRepo::new();
    let repo = kit.path();
    kit.write("a", "1");
    kit.commit("first");
    for arguments in [
        &["checkout", "--quiet", "-b", "two"][..],
        &["commit", "--quiet", "--allow-empty", "--message", "on two"],
        &["branch", "--move", "two", "three"],
        &["branch", "--move", "three", "two"],
        &["update-ref", "refs/heads/one", "main"],
        &["checkout", "--quiet", "main"],
        &["merge", "--quiet", "two"],
        &["branch", "--force", "one", "main"],
        &["reset", "--quiet", "--hard", "HEAD~1"],
        &["update-ref", "refs/heads/plumbing", "two"],
    ] {
        kit.git(arguments);
        for (branch, _) in open(repo).branch_tips().unwrap() {
            let is_begun = arguments.contains(&"-b") && branch == "two";
            assert_eq!(is_brought(repo, &branch), is_begun, "{branch} after {arguments:?}");
        }
    }
    kit.git(&["branch", "begun", "two"]);
    assert!(is_brought(repo, "begun"), "what a branch is begun at was there before it");
}

#[test]
fn what_comes_from_elsewhere_is_brought() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "repo", "clone"]);
    let clone = kit.root().join("clone");
    assert!(is_brought(&clone, "main"));
    kit.commit("second");
    kit.git_in(&clone, &["pull", "--quiet"]);
    assert!(is_brought(&clone, "main"));
    kit.git_in(&clone, &["fetch", "--quiet", "origin", "main:fetched"]);
    assert!(is_brought(&clone, "fetched"));
    kit.commit("third");
    kit.git_in(&clone, &["fetch", "--quiet", "origin", "main:fetched"]);
    assert!(is_brought(&clone, "fetched"));
    kit.git(&["bundle", "create", "--quiet", "../bundle", "main"]);
    kit.git_in(&clone, &["fetch", "--quiet", "../bundle", "+main:bundled"]);
    assert!(is_brought(&clone, "bundled"));
    kit.commit_in(&clone, "here");
    assert!(!is_brought(&clone, "main"));
    kit.git_in(&clone, &["push", "--quiet", "origin", "main:pushed"]);
    assert!(is_brought(kit.path(), "pushed"));
    kit.git_in(&clone, &["pull", "--quiet", "--no-rebase", "--no-edit"]);
    assert!(!is_brought(&clone, "main"));
}

#[test]
fn of_a_branch_without_a_reflog_nothing_is_known() {
    let kit = TestRepo::new();
    kit.commit("first");
    for name in ["", "nobody", "../../HEAD", "main/", "/", "a\0b", "main.lock"] {
        assert!(open(kit.path()).brought_to(name).is_empty(), "{name:?}");
    }
    std::fs::write(kit.path().join(".git/logs/refs/heads/main"), "nonsense\n").unwrap();
    assert!(open(kit.path()).brought_to("main").is_empty());
}
