//! How far the commits of a worktree are recorded.
//!
//! The ledger holds how far the reflog was read, and a line for each commit after that of which something is known:
//! where it goes, which is noted before it is put there, or that it is there. So a hook that is killed, or that has to
//! leave a commit to the next one, is not guessed after: the next one puts the commit where this one would have, and
//! a commit that is twice in one place counts once.

use chrono::TimeDelta;
use core_model::{Evidence, SessionId, Time};
use git::{Cursor, Repo};
use store::{LEDGER_FILE, Ledger, LedgerError};

use crate::workspace::{LEDGER_DEADLINE, ledger_folder};

/// What is known of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is recorded.
    Done,
    /// It belongs to no session.
    Nowhere,
    /// It belongs to this session, on this ground.
    Session(SessionId, Evidence),
}

impl Mark {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once(' ') {
            None if text == "done" => Some(Self::Done),
            None if text == "nowhere" => Some(Self::Nowhere),
            None => None,
            Some((id, evidence)) => {
                let evidence = Evidence::ALL.into_iter().find(|it| it.as_str() == evidence)?;
                Some(Self::Session(id.parse().ok()?, evidence))
            }
        }
    }

    fn render(&self) -> String {
        match self {
            Self::Done => "done".into(),
            Self::Nowhere => "nowhere".into(),
            Self::Session(id, evidence) => format!("{id} {evidence}"),
        }
    }
}

/// For how long a hook is expected whose commit another one has recorded. It comes right after its commit, or not at all.
const EXPECTED_FOR: TimeDelta = TimeDelta::seconds(5);

/// How many hooks are expected whose commits others have recorded, and until when, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Expected {
    hooks: usize,
    until: i64,
}

impl Expected {
    /// The word before it: no commit is called so.
    const WORD: &str = "expected";

    fn parse(line: &str) -> Option<Self> {
        let (hooks, until) = line.strip_prefix(Self::WORD)?.trim_start().split_once(' ')?;
        Some(Self { hooks: hooks.parse().ok()?, until: until.parse().ok()? })
    }

    fn render(self) -> String {
        format!("{} {} {}", Self::WORD, self.hooks, self.until)
    }
}

/// The text in the ledger.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lines {
    since: Option<Cursor>,
    expected: Option<Expected>,
    marks: Vec<(String, Mark)>,
}

impl Lines {
    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let since = lines.next().and_then(|line| line.parse().ok());
        let mark = |line: &str| {
            let (sha, mark) = line.split_once(' ')?;
            Some((sha.to_owned(), Mark::parse(mark)?))
        };
        let expected = text.lines().skip(1).find_map(Expected::parse);
        Self { since, expected, marks: lines.filter_map(mark).collect() }
    }

    fn render(&self) -> String {
        let mut lines = vec![self.since.as_ref().map(ToString::to_string).unwrap_or_default()];
        lines.extend(self.expected.map(Expected::render));
        lines.extend(self.marks.iter().map(|(sha, mark)| format!("{sha} {}", mark.render())));
        lines.join("\n")
    }
}

/// Begins the ledger of this worktree, unless it has begun: what was committed up to now is not ours to record.
pub(crate) fn begin_where_new(repo: &Repo) -> Result<(), ProgressError> {
    if ledger_folder(repo).join(LEDGER_FILE).exists() { Ok(()) } else { begin(repo) }
}

/// Begins the ledger of this worktree anew.
pub(crate) fn begin(repo: &Repo) -> Result<(), ProgressError> {
    Ok(Progress::take(repo)?.advance(repo.reflog_end()?)?)
}

/// A session begins: commits that were made before, and that nobody came to record, are not for it.
pub(crate) fn set_apart(repo: &Repo, commits: Vec<String>) -> Result<(), ProgressError> {
    let mut progress = Progress::take(repo)?;
    if progress.since().is_none() {
        return Ok(progress.advance(repo.reflog_end()?)?);
    }
    let unmarked: Vec<String> = commits.into_iter().filter(|sha| progress.of(sha).is_none()).collect();
    Ok(progress.mark_all(unmarked.into_iter().map(|sha| (sha, Mark::Nowhere)))?)
}

/// The commits that were made in this worktree and are not recorded.
pub(crate) fn unseen(repo: &Repo) -> Result<Vec<String>, ProgressError> {
    let progress = Progress::take(repo)?;
    if progress.since().is_none() {
        return Ok(Vec::new());
    }
    let mut made = made_since(repo, &progress)?;
    made.retain(|sha| progress.of(sha) != Some(&Mark::Done));
    Ok(made)
}

/// All commits that were made in this worktree since the ledger was moved on.
fn made_since(repo: &Repo, progress: &Progress) -> Result<Vec<String>, ProgressError> {
    let mut since = progress.since().copied();
    let mut all = Vec::new();
    loop {
        let made = repo.commits_made_since(since.as_ref())?;
        all.extend(made.commits.into_iter().map(|made| made.sha));
        since = made.cursor;
        if !made.more || since.is_none() {
            return Ok(all);
        }
    }
}

/// Why the ledger does not know how far the reflog goes.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The reflog cannot be read.
    #[error(transparent)]
    Reflog(#[from] git::ReflogError),
    /// The branches cannot be listed.
    #[error(transparent)]
    Tips(#[from] git::TipsError),
    /// What was seen of the branches cannot be read or written.
    #[error("cannot read or write {}", .path.display())]
    Branches {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// The ledger of a worktree, held.
pub(super) struct Progress {
    ledger: Ledger,
    lines: Lines,
}

impl Progress {
    /// Takes the ledger of this worktree.
    pub(super) fn take(repo: &Repo) -> Result<Self, LedgerError> {
        let ledger = Ledger::take(&ledger_folder(repo), LEDGER_DEADLINE)?;
        let lines = ledger.read()?.map(|text| Lines::parse(&text)).unwrap_or_default();
        Ok(Self { ledger, lines })
    }

    /// How far the reflog was read. `None`: it was not.
    pub(super) fn since(&self) -> Option<&Cursor> {
        self.lines.since.as_ref()
    }

    /// What is known of a commit.
    pub(super) fn of(&self, sha: &str) -> Option<&Mark> {
        self.lines.marks.iter().find(|(marked, _)| marked == sha).map(|(_, mark)| mark)
    }

    /// Notes what is known of a commit.
    pub(super) fn mark(&mut self, sha: &str, mark: Mark) -> Result<(), LedgerError> {
        self.mark_all([(sha.to_owned(), mark)])
    }

    /// Notes what is known of several commits, with one write.
    pub(super) fn mark_all(
        &mut self,
        marks: impl IntoIterator<Item = (String, Mark)>,
    ) -> Result<(), LedgerError> {
        let new: Vec<(String, Mark)> =
            marks.into_iter().filter(|(sha, mark)| self.of(sha) != Some(mark)).collect();
        if new.is_empty() {
            return Ok(());
        }
        self.lines.marks.retain(|(marked, _)| !new.iter().any(|(sha, _)| sha == marked));
        self.lines.marks.extend(new);
        self.ledger.write(&self.lines.render())
    }

    /// How many hooks are expected whose commits others have recorded without knowing whose they are. One that comes may be
    /// one of these, whatever it finds.
    pub(super) fn expected(&self, now: Time) -> usize {
        let now = now.timestamp_millis();
        // One that a clock which was set back leaves in the future is over, too.
        let holds = |it: &Expected| (now..=now + EXPECTED_FOR.num_milliseconds()).contains(&it.until);
        self.lines.expected.filter(holds).map_or(0, |it| it.hooks)
    }

    /// Notes how many hooks are expected from now on.
    pub(super) fn expect(&mut self, hooks: usize, now: Time) -> Result<(), LedgerError> {
        let before = self.expected(now);
        if before == hooks {
            return Ok(());
        }
        let until = match self.lines.expected {
            // One has come; that makes the others no later.
            Some(expected) if hooks < before => expected.until,
            _ => (now + EXPECTED_FOR).timestamp_millis(),
        };
        self.lines.expected = (hooks > 0).then_some(Expected { hooks, until });
        self.ledger.write(&self.lines.render())
    }

    /// All up to here is recorded. `None`: there is no reflog.
    pub(super) fn advance(&mut self, to: Option<Cursor>) -> Result<(), LedgerError> {
        let since = to.or(self.lines.since.take());
        self.lines = Lines { since, expected: self.lines.expected, marks: Vec::new() };
        self.ledger.write(&self.lines.render())
    }
}

/// A door for the fuzzer: reads the text of a ledger, and sees that what would be written is read as the same.
///
/// # Panics
/// Where it is not.
#[cfg(feature = "fuzzing")]
pub fn check_ledger(text: &str) {
    let lines = Lines::parse(text);
    assert_eq!(Lines::parse(&lines.render()), lines, "a ledger comes back as another");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let id: SessionId = "20261120-k7q2m9xzpw".parse().unwrap();
        let sha = |digit: &str| digit.repeat(40);
        let lines = Lines {
            since: format!("120 {}", sha("a")).parse().ok(),
            expected: Some(Expected { hooks: 2, until: 1_795_168_800_000 }),
            marks: vec![
                (sha("a"), Mark::Done),
                (sha("b"), Mark::Nowhere),
                (sha("c"), Mark::Session(id, Evidence::Worktree)),
            ],
        };
        assert!(lines.since.is_some());
        assert_eq!(Lines::parse(&lines.render()), lines);
        assert_eq!(Lines::parse(""), Lines::default());
        assert_eq!(Lines::parse("no cursor\nno mark\n"), Lines::default());
    }
}
