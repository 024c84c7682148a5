//! A reflog that the test writes, line by line.

use std::path::PathBuf;

use git_session_git::{Cursor, Made};
use testkit::TestRepo;

use crate::{open, shas};

/// A repository whose reflog the test writes.
pub(crate) struct Written {
    pub(crate) kit: TestRepo,
    pub(crate) lines: Vec<Vec<u8>>,
}

pub(crate) fn id(number: usize) -> String {
    format!("{number:040x}")
}

pub(crate) fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(id).collect()
}

pub(crate) fn line(from: usize, to: usize, message: impl AsRef<[u8]>) -> Vec<u8> {
    let start = format!("{} {} Ada <a@b> 1700000000 +0000\t", id(from), id(to));
    [start.as_bytes(), message.as_ref(), b"\n"].concat()
}

impl Written {
    /// With the commits 1 to `count`.
    pub(crate) fn new(count: usize) -> Self {
        let mut written = Self { kit: TestRepo::new(), lines: Vec::new() };
        written.commit(1..=count);
        written
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.kit.path().join(".git/logs/HEAD")
    }

    pub(crate) fn commit(&mut self, numbers: impl IntoIterator<Item = usize>) {
        self.lines.extend(numbers.into_iter().map(|number| line(number - 1, number, "commit: x")));
        self.write();
    }

    pub(crate) fn push(&mut self, bytes: impl Into<Vec<u8>>) {
        self.lines.push(bytes.into());
        self.write();
    }

    pub(crate) fn write(&self) {
        std::fs::create_dir_all(self.kit.path().join(".git/logs")).unwrap();
        std::fs::write(self.path(), self.lines.concat()).unwrap();
    }

    pub(crate) fn end(&self) -> Option<Cursor> {
        open(self.kit.path()).reflog_end().unwrap()
    }

    pub(crate) fn made_since(&self, since: Option<Cursor>) -> Made {
        let repo = open(self.kit.path());
        repo.commits_made_since(since.as_ref()).unwrap()
    }

    /// Holds what was made since against those commits, and where reading stopped against the end.
    #[track_caller]
    pub(crate) fn check(&self, since: Option<Cursor>, numbers: impl IntoIterator<Item = usize>) {
        let made = self.made_since(since);
        assert_eq!((shas(&made), made.cursor, made.more), (ids(numbers), self.end(), false));
    }
}
