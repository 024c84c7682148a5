//! Reading what is shown: the use cases, and what of their answers the screen wants.

use app::{AppError, Filter, Order, Shown, Workspace};
use core_model::{SessionId, StatusName};

use crate::board::{Archive, Board, Notice, Row};

/// What is live.
pub(crate) fn board(workspace: &Workspace) -> Result<Board, AppError> {
    let overview = workspace.overview()?;
    let neglected = workspace.stale().map(|stale| stale.found).unwrap_or_default();
    let mut notices: Vec<Notice> = overview.variable.iter().map(Notice::alert).collect();
    notices.extend(overview.problems.iter().map(|problem| Notice::alert(problem.to_string())));
    let settings = workspace.loaded_settings();
    notices.extend(
        settings
            .broken
            .iter()
            .map(|error| Notice::alert(format!("going on without settings that cannot be read: {error}"))),
    );
    notices.extend(settings.remarks.iter().map(|remark| Notice::alert(remark.to_string())));
    if overview.current.is_none() && overview.at_work_here > 1 {
        notices.push(Notice::alert(format!(
            "{} sessions are at work here. A commit that neither an agent nor the branch tells apart goes to none of \
             them: park all but one, or name the one that is meant in GIT_SESSION_ID.",
            overview.at_work_here
        )));
    }
    match overview.unassigned.len() {
        0 => {}
        1 => notices.push(Notice::note(
            "1 commit belongs to no session; say to which: git session assign unassigned SESSION",
        )),
        count => notices.push(Notice::note(format!(
            "{count} commits belong to no session; say to which: git session assign unassigned SESSION"
        ))),
    }
    if !neglected.is_empty() {
        notices.push(Notice::note(format!(
            "nobody seems to work on {} of the active sessions any more; see why: git session stale",
            neglected.len()
        )));
    }
    if !overview.has_hooks {
        notices.push(Notice::note(
            "this repository has no post-commit hook of git-session, so commits are recorded only when somebody \
             looks; put it in: git session install",
        ));
    }
    let mut news: Vec<Notice> = overview.reconciled.remarks().into_iter().map(Notice::note).collect();
    news.extend(restored(workspace));
    Ok(Board {
        project: overview.project,
        worktree: overview.worktree,
        branch: overview.branch,
        current: overview.current,
        live: overview.live,
        neglected: neglected.iter().map(|found| found.session.id().clone()).collect(),
        notices,
        news,
    })
}

/// What was lost of the store, and is there again.
fn restored(workspace: &Workspace) -> Vec<Notice> {
    match workspace.restored() {
        Ok(None) => Vec::new(),
        Ok(Some(restored)) => {
            let when = |at: core_model::Time| at.format("%Y-%m-%d %H:%M UTC").to_string();
            restored.tell(&workspace.store_dir(), when).into_iter().map(Notice::alert).collect()
        }
        Err(error) => vec![Notice::alert(format!("it cannot be said whether the store is whole: {error}"))],
    }
}

/// What is over: the newest, at most this many.
pub(crate) fn archive(workspace: &Workspace, count: usize) -> Result<Archive, AppError> {
    let over = Filter { statuses: vec![StatusName::Completed], ..Filter::default() };
    let order = Order { most: Some(count), oldest_first: false };
    let mut selection = workspace.select(&over, order)?;
    let here = workspace.worktree();
    let rows = selection.by_ref().map(|it| Row::of(&it.session, here, false)).collect();
    let notices = selection.problems().iter().map(|problem| Notice::alert(problem.to_string())).collect();
    Ok(Archive { rows, all: selection.matching(), notices })
}

/// A session, to tell its story.
pub(crate) fn story(workspace: &Workspace, id: &SessionId) -> Result<Shown, AppError> {
    workspace.show(Some(id.as_str()))
}
