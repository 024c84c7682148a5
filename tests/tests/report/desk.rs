//! A repository with sessions to report on.

use std::path::{Path, PathBuf};

use serde_json::Value;
use testkit::{Program, Run, TestRepo};

pub(crate) struct Desk {
    pub(crate) repo: TestRepo,
}

impl Desk {
    /// A repository with one commit, and no store.
    pub(crate) fn new() -> Self {
        let desk = Self { repo: TestRepo::new() };
        desk.repo.commit("Begin");
        desk
    }

    /// Three sessions: one that went on with another, and one of an agent.
    pub(crate) fn with_sessions() -> Self {
        let desk = Self::new();
        desk.run(&[
            "start",
            "Stop the double charge on retry",
            "--task",
            "reproduce it",
            "--tag",
            "payments",
        ]);
        desk.repo.write("charge.rs", "fn charge() {}\n");
        desk.repo.commit("Reproduce with two retries");
        desk.run(&["reconcile"]);
        desk.run(&["decide", "Key the charge on the order", "--because", "the gateway retries on its own"]);
        desk.run(&["ask", "Who tells the customers?"]);
        desk.run(&["event", "It happens with three retries, too"]);
        desk.run(&["park", "--reason", "weekend", "--next", "deploy on Monday"]);
        desk.repo.let_pass(chrono::TimeDelta::days(2));
        desk.run(&["resume"]);
        desk.run(&["complete", "charged once"]);
        desk.run(&["start", "Refunds for whoever paid twice", "--agent", "claude-code", "--no-owner"]);
        desk
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    pub(crate) fn try_run(&self, arguments: &[&str]) -> Run {
        self.program().run(arguments)
    }

    /// Runs the program, which must end well, and answers with what it says.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.program().ok(arguments)
    }

    /// What a command answers in JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[arguments, &["--json"]].concat());
        let value: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(value["schema"], 1, "{answer}");
        value
    }

    /// A file of this name beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.repo.root().join(name)
    }

    /// The report, written with these options; and where it is.
    pub(crate) fn report(&self, options: &[&str]) -> (String, PathBuf) {
        let path = self.beside("report.html");
        self.run(&[&["report", "-o", path.to_str().unwrap()], options].concat());
        (std::fs::read_to_string(&path).unwrap(), path)
    }
}
