//! A repository to install into, and a program that writes down how it was called.
#![allow(dead_code, unreachable_pub, reason = "each test file is a crate of its own and uses a part of this")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git_session_hooks::{Event, Forms, HookReport, HooksFolder, How, Outcome, Place, install, uninstall};
use testkit::TestRepo;

pub const PROGRAM: &str = "#!/bin/sh
{ printf '%s' \"${0##*/}\"; printf ' <%s>' \"$@\"; echo; } >>\"${RECORD-/dev/null}\"
cat >>\"${RECORD-/dev/null}\"
echo to stdout
echo to stderr >&2
exit 9
";

/// Nobody waits that long unless something hangs.
pub const LONG: Duration = Duration::from_secs(30);

pub struct Site {
    pub kit: TestRepo,
    pub program: PathBuf,
    pub hooks_dir: PathBuf,
    pub state_dir: PathBuf,
    pub owned: bool,
    pub inside: bool,
    pub tracked: bool,
    pub forms: Forms,
    pub trailer: bool,
}

/// As where every git is older than 2.54.
pub const FILES: Forms = Forms { entries: false, files: true, entries_suffice: false };

/// As where some are older, and not the one that people run.
pub const BOTH: Forms = Forms { entries: true, files: true, entries_suffice: true };

/// As where none is older.
pub const ENTRIES: Forms = Forms { entries: true, files: false, entries_suffice: true };

impl Site {
    pub fn new() -> Self {
        Self::new_in("repo")
    }

    /// The program lies in a folder that is called like the repository.
    pub fn new_in(name: &str) -> Self {
        let kit = TestRepo::new_in(name);
        let program = kit.root().join(format!("{name} bin/git-session"));
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        let hooks_dir = kit.path().join(".git/hooks");
        let state_dir = kit.path().join(".git/git-session");
        let (owned, inside, tracked, forms, trailer) = (true, true, false, FILES, false);
        let site = Self { kit, program, hooks_dir, state_dir, owned, inside, tracked, forms, trailer };
        site.put(&site.program, PROGRAM, 0o755);
        site
    }

    pub fn place(&self) -> Place<'_> {
        Place {
            folders: vec![HooksFolder {
                path: self.hooks_dir.clone(),
                owned: self.owned,
                inside: self.inside,
                tracked: self.tracked,
                is_read: false,
            }],
            state_dir: &self.state_dir,
            forms: self.forms,
            trailer: self.trailer,
            program: &self.program,
            deadline: LONG,
        }
    }

    pub fn install(&self) -> Vec<HookReport> {
        install(&self.place()).unwrap()
    }

    pub fn uninstall(&self) -> Vec<HookReport> {
        uninstall(&self.state_dir, LONG).unwrap()
    }

    pub fn hook(&self, event: Event) -> PathBuf {
        self.hooks_dir.join(event.file_name())
    }

    /// Puts a hook of somebody else there.
    pub fn theirs(&self, event: Event, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.hook(event);
        self.put(&path, content, 0o755);
        path
    }

    pub fn put(&self, path: &Path, content: impl AsRef<[u8]>, mode: u32) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// All that installing may touch: each file below the git directory and in the hooks folder, with its mode.
    pub fn snapshot(&self) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
        let mut files = BTreeMap::new();
        for dir in [&self.hooks_dir, &self.state_dir] {
            let Ok(entries) = std::fs::read_dir(dir) else { continue };
            files.insert(dir.clone(), (0, Vec::new()));
            for entry in entries {
                let path = entry.unwrap().path();
                let metadata = std::fs::symlink_metadata(&path).unwrap();
                let content = if metadata.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
                files.insert(path, (metadata.permissions().mode(), content));
            }
        }
        for name in ["config", "config.lock"] {
            let path = self.kit.path().join(".git").join(name);
            if let Ok(metadata) = std::fs::symlink_metadata(&path) {
                files.insert(path.clone(), (metadata.permissions().mode(), std::fs::read(&path).unwrap()));
            }
        }
        // The folder of our own state may stay, with nothing in it but the lock.
        files.remove(&self.state_dir);
        files.remove(&self.state_dir.join("lock"));
        files
    }
}

/// What became of the hook of that event.
#[track_caller]
pub fn outcome(reports: &[HookReport], event: Event) -> &Outcome {
    &reports.iter().find(|report| report.event == event).expect("a report for each event").outcome
}

/// Installs, holds what became of post-commit against `expected`, checks that a second time changes nothing, and takes
/// it out again, after which all must be as before.
#[track_caller]
pub fn check_round(site: &Site, expected: &Outcome) {
    let before = site.snapshot();
    let reports = site.install();
    assert_eq!(outcome(&reports, Event::PostCommit), expected);
    let installed = site.snapshot();
    let again = site.install();
    for (first, second) in reports.iter().zip(&again) {
        assert_eq!(second.outcome, repeated(&first.outcome));
    }
    assert_eq!(site.snapshot(), installed, "the second time changes nothing");
    for report in site.uninstall() {
        assert_eq!(report.outcome, Outcome::Removed);
    }
    assert_eq!(site.snapshot(), before, "all is as before");
    assert_eq!(site.uninstall(), [], "nothing is left to take out");
}

fn repeated(outcome: &Outcome) -> Outcome {
    match outcome {
        Outcome::Installed(how) | Outcome::Refreshed(how) => Outcome::Unchanged(*how),
        other => other.clone(),
    }
}

pub fn installed(how: How) -> Outcome {
    Outcome::Installed(how)
}
