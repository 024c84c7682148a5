//! Which session goes on with which, drawn beside a log: the newest comes first, and a line leads down from each to the one
//! that it goes on with.

use core_model::SessionId;
use renderdag::{Ancestor, BoxDrawingRenderer, GraphRowRenderer, Renderer as _};

use crate::page::{Line, Role};

/// Stands in a drawing where a line of the log belongs. Nothing that is shown holds it.
const PLACE: &str = "\u{1}";

/// A drawing that goes on with every session.
pub(super) struct Graph {
    renderer: BoxDrawingRenderer<SessionId, GraphRowRenderer<SessionId>>,
    /// The lines that lead past the row before.
    past: String,
}

impl Graph {
    pub(super) fn new() -> Self {
        let renderer = GraphRowRenderer::new().output().with_min_row_height(1).build_box_drawing();
        Self { renderer, past: String::new() }
    }

    /// The lines for a session, with what is drawn beside them. `parent` is the one that it goes on with, and whether that
    /// one comes further down.
    pub(super) fn draw(
        &mut self,
        id: &SessionId,
        parent: Option<(&SessionId, bool)>,
        lines: Vec<Line>,
    ) -> Vec<Line> {
        let parents =
            parent.map(
                |(parent, is_below)| {
                    if is_below { Ancestor::Parent(parent.clone()) } else { Ancestor::Anonymous }
                },
            );
        let message = vec![PLACE; lines.len()].join("\n");
        let drawn = self.renderer.next_row(id.clone(), parents.into_iter().collect(), "o".into(), message);
        let mut lines = lines.into_iter();
        let beside = |row: &str| {
            let (drawing, line) = match row.split_once(PLACE) {
                Some((drawing, _)) => {
                    self.past = drawing.chars().map(|sign| if sign == '│' { sign } else { ' ' }).collect();
                    (drawing, lines.next().unwrap_or_default())
                }
                // Below one that goes on with none comes an empty row, which would interrupt the lines that lead past it.
                None if row.trim().is_empty() => (self.past.trim_end(), Line::default()),
                None => (row, Line::default()),
            };
            let mut whole = Line::default().with(Role::Dim, drawing);
            whole.0.extend(line.0);
            whole
        };
        drawn.lines().map(beside).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each session by its letter, and the one that it goes on with.
    fn drawn(sessions: &[(&str, Option<&str>)]) -> String {
        let id = |letter: &str| format!("20261123-000000000{letter}").parse::<SessionId>().unwrap();
        let mut graph = Graph::new();
        let mut page = crate::page::Page::default();
        for (name, parent) in sessions {
            let lines = vec![Line::default().with(Role::Plain, *name)];
            let parent = parent.map(id);
            page.0.extend(graph.draw(&id(name), parent.as_ref().map(|parent| (parent, true)), lines));
        }
        page.to_plain()
    }

    #[test]
    fn a_line_that_leads_past_a_session_is_not_interrupted() {
        let sessions = [("a", Some("d")), ("b", None), ("c", Some("e")), ("d", Some("e")), ("e", None)];
        insta::assert_snapshot!(drawn(&sessions), @"
        o  a
        │ o  b
        │
        │ o  c
        o │  d
        ├─╯
        o  e
        ");
    }
}
