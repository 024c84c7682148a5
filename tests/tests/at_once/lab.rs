//! A repository with our hooks, worktrees, and several that write at the same time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use testkit::{Program, Run, TestRepo};

/// Eight processes at once are meant, and not eight for each test that happens to run.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) struct Lab {
    pub(crate) repo: TestRepo,
    /// The commit that was there before our hooks.
    pub(crate) root: String,
    /// Linked worktrees, each on its own branch.
    pub(crate) worktrees: Vec<PathBuf>,
    _alone: MutexGuard<'static, ()>,
}

impl Lab {
    pub(crate) fn new(worktrees: usize) -> Self {
        // A test that failed before has nothing to do with this one.
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let repo = TestRepo::new();
        let root = repo.commit("before the hooks");
        let worktrees = (0..worktrees).map(|number| repo.worktree(&format!("wt{number}"))).collect();
        let lab = Self { repo, root, worktrees, _alone: alone };
        lab.run(lab.repo.path(), &["install"]);
        lab
    }

    /// Runs the program, which must end well.
    pub(crate) fn run(&self, dir: &Path, arguments: &[&str]) {
        drop(self.program().ok_in(dir, arguments));
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.repo.path().join(".sessions")
    }

    /// Begins a session in a folder and answers with its id.
    pub(crate) fn start(&self, dir: &Path, intent: &str) -> String {
        self.program().ok_in(dir, &["start", intent])
    }

    /// An empty commit; hooks are told of `session` where one is given.
    pub(crate) fn commit(&self, dir: &Path, session: Option<&str>, message: &str) {
        let mut git = self.repo.command(dir);
        git.args(["commit", "--quiet", "--allow-empty", "--message", message]);
        if let Some(session) = session {
            git.env("GIT_SESSION_ID", session);
        }
        let run = Run::new(&git.output().unwrap());
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "commit {message}");
    }

    /// Runs `work` once for each worktree, all at the same time, and answers with what each came to.
    pub(crate) fn at_once<T: Send>(&self, work: impl Fn(usize, &Path) -> T + Sync) -> Vec<T> {
        let start = Barrier::new(self.worktrees.len());
        std::thread::scope(|scope| {
            let (start, work) = (&start, &work);
            let one = |(number, dir): (usize, &PathBuf)| {
                let dir = dir.clone();
                scope.spawn(move || {
                    start.wait();
                    work(number, &dir)
                })
            };
            let writers: Vec<_> = self.worktrees.iter().enumerate().map(one).collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        })
    }

    /// Removes what a git that was killed in a worktree may have left; git itself asks the user to do so.
    #[cfg(unix)]
    pub(crate) fn remove_locks_of_git(&self, dir: &Path) {
        let (git_dir, name) = (self.repo.path().join(".git"), dir.file_name().unwrap().to_str().unwrap());
        for entry in std::fs::read_dir(git_dir.join("worktrees").join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "lock") {
                drop(std::fs::remove_file(path));
            }
        }
        drop(std::fs::remove_file(git_dir.join("refs/heads").join(name).with_extension("lock")));
    }

    /// How many bytes git's log of a worktree has.
    #[cfg(unix)]
    pub(crate) fn size_of_reflog(&self, dir: &Path) -> u64 {
        let log = self.repo.path().join(".git/worktrees").join(dir.file_name().unwrap()).join("logs/HEAD");
        std::fs::metadata(log).map_or(0, |metadata| metadata.len())
    }

    /// Each commit that git knows of, by its subject.
    pub(crate) fn commits(&self) -> BTreeMap<String, String> {
        self.commits_of(&["--all", "--reflog"])
    }

    /// The commits of these places, by their subjects.
    pub(crate) fn commits_of(&self, places: &[&str]) -> BTreeMap<String, String> {
        let log = self.repo.git(&[&["log", "--format=%s%x09%H"], places].concat());
        let pairs = log.lines().map(|line| line.split_once('\t').unwrap());
        pairs.map(|(subject, sha)| (subject.to_owned(), sha.to_owned())).collect()
    }

    /// The commits of which the hooks' log says why they went to no session, where the reason is that too much
    /// happened at once: a lock was not free in time, and the next hook found several commits for one name.
    pub(crate) fn excused(&self) -> BTreeSet<String> {
        let log = self.hook_log();
        let lines = log.lines().filter(|line| {
            line.contains(" goes to no session: ")
                && (line.contains(": the lock on ") || line.contains(": it was made together with others"))
        });
        lines.map(|line| line.split(' ').nth(3).unwrap().to_owned()).collect()
    }

    /// What went wrong in hooks.
    pub(crate) fn hook_log(&self) -> String {
        std::fs::read_to_string(self.repo.path().join(".git/git-session/hook.log")).unwrap_or_default()
    }
}
