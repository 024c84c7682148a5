//! A repository that real git made, in a folder of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::Git;

/// A repository for one test, and the folder around it; both vanish with this value.
///
/// git sees none of the machine's settings: the environment is cleared but for `PATH`, `HOME` is inside the folder,
/// and the only configuration is [`TestRepo::config_file`] and [`TestRepo::system_config_file`], which tests may write.
#[derive(Debug)]
pub struct TestRepo {
    /// Held for its `Drop`, which deletes the folder.
    _folder: TempDir,
    root: PathBuf,
    path: PathBuf,
    /// Where a git of the test's choice lies. `None`: the first in `PATH` is run.
    git_folder: Option<PathBuf>,
}

impl TestRepo {
    /// An empty repository on the branch `main`, with nothing committed.
    #[must_use]
    pub fn new() -> Self {
        Self::new_in("repo")
    }

    /// Like [`TestRepo::new`], in a folder of that name: for spaces, quotes and other trouble in paths.
    #[must_use]
    pub fn new_in(name: &str) -> Self {
        let repo = Self::without_repository(name);
        repo.git(&["init", "--quiet"]);
        repo
    }

    /// The folder alone, with no repository in it: for tests of what is not one, and for `git clone`.
    #[must_use]
    pub fn without_repository(name: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("git-session-test-").tempdir().unwrap();
        // macOS hands out a folder behind a symbolic link; git answers with the real one.
        let root = std::fs::canonicalize(folder.path()).unwrap();
        let path = root.join(name);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::create_dir_all(root.join("home")).unwrap();
        let repo = Self { _folder: folder, root, path, git_folder: None };
        std::fs::write(repo.config_file(), CONFIG).unwrap();
        repo
    }

    /// From now on this git is the first in `PATH`.
    ///
    /// # Panics
    /// Where the program's path is no path of a file.
    pub fn use_git(&mut self, git: &Git) {
        self.git_folder = Some(git.path.parent().unwrap().to_owned());
    }

    /// The top of the main worktree, without symbolic links.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder around the repository: worktrees, clones and whatever else a test needs stand here.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The `HOME` that git is given.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    /// The user's git configuration: the only one there is beside the repository's own.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.home().join(".gitconfig")
    }

    /// The machine's git configuration, once a test has written it; else there is none.
    #[must_use]
    pub fn system_config_file(&self) -> PathBuf {
        self.home().join("gitconfig of the machine")
    }

    /// git, not yet run, in the cleared environment: for what the shorter ways below cannot say.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the tests: what they must inherit is read here"
    )]
    pub fn command(&self, dir: &Path) -> Command {
        let mut git = Command::new("git");
        git.current_dir(dir).env_clear();
        // Windows starts no process without its own folder.
        for name in ["PATH", "SystemRoot"] {
            if let Some(value) = std::env::var_os(name) {
                git.env(name, value);
            }
        }
        if let Some(folder) = &self.git_folder {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
            git.env("PATH", std::env::join_paths(folders).unwrap());
        }
        match self.system_config_file() {
            of_machine if of_machine.exists() => git.env("GIT_CONFIG_SYSTEM", of_machine),
            _ => git.env("GIT_CONFIG_NOSYSTEM", "1"),
        };
        git.env("HOME", self.home())
            .env("GIT_CONFIG_GLOBAL", self.config_file())
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C");
        git
    }

    /// Runs git in the repository and answers with its standard output, without the newline at the end.
    ///
    /// # Panics
    /// When git fails, with all that it said.
    pub fn git<S: AsRef<OsStr>>(&self, arguments: &[S]) -> String {
        self.git_in(&self.path, arguments)
    }

    /// Like [`TestRepo::git`], in another folder.
    ///
    /// # Panics
    /// When git fails, with all that it said.
    pub fn git_in<S: AsRef<OsStr>>(&self, dir: &Path, arguments: &[S]) -> String {
        let output = self.try_git_in(dir, arguments);
        assert!(
            output.status.success(),
            "git {:?} in {}: {}\n{}{}",
            arguments.iter().map(AsRef::as_ref).collect::<Vec<_>>(),
            dir.display(),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
    }

    /// Runs git in the repository, whatever comes of it.
    ///
    /// # Panics
    /// When there is no git to run.
    pub fn try_git<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        self.try_git_in(&self.path, arguments)
    }

    /// Like [`TestRepo::try_git`], in another folder.
    ///
    /// # Panics
    /// When there is no git to run.
    pub fn try_git_in<S: AsRef<OsStr>>(&self, dir: &Path, arguments: &[S]) -> Output {
        self.command(dir).args(arguments).output().unwrap()
    }

    /// Writes a file of the main worktree, with the folders above it.
    pub fn write(&self, file: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.path.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Commits all that changed, or nothing, and answers with the commit's id.
    pub fn commit(&self, message: &str) -> String {
        self.commit_in(&self.path, message)
    }

    /// Like [`TestRepo::commit`], in another worktree.
    pub fn commit_in(&self, dir: &Path, message: &str) -> String {
        self.git_in(dir, &["add", "--all"]);
        self.git_in(dir, &["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git_in(dir, &["rev-parse", "HEAD"])
    }

    /// Adds a linked worktree beside the repository, on a new branch of the same name.
    #[must_use]
    pub fn worktree(&self, name: &str) -> PathBuf {
        let path = self.root.join(name);
        self.git(&[
            OsStr::new("worktree"),
            "add".as_ref(),
            "--quiet".as_ref(),
            "-b".as_ref(),
            name.as_ref(),
            path.as_ref(),
        ]);
        path
    }
}

impl Default for TestRepo {
    fn default() -> Self {
        Self::new()
    }
}

/// What every test's git is told. Nothing runs in the background, where it would outlive the folder.
const CONFIG: &str = "\
[user]
\tname = Ada Lovelace
\temail = ada@example.org
[init]
\tdefaultBranch = main
[core]
\tautocrlf = false
[commit]
\tgpgSign = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol \"file\"]
\tallow = always
";
