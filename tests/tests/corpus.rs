//! Every command in a store that a newer version wrote: none writes a byte of it. And in a store of this format, as it was
//! written once: it is shown.
//!
//! The stores are those of `tests/corpus/`; `crates/models` holds the library to them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use testkit::{Program, TestRepo};

/// Each command, as it is typed when it writes; `ID` is each session in turn.
const COMMANDS: [(&str, &[&[&str]]); 33] = [
    ("start", &[&["Another"]]),
    ("status", &[&[]]),
    ("event", &[&["x", "--session", "ID"]]),
    ("decide", &[&["x", "--because", "y", "--session", "ID"]]),
    ("ask", &[&["x", "--session", "ID"]]),
    ("answer", &[&["q1", "x", "--session", "ID"]]),
    ("next", &[&["x", "--session", "ID"]]),
    ("task", &[&["add", "x", "--session", "ID"], &["done", "t1", "--session", "ID"]]),
    ("activity", &[&["x", "--session", "ID"]]),
    ("await", &[&["x", "--session", "ID"], &["--clear", "--session", "ID"]]),
    ("heartbeat", &[&["--session", "ID"]]),
    ("set", &[&["--intent", "x", "--session", "ID"]]),
    ("park", &[&["--reason", "x", "--session", "ID"]]),
    ("resume", &[&["ID"]]),
    ("project", &[&[], &["phase", "x"], &["roadmap", "add", "x"], &["rebuild"]]),
    ("stale", &[&[]]),
    ("clean", &[&[]]),
    ("export", &[&[]]),
    ("doctor", &[&["--fix"]]),
    ("complete", &[&["x", "--session", "ID"], &["--abandon", "--session", "ID"]]),
    ("log", &[&[]]),
    ("show", &[&["ID"]]),
    ("blame", &[&["README.md"]]),
    ("search", &[&["x"]]),
    ("brief", &[&["ID"]]),
    ("stats", &[&[], &["--standup"]]),
    ("report", &[&["-o", "-"]]),
    ("why", &[&["HEAD"]]),
    ("assign", &[&["HEAD", "ID"], &["HEAD", "none"]]),
    ("reconcile", &[&[]]),
    ("install", &[&[]]),
    ("hook", &[&["post-commit"], &["post-checkout", "a", "b", "1"]]),
    ("uninstall", &[&[]]),
];

/// Commands that say of the store neither that it changes nor what it holds, or that want a terminal.
const OTHERS: [&str; 7] = ["completions", "config", "forget", "help", "import", "man", "ui"];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// A repository with this store.
fn repository(store: &Path) -> TestRepo {
    let repo = TestRepo::new();
    repo.commit("Begin");
    copy(store, &repo.path().join(".sessions"));
    repo
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

fn stores(format: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(corpus().join(format)).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn ids(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    files.keys().map(name).filter(|name| name.starts_with("2026") && !name.contains('+')).collect()
}

fn program(repo: &TestRepo) -> Program<'_> {
    Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), repo)
}

#[test]
fn every_command_is_tried() {
    let repo = TestRepo::new();
    let help = program(&repo).ok(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| !line.starts_with("    ")).map(str::split_whitespace);
    for name in names.map(|mut words| words.next().unwrap()) {
        let known = COMMANDS.iter().any(|(it, _)| *it == name) || OTHERS.contains(&name);
        assert!(known, "`{name}` is new: say in tests/tests/corpus.rs how it is typed when it writes");
    }
}

#[test]
fn no_command_writes_what_a_newer_version_wrote() {
    for store in stores("format-2") {
        let repo = repository(&store);
        let before = files(&repo.path().join(".sessions"));
        let ids = ids(&before);
        assert!(!ids.is_empty());
        for (name, lines) in COMMANDS {
            for line in lines {
                // Where no session is named, once is enough.
                let ids = if line.contains(&"ID") { &ids[..] } else { &ids[..1] };
                for id in ids {
                    let named = line.iter().map(|word| if *word == "ID" { id } else { *word });
                    let arguments: Vec<&str> = [name].into_iter().chain(named).collect();
                    let run = program(&repo).run(&arguments);
                    assert!(matches!(run.code, Some(0 | 1 | 3 | 5)), "{arguments:?}: {run:?}");
                    let after = files(&repo.path().join(".sessions"));
                    for (path, content) in &before {
                        let path_now = after.get(path);
                        assert!(path_now == Some(content), "{arguments:?} wrote {}", path.display());
                    }
                }
            }
        }
    }
}

#[test]
fn what_was_written_once_is_shown() {
    for store in stores("format-1") {
        let repo = repository(&store);
        let expected = fs::read(store.join("reading.json")).unwrap();
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        for session in expected["sessions"].as_array().unwrap() {
            let id = session["id"].as_str().unwrap();
            let shown = program(&repo).ok(&["show", id, "--json"]);
            let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
            for key in ["id", "status", "intent", "events", "decisions", "commits", "tasks", "questions"] {
                let place = format!("{}: {id}: {key}", store.display());
                assert_says(&shown["session"][key], &session[key], &place);
            }
        }
    }
}

/// The form only grows: whatever was there is there and means the same.
fn assert_says(shown: &serde_json::Value, once: &serde_json::Value, place: &str) {
    use serde_json::Value::{Array, Object};
    match (shown, once) {
        (Array(shown), Array(once)) if shown.len() == once.len() => {
            for (at, (shown, once)) in shown.iter().zip(once).enumerate() {
                assert_says(shown, once, &format!("{place}.{at}"));
            }
        }
        (Object(shown), Object(once)) => {
            for (key, once) in once {
                assert_says(&shown[key], once, &format!("{place}.{key}"));
            }
        }
        _ => assert_eq!(shown, once, "{place}"),
    }
}
