//! What real git writes: which lines are commits that were made.

use testkit::TestRepo;

use crate::watched::Watched;
use crate::{open, shas};

#[test]
fn commits_and_what_is_none() {
    let mut watched = Watched::new();
    watched.check(&[]);
    watched.change("a");
    watched.change("b");
    watched.check(&["a", "b"]);
    watched.git(&["commit", "--quiet", "--amend", "-m", "Fast-forward"]);
    watched.check(&["Fast-forward"]);
    watched.git(&["commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", ""]);
    watched.check(&[""]);
    watched.git(&["commit", "--quiet", "--allow-empty", "-m", "esc \u{1b}[31m\u{7} tab\tend"]);
    watched.check(&["esc \u{1b}[31m\u{7} tab\tend"]);
    watched.git(&["-c", "user.name=a\tb", "commit", "--quiet", "--allow-empty", "-m", "by a tab"]);
    watched.check(&["by a tab"]);
    watched.git(&["-c", "user.name=a\tb", "checkout", "--quiet", "-b", "tab", "HEAD~1"]);
    watched.git(&["checkout", "--quiet", "main"]);
    watched.check(&[]);
    watched.git(&["revert", "--no-edit", "HEAD~3"]);
    watched.check(&["Revert \"Fast-forward\""]);

    watched.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    watched.git(&["checkout", "--quiet", "-b", "other", "HEAD~1"]);
    watched.git(&["branch", "-m", "another"]);
    watched.git(&["checkout", "--quiet", "--detach"]);
    watched.git(&["checkout", "--quiet", "-B", "main", "HEAD~1"]);
    watched.git(&["update-ref", "HEAD", "HEAD~1"]);
    watched.git(&["reset", "--quiet", "--hard"]);
    watched.check(&[]);
    watched.git(&["checkout", "--quiet", "--orphan", "fresh"]);
    watched.change("c");
    watched.check(&["c"]);
}

#[test]
fn merges_and_fast_forwards() {
    let mut watched = Watched::new();
    watched.git(&["checkout", "--quiet", "-b", "side"]);
    watched.change("a");
    watched.check(&["a"]);
    watched.git(&["checkout", "--quiet", "main"]);
    watched.git(&["merge", "--quiet", "side"]);
    watched.check(&[]);
    watched.git(&["merge", "--quiet", "side"]);
    watched.change("b");
    watched.git(&["checkout", "--quiet", "-b", "third", "side"]);
    watched.change("c");
    watched.git(&["checkout", "--quiet", "main"]);
    watched.git(&["merge", "--quiet", "--no-edit", "third"]);
    watched.check(&["b", "c", "Merge branch 'third'"]);
    watched.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    watched.git(&["merge", "--quiet", "--no-commit", "third"]);
    watched.change("by hand");
    watched.git(&["checkout", "--quiet", "third"]);
    watched.git(&["cherry-pick", "main~1"]);
    watched.check(&["by hand", "b"]);
    // Where a cherry-pick may, it takes the commit as it is.
    watched.git(&["checkout", "--quiet", "main~1^"]);
    watched.git(&["cherry-pick", "--ff", "main~1"]);
    watched.check(&[]);
}

#[test]
fn rebases_and_patches() {
    let mut watched = Watched::new();
    watched.git(&["checkout", "--quiet", "-b", "side"]);
    for file in ["a", "b", "c"] {
        watched.change(file);
    }
    watched.git(&["checkout", "--quiet", "main"]);
    watched.change("d");
    watched.git(&["checkout", "--quiet", "side"]);
    watched.check(&["a", "b", "c", "d"]);
    watched.git(&["rebase", "--quiet", "main"]);
    watched.check(&["a", "b", "c"]);
    watched.git(&["rebase", "--quiet", "--apply", "--force-rebase", "main~1"]);
    watched.check(&["d", "a", "b", "c"]);
    // The first stays as it is, the second is reworded, the third is melted into it.
    let todo = "sequence.editor=sed -i.bak -e 2s/pick/reword/ -e 3s/pick/fixup/";
    let editor = "core.editor=sed -i.bak -e 1s/b/bb/";
    watched.git(&["-c", todo, "-c", editor, "rebase", "--quiet", "--interactive", "HEAD~3"]);
    watched.check(&["bb", "bb"]);
    let todo = "sequence.editor=sed -i.bak -e 1s/pick/edit/";
    watched.git(&["-c", todo, "rebase", "--quiet", "--interactive", "HEAD~2"]);
    watched.check(&[]);
    watched.git(&["commit", "--quiet", "--amend", "-m", "edited"]);
    watched.git(&["rebase", "--continue"]);
    watched.check(&["edited", "bb"]);

    let patch = watched.kit.git(&["format-patch", "-1", "--stdout"]) + "\n";
    std::fs::write(watched.kit.root().join("patch"), patch).unwrap();
    watched.git(&["checkout", "--quiet", "HEAD~1"]);
    watched.git(&["am", "--quiet", "../patch"]);
    watched.check(&["bb"]);
    watched.git(&["stash", "list"]);
    watched.kit.write("d", "changed");
    watched.git(&["stash", "--quiet"]);
    watched.check(&[]);
}

#[test]
fn what_comes_from_elsewhere_was_not_made_here() {
    let mut watched = Watched::new();
    watched.kit.git_in(watched.kit.root(), &["clone", "--quiet", "repo", "clone"]);
    watched.change("a");
    let origin = watched.dir.clone();
    watched.dir = watched.kit.root().join("clone");
    watched.cursor = None;
    watched.check(&[]);
    watched.git(&["pull", "--quiet"]);
    watched.check(&[]);
    watched.change("b");
    watched.kit.write("c", "1");
    watched.kit.commit_in(&origin, "c");
    watched.git(&["pull", "--quiet", "--rebase"]);
    watched.check(&["b", "b"]);
    watched.kit.write("d", "1");
    watched.kit.commit_in(&origin, "d");
    watched.git(&["pull", "--quiet", "--no-rebase", "--no-edit"]);
    assert_eq!(shas(&watched.made()), [watched.head()]);
    // A push into the worktree that we are in.
    watched.git(&["config", "receive.denyCurrentBranch", "updateInstead"]);
    watched.kit.git_in(&origin, &["pull", "--quiet", "../clone"]);
    watched.kit.write("e", "1");
    watched.kit.commit_in(&origin, "e");
    watched.kit.git_in(&origin, &["push", "--quiet", "../clone", "main"]);
    watched.check(&[]);
}

#[test]
fn a_tool_may_have_a_word_of_its_own() {
    let mut watched = Watched::new();
    watched.change("a");
    watched.check(&["a"]);
    let git = |arguments: &[&str]| {
        let mut git = watched.kit.command(&watched.dir);
        assert!(git.args(arguments).env("GIT_REFLOG_ACTION", "tool").status().unwrap().success());
    };
    git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    git(&["commit", "--quiet", "--allow-empty", "-m", "b"]);
    git(&["merge", "--quiet", "--no-edit", "main"]);
    git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    git(&["rebase", "--quiet", "--force-rebase", "main"]);
    git(&["checkout", "--quiet", "main"]);
    git(&["merge", "--quiet", "side"]);
    watched.check(&["b", "Merge branch 'main' into side", "b"]);
}

#[test]
fn each_worktree_has_its_own() {
    let mut watched = Watched::new();
    let linked = watched.kit.worktree("wt1");
    watched.change("a");
    watched.dir = linked;
    watched.cursor = None;
    watched.check(&[]);
    watched.change("b");
    watched.check(&["b"]);
}

/// What the reflog is read for: HEAD alone would show one commit twice, and another never.
#[test]
fn while_others_commit_each_is_told_once_and_in_order() {
    let kit = TestRepo::new();
    kit.commit("first");
    let mut cursor = open(kit.path()).reflog_end().unwrap();
    let mut told = Vec::new();
    std::thread::scope(|scope| {
        let committing: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    for number in 0..8 {
                        // git refuses where another one holds the lock on the branch.
                        let message = format!("{:?} {number}", std::thread::current().id());
                        let commit = ["commit", "--quiet", "--allow-empty", "-m", &message];
                        while !kit.try_git(&commit).status.success() {}
                    }
                })
            })
            .collect();
        loop {
            let done = committing.iter().all(|thread| thread.is_finished());
            let made = open(kit.path()).commits_made_since(cursor.as_ref()).unwrap();
            told.extend(shas(&made));
            cursor = made.cursor;
            if done {
                break;
            }
        }
    });
    assert_eq!(told.join("\n"), kit.git(&["rev-list", "--reverse", "HEAD~32..HEAD"]));
}
