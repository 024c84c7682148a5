//! Whether commits arrive, and why not.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git::Setting;
use hooks::{Cause, Event, Facts, GitVersion, HooksPath};
use store::HookLog;

use crate::doctor::{Finding, LINES, RECENT};
use crate::error::AppError;
use crate::hook::progress;
use crate::install::Install;
use crate::workspace::Workspace;

/// What doctor is to know of the machine beside the repository.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The gits of this machine, the one that people run first.
    pub gits: Vec<PathBuf>,
    /// The folders in which programs are found by name.
    pub search_path: Vec<PathBuf>,
    /// Whether the environment switches our hooks off.
    pub switched_off: bool,
}

impl Workspace {
    /// Why hooks do not see the commits of this worktree, the weightiest reason first. Empty: they do.
    ///
    /// git is asked, and the program that hooks run is tried, which takes some milliseconds.
    ///
    /// # Errors
    /// [`AppError::Ask`], and [`AppError::Install`] where the receipt cannot be read.
    pub fn why_not_delivered(&self, around: &Surroundings) -> Result<Vec<Cause>, AppError> {
        let folder = self.repo.hooks_dir()?;
        let settings = self.repo.hook_settings()?;
        let off_by = |event: Event| {
            let keys = [format!("hook.git-session-{event}.enabled"), format!("hook.{event}.enabled")];
            keys.iter().find_map(|key| find(&settings, key).filter(|it| is_no(it)).map(describe))
        };
        let tried = RefCell::new(HashMap::new());
        let works = |program: &Path| {
            *tried.borrow_mut().entry(program.to_owned()).or_insert_with(|| git::works_as_hook(program))
        };
        let state_dir = self.repo.state_dir();
        let seen = hooks::look_at_hooks(&state_dir, &folder.path, off_by, &around.search_path, works)
            .map_err(hooks::InstallError::from)?;
        let version = around.gits.iter().find_map(|git| git::version_of(git));
        let hooks_path = find(&settings, "core.hookspath").map(|it| HooksPath {
            value: it.value.clone().unwrap_or_default(),
            scope: it.scope.clone(),
            file: it.file.clone(),
        });
        Ok(hooks::diagnose(&Facts {
            git: version.and_then(|answer| GitVersion::parse(&answer)),
            switched_off: around.switched_off,
            // One that leads where the hooks are all the same is none.
            hooks_path: hooks_path.filter(|_| !folder.owned),
            folder_is_there: folder.path.is_dir(),
            folder: folder.path,
            was_installed: seen.was_installed,
            events: seen.events,
        }))
    }

    /// Says why commits do not arrive, and how many were not seen. With `fix`, the hooks are put in again where that may
    /// help and is against nobody's will.
    pub(crate) fn look_at_hooks(&self, around: &Surroundings, fix: bool, found: &mut Vec<Finding>) {
        match self.why_not_delivered(around) {
            Ok(causes) => self.tell_causes(around, fix, &causes, found),
            Err(error) => found.push(Finding::new("hooks", crate::error::chain(&error))),
        }
        if self.has_hooks() {
            match progress::unseen(&self.repo) {
                // Of a rebase that stands still, the end is waited for.
                Ok(unseen) if unseen.is_empty() || self.repo.is_rebasing() => {}
                Ok(unseen) => {
                    let what =
                        format!("{} commits of this worktree were made that no hook recorded", unseen.len());
                    found.push(Finding::new("hooks", what));
                }
                Err(error) => found.push(Finding::new("hooks", error.to_string())),
            }
        }
        let lines = HookLog::new(&self.repo.state_dir()).latest(LINES).into_iter();
        let is_recent = |line: &String| {
            let at = line.split(' ').next().and_then(core_model::parse_time);
            at.is_none_or(|at| self.now() - at < RECENT)
        };
        found.extend(lines.filter(is_recent).map(|line| Finding::new("hook log", line).noted()));
    }

    fn tell_causes(&self, around: &Surroundings, fix: bool, causes: &[Cause], found: &mut Vec<Finding>) {
        let left = if fix && causes.iter().any(Cause::is_for_install) {
            let asked = Install { gits: around.gits.clone(), all_worktrees: false, trailer: false };
            let again = self.install(&asked).and_then(|_| self.why_not_delivered(around));
            Some(again.map_err(|error| crate::error::chain(&error)))
        } else {
            None
        };
        for cause in causes {
            let mut finding = Finding::new("hooks", cause.to_string());
            if *cause == Cause::NotInstalled {
                finding.what +=
                    ", so commits are not recorded as they are made; put them in: git session install";
                finding = finding.noted();
            } else if cause.is_for_install() {
                finding = finding.with_remedy("put in again beside what is there");
                finding.done = left.as_ref().map(|left| match left {
                    Ok(left) if left.contains(cause) => {
                        Err("it is as it was; git session install says why".into())
                    }
                    Ok(_) => Ok("put in again".into()),
                    Err(error) => Err(error.clone()),
                });
            }
            found.push(finding);
        }
    }
}

fn find<'a>(settings: &'a [Setting], key: &str) -> Option<&'a Setting> {
    settings.iter().rfind(|setting| setting.key == key)
}

/// What git takes for no.
fn is_no(setting: &Setting) -> bool {
    let value = setting.value.as_deref().map(str::to_lowercase);
    value.is_some_and(|value| ["false", "no", "off", "0", ""].contains(&value.as_str()))
}

fn describe(setting: &Setting) -> String {
    let place = if setting.file.is_empty() { String::new() } else { format!(", {}", setting.file) };
    format!("{}={} ({}{place})", setting.key, setting.value.as_deref().unwrap_or_default(), setting.scope)
}
