//! The story of the chosen session.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Scrollbar, ScrollbarOrientation, ScrollbarState, Wrap};

use super::paint::Paint;
use crate::deed::short;
use crate::model::Model;

pub(super) fn draw(model: &Model, paint: Paint, frame: &mut Frame<'_>, pane: Rect) {
    if pane.is_empty() {
        return;
    }
    let title =
        model.chosen.as_ref().map_or_else(|| "Story".to_owned(), |id| format!("Story of {}", short(id)));
    let area = super::title(paint, &title, model.in_story, frame, pane);
    let story = &model.story;
    let inner = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area };
    match &story.shown {
        None if story.of.is_some() && story.waited > 0 => {
            frame.render_widget(Line::styled("reading …", paint.dim()), inner);
        }
        None => {}
        Some(Err(told)) => {
            let mut lines = vec![Line::styled(core_model::clean(&told.text), paint.alert())];
            lines
                .extend(told.hint.iter().map(|hint| Line::raw(format!("hint: {}", core_model::clean(hint)))));
            frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inner);
        }
        Some(Ok(_)) => {
            let lines = story.page.0.iter().skip(story.top).take(usize::from(area.height));
            let line = |line: &report::Line| {
                line.0
                    .iter()
                    .map(|span| Span::styled(span.text.clone(), paint.role(span.role)))
                    .collect::<Line<'_>>()
            };
            frame.render_widget(Paragraph::new(lines.map(line).collect::<Vec<_>>()), inner);
            scroll_bar(model, paint, frame, area);
        }
    }
}

/// How much there is, and where in it this is; nothing where all of it is seen.
fn scroll_bar(model: &Model, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let beyond = model.story.page.0.len().saturating_sub(usize::from(area.height));
    if beyond == 0 {
        return;
    }
    let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .thumb_symbol("┃")
        .track_symbol(Some("│"))
        .style(paint.dim());
    let mut state = ScrollbarState::new(beyond + 1)
        .viewport_content_length(usize::from(area.height))
        .position(model.story.top);
    frame.render_stateful_widget(bar, area, &mut state);
}
