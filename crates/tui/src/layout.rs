//! Where what stands: a function of the size alone, and of what there is to show below.

use ratatui::layout::Rect;

/// From this many columns on, the sessions and the story stand side by side.
pub(crate) const SIDE_BY_SIDE: u16 = 96;

/// The story is laid out in no more columns: longer lines are hard to read.
const WIDEST_STORY: u16 = 110;

/// The parts of the screen. A part without lines or columns is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Areas {
    pub(crate) header: Rect,
    /// The sessions, with the title above them. Empty: the story has all the room.
    pub(crate) list: Rect,
    /// The story, with the title above it. Empty: the list has all the room.
    pub(crate) story: Rect,
    /// What just happened.
    pub(crate) said: Rect,
    /// What is not as it should be.
    pub(crate) notice: Rect,
    /// The keys.
    pub(crate) keys: Rect,
}

/// Which of the two has the room where they do not stand side by side, and what stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) story: bool,
    pub(crate) said: u16,
    pub(crate) notice: bool,
}

/// Cuts the screen: first what is at the edges goes where there is little room.
pub(crate) fn cut(width: u16, height: u16, wanted: Wanted) -> Areas {
    let mut rest = Rect::new(0, 0, width, height);
    let mut areas = Areas::default();
    if height >= 10 {
        areas.header = take_top(&mut rest, 1);
    }
    if height >= 4 {
        areas.keys = take_bottom(&mut rest, 1);
    }
    let most = rest.height.saturating_sub(2).min(height / 3);
    areas.said = take_bottom(&mut rest, wanted.said.min(most.max(u16::from(height >= 3))));
    if wanted.notice && height >= 8 {
        areas.notice = take_bottom(&mut rest, 1);
    }
    if width < SIDE_BY_SIDE {
        *(if wanted.story { &mut areas.story } else { &mut areas.list }) = rest;
        return areas;
    }
    let list = (width * 2 / 5).clamp(36, 64);
    areas.list = Rect { width: list, ..rest };
    // A column of air between the two.
    areas.story = Rect { x: list + 1, width: width - list - 1, ..rest };
    areas
}

/// The room for the rows or lines below a title.
pub(crate) fn below_title(pane: Rect) -> Rect {
    let title = u16::from(pane.height > 2);
    Rect { y: pane.y + title, height: pane.height - title, ..pane }
}

/// The columns that the story's lines have: one is the scroll bar's, with air on both sides of the text.
pub(crate) fn story_width(pane: Rect) -> usize {
    usize::from(pane.width.saturating_sub(3).min(WIDEST_STORY))
}

fn take_top(rest: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(rest.height);
    let top = Rect { height: lines, ..*rest };
    rest.y += lines;
    rest.height -= lines;
    top
}

fn take_bottom(rest: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(rest.height);
    rest.height -= lines;
    Rect { y: rest.y + rest.height, height: lines, ..*rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_lie_within_the_screen_and_over_no_other_whatever_its_size() {
        for (width, height) in
            (0..240).step_by(7).flat_map(|width| (0..60).map(move |height| (width, height)))
        {
            for (story, said, notice) in [(false, 0, false), (true, 4, true), (false, 40, true)] {
                let areas = cut(width, height, Wanted { story, said, notice });
                let parts = [areas.header, areas.list, areas.story, areas.said, areas.notice, areas.keys];
                let cells: u32 = parts.iter().map(|part| part.area()).sum();
                assert!(cells <= u32::from(width) * u32::from(height), "{width}×{height}: {areas:?}");
                for part in parts.iter().filter(|part| !part.is_empty()) {
                    assert!(part.right() <= width && part.bottom() <= height, "{width}×{height}: {areas:?}");
                    let over = parts.iter().filter(|other| part.intersects(**other)).count();
                    assert_eq!(over, 1, "{width}×{height}: {areas:?}");
                }
            }
        }
    }
}
