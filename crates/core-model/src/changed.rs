//! What the commits of a session changed, all of them together.

use std::collections::BTreeSet;

use crate::{Files, Record};

impl Record {
    /// The files that its commits changed: each once, in order. `more`: of one commit at least not all are known.
    #[must_use]
    pub fn derive_files(&self) -> Files {
        let each = || self.commits.iter().map(|commit| &commit.facts.files);
        let paths: BTreeSet<&String> = each().flat_map(|files| &files.paths).collect();
        Files { paths: paths.into_iter().cloned().collect(), more: each().any(|files| files.more) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Commit, CommitFacts, Entry, Evidence, Person, Time};

    fn record(commits: &[(&[&str], bool)]) -> Record {
        let at: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut record = Record::default();
        for (number, (paths, more)) in commits.iter().enumerate() {
            let paths = paths.iter().map(|&path| path.to_owned()).collect();
            let facts = CommitFacts {
                sha: format!("9f2c{number}"),
                tree: "aa01".into(),
                parents: vec![],
                author: Person { name: "Ada".into(), email: String::new() },
                authored_at: at,
                branch: None,
                subject: "s".into(),
                files: Files { paths, more: *more },
            };
            record.push(Entry::Commit(Box::new(Commit::new(at, facts, Evidence::Worktree))));
        }
        record
    }

    #[test]
    fn a_file_that_several_commits_changed_is_named_once_and_in_order() {
        let files =
            record(&[(&["src/pay.rs", "README"], false), (&["a", "src/pay.rs"], false)]).derive_files();
        assert_eq!(
            files,
            Files { paths: ["README", "a", "src/pay.rs"].map(str::to_owned).into(), more: false }
        );
        assert_eq!(Record::default().derive_files(), Files::default());
    }

    #[test]
    fn that_there_were_more_files_in_one_commit_is_said_of_all() {
        assert!(record(&[(&["a"], true), (&["b"], false)]).derive_files().more);
    }
}
