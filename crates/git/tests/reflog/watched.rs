//! A repository that is asked from time to time.

use std::path::PathBuf;

use git_session_git::{Cursor, Made};
use testkit::TestRepo;

use crate::{open, shas};

/// A repository, and what was made in it since the last time that it was asked.
pub(crate) struct Watched {
    pub(crate) kit: TestRepo,
    pub(crate) dir: PathBuf,
    pub(crate) cursor: Option<Cursor>,
}

impl Watched {
    pub(crate) fn new() -> Self {
        let kit = TestRepo::new();
        kit.git(&["config", "core.editor", "true"]);
        let first = kit.commit("first");
        let mut watched = Self { dir: kit.path().to_owned(), kit, cursor: None };
        assert_eq!(shas(&watched.made()), [first], "without a cursor, the last line counts");
        watched
    }

    pub(crate) fn made(&mut self) -> Made {
        let made = open(&self.dir).commits_made_since(self.cursor.as_ref()).unwrap();
        assert_eq!(made.cursor, open(&self.dir).reflog_end().unwrap());
        assert!(!made.more);
        // It is kept as text.
        self.cursor = made.cursor.map(|cursor| cursor.to_string().parse().unwrap());
        made
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        self.kit.git_in(&self.dir, arguments);
    }

    /// Commits a new file.
    pub(crate) fn change(&self, file: &str) {
        std::fs::write(self.dir.join(file), file).unwrap();
        self.kit.commit_in(&self.dir, file);
    }

    pub(crate) fn head(&self) -> String {
        self.kit.git_in(&self.dir, &["rev-parse", "HEAD"])
    }

    /// Holds what was made since against the subjects of the commits, the oldest first.
    #[track_caller]
    pub(crate) fn check(&mut self, subjects: &[&str]) {
        let made = shas(&self.made());
        let show = ["show", "--no-patch", "--format=%s"];
        let subject = |sha: &String| self.kit.git_in(&self.dir, &[&show[..], &[sha]].concat());
        assert_eq!(made.iter().map(subject).collect::<Vec<_>>(), subjects);
    }
}
