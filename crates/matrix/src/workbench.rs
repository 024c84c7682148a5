//! What all trials share: the program, the tools that scripts may use, and a repository of each kind to copy.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tempfile::TempDir;

use crate::operations::First;
use crate::scratch::now;
use crate::{Base, Git, MatrixError, Scratch, Version};

/// What all trials share.
#[derive(Debug)]
pub struct Workbench {
    folder: TempDir,
    /// A Python that has pygit2.
    python: Option<PathBuf>,
    /// When, in seconds since 1970: what is there before a trial was made then.
    begun: u64,
    templates: Mutex<BTreeMap<String, Template>>,
}

/// The repository of a kind, made by one git; made by whoever asks first.
type Template = Arc<OnceLock<Result<PathBuf, String>>>;

/// What scripts, and the scripts that come with git, may use; no git among them.
const TOOLS: [&str; 37] = [
    "awk", "basename", "cat", "chmod", "cmp", "cp", "cut", "date", "diff", "dirname", "env", "expr", "false",
    "find", "grep", "head", "kill", "ln", "ls", "mkdir", "mktemp", "mv", "printf", "rm", "sed", "sh",
    "sleep", "sort", "tail", "test", "timeout", "touch", "tr", "true", "uname", "wc", "xargs",
];

/// git, as the others: committed in another time zone, by which their commits are known again.
pub(crate) const THEM: &str =
    "#!/bin/sh\nGIT_COMMITTER_DATE=\"${GIT_COMMITTER_DATE% *} +0200\" exec git -C \"$THEIRS\" \"$@\"\n";

/// Gives up whatever git is in the middle of.
pub(crate) const GIVE_UP: &str = "\
#!/bin/sh
dir=$(git rev-parse --git-dir)
if [ -e \"$dir/rebase-apply/applying\" ]; then git am --abort
elif [ -d \"$dir/rebase-merge\" ] || [ -d \"$dir/rebase-apply\" ]; then git rebase --abort || git rebase --quit; fi
[ -e \"$dir/CHERRY_PICK_HEAD\" ] && git cherry-pick --abort
[ -e \"$dir/REVERT_HEAD\" ] && git revert --abort
[ -e \"$dir/MERGE_HEAD\" ] && git merge --abort
git reset -q --hard
";

/// Takes away the locks of a git that was killed, as git asks people to do.
pub(crate) const UNLOCK: &str = "\
#!/bin/sh
find \"$(git rev-parse --git-common-dir)\" -name '*.lock' -not -path '*git-session*' -exec rm -f {} +
";

/// A commit on the branch of HEAD, as programs make it that use libgit2.
const LIBGIT2: &str = "\
import os, sys, pygit2
repo = pygit2.Repository('.')
seconds = int(os.environ['GIT_COMMITTER_DATE'].split()[0])
who = pygit2.Signature('Ada Lovelace', 'ada@example.org', seconds, 0)
repo.create_commit('HEAD', who, who, sys.argv[1], repo.index.write_tree(), [repo.head.target])
";

/// The user's configuration. Nothing runs in the background, and no editor waits.
const CONFIG: &str = "\
[user]
\tname = Ada Lovelace
\temail = ada@example.org
[init]
\tdefaultBranch = main
[core]
\teditor = true
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol \"file\"]
\tallow = always
";

impl Workbench {
    /// One for this program.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Missing`].
    pub fn new(program: &Path) -> Result<Self, MatrixError> {
        let folder = tempfile::Builder::new().prefix("git-session-matrix-").tempdir();
        let folder = folder.map_err(MatrixError::io(&env::temp_dir()))?;
        let bench = Self { folder, python: None, begun: now(), templates: Mutex::default() };
        let tools = bench.tools();
        for folder in [&tools, &bench.home()] {
            fs::create_dir_all(folder).map_err(MatrixError::io(folder))?;
        }
        let on_path = env::var_os("PATH").unwrap_or_default();
        for tool in TOOLS {
            let file = env::split_paths(&on_path).map(|folder| folder.join(tool)).find(|file| file.is_file());
            link(&file.ok_or(MatrixError::Missing(tool))?, &tools.join(tool))?;
        }
        link(program, &tools.join("git-session"))?;
        write(&bench.home().join(".gitconfig"), CONFIG)?;
        write(&tools.join("libgit2.py"), LIBGIT2)?;
        for (name, script) in [("them", THEM), ("give-up", GIVE_UP), ("unlock", UNLOCK)] {
            let file = tools.join(name);
            write(&file, script)?;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).map_err(MatrixError::io(&file))?;
        }
        Ok(bench)
    }

    /// With a Python that has pygit2, for the operations that need it.
    #[must_use]
    pub fn with_python(mut self, python: Option<PathBuf>) -> Self {
        self.python = python;
        self
    }

    /// Whether it has what an operation needs.
    #[must_use]
    pub fn has(&self, need: &str) -> bool {
        need == "pygit2" && self.python.is_some()
    }

    /// A folder of its own below this one.
    ///
    /// # Errors
    /// [`MatrixError::Io`].
    pub fn folder(&self) -> Result<TempDir, MatrixError> {
        tempfile::Builder::new()
            .prefix("t")
            .tempdir_in(self.folder.path())
            .map_err(MatrixError::io(self.folder.path()))
    }

    /// A copy of a repository of this kind, as `root`, where these gits are on the path, the first found first.
    ///
    /// # Errors
    /// [`MatrixError::Io`]; [`MatrixError::Command`] where the kind cannot be made.
    pub fn scratch(&self, root: PathBuf, base: Base, git: &Git) -> Result<Scratch, MatrixError> {
        let (first, rest) = base.scripts();
        copy(&self.template(first, git)?, &root)?;
        let scratch = self.at(root, &[git])?;
        if let Some(script) = rest {
            // Not copied: worktrees and repositories name each other by absolute paths.
            scratch.script(scratch.root(), script, "", self.begun)?;
        }
        Ok(scratch)
    }

    /// A folder as a scratch, with these gits on the path, the first found first.
    pub(crate) fn at(&self, root: PathBuf, gits: &[&Git]) -> Result<Scratch, MatrixError> {
        let mut path = Vec::new();
        for git in gits {
            path.push(self.bin(git)?);
        }
        path.push(self.tools());
        let path: OsString = env::join_paths(path).unwrap_or_default();
        let mut variables: Vec<(String, OsString)> = vec![
            ("PATH".into(), path),
            ("HOME".into(), self.home().into()),
            ("GIT_CONFIG_GLOBAL".into(), self.home().join(".gitconfig").into()),
            ("THEIRS".into(), root.join("theirs").into()),
            ("TOOLS".into(), self.tools().into()),
        ];
        if let Some(python) = &self.python {
            variables.push(("PYGIT2".into(), python.into()));
        }
        for (name, value) in [
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("FILTER_BRANCH_SQUELCH_WARNING", "1"),
            ("LC_ALL", "C"),
            ("TZ", "UTC"),
        ] {
            variables.push((name.into(), value.into()));
        }
        Ok(Scratch::new(root, variables))
    }

    fn tools(&self) -> PathBuf {
        self.folder.path().join("tools")
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A folder in which there is this git and nothing else.
    fn bin(&self, git: &Git) -> Result<PathBuf, MatrixError> {
        let bin = self.folder.path().join("bin").join(git.version.to_string());
        fs::create_dir_all(&bin).map_err(MatrixError::io(&bin))?;
        match link(&git.path, &bin.join("git")) {
            Err(MatrixError::Io { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {
                Ok(bin)
            }
            linked => linked.map(|()| bin),
        }
    }

    /// The repository of this kind, made by this git once.
    fn template(&self, first: First, git: &Git) -> Result<PathBuf, MatrixError> {
        let name = format!("base-{}{}-{}", first.name, first.given, git.version);
        let mut templates = self.templates.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(templates.entry(name.clone()).or_default());
        drop(templates);
        let made = cell.get_or_init(|| {
            self.make(self.folder.path().join(&name), first, git).map_err(|error| error.in_one_line())
        });
        made.clone().map_err(|said| MatrixError::Command { command: name, code: None, said })
    }

    fn make(&self, root: PathBuf, first: First, git: &Git) -> Result<PathBuf, MatrixError> {
        fs::create_dir_all(&root).map_err(MatrixError::io(&root))?;
        let scratch = self.at(root.clone(), &[git])?;
        scratch.script(&root, first.script, first.given, self.begun)?;
        Ok(root)
    }
}

impl Git {
    /// Whether it takes hooks from its configuration.
    #[must_use]
    pub fn has_config_hooks(&self) -> bool {
        self.version >= Version::CONFIG_HOOKS
    }
}

fn link(file: &Path, name: &Path) -> Result<(), MatrixError> {
    symlink(file, name).map_err(MatrixError::io(name))
}

fn write(file: &Path, text: &str) -> Result<(), MatrixError> {
    fs::write(file, text).map_err(MatrixError::io(file))
}

/// A folder and all that is in it; links stay links.
fn copy(from: &Path, to: &Path) -> Result<(), MatrixError> {
    fs::create_dir_all(to).map_err(MatrixError::io(to))?;
    for entry in fs::read_dir(from).map_err(MatrixError::io(from))? {
        let entry = entry.map_err(MatrixError::io(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(MatrixError::io(&source))?;
        if kind.is_dir() {
            copy(&source, &target)?;
        } else if kind.is_symlink() {
            link(&fs::read_link(&source).map_err(MatrixError::io(&source))?, &target)?;
        } else {
            fs::copy(&source, &target).map_err(MatrixError::io(&source))?;
        }
    }
    Ok(())
}
