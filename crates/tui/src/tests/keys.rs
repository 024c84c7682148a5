//! The table of keys is what the keys do, and what the document says.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::keys::{Command, TABLE, command_of};

fn event(name: &str) -> KeyEvent {
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
        name => match name.strip_prefix("Ctrl-") {
            Some(letter) => {
                let letter = letter.to_lowercase().chars().next().unwrap();
                return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
            }
            None => KeyCode::Char(name.chars().next().unwrap()),
        },
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

#[test]
fn each_key_of_the_table_does_what_stands_there_and_none_stands_there_twice() {
    let mut seen = Vec::new();
    for key in TABLE.iter().flat_map(|(_, keys)| keys.iter()) {
        let mut done: Vec<Command> = Vec::new();
        for name in key.keys.split(' ') {
            assert!(!seen.contains(&name), "{name} stands there twice");
            seen.push(name);
            let command = command_of(event(name)).unwrap_or_else(|| panic!("{name} does nothing"));
            assert!(key.commands.contains(&command), "{name} does {command:?}");
            done.push(command);
        }
        for command in key.commands {
            assert!(done.contains(command), "no key of {} does {command:?}", key.keys);
        }
    }
}

#[test]
fn the_document_has_each_key() {
    let document = include_str!("../../../../docs/ui.md");
    for key in TABLE.iter().flat_map(|(_, keys)| keys.iter()) {
        let names: Vec<String> = key.keys.split(' ').map(|name| format!("`{name}`")).collect();
        let row = format!("| {} | {} |", names.join(" "), key.what);
        assert!(document.contains(&row), "docs/ui.md lacks this row:\n{row}");
    }
}

#[test]
fn a_key_without_a_meaning_does_nothing() {
    let mut model = filled(80, 24);
    for key in ["x", "Ctrl-x", "Alt-p", "é", "0"] {
        assert_eq!(press(&mut model, key), [], "{key}");
    }
}
