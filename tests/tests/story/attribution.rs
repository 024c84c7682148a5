//! Which session a commit goes to.

use crate::desk::{Desk, shas, words};

#[test]
fn each_worktree_has_a_session_of_its_own_at_the_same_time() {
    let desk = Desk::new();
    let other = desk.repo.worktree("shop-wt1");
    let here = desk.run(&["start", "here"]);
    let there = desk.run_in(&other, &["start", "there"]);
    let mut commits = [vec![], vec![]];
    for number in 0..3 {
        commits[0].push(desk.repo.commit(&format!("here {number}")));
        commits[1].push(desk.repo.commit_in(&other, &format!("there {number}")));
    }
    desk.run(&["event", "said here"]);
    desk.run_in(&other, &["event", "said there"]);
    assert_eq!(shas(&desk.show(&here)["commits"]), commits[0]);
    let session = desk.json_in(&other, &["show"])["session"].take();
    assert_eq!(session["id"], there.as_str());
    assert_eq!(shas(&session["commits"]), commits[1]);
    assert_eq!((&session["worktree"], &session["branch"]), (&"shop-wt1".into(), &"shop-wt1".into()));
    assert_eq!(words(&session["events"], "text"), ["said there"]);
}

#[test]
fn a_commit_without_a_session_opens_one_and_the_next_joins_it() {
    let desk = Desk::new();
    desk.repo.git(&["switch", "--quiet", "--create", "fix/double-charge"]);
    let commits = [desk.repo.commit("Stop it\n\nWith a body."), desk.repo.commit("Again")];
    let log = desk.json(&["log"]);
    let session = &log["sessions"][0];
    assert_eq!(log["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(session["made_by"], "auto-start");
    assert_eq!(session["intent"], "fix/double-charge: Stop it");
    assert_eq!(session["branch"], "fix/double-charge");
    assert_eq!(shas(&session["commits"]), commits);
    assert_eq!(words(&session["commits"], "evidence"), ["auto-start", "worktree"]);
    assert!(shas(&log["unassigned"]).is_empty());
}

#[test]
fn a_session_that_the_tool_opened_ends_when_somebody_begins_one_in_its_worktree() {
    let desk = Desk::new();
    let other = desk.repo.worktree("elsewhere");
    let made = [desk.repo.commit("Made here"), desk.repo.commit_in(&other, "Made elsewhere")];
    let begun = desk.run(&["start", "Now with a name"]);
    let commit = desk.repo.commit("Named");
    let log = desk.json(&["log"]);
    let of = |sha: &str| {
        let mut sessions = log["sessions"].as_array().unwrap().iter();
        sessions.find(|session| shas(&session["commits"]).contains(&sha.to_owned())).unwrap()
    };
    assert_eq!(of(&made[0])["completed"]["closed_by"], "start");
    assert_eq!(of(&made[0])["commits"].as_array().unwrap().len(), 1);
    assert_eq!(of(&made[1])["status"], "active", "the one elsewhere goes on");
    assert_eq!(of(&commit)["id"], begun.as_str());
}

#[test]
fn with_auto_start_off_a_commit_without_a_session_is_kept_apart() {
    let desk = Desk::new();
    desk.repo.write(".sessions/config.toml", "# ours\nauto_start = false\n");
    let commit = desk.repo.commit("Nobody's");
    assert_eq!(desk.unassigned(), [commit.as_str()]);
    assert!(desk.repo.path().join(".sessions/unassigned.toml").is_file());
    let id = desk.run(&["start", "Somebody"]);
    let next = desk.repo.commit("Somebody's");
    assert_eq!(shas(&desk.show(&id)["commits"]), [next]);
    assert_eq!(desk.unassigned(), [commit]);
}

#[test]
fn where_two_sessions_are_at_work_no_guess_is_made() {
    let desk = Desk::new();
    let one = desk.run(&["start", "One"]);
    let two = desk.run(&["start", "Two"]);
    let guessed = desk.repo.commit("Whose?");
    assert_eq!(desk.unassigned(), [guessed.as_str()]);
    assert_eq!(desk.json(&["log"])["unassigned"][0]["evidence"], "none");
    desk.git_as(&two, &["commit", "--quiet", "--allow-empty", "--message", "Of the second"]);
    let session = desk.show(&two);
    assert_eq!(shas(&session["commits"]), [desk.repo.git(&["rev-parse", "HEAD"])]);
    assert_eq!(words(&session["commits"], "evidence"), ["environment"]);
    assert!(shas(&desk.show(&one)["commits"]).is_empty());
    // Nor is one made for a command.
    let run = desk.program().run(&["event", "whose?"]);
    assert_eq!(run.code, Some(3), "{run:?}");
    desk.run(&["park", "--reason", "enough", "--session", &one]);
    let commit = desk.repo.commit("Of the only one");
    assert_eq!(shas(&desk.show(&two)["commits"]).last(), Some(&commit));
    assert_eq!(desk.unassigned(), [guessed]);
}

#[test]
fn a_session_whose_process_is_gone_takes_no_commit_from_one_that_lives() {
    let desk = Desk::new();
    let mut process = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    desk.run(&["start", "Dead", "--agent", "codex", "--owner", &process.id().to_string()]);
    let living = desk.run(&["start", "Alive"]);
    let rivals = desk.repo.commit("While both live");
    process.kill().unwrap();
    process.wait().unwrap();
    let commit = desk.repo.commit("Of the one that lives");
    let session = desk.show(&living);
    assert_eq!((shas(&session["commits"]), desk.unassigned()), (vec![commit], vec![rivals]));
    assert_eq!(words(&session["commits"], "evidence"), ["worktree"]);
    desk.run(&["event", "said here"]);
    assert_eq!(desk.json(&["status"])["current"], living.as_str());
}

#[test]
fn commands_and_commits_of_an_agent_are_those_of_its_own_session_among_several() {
    let desk = Desk::new();
    desk.run(&["start", "A person's"]);
    let own =
        desk.run(&["start", "An agent's", "--agent", "claude", "--owner", &std::process::id().to_string()]);
    desk.run(&["event", "said by the agent"]);
    assert_eq!(words(&desk.show(&own)["events"], "text"), ["said by the agent"]);
    let commit = desk.repo.commit("Of the agent");
    assert_eq!(shas(&desk.show(&own)["commits"]), [commit]);
    assert_eq!(words(&desk.show(&own)["commits"], "evidence"), ["process"]);
    assert!(desk.unassigned().is_empty());
}

#[test]
fn where_the_session_that_is_named_is_over_no_guess_is_made_and_the_log_says_so() {
    let desk = Desk::new();
    let over = desk.run(&["start", "Over"]);
    desk.run(&["complete"]);
    let id = desk.run(&["start", "At work"]);
    desk.git_as(&over, &["commit", "--quiet", "--allow-empty", "--message", "Late"]);
    let commit = desk.repo.git(&["rev-parse", "HEAD"]);
    assert!(shas(&desk.show(&id)["commits"]).is_empty());
    assert!(shas(&desk.show(&over)["commits"]).is_empty());
    assert_eq!(desk.unassigned(), [commit.as_str()]);
    let log = desk.hook_log();
    assert!(
        log.contains(&format!(
            "commit {commit} goes to no session: GIT_SESSION_ID: session {over} is completed"
        )),
        "{log}"
    );
}

#[test]
fn a_parked_session_gets_no_commits() {
    let desk = Desk::new();
    let parked = desk.run(&["start", "Aside"]);
    desk.run(&["park", "--reason", "lunch"]);
    let commit = desk.repo.commit("Meanwhile");
    assert!(shas(&desk.show(&parked)["commits"]).is_empty());
    let session = desk.json(&["show"])["session"].take();
    assert_eq!((&session["made_by"], shas(&session["commits"])), (&"auto-start".into(), vec![commit]));
}

#[test]
fn merges_picks_and_reverts_that_git_commits_are_recorded_as_commits() {
    let desk = Desk::new();
    let repo = &desk.repo;
    repo.git(&["switch", "--quiet", "--create", "side"]);
    repo.write("side.txt", "one\n");
    repo.commit("On the side");
    repo.git(&["switch", "--quiet", "main"]);
    let id = desk.run(&["start", "Bring it together"]);
    let mut commits = Vec::new();
    for made in [
        &["commit", "--quiet", "--allow-empty", "--message", "On main"][..],
        &["cherry-pick", "side"],
        &["revert", "--no-edit", "HEAD"],
    ] {
        repo.git(made);
        commits.push(repo.git(&["rev-parse", "HEAD"]));
    }
    repo.git(&["merge", "--quiet", "--no-commit", "side"]);
    repo.git(&["commit", "--quiet", "--no-edit"]);
    commits.push(repo.git(&["rev-parse", "HEAD"]));
    let session = desk.show(&id);
    assert_eq!(shas(&session["commits"]), commits);
    assert_eq!(session["commits"][3]["parents"].as_array().unwrap().len(), 2);
}

#[test]
fn with_the_hooks_switched_off_nothing_is_recorded_until_somebody_looks() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    let mut git = desk.repo.command(desk.repo.path());
    git.env("GIT_SESSION_HOOKS", "0").args(["commit", "--quiet", "--allow-empty", "--message", "Unseen"]);
    assert!(git.status().unwrap().success());
    let live = desk.repo.path().join(".sessions/live").join(format!("{id}.toml"));
    assert!(!std::fs::read_to_string(live).unwrap().contains("Unseen"));
    assert_eq!(shas(&desk.show(&id)["commits"]), [desk.repo.git(&["rev-parse", "HEAD"])]);
}

#[test]
fn a_commit_that_no_hook_saw_is_recorded_with_the_next_one_in_every_worktree() {
    let desk = Desk::new();
    let [begun, linked] = ["begun", "linked"].map(|name| desk.repo.worktree(name));
    desk.run_in(&begun, &["start", "Work"]);
    for dir in [desk.repo.path(), &begun, &linked] {
        let mut commits = Vec::new();
        // As a client does it that runs no hooks; and then as git does.
        for settings in [&["-c", "core.hooksPath=/nowhere"][..], &[]] {
            let message = format!("In {}", dir.display());
            let commit = ["commit", "--quiet", "--allow-empty", "--message", &message];
            desk.repo.git_in(dir, &[settings, &commit].concat());
            commits.push(desk.repo.git_in(dir, &["rev-parse", "HEAD"]));
        }
        let session = desk.json_in(dir, &["show"])["session"].take();
        assert_eq!(shas(&session["commits"]), commits, "in {}", dir.display());
    }
}

#[test]
fn an_amend_that_no_hook_saw_is_not_the_one_that_the_environment_speaks_for() {
    let desk = Desk::new();
    let here = desk.run(&["start", "Here"]);
    let elsewhere = desk.run_in(&desk.repo.worktree("other"), &["start", "Elsewhere"]);
    let unseen = |arguments: &[&str]| {
        let mut git = desk.repo.command(desk.repo.path());
        git.env("GIT_SESSION_HOOKS", "0").args(["commit", "--quiet", "--allow-empty"]).args(arguments);
        assert!(git.status().unwrap().success());
        desk.repo.git(&["rev-parse", "HEAD"])
    };
    unseen(&["--message", "Unseen"]);
    let amended = unseen(&["--amend", "--message", "Amended"]);
    let last = unseen(&["--message", "Unseen as well"]);
    desk.git_as(&elsewhere, &["commit", "--quiet", "--allow-empty", "--message", "Named"]);
    let named = desk.repo.git(&["rev-parse", "HEAD"]);
    // Whoever looks finds what the hook has left.
    desk.run(&["reconcile"]);
    assert_eq!(shas(&desk.show(&elsewhere)["commits"]), [named]);
    let here = shas(&desk.show(&here)["commits"]);
    assert!(here.ends_with(&[amended, last]), "{here:?}");
}
