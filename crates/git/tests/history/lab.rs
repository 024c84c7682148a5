//! A repository of the user's, and the history beside it.

use std::path::PathBuf;
use std::time::Duration;

use core_model::Time;
use git_session_git::{Change, Environment, History, HistoryError, discover};
use testkit::TestRepo;

pub(crate) const LONG: Duration = Duration::from_secs(60);

pub(crate) struct Lab {
    pub(crate) kit: TestRepo,
    pub(crate) state_dir: PathBuf,
    pub(crate) history: History,
}

impl Lab {
    pub(crate) fn new() -> Self {
        let kit = TestRepo::new();
        kit.commit("first");
        let state_dir = discover(kit.path(), &Environment::default()).unwrap().state_dir();
        let history = History::at(&state_dir);
        Self { kit, state_dir, history }
    }

    /// Records files; of each that is named without a text, that it is gone.
    #[track_caller]
    pub(crate) fn record(&self, files: &[(&str, Option<&str>)]) -> Option<String> {
        self.try_record(files).unwrap()
    }

    pub(crate) fn try_record(&self, files: &[(&str, Option<&str>)]) -> Result<Option<String>, HistoryError> {
        self.history.record(&changes(files), "a message", at(0), LONG)
    }

    /// The last snapshot's files, with their content.
    #[track_caller]
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        read(&self.history).unwrap()
    }

    /// git, asked about the history.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.kit.git_in(self.history.path(), arguments)
    }

    /// git has nothing to say against the history.
    #[track_caller]
    pub(crate) fn fsck(&self) {
        let output = self.kit.try_git_in(
            self.history.path(),
            &["fsck", "--strict", "--full", "--no-dangling", "--no-progress"],
        );
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success() && said.is_empty(), "{}", String::from_utf8_lossy(&said));
    }
}

pub(crate) fn read(history: &History) -> Result<Vec<(String, String)>, HistoryError> {
    let Some(snapshot) = history.snapshot()? else { return Ok(Vec::new()) };
    let text = |content: Vec<u8>| String::from_utf8(content).unwrap();
    snapshot.contents().map(|(path, content)| Ok((path.to_owned(), text(content?)))).collect()
}

pub(crate) fn changes(files: &[(&str, Option<&str>)]) -> Vec<Change> {
    let change = |(path, text): &(&str, Option<&str>)| Change {
        path: (*path).to_owned(),
        content: text.map(|text| text.as_bytes().to_owned()),
    };
    files.iter().map(change).collect()
}

/// Seconds after the first moment of a certain day.
pub(crate) fn at(seconds: i64) -> Time {
    Time::from_timestamp(1_795_132_800 + seconds, 0).unwrap()
}
