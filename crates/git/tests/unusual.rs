//! Repositories where something is missing, elsewhere or said to be otherwise: a commit that is made there is found, and
//! its facts are right.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::cloned_ref_to_slice_refs,
    reason = "tests"
)]

use std::path::Path;

use core_model::CommitFacts;
use git_session_git::{Environment, MadeCommit, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Makes a commit in the worktree, and holds what is told of it against what git says, as it was written.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path, file: &str) -> (MadeCommit, CommitFacts) {
    let since = open(dir).reflog_end().unwrap();
    std::fs::write(dir.join(file), "1").unwrap();
    let sha = kit.commit_in(dir, file);
    let repo = open(dir);
    let made = repo.commits_made_since(since.as_ref()).unwrap();
    assert_eq!(made.commits.len(), 1);
    let made = made.commits.into_iter().next().unwrap();
    assert_eq!(made.sha, sha);
    let facts = repo.commit(&sha, None).unwrap();
    let show = |format: &str| {
        kit.git_in(dir, &["--no-replace-objects", "show", "--no-patch", &format!("--format={format}"), &sha])
    };
    assert_eq!((facts.tree.clone(), facts.subject.as_str()), (show("%T"), file));
    assert_eq!(facts.files.paths, [file]);
    assert!(!facts.files.more);
    (made, facts)
}

#[test]
fn a_submodule() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "repo", "library"]);
    kit.git(&["submodule", "--quiet", "add", "../library", "lib"]);
    kit.commit("with a submodule");
    // In a linked worktree, the submodule's git directory lies within that worktree's.
    let linked = kit.worktree("wt1");
    kit.git_in(&linked, &["submodule", "--quiet", "update", "--init"]);
    check(&kit, &linked.join("lib"), "in the other one");
    let inner = kit.path().join("lib");
    let (made, facts) = check(&kit, &inner, "in the submodule");
    assert_eq!(made.before, facts.parents.first().cloned());
    assert_eq!(open(&inner).store_dir(), inner.join(".sessions"));
    // The repository around it sees a file that changed.
    let since = open(kit.path()).reflog_end().unwrap();
    let sha = kit.commit("moved on");
    assert_eq!(open(kit.path()).commits_made_since(since.as_ref()).unwrap().commits[0].sha, sha);
    assert_eq!(open(kit.path()).commit(&sha, None).unwrap().files.paths, ["lib"]);
}

#[test]
fn a_worktree_of_a_bare_repository() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
    let bare = kit.root().join("bare");
    kit.git_in(&bare, &["worktree", "add", "--quiet", "-b", "side", "../linked"]);
    let linked = kit.root().join("linked");
    let (made, facts) = check(&kit, &linked, "b");
    assert_eq!(
        (Some(&made.sha), made.before),
        (open(&linked).head().unwrap().commit().map(str::to_owned).as_ref(), facts.parents.first().cloned())
    );
    let tips = open(&linked).branch_tips().unwrap();
    assert!(tips.contains(&("side".to_owned(), made.sha)));
}

#[test]
fn a_shallow_clone() {
    let kit = TestRepo::new();
    for file in ["a", "b", "c"] {
        kit.write(file, "1");
        kit.commit(file);
    }
    let url = format!("file://{}", kit.path().display());
    kit.git_in(kit.root(), &["clone", "--quiet", "--depth", "1", &url, "shallow"]);
    let shallow = kit.root().join("shallow");
    let (made, _) = check(&kit, &shallow, "d");
    // Of the oldest one that is here the parent is known, and not here.
    let repo = open(&shallow);
    let oldest = made.before.unwrap();
    let parents = repo.parents(&oldest).unwrap();
    assert_eq!(parents, [kit.git(&["rev-parse", "HEAD~1"])]);
    assert!(repo.parents(&parents[0]).is_err());
    let ids = repo.patch_ids(&[made.sha.clone(), parents[0].clone()]).unwrap();
    assert_eq!(ids.keys().collect::<Vec<_>>(), [&made.sha]);
}

#[test]
fn a_partial_clone_fetches_nothing() {
    for filter in ["blob:none", "tree:0"] {
        let kit = TestRepo::new();
        kit.git(&["config", "uploadpack.allowFilter", "true"]);
        kit.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        kit.write("old/a", "before\n");
        kit.commit("first");
        kit.write("old/a", "after\n");
        kit.write("b", "new\n");
        let second = kit.commit("second");
        let url = format!("file://{}", kit.path().display());
        let clone = ["clone", "--quiet", &format!("--filter={filter}"), &url, "partial"];
        kit.git_in(kit.root(), &clone);
        let partial = kit.root().join("partial");
        let (made, _) = check(&kit, &partial, "c");
        let missing =
            || kit.git_in(&partial, &["rev-list", "--objects", "--all", "--missing=print", "--quiet"]);
        let before = missing();
        assert!(before.contains('?'), "nothing is missing");
        let repo = open(&partial);
        let facts = repo.commit(&second, None).unwrap();
        assert!(facts.files.more || !facts.files.paths.is_empty() || filter == "tree:0");
        let walk = repo.new_commits(&[made.sha.clone()], &[], 10).unwrap();
        assert_eq!(walk.commits.len(), 3);
        assert!(repo.reachable(&[second.clone()]).unwrap().contains(&second));
        // What changed there cannot be compared, and is not waited for; the others can.
        let first = repo.parents(&second).unwrap().remove(0);
        let ids = repo.patch_ids(&[first, second.clone(), made.sha.clone()]).unwrap();
        assert_eq!(ids.into_keys().collect::<Vec<_>>(), [made.sha]);
        assert_eq!(missing(), before);
    }
}

#[test]
fn objects_that_are_borrowed() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    let first = kit.commit("first");
    kit.git(&["gc", "--quiet"]);
    kit.git_in(kit.root(), &["clone", "--quiet", "--shared", "repo", "one"]);
    // A borrower of a borrower.
    kit.git_in(kit.root(), &["clone", "--quiet", "--shared", "one", "two"]);
    let (made, facts) = check(&kit, &kit.root().join("two"), "b");
    assert_eq!((made.before, facts.parents), (Some(first.clone()), vec![first.clone()]));
    assert!(open(&kit.root().join("two")).exists(&first));
}

#[test]
fn commits_that_are_said_to_be_others() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    let first = kit.commit("first");
    kit.write("b", "1");
    let second = kit.commit("second");
    // For git, the second commit now has no parent and another subject.
    let other = kit.git(&["commit-tree", "HEAD^{tree}", "-m", "replaced"]);
    let patch = open(kit.path()).patch_ids(&[second.clone()]).unwrap();
    kit.git(&["replace", &second, &other]);
    assert_eq!(open(kit.path()).patch_ids(&[second.clone()]).unwrap(), patch);
    assert_eq!(kit.git(&["show", "--no-patch", "--format=%s", &second]), "replaced");
    let (made, facts) = check(&kit, kit.path(), "c");
    assert_eq!((made.before.as_ref(), &facts.parents), (Some(&second), &vec![second.clone()]));
    let repo = open(kit.path());
    assert_eq!(repo.commit(&second, None).unwrap().subject, "second");
    assert_eq!(repo.parents(&second).unwrap(), [first.clone()]);
    let walk = repo.new_commits(&[made.sha.clone()], &[], 10).unwrap();
    assert_eq!(walk.commits, [first.clone(), second.clone(), made.sha.clone()]);
    // An amended one: the new one is what replaces.
    kit.git(&["replace", &made.sha, &other]);
    let since = open(kit.path()).reflog_end().unwrap();
    kit.git(&["commit", "--quiet", "--amend", "-m", "amended"]);
    let amended = open(kit.path()).commits_made_since(since.as_ref()).unwrap().commits.remove(0);
    assert_eq!(repo.commit(&amended.sha, None).unwrap().subject, "amended");
    assert_eq!(amended.before, Some(made.sha));
}

#[test]
fn parents_that_are_said_to_be_others() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    let first = kit.commit("first");
    kit.write("b", "1");
    let second = kit.commit("second");
    std::fs::create_dir_all(kit.path().join(".git/info")).unwrap();
    std::fs::write(kit.path().join(".git/info/grafts"), format!("{second}\n")).unwrap();
    assert_eq!(kit.git(&["rev-list", "--count", "HEAD"]), "1");
    let (made, facts) = check(&kit, kit.path(), "c");
    assert_eq!(facts.parents, [second.clone()]);
    let repo = open(kit.path());
    assert_eq!(repo.parents(&second).unwrap(), [first.clone()]);
    let walk = repo.new_commits(&[made.sha.clone()], &[], 10).unwrap();
    assert_eq!(walk.commits, [first, second, made.sha]);
}
