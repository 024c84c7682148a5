//! What a message makes of the screen, and what is to be done: pure.

mod act;
mod settle;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::board::{Archive, Board};
use crate::filter::Filter;
use crate::form::{self, Typed};
use crate::keys::{self, Command};
use crate::message::{Effect, Message};
use crate::model::{Mode, Model, Said};

/// Takes a message.
pub(crate) fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(key) if key.kind == KeyEventKind::Release => return Vec::new(),
        Message::Key(key) => self::key(model, key),
        Message::Pasted(text) => {
            paste(model, &text);
            Vec::new()
        }
        Message::Resized(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Message::Tick(now) => {
            model.now = now;
            model.story.waited += usize::from(model.story.shown.is_none());
            Vec::new()
        }
        Message::Changed(part) => act::read_again(model, part),
        Message::Board(read) => {
            match read {
                Ok(board) => take_board(model, *board),
                Err(told) => model.said = Said::Refused(told),
            }
            Vec::new()
        }
        Message::Archive(read) => {
            match read {
                Ok(archive) => take_archive(model, archive),
                Err(told) => model.said = Said::Refused(told),
            }
            Vec::new()
        }
        Message::Story(id, read) => {
            if model.story.of.as_ref() == Some(&id) {
                model.story.take(read);
            }
            Vec::new()
        }
        Message::Done(done) => act::done(model, done),
    };
    effects.extend(settle::settle(model));
    effects
}

fn take_board(model: &mut Model, mut board: Board) {
    for news in std::mem::take(&mut board.news) {
        if !model.news.contains(&news) {
            model.news.push(news);
        }
    }
    // What has ended by itself since stands in both until both are read again.
    let mut rows = board.rows();
    rows.extend(
        model.archive.rows.iter().filter(|row| !board.live.iter().any(|it| *it.id() == row.id)).cloned(),
    );
    model.rows = rows;
    model.board = Some(board);
}

fn take_archive(model: &mut Model, archive: Archive) {
    model.archive = archive;
    if let Some(board) = model.board.take() {
        take_board(model, board);
    } else {
        model.rows = model.archive.rows.clone();
    }
}

fn key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        match key.code {
            KeyCode::Char('z') => return vec![Effect::Suspend],
            KeyCode::Char('l') => return vec![Effect::Redraw],
            _ => {}
        }
    }
    match &mut model.mode {
        Mode::Browse => keys::command_of(key).map_or_else(Vec::new, |command| act::command(model, command)),
        Mode::Filter => filter_key(model, key),
        Mode::Form(form) => match form.key(key) {
            Typed::Goes => Vec::new(),
            Typed::Left => {
                model.mode = Mode::Browse;
                Vec::new()
            }
            Typed::Ready(deed) => {
                let effects = act::start(model, deed);
                if let Mode::Form(form) = &mut model.mode {
                    form.sent = !effects.is_empty();
                }
                effects
            }
        },
        Mode::Choose(_) => act::choose_key(model, key),
        Mode::Help(top) | Mode::Notices(top) => {
            match keys::command_of(key) {
                Some(Command::Up) => *top = top.saturating_sub(1),
                Some(Command::Down) => *top += 1,
                Some(Command::PageUp) => *top = top.saturating_sub(10),
                Some(Command::PageDown) => *top += 10,
                Some(Command::First) => *top = 0,
                // Whatever else is pressed, it has been read.
                _ => {
                    if matches!(model.mode, Mode::Notices(_)) {
                        model.news.clear();
                    }
                    model.mode = Mode::Browse;
                }
            }
            Vec::new()
        }
    }
}

fn filter_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Enter => model.mode = Mode::Browse,
        KeyCode::Esc => act::clear_filter(model),
        KeyCode::Char('c') if control => act::clear_filter(model),
        KeyCode::Char('j') if control => model.mode = Mode::Browse,
        KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => {
            return keys::command_of(key).map_or_else(Vec::new, |command| act::command(model, command));
        }
        KeyCode::Char('n' | 'p') if control => {
            return keys::command_of(key).map_or_else(Vec::new, |command| act::command(model, command));
        }
        KeyCode::Tab | KeyCode::BackTab => {}
        _ => {
            form::type_key(&mut model.typed_filter, key);
            take_filter(model);
        }
    }
    Vec::new()
}

fn take_filter(model: &mut Model) {
    model.filter = Filter::parse(&model.typed_filter.lines().join(" "));
    // What is found begins at the top; what was chosen stays so where it is found.
    model.top = 0;
}

fn paste(model: &mut Model, text: &str) {
    match &mut model.mode {
        Mode::Filter => {
            model.typed_filter.insert_str(form::clean_paste(text).replace('\n', " "));
            take_filter(model);
        }
        Mode::Form(form) => form.paste(text),
        // Keys are commands there, and a text is none.
        Mode::Browse | Mode::Choose(_) | Mode::Help(_) | Mode::Notices(_) => {}
    }
}
