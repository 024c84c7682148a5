//! What is listed, what is chosen, what is read.

use super::*;
use crate::message::Part;
use crate::model::{FIRST, MOST};

fn chosen(model: &Model) -> &str {
    let row = model.chosen_row().unwrap();
    assert_eq!(model.chosen.as_ref(), Some(&row.id));
    &row.intent
}

#[test]
fn those_that_wait_come_first_then_those_here_then_elsewhere_then_parked_then_the_newest_that_are_over() {
    let model = filled(80, 24);
    let listed: Vec<&str> = model.shown.iter().map(|at| model.rows[*at].intent.as_str()).collect();
    assert_eq!(
        listed[..6],
        [
            "Stop the double charge on retry",
            "Move the prices to cents",
            "Suche mit Umlauten: 漢字 und 🙂",
            "Refund page",
            "Old work 100",
            "Old work 99",
        ]
    );
    assert_eq!(chosen(&model), listed[0]);
}

#[test]
fn keys_move_the_choice_and_its_ends_are_ends() {
    let mut model = filled(80, 24);
    for (key, expected) in [
        ("k", "Stop the double charge on retry"),
        ("j", "Move the prices to cents"),
        ("↓", "Suche mit Umlauten: 漢字 und 🙂"),
        ("G", "Old work 93"),
        ("j", "Old work 93"),
        ("PgUp", "Suche mit Umlauten: 漢字 und 🙂"),
        ("End", "Old work 93"),
        ("g", "Stop the double charge on retry"),
        ("Space", "Old work 95"),
    ] {
        let before = model.chosen.clone();
        let effects = press(&mut model, key);
        assert_eq!(chosen(&model), expected, "{key}");
        let reads = effects.iter().any(|it| matches!(it, Effect::ReadStory(_)));
        assert_eq!(reads, model.chosen != before, "{key}: {effects:?}");
    }
}

#[test]
fn the_chosen_session_stays_chosen_through_whatever_is_read() {
    let mut model = filled(80, 24);
    press(&mut model, "j");
    assert_eq!(chosen(&model), "Move the prices to cents");
    // It waits now, and so comes first; another is there.
    let mut board = board();
    board.live[1].set_awaiting(Some(text("a word")), at(91)).unwrap();
    board.live.push(session(9, "main", "Another"));
    update(&mut model, Message::Board(Ok(Box::new(board.clone()))));
    assert_eq!(chosen(&model), "Move the prices to cents");
    assert_eq!(model.at, 0);
    // It is gone: the one in its place is chosen, until it turns up among what is over.
    board.live.remove(1);
    update(&mut model, Message::Board(Ok(Box::new(board))));
    assert_eq!(chosen(&model), "Stop the double charge on retry");
    let mut over = archive(8, 9);
    over.rows.insert(0, Row::of(&completed(2, "Move the prices to cents"), "main", false));
    update(&mut model, Message::Archive(Ok(over)));
    assert_eq!(chosen(&model), "Move the prices to cents");
}

#[test]
fn a_filter_shows_what_it_takes_as_it_is_typed_and_esc_clears_it() {
    let mut model = filled(80, 24);
    press(&mut model, "/");
    type_in(&mut model, "old 9");
    assert_eq!(model.shown.len(), 7, "93 to 99");
    type_in(&mut model, "5");
    assert_eq!(chosen(&model), "Old work 95");
    press(&mut model, "Enter");
    // It is kept, and keys are commands again.
    press(&mut model, "j");
    assert_eq!(chosen(&model), "Old work 95");
    press(&mut model, "Esc");
    assert_eq!(model.shown.len(), 12);
    assert_eq!(chosen(&model), "Old work 95", "what was found stays chosen");
}

#[test]
fn a_filter_that_takes_nothing_leaves_nothing_to_do_anything_with() {
    let mut model = filled(80, 24);
    press(&mut model, "/");
    type_in(&mut model, "zzz");
    press(&mut model, "Enter");
    assert_eq!(model.chosen, None);
    for key in ["j", "k", "PgDn", "G", "p", "r", "R", "c", "a", "e", "d", "t", "Tab", "Enter", "w", "?"] {
        let effects = press(&mut model, key);
        assert!(!effects.iter().any(|it| matches!(it, Effect::Do(_))), "{key}: {effects:?}");
        press(&mut model, "Esc");
        press(&mut model, "/");
        type_in(&mut model, "zzz");
        press(&mut model, "Enter");
    }
}

#[test]
fn more_of_what_is_over_is_read_as_one_comes_to_the_end_and_all_to_look_through_it() {
    let mut model = new(80, 24);
    update(&mut model, Message::Board(Ok(Box::new(board()))));
    update(&mut model, Message::Archive(Ok(archive(100, 1000))));
    assert_eq!(press(&mut model, "j"), [Effect::ReadStory(id(2))]);
    assert!(press(&mut model, "G").contains(&Effect::ReadArchive(2 * FIRST)));
    // Asked for once.
    let again = press(&mut model, "k");
    assert!(!again.iter().any(|it| matches!(it, Effect::ReadArchive(_))), "{again:?}");
    press(&mut model, "/");
    assert!(type_in(&mut model, "work").contains(&Effect::ReadArchive(MOST)));
    // All is there: nothing more is asked for.
    let mut model = filled(80, 24);
    let effects = press(&mut model, "G");
    assert!(!effects.iter().any(|it| matches!(it, Effect::ReadArchive(_))), "{effects:?}");
}

#[test]
fn what_changes_is_read_again_and_no_more() {
    let mut model = filled(80, 24);
    let story = Effect::ReadStory(id(1));
    assert_eq!(update(&mut model, Message::Changed(Part::Live)), [Effect::ReadBoard, story]);
    let all = [Effect::ReadBoard, Effect::ReadArchive(FIRST), Effect::ReadStory(id(1))];
    assert_eq!(update(&mut model, Message::Changed(Part::All)), all);
    assert_eq!(press(&mut model, "Ctrl-R"), all);
}

#[test]
fn a_story_that_comes_too_late_is_not_shown() {
    let mut model = filled(80, 24);
    press(&mut model, "j");
    update(&mut model, Message::Story(id(1), Ok(shown(waiting()))));
    assert!(model.story.shown.is_none());
    let other = session(2, "main", "Move the prices to cents");
    update(&mut model, Message::Story(id(2), Ok(shown(other))));
    assert!(model.story.shown.is_some());
}

#[test]
fn tab_gives_the_keys_to_the_story_which_scrolls_within_itself() {
    let mut model = filled(60, 12);
    press(&mut model, "Tab");
    assert!(model.in_story);
    let before = model.chosen.clone();
    press(&mut model, "G");
    let last = model.story.top;
    assert!(last > 0);
    press(&mut model, "j");
    assert_eq!(model.story.top, last, "the end is an end");
    press(&mut model, "g");
    assert_eq!(model.story.top, 0);
    press(&mut model, "PgDn");
    assert!(model.story.top > 1);
    assert_eq!(model.chosen, before);
    press(&mut model, "Esc");
    assert!(!model.in_story);
}

#[test]
fn the_chosen_session_is_in_view_at_every_height() {
    for height in 1..30 {
        let mut model = filled(60, height);
        for key in ["j", "j", "G", "k", "PgUp", "g", "PgDn", "j"] {
            press(&mut model, key);
            let rows = usize::from(model.rows_area().height);
            let line =
                model.lines.iter().position(|it| *it == crate::model::ListLine::Intent(model.at)).unwrap();
            let seen = model.top <= line && line < model.top + rows;
            assert!(seen || rows == 0, "{height} lines, {key}: {line} from {} on, {rows} rows", model.top);
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_once_and_hides_nothing() {
    let mut model = filled(80, 24);
    let mut board = board();
    board.notices = vec![Notice::note("a note"), notice("live/x.toml: not TOML")];
    update(&mut model, Message::Board(Ok(Box::new(board))));
    let mut over = archive(8, 8);
    over.notices = vec![notice("live/x.toml: not TOML")];
    update(&mut model, Message::Archive(Ok(over)));
    let told: Vec<&str> = model.notices().iter().map(|it| it.text.as_str()).collect();
    assert_eq!(told, ["live/x.toml: not TOML", "a note"]);
    assert_eq!(model.shown.len(), 12);
}
