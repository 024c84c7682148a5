//! What would be forgotten, and what was.

use core_model::SessionId;
use serde::Serialize;

use crate::page::{Line, Look, Page, Role};
use crate::pipe::row;
use crate::short::Shorts;

/// What no command of ours reaches, and must be said whenever something was forgotten.
const BEYOND: [&str; 4] = [
    "git itself: its commits, their messages and authors, branches and reflogs are as they were",
    "clones and backups of this repository, and exports that were made",
    "what an agent keeps of its own conversations",
    "the history of the shell, where it was typed",
];

/// What would be forgotten, or was.
#[derive(Debug, Serialize)]
pub struct ForgetView {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// The sessions that are removed.
    pub removed: Vec<RemovedView>,
    /// The sessions that it is taken out of.
    pub changed: Vec<ChangedView>,
    /// Whether it is taken out of commits that belong to no session.
    pub unassigned: bool,
    /// The projects that it is taken out of.
    pub projects: Vec<String>,
    /// How many files that were kept aside, or left by a kill, are removed.
    pub files: usize,
    /// How many lines of the hooks' log are others.
    pub log_lines: usize,
    /// The names and addresses of the person.
    pub names: Vec<String>,
    /// The sessions that name one that is removed.
    pub relatives: Vec<String>,
    /// Whether the snapshots of the sessions are begun anew.
    pub history: bool,
    /// What is not reached, though it is ours.
    pub left: Vec<LeftView>,
    /// What is not ours to reach.
    pub beyond: [&'static str; 4],
}

/// A session that is removed.
#[derive(Debug, Serialize)]
pub struct RemovedView {
    /// Its id.
    pub id: String,
    /// What it was for, as long as that is known.
    pub intent: Option<String>,
    /// What it is, as long as that is known.
    pub status: Option<String>,
}

/// A session that something is taken out of.
#[derive(Debug, Serialize)]
pub struct ChangedView {
    /// Its id.
    pub id: String,
    /// How often it stands there. `None`: it is gone by now.
    pub times: Option<usize>,
}

/// What is not reached.
#[derive(Debug, Serialize)]
pub struct LeftView {
    /// Where: a file, or a name.
    pub place: String,
    /// Why.
    pub why: String,
}

impl ForgetView {
    /// With nothing in it yet.
    #[must_use]
    pub fn new(dry_run: bool) -> Self {
        Self {
            dry_run,
            removed: Vec::new(),
            changed: Vec::new(),
            unassigned: false,
            projects: Vec::new(),
            files: 0,
            log_lines: 0,
            names: Vec::new(),
            relatives: Vec::new(),
            history: false,
            left: Vec::new(),
            beyond: BEYOND,
        }
    }

    fn is_empty(&self) -> bool {
        let nowhere = self.removed.is_empty() && self.changed.is_empty() && self.projects.is_empty();
        nowhere && !self.unassigned && self.files + self.log_lines == 0
    }
}

/// For a person.
#[must_use]
pub fn page(view: &ForgetView, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let heading = match (view.dry_run, view.is_empty()) {
        (true, true) => "Nothing of it is in the sessions",
        (true, false) => "This would be forgotten",
        (false, true) => "Nothing of it was in the sessions",
        (false, false) => "Forgotten",
    };
    page.line(look, Line::default().with(Role::Heading, heading));
    say(&mut page, look, &view.names.iter().map(|name| format!("name  {name}")).collect::<Vec<_>>());
    let ids: Vec<SessionId> = view.removed.iter().filter_map(|it| it.id.parse().ok()).collect();
    let shorts = Shorts::new(&ids);
    for (session, id) in view.removed.iter().zip(&ids) {
        let line = Line::default().with(Role::Plain, "  session ").with(Role::Id, shorts.of(id));
        let intent = session.intent.as_deref().map(|intent| format!("  {intent}")).unwrap_or_default();
        page.line(look, line.with(Role::Plain, intent).with(Role::Dim, "  (removed)"));
    }
    let mut places: Vec<String> = view.changed.iter().map(in_session).collect();
    if view.unassigned {
        places.push("in commits that belong to no session".to_owned());
    }
    places.extend(view.projects.iter().map(|name| format!("in what is said of project {name}")));
    for (count, what) in
        [(view.files, "kept aside or left over (removed)"), (view.log_lines, "of the hooks' log")]
    {
        match (count, what) {
            (0, _) => {}
            (1, "of the hooks' log") => places.push("1 line of the hooks' log".to_owned()),
            (_, "of the hooks' log") => places.push(format!("{count} lines {what}")),
            (1, _) => places.push(format!("1 file {what}")),
            (_, _) => places.push(format!("{count} files {what}")),
        }
    }
    if view.history {
        places.push("the snapshots of the sessions, which begin anew from what is left".to_owned());
    }
    say(&mut page, look, &places);
    titled(&mut page, look, "Sessions that name one that is gone", &view.relatives);
    let left: Vec<String> = view.left.iter().map(|it| format!("{}: {}", it.place, it.why)).collect();
    titled(&mut page, look, "Not reached", &left);
    titled(&mut page, look, "Not ours to reach", &view.beyond.map(str::to_owned));
    page
}

fn in_session(changed: &ChangedView) -> String {
    let times = match changed.times {
        None => String::new(),
        Some(1) => " (once)".to_owned(),
        Some(count) => format!(" ({count} times)"),
    };
    format!("in session {}{times}", changed.id)
}

fn say(page: &mut Page, look: &Look<'_>, lines: &[String]) {
    for line in lines {
        page.wrapped(look, Line::default().with(Role::Plain, "  "), 4, Role::Plain, line);
    }
}

fn titled(page: &mut Page, look: &Look<'_>, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        page.gap();
        page.line(look, Line::default().with(Role::Heading, title));
        say(page, look, lines);
    }
}

/// For a pipe. The first field says what the line is.
///
/// - `name`: a name or an address of the person
/// - `removed`: session, status and intent, as long as they are known
/// - `changed`: session, how often it stands there, as long as it does
/// - `unassigned`; `project`: name; `files`, `log`: how many; `history`
/// - `relative`: a session that names one that is gone
/// - `left`: where, why
/// - `beyond`: what is not ours to reach
#[must_use]
pub fn lines(view: &ForgetView) -> Vec<String> {
    let mut lines: Vec<String> = view.names.iter().map(|name| row(&["name", name])).collect();
    for it in &view.removed {
        let known = [&it.status, &it.intent].map(|it| it.as_deref().unwrap_or_default());
        lines.push(row(&["removed", &it.id, known[0], known[1]]));
    }
    for it in &view.changed {
        let times = it.times.map(|times| times.to_string()).unwrap_or_default();
        lines.push(row(&["changed", &it.id, &times]));
    }
    if view.unassigned {
        lines.push("unassigned".to_owned());
    }
    lines.extend(view.projects.iter().map(|name| row(&["project", name])));
    for (kind, count) in [("files", view.files), ("log", view.log_lines)] {
        if count > 0 {
            lines.push(row(&[kind, &count.to_string()]));
        }
    }
    if view.history {
        lines.push("history".to_owned());
    }
    lines.extend(view.relatives.iter().map(|id| row(&["relative", id])));
    lines.extend(view.left.iter().map(|it| row(&["left", &it.place, &it.why])));
    lines.extend(view.beyond.iter().map(|what| row(&["beyond", what])));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(dry_run: bool) -> ForgetView {
        let id = "20260211-jnghm0kwv5";
        let known = |text: &str| dry_run.then(|| text.to_owned());
        ForgetView {
            removed: vec![RemovedView {
                id: id.into(),
                intent: known("For Ada\u{1b}"),
                status: known("parked"),
            }],
            changed: vec![
                ChangedView { id: "20260223-c8cz6a9bsy".into(), times: dry_run.then_some(1) },
                ChangedView { id: "20260301-9s90f6bsmz".into(), times: dry_run.then_some(12) },
            ],
            unassigned: true,
            projects: vec!["shop".into()],
            files: 1,
            log_lines: 2,
            names: known("Ada Lovelace").into_iter().collect(),
            relatives: vec!["20260310-7apv2wk8x7".into()],
            history: true,
            left: vec![LeftView { place: ".sessions/config.toml".into(), why: "it holds it".into() }],
            ..ForgetView::new(dry_run)
        }
    }

    fn shown(view: &ForgetView) -> String {
        let look = Look { width: 80, local: &|time| time.naive_utc(), now: core_model::Time::default() };
        page(view, &look).to_plain()
    }

    #[test]
    fn a_person_sees_what_would_go_and_then_what_went_and_how_far_it_reaches() {
        insta::assert_snapshot!(shown(&view(true)), @"
        This would be forgotten
          name  Ada Lovelace
          session jnghm0  For Ada  (removed)
          in session 20260223-c8cz6a9bsy (once)
          in session 20260301-9s90f6bsmz (12 times)
          in commits that belong to no session
          in what is said of project shop
          1 file kept aside or left over (removed)
          2 lines of the hooks' log
          the snapshots of the sessions, which begin anew from what is left

        Sessions that name one that is gone
          20260310-7apv2wk8x7

        Not reached
          .sessions/config.toml: it holds it

        Not ours to reach
          git itself: its commits, their messages and authors, branches and reflogs
            are as they were
          clones and backups of this repository, and exports that were made
          what an agent keeps of its own conversations
          the history of the shell, where it was typed
        ");
        insta::assert_snapshot!(shown(&view(false)), @"
        Forgotten
          session jnghm0  (removed)
          in session 20260223-c8cz6a9bsy
          in session 20260301-9s90f6bsmz
          in commits that belong to no session
          in what is said of project shop
          1 file kept aside or left over (removed)
          2 lines of the hooks' log
          the snapshots of the sessions, which begin anew from what is left

        Sessions that name one that is gone
          20260310-7apv2wk8x7

        Not reached
          .sessions/config.toml: it holds it

        Not ours to reach
          git itself: its commits, their messages and authors, branches and reflogs
            are as they were
          clones and backups of this repository, and exports that were made
          what an agent keeps of its own conversations
          the history of the shell, where it was typed
        ");
        insta::assert_snapshot!(shown(&ForgetView::new(true)).lines().next().unwrap(), @"Nothing of it is in the sessions");
    }

    #[test]
    fn a_pipe_gets_a_record_a_line() {
        insta::assert_snapshot!(lines(&view(true)).join("\n").replace('\t', " | "), @"
        name | Ada Lovelace
        removed | 20260211-jnghm0kwv5 | parked | For Ada
        changed | 20260223-c8cz6a9bsy | 1
        changed | 20260301-9s90f6bsmz | 12
        unassigned
        project | shop
        files | 1
        log | 2
        history
        relative | 20260310-7apv2wk8x7
        left | .sessions/config.toml | it holds it
        beyond | git itself: its commits, their messages and authors, branches and reflogs are as they were
        beyond | clones and backups of this repository, and exports that were made
        beyond | what an agent keeps of its own conversations
        beyond | the history of the shell, where it was typed
        ");
    }
}
