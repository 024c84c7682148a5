//! A chart: a lane for each session, with the time along it. Places along the time are percentages, so that a chart is as wide
//! as there is room.

use std::collections::HashMap;

use core_model::worked::Span;
use core_model::{AuthorKind, SessionId, Time};
use serde::Serialize;

use crate::axis::{Axis, Mark, rounded};
use crate::calendar::{Clock, Period};
use crate::item::Item;
use crate::names::Names;
use crate::words;

/// How high a lane is.
const LANE: usize = 26;

/// Where the first lane begins: above it stand the days or hours.
const TOP: usize = 26;

/// The least width of a bar, in percent: a session of a moment is seen.
const LEAST: f64 = 0.2;

/// Some sessions over a day or a week.
#[derive(Serialize)]
pub(crate) struct Chart {
    id: String,
    /// The day. `None`: it is of the whole week.
    title: Option<String>,
    words: String,
    /// The hours of each day that are drawn.
    shown: String,
    height: usize,
    top: usize,
    marks: Vec<Mark>,
    /// Hours between the marks, seen where there is room.
    hours: Vec<Mark>,
    lanes: Vec<Lane>,
    links: Vec<Link>,
    now: Option<f64>,
}

#[derive(Serialize)]
struct Lane {
    anchor: String,
    name: String,
    intent: String,
    author: String,
    is_agent: bool,
    status: &'static str,
    words: String,
    y: usize,
    middle: usize,
    spans: Vec<Bar>,
    parked: Option<Bar>,
    commits: Vec<Tick>,
    decisions: Vec<Tick>,
    /// Where it goes on with a session that has no lane here.
    goes_on: Option<Tick>,
}

#[derive(Serialize)]
struct Bar {
    x: f64,
    width: f64,
    end: f64,
    words: String,
}

#[derive(Serialize)]
struct Tick {
    x: f64,
    words: String,
}

/// From the lane of a session to the one that goes on with it.
#[derive(Serialize)]
struct Link {
    /// Where the first one stopped. `None`: from there on it lay parked, and is drawn so.
    from: Option<f64>,
    x: f64,
    y1: usize,
    y2: usize,
    words: String,
}

/// Draws sessions that were at work in this time, the first to begin above.
pub(crate) fn chart(
    period: Period,
    items: &[&Item<'_>],
    names: &Names,
    clock: Clock<'_>,
    now: Time,
) -> Chart {
    let axis = Axis::new(period, items, clock);
    let place = |at: Time| axis.place(clock.at(at));
    let mut items: Vec<&Item<'_>> = items.to_vec();
    let first =
        |item: &&Item<'_>| item.active.iter().find(|span| place(span.to) >= 0.0).map(|span| span.from);
    items.sort_by_key(|item| (first(item), item.session.id()));
    let rows: HashMap<&SessionId, usize> =
        items.iter().enumerate().map(|(row, item)| (item.session.id(), row)).collect();
    let drawer = Drawer { axis: &axis, names, clock };
    let lanes = items.iter().enumerate().map(|(row, item)| drawer.lane(row, item, &rows)).collect();
    let links = items.iter().filter_map(|item| drawer.link(item, &items, &rows)).collect();
    let is_day = period.days == 1;
    let when = words::days(period.from, period.last());
    Chart {
        id: format!("c-{}{}", period.from, if is_day { "-day" } else { "" }),
        title: is_day.then(|| words::day(period.from)),
        words: format!(
            "{when}, of each day {}: {} as lanes, from the first to begin to the last",
            axis.words(),
            words::count(items.len(), "session")
        ),
        shown: axis.words(),
        height: TOP + LANE * items.len() + 4,
        top: TOP,
        marks: if is_day { axis.hours(1) } else { axis.days() },
        hours: if is_day { Vec::new() } else { axis.hours(3) },
        lanes,
        links,
        now: Some(place(now)).filter(|x| (0.0..=100.0).contains(x)),
    }
}

struct Drawer<'a> {
    axis: &'a Axis,
    names: &'a Names,
    clock: Clock<'a>,
}

impl Drawer<'_> {
    fn lane(&self, row: usize, item: &Item<'_>, rows: &HashMap<&SessionId, usize>) -> Lane {
        let (session, names) = (item.session, self.names);
        let opening = session.opening();
        let name = names.session(session.id());
        let ticks = |moments: &mut dyn Iterator<Item = (Time, String)>| {
            moments.filter_map(|(at, words)| self.tick(at, words)).collect::<Vec<_>>()
        };
        let commit = |commit: &&core_model::Commit| {
            let subject = names.text(&commit.facts.subject).unwrap_or_default();
            (commit.at, format!("commit {} {subject}", names.commit(&commit.facts.sha)))
        };
        let decision = |decision: &&core_model::Decision| {
            let title = names.text(decision.title.as_str()).unwrap_or_default();
            (decision.at, format!("decision {title}"))
        };
        let parent = opening.parent.as_ref().filter(|parent| !rows.contains_key(parent));
        let goes_on = parent.and_then(|parent| {
            self.tick(opening.started_at, format!("goes on with {}", names.session(parent)))
        });
        Lane {
            anchor: names.anchor(session.id()),
            words: format!("{name}, {}", words::length(item.derive_active())),
            name,
            intent: if names.are_hidden() { String::new() } else { names.intent(session) },
            author: names.author(&opening.author),
            is_agent: opening.author.kind == AuthorKind::Agent,
            status: session.status().name().as_str(),
            y: TOP + LANE * row,
            middle: TOP + LANE * row + LANE / 2,
            spans: item.active.iter().filter_map(|span| self.bar(*span, "active")).collect(),
            parked: item.parked.and_then(|span| self.bar(span, "parked")),
            commits: ticks(&mut item.commits.iter().map(commit)),
            decisions: ticks(&mut item.decisions.iter().map(decision)),
            goes_on,
        }
    }

    /// What of a stretch is in this time.
    fn bar(&self, span: Span, what: &str) -> Option<Bar> {
        let (from, to) = (self.clock.at(span.from), self.clock.at(span.to));
        let (x, end) = (self.axis.place(from), self.axis.place(to).min(100.0));
        let is_seen = x < 100.0 && end >= 0.0;
        let from_here = x.max(0.0);
        is_seen.then(|| Bar {
            x: rounded(from_here.min(100.0 - LEAST)),
            width: rounded((end - from_here).max(LEAST)),
            end: rounded(end),
            words: format!(
                "{what} {} – {}, {}",
                words::minute(from),
                if from.date() == to.date() { to.format("%H:%M").to_string() } else { words::minute(to) },
                words::length(span.length())
            ),
        })
    }

    fn tick(&self, at: Time, words: String) -> Option<Tick> {
        let here = self.clock.at(at);
        let x = self.axis.place(here);
        let words = format!("{} {}", here.format("%H:%M"), words.trim_end());
        (0.0..100.0).contains(&x).then_some(Tick { x, words })
    }

    /// From the one that this goes on with, where both are here.
    fn link(&self, item: &Item<'_>, items: &[&Item<'_>], rows: &HashMap<&SessionId, usize>) -> Option<Link> {
        let opening = item.session.opening();
        let parent = opening.parent.as_ref()?;
        let (row, above) = (rows.get(item.session.id())?, rows.get(parent)?);
        let gone_on_with = items.get(*above)?;
        let place = |at: Time| self.axis.place(self.clock.at(at)).clamp(0.0, 100.0);
        let middle = |row: usize| TOP + LANE * row + LANE / 2;
        Some(Link {
            from: gone_on_with.parked.is_none().then(|| place(gone_on_with.session.derive_last_sign())),
            x: place(opening.started_at),
            y1: middle(*above),
            y2: middle(*row),
            words: format!(
                "{} goes on with {}",
                self.names.session(item.session.id()),
                self.names.session(parent)
            ),
        })
    }
}
