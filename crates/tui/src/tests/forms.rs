//! Typing and pasting.

use super::*;
use crate::form::clean_paste;
use crate::model::Mode;

fn typed(model: &Model) -> String {
    match &model.mode {
        Mode::Form(form) => form.fields[form.at].text(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_cursor_moves_and_letters_are_taken_away_as_in_a_shell() {
    let mut model = filled(80, 24);
    press(&mut model, "e");
    type_in(&mut model, "one two 漢字");
    for (key, expected) in [
        ("←", "one two 漢字"),
        ("é", "one two 漢é字"),
        ("Ctrl-W", "one two 字"),
        ("Home", "one two 字"),
        ("x", "xone two 字"),
        ("End", "xone two 字"),
        ("Ctrl-U", ""),
    ] {
        press(&mut model, key);
        assert_eq!(typed(&model), expected, "{key}");
    }
}

#[test]
fn several_lines_are_pasted_as_lines_and_nothing_in_them_steers_the_terminal() {
    let mut model = filled(80, 24);
    press(&mut model, "e");
    update(&mut model, Message::Pasted("one\r\ntwo\rthree\u{1b}[31m\u{7}\tx".into()));
    assert_eq!(typed(&model), "one\ntwo\nthree[31m x");
    assert_eq!(clean_paste("a\u{202e}b\n"), "ab\n");
    // Into a filter they go as words.
    press(&mut model, "Esc");
    press(&mut model, "/");
    update(&mut model, Message::Pasted("old\nwork 95".into()));
    assert_eq!(model.shown.len(), 1);
}

#[test]
fn what_is_pasted_where_keys_are_commands_does_nothing() {
    let mut model = filled(80, 24);
    assert_eq!(update(&mut model, Message::Pasted("qqq\nccc\n".into())), []);
    assert!(matches!(model.mode, Mode::Browse));
    assert_eq!(model.chosen, Some(id(1)));
}

#[test]
fn esc_and_ctrl_c_leave_a_form_and_not_the_screen() {
    let mut model = filled(80, 24);
    for key in ["Esc", "Ctrl-C"] {
        press(&mut model, "p");
        type_in(&mut model, "q");
        assert_eq!(press(&mut model, key), []);
        assert!(matches!(model.mode, Mode::Browse), "{key}");
    }
}
