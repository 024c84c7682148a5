//! The sessions.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::paint::Paint;
use crate::board::{Row, Standing};
use crate::deed::short;
use crate::model::{ListLine, MOST, Mode, Model};

/// How far the rows are set in: the mark of the chosen one, the one of its standing, and air.
const INDENT: usize = 3;

pub(super) fn draw(model: &Model, paint: Paint, frame: &mut Frame<'_>, pane: Rect) {
    if pane.is_empty() {
        return;
    }
    let is_typed = matches!(model.mode, Mode::Filter);
    let has_keys = !model.in_story;
    let title = if model.is_filtered() && model.archive.all > MOST {
        format!("Sessions: {} found among the newest {MOST}", model.shown.len())
    } else if model.is_filtered() {
        format!("Sessions: {} found", model.shown.len())
    } else {
        "Sessions".to_owned()
    };
    let below = super::title(paint, &title, has_keys, frame, pane);
    let area = model.rows_area();
    if area != below {
        filter(model, paint, frame, Rect { height: 1, ..below }, is_typed);
    }
    if model.lines.is_empty() {
        return empty(model, paint, frame, area);
    }
    let lines = model.lines.iter().skip(model.top).take(usize::from(area.height));
    for (y, line) in (area.y..).zip(lines) {
        let area = Rect { y, height: 1, ..area };
        match *line {
            ListLine::Gap => {}
            ListLine::Title(group) => {
                frame.render_widget(Line::styled(format!(" {}", group.title()), paint.heading()), area);
            }
            ListLine::Intent(place) => {
                row(model, place, area, frame, |row, width| intent(model, row, paint, width))
            }
            ListLine::Detail(place) => {
                row(model, place, area, frame, |row, width| detail(model, row, paint, width))
            }
        }
    }
}

fn filter(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect, is_typed: bool) {
    frame.render_widget(Line::from(Span::styled(" /", paint.key())), area);
    let at = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(2), ..area };
    if is_typed {
        frame.render_widget(&model.typed_filter, at);
    } else {
        frame.render_widget(Line::raw(core_model::clean(&model.typed_filter.lines().join(" "))), at);
    }
}

fn empty(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let text = match &model.board {
        None => "",
        Some(_) if !model.filter.is_empty() && model.archive.rows.len() < model.archive.all.min(MOST) => {
            "looking …"
        }
        Some(_) if !model.filter.is_empty() => "no session is like this; Esc clears the filter",
        Some(_) => {
            "There are no sessions yet. Begin one in a shell: git session start \"what you are about to do\""
        }
    };
    let width = usize::from(area.width.saturating_sub(4)).max(1);
    for (y, line) in (area.y + 1.min(area.height)..area.bottom()).zip(textwrap::wrap(text, width)) {
        frame.render_widget(Line::styled(format!("   {line}"), paint.dim()), Rect { y, height: 1, ..area });
    }
}

fn row<'m>(
    model: &'m Model,
    place: usize,
    area: Rect,
    frame: &mut Frame<'_>,
    line: impl FnOnce(&'m Row, usize) -> Line<'m>,
) {
    let Some(row) = model.shown.get(place).and_then(|at| model.rows.get(*at)) else { return };
    let line = line(row, usize::from(area.width));
    frame.render_widget(line, area);
    if place == model.at && !model.in_story {
        let paint = Paint { colour: model.around.colour };
        frame.buffer_mut().set_style(area, paint.chosen());
    }
}

/// What a session is for, after two marks: that it is chosen, and what stands out of it.
fn intent<'m>(model: &'m Model, row: &'m Row, paint: Paint, width: usize) -> Line<'m> {
    let is_chosen = model.chosen.as_ref() == Some(&row.id);
    let is_current = model.board.as_ref().and_then(|board| board.current.as_ref()) == Some(&row.id);
    let (mark, style) = match &row.standing {
        Standing::Active { waits: Some(_), .. } => ("! ", paint.alert()),
        Standing::Active { neglected: true, .. } => ("? ", paint.alert()),
        _ if is_current => ("* ", paint.good()),
        Standing::Active { .. } | Standing::Parked { .. } | Standing::Completed { .. } => {
            ("  ", Style::new())
        }
    };
    Line::from(vec![
        Span::raw(if is_chosen { ">" } else { " " }),
        Span::styled(mark, style),
        Span::raw(cut(&row.intent, width.saturating_sub(INDENT))),
    ])
}

/// What is true of it only now, since when, and who works.
fn detail<'m>(model: &'m Model, row: &'m Row, paint: Paint, width: usize) -> Line<'m> {
    let look = model.look(width);
    let mut style = paint.dim();
    let what = match &row.standing {
        Standing::Active { waits: Some(said), .. } => {
            style = paint.alert();
            format!("waits: {} · {}", core_model::clean(said.text.as_str()), look.ago(said.at))
        }
        Standing::Active { neglected: true, last_sign, .. } => {
            format!("nobody works on it? last sign of life {}", look.ago(*last_sign))
        }
        Standing::Active { activity: Some(said), .. } => {
            format!("{} · {}", core_model::clean(said.text.as_str()), look.ago(said.at))
        }
        Standing::Active { last_sign, .. } => look.ago(*last_sign),
        Standing::Parked { at, reason } => {
            format!("parked {}: {}", look.ago(*at), core_model::clean(reason))
        }
        Standing::Completed { started_at, outcome } => {
            format!("{} · {}", look.minute(*started_at), outcome.as_str())
        }
    };
    let place = row.elsewhere.as_ref().map(|it| format!(" in {it}")).unwrap_or_default();
    let name = short(&row.id);
    let text = cut(&format!("  {what} · {}{place}", row.author), width.saturating_sub(INDENT + name.len()));
    Line::from(vec![
        Span::raw("   "),
        Span::styled(name, paint.role(report::Role::Id)),
        Span::styled(text, style),
    ])
}

/// A text within some columns: what goes beyond ends with `…`.
pub(super) fn cut(text: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |c: &char| {
        let wide = c.width().unwrap_or(0);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    kept
}
