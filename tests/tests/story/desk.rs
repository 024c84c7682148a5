//! A repository with somebody who works in it.

use std::path::Path;

use serde_json::Value;
use testkit::{Program, Run, TestRepo};

pub(crate) struct Desk {
    pub(crate) repo: TestRepo,
}

impl Desk {
    /// A repository with one commit, and then our hooks.
    pub(crate) fn new() -> Self {
        let desk = Self { repo: TestRepo::new() };
        desk.repo.commit("Before the hooks");
        desk.run(&["install"]);
        desk
    }

    /// A repository with our hooks and without a commit.
    pub(crate) fn with_hooks(repo: TestRepo) -> Self {
        let desk = Self { repo };
        desk.run(&["install"]);
        desk
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    /// Runs the program, which must end well, and answers with what it says.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.run_in(self.repo.path(), arguments)
    }

    /// Like [`Desk::run`], in another folder.
    pub(crate) fn run_in(&self, dir: &Path, arguments: &[&str]) -> String {
        self.program().ok_in(dir, arguments)
    }

    /// What a command answers in JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        self.json_in(self.repo.path(), arguments)
    }

    /// Like [`Desk::json`], in another folder.
    pub(crate) fn json_in(&self, dir: &Path, arguments: &[&str]) -> Value {
        let answer = self.run_in(dir, &[arguments, &["--json"]].concat());
        let value: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(value["schema"], 1, "{answer}");
        value
    }

    /// A session as `show` gives it.
    pub(crate) fn show(&self, session: &str) -> Value {
        self.json(&["show", session])["session"].take()
    }

    /// The commits that belong to no session.
    pub(crate) fn unassigned(&self) -> Vec<String> {
        shas(&self.json(&["log"])["unassigned"])
    }

    /// Runs git as somebody who has named a session in the environment.
    pub(crate) fn git_as(&self, session: &str, arguments: &[&str]) {
        let output =
            self.repo.command(self.repo.path()).env("GIT_SESSION_ID", session).args(arguments).output();
        let run = Run::new(&output.unwrap());
        assert_eq!(run.code, Some(0), "{run:?}");
    }

    /// What went wrong in hooks.
    pub(crate) fn hook_log(&self) -> String {
        std::fs::read_to_string(self.repo.path().join(".git/git-session/hook.log")).unwrap_or_default()
    }
}

/// The ids of some commits.
pub(crate) fn shas(commits: &Value) -> Vec<String> {
    words(commits, "sha")
}

/// One field of each.
pub(crate) fn words(values: &Value, key: &str) -> Vec<String> {
    values.as_array().unwrap().iter().map(|value| value[key].as_str().unwrap().to_owned()).collect()
}
