//! Which session goes on with which, drawn beside a log: the newest comes first, and a line leads down from each to the one
//! that it goes on with.

use core_model::SessionId;
use renderdag::{Ancestor, BoxDrawingRenderer, GraphRowRenderer, Renderer as _};

use crate::page::{Line, Role};

/// Stands in a drawing where a line of the log belongs. Nothing that is shown holds it.
const PLACE: &str = "\u{1}";

/// A drawing that goes on with every session.
pub(super) struct Graph(BoxDrawingRenderer<SessionId, GraphRowRenderer<SessionId>>);

impl Graph {
    pub(super) fn new() -> Self {
        Self(GraphRowRenderer::new().output().with_min_row_height(1).build_box_drawing())
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
        let drawn = self.0.next_row(id.clone(), parents.into_iter().collect(), "o".into(), message);
        let mut lines = lines.into_iter();
        let beside = |row: &str| {
            let (drawing, line) = match row.split_once(PLACE) {
                Some((drawing, _)) => (drawing, lines.next().unwrap_or_default()),
                None => (row, Line::default()),
            };
            let mut whole = Line::default().with(Role::Dim, drawing);
            whole.0.extend(line.0);
            whole
        };
        drawn.lines().map(beside).collect()
    }
}
