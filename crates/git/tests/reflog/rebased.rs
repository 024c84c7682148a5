//! What a rebase made, what it gave up, and what somebody made while it stood still.

use git_session_git::MadeCommit;
use testkit::TestRepo;

use crate::watched::Watched;
use crate::written::{Written, id, ids, line};
use crate::{open, shas};

/// A branch `side` with the commits `a`, `b` and `c`, and `main` with one more; HEAD is on `side`.
fn forked() -> Watched {
    let mut watched = Watched::new();
    watched.git(&["checkout", "--quiet", "-b", "side"]);
    for file in ["a", "b", "c"] {
        watched.change(file);
    }
    watched.git(&["checkout", "--quiet", "main"]);
    watched.change("d");
    watched.git(&["checkout", "--quiet", "side"]);
    watched.check(&["a", "b", "c", "d"]);
    watched
}

fn by_rebase(commits: &[MadeCommit]) -> Vec<bool> {
    commits.iter().map(|commit| commit.by_rebase).collect()
}

/// Where the second commit of `side` changes what `main` changes as well.
fn conflicting() -> Watched {
    let mut watched = forked();
    watched.kit.write("d", "other");
    watched.kit.commit("clash");
    watched.change("e");
    watched.check(&["clash", "e"]);
    watched
}

/// Starts a rebase that stops.
fn stop(watched: &Watched, arguments: &[&str]) {
    let rebase = [&["-c", "advice.mergeConflict=false", "rebase", "--quiet"], arguments].concat();
    assert!(!watched.kit.try_git_in(&watched.dir, &rebase).status.success());
    assert!(open(&watched.dir).is_rebasing());
}

#[test]
fn each_commit_says_where_head_was_and_who_made_it() {
    let mut watched = forked();
    assert!(!open(&watched.dir).is_rebasing());
    let main = watched.kit.git(&["rev-parse", "main"]);
    for backend in ["--merge", "--apply"] {
        watched.git(&["rebase", "--quiet", "--force-rebase", backend, "main"]);
        let made = watched.made().commits;
        assert_eq!(by_rebase(&made), [true; 3], "{backend}");
        let mut before = Some(main.clone());
        for commit in made {
            assert_eq!(commit.before, before);
            before = Some(commit.sha);
        }
    }
    watched.change("by hand");
    let made = watched.made().commits;
    assert_eq!(
        (made[0].by_rebase, &made[0].before),
        (false, &Some(watched.kit.git(&["rev-parse", "HEAD~1"])))
    );
    watched.git(&["checkout", "--quiet", "--orphan", "fresh"]);
    watched.change("root");
    assert_eq!(watched.made().commits[0].before, None);
}

#[test]
fn a_pull_may_be_a_rebase() {
    let mut watched = forked();
    watched.git(&["branch", "--quiet", "--set-upstream-to=main"]);
    for arguments in [&["pull", "--quiet", "--rebase"][..], &["-c", "pull.rebase=true", "pull", "--quiet"]] {
        watched.git(arguments);
        assert_eq!(by_rebase(&watched.made().commits), [true; 3], "{arguments:?}");
        watched.git(&["reset", "--quiet", "--hard", "HEAD~3"]);
        watched.git(&["cherry-pick", "ORIG_HEAD~2", "ORIG_HEAD~1", "ORIG_HEAD"]);
        assert_eq!(by_rebase(&watched.made().commits), [false; 3]);
        watched.git(&["checkout", "--quiet", "main"]);
        watched.change(&format!("more {}", arguments.len()));
        watched.git(&["checkout", "--quiet", "side"]);
        assert_eq!(by_rebase(&watched.made().commits), [false]);
    }
}

#[test]
fn what_a_rebase_made_before_it_was_given_up_is_left_out() {
    for backend in ["--merge", "--apply"] {
        let mut watched = conflicting();
        let before = watched.head();
        stop(&watched, &[backend, "main"]);
        watched.git(&["rebase", "--abort"]);
        assert_eq!(watched.head(), before);
        assert!(!open(&watched.dir).is_rebasing());
        watched.check(&[]);
        // Detached, there is no branch to return to.
        watched.git(&["checkout", "--quiet", "--detach"]);
        stop(&watched, &[backend, "main"]);
        watched.git(&["rebase", "--abort"]);
        watched.change("after");
        watched.check(&["after"]);
    }
}

#[test]
fn what_was_made_by_hand_while_a_rebase_stood_still_is_kept() {
    let mut watched = conflicting();
    stop(&watched, &["main"]);
    watched.git(&["checkout", "--quiet", "--theirs", "d"]);
    watched.change("by hand");
    stop_or_end(&watched, &["rebase", "--abort"]);
    watched.check(&["by hand"]);
    // Told in two parts, the steps are there before it is known how it ends.
    stop(&watched, &["main"]);
    watched.check(&["a", "b", "c"]);
    watched.git(&["rebase", "--abort"]);
    watched.check(&[]);
}

fn stop_or_end(watched: &Watched, arguments: &[&str]) {
    watched.kit.try_git_in(&watched.dir, arguments);
}

#[test]
fn a_conflict_that_was_resolved_is_a_step() {
    let mut watched = conflicting();
    stop(&watched, &["main"]);
    watched.kit.write("d", "both");
    watched.git(&["add", "--all"]);
    watched.git(&["rebase", "--continue"]);
    let made = watched.made();
    assert_eq!(by_rebase(&made.commits), [true; 5]);
    // Somebody may also commit it, and the rebase then goes on.
    watched.git(&["reset", "--quiet", "--hard", "ORIG_HEAD"]);
    stop(&watched, &["main"]);
    watched.kit.write("d", "both");
    watched.git(&["add", "--all"]);
    watched.git(&["commit", "--quiet", "-m", "resolved"]);
    watched.git(&["rebase", "--continue"]);
    let made = watched.made();
    assert_eq!(by_rebase(&made.commits), [true, true, true, false, true]);
}

#[test]
fn a_rebase_that_was_given_up_does_not_take_what_came_before() {
    let mut watched = conflicting();
    watched.git(&["rebase", "--quiet", "--force-rebase", "HEAD~2"]);
    stop(&watched, &["main"]);
    watched.git(&["rebase", "--abort"]);
    assert_eq!(shas(&watched.made()).len(), 2);
    // Where HEAD is on no branch, nothing says that a rebase has come to its end.
    watched.git(&["checkout", "--quiet", "--detach"]);
    watched.git(&["rebase", "--quiet", "--force-rebase", "HEAD~2"]);
    stop(&watched, &["main"]);
    watched.git(&["rebase", "--abort"]);
    assert_eq!(shas(&watched.made()).len(), 2);
    watched.git(&["checkout", "--quiet", "side"]);
    watched.change("first");
    stop(&watched, &["main"]);
    watched.git(&["rebase", "--abort"]);
    watched.change("then");
    watched.check(&["first", "then"]);
}

#[test]
fn patches_that_were_given_up_are_left_out() {
    let mut watched = forked();
    let patches = watched.kit.git(&["format-patch", "-3", "-o", "../patches"]);
    let patches: Vec<&str> = patches.lines().collect();
    watched.git(&["checkout", "--quiet", "-B", "side", "main"]);
    watched.change("own");
    watched.kit.write("b", "clash");
    watched.kit.commit("clash");
    let am = [&["am", "--quiet"][..], &patches].concat();
    stop_or_end(&watched, &am);
    watched.git(&["am", "--abort"]);
    watched.check(&["own", "clash"]);
    // What was applied before, and is not taken back, stays.
    watched.git(&["am", "--quiet", patches[0]]);
    stop_or_end(&watched, &[&["am", "--quiet"][..], &patches[2..], &patches[1..2]].concat());
    watched.git(&["am", "--abort"]);
    watched.check(&["a"]);
}

#[test]
fn a_long_rebase_is_told_at_once() {
    let mut written = Written::new(3);
    let before = written.end();
    written.lines.push(line(3, 2, "rebase (start): checkout main"));
    for number in 4..=1503 {
        written.lines.push(line(number - 1, number, "rebase (pick): a commit of the usual length"));
    }
    written.write();
    // As long as it stands, and when it is done.
    written.check(before, 4..=1503);
    written.push(line(1503, 1503, "rebase (finish): returning to refs/heads/side"));
    written.commit(1504..=1504);
    let made = written.made_since(before);
    assert_eq!((shas(&made), made.more), (ids(4..=1503), true));
    written.check(made.cursor, [1504]);
    // Given up, it made nothing, and what follows comes in the usual steps.
    written.lines.pop();
    written.lines.pop();
    written.push(line(1503, 3, "rebase (abort): returning to refs/heads/side"));
    written.lines.push(line(3, 1504, "commit: x"));
    written.commit(1505..=1600);
    let made = written.made_since(before);
    assert_eq!((shas(&made), made.more), (ids(1504..=1567), true));
}

#[test]
fn what_was_given_up_may_be_made_again() {
    let mut written = Written::new(3);
    let before = written.end();
    for end in ["abort", "finish"] {
        written.push(line(3, 2, "rebase (start): checkout main"));
        // Within one second, the same pick is the same commit.
        written.push(line(2, 4, "rebase (pick): x"));
        written.push(line(4, 3, format!("rebase ({end}): returning to refs/heads/side")));
    }
    written.check(before, [4]);
}

#[test]
fn a_rebase_without_end_has_one() {
    let mut written = Written::new(1);
    let before = written.end();
    let subject = format!("rebase (pick): {}", "x".repeat(3000));
    written.lines.extend((2..=4000).map(|number| line(number - 1, number, &subject)));
    written.write();
    let made = written.made_since(before);
    assert!(made.more && (2600..2800).contains(&made.commits.len()), "{}", made.commits.len());
    assert_eq!(made.commits[0].before, Some(id(1)));
}

#[test]
fn many_commits_are_picked_for_real() {
    let mut watched = Watched::new();
    watched.git(&["checkout", "--quiet", "-b", "side"]);
    for number in 0..70 {
        watched.change(&format!("file {number}"));
    }
    watched.git(&["checkout", "--quiet", "main"]);
    watched.change("other");
    while open(&watched.dir).commits_made_since(watched.cursor.as_ref()).unwrap().more {
        watched.cursor = open(&watched.dir).commits_made_since(watched.cursor.as_ref()).unwrap().cursor;
    }
    watched.made();
    watched.git(&["rebase", "--quiet", "main", "side"]);
    assert_eq!(by_rebase(&watched.made().commits), [true; 70]);
    watched.git(&["checkout", "--quiet", "--detach"]);
    watched.git(&["rebase", "--quiet", "--force-rebase", "HEAD~70"]);
    assert_eq!(by_rebase(&watched.made().commits), [true; 70]);
}

/// Keeps what git has on the disk while `post-rewrite` runs.
fn keep_what_a_hook_sees(kit: &TestRepo) {
    let hook = kit.path().join(".git/hooks/post-rewrite");
    let script = "#!/bin/sh\nfor d in rebase-merge rebase-apply; do\n  [ -d .git/$d ] && cp -R .git/$d ../seen-$d\ndone\n:\n";
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, script).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn while_the_hook_runs_the_pairs_are_on_the_disk() {
    for (backend, folder) in [("--merge", "rebase-merge"), ("--apply", "rebase-apply")] {
        let watched = forked();
        keep_what_a_hook_sees(&watched.kit);
        let commits = |range: &str| watched.kit.git(&["rev-list", "--reverse", range]);
        let old = commits("main..side");
        watched.git(&["rebase", "--quiet", backend, "main"]);
        assert_eq!(open(&watched.dir).rewritten().unwrap(), []);
        put_back(&watched, folder);
        let repo = open(&watched.dir);
        assert!(repo.is_rebasing());
        let new = commits("main..side");
        let pairs: Vec<(&str, &str)> = old.lines().zip(new.lines()).collect();
        let rewritten = repo.rewritten().unwrap();
        let rewritten: Vec<(&str, &str)> =
            rewritten.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        assert_eq!(rewritten, pairs, "{backend}");
    }
}

fn put_back(watched: &Watched, folder: &str) {
    let seen = watched.kit.root().join(format!("seen-{folder}"));
    std::fs::rename(seen, watched.kit.path().join(".git").join(folder)).unwrap();
}

#[test]
fn what_is_melted_together_replaces_what_was_there() {
    let mut watched = forked();
    let todo = "sequence.editor=sed -i.bak -e 2s/pick/squash/ -e 3s/pick/fixup/";
    watched.git(&["-c", todo, "rebase", "--quiet", "--interactive", "main"]);
    let made = watched.made().commits;
    let repo = open(&watched.dir);
    let replaced: Vec<Option<String>> = made
        .iter()
        .map(|made| repo.replaced_by_amend(made, &repo.commit(&made.sha, None).unwrap()))
        .collect();
    let sha = |number: usize| Some(made[number].sha.clone());
    assert_eq!(replaced, [None, sha(0), sha(1)]);
    assert_eq!(by_rebase(&made), [true; 3]);
    // Told once: the same commit that is amended anew.
    watched.git(&["commit", "--quiet", "--amend", "-m", "amended"]);
    let amended = watched.made().commits;
    let facts = repo.commit(&amended[0].sha, None).unwrap();
    assert_eq!(repo.replaced_by_amend(&amended[0], &facts), sha(2));
}

#[test]
fn only_what_has_the_same_parents_is_replaced() {
    let mut watched = Watched::new();
    let replaces = |watched: &mut Watched| {
        let repo = open(&watched.dir);
        let made = watched.made().commits.pop().unwrap();
        repo.replaced_by_amend(&made, &repo.commit(&made.sha, None).unwrap())
    };
    let root = watched.head();
    watched.git(&["commit", "--quiet", "--amend", "--allow-empty", "-m", "another root"]);
    assert_eq!(replaces(&mut watched), Some(root));
    watched.change("a");
    assert_eq!(replaces(&mut watched), None);
    let amended = watched.head();
    watched.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    watched.change("b");
    watched.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(replaces(&mut watched), None);
    let merge = watched.head();
    watched.git(&["commit", "--quiet", "--amend", "-m", "merged"]);
    assert_eq!(replaces(&mut watched), Some(merge.clone()));
    // A reset and a commit in its place: git says nothing of the one before.
    watched.git(&["checkout", "--quiet", "main"]);
    watched.git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    watched.change("a");
    assert_eq!(replaces(&mut watched), None);
    // HEAD was elsewhere, at what has other parents.
    let repo = open(&watched.dir);
    let made = MadeCommit {
        sha: watched.head(),
        before: Some(merge),
        by_rebase: false,
        by_replay: false,
        joins: false,
    };
    assert_eq!(repo.replaced_by_amend(&made, &repo.commit(&made.sha, None).unwrap()), None);
    // What was there before is not here any more.
    let made = MadeCommit {
        sha: watched.head(),
        before: Some(id(7)),
        by_rebase: false,
        by_replay: false,
        joins: false,
    };
    let facts = repo.commit(&made.sha, None).unwrap();
    assert_eq!(repo.replaced_by_amend(&made, &facts), None);
    let made = MadeCommit { before: Some(amended), ..made };
    assert!(repo.replaced_by_amend(&made, &facts).is_some());
}

/// Whether this git has the command.
fn has(kit: &TestRepo, command: &str) -> bool {
    let help = kit.try_git(&[command, "-h"]);
    let is_there = help.status.code() == Some(129);
    if !is_there {
        eprintln!("skipped: this git has no `git {command}`");
    }
    is_there
}

#[test]
fn history_that_is_rewritten_without_a_rebase_ends_in_a_commit() {
    let mut watched = forked();
    if !has(&watched.kit, "history") {
        return;
    }
    watched.kit.git(&["config", "core.editor", "sed -i.bak 1s/$/!/"]);
    for (arguments, subject) in
        [(["history", "reword", "HEAD"], "c!"), (["history", "reword", "HEAD~1"], "c!")]
    {
        watched.git(&arguments);
        watched.check(&[subject]);
    }
    assert_eq!(watched.kit.git(&["log", "-1", "--format=%s", "HEAD~1"]), "b!");
}

#[test]
fn replayed_commits_end_in_one() {
    let mut watched = forked();
    // Before 2.51 it only says which references to set.
    if !has(&watched.kit, "replay") || !watched.kit.git(&["version"]).contains("2.55") {
        return;
    }
    watched.git(&["replay", "--onto", "main", "main..side"]);
    watched.check(&["c"]);
    assert_eq!(watched.kit.git(&["merge-base", "main", "side"]), watched.kit.git(&["rev-parse", "main"]));
    watched.git(&["checkout", "--quiet", "main"]);
    watched.change("e");
    watched.git(&["checkout", "--quiet", "-b", "third", "main~1"]);
    watched.change("f");
    watched.git(&["checkout", "--quiet", "main"]);
    watched.made();
    watched.git(&["replay", "--advance", "main", "main..third"]);
    watched.check(&["f"]);
}
