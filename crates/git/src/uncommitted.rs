//! What stands in a work tree and is in no commit yet, and how its branch stands to the one that it follows.

use crate::child::run;
use crate::{AskError, Repo};

/// How a file differs from the commit that HEAD is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// It is new, and git was told of it.
    Added,
    /// It is new, and git was not told of it.
    Untracked,
    /// It holds something else.
    Modified,
    /// It has another name.
    Renamed,
    /// It is gone.
    Deleted,
    /// Two sides changed it, and nobody has said what holds.
    Conflicted,
}

impl Difference {
    /// The word that stands in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Untracked => "untracked",
            Self::Modified => "modified",
            Self::Renamed => "renamed",
            Self::Deleted => "deleted",
            Self::Conflicted => "conflicted",
        }
    }

    /// Of what stands in the index and in the work tree, what weighs more.
    fn of(codes: &str) -> Self {
        let has = |code: char| codes.contains(code);
        if has('D') {
            Self::Deleted
        } else if has('A') {
            Self::Added
        } else if has('R') || has('C') {
            Self::Renamed
        } else {
            Self::Modified
        }
    }
}

/// The branch that another follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// Its name.
    pub name: String,
    /// How many commits it does not have, and how many the other does not. `None`: it is not there.
    pub apart: Option<(usize, usize)>,
}

/// What is in no commit yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uncommitted {
    /// The branch. `None`: HEAD is detached.
    pub branch: Option<String>,
    /// The branch that it follows. `None`: it follows none.
    pub upstream: Option<Upstream>,
    /// The files that differ, by path from the top of the work tree. Of a folder of which git knows nothing, the folder.
    pub files: Vec<(String, Difference)>,
}

impl Repo {
    /// What stands in this worktree and is in no commit yet. Empty where there is no work tree.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn uncommitted(&self) -> Result<Uncommitted, AskError> {
        const QUESTION: &str = "status";
        if self.work_tree().is_none() {
            return Ok(Uncommitted::default());
        }
        let mut git = self.git();
        git.args([
            QUESTION,
            "--porcelain=v2",
            "--branch",
            "-z",
            "--untracked-files=normal",
            "--ignore-submodules=dirty",
        ]);
        let answer = run(git, QUESTION, b"", self.bounds())?.well(QUESTION)?;
        Ok(parse(&String::from_utf8_lossy(&answer)))
    }
}

/// Parts with a NUL after each; of a file with another name, a second part says the one that it had.
fn parse(answer: &str) -> Uncommitted {
    let mut found = Uncommitted::default();
    let mut parts = answer.split('\0');
    while let Some(part) = parts.next() {
        let mut fields = part.splitn(2, ' ');
        let (Some(kind), Some(rest)) = (fields.next(), fields.next()) else { continue };
        let path_after = |fields: usize| rest.splitn(fields + 1, ' ').nth(fields).map(str::to_owned);
        let difference = match kind {
            "#" => {
                read_header(rest, &mut found);
                continue;
            }
            "1" => {
                path_after(7).map(|path| (path, Difference::of(rest.split(' ').next().unwrap_or_default())))
            }
            "2" => {
                parts.next();
                path_after(8).map(|path| (path, Difference::Renamed))
            }
            "u" => path_after(9).map(|path| (path, Difference::Conflicted)),
            "?" => Some((rest.to_owned(), Difference::Untracked)),
            _ => None,
        };
        found.files.extend(difference);
    }
    found
}

fn read_header(header: &str, found: &mut Uncommitted) {
    match header.split_once(' ') {
        Some(("branch.head", name)) if name != "(detached)" => found.branch = Some(name.to_owned()),
        Some(("branch.upstream", name)) => {
            found.upstream = Some(Upstream { name: name.to_owned(), apart: None });
        }
        Some(("branch.ab", counts)) => {
            let mut counts = counts.split(' ').map(|count| count.trim_start_matches(['+', '-']).parse().ok());
            if let (Some(upstream), Some(ahead), Some(behind)) =
                (&mut found.upstream, counts.next().flatten(), counts.next().flatten())
            {
                upstream.apart = Some((ahead, behind));
            }
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read_for_what_it_is() {
        let answer = [
            "# branch.oid 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            "# branch.head fix/x",
            "# branch.upstream origin/fix/x",
            "# branch.ab +2 -11",
            "1 .M N... 100644 100644 100644 e69de29 e69de29 a file.txt",
            "1 AM N... 100644 100644 100644 e69de29 e69de29 new",
            "1 .D N... 100644 100644 100644 e69de29 e69de29 gone",
            "2 R. N... 100644 100644 100644 e69de29 e69de29 R100 to\nthis",
            "1 from",
            "u UU N... 100644 100644 100644 100644 e69de29 e69de29 e69de29 both",
            "? folder/",
            "! ignored",
            "",
        ];
        let found = parse(&answer.join("\0"));
        assert_eq!(found.branch.as_deref(), Some("fix/x"));
        assert_eq!(found.upstream, Some(Upstream { name: "origin/fix/x".into(), apart: Some((2, 11)) }));
        let files: Vec<String> =
            found.files.iter().map(|(path, how)| format!("{path}: {}", how.as_str())).collect();
        assert_eq!(
            files,
            [
                "a file.txt: modified",
                "new: added",
                "gone: deleted",
                "to\nthis: renamed",
                "both: conflicted",
                "folder/: untracked"
            ]
        );
        assert_eq!(parse("# branch.head (detached)\0"), Uncommitted::default());
        assert_eq!(parse("1 é\x001\0?\0"), Uncommitted::default());
    }
}
