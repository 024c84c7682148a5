//! The account: what was made, beside what the program says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::hand::{Kind, Place};
use crate::workshop::Workshop;

pub(crate) struct Account<'b> {
    workshop: &'b Workshop,
    log: Value,
    pipe: String,
}

impl<'b> Account<'b> {
    pub(crate) fn read(workshop: &'b Workshop) -> Self {
        let log: Value = serde_json::from_str(&workshop.program().ok(&["log", "--json"])).unwrap();
        assert_eq!(log["problems"], Value::Array(vec![]));
        Self { workshop, log, pipe: workshop.program().ok(&["log"]) }
    }

    pub(crate) fn check_that_every_kind_of_commit_was_made(&self) {
        let made = &self.workshop.made;
        for kind in [Kind::Ordinary, Kind::Amended, Kind::Merged, Kind::Picked] {
            assert!(made.iter().filter(|it| it.kind == kind).count() >= 5, "too few of {kind:?}");
        }
        for evidence in ["worktree", "environment", "auto-start", "rewrite", "none"] {
            assert!(made.iter().any(|it| it.place.evidence == evidence), "none by {evidence}");
        }
        let statuses: BTreeSet<&str> = self.sessions().map(|it| it["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, BTreeSet::from(["active", "completed", "parked"]));
    }

    pub(crate) fn check_that_git_knows_no_others(&self) {
        let known = self.workshop.repo.git(&["rev-list", "--all", "--reflog"]);
        let known: BTreeSet<&str> = known.lines().collect();
        let made: BTreeSet<&str> = self.workshop.made.iter().map(|it| it.sha.as_str()).collect();
        assert_eq!(made.len(), self.workshop.made.len());
        assert_eq!(known, &made | &BTreeSet::from([self.workshop.root.as_str()]));
    }

    /// Each commit is in the one place where it belongs, in the order in which they were made.
    pub(crate) fn check_log(&self) {
        let place = |session: Option<&Value>, commit: &Value| Place {
            session: session.map(|session| session["id"].as_str().unwrap().to_owned()),
            evidence: EVIDENCE.into_iter().find(|word| commit["evidence"] == *word).unwrap(),
        };
        let mut found: BTreeMap<&str, Place> = BTreeMap::new();
        for (session, commit) in self.commits() {
            let sha = commit["sha"].as_str().unwrap();
            assert!(found.insert(sha, place(session, commit)).is_none(), "{sha} is there twice");
        }
        let made = self.workshop.made.iter().map(|it| (it.sha.as_str(), it.place.clone()));
        let made: BTreeMap<&str, Place> = made.collect();
        for (sha, place) in &made {
            assert_eq!(found.get(sha), Some(place), "{sha}");
        }
        assert_eq!(found.len(), made.len());
        let sessions: BTreeSet<&str> = self.sessions().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(sessions, self.workshop.sessions.iter().map(String::as_str).collect());
    }

    /// The pipe says the same as the JSON.
    pub(crate) fn check_pipe(&self) {
        let rows = self.pipe.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let rows: Vec<Vec<&str>> = rows.filter(|row| row[0] == "commit").collect();
        let is_current = |(_, commit): &(_, &Value)| commit["replaced_by"].is_null();
        let expected = self.commits().filter(is_current).map(|(session, commit)| {
            let word = |key: &str| commit[key].as_str().unwrap();
            let session = session.map_or("", |session| session["id"].as_str().unwrap());
            [word("sha"), session, word("at"), word("evidence")]
        });
        assert_eq!(
            rows.iter().map(|row| [row[1], row[2], row[3], row[4]]).collect::<Vec<_>>(),
            expected.collect::<Vec<_>>()
        );
        assert!(rows.iter().all(|row| row.len() == 6));
    }

    /// `show` says of each session what `log` says of it.
    pub(crate) fn check_each_session(&self) {
        for session in self.sessions() {
            let id = session["id"].as_str().unwrap();
            let shown: Value =
                serde_json::from_str(&self.workshop.program().ok(&["show", id, "--json"])).unwrap();
            assert_eq!(&shown["session"], session);
            let of_log = self.pipe.lines().filter(|line| line.split('\t').take(3).any(|field| field == id));
            let shown = self.workshop.program().ok(&["show", id]);
            // It says more, but of its commits it says the same.
            let is_in_log = |line: &&str| line.starts_with("session\t") || line.starts_with("commit\t");
            assert_eq!(shown.lines().filter(is_in_log).collect::<Vec<_>>(), of_log.collect::<Vec<_>>());
            let made = self.workshop.made.iter().filter(|it| it.place.session.as_deref() == Some(id));
            let shas =
                session["commits"].as_array().unwrap().iter().map(|commit| commit["sha"].as_str().unwrap());
            assert_eq!(shas.collect::<Vec<_>>(), made.map(|it| it.sha.as_str()).collect::<Vec<_>>());
        }
    }

    /// What is said of each commit is what git says of it.
    pub(crate) fn check_facts(&self) {
        let commits: BTreeMap<&str, &Value> =
            self.commits().map(|(_, commit)| (commit["sha"].as_str().unwrap(), commit)).collect();
        for made in &self.workshop.made {
            let commit = commits[made.sha.as_str()];
            let mut git = self.workshop.repo.command(self.workshop.repo.path());
            git.env("TZ", "UTC").args(["show", "--first-parent", "--name-only", "--no-renames", "-z"]);
            git.args(["--date=format-local:%Y-%m-%dT%H:%M:%S.000Z", FORMAT, &made.sha]);
            let said = String::from_utf8(git.output().unwrap().stdout).unwrap();
            let (head, files) = said.split_once("\u{1}").unwrap();
            let words: Vec<&str> = head.split('\u{2}').collect();
            for (key, word) in ["tree", "author_name", "author_email", "authored_at"].iter().zip(&words) {
                assert_eq!(commit[*key], *word, "{key} of {}", made.sha);
            }
            let subject = commit["subject"].as_str().unwrap();
            assert!(
                subject == words[4] || words[4].starts_with(subject.strip_suffix('…').unwrap()),
                "{subject}"
            );
            let list = |value: &Value| {
                value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(list(&commit["parents"]).join(" "), words[5]);
            assert_eq!(commit["branch"], made.branch.as_str());
            let mut found = list(&commit["files"]);
            let mut files: Vec<&str> = files.split(['\0', '\n']).filter(|file| !file.is_empty()).collect();
            found.sort();
            files.sort_unstable();
            assert_eq!(found, files, "files of {}", made.sha);
        }
    }

    fn sessions(&self) -> impl Iterator<Item = &Value> {
        self.log["sessions"].as_array().unwrap().iter()
    }

    /// All commits of the log, in its order, each with its session.
    fn commits(&self) -> impl Iterator<Item = (Option<&Value>, &Value)> {
        let assigned = self.sessions().flat_map(|session| {
            session["commits"].as_array().unwrap().iter().map(move |commit| (Some(session), commit))
        });
        assigned.chain(self.log["unassigned"].as_array().unwrap().iter().map(|commit| (None, commit)))
    }
}

const EVIDENCE: [&str; 6] = ["environment", "worktree", "branch", "auto-start", "rewrite", "none"];

const FORMAT: &str = "--format=%T%x02%an%x02%ae%x02%ad%x02%s%x02%P%x01";
