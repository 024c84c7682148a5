//! A repository with a git of our choice, and everything in it as it is.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;
use testkit::{Git, Program, Run, TestRepo};

pub(crate) struct Bench {
    pub(crate) repo: TestRepo,
}

/// A file: its kind and mode, what is in it or where it leads, and when it was written.
pub(crate) type Photo = BTreeMap<PathBuf, (u32, Vec<u8>, SystemTime)>;

impl Bench {
    pub(crate) fn new(git: &Git) -> Self {
        Self::new_in("repo", git)
    }

    pub(crate) fn new_in(name: &str, git: &Git) -> Self {
        let mut repo = TestRepo::new_in(name);
        repo.use_git(git);
        repo.commit("Before");
        Self { repo }
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.program().run(arguments)
    }

    /// Runs it, and says how it ended and what its hooks became: event, outcome, how.
    #[track_caller]
    pub(crate) fn hooks(&self, arguments: &[&str], code: i32) -> Vec<(String, String, String)> {
        let run = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(run.code, Some(code), "{run:?}");
        let answer: Value = serde_json::from_str(&run.stdout).unwrap();
        let text = |hook: &Value, key: &str| hook[key].as_str().unwrap_or_default().to_owned();
        let hooks = answer["hooks"].as_array().unwrap().iter();
        hooks.map(|hook| (text(hook, "event"), text(hook, "outcome"), text(hook, "how"))).collect()
    }

    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>, mode: u32) -> PathBuf {
        self.repo.write(path, content);
        let path = self.repo.path().join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    /// The whole repository but for what git itself writes at a commit, and without our own state.
    pub(crate) fn photo(&self) -> Photo {
        let mut files = Photo::new();
        photograph(self.repo.path(), &mut files);
        files
    }

    /// The commits that are recorded, of all sessions.
    pub(crate) fn recorded(&self, dir: &Path) -> Vec<String> {
        let answer: Value = serde_json::from_str(&self.program().ok_in(dir, &["log", "--json"])).unwrap();
        let sessions = answer["sessions"].as_array().unwrap().iter();
        let commits = sessions.flat_map(|session| session["commits"].as_array().unwrap());
        let mut shas: Vec<String> =
            commits.map(|commit| commit["sha"].as_str().unwrap().to_owned()).collect();
        shas.sort();
        shas
    }
}

fn photograph(folder: &Path, files: &mut Photo) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let mode = metadata.permissions().mode();
        let content = match metadata.is_symlink() {
            true => fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
            false if metadata.len() > 1 << 20 => format!("{} bytes", metadata.len()).into_bytes(),
            false => fs::read(&path).unwrap_or_default(),
        };
        files.insert(path.clone(), (mode, content, metadata.modified().unwrap()));
        if metadata.is_dir() {
            photograph(&path, files);
        }
    }
}

/// The same without the times, our own state, and what git writes at work; readable.
pub(crate) fn bytes(photo: &Photo) -> BTreeMap<String, String> {
    const APART: [&str; 9] = [
        ".git/git-session",
        ".sessions",
        "/objects",
        "/logs",
        "/refs",
        "/COMMIT_EDITMSG",
        "/index",
        ".git/worktrees",
        ".git/ran",
    ];
    let is_of_hooks = |path: &str| !APART.iter().any(|part| path.contains(part)) && !path.ends_with(".git");
    let photo = photo.iter().map(|(path, (mode, content, _))| {
        (path.display().to_string(), format!("{mode:o} {}", content.escape_ascii()))
    });
    photo.filter(|(path, _)| is_of_hooks(path)).collect()
}

/// Says in which files they differ.
#[track_caller]
pub(crate) fn assert_same(now: &Photo, before: &BTreeMap<String, String>, what: &str) {
    let now = bytes(now);
    let differing = now.keys().chain(before.keys()).filter(|path| now.get(*path) != before.get(*path));
    let told: Vec<_> = differing.map(|path| (path, before.get(path), now.get(path))).collect();
    assert!(told.is_empty(), "{what}: {told:#?}");
}
