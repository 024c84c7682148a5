//! Why commits do not arrive: decided from facts, which are gathered elsewhere. Pure.

use std::fmt;
use std::path::PathBuf;

use crate::{Event, GitVersion};

/// What is known of the hooks of a worktree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The git that people run here. `None`: nobody asked; then it is taken to run whatever there is.
    pub git: Option<GitVersion>,
    /// Whether the environment switches our hooks off.
    pub switched_off: bool,
    /// `core.hooksPath`. `None`: it is not set.
    pub hooks_path: Option<HooksPath>,
    /// The folder that git takes its hooks from.
    pub folder: PathBuf,
    /// Whether it is there.
    pub folder_is_there: bool,
    /// Whether anything was ever put in, and not taken out.
    pub was_installed: bool,
    /// What there is for each event.
    pub events: Vec<EventFacts>,
}

/// What `core.hooksPath` says, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HooksPath {
    /// Its value, as it stands there.
    pub value: String,
    /// git's word for the kind of place: `local`, `global`, `system`, `worktree`, `command`.
    pub scope: String,
    /// The file. Empty where it stands in none.
    pub file: String,
}

/// What there is for one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFacts {
    /// The event.
    pub event: Event,
    /// The entry in the configuration.
    pub entry: EntryFacts,
    /// The file in the folder that git takes its hooks from.
    pub file: FileFacts,
    /// One of ours in a folder that git does not look into. `None`: there is none.
    pub elsewhere: Option<PathBuf>,
}

/// The entry in the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFacts {
    /// There is none.
    Missing,
    /// There is one of that name which is not as we wrote it.
    Changed,
    /// It is there.
    There {
        /// The setting that switches it off. `None`: it is on.
        off_by: Option<String>,
        /// Why its program does not run. `None`: it does.
        failing: Option<Failing>,
    },
}

/// Why the program that a hook runs, or is, does not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failing {
    /// It is not there.
    Gone(PathBuf),
    /// It is there, and does not end well.
    Broken(PathBuf),
}

/// The file in the folder that git takes its hooks from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFacts {
    /// There is none.
    Missing,
    /// It is ours, or runs ours.
    Ours {
        /// The file.
        path: PathBuf,
        /// Whether git runs it.
        is_executable: bool,
        /// The line before ours that ends the script. `None`: ours is reached.
        ended_by: Option<String>,
        /// Why its program does not run. `None`: it does.
        failing: Option<Failing>,
    },
    /// It is somebody else's alone.
    Theirs {
        /// The file.
        path: PathBuf,
        /// The tool that wrote it. `None`: not one that we know.
        manager: Option<&'static str>,
        /// Whether it was ours.
        was_ours: bool,
    },
}

/// Why hooks do not see commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Nothing was put in.
    NotInstalled,
    /// The environment switches them off.
    SwitchedOff,
    /// A setting switches an entry off.
    Disabled {
        /// The setting, with where it stands.
        setting: String,
    },
    /// git is led past the folder in which the hooks are.
    Bypassed {
        /// Where it is led.
        hooks_path: HooksPath,
        /// The folder in which they are.
        hooks_in: PathBuf,
    },
    /// The folder that git takes its hooks from is not there.
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// Where it is named.
        hooks_path: HooksPath,
    },
    /// Somebody else's hook stands where ours was.
    Replaced {
        /// The file.
        path: PathBuf,
        /// The tool that wrote it. `None`: not one that we know.
        manager: Option<&'static str>,
    },
    /// Somebody else's hook stands there, and nothing calls ours.
    Theirs {
        /// The file.
        path: PathBuf,
        /// The tool that wrote it. `None`: not one that we know.
        manager: Option<&'static str>,
    },
    /// The script ends before it comes to ours.
    Unreached {
        /// The file.
        path: PathBuf,
        /// The line that ends it.
        ended_by: String,
    },
    /// git does not run the file.
    NotExecutable {
        /// The file.
        path: PathBuf,
    },
    /// The program that the hook runs is not there.
    ProgramGone {
        /// The program.
        program: PathBuf,
    },
    /// The program that the hook runs, or is, does not end well.
    ProgramBroken {
        /// The program.
        program: PathBuf,
    },
    /// The entry in the configuration is not as we wrote it.
    EntryChanged {
        /// Its event.
        event: Event,
    },
    /// A hook that was put in is not there any more.
    Gone {
        /// Its event.
        event: Event,
    },
}

/// Why commits do not arrive, the weightiest first; one of each kind. Empty: they do, by an entry or by a file.
#[must_use]
pub fn diagnose(facts: &Facts) -> Vec<Cause> {
    let mut causes = Vec::new();
    let mut add = |cause: Cause| {
        let is_known = |it: &Cause| std::mem::discriminant(it) == std::mem::discriminant(&cause);
        if !causes.iter().any(is_known) {
            causes.push(cause);
        }
    };
    if facts.switched_off {
        add(Cause::SwitchedOff);
    }
    for event in &facts.events {
        if !arrives_by_entry(facts, event) && !arrives_by_file(event) {
            of_entry(facts, event).into_iter().for_each(&mut add);
            // Where the entry would do, a file is not asked for.
            let is_there = matches!(event.entry, EntryFacts::There { .. });
            let of_file = of_file(facts, event).filter(|_| !(is_there && takes_entries(facts)));
            of_file.into_iter().for_each(&mut add);
        }
    }
    causes
}

fn takes_entries(facts: &Facts) -> bool {
    facts.git.is_none_or(GitVersion::runs_entries)
}

fn arrives_by_entry(facts: &Facts, event: &EventFacts) -> bool {
    takes_entries(facts) && event.entry == EntryFacts::There { off_by: None, failing: None }
}

fn arrives_by_file(event: &EventFacts) -> bool {
    matches!(&event.file, FileFacts::Ours { is_executable: true, ended_by: None, failing: None, .. })
}

fn of_entry(facts: &Facts, event: &EventFacts) -> Option<Cause> {
    match &event.entry {
        _ if !takes_entries(facts) => None,
        EntryFacts::Missing => None,
        EntryFacts::Changed => Some(Cause::EntryChanged { event: event.event }),
        EntryFacts::There { off_by: Some(setting), .. } => Some(Cause::Disabled { setting: setting.clone() }),
        EntryFacts::There { failing, .. } => failing.as_ref().map(of_program),
    }
}

fn of_file(facts: &Facts, event: &EventFacts) -> Option<Cause> {
    if let (Some(hooks_path), false) = (&facts.hooks_path, facts.folder_is_there) {
        let (folder, hooks_path) = (facts.folder.clone(), hooks_path.clone());
        return Some(Cause::NoFolder { folder, hooks_path });
    }
    match (&event.file, &facts.hooks_path, &event.elsewhere) {
        (FileFacts::Missing | FileFacts::Theirs { .. }, Some(hooks_path), Some(hooks_in)) => {
            Some(Cause::Bypassed { hooks_path: hooks_path.clone(), hooks_in: hooks_in.clone() })
        }
        (FileFacts::Missing, ..) if !facts.was_installed => Some(Cause::NotInstalled),
        (FileFacts::Missing, ..) => Some(Cause::Gone { event: event.event }),
        (FileFacts::Theirs { path, manager, was_ours: true }, ..) => {
            Some(Cause::Replaced { path: path.clone(), manager: *manager })
        }
        (FileFacts::Theirs { .. }, ..) if !facts.was_installed => Some(Cause::NotInstalled),
        (FileFacts::Theirs { path, manager, .. }, ..) => {
            Some(Cause::Theirs { path: path.clone(), manager: *manager })
        }
        (FileFacts::Ours { path, is_executable: false, .. }, ..) => {
            Some(Cause::NotExecutable { path: path.clone() })
        }
        (FileFacts::Ours { path, ended_by: Some(line), .. }, ..) => {
            Some(Cause::Unreached { path: path.clone(), ended_by: line.clone() })
        }
        (FileFacts::Ours { failing, .. }, ..) => failing.as_ref().map(of_program),
    }
}

fn of_program(failing: &Failing) -> Cause {
    match failing.clone() {
        Failing::Gone(program) => Cause::ProgramGone { program },
        Failing::Broken(program) => Cause::ProgramBroken { program },
    }
}

impl Cause {
    /// It in a word or two.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotInstalled => "not installed",
            Self::SwitchedOff | Self::Disabled { .. } => "switched off",
            Self::Bypassed { .. } => "bypassed",
            Self::NoFolder { .. } => "no hooks folder",
            Self::Replaced { .. } => "replaced",
            Self::Theirs { .. } => "not in place",
            Self::Unreached { .. } => "not reached",
            Self::NotExecutable { .. } => "not executable",
            Self::ProgramGone { .. } => "program gone",
            Self::ProgramBroken { .. } => "program broken",
            Self::EntryChanged { .. } => "changed",
            Self::Gone { .. } => "gone",
        }
    }

    /// Whether installing again may mend it, and against nobody's will: what somebody switched off stays off.
    #[must_use]
    pub fn is_for_install(&self) -> bool {
        match self {
            Self::Bypassed { .. }
            | Self::Replaced { .. }
            | Self::Theirs { .. }
            | Self::ProgramGone { .. }
            | Self::ProgramBroken { .. }
            | Self::Gone { .. } => true,
            Self::NotInstalled
            | Self::SwitchedOff
            | Self::Disabled { .. }
            | Self::NoFolder { .. }
            | Self::Unreached { .. }
            | Self::NotExecutable { .. }
            | Self::EntryChanged { .. } => false,
        }
    }
}

impl fmt::Display for HooksPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "core.hooksPath={} ({}", self.value, self.scope)?;
        if self.file.is_empty() { f.write_str(")") } else { write!(f, ", {})", self.file) }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = |manager: &Option<&str>| manager.map_or_else(String::new, |name| format!(" by {name}"));
        match self {
            Self::NotInstalled => f.write_str("the hooks are not installed"),
            Self::SwitchedOff => f.write_str("GIT_SESSION_HOOKS=0 in the environment switches the hooks off"),
            Self::Disabled { setting } => write!(f, "{setting} switches the entry off"),
            Self::Bypassed { hooks_path, hooks_in } => {
                write!(f, "{hooks_path} leads git past the hooks in {}", hooks_in.display())
            }
            Self::NoFolder { folder, hooks_path } => {
                write!(f, "{hooks_path} leads git to {}, which is not there", folder.display())
            }
            Self::Replaced { path, manager } => {
                write!(f, "{} was replaced{}", path.display(), by(manager))
            }
            Self::Theirs { path, manager } => {
                write!(f, "{} is somebody else's{} and does not call git session", path.display(), {
                    manager.map_or_else(String::new, |name| format!(" ({name})"))
                })
            }
            Self::Unreached { path, ended_by } => {
                write!(f, "{} ends at `{ended_by}`, before it comes to git session", path.display())
            }
            Self::NotExecutable { path } => {
                write!(f, "{} is not executable, so git does not run it", path.display())
            }
            Self::ProgramGone { program } => {
                write!(f, "the program that the hooks run is gone: {}", program.display())
            }
            Self::ProgramBroken { program } => {
                write!(f, "the program that the hooks run does not work: {}", program.display())
            }
            Self::EntryChanged { event } => {
                write!(f, "the entry for {event} in the configuration was changed since it was installed")
            }
            Self::Gone { event } => write!(f, "the {event} hook was removed since it was installed"),
        }
    }
}
