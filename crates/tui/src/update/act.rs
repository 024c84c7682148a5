//! What the keys ask for.

use app::AppError;
use app::errors::ChangeError;
use core_model::{Refusal, Session, Transition};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::around::Told;
use crate::choose::{Choose, Of};
use crate::deed::{Deed, Done, What, short};
use crate::form::{self, Ask, Form};
use crate::keys::{self, Command};
use crate::layout;
use crate::message::{Effect, Part};
use crate::model::{FIRST, Mode, Model, Said};

pub(super) fn command(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Up => step(model, -1),
        Command::Down => step(model, 1),
        Command::PageUp => page(model, -1),
        Command::PageDown => page(model, 1),
        Command::First => step(model, isize::MIN),
        Command::Last => step(model, isize::MAX),
        Command::Switch => model.in_story = !model.in_story && model.chosen.is_some(),
        Command::Enter => model.in_story = model.chosen.is_some(),
        Command::Back => back(model),
        Command::Filter => {
            model.in_story = false;
            model.mode = Mode::Filter;
        }
        Command::Park => ask(model, Ask::Park, |it| it.status().step(it.id(), Transition::Park).map(drop)),
        Command::Complete => {
            ask(model, Ask::Complete, |it| it.status().step(it.id(), Transition::Complete).map(drop));
        }
        Command::Event => ask(model, Ask::Event, |it| it.head().takes_entries()),
        Command::Decide => ask(model, Ask::Decide, |it| it.head().takes_entries()),
        Command::Resume => return resume(model, false),
        Command::ResumeHere => return resume(model, true),
        Command::Answer => choose(model, Of::Questions),
        Command::TaskDone => choose(model, Of::Tasks),
        Command::Notices => model.mode = Mode::Notices(0),
        Command::Help => model.mode = Mode::Help(0),
        Command::Reload => return read_again(model, Part::All),
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Quit => return quit(model),
    }
    Vec::new()
}

/// What is shown of a part of the store, once more.
pub(super) fn read_again(model: &Model, part: Part) -> Vec<Effect> {
    let story = model.story.of.clone().map(Effect::ReadStory);
    let archive = (part == Part::All).then_some(Effect::ReadArchive(model.asked));
    std::iter::once(Effect::ReadBoard).chain(archive).chain(story).collect()
}

fn step(model: &mut Model, by: isize) {
    if model.in_story {
        let height = usize::from(layout::below_title(model.areas().story).height);
        model.story.scroll(by, height);
    } else {
        model.at = model.at.saturating_add_signed(by).min(model.shown.len().saturating_sub(1));
        model.chosen = model.chosen_row().map(|row| row.id.clone());
        model.awaited = None;
    }
}

fn page(model: &mut Model, direction: isize) {
    let story = layout::below_title(model.areas().story);
    // A session has two lines.
    let (area, lines) = if model.in_story { (story, 1) } else { (model.rows_area(), 2) };
    let height = usize::from(area.height) / lines;
    step(model, direction * isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1));
}

fn back(model: &mut Model) {
    if model.in_story {
        model.in_story = false;
    } else if model.said != Said::Nothing && !model.busy {
        model.said = Said::Nothing;
    } else {
        clear_filter(model);
    }
}

pub(super) fn clear_filter(model: &mut Model) {
    model.typed_filter = form::text_area(false);
    model.filter = crate::filter::Filter::default();
    model.mode = Mode::Browse;
    // What was read to look through it is not read again each time.
    model.asked = model.at + FIRST;
}

fn quit(model: &mut Model) -> Vec<Effect> {
    if model.busy && !model.leaving {
        model.leaving = true;
        if let Said::Doing(text) = &mut model.said {
            text.push_str("; leaving when it is done, at once with another q");
        }
        return Vec::new();
    }
    vec![Effect::Quit]
}

fn refuse(model: &mut Model, text: impl Into<String>, hint: Option<&str>) {
    model.said = Said::Refused(Told { text: text.into(), hint: hint.map(str::to_owned) });
}

/// Whether the chosen session allows it. What refuses is told, as the command would tell it.
fn may(model: &mut Model, allows: impl FnOnce(&Session) -> Result<(), Refusal>) -> bool {
    if model.chosen.is_none() {
        refuse(
            model,
            "there is no session",
            Some("begin one: git session start \"what you are about to do\""),
        );
        return false;
    }
    match model.chosen_session().map(allows) {
        Some(Err(refusal)) => {
            model.said =
                Said::Refused((model.around.explain)(&AppError::Change(ChangeError::Refused(refusal))));
            false
        }
        // What was not read yet is asked when it is done.
        Some(Ok(())) | None => true,
    }
}

fn ask(model: &mut Model, ask: Ask, allows: impl FnOnce(&Session) -> Result<(), Refusal>) {
    if may(model, allows) {
        open_form(model, ask, "");
    }
}

fn open_form(model: &mut Model, ask: Ask, about: &str) {
    if let Some(id) = model.chosen.clone() {
        if !model.busy {
            model.said = Said::Nothing;
        }
        let intent = model.chosen_row().map(|row| row.intent.clone()).unwrap_or_default();
        model.mode = Mode::Form(Box::new(Form::new(id, &intent, ask, about)));
    }
}

fn resume(model: &mut Model, here: bool) -> Vec<Effect> {
    match model.chosen.clone() {
        Some(id) if may(model, |it| it.status().step(it.id(), Transition::Resume).map(drop)) => {
            start(model, Deed { id, what: What::Resume { here } })
        }
        Some(_) => Vec::new(),
        None => {
            may(model, |_| Ok(()));
            Vec::new()
        }
    }
}

/// Begins a deed, one at a time. Nothing: another is under way.
pub(super) fn start(model: &mut Model, deed: Deed) -> Vec<Effect> {
    if model.busy {
        refuse(model, "something else is under way; one thing at a time", None);
        return Vec::new();
    }
    model.busy = true;
    model.said = Said::Doing(deed.doing());
    vec![Effect::Do(deed)]
}

/// A deed is done, or refused: then what was typed for it is still there.
pub(super) fn done(model: &mut Model, done: Result<Done, Told>) -> Vec<Effect> {
    model.busy = false;
    let sent = matches!(&model.mode, Mode::Form(form) if form.sent);
    match done {
        Ok(done) => {
            if sent {
                model.mode = Mode::Browse;
            }
            model.awaited = Some(done.id.clone());
            model.said = Said::Done(done);
        }
        Err(told) => {
            if let Mode::Form(form) = &mut model.mode {
                form.sent = false;
            }
            model.leaving = false;
            model.said = Said::Refused(told);
        }
    }
    if model.leaving { vec![Effect::Quit] } else { read_again(model, Part::All) }
}

/// Shows what is open of the chosen session, to choose from; of questions, the only one is chosen.
fn choose(model: &mut Model, of: Of) {
    if !may(model, |it| it.head().is_not_over()) {
        return;
    }
    let (Some(id), Some(session)) = (model.chosen.clone(), model.chosen_session()) else { return };
    let waits = session.head().awaiting.is_some();
    let item = |id: &str, text: &core_model::Text| (id.to_owned(), core_model::clean(text.as_str()));
    let items: Vec<(String, String)> = match of {
        Of::Questions => {
            session.questions().derive_open().as_slice().iter().map(|it| item(&it.id, &it.text)).collect()
        }
        Of::Tasks => {
            session.tasks().derive_open().as_slice().iter().map(|it| item(&it.id, &it.subject)).collect()
        }
    };
    let name = short(&id).to_owned();
    match (of, &items[..]) {
        (Of::Questions, []) => {
            let hint = format!(
                "where it goes on, what it waits for is taken back: git session await --clear --session {name}"
            );
            refuse(model, format!("no question of {name} is open"), Some(hint.as_str()).filter(|_| waits));
        }
        (Of::Tasks, []) => {
            let hint = format!("add one: git session task add --session {name} \"what there is to do\"");
            refuse(model, format!("no task of {name} is open"), Some(&hint));
        }
        (Of::Questions, [(question, text)]) => {
            let (question, text) = (question.clone(), text.clone());
            open_form(model, Ask::Answer(question), &text);
        }
        (Of::Questions | Of::Tasks, _) => model.mode = Mode::Choose(Choose { id, of, items, at: 0 }),
    }
}

pub(super) fn choose_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let Mode::Choose(choose) = &mut model.mode else { return Vec::new() };
    if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
        model.mode = Mode::Browse;
        return Vec::new();
    }
    match keys::command_of(key) {
        Some(Command::Up) => choose.step(-1),
        Some(Command::Down) => choose.step(1),
        Some(Command::First) => choose.step(isize::MIN),
        Some(Command::Last) => choose.step(isize::MAX),
        Some(Command::Back | Command::Quit) => model.mode = Mode::Browse,
        Some(Command::Enter) => return chosen(model),
        _ => {}
    }
    Vec::new()
}

fn chosen(model: &mut Model) -> Vec<Effect> {
    let Mode::Choose(choose) = std::mem::replace(&mut model.mode, Mode::Browse) else { return Vec::new() };
    let Some((item, text)) = choose.items.get(choose.at).cloned() else { return Vec::new() };
    match choose.of {
        Of::Questions => {
            let row = model.rows.iter().find(|row| row.id == choose.id);
            let intent = row.map(|row| row.intent.clone()).unwrap_or_default();
            model.mode = Mode::Form(Box::new(Form::new(choose.id, &intent, Ask::Answer(item), &text)));
            Vec::new()
        }
        Of::Tasks => start(model, Deed { id: choose.id, what: What::FinishTask { task: item } }),
    }
}
