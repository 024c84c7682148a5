//! `status --all`: every repository of this machine that is known.

use app::{LiveThere, There};
use report::everywhere::{LiveView, ThereView};
use report::json::{CareJson, ProblemJson, SessionJson};
use serde::Serialize;

use crate::commands::{answer, stale};
use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form};

#[derive(Serialize)]
struct AllJson {
    repositories: Vec<RepositoryJson>,
    dropped: Vec<String>,
}

#[derive(Serialize)]
struct RepositoryJson {
    path: String,
    error: Option<String>,
    project: Option<String>,
    sessions: Vec<SessionJson>,
    stale: Vec<CareJson>,
    unassigned: usize,
    problems: Vec<ProblemJson>,
}

pub(super) fn run(edge: &app::Edge, form: Form) -> Result<(), Failure> {
    let found = app::everywhere(edge)?;
    let repositories = &found.repositories;
    match form {
        Form::People => {
            let stale: Vec<Vec<_>> = repositories.iter().map(cares).collect();
            let views: Vec<ThereView<'_>> =
                repositories.iter().zip(&stale).map(|(there, stale)| view(there, stale)).collect();
            output::page(&report::everywhere::page(
                &views,
                edge::home().as_deref(),
                &output::look(found.now),
            ))?;
            if repositories.is_empty() {
                output::remark("note", "no repository is known in which a session was started");
                output::remark(
                    "hint",
                    "each is noted when a session is started in it, or hooks are installed",
                );
            }
        }
        Form::Pipe => {
            let stale: Vec<Vec<_>> = repositories.iter().map(cares).collect();
            let views = repositories.iter().zip(&stale).map(|(there, stale)| view(there, stale));
            output::lines(views.flat_map(|view| report::everywhere::pipe(&view)))?;
        }
        Form::Json => output::json(AllJson {
            repositories: repositories.iter().map(json).collect(),
            dropped: found.gone.iter().map(|path| path.display().to_string()).collect(),
        })?,
    }
    for gone in &found.gone {
        output::remark("note", &format!("{} is no repository any more, and was dropped", gone.display()));
    }
    found.remarks.iter().for_each(|remark| output::remark("warning", remark));
    for there in repositories {
        match &there.live {
            Ok(live) if form != Form::Json => answer::tell(&live.problems),
            Ok(_) => {}
            Err(error) => output::remark("warning", &format!("{}: {error}", there.path.display())),
        }
    }
    Ok(())
}

fn cares(there: &There) -> Vec<(&core_model::SessionId, &core_model::care::Care)> {
    let live = there.live.iter().flat_map(|live| &live.stale);
    live.map(|found| (found.session.id(), &found.care)).collect()
}

fn view<'a>(
    there: &'a There,
    stale: &'a [(&'a core_model::SessionId, &'a core_model::care::Care)],
) -> ThereView<'a> {
    let live = |live: &'a LiveThere| LiveView {
        project: &live.project,
        sessions: &live.sessions,
        stale,
        unassigned: live.unassigned,
    };
    ThereView { path: &there.path, live: there.live.as_ref().map(live).map_err(String::as_str) }
}

fn json(there: &There) -> RepositoryJson {
    let live = there.live.as_ref().ok();
    RepositoryJson {
        path: there.path.display().to_string(),
        error: there.live.as_ref().err().cloned(),
        project: live.map(|it| it.project.clone()),
        sessions: live.iter().flat_map(|it| &it.sessions).map(SessionJson::from).collect(),
        stale: live.iter().flat_map(|it| &it.stale).map(|it| stale::row(it, None)).collect(),
        unassigned: live.map_or(0, |it| it.unassigned),
        problems: live.map(|it| answer::problems(&it.problems)).unwrap_or_default(),
    }
}
