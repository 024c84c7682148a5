//! The source of a crate that this project depends on, which cargo has unpacked on any machine that can build it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A real one, with a few dozen files of very different sizes.
const CRATE: &str = "chrono";

/// Into how many commits a file is cut.
const PIECES: usize = 12;

/// A file, as far as it has been committed.
pub(crate) struct SourceFile {
    pub(crate) name: String,
    lines: Vec<String>,
    done: usize,
}

impl SourceFile {
    /// The next version of the file. `None`: it is complete.
    pub(crate) fn grow(&mut self) -> Option<String> {
        if self.done == self.lines.len() {
            return None;
        }
        let more = self.lines.len().div_ceil(PIECES);
        self.done = (self.done + more).min(self.lines.len());
        Some(self.lines[..self.done].concat())
    }
}

/// The Rust files of the crate, by name.
pub(crate) fn read_source() -> Vec<SourceFile> {
    let folder = find_crate();
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    let file = |path: PathBuf| SourceFile {
        name: path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"),
        lines: std::fs::read_to_string(&path).unwrap().split_inclusive('\n').map(str::to_owned).collect(),
        done: 0,
    };
    let files: Vec<SourceFile> = paths.into_iter().map(file).collect();
    assert!(files.len() > 30, "{} has {} files", folder.display(), files.len());
    files
}

fn find_crate() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == CRATE);
    let manifest = package.unwrap()["manifest_path"].as_str().unwrap();
    Path::new(manifest).parent().unwrap().to_owned()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}
