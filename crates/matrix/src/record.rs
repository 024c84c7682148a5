//! The record as it stands in files: which commit stands where. Read with `toml` alone, and none of the program's own code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::MatrixError;

/// A `[[commit]]` of the record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recorded {
    /// The commit.
    pub sha: String,
    /// The session; also of one that stands beside the sessions because its own takes none any more. `None`: it has none.
    pub session: Option<String>,
    /// On what ground.
    pub evidence: String,
}

/// Every `[[commit]]` of every store below a folder.
///
/// # Errors
/// [`MatrixError::Io`], [`MatrixError::Record`].
pub fn read_record(below: &Path) -> Result<Vec<Recorded>, MatrixError> {
    let mut recorded = Vec::new();
    for store in stores(below)? {
        let mut files = vec![];
        files.extend(entries(&store.join("live"))?);
        for month in entries(&store.join("archive"))? {
            files.extend(entries(&month)?);
        }
        files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
        for file in files {
            let session = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            read_file(&file, session.as_deref(), &mut recorded)?;
        }
        let unassigned = store.join("unassigned.toml");
        if unassigned.exists() {
            read_file(&unassigned, None, &mut recorded)?;
        }
    }
    Ok(recorded)
}

/// How often each commit stands there.
pub(crate) fn count(recorded: &[Recorded]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for commit in recorded {
        *counts.entry(commit.sha.as_str()).or_default() += 1;
    }
    counts
}

fn read_file(file: &Path, session: Option<&str>, recorded: &mut Vec<Recorded>) -> Result<(), MatrixError> {
    let text = fs::read_to_string(file).map_err(MatrixError::io(file))?;
    let wrong = |what: String| MatrixError::Record { path: file.to_owned(), what };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
    let Some(commits) = table.get("commit") else { return Ok(()) };
    let commits = commits.as_array().ok_or_else(|| wrong("`commit` is no list".to_owned()))?;
    for commit in commits {
        let text = |key: &str| commit.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        let sha = text("sha").ok_or_else(|| wrong("a commit has no `sha`".to_owned()))?;
        let evidence = text("evidence").unwrap_or_default();
        let session = session.map(str::to_owned).or_else(|| text("session"));
        recorded.push(Recorded { sha, session, evidence });
    }
    Ok(())
}

/// The stores: in worktrees and in git directories.
fn stores(below: &Path) -> Result<Vec<PathBuf>, MatrixError> {
    find(below, ".sessions")
}

/// Whether a hook below a folder said that its time was over, or that it waited for a lock in vain: on a machine with much
/// else to do, it leaves its commit to the next one.
pub(crate) fn was_hurried(below: &Path) -> Result<bool, MatrixError> {
    for log in find(below, "hook.log")? {
        let said = fs::read_to_string(&log).map_err(MatrixError::io(&log))?;
        if said.contains("gave up after") || said.contains("took longer than") || said.contains("the lock on")
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whatever is called so.
fn find(below: &Path, wanted: &str) -> Result<Vec<PathBuf>, MatrixError> {
    let mut found = Vec::new();
    let mut open = vec![below.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in entries(&folder)? {
            let name = entry.file_name().unwrap_or_default();
            let is_gits = ["objects", "refs", "logs"].iter().any(|folder| name == *folder);
            if name == wanted {
                found.push(entry);
            } else if !is_gits && !entry.is_symlink() && entry.is_dir() {
                open.push(entry);
            }
        }
    }
    Ok(found)
}

/// What is in a folder; of one that is not there, nothing.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, MatrixError> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry.map_err(MatrixError::io(folder))?.path())).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(MatrixError::Io { path: folder.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_sessions_and_beside_them_is_found_wherever_the_store_lies() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("repo/.sessions/live/1.toml", "format = 1\n[[commit]]\nsha = \"a\"\nevidence = \"worktree\"\n");
        write("repo/.sessions/archive/2026-11/2.toml", "[[commit]]\nsha = \"b\"\n[[commit]]\nsha = \"a\"\n");
        write(
            "repo/.sessions/unassigned.toml",
            "[[commit]]\nsha = \"c\"\n[[commit]]\nsha = \"f\"\nsession = \"1\"\n",
        );
        write("repo/.sessions/quarantine/3.toml", "[[commit]]\nsha = \"d\"\n");
        write("bare.git/.sessions/live/4.toml", "[[rewrite]]\nold = \"e\"\n");
        let recorded = read_record(folder.path()).unwrap();
        let counts: Vec<(&str, usize)> = count(&recorded).into_iter().collect();
        assert_eq!(counts, [("a", 2), ("b", 1), ("c", 1), ("f", 1)]);
        let none: Vec<&str> =
            recorded.iter().filter(|it| it.session.is_none()).map(|it| it.sha.as_str()).collect();
        assert_eq!(none, ["c"]);
    }

    #[test]
    fn a_file_that_is_no_record_is_an_error_and_not_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let live = folder.path().join(".sessions/live");
        fs::create_dir_all(&live).unwrap();
        for text in ["commit = 1\n", "[[commit]]\nat = 1\n", "[[commit\n"] {
            fs::write(live.join("1.toml"), text).unwrap();
            assert!(read_record(folder.path()).is_err(), "{text}");
        }
    }
}
