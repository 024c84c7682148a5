//! What an import did, or would do.

use core_model::SessionId;
use serde::Serialize;

use crate::page::{Line, Look, Page, Role};
use crate::people::plural;
use crate::pipe::row;
use crate::short::Shorts;

/// How many of several alike a person is shown.
const SHOWN: usize = 10;

/// How many sessions.
const SESSIONS: usize = 50;

/// What came of an import.
#[derive(Debug, Default, Serialize)]
pub struct ImportView {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// The sessions, in the order in which they stood.
    pub sessions: Vec<ImportedView>,
    /// How many commits that belong to no session are new here.
    pub new_commits: usize,
    /// How many of them are here already.
    pub same_commits: usize,
    /// What people said of projects.
    pub projects: Vec<ProjectView>,
    /// How many sessions are of other projects than the one that was asked for.
    pub left_out: usize,
    /// The files that were read.
    pub files: Vec<FileView>,
    /// The files that nothing is kept in.
    pub skipped: Vec<WhyView>,
    /// What has no place here.
    pub leftovers: Vec<LeftoverView>,
    /// Commands that set here what was set there.
    pub suggestions: Vec<String>,
    /// What is not as it should be, and was taken in all the same.
    pub remarks: Vec<WhyView>,
    /// What was not taken in.
    pub not_taken: Vec<WhyView>,
}

/// A session that was to be taken in.
#[derive(Debug, Serialize)]
pub struct ImportedView {
    /// Its name here.
    pub id: String,
    /// Its name there. `None`: it has the same name.
    pub old_id: Option<String>,
    /// What became of it: `new`, `same`, `other` or `failed`.
    pub outcome: &'static str,
    /// What it is.
    pub status: String,
    /// Its project.
    pub project: String,
    /// What it is for.
    pub intent: String,
    /// The file that it stood in.
    pub path: String,
    /// The fields of which something is kept as an event.
    pub kept_as_events: Vec<String>,
}

/// What people said of a project.
#[derive(Debug, Serialize)]
pub struct ProjectView {
    /// Its name.
    pub name: String,
    /// What became of it: `new` where any of it is, `same`.
    pub outcome: &'static str,
}

/// A file that was read.
#[derive(Debug, Serialize)]
pub struct FileView {
    /// Its path.
    pub path: String,
    /// What it is: `session`, `project`, `config` or `export`.
    pub kind: &'static str,
}

/// A file, and what is to be said of it.
#[derive(Debug, Serialize)]
pub struct WhyView {
    /// Its path.
    pub path: String,
    /// What is said.
    pub message: String,
}

/// A value that has no place here.
#[derive(Debug, Serialize)]
pub struct LeftoverView {
    /// The file.
    pub path: String,
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
}

impl ImportView {
    /// How many sessions became this.
    fn count(&self, outcome: &str) -> usize {
        self.sessions.iter().filter(|it| it.outcome == outcome).count()
    }
}

/// For a person.
#[must_use]
pub fn page(view: &ImportView, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    page.wrapped(look, Line::default(), 2, Role::Heading, &summary(view));
    let ids: Vec<SessionId> = view.sessions.iter().filter_map(|it| it.id.parse().ok()).collect();
    let shorts = Shorts::new(&ids);
    for (session, id) in view.sessions.iter().zip(&ids).take(SESSIONS) {
        let outcome = match session.outcome {
            "new" => "new",
            "same" => "here already",
            "other" => "here already, and another: that one stays",
            _ => "not taken in",
        };
        let line = Line::default().with(Role::Id, format!("  {}", shorts.of(id)));
        let line = line.with(Role::Dim, format!("  {:<9}  ", session.status));
        page.line(look, line.with(Role::Plain, &session.intent).with(Role::Dim, format!("  ({outcome})")));
    }
    more(&mut page, look, view.sessions.len(), SESSIONS);
    if view.new_commits + view.same_commits > 0 {
        let text = format!(
            "  commits that belong to no session: {} new, {} here already",
            view.new_commits, view.same_commits
        );
        page.line(look, Line::default().with(Role::Plain, text));
    }
    for project in &view.projects {
        let outcome = if project.outcome == "new" { "new" } else { "here already" };
        let line = Line::default().with(Role::Plain, format!("  project {}", project.name));
        page.line(look, line.with(Role::Dim, format!("  ({outcome})")));
    }
    let mut kept: Vec<&str> =
        view.sessions.iter().flat_map(|it| &it.kept_as_events).map(|field| name_of(field)).collect();
    kept.sort_unstable();
    kept.dedup();
    if !kept.is_empty() {
        section(&mut page, look, "Kept as events, since a session has no such field");
        page.wrapped(look, Line::default().with(Role::Plain, "  "), 2, Role::Plain, &kept.join(", "));
    }
    leftovers(&mut page, look, &view.leftovers);
    let why = |it: &WhyView| format!("{}: {}", it.path, it.message);
    several(
        &mut page,
        look,
        "Taken in as it is, and not as it should be",
        view.remarks.iter().map(why).collect(),
    );
    let skipped = view.skipped.iter().map(why).collect();
    several(&mut page, look, "Not read", skipped);
    several(&mut page, look, "To have the same settings here", view.suggestions.clone());
    page
}

fn summary(view: &ImportView) -> String {
    let new = if view.dry_run { "would be new" } else { "new" };
    let mut text = format!(
        "{} in {}: {} {new}, {} here already",
        plural(view.sessions.len(), "session"),
        plural(view.files.len(), "file"),
        view.count("new"),
        view.count("same"),
    );
    for (outcome, words) in [("other", "here already and another"), ("failed", "not taken in")] {
        match view.count(outcome) {
            0 => {}
            count => text.push_str(&format!(", {count} {words}")),
        }
    }
    if view.left_out > 0 {
        text.push_str(&format!("; {} of other projects left out", view.left_out));
    }
    text
}

/// The field without the places in it: of `tasks[2].id` it is `tasks.id`.
fn name_of(field: &str) -> &str {
    field.split('[').next().unwrap_or(field)
}

fn section(page: &mut Page, look: &Look<'_>, title: &str) {
    page.gap();
    page.line(look, Line::default().with(Role::Heading, title));
}

/// What is left over, under the file that it stands in.
fn leftovers(page: &mut Page, look: &Look<'_>, all: &[LeftoverView]) {
    if all.is_empty() {
        return;
    }
    section(page, look, "Not taken over, since nothing here has a place for it");
    for of_file in all.chunk_by(|one, other| one.path == other.path) {
        let path = of_file.first().map(|it| it.path.as_str()).unwrap_or_default();
        page.wrapped(look, Line::default().with(Role::Plain, "  "), 4, Role::Dim, path);
        for it in of_file.iter().take(SHOWN) {
            let text = format!("{} = {}", it.field, it.value);
            page.wrapped(look, Line::default().with(Role::Plain, "    "), 6, Role::Plain, &text);
        }
        more(page, look, of_file.len(), SHOWN);
    }
}

fn several(page: &mut Page, look: &Look<'_>, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    section(page, look, title);
    for line in lines.iter().take(SHOWN) {
        page.wrapped(look, Line::default().with(Role::Plain, "  "), 4, Role::Plain, line);
    }
    more(page, look, lines.len(), SHOWN);
}

/// Says how many are not shown.
fn more(page: &mut Page, look: &Look<'_>, count: usize, shown: usize) {
    if let Some(left @ 1..) = count.checked_sub(shown) {
        let text = format!("  and {left} more: --json has all");
        page.line(look, Line::default().with(Role::Dim, text));
    }
}

/// For a pipe. The first field says what the line is.
///
/// - `imported`: session, `new`, `same`, `other` or `failed`, status, name there, path, intent
/// - `kept`: session, a field of which something is kept as an event
/// - `commits`: how many that belong to no session are new, how many are here already
/// - `project`: name, `new` or `same`
/// - `leftover`: path, field, value
/// - `skipped`, `remark`, `failed`: path, why
/// - `suggestion`: a command
#[must_use]
pub fn lines(view: &ImportView) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &view.sessions {
        let old = it.old_id.as_deref().unwrap_or_default();
        lines.push(row(&["imported", &it.id, it.outcome, &it.status, old, &it.path, &it.intent]));
        lines.extend(it.kept_as_events.iter().map(|field| row(&["kept", &it.id, field])));
    }
    if view.new_commits + view.same_commits > 0 {
        lines.push(row(&["commits", &view.new_commits.to_string(), &view.same_commits.to_string()]));
    }
    lines.extend(view.projects.iter().map(|it| row(&["project", &it.name, it.outcome])));
    lines.extend(view.leftovers.iter().map(|it| row(&["leftover", &it.path, &it.field, &it.value])));
    for (kind, all) in [("skipped", &view.skipped), ("remark", &view.remarks), ("failed", &view.not_taken)] {
        lines.extend(all.iter().map(|it| row(&[kind, &it.path, &it.message])));
    }
    lines.extend(view.suggestions.iter().map(|command| row(&["suggestion", command])));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> ImportView {
        let session = |id: &str, outcome, kept: &[&str]| ImportedView {
            id: id.into(),
            old_id: Some("sess_20260211T0903_0f3a".into()),
            outcome,
            status: "parked".into(),
            project: "shop".into(),
            intent: "Stop the double\u{1b} charge".into(),
            path: "old/sessions/a.json".into(),
            kept_as_events: kept.iter().map(|field| (*field).to_owned()).collect(),
        };
        let why = |path: &str, message: &str| WhyView { path: path.into(), message: message.into() };
        let left = |number: usize| LeftoverView {
            path: "old/config.json".into(),
            field: format!("settings.odd{number}"),
            value: "9000".into(),
        };
        ImportView {
            sessions: vec![
                session("20260211-jnghm0kwv5", "new", &["session_id", "commits[0]", "commits[1]"]),
                session("20260223-c8cz6a9bsy", "same", &["tasks[2].added_at"]),
                session("20260301-9s90f6bsmz", "other", &[]),
                session("20260310-7apv2wk8x7", "failed", &[]),
            ],
            new_commits: 2,
            projects: vec![ProjectView { name: "shop".into(), outcome: "new" }],
            left_out: 1,
            files: vec![FileView { path: "old/sessions/a.json".into(), kind: "session" }],
            skipped: vec![why("old/logs", "a folder that nothing is kept in")],
            leftovers: (0..12).map(left).collect(),
            suggestions: vec!["git session config set stale_after 12h".into()],
            remarks: vec![why("old/sessions/a.json", "`ended_at` is a number")],
            not_taken: vec![why("old/sessions/b.json", "it is not JSON")],
            ..ImportView::default()
        }
    }

    #[test]
    fn a_person_sees_what_came_and_what_has_no_place() {
        let look = Look { width: 80, local: &|time| time.naive_utc(), now: core_model::Time::default() };
        insta::assert_snapshot!(page(&view(), &look).to_plain(), @"
        4 sessions in 1 file: 1 new, 1 here already, 1 here already and another, 1 not
          taken in; 1 of other projects left out
          jnghm0  parked     Stop the double charge  (new)
          c8cz6a  parked     Stop the double charge  (here already)
          9s90f6  parked     Stop the double charge  (here already, and another: that o…
          7apv2w  parked     Stop the double charge  (not taken in)
          commits that belong to no session: 2 new, 0 here already
          project shop  (new)

        Kept as events, since a session has no such field
          commits, session_id, tasks

        Not taken over, since nothing here has a place for it
          old/config.json
            settings.odd0 = 9000
            settings.odd1 = 9000
            settings.odd2 = 9000
            settings.odd3 = 9000
            settings.odd4 = 9000
            settings.odd5 = 9000
            settings.odd6 = 9000
            settings.odd7 = 9000
            settings.odd8 = 9000
            settings.odd9 = 9000
          and 2 more: --json has all

        Taken in as it is, and not as it should be
          old/sessions/a.json: `ended_at` is a number

        Not read
          old/logs: a folder that nothing is kept in

        To have the same settings here
          git session config set stale_after 12h
        ");
    }

    #[test]
    fn a_pipe_gets_a_record_a_line() {
        let mut view = view();
        view.leftovers.truncate(1);
        insta::assert_snapshot!(lines(&view).join("\n").replace('\t', " | "), @"
        imported | 20260211-jnghm0kwv5 | new | parked | sess_20260211T0903_0f3a | old/sessions/a.json | Stop the double charge
        kept | 20260211-jnghm0kwv5 | session_id
        kept | 20260211-jnghm0kwv5 | commits[0]
        kept | 20260211-jnghm0kwv5 | commits[1]
        imported | 20260223-c8cz6a9bsy | same | parked | sess_20260211T0903_0f3a | old/sessions/a.json | Stop the double charge
        kept | 20260223-c8cz6a9bsy | tasks[2].added_at
        imported | 20260301-9s90f6bsmz | other | parked | sess_20260211T0903_0f3a | old/sessions/a.json | Stop the double charge
        imported | 20260310-7apv2wk8x7 | failed | parked | sess_20260211T0903_0f3a | old/sessions/a.json | Stop the double charge
        commits | 2 | 0
        project | shop | new
        leftover | old/config.json | settings.odd0 | 9000
        skipped | old/logs | a folder that nothing is kept in
        remark | old/sessions/a.json | `ended_at` is a number
        failed | old/sessions/b.json | it is not JSON
        suggestion | git session config set stale_after 12h
        ");
    }
}
