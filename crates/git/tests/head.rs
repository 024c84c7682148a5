//! HEAD in all its states, compared with what git says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use git_session_git::{Environment, Head, HeadError, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Our HEAD, after holding it against git's.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path) -> Head {
    let head = open(dir).head().unwrap();
    let says = |question: &[&str]| {
        let output = kit.try_git_in(dir, question);
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim_end().to_owned())
    };
    assert_eq!(head.commit(), says(&["rev-parse", "--verify", "--quiet", "HEAD"]).as_deref());
    assert_eq!(head.branch(), says(&["symbolic-ref", "--quiet", "--short", "HEAD"]).as_deref());
    head
}

#[test]
fn a_branch_with_nothing_on_it_yet() {
    let kit = TestRepo::new();
    assert_eq!(check(&kit, kit.path()), Head::Branch { name: "main".to_owned(), commit: None });
    // A tag whose name is the branch's is not the branch.
    let blob = kit.git(&["hash-object", "-w", ".git/config"]);
    kit.git(&["update-ref", "refs/tags/refs/heads/main", &blob]);
    kit.git(&["pack-refs", "--all"]);
    assert_eq!(check(&kit, kit.path()).commit(), None);
}

#[test]
fn branches_loose_and_packed_and_with_slashes() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git(&["checkout", "--quiet", "-b", "fix/it/now"]);
    kit.commit("second");
    check(&kit, kit.path());
    kit.git(&["gc", "--quiet"]);
    assert!(!kit.path().join(".git/refs/heads/fix/it/now").exists(), "it is packed");
    check(&kit, kit.path());
    // Packed and then moved: the loose one counts.
    kit.commit("third");
    check(&kit, kit.path());
    // Enough branches that the file is no longer read at once.
    for number in 0..600 {
        let name = format!("refs/heads/many/branch-with-a-long-name-{number:04}");
        std::fs::create_dir_all(kit.path().join(".git/refs/heads/many")).unwrap();
        std::fs::write(kit.path().join(".git").join(name), kit_head(&kit)).unwrap();
    }
    kit.git(&["pack-refs", "--all"]);
    check(&kit, kit.path());
}

fn kit_head(kit: &TestRepo) -> String {
    kit.git(&["rev-parse", "HEAD"]) + "\n"
}

#[test]
fn a_detached_head() {
    let kit = TestRepo::new();
    let first = kit.commit("first");
    kit.commit("second");
    kit.git(&["checkout", "--quiet", "HEAD~1"]);
    assert_eq!(check(&kit, kit.path()), Head::Detached { commit: first });
}

#[test]
fn each_worktree_has_its_own() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    kit.commit_in(&linked, "second");
    assert_eq!(check(&kit, &linked).branch(), Some("wt1"));
    assert_eq!(check(&kit, kit.path()).branch(), Some("main"));
    kit.git(&["pack-refs", "--all"]);
    check(&kit, &linked);
    kit.git_in(&linked, &["checkout", "--quiet", "--detach"]);
    check(&kit, &linked);
    kit.git_in(&linked, &["checkout", "--quiet", "--orphan", "fresh"]);
    assert_eq!(check(&kit, &linked), Head::Branch { name: "fresh".to_owned(), commit: None });
}

#[test]
fn a_branch_that_is_another_name_for_a_branch() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git(&["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
    kit.git(&["symbolic-ref", "HEAD", "refs/heads/alias"]);
    assert_eq!(check(&kit, kit.path()).branch(), Some("main"));
}

#[test]
fn what_cannot_be_followed_is_an_error_and_no_panic() {
    let kit = TestRepo::new();
    let branch = kit.path().join(".git/refs/heads/main");
    std::fs::write(&branch, "ref: refs/heads/main\n").unwrap();
    assert!(matches!(open(kit.path()).head(), Err(HeadError::Circle { .. })));
    for text in ["", "xyz\n", "\0\0\0\0", "ref: refs/heads/../../x\n"] {
        std::fs::write(&branch, text).unwrap();
        let error = open(kit.path()).head().unwrap_err();
        assert!(
            matches!(&error, HeadError::Unreadable { name, .. } if name == "refs/heads/main"),
            "{text:?}"
        );
    }
}
