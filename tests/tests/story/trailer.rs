//! The session in the message of a commit, for teams that want it there.

use crate::desk::{Desk, shas};

fn message(desk: &Desk) -> String {
    desk.repo.git(&["log", "-1", "--format=%B"])
}

/// A repository whose hooks write the session into messages.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["install", "--trailer"]);
    desk
}

#[test]
fn a_commit_names_its_session_once_and_keeps_it() {
    let desk = desk();
    let id = desk.run(&["start", "Work"]);
    desk.repo.commit("One\n\nWith a body.");
    let named = format!("Session-Id: {id}");
    assert!(message(&desk).trim_end().ends_with(&format!("With a body.\n\n{named}")), "{}", message(&desk));
    desk.repo.git(&["commit", "--quiet", "--allow-empty", "--amend", "--no-edit"]);
    assert_eq!(message(&desk).matches("Session-Id").count(), 1);
    desk.run(&["complete", "done"]);
    desk.run(&["start", "Other work"]);
    desk.repo.git(&["commit", "--quiet", "--allow-empty", "--amend", "--message", "One\n\nSession-Id: mine"]);
    assert!(!message(&desk).contains(&named), "what somebody wrote stays");
    desk.repo.git(&["commit", "--quiet", "--allow-empty", "--no-verify", "--message", "Two"]);
    assert!(message(&desk).contains("Session-Id: 2"), "{}", message(&desk));
}

#[test]
fn a_message_that_is_left_empty_stays_empty_and_one_that_is_written_is_named() {
    let desk = desk();
    let id = desk.run(&["start", "Work"]);
    let commit = |editor: &str| {
        let mut git = desk.repo.command(desk.repo.path());
        git.env("GIT_EDITOR", editor).args(["commit", "--quiet", "--allow-empty"]);
        git.output().unwrap()
    };
    let before = desk.repo.git(&["rev-parse", "HEAD"]);
    assert!(!commit("true").status.success(), "nothing was written");
    for given in [&["--message", ""][..], &["--message", "  "], &["--amend", "--message", ""]] {
        let mut git = desk.repo.command(desk.repo.path());
        git.args(["commit", "--quiet", "--allow-empty"]).args(given);
        assert!(!git.output().unwrap().status.success(), "{given:?}: nothing was given");
    }
    assert_eq!(desk.repo.git(&["rev-parse", "HEAD"]), before);
    assert!(commit("sed -i '1s/^/Written in an editor/'").status.success());
    assert!(
        message(&desk).contains(&format!("Written in an editor\n\nSession-Id: {id}")),
        "{}",
        message(&desk)
    );
    assert_eq!(shas(&desk.show(&id)["commits"]).len(), 1);
}

#[test]
fn where_nothing_is_at_work_or_two_are_nothing_is_added() {
    let desk = desk();
    desk.repo.commit("Of nobody");
    assert!(!message(&desk).contains("Session-Id"));
    desk.run(&["start", "One"]);
    desk.run(&["start", "Two"]);
    desk.repo.commit("Of one of two");
    assert!(!message(&desk).contains("Session-Id"));
}

#[test]
fn another_clone_says_which_session_made_a_commit() {
    let desk = desk();
    let id = desk.run(&["start", "Work"]);
    let sha = desk.repo.commit("Named");
    let clone = desk.repo.root().join("clone");
    desk.repo.git(&["clone", "--quiet", ".", clone.to_str().unwrap()]);
    let why = desk.json_in(&clone, &["why", &sha]);
    assert_eq!((&why["trailer"], &why["session"]), (&id.as_str().into(), &serde_json::Value::Null));
}

#[test]
fn uninstalling_takes_the_trailer_hooks_out_and_installing_again_keeps_them() {
    let desk = desk();
    let hooks = desk.repo.path().join(".git/hooks");
    desk.run(&["install"]);
    assert!(hooks.join("prepare-commit-msg").exists() && hooks.join("commit-msg").exists());
    desk.run(&["uninstall"]);
    assert!(!hooks.join("prepare-commit-msg").exists() && !hooks.join("commit-msg").exists());
    desk.run(&["install"]);
    assert!(!hooks.join("prepare-commit-msg").exists(), "nobody asked for it since");
}

#[cfg(target_os = "linux")]
#[test]
fn an_amended_commit_is_not_named_after_the_session_that_amends_it() {
    let desk = desk();
    desk.repo.commit("Before");
    let id = desk.run(&["start", "Work"]);
    desk.repo.git(&["commit", "--quiet", "--allow-empty", "--amend", "--message", "Amended"]);
    assert!(!message(&desk).contains(&id), "{}", message(&desk));
}
