//! What the screen shows: a function of the model.

mod bottom;
mod help;
mod list;
mod paint;
mod panel;
mod story;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::board::Group;
use crate::layout;
use crate::model::{Mode, Model};
pub(crate) use help::last_top;
use paint::Paint;

/// Draws the screen.
pub(crate) fn draw(model: &Model, frame: &mut Frame<'_>) {
    let paint = Paint { colour: model.around.colour };
    let areas = model.areas();
    header(model, paint, frame, areas.header);
    list::draw(model, paint, frame, areas.list);
    story::draw(model, paint, frame, areas.story);
    bottom::said(model, paint, frame, areas.said);
    bottom::notice(model, paint, frame, areas.notice);
    bottom::keys(model, paint, frame, areas.keys);
    match &model.mode {
        Mode::Browse | Mode::Filter => {}
        Mode::Form(form) => panel::form(form, paint, frame, above(model, areas.said)),
        Mode::Choose(choose) => panel::choose(choose, paint, frame, above(model, areas.said)),
        Mode::Help(top) => help::help(*top, paint, frame),
        Mode::Notices(top) => help::notices(model, *top, paint, frame),
    }
}

/// The room above what just happened, which stays in view while something is typed.
fn above(model: &Model, said: Rect) -> Rect {
    let bottom = if said.is_empty() { model.size.1.saturating_sub(1) } else { said.y };
    Rect::new(0, 0, model.size.0, bottom.max(model.size.1.min(1)))
}

/// Where this is, and how many sessions there are.
fn header(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let Some(board) = &model.board else { return };
    let branch = board.branch.as_deref().unwrap_or("detached HEAD");
    let place = core_model::clean(&format!(" · worktree {} · {branch}", board.worktree));
    let left = Line::from(vec![
        Span::styled(core_model::clean(&board.project), paint.heading()),
        Span::styled(place, paint.dim()),
    ]);
    let count = |group: &dyn Fn(Group) -> bool| model.rows.iter().filter(|row| group(row.group)).count();
    let parked = count(&|group| group == Group::Parked);
    let active = count(&|group| group < Group::Parked);
    let over = model.archive.all;
    let right = format!("{active} active · {parked} parked · {over} completed");
    let room = usize::from(area.width).saturating_sub(left.width() + 2);
    frame.render_widget(left, area);
    let wide = unicode_width::UnicodeWidthStr::width(right.as_str());
    if wide <= room {
        let wide = u16::try_from(wide).unwrap_or(area.width);
        let at = Rect { x: area.right().saturating_sub(wide), width: wide, ..area };
        frame.render_widget(Line::styled(right, paint.dim()), at);
    }
}

/// A title with a line to its right; the one of the pane that has the keys stands out.
fn title(paint: Paint, text: &str, has_keys: bool, frame: &mut Frame<'_>, pane: Rect) -> Rect {
    let below = layout::below_title(pane);
    if below == pane {
        return pane;
    }
    let style = if has_keys { paint.focused() } else { paint.heading() };
    let text = format!(" {text} ");
    let rule = "─".repeat(usize::from(pane.width));
    let line = Rect { height: 1, ..pane };
    frame.render_widget(Line::styled(rule, paint.dim()), line);
    let wide = u16::try_from(unicode_width::UnicodeWidthStr::width(text.as_str())).unwrap_or(pane.width);
    let at = Rect { x: pane.x + 1.min(pane.width), width: wide.min(pane.width.saturating_sub(2)), ..line };
    frame.render_widget(Line::styled(text, style), at);
    below
}
