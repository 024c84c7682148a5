//! All the files together: what is found twice, and which session goes on with which.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher as _;

use chrono::SecondsFormat;
use core_model::project::Project;
use core_model::{RandomBits, SessionId, Time};

use super::error::{FieldError, ParseError};
use super::fields::{Leftover, Parsed};
use super::map::{Kin, Mapped, map, map_project};
use super::report::{FileReport, Problem, Report};
use super::session::{Commit, NEWEST_SCHEMA, OldId, Session, Status, parse_session};
use super::{Config, FileKind, parse_config, parse_state};

/// How the predecessor's outcome named the session that went on.
const RESUMED: &str = "Resumed as ";

/// A file of the predecessor.
#[derive(Debug, Clone, Copy)]
pub struct File<'t> {
    /// What it is called in the report.
    pub path: &'t str,
    /// What it is. Of [`FileKind::Nothing`] nothing is read.
    pub kind: FileKind,
    /// What stands in it.
    pub text: &'t [u8],
}

/// What a session cannot say of itself.
pub struct Ground<'a> {
    /// The time. What is later was not so.
    pub now: Time,
    /// The name of the worktree that had its top at this path. `None`: the session does not say where it was.
    pub worktree_of: &'a dyn Fn(Option<&str>) -> String,
}

/// What the files had in them.
#[derive(Debug)]
pub struct Import {
    /// The sessions, by their names there.
    pub sessions: Vec<Imported>,
    /// What people said of projects.
    pub projects: Vec<ImportedProject>,
    /// Projects and settings, of each file that can be read.
    pub configs: Vec<ImportedConfig>,
    /// What became of each file.
    pub report: Report,
}

/// A session that came from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its name there.
    pub old_id: OldId,
    /// The session. Its record has no commits: what was known of them stands in events. One that was active is active
    /// here too, with its last sign of life as it was: it may well be stale.
    pub session: core_model::Session,
    /// Its commits, for whoever can ask git about them.
    pub commits: Vec<Commit>,
}

/// A configuration that came from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedConfig {
    /// Its file.
    pub path: String,
    /// What stands in it.
    pub config: Parsed<Config>,
}

/// A project that came from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedProject {
    /// Its file.
    pub path: String,
    /// The project: its phase and its roadmap.
    pub project: Project,
    /// What it has no place for. Figures, commits and questions were made from the sessions, and stand in them.
    pub leftovers: Vec<Leftover>,
}

/// The name that a session of the predecessor has here: always the same, so that what is imported twice is found.
#[must_use]
pub fn derive_id(old: &OldId, started_at: Time) -> SessionId {
    let mut hash = fnv::FnvHasher::default();
    hash.write(old.as_str().as_bytes());
    hash.write(b" ");
    hash.write(started_at.to_rfc3339_opts(SecondsFormat::Micros, true).as_bytes());
    let bits = hash.finish();
    // An id has fifty bits: the others are folded in.
    SessionId::new(started_at, RandomBits(bits ^ (bits >> 50)))
}

/// Reads the files and makes sessions of ours. A file that cannot be read hides no other.
#[must_use]
pub fn import(files: &[File<'_>], ground: &Ground<'_>) -> Import {
    let mut import =
        Import { sessions: Vec::new(), projects: Vec::new(), configs: Vec::new(), report: Report::default() };
    let mut found = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        let path = || file.path.to_owned();
        let mut report = FileReport::new(file.path, file.kind);
        match file.kind {
            FileKind::Nothing => {}
            FileKind::Config => import.configs.extend(
                report.note(parse_config(file.text)).map(|config| ImportedConfig { path: path(), config }),
            ),
            FileKind::State => import.projects.extend(report.note(parse_state(file.text)).map(|state| {
                let (project, leftovers) = map_project(state, ground.now);
                ImportedProject { path: path(), project, leftovers }
            })),
            FileKind::Session => match read(file.text, ground.now) {
                Ok(parsed) => find(parsed, index, files, &mut found, &mut report),
                Err(error) => report.problems.push(Problem::Unread(error)),
            },
        }
        import.report.files.push(report);
    }
    let kin = derive_kin(&found, &mut import.report);
    for (old_id, (index, parsed)) in found {
        let Some(kin) = kin.get(&old_id) else { continue };
        let commits = parsed.value.commits.clone();
        let Mapped { session, kept, problems } = map(parsed, kin.clone(), ground);
        let report = &mut import.report.files[index];
        report.kept_as_events = kept;
        report.problems.extend(problems.into_iter().map(Problem::Field));
        match session.check() {
            Ok(()) => {
                report.session = Some((old_id.clone(), session.id().clone()));
                import.sessions.push(Imported { old_id, session, commits });
            }
            Err(broken) => report.problems.push(Problem::Broken(broken)),
        }
    }
    import
}

type Found = BTreeMap<OldId, (usize, Parsed<Session>)>;

fn read(text: &[u8], now: Time) -> Result<Parsed<Session>, ParseError> {
    let parsed = parse_session(text)?;
    let started_at = parsed.value.started_at;
    if started_at > now {
        let said = started_at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        return Err(FieldError::said("started_at".into(), &said, "a time that has been").into());
    }
    Ok(parsed)
}

/// The first file of a session counts.
fn find(
    parsed: Parsed<Session>,
    index: usize,
    files: &[File<'_>],
    found: &mut Found,
    report: &mut FileReport,
) {
    if parsed.value.schema > NEWEST_SCHEMA {
        report.problems.push(Problem::NewerSchema(parsed.value.schema));
    }
    match found.entry(parsed.value.id.clone()) {
        std::collections::btree_map::Entry::Vacant(place) => {
            place.insert((index, parsed));
        }
        std::collections::btree_map::Entry::Occupied(first) => {
            let at = first.get().0;
            report.problems.push(Problem::Twice {
                id: first.key().clone(),
                first: files[at].path.to_owned(),
                is_equal: first.get().1 == parsed,
            });
        }
    }
}

/// What each session is called here, and with which it belongs together. A session goes on only with one that began
/// before it, so that no circle is made.
fn derive_kin(found: &Found, report: &mut Report) -> HashMap<OldId, Kin> {
    let alone = |(old_id, (_, parsed)): (&OldId, &(usize, Parsed<Session>))| {
        let id = derive_id(old_id, parsed.value.started_at);
        (old_id.clone(), Kin { id, parent: None, child: None })
    };
    let mut kin: HashMap<OldId, Kin> = found.iter().map(alone).collect();
    for (old_id, (index, parsed)) in found {
        let Some(named) = derive_child(&parsed.value) else { continue };
        let child = OldId::parse(named).filter(|child| {
            let began = found.get(child).map(|(_, child)| child.value.started_at);
            began.is_some_and(|began| began > parsed.value.started_at) && kin.contains_key(child)
        });
        let ids =
            child.as_ref().and_then(|child| Some((kin.get(old_id)?.id.clone(), kin.get(child)?.id.clone())));
        let (Some(child), Some((id, child_id))) = (child, ids) else {
            report.files[*index].problems.push(Problem::NoChild(core_model::shorten(named, 80)));
            continue;
        };
        if let Some(kin) = kin.get_mut(old_id) {
            kin.child = Some(child_id);
        }
        if let Some(kin) = kin.get_mut(&child) {
            kin.parent.get_or_insert(id);
        }
    }
    kin
}

/// The name of the session that went on with it. `None`: it was not resumed.
fn derive_child(old: &Session) -> Option<&str> {
    let outcome = old.outcome.as_deref().filter(|_| old.status == Status::Completed)?;
    outcome.strip_prefix(RESUMED).map(str::trim)
}
