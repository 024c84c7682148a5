//! Where branches are.

use std::io::Read as _;
use std::path::PathBuf;

use gix::bstr::ByteSlice as _;
use gix::refs::file::Store;
use gix::refs::{Reference, Target};

use crate::child::run;
use crate::commit::parse_id;
use crate::{AskError, Cause, Repo};

/// How many branches are listed.
const LIMIT: usize = 200_000;

/// Why it is not known where branches are.
#[derive(Debug, thiserror::Error)]
pub enum TipsError {
    /// The references could not be read.
    #[error("the branches of {} cannot be read", .git_dir.display())]
    Unreadable {
        /// The common git directory.
        git_dir: PathBuf,
        /// Why.
        #[source]
        source: Cause,
    },
    /// There are more than 200,000.
    #[error("{} has too many branches", .git_dir.display())]
    TooMany {
        /// The common git directory.
        git_dir: PathBuf,
    },
    /// They are not kept in files, and git gave no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Repo {
    /// Each branch: its name (`main`) and the commit it is at. One that stands for another, and one that cannot be read,
    /// is left out.
    ///
    /// # Errors
    /// [`TipsError`] says for each variant.
    pub fn branch_tips(&self) -> Result<Vec<(String, String)>, TipsError> {
        self.tips("refs/heads/")
    }

    /// Each branch of a remote as it was last seen: its name (`origin/main`) and the commit it is at. Otherwise like
    /// [`Repo::branch_tips`].
    ///
    /// # Errors
    /// [`TipsError`] says for each variant.
    pub fn remote_tips(&self) -> Result<Vec<(String, String)>, TipsError> {
        self.tips("refs/remotes/")
    }

    /// What each tag names, which may be another object than a commit. Otherwise like [`Repo::branch_tips`].
    ///
    /// # Errors
    /// [`TipsError`] says for each variant.
    pub fn tag_tips(&self) -> Result<Vec<(String, String)>, TipsError> {
        self.tips("refs/tags/")
    }

    /// What the last fetch brought, into whatever branch or none: by `FETCH_HEAD`, up to 64 KiB of it.
    #[must_use]
    pub fn fetch_head(&self) -> Vec<String> {
        let mut text = Vec::new();
        let file = std::fs::File::open(self.git_dir().join("FETCH_HEAD"));
        if file.and_then(|file| file.take(64 << 10).read_to_end(&mut text)).is_err() {
            return Vec::new();
        }
        let id = |line: &str| Some(parse_id(line.split('\t').next()?).ok()?.to_string());
        String::from_utf8_lossy(&text).lines().filter_map(id).collect()
    }

    fn tips(&self, prefix: &str) -> Result<Vec<(String, String)>, TipsError> {
        if !self.has_refs_in_files() {
            return self.ask_for_tips(prefix);
        }
        let git_dir = self.common_dir();
        let unreadable = |source: Cause| TipsError::Unreadable { git_dir: git_dir.to_owned(), source };
        let refs = Store::at(git_dir.to_owned(), self.hash());
        let all = refs.iter().map_err(|error| unreadable(error.into()))?;
        let path = prefix.try_into().map_err(|error: gix::Error| unreadable(error.into()))?;
        let mut tips = Vec::new();
        for found in all.prefixed(path).map_err(|error| unreadable(error.into()))? {
            let Ok(Reference { name, target: Target::Object(id), .. }) = found else { continue };
            if tips.len() == LIMIT {
                return Err(TipsError::TooMany { git_dir: git_dir.to_owned() });
            }
            let name = name.as_bstr().to_str_lossy();
            tips.push((name.strip_prefix(prefix).unwrap_or(&name).to_owned(), id.to_string()));
        }
        Ok(tips)
    }

    fn ask_for_tips(&self, prefix: &str) -> Result<Vec<(String, String)>, TipsError> {
        const QUESTION: &str = "for-each-ref";
        let mut git = self.git();
        // One that stands for another is an empty line.
        let format = "--format=%(if)%(symref)%(then)%(else)%(objectname) %(refname)%(end)";
        git.args(["for-each-ref", &format!("--count={}", LIMIT + 1), format, prefix]);
        let answer = run(git, QUESTION, b"", self.bounds())?.well(QUESTION)?;
        let text = String::from_utf8_lossy(&answer);
        let tips = text.lines().filter_map(|line| {
            let (sha, name) = line.split_once(' ')?;
            Some((name.strip_prefix(prefix)?.to_owned(), sha.to_owned()))
        });
        let tips: Vec<_> = tips.collect();
        if tips.len() > LIMIT {
            return Err(TipsError::TooMany { git_dir: self.common_dir().to_owned() });
        }
        Ok(tips)
    }
}
