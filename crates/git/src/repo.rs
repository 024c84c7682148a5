//! A repository that was found: where its parts are.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::child::Bounds;
use crate::common_config::{CommonConfig, RefStorage};
use crate::objects::Objects;

/// The name of our own folder in a git directory.
pub const STATE_FOLDER: &str = "git-session";

/// The name of the main worktree, and of a bare repository.
pub(crate) const MAIN_WORKTREE: &str = "main";

/// A repository, as seen from one of its worktrees. All paths are absolute and free of symbolic links, so that every
/// worktree and every hook names the same place by the same path.
pub struct Repo {
    git_dir: PathBuf,
    common_dir: PathBuf,
    given_common_dir: bool,
    work_tree: Option<PathBuf>,
    main_work_tree: Option<PathBuf>,
    worktree_name: String,
    pub(crate) objects: Objects,
    refs: RefStorage,
    until: Option<Instant>,
}

/// What [`crate::discover`] found out.
pub(crate) struct Layout {
    pub(crate) git_dir: PathBuf,
    pub(crate) common_dir: PathBuf,
    pub(crate) given_common_dir: bool,
    pub(crate) work_tree: Option<PathBuf>,
    pub(crate) config: CommonConfig,
    pub(crate) until: Option<Instant>,
}

impl Repo {
    pub(crate) fn new(layout: Layout) -> Self {
        let Layout { git_dir, common_dir, given_common_dir, work_tree, config, until } = layout;
        let worktree_name = derive_worktree_name(&git_dir, &common_dir);
        let (hash, refs) = (config.hash, config.refs);
        let main_work_tree = derive_main_work_tree(&common_dir, config);
        let objects = Objects::at(common_dir.join("objects"), hash);
        Self {
            git_dir,
            common_dir,
            given_common_dir,
            work_tree,
            main_work_tree,
            worktree_name,
            objects,
            refs,
            until,
        }
    }

    /// The same repository, as seen from another of its worktrees.
    pub(crate) fn at(&self, git_dir: PathBuf, work_tree: Option<PathBuf>) -> Self {
        Self {
            worktree_name: derive_worktree_name(&git_dir, &self.common_dir),
            git_dir,
            common_dir: self.common_dir.clone(),
            given_common_dir: self.given_common_dir,
            work_tree,
            main_work_tree: self.main_work_tree.clone(),
            objects: Objects::at(self.common_dir.join("objects"), self.hash()),
            refs: self.refs,
            until: self.until,
        }
    }

    /// The git directory of this worktree.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The git directory that all worktrees share.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Whether the environment, and not the git directory, said which the common directory is.
    pub(crate) fn given_common_dir(&self) -> bool {
        self.given_common_dir
    }

    /// Where git ends that is asked about it.
    pub(crate) fn bounds(&self) -> Bounds {
        let left = self.until.map(|until| until.saturating_duration_since(Instant::now()));
        // In whole milliseconds, since it is told to people.
        let left =
            left.map(|left| Duration::from_millis(u64::try_from(left.as_millis()).unwrap_or(u64::MAX)));
        Bounds {
            time: left.map_or(Bounds::COMMAND.time, |left| left.min(Bounds::COMMAND.time)),
            ..Bounds::COMMAND
        }
    }

    /// What its objects are named by.
    pub(crate) fn hash(&self) -> gix::hash::Kind {
        self.objects.hash()
    }

    /// Whether its references are files that are read here; otherwise git is asked for them.
    pub(crate) fn has_refs_in_files(&self) -> bool {
        self.refs == RefStorage::Files
    }

    /// The top of this worktree. `None`: the repository is bare, or we stand in a git directory without a work tree.
    #[must_use]
    pub fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    /// The top of the main worktree. `None`: there is none.
    ///
    /// Derived from the common directory alone, so that each linked worktree and each hook gets the same answer: its
    /// `core.worktree` (submodules have it); else none where `core.bare` is true; else the folder around `.git`; else
    /// none.
    #[must_use]
    pub fn main_work_tree(&self) -> Option<&Path> {
        self.main_work_tree.as_deref()
    }

    /// The way from the top of this worktree to a folder. `None`: the folder is not in it, or there is no work tree.
    #[must_use]
    pub fn path_in_work_tree(&self, folder: &Path) -> Option<PathBuf> {
        let folder = gix::path::realpath(folder).ok()?;
        folder.strip_prefix(self.work_tree()?).ok().map(Path::to_owned)
    }

    /// The name of this worktree: `main`, or the name of its folder in `<common>/worktrees`. A linked
    /// worktree whose folder is called `main` is `worktrees/main`, since it is another one.
    #[must_use]
    pub fn worktree_name(&self) -> &str {
        &self.worktree_name
    }

    /// Where the sessions are kept: `.sessions` in the main worktree, or in the common directory where there is none.
    #[must_use]
    pub fn store_dir(&self) -> PathBuf {
        self.main_work_tree.as_deref().unwrap_or(&self.common_dir).join(".sessions")
    }

    /// Where this clone's own state is kept: what must not lie in a work tree.
    #[must_use]
    pub fn state_dir(&self) -> PathBuf {
        self.common_dir.join(STATE_FOLDER)
    }

    /// The repository's name: its main worktree's folder; of a bare one the folder without `.git`.
    #[must_use]
    pub fn project_name(&self) -> String {
        let dir = self.main_work_tree.as_deref().unwrap_or(&self.common_dir);
        let name = |dir: &Path| dir.file_name().map(|name| name.to_string_lossy().into_owned());
        let whole = name(dir).unwrap_or_default();
        let short = match &self.main_work_tree {
            Some(_) => whole.as_str(),
            None => whole.strip_suffix(".git").unwrap_or(&whole),
        };
        // A bare `proj/.git`, and a work tree at the root of the file system.
        let around = || dir.parent().and_then(name).unwrap_or_else(|| "repository".to_owned());
        if short.is_empty() { around() } else { short.to_owned() }
    }
}

fn derive_main_work_tree(common_dir: &Path, config: CommonConfig) -> Option<PathBuf> {
    if let Some(dir) = config.work_tree {
        return Some(gix::path::realpath(&dir).unwrap_or(dir));
    }
    if config.bare == Some(true) || common_dir.file_name()? != ".git" {
        return None;
    }
    common_dir.parent().map(Path::to_owned)
}

pub(crate) fn derive_worktree_name(git_dir: &Path, common_dir: &Path) -> String {
    if git_dir.parent() != Some(&common_dir.join("worktrees")) {
        return MAIN_WORKTREE.to_owned();
    }
    let name = git_dir.file_name().unwrap_or_default().to_string_lossy();
    if name == MAIN_WORKTREE { format!("worktrees/{name}") } else { name.into_owned() }
}

impl fmt::Debug for Repo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repo")
            .field("git_dir", &self.git_dir)
            .field("common_dir", &self.common_dir)
            .field("work_tree", &self.work_tree)
            .field("main_work_tree", &self.main_work_tree)
            .finish_non_exhaustive()
    }
}
