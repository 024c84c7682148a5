//! What git says of a commit, in our words.

use crate::Time;

/// A name and an address, as git keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name; may be empty, since git allows that.
    pub name: String,
    /// The address without its brackets; may be empty.
    pub email: String,
}

/// What one commit is, read from git's own object. The strings are as git has them, with invalid UTF-8 replaced:
/// they may hold control characters, and are cleaned where they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitFacts {
    /// The commit's id, in full, hexadecimal.
    pub sha: String,
    /// The id of its tree: equal trees tell a rewritten commit.
    pub tree: String,
    /// The ids of its parents, in order; none for a first commit.
    pub parents: Vec<String>,
    /// Who wrote it.
    pub author: Person,
    /// When it was written, by the author's clock (git: author date).
    pub authored_at: Time,
    /// The branch that HEAD was on, without `refs/heads/`. `None`: a detached HEAD.
    pub branch: Option<String>,
    /// The first paragraph of the message on one line, as git's `%s`, cut at [`CommitFacts::SUBJECT_LIMIT`] bytes.
    pub subject: String,
    /// What it changed against its first parent.
    pub files: Files,
}

/// The files that a commit changed, or several together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// Paths from the top of the repository, `/` between folders; of one commit, at most [`Files::LIMIT`].
    pub paths: Vec<String>,
    /// Whether there were more than are listed. Counting them all would make a commit's cost depend on its size.
    pub more: bool,
}

impl CommitFacts {
    /// The longest subject that is kept, in bytes. A longer one is cut and ends with `…`.
    pub const SUBJECT_LIMIT: usize = 1024;
}

impl Files {
    /// How many paths are kept for a commit.
    pub const LIMIT: usize = 256;
}
