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

use git_session_git::{Environment, LastMove, Repo, TipsError, discover};
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

#[track_caller]
fn last(dir: &Path, branch: &str) -> Option<LastMove> {
    open(dir).last_of_branch(branch)
}

const MADE: Option<LastMove> = Some(LastMove::Made);
const ARRIVED: Option<LastMove> = Some(LastMove::Arrived);

#[test]
fn what_makes_commits_and_what_brings_them() {
    let kit = TestRepo::new();
    let repo = kit.path();
    kit.write("a", "1");
    kit.commit("first");
    assert_eq!(last(repo, "main"), MADE);
    for (branch, arguments) in [
        ("one", &["branch", "one"][..]),
        ("two", &["checkout", "--quiet", "-b", "two"]),
        ("three", &["branch", "--copy", "two", "three"]),
        ("four", &["branch", "--move", "three", "four"]),
        ("one", &["branch", "--force", "one", "main"]),
    ] {
        kit.git(arguments);
        assert_eq!(last(repo, branch), ARRIVED, "{arguments:?}");
    }
    kit.write("b", "1");
    kit.commit("on two");
    assert_eq!(last(repo, "two"), MADE);
    kit.git(&["checkout", "--quiet", "main"]);
    kit.git(&["merge", "--quiet", "two"]);
    assert_eq!(last(repo, "main"), ARRIVED, "a fast-forward");
    kit.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    assert_eq!(last(repo, "main"), ARRIVED, "a reset");
    kit.write("c", "1");
    kit.commit("beside");
    kit.git(&["merge", "--quiet", "--no-edit", "two"]);
    assert_eq!(last(repo, "main"), MADE, "a merge");
    kit.git(&["checkout", "--quiet", "-B", "one", "two"]);
    assert_eq!(last(repo, "one"), ARRIVED);
    kit.git(&["rebase", "--quiet", "main~1"]);
    assert_eq!(last(repo, "one"), MADE, "the end of a rebase");
    kit.git(&["update-ref", "refs/heads/plumbing", "main"]);
    assert_eq!(last(repo, "plumbing"), MADE, "a tool that says nothing");
    let worktree = kit.worktree("wt1");
    assert_eq!(last(&worktree, "wt1"), ARRIVED);
    kit.commit_in(&worktree, "there");
    assert_eq!(last(repo, "wt1"), MADE);
}

#[test]
fn what_comes_from_elsewhere_has_arrived() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "repo", "clone"]);
    let clone = kit.root().join("clone");
    assert_eq!(last(&clone, "main"), ARRIVED);
    kit.commit("second");
    kit.git_in(&clone, &["pull", "--quiet"]);
    assert_eq!(last(&clone, "main"), ARRIVED);
    kit.git_in(&clone, &["fetch", "--quiet", "origin", "main:fetched"]);
    assert_eq!(last(&clone, "fetched"), ARRIVED);
    kit.commit("third");
    kit.git_in(&clone, &["fetch", "--quiet", "origin", "main:fetched"]);
    assert_eq!(last(&clone, "fetched"), ARRIVED);
    kit.git(&["bundle", "create", "--quiet", "../bundle", "main"]);
    kit.git_in(&clone, &["fetch", "--quiet", "../bundle", "+main:bundled"]);
    assert_eq!(last(&clone, "bundled"), ARRIVED);
    kit.commit_in(&clone, "here");
    assert_eq!(last(&clone, "main"), MADE);
    kit.git_in(&clone, &["push", "--quiet", "origin", "main:pushed"]);
    assert_eq!(last(kit.path(), "pushed"), ARRIVED);
    kit.git_in(&clone, &["pull", "--quiet", "--no-rebase", "--no-edit"]);
    assert_eq!(last(&clone, "main"), MADE, "a pull that merges");
}

#[test]
fn tools_of_2_55_make_commits() {
    let kit = TestRepo::new();
    if !kit.git(&["version"]).contains("2.55") {
        eprintln!("skipped: this git has neither `history` nor a `replay` that sets branches");
        return;
    }
    kit.git(&["config", "core.editor", "sed -i.bak 1s/$/!/"]);
    for file in ["a", "b", "c"] {
        kit.write(file, "1");
        kit.commit(file);
    }
    kit.git(&["branch", "side", "HEAD~1"]);
    kit.git(&["history", "reword", "HEAD~1"]);
    assert_eq!(last(kit.path(), "main"), MADE);
    assert_eq!(last(kit.path(), "side"), MADE, "branches beside it go along");
    kit.git(&["reset", "--quiet", "--hard", "HEAD"]);
    kit.git(&["history", "reword", "HEAD"]);
    assert_eq!(last(kit.path(), "main"), MADE);
    kit.git(&["checkout", "--quiet", "-b", "third", "HEAD~2"]);
    kit.write("d", "1");
    kit.commit("d");
    kit.git(&["checkout", "--quiet", "--detach"]);
    kit.git(&["branch", "--force", "third", "third"]);
    kit.git(&["replay", "--onto", "main", "main..third"]);
    assert_eq!(last(kit.path(), "third"), MADE);
    kit.git(&["branch", "--force", "main", "main"]);
    kit.git(&["replay", "--advance", "main", "main..third"]);
    assert_eq!(last(kit.path(), "main"), MADE);
}

#[test]
fn of_a_branch_without_a_reflog_nothing_is_known() {
    let kit = TestRepo::new();
    kit.commit("first");
    assert_eq!(last(kit.path(), "main"), MADE);
    for name in ["", "nobody", "../../HEAD", "main/", "/", "a\0b", "main.lock"] {
        assert_eq!(last(kit.path(), name), None, "{name:?}");
    }
    std::fs::write(kit.path().join(".git/logs/refs/heads/main"), "nonsense\n").unwrap();
    assert_eq!(last(kit.path(), "main"), None);
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
    assert_eq!(last(&kit.root().join("bare"), "main"), None);
}
