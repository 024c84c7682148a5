//! A word for a prompt.

use serde_json::{Value, json};

use crate::desk::Desk;

/// What a prompt shows in a terminal that has all characters, and on standard error nothing.
fn short(desk: &Desk, dir: &std::path::Path) -> String {
    let mut program = desk.program().command(dir);
    let output = program.env("LC_ALL", "de_DE.UTF-8").args(["status", "--short"]).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_prompt_says_what_is_at_work_what_is_open_and_what_waits() {
    let desk = Desk::new();
    let here = desk.repo.path();
    assert_eq!(short(&desk, here), "", "there are no sessions");
    let outside = here.parent().unwrap();
    assert_eq!(short(&desk, outside), "", "this is no repository");

    let id = desk.run(&["start", "Work", "--task", "one", "--task", "two", "--task", "three"]);
    desk.run(&["task", "done", "t1"]);
    desk.run(&["ask", "why?"]);
    let name = &id[9..15];
    assert_eq!(short(&desk, here), format!("● {name} 2t 1q\n"));
    desk.run(&["await", "a person"]);
    desk.repo.commit("It waits, and works");
    assert_eq!(short(&desk, here), format!("● {name} 2t 1q !\n"));
    assert_eq!(desk.run(&["status", "--short"]), format!("* {name} 2t 1q !"), "without a locale");
    desk.run(&["park", "--reason", "lunch"]);
    assert_eq!(short(&desk, here), "⏸1\n");
    desk.run(&["start", "One", "--agent", "a", "--no-owner"]);
    desk.run(&["start", "Other", "--agent", "b", "--no-owner"]);
    assert_eq!(short(&desk, here), "●2 ⏸1\n");

    let prompt = |answer: &Value| answer["prompt"].clone();
    let answer = desk.json(&["status", "--short"]);
    assert_eq!(
        prompt(&answer),
        json!({"current": null, "at_work_here": 2, "tasks": 0, "questions": 0, "parked": 1, "waiting": 0, "more": false})
    );
    assert_eq!(prompt(&desk.json_in(outside, &["status", "--short"])), Value::Null);
}

#[test]
fn a_prompt_says_nothing_of_what_cannot_be_read() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    std::fs::remove_dir_all(desk.repo.path().join(".sessions")).unwrap();
    assert_eq!(short(&desk, desk.repo.path()), "", "nothing is put back for a prompt");
    assert!(!desk.repo.path().join(".sessions").exists());
    std::fs::write(desk.repo.path().join(".sessions"), "no folder").unwrap();
    assert_eq!(short(&desk, desk.repo.path()), "");
}
