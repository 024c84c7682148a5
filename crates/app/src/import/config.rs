//! What was set in the dashboard, and what that is here. Nothing is set: whoever wants it is told the command.

use std::path::Path;

use config::Name;
use exchange::predecessor::{Config, Leftover, Project, Settings};

use crate::workspace::Workspace;

/// What came of the configuration.
pub(super) struct Read {
    pub(super) suggestions: Vec<String>,
    /// What nothing here has a place for.
    pub(super) leftovers: Vec<Leftover>,
}

pub(super) fn read(config: &Config, workspace: &Workspace) -> Read {
    let mut read = Read { suggestions: Vec::new(), leftovers: Vec::new() };
    let Settings {
        dashboard_port,
        stale_threshold_hours,
        archive_after_days,
        notifications_enabled,
        parked_notify_hours,
        notify_cooldown_hours,
    } = &config.settings;
    if let Some(hours) = stale_threshold_hours {
        match suggest_stale(*hours, workspace) {
            Some(suggestion) => read.suggestions.extend(suggestion),
            None => read.leave("settings.stale_threshold_hours", &hours.to_string()),
        }
    }
    for (name, count) in [
        ("dashboard_port", dashboard_port),
        ("archive_after_days", archive_after_days),
        ("parked_notify_hours", parked_notify_hours),
        ("notify_cooldown_hours", notify_cooldown_hours),
    ] {
        count.iter().for_each(|count| read.leave(&format!("settings.{name}"), &count.to_string()));
    }
    if let Some(enabled) = notifications_enabled {
        read.leave("settings.notifications_enabled", &enabled.to_string());
    }
    config.projects.iter().for_each(|project| read.project(project, workspace));
    read
}

/// The command that sets it here. `Some(None)`: it is so already. `None`: it cannot be set to that.
fn suggest_stale(hours: u64, workspace: &Workspace) -> Option<Option<String>> {
    let value = format!("{hours}h");
    let name = Name::parse("stale_after").ok()?;
    config::edit::check(config::Place::Repository, &name, &value).ok()?;
    let now = workspace.loaded_settings().settings.stale_after;
    let same = now.as_secs() == hours.saturating_mul(60 * 60);
    Some((!same).then(|| format!("git session config set stale_after {value}")))
}

impl Read {
    fn leave(&mut self, path: &str, value: &str) {
        self.leftovers.push(Leftover { path: path.to_owned(), value: value.to_owned() });
    }

    /// A project that is a folder of this repository can be one here; the others are repositories of their own.
    fn project(&mut self, project: &Project, workspace: &Workspace) {
        let slug = &project.slug;
        let top = workspace.repo.work_tree();
        let path = project.path.as_deref().and_then(|path| std::fs::canonicalize(path).ok());
        let below = path.as_deref().zip(top).and_then(|(path, top)| path.strip_prefix(top).ok());
        match below.and_then(Path::to_str) {
            Some("") => {}
            Some(below) => {
                let below = below.replace('\\', "/");
                match Name::parse(&format!("projects.{slug}.path")) {
                    Ok(name) if config::edit::check(config::Place::Repository, &name, &below).is_ok() => {
                        self.suggestions.push(format!("git session config set {name} {}", quoted(&below)));
                    }
                    _ => self.leave(&format!("projects.{slug}.path"), &below),
                }
            }
            None => {
                if let Some(path) = &project.path {
                    self.leave(&format!("projects.{slug}.path"), path);
                }
            }
        }
        if let Some(name) = &project.name {
            self.leave(&format!("projects.{slug}.name"), name);
        }
    }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
