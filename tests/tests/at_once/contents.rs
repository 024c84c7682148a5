//! What lies in a store, read by two readers that share no code with the program: Python's `tomllib`, and a few
//! lines of our own. Both must see the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

/// Every session and every commit that has none.
pub(crate) struct Contents {
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) unassigned: Vec<Recorded>,
}

pub(crate) struct Session {
    pub(crate) is_archived: bool,
    document: Value,
}

/// A commit in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Recorded {
    pub(crate) sha: String,
    pub(crate) subject: String,
    pub(crate) evidence: String,
}

impl Contents {
    /// Reads a store. Every file with a final name must be whole, hold what its name says, and lie in one place.
    pub(crate) fn read(store: &Path) -> Self {
        let live = files(&store.join("live"));
        let months = fs::read_dir(store.join("archive")).unwrap();
        let archive: Vec<PathBuf> = months.flat_map(|month| files(&month.unwrap().path())).collect();
        let unassigned = Some(store.join("unassigned.toml")).filter(|path| path.exists());
        let all: Vec<PathBuf> = live.iter().chain(&archive).chain(&unassigned).cloned().collect();
        let mut documents = read_documents(&all);
        let mut sessions = BTreeMap::new();
        for (is_archived, path) in
            live.iter().map(|path| (false, path)).chain(archive.iter().map(|path| (true, path)))
        {
            let document = documents.remove(path).unwrap();
            let id = document["id"].as_str().unwrap().to_owned();
            assert_eq!(path.file_stem().unwrap().to_str(), Some(id.as_str()));
            let twice = sessions.insert(id, Session { is_archived, document });
            assert!(twice.is_none(), "{} lies in two places", path.display());
        }
        let unassigned = unassigned.map(|path| commits(&documents[&path])).unwrap_or_default();
        Self { sessions, unassigned }
    }

    pub(crate) fn of(&self, id: &str) -> &Session {
        self.sessions.get(id).unwrap_or_else(|| panic!("{id} is nowhere"))
    }
}

impl Session {
    pub(crate) fn word(&self, key: &str) -> &str {
        self.document[key].as_str().unwrap_or_default()
    }

    /// The agent's own id of its conversation.
    pub(crate) fn conversation(&self) -> &str {
        self.document["author"]["conversation"].as_str().unwrap_or_default()
    }

    pub(crate) fn events(&self) -> Vec<&str> {
        entries(&self.document, "event").iter().map(|event| event["text"].as_str().unwrap()).collect()
    }

    pub(crate) fn commits(&self) -> Vec<Recorded> {
        commits(&self.document)
    }
}

fn commits(document: &Value) -> Vec<Recorded> {
    let word = |commit: &Value, key: &str| commit[key].as_str().unwrap().to_owned();
    let recorded = |commit| Recorded {
        sha: word(commit, "sha"),
        subject: word(commit, "subject"),
        evidence: word(commit, "evidence"),
    };
    entries(document, "commit").iter().map(recorded).collect()
}

fn entries<'d>(document: &'d Value, name: &str) -> &'d [Value] {
    document[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The session files of a folder. Temporary files, which a killed writer leaves, are no session files.
fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

fn read_documents(paths: &[PathBuf]) -> BTreeMap<PathBuf, Value> {
    let by_line = |path: &PathBuf| (path.clone(), read_lines(&fs::read_to_string(path).unwrap()));
    let ours: BTreeMap<PathBuf, Value> = paths.iter().map(by_line).collect();
    if let Some(pythons) = read_with_python(paths) {
        for (path, document) in &ours {
            assert!(&pythons[path] == document, "{} reads in two ways", path.display());
        }
    }
    ours
}

/// `None`: there is no Python here that has `tomllib` (it came with 3.11).
#[allow(clippy::print_stderr, reason = "whoever runs the tests is to know that half of a check was left out")]
fn read_with_python(paths: &[PathBuf]) -> Option<BTreeMap<PathBuf, Value>> {
    let output = Command::new("python3").args(["-c", include_str!("read.py")]).args(paths).output();
    match output {
        Ok(output) if output.status.success() => Some(serde_json::from_slice(&output.stdout).unwrap()),
        Ok(output) if output.status.code() != Some(9) => {
            panic!("tomllib: {}", String::from_utf8_lossy(&output.stderr))
        }
        _ => {
            eprintln!("no python3 with tomllib: the files are read by our own lines alone");
            None
        }
    }
}

/// Reads what the store's page promises: a table or `key = value` on each line, strings on one line, whose escapes
/// are those of JSON.
fn read_lines(text: &str) -> Value {
    let mut document = Value::Object(Map::new());
    let mut name: Option<(String, bool)> = None;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(array) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            let tables = document.as_object_mut().unwrap().entry(array).or_insert_with(|| json!([]));
            tables.as_array_mut().unwrap().push(json!({}));
            name = Some((array.to_owned(), true));
        } else if let Some(table) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            document[table] = json!({});
            name = Some((table.to_owned(), false));
        } else {
            let (key, value) = line.split_once(" = ").unwrap();
            // A time is no JSON, and stays the text that it is.
            let value = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
            let table = match &name {
                None => &mut document,
                Some((table, false)) => &mut document[table],
                Some((array, true)) => document[array].as_array_mut().unwrap().last_mut().unwrap(),
            };
            let twice = table.as_object_mut().unwrap().insert(key.to_owned(), value);
            assert!(twice.is_none(), "{key} stands twice");
        }
    }
    document
}
