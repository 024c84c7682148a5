//! Finding the repository, as git finds it.

use std::path::{Path, PathBuf};

use gix::discover::upwards::{Error as GixUpwards, Options, TrustPolicy};
use gix::sec::Trust;

use crate::common_config::{CommonConfig, CommonConfigError};
use crate::repo::Layout;
use crate::{Cause, DiscoverError, Environment, Foreign, Repo, ask};

/// The repository that `from` belongs to: the one that `environment` names, or else the nearest one upwards.
///
/// Costs a handful of `stat`s and one small configuration file.
///
/// # Errors
/// Each variant of [`DiscoverError`] says its own.
pub fn discover(from: &Path, environment: &Environment) -> Result<Repo, DiscoverError> {
    let from = real(from)?;
    let found = match &environment.git_dir {
        Some(git_dir) => find_named(&from, git_dir, environment.foreign)?,
        None => find_upwards(&from, environment)?,
    };
    let git_dir = real(&from.join(found.git_dir))?;
    let common_dir = find_common_dir(&from, &git_dir, environment).map_err(|error| error.of(&git_dir))?;
    let config = CommonConfig::read(&common_dir).map_err(|error| match error {
        CommonConfigError::Unsupported(what) => DiscoverError::Unsupported { path: common_dir.clone(), what },
        CommonConfigError::Unreadable { path, source } => unreadable(&path, source).of(&common_dir),
    })?;
    let named = environment.git_dir.is_some();
    let work_tree = match &environment.work_tree {
        Some(dir) if named => Some(from.join(dir)),
        _ if git_dir != common_dir => found.work_tree.map(|dir| from.join(dir)),
        // Only the main worktree is governed by these two; git ignores them in linked ones.
        _ if config.bare == Some(true) => None,
        _ => config.work_tree.clone().or_else(|| found.work_tree.map(|dir| from.join(dir))),
    };
    let work_tree = work_tree.map(|dir| real(&dir)).transpose().map_err(|error| error.of(&common_dir))?;
    Ok(Repo::new(Layout {
        given_common_dir: environment.common_dir.is_some(),
        git_dir,
        common_dir,
        work_tree,
        config,
        until: environment.until,
    }))
}

/// What was found, as it was written down: perhaps relative, perhaps behind symbolic links.
struct Found {
    git_dir: PathBuf,
    work_tree: Option<PathBuf>,
}

fn find_named(from: &Path, git_dir: &Path, foreign: Foreign) -> Result<Found, DiscoverError> {
    let candidate = from.join(git_dir);
    let nothing = || DiscoverError::NotARepository { dir: candidate.clone() };
    let kind = gix::discover::is_git(&candidate).map_err(|_| nothing())?;
    let path = gix::discover::repository::Path::from_dot_git_dir(candidate.clone(), kind, from);
    let (git_dir, _) = path.ok_or_else(nothing)?.into_repository_and_work_tree_directories();
    let trust = gix::discover::repository::trust(&git_dir, None, from, (&candidate, None))
        .map_err(|error| unreadable(&git_dir, error))?;
    // git itself asks no such question of a repository that was named. We do: a hook that runs as somebody else would
    // leave files that the owner cannot write.
    if trust != Trust::Full && !(foreign == Foreign::AskGit && ask::git_accepts(from, Some(&git_dir))) {
        return Err(DiscoverError::Untrusted { path: candidate });
    }
    // Named, and nothing said of the work tree: then git takes the folder it is in for its top.
    Ok(Found { git_dir, work_tree: Some(from.to_owned()) })
}

fn find_upwards(from: &Path, environment: &Environment) -> Result<Found, DiscoverError> {
    let options = |trust| Options {
        trust,
        ceiling_dirs: environment.ceiling_dirs.clone(),
        match_ceiling_dir_or_error: false,
        current_dir: Some(from),
        ..Options::default()
    };
    let required = gix::discover::upwards_opts(from, options(TrustPolicy::Required(Trust::Full)));
    let (path, _) = match required {
        Ok(found) => found,
        Err(error) => match error.downcast_any_ref::<GixUpwards>() {
            Some(GixUpwards::NoTrustedGitRepository { candidate, .. }) => {
                if environment.foreign == Foreign::Refuse || !ask::git_accepts(from, None) {
                    return Err(DiscoverError::Untrusted { path: candidate.clone() });
                }
                gix::discover::upwards_opts(from, options(TrustPolicy::Assume(Trust::Full)))
                    .map_err(|error| unreadable(from, error))?
            }
            Some(_) => {
                refuse_dangling(from, &[])?;
                return Err(DiscoverError::NotARepository { dir: from.to_owned() });
            }
            None => return Err(unreadable(from, error)),
        },
    };
    let (git_dir, work_tree) = path.into_repository_and_work_tree_directories();
    refuse_dangling(from, &[work_tree.as_deref().unwrap_or(&git_dir), &git_dir])?;
    Ok(Found { git_dir, work_tree })
}

/// gix steps over a file `.git` that leads nowhere and finds the repository around it; git stops there. Our sessions
/// would end up in a repository that the person is not in.
fn refuse_dangling(from: &Path, stop_at: &[&Path]) -> Result<(), DiscoverError> {
    for dir in from.ancestors().take_while(|dir| !stop_at.contains(dir)) {
        let file = dir.join(".git");
        let leads_nowhere = file.is_file() && gix::discover::is_git(&file).is_err();
        if leads_nowhere {
            return Err(DiscoverError::Dangling { file });
        }
    }
    Ok(())
}

/// The common directory that the environment or a linked worktree's git directory names; else that one itself.
fn find_common_dir(from: &Path, git_dir: &Path, environment: &Environment) -> Result<PathBuf, DiscoverError> {
    if let Some(dir) = &environment.common_dir {
        return real(&from.join(dir));
    }
    let file = git_dir.join("commondir");
    match gix::discover::path::from_plain_file(&file) {
        None => Ok(git_dir.to_owned()),
        Some(Ok(dir)) => real(&git_dir.join(dir)),
        Some(Err(error)) => Err(unreadable(&file, error)),
    }
}

/// The path without symbolic links, so that a repository has one name however it was reached.
pub(crate) fn real(path: &Path) -> Result<PathBuf, DiscoverError> {
    gix::path::realpath(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, source: impl Into<Cause>) -> DiscoverError {
    DiscoverError::Unreadable { path: path.to_owned(), git_dir: None, source: source.into() }
}
