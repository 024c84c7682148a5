//! Putting the hooks into a repository, and taking them out.

use std::path::PathBuf;
use std::time::Duration;

use git::Repo;
use hooks::{Foreseen, Forms, GitVersion, HookReport, HooksFolder, Place};

use crate::error::AppError;
use crate::hook::{progress, reconcile};
use crate::workspace::{Edge, Workspace};

/// How long another installation is waited for.
const WAIT: Duration = Duration::from_secs(5);

/// What is to be installed.
#[derive(Debug, Clone)]
pub struct Install {
    /// The gits of this machine, the one that people run first. Those that are not there do no harm.
    pub gits: Vec<PathBuf>,
    /// Whether the other worktrees' hooks folders are meant as well, where they have their own.
    pub all_worktrees: bool,
    /// Whether the session is written into the message of each commit, too.
    pub trailer: bool,
}

/// What was installed.
#[derive(Debug)]
pub struct Installed {
    /// What became of each hook.
    pub reports: Vec<HookReport>,
    /// How many other worktrees there are.
    pub others: usize,
    /// How many of these take their hooks from a folder of their own. `None`: nobody asked.
    pub apart: Option<usize>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
}

impl Workspace {
    /// Puts the hooks in beside what is there, and makes the store.
    ///
    /// # Errors
    /// [`AppError::Install`], [`AppError::Ask`] where git does not say where its hooks lie, [`AppError::Tracked`],
    /// [`AppError::Open`].
    pub fn install(&self, asked: &Install) -> Result<Installed, AppError> {
        self.store_or_make()?;
        let recorded_before = self.has_hooks();
        let folders = find_folders(&self.repo, asked)?;
        // Where the configuration leads them elsewhere, worktrees may be led to different places.
        let apart = (asked.all_worktrees || !folders[0].owned).then(|| count_apart(&self.repo, &folders[0]));
        let reports = with_place(&self.edge, &self.repo, asked, folders, hooks::install)?;
        // One that was there already has recorded what it saw, and what it did not see is still to come.
        let is_new = |report: &HookReport| matches!(report.outcome, hooks::Outcome::Installed(_));
        let in_place: Vec<_> = reports.iter().filter(|report| report.outcome.is_in_place()).collect();
        if !recorded_before && !in_place.is_empty() && in_place.into_iter().all(is_new) {
            self.begin_everywhere()?;
        }
        let remarks = self.note_in_register().into_iter().collect();
        Ok(Installed { reports, others: self.repo.others().len(), apart, remarks })
    }

    /// Commits are recorded from now on, in this worktree and in the others that are there.
    fn begin_everywhere(&self) -> Result<(), AppError> {
        progress::begin(&self.repo)?;
        reconcile::begin_branches(&self.edge, &self.repo)?;
        for other in self.repo.others() {
            progress::begin(&other)?;
        }
        Ok(())
    }
}

/// What [`Workspace::install`] would do to the hooks of the repository around the caller. Nothing at all is written, not
/// even what was lost of the store.
///
/// # Errors
/// [`AppError::Discover`], [`AppError::Install`], [`AppError::Ask`], [`AppError::Program`].
pub fn foresee_install(edge: &Edge, asked: &Install) -> Result<Foreseen, AppError> {
    let repo = git::discover(&edge.cwd, &edge.git)?;
    let folders = find_folders(&repo, asked)?;
    with_place(edge, &repo, asked, folders, hooks::foresee)
}

fn with_place<T>(
    edge: &Edge,
    repo: &Repo,
    asked: &Install,
    folders: Vec<HooksFolder>,
    work: impl FnOnce(&Place<'_>) -> Result<T, hooks::InstallError>,
) -> Result<T, AppError> {
    let version = |program: &PathBuf| Some(GitVersion::parse(&git::version_of(program)?));
    let gits: Vec<_> = asked.gits.iter().filter_map(version).collect();
    let (state_dir, program) = (repo.state_dir(), (edge.hook_program)().map_err(AppError::Program)?);
    let forms = Forms::choose(&gits);
    let trailer = asked.trailer;
    Ok(work(&Place { folders, state_dir: &state_dir, forms, trailer, program: &program, deadline: WAIT })?)
}

/// The hooks folder of this worktree, and, where all are asked for, those of the others, each once.
fn find_folders(repo: &Repo, asked: &Install) -> Result<Vec<HooksFolder>, AppError> {
    let mut folders = vec![hooks_folder(repo)?];
    for other in repo.others().iter().filter(|_| asked.all_worktrees) {
        let folder = hooks_folder(other)?;
        if folders.iter().all(|known| known.path != folder.path) {
            folders.push(folder);
        }
    }
    Ok(folders)
}

/// How many other worktrees take their hooks from elsewhere than from that folder.
fn count_apart(repo: &Repo, folder: &HooksFolder) -> usize {
    let is_apart = |other: &&Repo| hooks_folder(other).is_ok_and(|its| its.path != folder.path);
    repo.others().iter().filter(is_apart).count()
}

/// The folder whose hooks git runs for a worktree.
fn hooks_folder(repo: &Repo) -> Result<HooksFolder, AppError> {
    let git::HooksDir { path, owned, inside, tracked } = repo.hooks_dir()?;
    Ok(HooksFolder { path, owned, inside, tracked, is_read: uses_prek(repo) })
}

/// Whether prek may be told to put its hooks in here: it reads what it finds, and fails where that is a program.
fn uses_prek(repo: &Repo) -> bool {
    const FILES: [&str; 3] = [".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml"];
    let tops = [repo.work_tree(), repo.main_work_tree()];
    tops.into_iter().flatten().any(|top| FILES.iter().any(|file| top.join(file).exists()))
}

/// Takes the hooks out of the repository around the caller again. The record stays, and in whatever state it is, it is
/// not asked for.
///
/// # Errors
/// [`AppError::Discover`], [`AppError::Uninstall`].
pub fn uninstall(edge: &Edge) -> Result<Vec<HookReport>, AppError> {
    let repo = git::discover(&edge.cwd, &edge.git)?;
    Ok(hooks::uninstall(&repo.state_dir(), WAIT)?)
}
