//! What is done with a session, and what is told of it.

use super::*;
use crate::deed::{Deed, Done, What};
use crate::model::{Mode, Said};

fn the_deed(effects: Vec<Effect>) -> Deed {
    match effects.into_iter().next() {
        Some(Effect::Do(deed)) => deed,
        other => panic!("{other:?}"),
    }
}

fn done(number: u64, text: &str) -> Message {
    Message::Done(Ok(Done { text: text.into(), remarks: Vec::new(), id: id(number) }))
}

#[test]
fn parking_asks_why_and_is_done_with_the_answer() {
    let mut model = filled(80, 24);
    press(&mut model, "p");
    // Without a reason nothing is done.
    assert_eq!(
        the_deed(press(&mut model, "Enter")).what,
        What::Park { reason: String::new(), next_steps: vec![] }
    );
    update(
        &mut model,
        Message::Done(Err(Told { text: "the reason for parking is empty".into(), hint: None })),
    );
    type_in(&mut model, "weekend");
    press(&mut model, "Tab");
    type_in(&mut model, "deploy");
    press(&mut model, "Alt-Enter");
    type_in(&mut model, "tell support");
    let deed = the_deed(press(&mut model, "Enter"));
    let next_steps = vec!["deploy".to_owned(), "tell support".to_owned()];
    assert_eq!(deed, Deed { id: id(1), what: What::Park { reason: "weekend".into(), next_steps } });
    assert!(matches!(model.said, Said::Doing(_)));
    let effects = update(&mut model, done(1, "Parked."));
    assert!(effects.contains(&Effect::ReadBoard), "{effects:?}");
    assert!(matches!(model.mode, Mode::Browse));
}

#[test]
fn enter_goes_on_to_what_comes_next_before_it_parks() {
    let mut model = filled(80, 24);
    press(&mut model, "p");
    type_in(&mut model, "weekend");
    assert_eq!(press(&mut model, "Enter"), []);
    // What is typed on is a text, and no command.
    type_in(&mut model, "qc");
    let park = |next_steps: &[&str]| What::Park {
        reason: "weekend".into(),
        next_steps: next_steps.iter().map(|&it| it.to_owned()).collect(),
    };
    assert_eq!(the_deed(press(&mut model, "Enter")).what, park(&["qc"]));
    // Whoever has been there and came back is not led there again.
    let mut model = filled(80, 24);
    press(&mut model, "p");
    type_in(&mut model, "weekend");
    press(&mut model, "Enter");
    press(&mut model, "Tab");
    assert_eq!(the_deed(press(&mut model, "Enter")).what, park(&[]));
}

#[test]
fn what_was_typed_stays_where_the_deed_is_refused() {
    let mut model = filled(80, 24);
    press(&mut model, "e");
    type_in(&mut model, "a long story");
    press(&mut model, "Enter");
    // Under way: no key changes what was typed, and none asks twice.
    assert_eq!(press(&mut model, "Enter"), []);
    type_in(&mut model, "xyz");
    let told = Told { text: "the lock was not had in time".into(), hint: Some("try again".into()) };
    update(&mut model, Message::Done(Err(told.clone())));
    assert_eq!(model.said, Said::Refused(told));
    let deed = the_deed(press(&mut model, "Enter"));
    assert_eq!(deed.what, What::Event { text: "a long story".into() });
}

#[test]
fn the_state_refuses_before_anything_is_asked() {
    let mut model = filled(80, 24);
    for (moves, keys) in
        [(0, &["r", "R"][..]), (3, &["p", "e", "d"]), (4, &["p", "c", "r", "a", "t", "e", "d"])]
    {
        press(&mut model, "g");
        (0..moves).for_each(|_| drop(press(&mut model, "j")));
        let read = model.chosen.clone().unwrap();
        let session = if moves == 4 { completed(100, "Old work 100") } else { parked() };
        update(&mut model, Message::Story(read, Ok(shown(session))));
        for key in keys {
            model.said = Said::Nothing;
            assert_eq!(press(&mut model, key), [], "{key} after {moves}");
            assert!(matches!(&model.said, Said::Refused(_)), "{key} after {moves}: {:?}", model.said);
            assert!(matches!(model.mode, Mode::Browse));
        }
    }
}

#[test]
fn the_session_that_goes_on_is_chosen_as_soon_as_it_is_there() {
    let mut model = filled(80, 24);
    (0..3).for_each(|_| drop(press(&mut model, "j")));
    assert_eq!(the_deed(press(&mut model, "r")).what, What::Resume { here: false });
    update(&mut model, done(50, "goes on"));
    let mut board = board();
    board.live[0] = session(50, "main", "Refund page");
    update(&mut model, Message::Board(Ok(Box::new(board))));
    assert_eq!(model.chosen, Some(id(50)));
}

#[test]
fn the_only_question_is_answered_and_of_several_one_is_chosen_first() {
    let mut model = filled(80, 24);
    press(&mut model, "a");
    type_in(&mut model, "Yes");
    let deed = the_deed(press(&mut model, "Enter"));
    assert_eq!(deed.what, What::Answer { question: "q1".into(), text: "Yes".into() });
    update(&mut model, done(1, "Answered."));
    (0..3).for_each(|_| drop(press(&mut model, "j")));
    for key in ["a", "j", "j", "Enter"] {
        assert_eq!(press(&mut model, key), []);
    }
    type_in(&mut model, "Eve");
    let deed = the_deed(press(&mut model, "Enter"));
    assert_eq!(deed, Deed { id: id(4), what: What::Answer { question: "q2".into(), text: "Eve".into() } });
}

#[test]
fn a_task_is_chosen_and_is_done() {
    let mut model = filled(80, 24);
    press(&mut model, "t");
    press(&mut model, "j");
    assert_eq!(the_deed(press(&mut model, "Enter")).what, What::FinishTask { task: "t2".into() });
    press(&mut model, "t");
    press(&mut model, "Esc");
    assert!(matches!(model.mode, Mode::Browse));
}

#[test]
fn completing_needs_no_outcome_and_deciding_needs_both_texts() {
    let mut model = filled(80, 24);
    press(&mut model, "c");
    assert_eq!(the_deed(press(&mut model, "Enter")).what, What::Complete { outcome: None });
    update(&mut model, done(1, "Completed."));
    press(&mut model, "d");
    type_in(&mut model, "Key on the order");
    // The reason is missing: that is where one is led.
    assert_eq!(press(&mut model, "Enter"), []);
    type_in(&mut model, "it retries");
    let deed = the_deed(press(&mut model, "Enter"));
    assert_eq!(deed.what, What::Decide { title: "Key on the order".into(), because: "it retries".into() });
}

#[test]
fn one_thing_is_done_at_a_time_and_who_leaves_waits_for_it_unless_they_mean_it() {
    let mut model = filled(80, 24);
    press(&mut model, "c");
    press(&mut model, "Enter");
    press(&mut model, "Esc");
    press(&mut model, "t");
    assert_eq!(press(&mut model, "Enter"), [], "something else is under way");
    assert!(matches!(&model.said, Said::Refused(_)));
    assert_eq!(press(&mut model, "q"), []);
    assert_eq!(update(&mut model, done(1, "Completed.")), [Effect::Quit]);
    assert_eq!(press(&mut model, "q"), [Effect::Quit]);
    let mut model = filled(80, 24);
    press(&mut model, "c");
    press(&mut model, "Enter");
    press(&mut model, "Esc");
    assert_eq!(press(&mut model, "Ctrl-C"), []);
    assert_eq!(press(&mut model, "Ctrl-C"), [Effect::Quit]);
}

#[test]
fn ctrl_z_suspends_and_ctrl_l_draws_again_whatever_is_typed() {
    let mut model = filled(80, 24);
    for key in ["", "/", "p", "?", "w"] {
        if !key.is_empty() {
            press(&mut model, key);
        }
        assert_eq!(press(&mut model, "Ctrl-Z"), [Effect::Suspend], "{key}");
        assert_eq!(press(&mut model, "Ctrl-L"), [Effect::Redraw], "{key}");
        press(&mut model, "Esc");
    }
}
