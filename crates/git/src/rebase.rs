//! A rebase that is under way, by the files that it keeps.

use std::io::{self, Read as _};
use std::path::PathBuf;

use crate::Repo;
use crate::commit::parse_id;

/// How much of the list of rewritten commits is read, in bytes: some 100,000 pairs.
const LIST_LIMIT: u64 = 8 << 20;

impl Repo {
    /// Whether a rebase of this worktree is under way, or stands still. Costs at most two `stat`s.
    #[must_use]
    pub fn is_rebasing(&self) -> bool {
        self.git_dir().join("rebase-merge").is_dir() || self.git_dir().join("rebase-apply/rebasing").exists()
    }

    /// Whether that rebase stands still at a commit: one that it could not apply, or that is to be edited. Costs at most two
    /// `stat`s.
    #[must_use]
    pub fn rebase_stands(&self) -> bool {
        self.git_dir().join("rebase-merge/stopped-sha").exists()
            || self.git_dir().join("rebase-apply/rebasing").exists()
    }

    /// What the rebase under way has rewritten so far: the id of each commit before, and after. Several may have become
    /// one. It is there until the rebase is over, and while `post-rewrite` runs. Empty: none is under way.
    ///
    /// A line that is none is passed over, and what lies beyond 8 MiB.
    ///
    /// # Errors
    /// The list is there and cannot be read.
    pub fn rewritten(&self) -> io::Result<Vec<(String, String)>> {
        let list = |path| self.git_dir().join(path);
        let lists: [PathBuf; 2] = [list("rebase-merge/rewritten-list"), list("rebase-apply/rewritten")];
        for path in lists {
            match std::fs::File::open(path) {
                Ok(file) => {
                    let mut text = Vec::new();
                    file.take(LIST_LIMIT).read_to_end(&mut text)?;
                    return Ok(parse_pairs(&text));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Vec::new())
    }
}

/// `OLD NEW`, a line each. A last one without its end is not whole.
fn parse_pairs(text: &[u8]) -> Vec<(String, String)> {
    let pair = |line: &[u8]| {
        let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
        let (old, new) = line.split_once(' ')?;
        Some((parse_id(old).ok()?.to_string(), parse_id(new).ok()?.to_string()))
    };
    text.split_inclusive(|&byte| byte == b'\n').filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_pairs_count() {
        let (a, b) = ("a".repeat(40), "b".repeat(40));
        let pairs = |text: &str| parse_pairs(text.as_bytes());
        assert_eq!(
            pairs(&format!("{a} {b}\n\nnonsense\n{a}\n{a} {b}c\n{b} {a}\n{a} {b}")),
            [(a.clone(), b.clone()), (b, a)]
        );
        assert_eq!(pairs(""), []);
        assert_eq!(parse_pairs(b"\xff \xff\n"), []);
    }
}
