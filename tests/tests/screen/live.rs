//! What others record is seen without a key.

use crate::desk::Desk;

#[test]
fn what_another_process_records_is_seen_at_once() {
    let desk = Desk::new();
    let terminal = desk.screen(120, 40);
    terminal.wait_for("Story of");
    desk.ok(&["event", "both tests pass"]);
    terminal.wait_for("both tests pass");
    desk.ok(&["await", "the key to the sandbox"]);
    terminal.wait_for("Waits for you");
    desk.ok(&["complete", "it is done"]);
    terminal.wait_for("Completed");
    desk.ok(&["start", "Another work"]);
    // The chosen one stays chosen.
    let picture = terminal.wait_for("Another work");
    assert!(picture.text.contains(">  Stop the double charge"), "{}", picture.text);
    terminal.send("q");
    terminal.wait_for("ended: 0");
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other_and_is_told() {
    let desk = Desk::new();
    let terminal = desk.screen(100, 30);
    std::fs::write(desk.store().join("live/20261120-k7q2m9xzpw.toml"), "this is no session").unwrap();
    let picture = terminal.wait_for("warning: ");
    assert!(picture.text.contains("Stop the double charge") && picture.text.contains("Refund page"));
    terminal.send("w");
    terminal.wait_for("What is to be known");
    terminal.wait_for("20261120-k7q2m9xzpw.toml");
    terminal.send("q");
    terminal.wait("the list", |it| !it.text.contains("What is to be known"));
    terminal.send("q");
    terminal.wait_for("ended: 0");
}

#[test]
fn a_store_that_is_made_later_is_seen() {
    let desk = Desk { repo: testkit::TestRepo::new() };
    desk.repo.commit("Before");
    let terminal = desk.shell(80, 24);
    terminal.send("\"$GS\" ui; echo \"ended: $?\"\r");
    terminal.wait_for("There are no sessions yet");
    desk.ok(&["start", "The first work"]);
    terminal.wait_for("The first work");
    terminal.send("q");
    terminal.wait_for("ended: 0");
}

#[test]
fn it_fits_whatever_size_the_terminal_gets() {
    let desk = Desk::new();
    let terminal = desk.screen(140, 40);
    terminal.wait_for("Story of");
    terminal.resize(60, 20);
    terminal.wait("one pane", |it| !it.text.contains("Story of") && it.text.contains("Active here"));
    terminal.resize(20, 5);
    terminal.wait_for("? help");
    terminal.resize(200, 50);
    terminal.wait_for("Story of");
    terminal.send("q");
    terminal.wait_for("ended: 0");
}
