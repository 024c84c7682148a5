//! Which commits were made, by the reflog of HEAD: git, libgit2 and gitoxide write a line there for each, in its order.

mod action;
mod cursor;
mod lines;

use std::io::{self, Read, Seek};
use std::path::PathBuf;

pub use cursor::{Cursor, CursorError};
use lines::{Lines, Log};

use crate::{HeadError, Repo};

/// How many commits are told at once.
const LIMIT: usize = 64;

/// Commits that were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// Their ids, the oldest first, each once.
    pub commits: Vec<String>,
    /// Where reading stopped: what to ask from the next time. `None`: there is no reflog.
    pub cursor: Option<Cursor>,
    /// Whether reading stopped before the end, since a call reads so much and no more. Asking on ends at some time.
    pub more: bool,
}

/// Why the reflog did not say.
#[derive(Debug, thiserror::Error)]
pub enum ReflogError {
    /// It could not be read.
    #[error("the reflog {} cannot be read", .path.display())]
    Unreadable {
        /// The reflog.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is none, and HEAD is not known either.
    #[error(transparent)]
    Head(#[from] HeadError),
}

impl Repo {
    /// The commits that were made in this worktree since `since`, oldest first: at most 64 a call, out of at most
    /// 64 KiB of the reflog (or one line, where that is longer).
    ///
    /// Made is what HEAD was moved to by a commit, a merge, a cherry-pick, a revert, a patch or a step of a rebase; not
    /// what it was moved to by a checkout, a reset or a fast-forward. Commits that were rewritten since are among them.
    ///
    /// Where `since` is `None`, or the reflog was shortened or written anew and its end does not name the cursor's
    /// commit any more, the last line alone counts.
    ///
    /// Without a reflog (`core.logAllRefUpdates` is false, the repository is bare, it was just expired to nothing) the
    /// answer is HEAD's commit, whoever made it, and no cursor: right for a hook that runs because one was made.
    ///
    /// # Errors
    /// [`ReflogError::Unreadable`]; [`ReflogError::Head`] where there is no reflog.
    pub fn commits_made_since(&self, since: Option<&Cursor>) -> Result<Made, ReflogError> {
        if let Some(made) = self.read_reflog(|log| read_since(log, since.copied()))? {
            return Ok(made);
        }
        let commits = self.head()?.commit().map(str::to_owned).into_iter().collect();
        Ok(Made { commits, cursor: None, more: false })
    }

    /// Where the reflog ends now. `None`: there is none, or nothing in it.
    ///
    /// # Errors
    /// [`ReflogError::Unreadable`].
    pub fn reflog_end(&self) -> Result<Option<Cursor>, ReflogError> {
        self.read_reflog(Log::end)
    }

    fn read_reflog<T>(
        &self,
        read: impl FnOnce(&mut Log) -> io::Result<Option<T>>,
    ) -> Result<Option<T>, ReflogError> {
        // Each worktree has its own.
        let path = self.git_dir().join("logs/HEAD");
        let read = Log::open(&path).and_then(|log| log.map_or(Ok(None), |mut log| read(&mut log)));
        read.map_err(|source| ReflogError::Unreadable { path, source })
    }
}

/// `None`: there is no line.
fn read_since<R: Read + Seek>(log: &mut Log<R>, since: Option<Cursor>) -> io::Result<Option<Made>> {
    let from = since.map_or(Ok(None), |since| log.find(since))?;
    if let Some(from) = from
        && let Some(lines) = log.lines_after(from.offset)?
    {
        return Ok(Some(collect(from, &lines)));
    }
    let lines = log.last_line()?;
    Ok(lines.iter().last().map(|line| {
        let commits = if line.makes_commit() { vec![line.place.id.to_string()] } else { Vec::new() };
        Made { commits, cursor: Some(line.place), more: false }
    }))
}

fn collect(from: Cursor, lines: &Lines) -> Made {
    let mut made = Made { commits: Vec::new(), cursor: Some(from), more: lines.goes_on };
    for line in lines.iter() {
        if made.commits.len() == LIMIT {
            made.more = true;
            break;
        }
        let id = line.place.id.to_string();
        if line.makes_commit() && !made.commits.contains(&id) {
            made.commits.push(id);
        }
        made.cursor = Some(line.place);
    }
    made
}

/// A door for the fuzzer: what commits a reflog tells of. The answer is what [`Repo::commits_made_since`] gives.
///
/// # Errors
/// None, since nothing is read from a disk.
#[cfg(feature = "fuzzing")]
pub fn commits_in(reflog: &[u8], since: Option<&Cursor>) -> io::Result<Option<Made>> {
    read_since(&mut Log::of(io::Cursor::new(reflog), reflog.len() as u64), since.copied())
}
