//! Which commits were made, by the reflog of HEAD: git, libgit2 and gitoxide write a line there for each, in its order.

mod action;
mod asked;
mod batch;
mod branch;
mod cursor;
mod lines;

use std::io::{self, Read, Seek};
use std::path::PathBuf;

use batch::Batch;
pub use cursor::{Cursor, CursorError};
use lines::Log;

use crate::{AskError, HeadError, Repo};

/// Commits that were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// The oldest first, each once.
    pub commits: Vec<MadeCommit>,
    /// Where reading stopped: what to ask from the next time. `None`: there is no reflog.
    pub cursor: Option<Cursor>,
    /// Whether reading stopped before the end, since a call reads so much and no more. Asking on ends at some time.
    pub more: bool,
}

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCommit {
    /// Its id.
    pub sha: String,
    /// The commit that HEAD was at before. `None`: at none, or there is no reflog to tell.
    pub before: Option<String>,
    /// Whether a rebase made it, as one of its steps. A commit that somebody made while a rebase stood still is none.
    pub by_rebase: bool,
    /// Whether `git replay` or `git history` made it, which do not say in whose place.
    pub by_replay: bool,
    /// Whether a step of a rebase may have made one commit of several: a squash, or one that went on after a conflict. Of all others
    /// one commit became this one, and what git lists beside it was dropped.
    pub joins: bool,
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
    /// It is no file, and git gave no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Repo {
    /// The commits that were made in this worktree since `since`, oldest first: at most 64 a call, out of at most
    /// 64 KiB of the reflog (or one line, where that is longer). What belongs to one rebase comes in one call, out of at
    /// most 8 MiB.
    ///
    /// Made is what HEAD was moved to by a commit, a merge, a cherry-pick, a revert, a patch or a step of a rebase; not
    /// what it was moved to by a checkout, a reset or a fast-forward. Commits that were rewritten since are among them;
    /// those that a rebase or `git am` made before it was given up are not, where both stand in what was read.
    ///
    /// `git replay` and `git history` write one line, so that only the last of the commits that they made is told.
    ///
    /// Where `since` is `None`, or the reflog was shortened or written anew and its end does not name the cursor's
    /// commit any more, the last line alone counts.
    ///
    /// Without a reflog (`core.logAllRefUpdates` is false, the repository is bare, it was just expired to nothing) the
    /// answer is HEAD's commit, whoever made it, and no cursor: right for a hook that runs because one was made.
    ///
    /// # Errors
    /// [`ReflogError::Unreadable`]; [`ReflogError::Ask`]; [`ReflogError::Head`] where there is no reflog.
    pub fn commits_made_since(&self, since: Option<&Cursor>) -> Result<Made, ReflogError> {
        let made = if self.has_refs_in_files() {
            self.read_reflog(|log| read_since(log, since.copied()))?
        } else {
            self.ask_since(since.copied())?
        };
        if let Some(made) = made {
            return Ok(made);
        }
        let head = self.head()?;
        let commit = head.commit().map(|sha| MadeCommit {
            sha: sha.to_owned(),
            before: None,
            by_rebase: self.is_rebasing(),
            by_replay: false,
            joins: true,
        });
        Ok(Made { commits: commit.into_iter().collect(), cursor: None, more: false })
    }

    /// Where the reflog ends now. `None`: there is none, or nothing in it.
    ///
    /// # Errors
    /// [`ReflogError::Unreadable`] and [`ReflogError::Ask`].
    pub fn reflog_end(&self) -> Result<Option<Cursor>, ReflogError> {
        if !self.has_refs_in_files() {
            return Ok(self.ask_for_end()?);
        }
        self.read_reflog(Log::end)
    }

    fn read_reflog<T>(
        &self,
        read: impl FnOnce(&mut Log) -> io::Result<Option<T>>,
    ) -> Result<Option<T>, ReflogError> {
        // Each worktree has its own.
        let path = self.git_dir().join("logs/HEAD");
        let read =
            Log::open(&path, self.hash()).and_then(|log| log.map_or(Ok(None), |mut log| read(&mut log)));
        read.map_err(|source| ReflogError::Unreadable { path, source })
    }
}

/// `None`: there is no line.
fn read_since<R: Read + Seek>(log: &mut Log<R>, since: Option<Cursor>) -> io::Result<Option<Made>> {
    let from = since.map_or(Ok(None), |since| log.find(since))?;
    if let Some(from) = from
        && let Some(made) = read_from(log, from)?
    {
        return Ok(Some(made));
    }
    let lines = log.last_line()?;
    Ok(lines.iter().last().map(|line| {
        let mut batch = Batch::from(line.place);
        batch.take(&line);
        batch.end(false)
    }))
}

/// `None`: what follows is no line.
fn read_from<R: Read + Seek>(log: &mut Log<R>, from: Cursor) -> io::Result<Option<Made>> {
    let mut batch = Batch::from(from);
    loop {
        let Some(lines) = log.lines_after(batch.place().offset)? else {
            return Ok((batch.place() != from).then(|| batch.end(true)));
        };
        for line in lines.iter() {
            if batch.is_full() {
                return Ok(Some(batch.end(true)));
            }
            batch.take(&line);
        }
        if !lines.goes_on || !batch.goes_on() {
            return Ok(Some(batch.end(lines.goes_on)));
        }
    }
}

/// A door for the fuzzer: what commits a reflog tells of. The answer is what [`Repo::commits_made_since`] gives.
///
/// # Errors
/// None, since nothing is read from a disk.
#[cfg(feature = "fuzzing")]
pub fn commits_in(reflog: &[u8], since: Option<&Cursor>) -> io::Result<Option<Made>> {
    read_since(&mut Log::of(io::Cursor::new(reflog), reflog.len() as u64), since.copied())
}
