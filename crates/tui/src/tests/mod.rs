//! The screen without a terminal: messages go in, effects and pictures come out.

use app::{AppError, Shown};
use chrono::TimeDelta;
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, MadeBy, Opening,
    Outcome, OutcomeKind, Person, RandomBits, Session, SessionId, Text, TextKind, Time,
};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::around::{Around, Told};
use crate::board::{Archive, Board, Notice, Row};
use crate::message::{Effect, Message};
use crate::model::Model;
use crate::update::update;

mod deeds;
mod forms;
mod keys;
#[cfg(unix)]
mod panic;
mod screens;
mod selection;

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::minutes(minute)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

fn id(number: u64) -> SessionId {
    SessionId::new(at(0), RandomBits(number << 20))
}

fn session(number: u64, worktree: &str, intent: &str) -> Session {
    Session::open(Opening {
        id: id(number),
        project: "shop".into(),
        intent: text(intent),
        started_at: at(0),
        branch: Some("fix/double-charge".into()),
        worktree: worktree.into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by: MadeBy::Start,
        tags: vec![text("billing")],
        owner: None,
        roadmap: None,
        parent: None,
    })
}

/// It waits for a person, and has everything in it.
fn waiting() -> Session {
    let mut session = session(1, "main", "Stop the double charge on retry");
    session.add_tasks(&["Reproduce with two retries", "Tell support"].map(text), at(1)).unwrap();
    session.ask(text("Does the gateway retry on its own?"), at(2)).unwrap();
    let facts = CommitFacts {
        sha: "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".into(),
        tree: "aa01".into(),
        parents: vec![],
        author: Person { name: "Ada".into(), email: "ada@example.org".into() },
        authored_at: at(4),
        branch: None,
        subject: "Reproduce with two retries".into(),
        files: Files { paths: vec!["src/pay.rs".into()], more: false },
    };
    session.record_entry(Entry::Commit(Box::new(Commit::new(at(4), facts, Evidence::Worktree)))).unwrap();
    let (title, because) = (text("Key the charge on the order"), text("the gateway retries on its own"));
    session.record_entry(Entry::Decision(Decision { at: at(20), title, because })).unwrap();
    session.record_entry(Entry::Event(Event { at: at(30), text: text("both tests pass") })).unwrap();
    session.set_awaiting(Some(text("the key to the sandbox")), at(31)).unwrap();
    session.stamp(at(31));
    session
}

fn parked() -> Session {
    let mut session = session(4, "main", "Refund page");
    session.ask(text("Who approves a refund?"), at(2)).unwrap();
    session.ask(text("And above 100 euro?"), at(3)).unwrap();
    session.park(text("waiting for the design"), vec![text("test a refund of nothing")], at(60)).unwrap();
    session
}

fn completed(number: u64, intent: &str) -> Session {
    let mut session = session(number, "main", intent);
    let outcome = Outcome { kind: OutcomeKind::Done, note: Some(text("it is done")) };
    session.complete(outcome, "complete", at(45)).unwrap();
    session
}

fn board() -> Board {
    let elsewhere = session(3, "shop-wt1", "Suche mit Umlauten: 漢字 und 🙂");
    Board {
        project: "shop".into(),
        worktree: "main".into(),
        branch: Some("main".into()),
        current: Some(id(2)),
        live: vec![parked(), session(2, "main", "Move the prices to cents"), elsewhere, waiting()],
        ..Board::default()
    }
}

fn archive(count: u64, all: usize) -> Archive {
    let rows =
        (0..count).map(|n| Row::of(&completed(100 - n, &format!("Old work {}", 100 - n)), "main", false));
    Archive { rows: rows.collect(), all, notices: Vec::new() }
}

fn shown(session: Session) -> Box<Shown> {
    Box::new(Shown {
        session,
        found_by: None,
        parent: None,
        children: Vec::new(),
        children_read: Vec::new(),
        gap: core_model::worked::ACTIVE_GAP,
        problems: Vec::new(),
        reconciled: app::Reconciled::default(),
        now: at(90),
    })
}

fn explain(error: &AppError) -> Told {
    Told { text: error.to_string(), hint: Some("git session show".into()) }
}

/// A screen of this size, before anything was read.
fn new(width: u16, height: u16) -> Model {
    let around = Around { local: |time| time.naive_utc(), explain, colour: false };
    Model::new(around, at(90), (width, height))
}

/// The same, with four live sessions and eight that are over.
fn filled(width: u16, height: u16) -> Model {
    let mut model = new(width, height);
    update(&mut model, Message::Board(Ok(Box::new(board()))));
    update(&mut model, Message::Archive(Ok(archive(8, 8))));
    update(&mut model, Message::Story(id(1), Ok(shown(waiting()))));
    model
}

/// Presses a key, written as people write it.
fn press(model: &mut Model, key: &str) -> Vec<Effect> {
    let (modifiers, name) = match key.split_once('-') {
        Some(("Ctrl", rest)) => (KeyModifiers::CONTROL, rest),
        Some(("Alt", rest)) => (KeyModifiers::ALT, rest),
        Some(_) | None => (KeyModifiers::NONE, key),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "↑" => KeyCode::Up,
        "↓" => KeyCode::Down,
        "←" => KeyCode::Left,
        "→" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Space" => KeyCode::Char(' '),
        name => KeyCode::Char(if modifiers.is_empty() {
            name.chars().next().unwrap()
        } else {
            name.to_lowercase().chars().next().unwrap()
        }),
    };
    update(model, Message::Key(KeyEvent::new(code, modifiers)))
}

/// Types a text, a key for each character.
fn type_in(model: &mut Model, text: &str) -> Vec<Effect> {
    text.chars()
        .flat_map(|c| update(model, Message::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))))
        .collect()
}

fn notice(text: &str) -> Notice {
    Notice::alert(text)
}
