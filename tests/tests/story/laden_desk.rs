//! A desk on which everything lies that there is to be read.

use std::fs;

use chrono::TimeDelta;

use crate::desk::Desk;

/// What is asked for by name, in place of what it stands for.
pub(crate) struct Names(Vec<(&'static str, String)>);

impl Names {
    /// The arguments with each `{name}` replaced.
    pub(crate) fn fill(&self, arguments: &[&str]) -> Vec<String> {
        let fill = |argument: &&str| {
            let named = |it: &&(&str, String)| format!("{{{}}}", it.0) == **argument;
            self.0.iter().find(named).map_or_else(|| (*argument).to_owned(), |it| it.1.clone())
        };
        arguments.iter().map(fill).collect()
    }
}

/// Sessions of every kind, with all that can be recorded of them; commits of nobody's; a file that cannot be read; a project
/// with a roadmap.
pub(crate) fn laden() -> (Desk, Names) {
    let desk = Desk::new();
    let mut names = Vec::new();
    desk.run(&["project", "roadmap", "add", "refunds"]);
    desk.run(&["project", "phase", "alpha"]);

    // One that is over, with everything in it.
    let done = desk.run(&["start", "Stop the double charge", "--tag", "billing", "--roadmap", "r1"]);
    desk.repo.write("src/charge.rs", "one");
    desk.repo.git(&["add", "."]);
    desk.repo.commit("Charge once");
    desk.repo.git(&["commit", "--quiet", "--amend", "--allow-empty", "--message", "Charge an order once"]);
    for command in [
        &["event", "it was retried twice"][..],
        &["decide", "Key the charge on the order", "--because", "the gateway retries on its own"],
        &["task", "add", "reproduce it", "test it", "tell it", "look"],
        &["task", "start", "t1"],
        &["task", "done", "t2"],
        &["task", "skip", "t3"],
        &["ask", "Who retries?"],
        &["ask", "Since when?"],
        &["answer", "q1", "the gateway"],
        &["heartbeat"],
        &["complete", "charged once"],
    ] {
        desk.run(command);
    }
    names.push(("done", done));
    names.push(("commit", desk.repo.git(&["rev-parse", "HEAD"])));

    // One that was put aside and goes on.
    let first = desk.run(&["start", "Tidy up", "--task", "sort"]);
    desk.run(&["park", "--reason", "lunch", "--next", "go on sorting"]);
    let child = desk.run(&["resume", &first]);
    desk.run(&["complete", "--abandon", "--session", &child]);
    names.push(("resumed", first));
    names.push(("child", child));

    // In a worktree that is on no branch, one more.
    let detached = desk.repo.root().join("detached");
    desk.repo.git(&["worktree", "add", "--quiet", "--detach", detached.to_str().unwrap()]);
    names.push(("detached", desk.run_in(&detached, &["start", "Look at an old state"])));
    desk.repo.commit_in(&detached, "Try it");

    // Two that are active at once, and commits that could be of either.
    let silent = desk.run(&["start", "Nobody goes on with this"]);
    desk.repo.let_pass(TimeDelta::days(3));
    let agent = ["--agent", "claude-code", "--conversation", "c-1", "--owner", "1"];
    let active = desk.run(&[&["start", "Ask for a refund", "--tag", "billing"][..], &agent].concat());
    for command in [&["activity", "reading"][..], &["await", "an answer"], &["ask", "How much?"]] {
        desk.run(&[command, &["--session", &active]].concat());
    }
    desk.run(&["next", "write it", "--session", &active]);
    desk.repo.let_pass(TimeDelta::minutes(5));
    desk.run(&["heartbeat", "--session", &active]);
    names.push(("active", active));
    names.push(("silent", silent));
    let parked = desk.run(&["start", "Refund in parts"]);
    desk.run(&["park", "--reason", "waits for the first", "--session", &parked]);
    names.push(("parked", parked));
    for subject in ["Whose is this?", "And this?", "And that?"] {
        names.push(("loose", desk.repo.commit(subject)));
    }
    names.reverse();
    // Of one of them somebody has said whose it is; of another, that it is nobody's.
    let names = Names(names);
    let loose = names.fill(&["{loose}", "{done}"]);
    desk.run(&["assign", &loose[0], &loose[1]]);
    desk.run(&["assign", "HEAD~1", "none"]);

    fs::write(desk.repo.path().join(".sessions/live/20261101-0123456789.toml"), "format = [").unwrap();
    (desk, names)
}
