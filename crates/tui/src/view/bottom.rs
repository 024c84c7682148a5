//! What just happened, what is not as it should be, and the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::list::cut;
use super::paint::Paint;
use crate::board::Group;
use crate::model::{Kind, Mode, Model, Said};

pub(super) fn said(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let good = match &model.said {
        Said::Done(_) => paint.good(),
        Said::Nothing | Said::Doing(_) | Said::Refused(_) => paint.role(report::Role::Plain),
    };
    let lines = model.said_lines(usize::from(area.width));
    for (y, (kind, text)) in (area.y..area.bottom()).zip(lines) {
        let style = if kind == Kind::Good { good } else { paint.role(report::Role::Plain) };
        let line = Line::styled(text, style);
        let line = if kind == Kind::Alert { with_alert(&line.to_string(), paint) } else { line };
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// A text of which the first word, what it is, stands out.
fn with_alert(text: &str, paint: Paint) -> Line<'static> {
    let (kind, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
    Line::from(vec![Span::styled(kind.to_owned(), paint.alert()), Span::raw(rest.to_owned())])
}

pub(super) fn notice(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let notices = model.notices();
    let Some(first) = notices.first().filter(|_| !area.is_empty()) else { return };
    let more = match notices.len() {
        1 => " (w shows it in full)".to_owned(),
        count => format!(" (w shows all {count})"),
    };
    let room = usize::from(area.width).saturating_sub(more.width());
    let mut line = if first.alert {
        with_alert(&cut(&format!("warning: {}", first.text), room), paint)
    } else {
        Line::from(Span::styled(cut(&format!("note: {}", first.text), room), paint.dim()))
    };
    line.push_span(Span::styled(more, paint.dim()));
    frame.render_widget(line, area);
}

/// The keys that make sense now, as many as there is room for.
pub(super) fn keys(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let mut left = usize::from(area.width);
    let mut spans = Vec::new();
    for (key, what) in fitting(model) {
        let wide = key.width() + what.width() + 3;
        if wide > left {
            break;
        }
        left -= wide;
        spans.push(Span::styled(key, paint.key()));
        spans.push(Span::styled(format!(" {what}  "), paint.dim()));
    }
    frame.render_widget(Line::from(spans), area);
}

type Key = (&'static str, &'static str);

fn fitting(model: &Model) -> Vec<Key> {
    match &model.mode {
        Mode::Filter => vec![("Enter", "keep"), ("Esc", "clear"), ("↑↓", "choose")],
        Mode::Form(form) if form.sent => vec![("Esc", "close")],
        Mode::Form(form) if form.fields.len() > 1 => {
            vec![("Enter", "do it"), ("Esc", "leave it"), ("Tab", "other field"), ("Alt-Enter", "new line")]
        }
        Mode::Form(_) => vec![("Enter", "do it"), ("Esc", "leave it"), ("Alt-Enter", "new line")],
        Mode::Choose(_) => vec![("Enter", "choose"), ("↑↓", "move"), ("Esc", "leave it")],
        Mode::Help(_) | Mode::Notices(_) => vec![("Esc", "close"), ("↑↓", "scroll")],
        Mode::Browse => {
            let mut keys = vec![("?", "help"), ("q", "quit")];
            let switch = if model.in_story { ("Tab", "sessions") } else { ("Tab", "story") };
            keys.push(switch);
            keys.extend(deeds(model));
            keys.push(("/", "filter"));
            keys
        }
    }
}

/// What can be done with the chosen session.
fn deeds(model: &Model) -> Vec<Key> {
    let Some(row) = model.chosen_row() else { return Vec::new() };
    let session = model.chosen_session();
    let asks = session.is_some_and(|it| !it.questions().derive_open().as_slice().is_empty());
    let has_tasks = session.is_some_and(|it| !it.tasks().derive_open().as_slice().is_empty());
    let answer = asks.then_some(("a", "answer"));
    let task = has_tasks.then_some(("t", "task done"));
    match row.group {
        Group::Waits | Group::ActiveHere | Group::ActiveElsewhere => {
            let always = [("p", "park"), ("c", "complete")];
            let said = [("e", "event"), ("d", "decide")];
            answer.into_iter().chain(always).chain(task).chain(said).collect()
        }
        Group::Parked => [("r", "resume"), ("c", "complete")].into_iter().chain(answer).chain(task).collect(),
        Group::Completed => Vec::new(),
    }
}
