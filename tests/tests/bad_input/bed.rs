//! A repository to be spoilt, with git and the program to be run in it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use testkit::{Program, Run, TestRepo};

use crate::seen::{seen, tame};

/// The hooks that we install.
pub(crate) const HOOKS: [&str; 5] =
    ["post-commit", "post-merge", "post-applypatch", "post-rewrite", "post-checkout"];

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_git-session-under-test");

/// How a command is changed before it is run: as somebody else, or in another place.
type Around = Box<dyn Fn(Command) -> Command>;

/// A repository with one commit and with our hooks.
pub(crate) struct Bed {
    pub(crate) repo: TestRepo,
    program: PathBuf,
    around: Around,
}

impl Bed {
    /// The repository with its hooks, and no session.
    pub(crate) fn new() -> Self {
        let bed = Self::of(TestRepo::new());
        bed.repo.commit("Begin");
        bed.ok(&["install"]);
        bed
    }

    /// The same, and a session that is active in it.
    pub(crate) fn at_work() -> (Self, String) {
        let bed = Self::new();
        let id = bed.ok(&["start", "Stop the double charge"]);
        (bed, id)
    }

    /// Around a repository that is as it is.
    pub(crate) fn of(repo: TestRepo) -> Self {
        Self { repo, program: PROGRAM.into(), around: Box::new(|command| command) }
    }

    /// From now on, git and the program are run like this.
    pub(crate) fn set_around(&mut self, program: PathBuf, around: impl Fn(Command) -> Command + 'static) {
        self.program = program;
        self.around = Box::new(around);
    }

    /// The program's file.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The program, not yet run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Program::new(&self.program, &self.repo).command(self.repo.path());
        command.args(arguments);
        (self.around)(command)
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::new(&self.command(arguments).output().unwrap())
    }

    /// Runs the program and answers with what a user sees.
    pub(crate) fn seen(&self, arguments: &[&str]) -> String {
        seen(&self.run(arguments), &self.repo)
    }

    /// Runs the program with `GIT_SESSION_ID` and answers with what a user sees.
    pub(crate) fn seen_as(&self, named: &str, arguments: &[&str]) -> String {
        seen(&Run::new(&self.command(arguments).env("GIT_SESSION_ID", named).output().unwrap()), &self.repo)
    }

    /// Runs the program, which must do what is asked and have nothing to remark, and answers with its standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        run.stdout.trim_end().to_owned()
    }

    /// git, not yet run.
    pub(crate) fn git(&self, arguments: &[&str]) -> Command {
        let mut git = self.repo.command(self.repo.path());
        git.args(arguments);
        (self.around)(git)
    }

    /// Commits, and answers with the commit's id. The hooks must not be felt.
    pub(crate) fn commit(&self) -> String {
        self.commit_by(self.git(&["commit", "--quiet", "--allow-empty", "--message", "Go on"]))
    }

    /// Commits with `GIT_SESSION_ID`. The hooks must not be felt.
    pub(crate) fn commit_as(&self, named: impl AsRef<std::ffi::OsStr>) -> String {
        let mut git = self.git(&["commit", "--quiet", "--allow-empty", "--message", "Go on"]);
        git.env("GIT_SESSION_ID", named);
        self.commit_by(git)
    }

    fn commit_by(&self, mut git: Command) -> String {
        let before = self.git(&["rev-parse", "HEAD"]).output().unwrap().stdout;
        assert_silent(&git.output().unwrap());
        let after = self.git(&["rev-parse", "HEAD"]).output().unwrap().stdout;
        assert_ne!(before, after, "the commit does not stand");
        String::from_utf8(after).unwrap().trim_end().to_owned()
    }

    /// Switches to a new branch. The hooks must not be felt.
    pub(crate) fn switch(&self, branch: &str) {
        assert_silent(&self.git(&["switch", "--quiet", "--create", branch]).output().unwrap());
    }

    /// The session that a commit is recorded with, as `log` has it: `none` where it is in no session and is kept all
    /// the same, `lost` where it is not there at all.
    pub(crate) fn session_of(&self, commit: &str) -> String {
        let log = self.ok(&["log"]);
        let mut rows = log.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let row = rows.find(|row| row[0] == "commit" && row[1] == commit);
        row.map_or("lost", |row| if row[2].is_empty() { "none" } else { row[2] }).to_owned()
    }

    /// Sees that a commit is recorded with this session, or `none`, or `lost`: see [`Bed::session_of`].
    #[track_caller]
    pub(crate) fn assert_in(&self, session: &str, commit: &str) {
        assert_eq!(self.session_of(commit), session, "the log of the hooks:\n{}", self.hook_log());
    }

    /// The same, and that it stands in one file of the store, once. It takes a store that is seen from here.
    #[track_caller]
    pub(crate) fn assert_once_in(&self, session: &str, commit: &str) {
        self.assert_in(session, commit);
        assert_eq!(self.times_written(commit), 1, "the log of the hooks:\n{}", self.hook_log());
    }

    /// How often a commit stands in the files of the store, as they are.
    pub(crate) fn times_written(&self, commit: &str) -> usize {
        let mut files = files_below(&self.store());
        files.retain(|file| fs::symlink_metadata(file).unwrap().is_file());
        let line = format!("sha = \"{commit}\"");
        let times = |file: &PathBuf| String::from_utf8_lossy(&fs::read(file).unwrap()).matches(&line).count();
        files.iter().map(times).sum()
    }

    /// What went wrong in hooks.
    pub(crate) fn hook_log(&self) -> String {
        let log = fs::read_to_string(self.state().join("hook.log")).unwrap_or_default();
        tame(&log, &self.repo)
    }

    /// The store's folder.
    pub(crate) fn store(&self) -> PathBuf {
        self.repo.path().join(".sessions")
    }

    /// Our folder in the git directory.
    pub(crate) fn state(&self) -> PathBuf {
        self.repo.path().join(".git/git-session")
    }

    /// The file of an active or parked session.
    pub(crate) fn live_file(&self, id: &str) -> PathBuf {
        self.store().join(format!("live/{id}.toml"))
    }

    /// Lets a minute pass since a session was written to: as long as it was written to just now, a sign of life is
    /// answered and nothing is read or written.
    pub(crate) fn pass_a_minute(&self, id: &str) {
        let file = fs::File::options().append(true).open(self.live_file(id)).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written - std::time::Duration::from_secs(60)).unwrap();
    }

    /// Whether the tests run as root, whom no permission binds.
    pub(crate) fn is_root(&self) -> bool {
        fs::metadata(self.repo.root()).unwrap().uid() == 0
    }
}

/// git did it, and nobody said anything.
pub(crate) fn assert_silent(output: &Output) {
    let run = Run::new(output);
    assert_eq!(run, Run { code: Some(0), stdout: String::new(), stderr: String::new() });
}

/// Tells, in the output of a test that passes without having tried anything, why.
#[allow(clippy::print_stderr, reason = "a test that cannot be made is told")]
pub(crate) fn skipped(why: &str) {
    eprintln!("not tried: {why}");
}

/// The files in a folder and below it, in order.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut paths = everything_below(folder);
    paths.retain(|path| path.is_symlink() || !path.is_dir());
    paths.sort();
    paths
}

/// The folder and all that is in it and below, each folder before what it holds.
pub(crate) fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let mut paths = vec![folder.to_owned()];
    // A test may have closed a folder to itself.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            paths.extend(everything_below(&path));
        } else {
            paths.push(path);
        }
    }
    paths
}
