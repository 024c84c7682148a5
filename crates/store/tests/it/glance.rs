//! What a prompt shows is what the whole files say.

use std::fs;

use core_model::{Session, SessionId, TaskStatus};
use store::{Glance, Open};

use crate::kit::{Kit, text};

fn change(kit: &Kit, id: &SessionId, change: impl FnOnce(&mut Session, core_model::Time)) {
    kit.store
        .update(id, |session, now| {
            change(session, now);
            Ok(())
        })
        .unwrap();
}

/// Three sessions: one at work, one that waits for a person, one that is parked.
fn three(kit: &Kit) -> [SessionId; 3] {
    let ids = [kit.started(), kit.started(), kit.started()];
    change(kit, &ids[0], |it, now| {
        it.add_tasks(&[text("one\n[[event]]"), text("two"), text("three")], now).unwrap();
        it.move_task("t2", TaskStatus::Completed, now).unwrap();
        it.ask(text("why?"), now).unwrap();
        it.ask(text("awaiting = \"x\""), now).unwrap();
        it.answer("q1", text("so"), now).unwrap();
        // What is said of the present stands in the head, what is said there does not.
        it.set_activity(Some(text("\nstatus = \"parked\"\nawaiting = 1")), now).unwrap();
    });
    change(kit, &ids[1], |it, now| it.set_awaiting(Some(text("a key")), now).unwrap());
    change(kit, &ids[2], |it, now| it.park(text("lunch"), vec![], now).unwrap());
    ids
}

#[test]
fn the_heads_of_live_sessions_are_counted() {
    let kit = Kit::new();
    assert_eq!(kit.store.glance(9), Glance::default());
    let ids = three(&kit);
    let all = Glance { parked: 1, waiting: 1, more: false };
    assert_eq!(kit.store.glance(3), all);
    assert_eq!(kit.store.glance(1), Glance { parked: 1, waiting: 0, more: true }, "the newest");
    // By hand, and in any form that TOML has.
    let path = kit.live_file(&ids[2]);
    let by_hand = fs::read_to_string(&path).unwrap().replace("status = \"parked\"", "status='parked'");
    fs::write(&path, by_hand).unwrap();
    assert_eq!(kit.store.glance(3), all);
    fs::write(&path, "nothing").unwrap();
    assert_eq!(kit.store.glance(3), Glance { parked: 0, waiting: 1, more: false });
}

#[test]
fn what_is_open_is_counted_however_long_the_record_is() {
    let kit = Kit::new();
    let [id, ..] = three(&kit);
    let open = Open { tasks: 2, questions: 1 };
    assert_eq!(kit.store.open_of(&id).unwrap(), open);
    for _ in 0..40 {
        kit.say(&id, &"long ".repeat(800));
    }
    assert_eq!(kit.store.open_of(&id).unwrap(), open);
    // More tasks than are read at first.
    change(&kit, &id, |it, now| {
        let subjects: Vec<_> = (0..200).map(|n| text(&format!("{n} {}", "x".repeat(300)))).collect();
        it.add_tasks(&subjects, now).unwrap();
    });
    assert_eq!(kit.store.open_of(&id).unwrap(), Open { tasks: 202, questions: 1 });
    let path = kit.live_file(&id);
    let by_hand = fs::read_to_string(&path).unwrap().replace("status = \"completed\"", "status='pending'");
    fs::write(&path, by_hand).unwrap();
    assert_eq!(kit.store.open_of(&id).unwrap(), Open { tasks: 203, questions: 1 });
}
