//! Looking at everything that can be wrong with a store, and mending what can be mended. A record is never deleted: what
//! cannot be read is moved aside, with the reason.

mod mend;
mod what;

pub use mend::Mended;
pub use what::{Trouble, What};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use core_model::{Session, SessionId, StatusName};
use disk::{Kind, Seen};

use crate::document;
use crate::files;
use crate::held;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

/// How far the clock may be behind the record. Clocks of machines that share a folder differ by less.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(1);

impl Store {
    /// Everything that is not as it should be. Nothing is changed.
    #[must_use]
    pub fn examine(&self) -> Vec<Trouble> {
        let mut found = Vec::new();
        self.examine_folders(&mut found);
        self.examine_redo(&mut found);
        let mut sessions = BTreeMap::new();
        self.examine_sessions(&self.layout.live(), &mut sessions, &mut found);
        let archive = self.layout.archive();
        self.examine_sessions(&archive, &mut sessions, &mut found);
        for month in self.names(&archive) {
            self.examine_sessions(&archive.join(month), &mut sessions, &mut found);
        }
        self.examine_unassigned(&mut found);
        self.examine_projects(&mut found);
        self.examine_lineage(&sessions, &mut found);
        self.examine_notes(&sessions, &mut found);
        found
    }

    fn examine_folders(&self, found: &mut Vec<Trouble>) {
        let mut look = |path: PathBuf, wanted: Kind| match self.disk.look(&path) {
            Ok(None) if wanted == Kind::Folder => found.push(Trouble { path, what: What::NoFolder }),
            Ok(None) => {}
            Ok(Some(seen)) if seen.kind != wanted => found.push(Trouble { path, what: What::NoFolder }),
            Ok(Some(Seen { mode: Some(mode), .. })) if mode & 0o077 != 0 => {
                found.push(Trouble { path, what: What::Open { mode } });
            }
            Ok(Some(_)) => {}
            Err(error) => found.push(Trouble { path, what: What::Unreadable(error.into()) }),
        };
        look(self.root().to_owned(), Kind::Folder);
        self.layout.folders().into_iter().for_each(|folder| look(folder, Kind::Folder));
        for folder in self.folders_of_files() {
            for name in self.names(&folder) {
                let path = folder.join(&name);
                if !disk::is_temporary(&name)
                    && matches!(self.disk.look(&path), Ok(Some(seen)) if seen.kind == Kind::File)
                {
                    let mode = self.disk.look(&path).ok().flatten().and_then(|seen| seen.mode);
                    if let Some(mode) = mode.filter(|mode| mode & 0o077 != 0) {
                        found.push(Trouble { path, what: What::Open { mode } });
                    }
                }
            }
        }
        found.extend(self.strays().into_iter().map(|path| Trouble { path, what: What::Stray }));
        if is_on_a_share(self.root()) {
            found.push(Trouble { path: self.root().to_owned(), what: What::Share });
        }
    }

    fn examine_redo(&self, found: &mut Vec<Trouble>) {
        for name in self.redo_names().unwrap_or_default() {
            let path = self.layout.redo().join(&name);
            match self.read_redo(&name) {
                Ok(None) => {}
                Ok(Some(_)) => found.push(Trouble { path, what: What::Unfinished }),
                Err(problem) => found.push(Trouble { path, what: What::Unreadable(problem.error) }),
            }
        }
    }

    fn examine_sessions(
        &self,
        folder: &Path,
        sessions: &mut BTreeMap<SessionId, (PathBuf, Session)>,
        found: &mut Vec<Trouble>,
    ) {
        for name in self.telling(self.names(folder).into_iter()) {
            let path = folder.join(&name);
            let is_month = || matches!(self.disk.look(&path), Ok(Some(seen)) if seen.kind == Kind::Folder);
            if disk::is_temporary(&name) || folder == self.layout.archive() && is_month() {
                continue;
            }
            let Some(id) = name.strip_suffix(".toml").and_then(|name| name.parse::<SessionId>().ok()) else {
                found.push(Trouble { path, what: What::Foreign });
                continue;
            };
            let parsed = files::read_whole(&*self.disk, &path, MAX_FILE)
                .and_then(|bytes| document::parse_session_of(&id, &bytes));
            let parsed = match parsed {
                Ok(parsed) => parsed,
                Err(error) if error.is_not_found() => continue,
                Err(error) => {
                    found.push(Trouble { path, what: What::Unreadable(error) });
                    continue;
                }
            };
            for remark in parsed.remarks {
                let what = match remark {
                    FileError::TornTail { .. } | FileError::Holes { .. } => What::Torn,
                    FileError::Edited => What::Edited,
                    other => What::Unreadable(other),
                };
                found.push(Trouble { path: path.clone(), what });
            }
            self.examine_session(&path, &id, &parsed.value, found);
            if let Some((first, _)) = sessions.insert(id.clone(), (path.clone(), parsed.value)) {
                // Which of them belongs where is seen when one is left.
                found.retain(|it| !matches!(&it.what, What::WrongFolder(wrong) if *wrong == id));
                found.push(Trouble { path: first, what: What::TwoOfOneId { id, other: path } });
            }
        }
    }

    fn examine_session(&self, path: &Path, id: &SessionId, session: &Session, found: &mut Vec<Trouble>) {
        let mut tell = |what| found.push(Trouble { path: path.to_owned(), what });
        let ahead = session.derive_latest() - self.now();
        if ahead > CLOCK_SLACK {
            tell(What::Future { ahead });
        }
        if let Err(broken) = session.check() {
            tell(What::Unreadable(FileError::NotASession(broken.what)));
        }
        if path == self.layout.live_file(id) && session.status().name() == StatusName::Completed {
            tell(What::NotMoved(id.clone()));
        } else if path != self.place_of(session) {
            tell(What::WrongFolder(id.clone()));
        }
    }

    fn examine_unassigned(&self, found: &mut Vec<Trouble>) {
        let path = self.layout.unassigned();
        match self.read_unassigned() {
            Ok((_, problems)) => found.extend(problems.into_iter().map(|problem| {
                let what = match problem.error {
                    FileError::TornTail { .. } | FileError::Holes { .. } => What::Torn,
                    FileError::Edited => What::Edited,
                    other => What::Unreadable(other),
                };
                Trouble { path: problem.path, what }
            })),
            Err(problem) => found.push(Trouble { path, what: What::Unreadable(problem.error) }),
        }
    }

    fn examine_projects(&self, found: &mut Vec<Trouble>) {
        let unreadable =
            |problem: Problem| Trouble { path: problem.path, what: What::Unreadable(problem.error) };
        found.extend(self.read_kept().problems.into_iter().map(unreadable));
    }

    /// Where the record of a resume was lost in the middle of it, the child is there and its parent is still parked.
    fn examine_lineage(&self, sessions: &BTreeMap<SessionId, (PathBuf, Session)>, found: &mut Vec<Trouble>) {
        if !self.redo_names().unwrap_or_default().is_empty() {
            return;
        }
        for (child, (_, session)) in sessions {
            let Some(parent) = &session.opening().parent else { continue };
            if let Some((path, above)) = sessions.get(parent)
                && above.status().name() == StatusName::Parked
            {
                let what = What::ResumedUnawares { parent: parent.clone(), child: child.clone() };
                found.push(Trouble { path: path.clone(), what });
            }
        }
    }

    fn examine_notes(&self, sessions: &BTreeMap<SessionId, (PathBuf, Session)>, found: &mut Vec<Trouble>) {
        for (id, (_, session)) in sessions {
            let note = self.layout.worktree(&session.opening().worktree).join(id.as_str());
            let is_at_work = core_model::attribution::Candidate {
                head: session.head().clone(),
                last_sign: session.derive_last_sign(),
            }
            .is_at_work(self.now());
            let held =
                held::notes_of(session.opening()).into_iter().map(|note| self.layout.held().join(note));
            let missing = |note: &PathBuf| is_at_work && matches!(self.disk.is_there(note), Ok(false));
            if let Some(note) = std::iter::once(note).chain(held).find(missing) {
                found.push(Trouble { path: note, what: What::NoNote(id.clone()) });
            }
        }
        for name in self.names(&self.layout.held()) {
            let note = self.layout.held().join(&name);
            let id = held::session_of(&name);
            let session = id.as_ref().and_then(|id| sessions.get(id));
            let belongs = session.is_some_and(|(_, session)| {
                session.status().name() == StatusName::Active
                    && held::notes_of(session.opening()).contains(&name)
            });
            let unreadable = session.is_none() && id.is_some_and(|id| !matches!(self.path_of(&id), Ok(None)));
            if !belongs && !unreadable && self.is_old(&note) {
                found.push(Trouble { path: note, what: What::StrayNote });
            }
        }
        for worktree in self.names(&self.layout.worktrees()) {
            let folder = self.layout.worktrees().join(worktree);
            for name in self.names(&folder) {
                let session = name.parse::<SessionId>().ok().and_then(|id| sessions.get(&id));
                let belongs = session.is_some_and(|(_, session)| {
                    session.status().name() == StatusName::Active
                        && self.layout.worktree(&session.opening().worktree) == folder
                });
                let unreadable =
                    session.is_none() && name.parse().is_ok_and(|id| !matches!(self.path_of(&id), Ok(None)));
                // The note of a session that begins comes before its file.
                if !belongs && !unreadable && self.is_old(&folder.join(&name)) {
                    found.push(Trouble { path: folder.join(name), what: What::StrayNote });
                }
            }
        }
    }

    pub(crate) fn names(&self, folder: &Path) -> Vec<String> {
        let names = self.disk.list(folder).unwrap_or_default().into_iter();
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// Whether a folder lies on a file system of another machine. `false` also where the system does not say.
#[must_use]
pub fn is_on_a_share(path: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        // linux/magic.h; the field's type is another on each machine, and this one holds them all. Fuse is left out, since most of what it serves is local.
        const NFS: i128 = 0x6969;
        const SMB: i128 = 0x517b;
        const SMB2: i128 = 0xfe53_4d42;
        const CIFS: i128 = 0xff53_4d42;
        const NINE_P: i128 = 0x0102_1997;
        const AFS: i128 = 0x5346_414f;
        const CEPH: i128 = 0x00c3_6400;
        let kind = rustix::fs::statfs(path).map_or(0, |it| i128::from(it.f_type) & 0xffff_ffff);
        [NFS, SMB, SMB2, CIFS, NINE_P, AFS, CEPH].contains(&kind)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        false
    }
}
