//! A repository with the program in it.

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

    /// Where a file of this name lies beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.repo.root().join(name)
    }

    /// Writes a file beside the repository, and answers with its path.
    pub(crate) fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.beside(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.repo.path().join(".sessions")
    }
}

/// One field of each.
pub(crate) fn words(values: &Value, key: &str) -> Vec<String> {
    values.as_array().unwrap().iter().map(|value| value[key].as_str().unwrap().to_owned()).collect()
}
