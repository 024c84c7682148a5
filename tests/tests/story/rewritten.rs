//! Commits that others took the place of, that no hook saw, and that a person put elsewhere.

use serde_json::Value;

use crate::desk::{Desk, shas, words};

/// Commits a change of a file, so that it can be told from others by its patch.
fn change(desk: &Desk, file: &str, text: &str) -> String {
    desk.repo.write(file, text);
    desk.repo.git(&["add", file]);
    desk.repo.git(&["commit", "--quiet", "--message", text]);
    head(desk)
}

fn head(desk: &Desk) -> String {
    desk.repo.git(&["rev-parse", "HEAD"])
}

/// The commits of a session as they are called now.
fn current(session: &Value) -> Vec<String> {
    let commits = session["commits"].as_array().unwrap().iter();
    let current = commits.filter(|commit| commit["replaced_by"].is_null());
    current.map(|commit| commit["sha"].as_str().unwrap().to_owned()).collect()
}

/// How many commits the pipe counts.
fn count(desk: &Desk, id: &str) -> String {
    let log = desk.run(&["log"]);
    let line = log.lines().find(|line| line.starts_with(&format!("session\t{id}"))).unwrap();
    line.split('\t').nth(5).unwrap().to_owned()
}

#[test]
fn an_amended_commit_stays_with_its_session_whatever_became_of_that() {
    let desk = Desk::new();
    let id = desk.run(&["start", "The work"]);
    let first = change(&desk, "a", "one");
    for end in [None, Some(["park", "--reason", "lunch"]), Some(["complete", "done", "--session"])] {
        if let Some([command, word, more]) = end {
            let of = if command == "complete" { &id } else { more };
            let arguments = [command, word, more, of];
            desk.run(&arguments[..if command == "complete" { 4 } else { 3 }]);
        }
        desk.repo.git(&["commit", "--quiet", "--amend", "--message", &format!("one, {end:?}")]);
        let session = desk.show(&id);
        assert_eq!(current(&session), [head(&desk)], "{end:?}");
        assert_eq!(session["commits"][0]["sha"], first.as_str());
        assert_eq!(count(&desk, &id), "1");
    }
    assert!(desk.unassigned().is_empty());
    assert_eq!(desk.json(&["log"])["sessions"].as_array().unwrap().len(), 1, "none was opened for them");
    let why = desk.json(&["why", &first]);
    assert_eq!((&why["session"]["id"], &why["became"][0]), (&id.as_str().into(), &head(&desk).into()));
    assert_eq!(desk.json(&["why"])["commit"]["evidence"], "rewrite");
}

#[test]
fn a_rebase_leaves_each_commit_with_its_session_and_joins_what_was_squashed() {
    let desk = Desk::new();
    let base = head(&desk);
    desk.repo.git(&["switch", "--quiet", "--create", "side"]);
    let one = desk.run(&["start", "One"]);
    let [a, b] = [change(&desk, "a", "a"), change(&desk, "b", "b")];
    desk.run(&["complete", "done"]);
    let two = desk.run(&["start", "Two"]);
    change(&desk, "c", "c");
    let fixup = change(&desk, "b", "fixup! b");
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    let on_other = change(&desk, "d", "d");
    desk.repo.git(&["switch", "--quiet", "side"]);
    let mut rebase = desk.repo.command(desk.repo.path());
    rebase.env("GIT_SEQUENCE_EDITOR", "true").args(["rebase", "--quiet", "-i", "--autosquash", "other"]);
    assert!(rebase.output().unwrap().status.success());

    let now = desk.repo.git(&["rev-list", "--reverse", "other..side"]);
    let now: Vec<&str> = now.lines().collect();
    assert_eq!(now.len(), 3);
    assert_eq!(current(&desk.show(&one)), [now[0], now[1]]);
    assert_eq!(current(&desk.show(&two)), [on_other.as_str(), now[2]], "the other's has taken in the fixup");
    assert_eq!((count(&desk, &one), count(&desk, &two)), ("2".into(), "2".into()));
    let of_two = desk.show(&two)["commits"].take();
    let there = of_two.as_array().unwrap().iter().find(|commit| commit["sha"] == fixup.as_str()).unwrap();
    assert_eq!((&there["replaced_by"], &there["evidence"]), (&now[1].into(), &"worktree".into()));
    let joined = desk.json(&["why", now[1]]);
    assert_eq!(joined["commit"]["replaces"], serde_json::json!([b, fixup]));
    assert_eq!(desk.json(&["why", &fixup])["became"], serde_json::json!([now[1]]));
    assert_eq!(desk.json(&["why", &a])["is_dropped"], true);
    assert!(desk.unassigned().is_empty());
}

/// git lists it with the commit before it, as if it had been squashed into that one.
#[test]
fn what_a_rebase_drops_since_nothing_is_left_of_it_gives_no_commit_to_its_session() {
    let repo = testkit::TestRepo::new();
    let base = repo.commit("Base");
    repo.git(&["switch", "--quiet", "--create", "side"]);
    repo.write("f", "f");
    repo.git(&["add", "f"]);
    repo.commit("Of nobody, before the hooks");
    let desk = Desk::with_hooks(repo);
    let one = desk.run(&["start", "One"]);
    let dropped = change(&desk, "d", "d");
    desk.run(&["complete", "done"]);
    let two = desk.run(&["start", "Two"]);
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    desk.repo.write("d", "d");
    desk.repo.write("e", "e");
    desk.repo.git(&["add", "d", "e"]);
    let other = desk.repo.commit("The same and more");
    desk.repo.git(&["switch", "--quiet", "side"]);
    desk.repo.git(&["rebase", "--quiet", "other"]);
    assert_eq!(desk.repo.git(&["rev-list", "--count", "other.."]), "1");
    assert_eq!(current(&desk.show(&one)), std::slice::from_ref(&dropped));
    assert_eq!(current(&desk.show(&two)), [other, head(&desk)]);
    let why = desk.json(&["why", &dropped]);
    assert_eq!((&why["became"], &why["is_dropped"]), (&serde_json::json!([]), &true.into()));
}

#[test]
fn of_a_rebase_that_was_given_up_nothing_is_recorded() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    let base = head(&desk);
    let made = [change(&desk, "a", "a"), change(&desk, "x", "mine")];
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    let other = change(&desk, "x", "theirs");
    desk.repo.git(&["switch", "--quiet", "-"]);
    assert!(!desk.repo.try_git(&["rebase", "--quiet", "other"]).status.success());
    desk.repo.git(&["rebase", "--abort"]);
    let last = change(&desk, "y", "after it");
    let session = desk.show("@");
    assert_eq!(shas(&session["commits"]), [made[0].clone(), made[1].clone(), other, last]);
}

#[test]
fn a_rebase_that_no_hook_saw_is_understood_by_what_it_did() {
    let desk = Desk::new();
    let base = head(&desk);
    desk.run(&["start", "Work"]);
    let made = [change(&desk, "a", "a"), change(&desk, "b", "b")];
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    let other = change(&desk, "c", "c");
    desk.repo.git(&["switch", "--quiet", "-"]);
    let mut rebase = desk.repo.command(desk.repo.path());
    rebase.env("GIT_SESSION_HOOKS", "0").args(["rebase", "--quiet", "other"]);
    assert!(rebase.output().unwrap().status.success());
    assert_eq!(desk.json(&["reconcile"])["recorded"], 2);
    let now = desk.repo.git(&["rev-list", "--reverse", "other.."]);
    let now: Vec<&str> = now.lines().collect();
    let session = desk.show("@");
    assert_eq!(current(&session), [&other, now[0], now[1]]);
    for (old, new) in made.iter().zip(now) {
        assert_eq!(desk.json(&["why", new])["commit"]["replaces"], serde_json::json!([old]));
    }
    assert_eq!(desk.json(&["reconcile"])["recorded"], 0);
}

#[test]
fn a_rebase_that_no_hook_saw_leaves_commits_with_sessions_that_are_over() {
    for on_a_branch in [true, false] {
        let desk = Desk::new();
        let base = head(&desk);
        let over = desk.run(&["start", "Over"]);
        let made = [change(&desk, "a", "a"), change(&desk, "b", "b")];
        desk.run(&["complete", "done"]);
        let ours = desk.run(&["start", "At work"]);
        desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
        let other = change(&desk, "c", "c");
        desk.repo.git(&["switch", "--quiet", "-"]);
        if !on_a_branch {
            desk.repo.git(&["switch", "--quiet", "--detach"]);
            desk.repo.git(&["branch", "--quiet", "--force", "main", &base]);
        }
        let mut rebase = desk.repo.command(desk.repo.path());
        rebase.env("GIT_SESSION_HOOKS", "0").args(["rebase", "--quiet", "other"]);
        assert!(rebase.output().unwrap().status.success());
        assert_eq!(desk.json(&["reconcile"])["recorded"], 2);
        let now = desk.repo.git(&["rev-list", "--reverse", "other.."]);
        let now: Vec<&str> = now.lines().collect();
        assert_eq!(current(&desk.show(&over)), now, "{on_a_branch}");
        assert_eq!(current(&desk.show(&ours)), [other.as_str()]);
        for (old, new) in made.iter().zip(now) {
            assert_eq!(desk.json(&["why", new])["commit"]["replaces"], serde_json::json!([old]));
        }
        assert_eq!(desk.json(&["reconcile"])["recorded"], 0);
    }
}

#[test]
fn what_was_put_on_a_branch_beside_head_is_found_and_what_arrived_there_is_not() {
    let desk = Desk::new();
    desk.run(&["reconcile"]);
    let tree = desk.repo.git(&["write-tree"]);
    let made = desk.repo.git(&["commit-tree", &tree, "-p", "HEAD", "-m", "By plumbing"]);
    desk.repo.git(&["update-ref", "-m", "tool: By plumbing", "refs/heads/plumbed", &made]);
    // The same person's, in another clone.
    let clone = desk.repo.root().join("clone");
    desk.repo.git(&["clone", "--quiet", ".", clone.to_str().unwrap()]);
    let foreign = desk.repo.commit_in(&clone, "Made in the other clone");
    desk.repo.git(&["fetch", "--quiet", clone.to_str().unwrap(), "HEAD:refs/heads/arrived"]);
    assert_eq!(desk.repo.git(&["rev-parse", "arrived"]), foreign);
    // Pushed into this repository, so that no fetch speaks of it.
    desk.repo.commit_in(&clone, "Made in the other clone, and pushed");
    let here = desk.repo.path().to_str().unwrap();
    desk.repo.git_in(&clone, &["push", "--quiet", here, "HEAD:refs/heads/pushed"]);
    desk.repo.git_in(desk.repo.path(), &["fetch", "--quiet", ".", "main"]);
    assert_eq!(desk.json(&["reconcile"])["recorded"], 1);
    assert_eq!(desk.unassigned(), [made]);
}

/// Both are on no branch, which is no branch that they share.
#[test]
fn a_rebase_that_no_hook_saw_takes_no_commit_of_another_worktree_on_no_branch() {
    let repo = testkit::TestRepo::new();
    let base = repo.commit("Base");
    repo.git(&["switch", "--quiet", "--create", "side"]);
    repo.write("f", "f");
    repo.git(&["add", "f"]);
    repo.commit("Of nobody, before the hooks");
    let desk = Desk::with_hooks(repo);
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    let (one, two) = (desk.repo.path().to_owned(), desk.repo.worktree("two"));
    let first = desk.run(&["start", "One"]);
    change(&desk, "o", "o");
    let second = desk.run_in(&two, &["start", "Two"]);
    let rebase = |dir: &std::path::Path, hooks: &str| {
        desk.repo.git_in(dir, &["checkout", "--quiet", "--detach", "side"]);
        let mut git = desk.repo.command(dir);
        git.env("GIT_SESSION_HOOKS", hooks).args(["rebase", "--quiet", "other"]);
        assert!(git.output().unwrap().status.success());
        desk.repo.git_in(dir, &["rev-parse", "HEAD"])
    };
    let copy = rebase(&one, "1");
    desk.repo.git(&["switch", "--quiet", "other"]);
    desk.repo.commit("So that the next copy is another");
    let another = rebase(&two, "0");
    assert_ne!(copy, another);
    desk.run(&["reconcile"]);
    assert_eq!(shas(&desk.show(&second)["commits"]), [another]);
    assert!(current(&desk.show(&first)).contains(&copy));
}

/// Nobody may run a command for long, and whose commits they are hooks alone know.
#[test]
fn after_a_rebase_that_no_hook_saw_hooks_go_on_recording() {
    let desk = Desk::new();
    let base = head(&desk);
    let [one, two] = ["One", "Two"].map(|intent| desk.run(&["start", intent]));
    let made = change(&desk, "a", "a");
    desk.repo.git(&["switch", "--quiet", "--create", "other", &base]);
    change(&desk, "c", "c");
    desk.repo.git(&["switch", "--quiet", "-"]);
    let mut rebase = desk.repo.command(desk.repo.path());
    rebase.env("GIT_SESSION_HOOKS", "0").args(["rebase", "--quiet", "other"]);
    assert!(rebase.output().unwrap().status.success());
    let rebased = head(&desk);
    // More than are read at once.
    for number in 0..70 {
        let of = if number % 2 == 0 { &one } else { &two };
        desk.git_as(of, &["commit", "--quiet", "--allow-empty", "--message", &number.to_string()]);
    }
    let file = |id: &str| {
        std::fs::read_to_string(desk.repo.path().join(format!(".sessions/live/{id}.toml"))).unwrap()
    };
    for id in [&one, &two] {
        assert_eq!(file(id).matches("evidence = \"environment\"").count(), 35, "{}", desk.hook_log());
    }
    assert_eq!(desk.json(&["reconcile"])["recorded"], 1);
    assert_eq!(desk.json(&["why", &rebased])["commit"]["replaces"], serde_json::json!([made]));
    assert_eq!(shas(&desk.show(&two)["commits"]).len(), 35);
}

/// Whatever became of the session whose commit it was, and where it was nobody's.
#[test]
fn what_was_squashed_into_a_commit_of_another_is_nowhere_counted_as_one_more() {
    for of_whom in ["parked", "over", "nobody"] {
        let desk = Desk::new();
        let base = head(&desk);
        let one = desk.run(&["start", "One"]);
        change(&desk, "a", "a");
        let two = desk.run(&["start", "Two"]);
        desk.repo.write("a", "b");
        let fix = ["commit", "--quiet", "--all", "--message", "fixup! a"];
        match of_whom {
            "nobody" => drop(desk.repo.git(&fix)),
            _ => desk.git_as(&two, &fix),
        }
        let fixup = head(&desk);
        match of_whom {
            "over" => drop(desk.run(&["complete", "done", "--session", &two])),
            _ => drop(desk.run(&["park", "--reason", "lunch", "--session", &two])),
        }
        let mut rebase = desk.repo.command(desk.repo.path());
        rebase.env("GIT_SEQUENCE_EDITOR", "true").args(["rebase", "--quiet", "-i", "--autosquash", &base]);
        assert!(rebase.output().unwrap().status.success());
        assert_eq!(current(&desk.show(&one)), [head(&desk)], "{of_whom}");
        assert!(current(&desk.show(&two)).is_empty(), "{of_whom}");
        assert!(shas(&desk.json(&["status"])["unassigned"]).is_empty(), "{of_whom}");
        assert_eq!(desk.json(&["why", &fixup])["became"], serde_json::json!([head(&desk)]));
        assert_eq!(desk.hook_log().lines().filter(|line| !line.contains("to no session")).count(), 0);
    }
}

#[test]
fn a_commit_that_a_session_recorded_is_anothers_where_a_person_says_so() {
    let desk = Desk::new();
    let one = desk.run(&["start", "One"]);
    let made = change(&desk, "a", "of the other, really");
    desk.run(&["complete", "done"]);
    let two = desk.run(&["start", "Two"]);
    desk.run(&["assign", "HEAD", &two]);
    assert!(shas(&desk.show(&one)["commits"]).is_empty());
    assert_eq!(shas(&desk.show(&two)["commits"]), [made]);
    let recent = desk.json(&["project"])["project"]["recent_commits"].take();
    assert_eq!(words(&recent, "session"), [two.as_str()], "{recent}");
    desk.run(&["complete", "done"]);
    let project = desk.json(&["project"])["project"].take();
    assert_eq!((&project["commits"], words(&project["recent_commits"], "session")), (&1.into(), vec![two]));
}

#[test]
fn what_was_recorded_since_the_last_snapshot_comes_back_with_the_store() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    let mut made = [change(&desk, "a", "a"), change(&desk, "b", "b")];
    std::fs::remove_dir_all(desk.repo.path().join(".sessions")).unwrap();
    desk.run(&["status"]);
    let mut found = shas(&desk.show(&id)["commits"]);
    found.sort();
    made.sort();
    assert_eq!(found, made);
    assert_eq!(desk.json(&["reconcile"])["recorded"], 0);
}

#[test]
fn where_a_person_says_a_commit_belongs_it_stays() {
    let desk = Desk::new();
    let [one, two] = ["One", "Two"].map(|intent| desk.run(&["start", intent]));
    let lost = change(&desk, "a", "whose?");
    assert_eq!(desk.unassigned(), std::slice::from_ref(&lost));
    assert!(desk.json(&["why"])["commit"]["reason"].as_str().unwrap().contains("2 sessions"));
    desk.run(&["complete", "done", "--session", &one]);
    desk.run(&["assign", "unassigned", &one]);
    assert!(desk.unassigned().is_empty());
    let session = desk.show(&one);
    assert_eq!(
        (shas(&session["commits"]), words(&session["commits"], "evidence")),
        (vec![lost], vec!["assigned".to_owned()])
    );

    desk.repo.git(&["commit", "--quiet", "--amend", "--message", "whose? amended"]);
    assert_eq!(current(&desk.show(&one)), [head(&desk)], "what takes its place goes with it");
    desk.run(&["assign", "HEAD", &two]);
    assert!(shas(&desk.show(&one)["commits"]).is_empty(), "and so does what it took the place of");
    assert_eq!(current(&desk.show(&two)), [head(&desk)]);
    desk.run(&["assign", "HEAD", "none"]);
    assert!(shas(&desk.show(&two)["commits"]).is_empty());
    assert_eq!(desk.json(&["why"])["session"], Value::Null);
    let status = desk.json(&["status"]);
    assert!(shas(&status["unassigned"]).is_empty(), "nobody is asked again");
}

#[test]
fn a_commit_that_no_hook_saw_belongs_to_the_session_that_is_parked_now() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    let mut git = desk.repo.command(desk.repo.path());
    // As Gemini CLI does it.
    git.envs([("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.hooksPath"), ("GIT_CONFIG_VALUE_0", "")]);
    git.args(["commit", "--quiet", "--allow-empty", "--message", "By an agent"]);
    assert!(git.status().unwrap().success());
    desk.run(&["park", "--reason", "lunch"]);
    let session = desk.show(&id);
    assert_eq!((shas(&session["commits"]), &session["status"]), (vec![head(&desk)], &"parked".into()));
}

/// A branch that was moved, and comes back to what it was before there was a session.
#[test]
fn what_was_on_a_branch_before_is_nobodys_also_where_the_branch_comes_back_to_it() {
    let repo = testkit::TestRepo::new();
    repo.commit("Begin");
    repo.git(&["switch", "--quiet", "--create", "topic"]);
    let before = [repo.commit("Before, one"), repo.commit("Before, two")];
    repo.git(&["switch", "--quiet", "main"]);
    let desk = Desk::with_hooks(repo);
    let id = desk.run(&["start", "Here"]);
    let own = desk.repo.commit("Own");
    // Nothing leads to them now, and nobody has noted that they were there but whoever began to look.
    desk.repo.git(&["branch", "--quiet", "--force", "topic", "main"]);
    std::fs::remove_file(desk.repo.path().join(".git/logs/refs/heads/topic")).unwrap();
    desk.run(&["reconcile"]);
    desk.repo.git(&["update-ref", "refs/heads/topic", &before[1]]);
    desk.run(&["reconcile"]);
    assert_eq!(shas(&desk.show(&id)["commits"]), [own]);
    assert_eq!(desk.unassigned(), [""; 0]);
}

/// `git history` tells of the last of the commits that it made, and not in whose place.
#[test]
fn what_a_replay_made_of_the_branch_that_is_checked_out_is_counted_once_and_stays_where_it_was() {
    let desk = Desk::new();
    let first = desk.run(&["start", "First"]);
    let base = head(&desk);
    let made = [change(&desk, "a", "a"), change(&desk, "b", "b")];
    desk.run(&["complete"]);
    let second = desk.run(&["start", "Second"]);
    // The same again, with another message below.
    let again = |of: &str, parent: &str, message: &str| {
        let when = desk.repo.git(&["log", "-1", "--format=%ad", "--date=raw", of]);
        let mut git = desk.repo.command(desk.repo.path());
        git.env("GIT_AUTHOR_DATE", when);
        git.args(["commit-tree", "-p", parent, "-m", message, &format!("{of}^{{tree}}")]);
        String::from_utf8(git.output().unwrap().stdout).unwrap().trim().to_owned()
    };
    let below = again(&made[0], &base, "Reworded");
    let tip = again(&made[1], &below, "b");
    desk.repo.git(&["update-ref", "-m", "reword: updating HEAD~1", "HEAD", &tip]);
    // A hook that comes meanwhile leaves it to who looks, and what is made of it as well.
    let amended = {
        desk.repo.git(&["commit", "--quiet", "--amend", "--message", "Amended"]);
        head(&desk)
    };
    desk.run(&["reconcile"]);
    let why = |sha: &str| desk.json(&["why", sha])["commit"].take();
    assert_eq!(why(&tip)["replaces"], serde_json::json!([made[1]]));
    assert_eq!(why(&amended)["replaces"], serde_json::json!([tip]));
    assert_eq!(why(&below)["replaces"], serde_json::json!([made[0]]));
    for sha in [&tip, &amended, &below] {
        assert_eq!(desk.json(&["why", sha])["session"]["id"], first.as_str(), "{sha}");
    }
    assert!(shas(&desk.show(&second)["commits"]).is_empty());
}
