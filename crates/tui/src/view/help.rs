//! What lies over everything: the keys, and what is not as it should be.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};
use unicode_width::UnicodeWidthStr as _;

use super::paint::Paint;
use crate::keys::TABLE;
use crate::model::{Mode, Model};

const WIDEST: u16 = 90;

/// All keys.
pub(super) fn help(top: usize, paint: Paint, frame: &mut Frame<'_>) {
    over(" Keys ", keys(paint, frame.area().width), top, paint, frame);
}

/// What is not as it should be, in full.
pub(super) fn notices(model: &Model, top: usize, paint: Paint, frame: &mut Frame<'_>) {
    over(" What is to be known ", told(model, paint, frame.area().width), top, paint, frame);
}

/// The last line that may be at the top of what lies over everything.
pub(crate) fn last_top(model: &Model) -> usize {
    let paint = Paint { colour: false };
    let (width, height) = model.size;
    let lines = match &model.mode {
        Mode::Help(_) => keys(paint, width).len(),
        Mode::Notices(_) => told(model, paint, width).len(),
        Mode::Browse | Mode::Filter | Mode::Form(_) | Mode::Choose(_) => 0,
    };
    lines.saturating_sub(usize::from(height.saturating_sub(3)))
}

fn keys(paint: Paint, width: u16) -> Vec<Line<'static>> {
    let all = || TABLE.iter().flat_map(|(_, keys)| keys.iter());
    let widest = all().map(|key| key.keys.width()).max().unwrap_or(0);
    let mut lines = Vec::new();
    let room = usize::from(width.min(WIDEST)).saturating_sub(widest + 7).max(10);
    for (name, keys) in &TABLE {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(format!(" {name}"), paint.heading()));
        for key in *keys {
            let pad = " ".repeat(widest - key.keys.width());
            for (at, piece) in textwrap::wrap(key.what, room).into_iter().enumerate() {
                let keys = if at == 0 { format!("{}{pad}", key.keys) } else { " ".repeat(widest) };
                let keys = Span::styled(format!("  {keys}"), paint.key());
                lines.push(Line::from(vec![keys, Span::raw(format!("  {piece}"))]));
            }
        }
    }
    lines
}

fn told(model: &Model, paint: Paint, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width.min(WIDEST)).saturating_sub(4).max(10);
    let mut lines = Vec::new();
    for notice in model.notices() {
        let (kind, style) = if notice.alert { ("warning", paint.alert()) } else { ("note", paint.heading()) };
        let text = format!("{kind}: {}", notice.text);
        for (at, line) in textwrap::wrap(&text, width).into_iter().enumerate() {
            let style = if at == 0 { style } else { ratatui::style::Style::new() };
            lines.push(Line::styled(format!(" {line}"), style));
        }
    }
    if lines.is_empty() {
        lines.push(Line::raw(" All is well."));
    }
    lines
}

/// A box in the middle, as large as it must be.
fn over(title: &'static str, lines: Vec<Line<'_>>, top: usize, paint: Paint, frame: &mut Frame<'_>) {
    let screen = frame.area();
    // The line of keys stays in view.
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(1));
    let width = screen.width.min(WIDEST);
    let area = Rect::new((screen.width - width) / 2, (screen.height - height) / 2, width, height);
    let mut block = Block::bordered().title(Line::styled(title, paint.heading()));
    let inner = block.inner(area);
    if top + usize::from(inner.height) < lines.len() {
        block = block.title_bottom(Line::styled(" ↓ more ", paint.key()).right_aligned());
    }
    let top = top.min(lines.len().saturating_sub(usize::from(inner.height)));
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(top).collect::<Vec<_>>()), inner);
}
