//! The page: its parts, put into the templates.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core_model::{Digest, Status, derive_children};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::calendar::Clock;
use crate::figures::sum;
use crate::hours::{Hours, hours};
use crate::item::Item;
use crate::names::Names;
use crate::story::{Month, Teller};
use crate::tables::{Table, tables};
use crate::timeline::{Timeline, timeline};
use crate::{Report, words};

const STYLE: &str = include_str!("../templates/style.css");
const SCRIPT: &str = include_str!("../templates/script.js");

const TEMPLATES: [(&str, &str); 5] = [
    ("page.html", include_str!("../templates/page.html")),
    ("timeline.html", include_str!("../templates/timeline.html")),
    ("hours.html", include_str!("../templates/hours.html")),
    ("table.html", include_str!("../templates/table.html")),
    ("story.html", include_str!("../templates/story.html")),
];

/// A template of ours is broken: a defect.
#[derive(Debug, thiserror::Error)]
#[error("a template of the report is broken")]
pub struct RenderError(#[from] minijinja::Error);

#[derive(Serialize)]
struct Page {
    title: String,
    policy: String,
    style: &'static str,
    script: &'static str,
    is_private: bool,
    made: String,
    made_machine: String,
    zone: String,
    range: Option<String>,
    chosen: Vec<String>,
    limit: String,
    figures: Vec<Figure>,
    timeline: Timeline,
    hours: Hours,
    tables: Vec<Table>,
    months: Vec<Month>,
}

/// A figure that is worth a look.
#[derive(Serialize)]
struct Figure {
    name: &'static str,
    value: String,
    note: String,
}

/// Writes the page.
///
/// # Errors
/// [`RenderError`].
pub fn render(report: &Report<'_>) -> Result<String, RenderError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment.get_template("page.html")?.render(Serde(page(report)))?)
}

fn page(report: &Report<'_>) -> Page {
    let clock = Clock(report.local);
    let names = if report.private { Names::hidden(report.all) } else { Names::shown() };
    let digests: Vec<Digest> = report.shown.iter().map(|session| Digest::of(session)).collect();
    let sessions = report.shown.iter().zip(&digests);
    let mut items: Vec<Item<'_>> =
        sessions.map(|(session, digest)| Item::new(session, digest, report)).collect();
    items.sort_by_key(|item| (item.session.opening().started_at, item.session.id()));
    let children = derive_children(report.all);
    let there: BTreeSet<_> = items.iter().map(|item| item.session.id()).collect();
    let teller = Teller { names: &names, clock, children: &children, there: &there };
    let made = clock.at(report.now);
    Page {
        title: if report.private { "Sessions".to_owned() } else { core_model::clean(report.name) },
        policy: policy(),
        style: STYLE,
        script: SCRIPT,
        is_private: report.private,
        made: words::minute(made),
        made_machine: words::machine(made),
        zone: clock.zone(report.now),
        range: range(&items, report, clock),
        chosen: chosen(report),
        limit: words::length(report.limit),
        figures: figures(&items),
        timeline: timeline(&items, &names, clock, report.now),
        hours: hours(&items, clock),
        tables: tables(&items, &names, clock),
        months: teller.months(&items),
    }
}

/// Whether a file that begins like this is a report of ours, which may be written anew.
#[must_use]
pub fn is_report(beginning: &[u8]) -> bool {
    let mark = br#"<meta name="generator" content="git-session report">"#;
    beginning.starts_with(b"<!doctype html>") && beginning.windows(mark.len()).take(256).any(|it| it == mark)
}

/// What the browser may do with the page: show it, and run its own script. Each part is named by its hash, so nothing that
/// came in with a text would run.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// From when to when; `None`: there is nothing.
fn range(items: &[Item<'_>], report: &Report<'_>, clock: Clock<'_>) -> Option<String> {
    let spans = || items.iter().flat_map(|item| &item.active);
    let from = report.since.or_else(|| spans().map(|span| span.from).min());
    let to = report.until.or_else(|| spans().map(|span| span.to).max());
    let (from, to) = (clock.at(from?).date(), clock.at(to?).date());
    Some(words::days(from.min(to), to))
}

fn chosen(report: &Report<'_>) -> Vec<String> {
    let said = |(name, value): &(&str, &str)| {
        if report.private { (*name).to_owned() } else { format!("{name} {}", core_model::clean(value)) }
    };
    report.chosen.iter().map(said).collect()
}

fn figures(items: &[Item<'_>]) -> Vec<Figure> {
    let all = sum(items);
    let is = |wanted: fn(&Status) -> bool| items.iter().filter(|item| wanted(item.session.status())).count();
    let active = is(|status| matches!(status, Status::Active));
    let parked = is(|status| matches!(status, Status::Parked(_)));
    let questions = items.iter().flat_map(|item| item.session.questions().as_slice());
    let open = questions.filter(|question| question.answer.is_none()).count();
    let in_lineage = items.iter().filter(|item| item.session.opening().parent.is_some()).count();
    let figure = |name, value, note| Figure { name, value, note };
    vec![
        figure("Sessions", words::grouped(all.sessions), format!("{active} active, {parked} parked")),
        figure("Active time", words::length(all.figures.active), "of each session for itself".to_owned()),
        figure("By the clock", words::length(all.figures.clock), "an hour of two is an hour".to_owned()),
        figure("Commits", words::grouped(all.figures.commits), "as they are called now".to_owned()),
        figure("Decisions", words::grouped(all.decisions), words::count(open, "open question")),
        figure("Taken up again", words::grouped(in_lineage), "sessions that go on with another".to_owned()),
    ]
}
