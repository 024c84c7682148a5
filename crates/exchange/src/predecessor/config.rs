//! The predecessor's `config.json`: its projects and settings.

use core_model::Time;

use super::error::ParseError;
use super::fields::{Fields, Gathered, Parsed};
use super::tree::Tree;

/// Projects and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The version of the file; 1 is the only one there is. `None`: it says none.
    pub version: Option<u64>,
    /// The projects, in the file's order.
    pub projects: Vec<Project>,
    /// What was set.
    pub settings: Settings,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The name that its sessions carry.
    pub slug: String,
    /// The name that is shown.
    pub name: Option<String>,
    /// Its folder, as an absolute path.
    pub path: Option<String>,
    /// When it was made known.
    pub registered_at: Option<Time>,
}

/// What can be set. `None`: the file says nothing, or nothing that is understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The port of its web page.
    pub dashboard_port: Option<u64>,
    /// After how many hours without a sign of life a session is stale.
    pub stale_threshold_hours: Option<u64>,
    /// After how many days a completed session is archived.
    pub archive_after_days: Option<u64>,
    /// Whether the desktop tells of stale and long parked sessions.
    pub notifications_enabled: Option<bool>,
    /// After how many hours a parked session is told of.
    pub parked_notify_hours: Option<u64>,
    /// How many hours lie between two notes on the same session.
    pub notify_cooldown_hours: Option<u64>,
}

/// Reads `config.json`.
///
/// # Errors
/// [`ParseError`], where the text is no JSON that is read, or no object.
pub fn parse_config(text: &[u8]) -> Result<Parsed<Config>, ParseError> {
    let mut gathered = Gathered::default();
    let mut fields =
        Fields::of(Tree::parse(text)?, String::new(), &mut gathered).map_err(|(error, _)| error)?;
    let projects = fields.named("projects", read_project);
    let config = Config {
        version: fields.count("version"),
        projects: projects.into_iter().map(|(slug, project)| Project { slug, ..project }).collect(),
        settings: fields.object("settings", read_settings).unwrap_or_default(),
    };
    fields.finish();
    Ok(gathered.with(config))
}

fn read_project(fields: &mut Fields<'_>) -> Project {
    Project {
        slug: String::new(),
        name: fields.text("name"),
        path: fields.text("path"),
        registered_at: fields.time("registered_at"),
    }
}

fn read_settings(fields: &mut Fields<'_>) -> Settings {
    Settings {
        dashboard_port: fields.count("dashboard_port"),
        stale_threshold_hours: fields.count("stale_threshold_hours"),
        archive_after_days: fields.count("archive_after_days"),
        notifications_enabled: fields.flag("notifications_enabled"),
        parked_notify_hours: fields.count("parked_notify_hours"),
        notify_cooldown_hours: fields.count("notify_cooldown_hours"),
    }
}
