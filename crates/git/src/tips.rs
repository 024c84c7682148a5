//! Where branches are.

use std::path::PathBuf;

use gix::bstr::ByteSlice as _;
use gix::refs::file::Store;
use gix::refs::{Reference, Target};

use crate::{Cause, HASH, Repo};

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

    fn tips(&self, prefix: &str) -> Result<Vec<(String, String)>, TipsError> {
        let git_dir = self.common_dir();
        let unreadable = |source: Cause| TipsError::Unreadable { git_dir: git_dir.to_owned(), source };
        let refs = Store::at(git_dir.to_owned(), HASH);
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
}
