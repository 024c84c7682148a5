//! Real files, for a fuzzer to begin with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Target;
use crate::corpus::{EXPECTED, FORMAT, stores};

/// The files that a target begins with: those that the project has, wherever they are. `project` is its folder.
///
/// # Errors
/// What the system says.
pub fn seeds(project: &Path, target: Target) -> io::Result<Vec<Vec<u8>>> {
    let corpus = project.join("tests/corpus");
    let mut seeds = Vec::new();
    for format in 1..=FORMAT + 1 {
        for store in stores(&corpus, format)? {
            match target.name {
                "session" => {
                    seeds.extend(files(&store.join("live"))?);
                    seeds.extend(files(&store.join("archive"))?);
                }
                "redo" => seeds.extend(files(&store.join("redo"))?),
                "unassigned" => seeds.extend(file(&store.join("unassigned.toml"))?),
                "config" => seeds.extend(file(&store.join("config.toml"))?),
                "json" => seeds.extend(sessions_of(&fs::read(store.join(EXPECTED))?)),
                _ => {}
            }
        }
    }
    if target.name == "predecessor" {
        seeds.extend(files(&project.join("crates/exchange/tests/predecessor"))?);
    }
    // Files of other kinds, and what once was found.
    seeds.extend(files(&project.join("fuzz/seeds").join(target.name))?);
    Ok(seeds)
}

fn file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    if path.is_file() { fs::read(path).map(Some) } else { Ok(None) }
}

/// Every file in a folder and below it, in order; none where there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(fs::read(path)?);
        }
    }
    Ok(found)
}

/// The sessions of a reading, each as it goes out alone.
fn sessions_of(reading: &[u8]) -> Vec<Vec<u8>> {
    let reading: serde_json::Value = serde_json::from_slice(reading).unwrap_or_default();
    let sessions = reading["sessions"].as_array().cloned().unwrap_or_default();
    let alone = |session| serde_json::json!({ "schema": report::json::SCHEMA, "session": session });
    sessions.into_iter().map(|session| alone(session).to_string().into_bytes()).collect()
}
