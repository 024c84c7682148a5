//! What follows from whatever has changed: which sessions are shown, which is chosen, what is in view.

use core_model::SessionId;

use crate::layout;
use crate::message::Effect;
use crate::model::{FIRST, ListLine, MOST, Mode, Model};
use crate::story::Story;

/// How near to the end of what was read the chosen session is when more is read.
const NEAR: usize = 25;

pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let mut effects = Vec::new();
    show(model);
    choose(model);
    effects.extend(read_story(model));
    effects.extend(read_more(model));
    keep_in_view(model);
    lay_out_story(model);
    let last = crate::view::last_top(model);
    if let Mode::Help(top) | Mode::Notices(top) = &mut model.mode {
        *top = (*top).min(last);
    }
    effects
}

/// The rows that the filter lets through, and the lines of the list.
fn show(model: &mut Model) {
    let taken = |(at, row): (usize, &crate::board::Row)| model.filter.takes(&row.text).then_some(at);
    model.shown = model.rows.iter().enumerate().filter_map(taken).collect();
    model.lines.clear();
    let mut group = None;
    for (place, at) in model.shown.iter().enumerate() {
        let row = &model.rows[*at];
        if group != Some(row.group) {
            if group.is_some() {
                model.lines.push(ListLine::Gap);
            }
            model.lines.push(ListLine::Title(row.group));
            group = Some(row.group);
        }
        model.lines.extend([ListLine::Intent(place), ListLine::Detail(place)]);
    }
}

/// The same session as before, wherever it stands now; where it is not shown any more, the one in its place.
fn choose(model: &mut Model) {
    let place_of = |id: &SessionId| model.shown.iter().position(|at| model.rows[*at].id == *id);
    let awaited = model.awaited.as_ref().and_then(place_of);
    let place = awaited.or_else(|| model.chosen.as_ref().and_then(place_of));
    if awaited.is_some() {
        model.awaited = None;
    }
    // It is neither live any more nor among what is over yet: that is read next.
    if place.is_none() && !model.rows.iter().any(|row| model.chosen.as_ref() == Some(&row.id)) {
        model.awaited = model.awaited.take().or_else(|| model.chosen.clone());
    }
    model.at = place.unwrap_or_else(|| model.at.min(model.shown.len().saturating_sub(1)));
    model.chosen = model.chosen_row().map(|row| row.id.clone());
    model.in_story &= model.chosen.is_some();
}

fn read_story(model: &mut Model) -> Option<Effect> {
    if model.story.of == model.chosen {
        return None;
    }
    model.story = model.chosen.clone().map(Story::to_read).unwrap_or_default();
    model.chosen.clone().map(Effect::ReadStory)
}

/// More of what is over, when the end of what was read comes near, and all of it to look for something.
fn read_more(model: &mut Model) -> Option<Effect> {
    let read = model.archive.rows.len();
    let is_near = model.at + NEAR >= model.shown.len();
    let wanted = match (model.filter.is_empty(), is_near) {
        (false, _) => MOST,
        (true, true) => (read * 2).clamp(FIRST, MOST),
        (true, false) => return None,
    };
    // All is there, or was asked for and has not come yet.
    if read >= model.archive.all.min(MOST) || wanted <= model.asked {
        return None;
    }
    model.asked = wanted;
    Some(Effect::ReadArchive(wanted))
}

/// The chosen session is in view, with the title above it where it is the first below one.
fn keep_in_view(model: &mut Model) {
    let height = usize::from(model.rows_area().height);
    if height == 0 {
        return;
    }
    let is_chosen = |line: &ListLine| *line == ListLine::Intent(model.at);
    let first = model.lines.iter().position(is_chosen).unwrap_or(0);
    let above = first.checked_sub(1).is_some_and(|at| matches!(model.lines[at], ListLine::Title(_)));
    let from = if above && height > 2 { first - 1 } else { first };
    let until = if height > 1 { first + 2 } else { first + 1 };
    model.top = model.top.min(from).max(until.saturating_sub(height));
    model.top = model.top.min(model.lines.len().saturating_sub(height));
}

fn lay_out_story(model: &mut Model) {
    let pane = model.areas().story;
    let width = layout::story_width(pane);
    if width == 0 {
        return;
    }
    let mut story = std::mem::take(&mut model.story);
    if story.laid_out != Some((width, model.now)) {
        story.lay_out(&model.look(width));
    }
    story.keep_within(usize::from(layout::below_title(pane).height));
    model.story = story;
}
