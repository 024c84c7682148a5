//! For programs: a documented form with a number, never the stored one. The names are those of the session files;
//! times are RFC 3339 in UTC. The form only grows.
//!
//! A session goes out as [`SessionJson`] and comes back with [`parse`] and [`SessionJson::restore`], the same.

mod care;
mod error;
mod form;
mod found;
mod parts;
mod project;
mod record;
mod restore;
mod session;

use core_model::{Time, is_unseen};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use care::CareJson;
pub use error::JsonError;
pub use found::FoundJson;
pub use parts::{LinesJson, TaskJson, TaskSummaryJson};
pub use project::ProjectJson;
pub use record::CommitJson;
pub use session::{SessionJson, commits};

/// The number of the form. It changes where something is taken away or means something else.
pub const SCHEMA: u32 = 1;

/// A file that could not be read, or not in full.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

#[derive(Serialize)]
struct Envelope<T: Serialize> {
    schema: u32,
    #[serde(flatten)]
    value: T,
}

/// A value as a line of JSON, under the number of the form. Characters that would steer a terminal are escaped.
#[must_use]
pub fn render<T: Serialize>(value: T) -> String {
    render_part(Envelope { schema: SCHEMA, value })
}

/// A part of an answer, without the number of the form: [`render`] writes the whole.
#[must_use]
pub fn render_part<T: Serialize>(value: T) -> String {
    // Only a map with keys that are no strings could fail, and there is none.
    let json = serde_json::to_string(&value).unwrap_or_default();
    if !json.contains(is_unseen) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unseen(c) {
            let mut units = [0; 2];
            escaped.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// What was read.
#[derive(Debug)]
pub struct Parsed<T> {
    /// The value.
    pub value: T,
    /// The keys that this version does not know, by their place: `session.tasks.0.colour`. What stands there is not
    /// taken over.
    pub unknown: Vec<String>,
}

/// Reads what [`render`] has written.
///
/// # Errors
/// [`JsonError::NotJson`], [`JsonError::Shape`], [`JsonError::NoSchema`], [`JsonError::SchemaTooNew`].
pub fn parse<T: DeserializeOwned>(json: &str) -> Result<Parsed<T>, JsonError> {
    let mut value: serde_json::Value = serde_json::from_str(json).map_err(JsonError::NotJson)?;
    let schema = value.as_object_mut().and_then(|map| map.remove("schema")).and_then(|it| it.as_u64());
    check_schema(schema)?;
    parse_value(value)
}

/// Whether the number of a form is one that is known. `None`: there is no such number.
///
/// # Errors
/// [`JsonError::NoSchema`], [`JsonError::SchemaTooNew`].
pub fn check_schema(schema: Option<u64>) -> Result<(), JsonError> {
    match schema {
        None => Err(JsonError::NoSchema),
        Some(newer) if newer > u64::from(SCHEMA) => Err(JsonError::SchemaTooNew(newer)),
        Some(_) => Ok(()),
    }
}

/// Reads a part of what [`render`] has written, under a number that was checked.
///
/// # Errors
/// [`JsonError::NotJson`], [`JsonError::Shape`].
pub fn parse_part<T: DeserializeOwned>(json: &str) -> Result<Parsed<T>, JsonError> {
    parse_value(serde_json::from_str(json).map_err(JsonError::NotJson)?)
}

fn parse_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<Parsed<T>, JsonError> {
    let mut unknown = Vec::new();
    let mut tell = |key: serde_ignored::Path<'_>| unknown.push(key.to_string());
    let value = serde_path_to_error::deserialize(serde_ignored::Deserializer::new(value, &mut tell));
    let value = value.map_err(|error| {
        let place = Some(error.path().to_string()).filter(|place| place != ".");
        let place = place.unwrap_or_else(|| "the whole".to_owned());
        JsonError::Shape { place, error: error.into_inner() }
    })?;
    Ok(Parsed { value, unknown })
}

/// A moment, as it stands in JSON.
#[must_use]
pub fn render_moment(time: Time) -> String {
    render_time(time)
}

fn render_time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
