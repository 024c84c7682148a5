//! What happened, by day.

use core_model::{Commit, Session, SessionLines, Status};

use super::graph::Graph;
use super::{INDENT, NARROW, plural};
use crate::page::{Line, Look, Page, Role};

/// How many columns a drawing takes beside a log where one line leads on.
const DRAWN: usize = 3;

/// How a log is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogForm {
    /// By day, each session with its commits.
    #[default]
    Days,
    /// A line a session.
    OneLine,
}

/// A log that is written down session by session, so that nobody needs to hold them all.
pub struct Log<'a> {
    form: LogForm,
    graph: Option<Graph>,
    look: &'a Look<'a>,
    day: String,
    is_begun: bool,
}

/// A session in a log.
#[derive(Debug, Clone, Copy)]
pub struct Logged<'a> {
    /// The session.
    pub session: &'a Session,
    /// What people type for it.
    pub short: &'a str,
    /// How much it changed. `None`: nobody asked.
    pub lines: Option<&'a SessionLines>,
    /// Whether the session that it goes on with is in this log, further down.
    pub has_parent_below: bool,
}

impl<'a> Log<'a> {
    /// One that begins. With a graph, lines lead from each session to the one that it goes on with.
    #[must_use]
    pub fn new(form: LogForm, with_graph: bool, look: &'a Look<'a>) -> Self {
        Self { form, graph: with_graph.then(Graph::new), look, day: String::new(), is_begun: false }
    }

    /// The lines for the session that comes next.
    #[must_use]
    pub fn next(&mut self, it: &Logged<'_>) -> Page {
        let (look, mut page) = (self.look, Page::default());
        let day = look.day(it.session.opening().started_at);
        if self.form == LogForm::Days && self.graph.is_none() && day != self.day {
            if self.is_begun {
                page.gap();
            }
            page.line(look, Line::default().with(Role::Heading, &day));
            self.day = day;
        }
        self.is_begun = true;
        let mut lines = match (self.form, &self.graph) {
            (LogForm::Days, None) => in_its_day(it, look),
            (LogForm::Days, Some(_)) | (LogForm::OneLine, _) => {
                vec![one_line(it, self.graph.as_ref().map_or(0, |_| DRAWN), look)]
            }
        };
        let indent = if self.form == LogForm::Days { INDENT + it.short.len() + 2 } else { INDENT };
        let indent = if self.graph.is_some() { it.short.len() + 2 } else { indent };
        if self.form == LogForm::Days {
            let commits = it.session.record().derive_current();
            lines.extend(commits.map(|commit| commit_line(commit, indent)));
        }
        lines.extend(it.lines.map(|lines| stat_line(lines, indent)));
        let lines = match &mut self.graph {
            Some(graph) => {
                let opening = it.session.opening();
                let parent = opening.parent.as_ref().map(|parent| (parent, it.has_parent_below));
                graph.draw(it.session.id(), parent, lines)
            }
            None => lines,
        };
        lines.into_iter().for_each(|line| page.line(look, line));
        page
    }

    /// The lines for commits that belong to no session, which come last.
    #[must_use]
    pub fn unassigned(&self, commits: &[Commit]) -> Page {
        let mut page = Page::default();
        if commits.is_empty() {
            return page;
        }
        if self.is_begun {
            page.gap();
        }
        page.line(self.look, Line::default().with(Role::Heading, "Commits that belong to no session"));
        commits.iter().for_each(|commit| page.line(self.look, commit_line(commit, INDENT)));
        page
    }
}

fn in_its_day(it: &Logged<'_>, look: &Look<'_>) -> Vec<Line> {
    let opening = it.session.opening();
    let ended = match it.session.status() {
        Status::Active => None,
        Status::Parked(parked) => Some(parked.at),
        Status::Completed(over) => Some(over.ended_at),
    };
    let clock = ended.map_or_else(|| " ".repeat(5), |at| look.clock(at));
    let times =
        format!("  {}–{clock}  {:<9}", look.clock(opening.started_at), it.session.status().name().as_str());
    let line = Line::default().with(Role::Plain, "  ").with(Role::Id, it.short).with(Role::Dim, times);
    // The times alone would look as if it had ended on the same day.
    let later = ended.map_or(0, |at| look.days_between(opening.started_at, at));
    let later = if later > 0 { format!(" · {} later", plural(later, "day")) } else { String::new() };
    let beside = format!("{later} · {}", opening.author.name);
    if look.width < NARROW {
        let below = Line::default().with(Role::Plain, " ".repeat(INDENT + it.short.len() + 2));
        return vec![line, below.with(Role::Plain, opening.intent.as_str()).with(Role::Dim, beside)];
    }
    let line = line.with(Role::Plain, "  ");
    vec![line.with_beside(opening.intent.as_str(), &beside, look.width)]
}

fn one_line(it: &Logged<'_>, drawn: usize, look: &Look<'_>) -> Line {
    let opening = it.session.opening();
    let line = Line::default().with(Role::Id, it.short);
    let date = look.date(opening.started_at);
    let line = if look.width < NARROW {
        line.with(Role::Dim, format!("  {date}  "))
    } else {
        line.with(Role::Dim, format!("  {date}  {:<9}  ", it.session.status().name().as_str()))
    };
    let count = it.session.record().derive_current().count();
    let commits = if count == 0 { String::new() } else { format!(" · {}", plural(count, "commit")) };
    // What is drawn beside it may take some columns.
    let beside = format!(" · {}{commits}", opening.author.name);
    line.with_beside(opening.intent.as_str(), &beside, look.width.saturating_sub(drawn))
}

fn commit_line(commit: &Commit, indent: usize) -> Line {
    let line = Line::default().with(Role::Plain, " ".repeat(indent)).with(Role::Id, short(&commit.facts.sha));
    let line = line.with(Role::Plain, "  ");
    line.with(Role::Plain, &commit.facts.subject).with(Role::Dim, before(commit))
}

fn stat_line(lines: &SessionLines, indent: usize) -> Line {
    Line::default().with(Role::Plain, " ".repeat(indent)).with(Role::Dim, changed(lines))
}

/// How much a session changed, as people say it.
#[must_use]
pub fn changed(lines: &SessionLines) -> String {
    let SessionLines { files, more_files, added, removed, gone } = *lines;
    let more = if more_files { "more than " } else { "" };
    let mut parts = match (files, gone) {
        (0, 0) => return "nothing changed".to_owned(),
        (0, _) => Vec::new(),
        _ => vec![format!("{more}{}", plural(files, "file")), format!("+{added} -{removed}")],
    };
    if gone > 0 {
        parts.push(format!(
            "without {} that {} gone",
            plural(gone, "commit"),
            if gone == 1 { "is" } else { "are" }
        ));
    }
    parts.join(", ")
}

/// What it took the place of.
fn before(commit: &Commit) -> String {
    match &commit.replaces[..] {
        [] => String::new(),
        [only] => format!(" (was {})", short(only)),
        several => format!(" (was {} commits)", several.len()),
    }
}

/// As much of a commit's id as people read.
pub(super) fn short(sha: &str) -> String {
    sha.chars().take(8).collect()
}
