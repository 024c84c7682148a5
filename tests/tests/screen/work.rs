//! A day's work by keys.

use crate::desk::Desk;

#[test]
fn sessions_are_found_taken_up_answered_and_put_aside_by_keys() {
    let desk = Desk::new();
    let terminal = desk.screen(80, 24);
    // Everything is drawn again, without a question to the terminal.
    terminal.send("\u{c}");
    terminal.send("/refund");
    terminal.wait_for("1 found");
    terminal.send("\rr");
    terminal.wait_for("goes on with");
    // The one that goes on is chosen once it is in the list, and has the question.
    terminal.wait_for("2 active · 0 parked");
    terminal.wait_for("a answer");
    terminal.send("a");
    terminal.wait_for("Who approves a refund?");
    // Several lines are pasted, and stay one answer.
    terminal.send("\u{1b}[200~Eve, or\nAda\u{1b}[201~");
    terminal.wait_for("Ada ");
    terminal.send("\r");
    terminal.wait_for("Answered q1 of");
    terminal.send("p");
    terminal.wait_for("What comes next");
    terminal.send("weekend\tdeploy 漢字\r");
    // The list may know of it before the form does, which takes no key until it is done.
    terminal.wait_for("r takes it up again");
    terminal.send("q");
    terminal.wait_for("ended: 0");
    desk.assert_given_back(&terminal);
    let sessions = desk.sessions("Refund page");
    assert_eq!(sessions.len(), 2);
    let child = sessions.iter().find(|it| it["status"] == "parked").unwrap();
    assert_eq!(child["parked_reason"], "weekend");
    assert_eq!(child["next_steps"][0], "deploy 漢字");
    assert_eq!(child["questions"][0]["answer"], "Eve, or\nAda");
}

#[test]
fn what_is_refused_is_told_with_what_helps_and_a_secret_is_taken_out_as_ever() {
    let desk = Desk::new();
    let terminal = desk.screen(100, 30);
    terminal.send("r");
    terminal.wait_for("is active, so it cannot be resumed");
    terminal.wait_for("hint: ");
    terminal.send("e");
    terminal.wait_for("What happened");
    terminal.send("the token is ghp_16C7e42F292c6912E7710c838347Ae178B4a\r");
    terminal.wait_for("a secret was taken out before it was written");
    terminal.send("c");
    terminal.wait_for("What came of it");
    terminal.send("\r");
    terminal.wait_for("with 0 commits.");
    terminal.send("\u{3}");
    terminal.wait_for("ended: 0");
    let over = &desk.sessions("Stop the double charge")[0];
    assert_eq!(over["status"], "completed");
    assert!(!over.to_string().contains("ghp_"), "{over}");
}

#[test]
fn a_lock_that_another_holds_stops_nothing_but_what_needs_it() {
    let desk = Desk::new();
    let id = desk.sessions("Stop the double charge")[0]["id"].as_str().unwrap().to_owned();
    std::fs::write(desk.store().join("config.toml"), "lock_timeout = \"2s\"\n").unwrap();
    let stripes = locking::Stripes::new(desk.store().join("locks"));
    let held = stripes.lock(&id, std::time::Duration::from_secs(30)).unwrap();
    let terminal = desk.screen(80, 24);
    terminal.send("e");
    terminal.wait_for("What happened");
    terminal.send("it was slow\r");
    terminal.wait_for("… waiting");
    // What is typed is still there when it did not come to be.
    terminal.wait_for("was not free within");
    terminal.wait_for("it was slow");
    drop(held);
    terminal.send("\r");
    terminal.wait_for("Recorded with");
    terminal.send("q");
    terminal.wait_for("ended: 0");
}

#[test]
fn without_a_terminal_there_is_no_screen_and_that_is_said() {
    let desk = Desk::new();
    let run = desk.run(&["ui"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(run.stdout, "");
    insta::assert_snapshot!(run.stderr, @"
    error: standard output is no terminal, and this is a screen

    hint: see what is there without one: git session status
    ");
    assert_eq!(desk.run(&["ui", "--json"]).code, Some(2));
}

#[test]
fn without_colour_none_is_written() {
    let desk = Desk::new();
    let terminal = desk.shell(120, 40);
    for (before, coloured, ended) in [("NO_COLOR=1 ", false, 1), ("", true, 2)] {
        let from = terminal.written().len();
        terminal.send(&format!("{before}\"$GS\" ui; echo \"ended: $?\"\r"));
        terminal.wait("the screen", |it| it.is_alternate && it.text.contains("Story of"));
        terminal.send("q");
        terminal.wait("the shell", |it| !it.is_alternate && it.text.matches("ended: 0").count() == ended);
        let written = terminal.written()[from..].to_owned();
        assert_eq!(written.contains("38;5;"), coloured, "{written:?}");
    }
}
