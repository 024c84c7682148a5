//! Stores as they were written once, which must be read for ever: `tests/corpus/`.
//!
//! [`reading`] is what a store holds, as JSON; [`write_new`] writes the stores that are not there yet.

mod hands;
mod made;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use report::json::{CommitJson, SessionJson};
use serde_json::{Value, json};
use store::{Clock, Deadline, OpenError, Store, Which};

pub use made::FORMAT;

/// What is expected of a store: beside its files.
pub const EXPECTED: &str = "reading.json";

/// The stores of a format, by name; in the folder of the corpus.
///
/// # Errors
/// What the system says.
pub fn stores(corpus: &Path, format: i64) -> io::Result<Vec<PathBuf>> {
    let mut stores = Vec::new();
    for entry in fs::read_dir(corpus.join(format!("format-{format}")))? {
        stores.push(entry?.path());
    }
    stores.sort();
    Ok(stores)
}

/// Copies a store, so that it can be written, and opens it. Its clock stands at a moment after all that it tells of.
///
/// # Errors
/// What the system says; in words.
pub fn open_copy(of: &Path, at: &Path) -> Result<Store, String> {
    let root = at.join(store::FOLDER);
    copy(of, &root).map_err(|error| error.to_string())?;
    open(&root, made::at(10_000_000)).map_err(|error| error.to_string())
}

/// What a store holds: its sessions, the commits of nobody, its settings, and what is wrong with its files.
#[must_use]
pub fn reading(store: &Store) -> Value {
    let snapshot = store.snapshot(Which::All);
    let path = |path: &Path| {
        let path = path.strip_prefix(store.root()).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    };
    let mut problems: Vec<String> =
        snapshot.problems.iter().map(|it| format!("{}: {}", path(&it.path), it.error)).collect();
    problems.sort();
    let loaded = config::Loaded::read(&config::Sources::default(), Some(&store.root().join("config.toml")));
    let settings = loaded.list().into_iter().filter(|it| it.origin != config::Origin::Default);
    let setting = |it: config::Setting| match it.value {
        config::Value::Switch(on) => (it.name, json!(on)),
        config::Value::Text(text) => (it.name, json!(text)),
    };
    json!({
        "schema": report::json::SCHEMA,
        "sessions": snapshot.sessions.iter().map(SessionJson::from).collect::<Vec<_>>(),
        "unassigned": snapshot.unassigned.iter().map(CommitJson::from).collect::<Vec<_>>(),
        "settings": settings.map(setting).collect::<serde_json::Map<_, _>>(),
        "problems": problems,
    })
}

/// Where `is` does not have what is expected, as a path in it. What it has beside that does not matter: the form grows.
#[must_use]
pub fn missing(expected: &Value, is: &Value) -> Option<String> {
    match (expected, is) {
        (Value::Object(expected), Value::Object(is)) => expected.iter().find_map(|(key, value)| {
            let found = missing(value, is.get(key).unwrap_or(&Value::Null))?;
            Some(format!(".{key}{found}"))
        }),
        (Value::Array(expected), Value::Array(is)) if expected.len() == is.len() => {
            let mut pairs = expected.iter().zip(is).enumerate();
            pairs.find_map(|(at, (expected, is))| Some(format!("[{at}]{}", missing(expected, is)?)))
        }
        _ if expected == is => None,
        _ => Some(format!(": expected {expected}, found {is}")),
    }
}

/// Writes the stores that this version would write and that are not there yet, each with its reading, which somebody
/// should then look at. Nothing that is there is changed.
///
/// # Errors
/// What the system or the store says; in words.
pub fn write_new(corpus: &Path) -> Result<Vec<String>, String> {
    let mut written = Vec::new();
    for (name, make) in made::STORES {
        let folder = corpus.join(name);
        if folder.exists() {
            continue;
        }
        let work = tempfile::tempdir().map_err(|error| error.to_string())?;
        let root = work.path().join(store::FOLDER);
        make(&root)?;
        let store = open(&root, made::at(10_000_000)).map_err(|error| error.to_string())?;
        let reading = serde_json::to_string_pretty(&reading(&store)).map_err(|error| error.to_string())?;
        let kept = |error: io::Error| error.to_string();
        fs::create_dir_all(&folder).and_then(|()| copy(&root, &folder)).map_err(kept)?;
        fs::write(folder.join(EXPECTED), reading + "\n").map_err(kept)?;
        written.push(name.to_owned());
    }
    Ok(written)
}

fn open(root: &Path, now: core_model::Time) -> Result<Store, OpenError> {
    Store::open_or_make_on(
        Arc::new(disk::System),
        root,
        Clock::new(move || now),
        Deadline(Duration::from_secs(30)),
    )
}

/// Copies the files of a store; what it makes anew when it is opened (locks, notes, folders) is left out.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let target = to.join(&name);
        if path.is_dir() {
            let left_out = ["locks", "worktrees", "quarantine"];
            if !left_out.contains(&name.to_string_lossy().as_ref()) {
                copy(&path, &target)?;
            }
        } else if name != ".gitignore" && name != EXPECTED {
            fs::create_dir_all(to)?;
            fs::write(target, fs::read(path)?)?;
        }
    }
    Ok(())
}
