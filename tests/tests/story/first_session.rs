//! From `install` to `complete`, as the README tells it.

use crate::desk::{Desk, shas, words};
use crate::output::masked;

/// A whole session, up to the moment when it is parked. Answers with its id and its commits.
fn work(desk: &Desk) -> (String, Vec<String>) {
    let repo = &desk.repo;
    let head = || repo.git(&["rev-parse", "HEAD"]);
    let id = desk.run(&["start", "Stop the double charge on retry", "--tag", "billing"]);
    repo.write("src/charge.rs", "fn charge() {}\n");
    let mut commits = vec![repo.commit("Reproduce it with two retries")];

    desk.run(&["event", "The second charge comes from the gateway"]);
    let subfolder = repo.path().join("src");
    std::fs::write(subfolder.join("retry.rs"), "fn retry() {}\n").unwrap();
    repo.git_in(&subfolder, &["add", "retry.rs"]);
    repo.git_in(&subfolder, &["commit", "--quiet", "--message", "Retry in one place"]);
    commits.push(head());

    desk.run_in(
        &subfolder,
        &["decide", "Key the charge on the order", "--because", "the gateway retries, too"],
    );
    repo.write("src/charge.rs", "fn charge(order: Order) {}\n");
    repo.git(&["commit", "--quiet", "--all", "--message", "Key the charge on the oder"]);
    commits.push(head());
    repo.git(&["commit", "--quiet", "--amend", "--message", "Key the charge on the order"]);
    commits.push(head());

    desk.run(&["park", "--reason", "weekend", "--next", "test with two retries", "--next", "tell support"]);
    (id, commits)
}

#[test]
fn a_session_keeps_its_commits_its_words_and_what_comes_next() {
    let desk = Desk::new();
    let (id, commits) = work(&desk);
    let session = desk.show(&id);
    assert_eq!(session["status"], "parked");
    assert_eq!(session["intent"], "Stop the double charge on retry");
    assert_eq!(
        (&session["made_by"], &session["branch"], &session["worktree"]),
        (&"start".into(), &"main".into(), &"main".into())
    );
    assert_eq!(session["author"]["name"], "Ada Lovelace");
    assert_eq!(session["tags"][0], "billing");
    assert_eq!(shas(&session["commits"]), commits);
    assert_eq!(words(&session["commits"], "evidence"), ["worktree", "worktree", "worktree", "rewrite"]);
    assert_eq!(session["commits"][0]["files"][0], "src/charge.rs");
    assert_eq!(session["commits"][1]["parents"][0], commits[0].as_str());
    // An amended commit is another commit with the same parent; both were made.
    assert_eq!(session["commits"][3]["parents"], session["commits"][2]["parents"]);
    assert_eq!(words(&session["events"], "text"), ["The second charge comes from the gateway"]);
    assert_eq!(words(&session["decisions"], "because"), ["the gateway retries, too"]);
    assert_eq!(session["parked_reason"], "weekend");
    assert_eq!(session["next_steps"][1], "tell support");
    assert_eq!(desk.hook_log(), "");
}

#[test]
fn a_session_that_was_parked_is_completed_and_found_again() {
    let desk = Desk::new();
    let (id, commits) = work(&desk);
    desk.run(&["complete", "One charge for an order", "--session", &id]);
    assert_eq!(desk.json(&["status"])["sessions"].as_array().unwrap().len(), 0);
    let log = desk.json(&["log"]);
    assert_eq!(words(&log["sessions"], "id"), [id.as_str()]);
    let session = &log["sessions"][0];
    assert_eq!(shas(&session["commits"]), commits);
    assert_eq!(session["completed"]["outcome"], "done");
    assert_eq!(session["completed"]["outcome_note"], "One charge for an order");
    assert!(session["completed"]["ended_at"].as_str() <= session["completed"]["closed_at"].as_str());
    // What is over stays as it is.
    for refused in [["complete", "again"], ["event", "late"]] {
        let run = desk.program().run(&[&refused[..], &["--session", &id]].concat());
        assert_eq!(run.code, Some(1), "{run:?}");
    }
    assert_eq!(&desk.show(&id), session);
}

#[test]
fn it_reads_like_this_in_a_pipe() {
    let desk = Desk::new();
    let (id, _) = work(&desk);
    insta::assert_snapshot!(masked(&desk.run(&["show", &id])), @"
    session ⇥ SESSION-0 ⇥ parked ⇥ TIME ⇥ TIME ⇥ 3 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ Stop the double charge on retry
    tag ⇥ SESSION-0 ⇥ billing
    commit ⇥ COMMIT-1 ⇥ SESSION-0 ⇥ TIME ⇥ worktree ⇥ Reproduce it with two retries
    event ⇥ SESSION-0 ⇥ TIME ⇥ The second charge comes from the gateway
    commit ⇥ COMMIT-2 ⇥ SESSION-0 ⇥ TIME ⇥ worktree ⇥ Retry in one place
    decision ⇥ SESSION-0 ⇥ TIME ⇥ Key the charge on the order ⇥ the gateway retries, too
    commit ⇥ COMMIT-3 ⇥ SESSION-0 ⇥ TIME ⇥ rewrite ⇥ Key the charge on the order
    parked ⇥ SESSION-0 ⇥ TIME ⇥ weekend ⇥ park ⇥ TIME
    next ⇥ SESSION-0 ⇥ test with two retries
    next ⇥ SESSION-0 ⇥ tell support
    file ⇥ SESSION-0 ⇥ src/charge.rs
    file ⇥ SESSION-0 ⇥ src/retry.rs
    worked ⇥ SESSION-0 ⇥ SECONDS ⇥ SECONDS ⇥ 900
    ");
    desk.repo.commit("Without a session");
    desk.run(&["start", "Tell support"]);
    insta::assert_snapshot!(masked(&desk.run(&["log"])), @"
    session ⇥ SESSION-0 ⇥ active ⇥ TIME ⇥  ⇥ 0 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ Tell support
    session ⇥ SESSION-1 ⇥ completed ⇥ TIME ⇥ TIME ⇥ 1 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ main: Without a session
    commit ⇥ COMMIT-2 ⇥ SESSION-1 ⇥ TIME ⇥ auto-start ⇥ Without a session
    session ⇥ SESSION-3 ⇥ parked ⇥ TIME ⇥ TIME ⇥ 3 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ Stop the double charge on retry
    commit ⇥ COMMIT-4 ⇥ SESSION-3 ⇥ TIME ⇥ worktree ⇥ Reproduce it with two retries
    commit ⇥ COMMIT-5 ⇥ SESSION-3 ⇥ TIME ⇥ worktree ⇥ Retry in one place
    commit ⇥ COMMIT-6 ⇥ SESSION-3 ⇥ TIME ⇥ rewrite ⇥ Key the charge on the order
    ");
}
