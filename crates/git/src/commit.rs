//! What a commit is.

use core_model::{CommitFacts, Files, Person, Time, shorten};
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice as _};
use gix::objs::{CommitRef, Find as _, Kind};

use crate::files::{derive_files, find_tree_of};
use crate::subject::derive_subject;
use crate::{Cause, MadeCommit, Repo};

/// The longest name, address or branch that is kept, in bytes. A longer one is cut and ends with `…`.
const NAME_LIMIT: usize = 256;

/// How many parents are kept. Nearly every merge has two.
const PARENTS_LIMIT: usize = 64;

/// Why nothing is known of a commit.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The text is not an id in full: forty hexadecimal digits, or 64 where objects are named by SHA-256.
    #[error("`{text}` is not the id of a commit")]
    NotAnId {
        /// What was asked for.
        text: String,
    },
    /// There is no such object here.
    #[error("commit {sha} is not in this repository")]
    NotFound {
        /// What was asked for.
        sha: String,
    },
    /// The object is something else: a tree, a file, a tag.
    #[error("{sha} is a {kind} and not a commit")]
    NotACommit {
        /// What was asked for.
        sha: String,
        /// What it is.
        kind: String,
    },
    /// The object, or the object database, could not be read.
    #[error("commit {sha} cannot be read")]
    Unreadable {
        /// What was asked for.
        sha: String,
        /// Why.
        #[source]
        source: Cause,
    },
}

impl Repo {
    /// What git says of the commit `sha`, which was made on `branch`.
    ///
    /// It is read as it was written: `git replace` is not followed. Where the clone is shallow and the parent is not
    /// here, it has no files; where a part of a tree is not here, the files that are known and `more`.
    ///
    /// Whatever the commit holds, the answer is small: paths of 16 KiB together (what does not fit is `more`), 64
    /// parents, 256 bytes each of the author's name, the address and the branch, which end with `…` where they are cut.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says its own.
    pub fn commit(&self, sha: &str, branch: Option<String>) -> Result<CommitFacts, CommitError> {
        self.read_commit(sha, |id, commit| {
            let (author, authored_at) = read_person(commit.author);
            let tree = commit.tree();
            let parents: Vec<ObjectId> = commit.parents().collect();
            let files = match parents.first() {
                None => derive_files(&self.objects, None, &tree),
                Some(parent) => match find_tree_of(&self.objects, parent) {
                    Some(before) => derive_files(&self.objects, Some(&before), &tree),
                    None => Files::default(),
                },
            };
            CommitFacts {
                sha: id.to_string(),
                tree: tree.to_string(),
                parents: parents.iter().take(PARENTS_LIMIT).map(ToString::to_string).collect(),
                author,
                authored_at,
                branch: branch.map(|name| shorten(&name, NAME_LIMIT)),
                subject: derive_subject(commit.message, CommitFacts::SUBJECT_LIMIT),
                files,
            }
        })
    }

    /// The parents of a commit, all of them. It reads the one object.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says its own.
    pub fn parents(&self, sha: &str) -> Result<Vec<String>, CommitError> {
        self.read_commit(sha, |_, commit| commit.parents().map(|id| id.to_string()).collect())
    }

    /// Who wrote the commit and when. It reads the one object.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says its own.
    pub fn author(&self, sha: &str) -> Result<(Person, Time), CommitError> {
        self.read_commit(sha, |_, commit| read_person(commit.author))
    }

    /// Who put the commit there and when, which after a rebase is not who wrote it. It reads the one object.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says its own.
    pub fn committer(&self, sha: &str) -> Result<(Person, Time), CommitError> {
        self.read_commit(sha, |_, commit| read_person(commit.committer))
    }

    /// The commit that `made` was made in the place of: by `commit --amend`, or by a step of a rebase that changes the
    /// commit before it. `None`: in the place of none.
    ///
    /// So it is where HEAD was at a commit with the very same parents. That one is read only where it is no parent
    /// itself, which it nearly always is.
    #[must_use]
    pub fn replaced_by_amend(&self, made: &MadeCommit, facts: &CommitFacts) -> Option<String> {
        let before = made.before.as_ref()?;
        if facts.parents.contains(before) {
            return None;
        }
        let mut parents = self.parents(before).ok()?;
        parents.truncate(PARENTS_LIMIT);
        (parents == facts.parents).then(|| before.clone())
    }

    /// Whether the object is here. False as well where that cannot be found out.
    #[must_use]
    pub fn exists(&self, sha: &str) -> bool {
        self.parse_id(sha).is_ok_and(|id| self.objects.contains(&id))
    }

    /// An id in full, of the kind that this repository has.
    pub(crate) fn parse_id(&self, text: &str) -> Result<ObjectId, CommitError> {
        let id = parse_id(text)?;
        if id.kind() == self.hash() { Ok(id) } else { Err(CommitError::NotAnId { text: text.to_owned() }) }
    }

    pub(crate) fn read_commit<T>(
        &self,
        sha: &str,
        read: impl FnOnce(&ObjectId, &CommitRef<'_>) -> T,
    ) -> Result<T, CommitError> {
        let id = self.parse_id(sha)?;
        let unreadable = |source: Cause| CommitError::Unreadable { sha: sha.to_owned(), source };
        let mut buffer = Vec::new();
        let object = self
            .objects
            .try_find(&id, &mut buffer)
            .map_err(|error| unreadable(error.into()))?
            .ok_or_else(|| CommitError::NotFound { sha: sha.to_owned() })?;
        if object.kind != Kind::Commit {
            return Err(CommitError::NotACommit { sha: sha.to_owned(), kind: object.kind.to_string() });
        }
        let commit =
            CommitRef::from_bytes(object.data, self.hash()).map_err(|error| unreadable(error.into()))?;
        Ok(read(&id, &commit))
    }
}

/// An id in full, of whichever kind.
pub(crate) fn parse_id(text: &str) -> Result<ObjectId, CommitError> {
    ObjectId::from_hex(text.as_bytes())
        .ok()
        .ok_or_else(|| CommitError::NotAnId { text: text.chars().take(80).collect() })
}

/// Takes what can be had of a line that some other program may have written badly: git shows such commits, too.
fn read_person(line: &BStr) -> (Person, Time) {
    let text = |bytes: &BStr| shorten(bytes.to_str_lossy().trim(), NAME_LIMIT);
    match gix::actor::SignatureRef::from_bytes(line) {
        Ok(author) => (Person { name: text(author.name), email: text(author.email) }, time(author.seconds())),
        Err(_) => (Person { name: text(line), email: String::new() }, time(0)),
    }
}

/// The moment, or the nearest one within the years 0001 and 9999, beyond which RFC 3339 and TOML have no date.
pub(crate) fn time(seconds: i64) -> Time {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    Time::from_timestamp(seconds.clamp(FIRST, LAST), 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_that_was_written_badly_is_taken_as_far_as_it_goes() {
        for (line, name, email, at) in [
            ("Ada <a@b> 1700000000 +0100", "Ada", "a@b", "2023-11-14T22:13:20Z"),
            ("<a@b> 1 +0000", "", "a@b", "1970-01-01T00:00:01Z"),
            ("Ada", "Ada", "", "1970-01-01T00:00:00Z"),
            ("Ada <a@b>", "Ada", "a@b", "1970-01-01T00:00:00Z"),
            ("Ada <a@b> -5000000000 +0000", "Ada", "a@b", "1811-07-23T15:06:40Z"),
            ("Ada <a@b> 9223372036854775807 +0000", "Ada", "a@b", "9999-12-31T23:59:59Z"),
        ] {
            let (person, read_at) = read_person(line.into());
            assert_eq!((person.name.as_str(), person.email.as_str()), (name, email), "{line}");
            assert_eq!(read_at, at.parse::<Time>().unwrap(), "{line}");
        }
    }

    #[test]
    fn only_a_whole_id_is_an_id() {
        for text in ["", "HEAD", "9f2c", &"9".repeat(39), &"9".repeat(63), &"9".repeat(65), &"g".repeat(40)] {
            assert!(matches!(parse_id(text), Err(CommitError::NotAnId { .. })), "{text}");
        }
        assert!(parse_id(&"9".repeat(40)).is_ok() && parse_id(&"9".repeat(64)).is_ok());
    }
}
