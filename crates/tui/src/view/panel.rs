//! Panels at the bottom: what is asked before a deed, and what there is to choose from.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};
use unicode_width::UnicodeWidthStr as _;

use super::list::cut;
use super::paint::Paint;
use crate::choose::Choose;
use crate::form::{Field, Form};

/// The most lines that a text has on the screen; it scrolls beyond.
const MOST: u16 = 6;

/// Puts a panel with this many lines at the bottom of the room.
fn panel(paint: Paint, title: &str, lines: u16, frame: &mut Frame<'_>, room: Rect) -> Rect {
    let height = lines.saturating_add(2).min(room.height);
    let area = Rect { y: room.bottom() - height, height, ..room };
    let title = format!(" {} ", cut(title, usize::from(area.width.saturating_sub(6))));
    let block = Block::bordered().title(Line::styled(title, paint.heading()));
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}

pub(super) fn form(form: &Form, paint: Paint, frame: &mut Frame<'_>, room: Rect) {
    let width = usize::from(room.width.saturating_sub(4)).max(1);
    let about = if form.about.is_empty() { Vec::new() } else { textwrap::wrap(&form.about, width) };
    let about: Vec<String> = about.into_iter().take(4).map(std::borrow::Cow::into_owned).collect();
    let heights: Vec<u16> = form.fields.iter().map(|field| lines_of(field, width)).collect();
    let labels = u16::try_from(form.fields.len()).unwrap_or(1);
    let lines = u16::try_from(about.len()).unwrap_or(0) + labels + heights.iter().sum::<u16>();
    let inner = panel(paint, &form.title(), lines, frame, room);
    let mut rest = inner;
    // Where there is little room, the text that is typed is what must be seen.
    let needed = |at: usize| heights[at] + 1;
    if rest.height < lines {
        let only = form.at;
        if rest.height > needed(only) {
            rest = label(&form.fields[only], paint, frame, rest);
        }
        return text(&form.fields[only], frame, rest);
    }
    for line in about {
        frame.render_widget(Line::styled(format!(" {line}"), paint.heading()), Rect { height: 1, ..rest });
        rest = below(rest, 1);
    }
    for (at, field) in form.fields.iter().enumerate() {
        rest = label(field, paint, frame, rest);
        text(field, frame, Rect { height: heights[at].min(rest.height), ..rest });
        rest = below(rest, heights[at]);
    }
}

fn label(field: &Field, paint: Paint, frame: &mut Frame<'_>, area: Rect) -> Rect {
    frame.render_widget(Line::styled(format!(" {}", field.label), paint.dim()), Rect { height: 1, ..area });
    below(area, 1)
}

fn text(field: &Field, frame: &mut Frame<'_>, area: Rect) {
    let area = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area };
    if !area.is_empty() {
        frame.render_widget(&field.area, area);
    }
}

fn below(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}

/// How many lines a text takes, with room for the cursor at its end.
fn lines_of(field: &Field, width: usize) -> u16 {
    let lines =
        field.area.lines().iter().map(|line| textwrap::wrap(line, width).len().max(line.width() / width + 1));
    u16::try_from(lines.sum::<usize>()).unwrap_or(MOST).clamp(1, MOST)
}

pub(super) fn choose(choose: &Choose, paint: Paint, frame: &mut Frame<'_>, room: Rect) {
    let lines = u16::try_from(choose.items.len()).unwrap_or(u16::MAX).min(room.height / 2 + 1);
    let inner = panel(paint, choose.title(), lines, frame, room);
    let first = choose.at.saturating_sub(usize::from(inner.height.saturating_sub(1)));
    let items = choose.items.iter().enumerate().skip(first);
    for (y, (at, (id, text))) in (inner.y..inner.bottom()).zip(items) {
        let area = Rect { y, height: 1, ..inner };
        let room = usize::from(area.width).saturating_sub(id.width() + 4);
        let line = Line::from(vec![
            Span::raw(if at == choose.at { "> " } else { "  " }),
            Span::styled(id.as_str(), paint.role(report::Role::Id)),
            Span::raw(format!("  {}", cut(text, room))),
        ]);
        frame.render_widget(line, area);
        if at == choose.at {
            frame.buffer_mut().set_style(area, paint.chosen());
        }
    }
}
