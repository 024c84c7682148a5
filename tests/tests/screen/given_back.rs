//! However it ends, the terminal is as it was.

use std::process::Command;

use testkit::Terminal;

use crate::desk::Desk;

/// Starts the screen so that its process is known.
fn screen_with_pid(desk: &Desk) -> (Terminal, String) {
    let terminal = desk.shell(80, 24);
    terminal.send("stty -g > ../before; sh -c 'echo $$ > ../pid; exec \"$GS\" ui'; echo \"ended: $?\"\r");
    terminal.wait("the screen", |it| it.is_alternate && it.text.contains("Stop the double charge"));
    let pid = std::fs::read_to_string(desk.repo.root().join("pid")).unwrap().trim().to_owned();
    (terminal, pid)
}

fn kill(signal: &str, pid: &str) {
    let kill = format!("kill -{signal} {pid}");
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

#[test]
fn a_signal_ends_it_as_signals_do_and_the_terminal_is_given_back() {
    // Where it was interrupted, a shell does not go on with the line.
    for (signal, code) in [("TERM", Some(143)), ("HUP", Some(129)), ("INT", None)] {
        let desk = Desk::new();
        let (terminal, pid) = screen_with_pid(&desk);
        kill(signal, &pid);
        if let Some(code) = code {
            terminal.wait_for(&format!("ended: {code}"));
        }
        desk.assert_given_back(&terminal);
    }
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    let desk = Desk::new();
    let terminal = desk.screen(80, 24);
    terminal.send("\u{1a}");
    let picture = terminal.wait("the shell", |it| !it.is_alternate && it.text.matches("ready>").count() > 1);
    assert!(picture.has_cursor && !picture.marks_pastes, "{picture:?}");
    // What was recorded meanwhile is there when it comes back.
    desk.ok(&["event", "while it slept"]);
    terminal.send("fg\r");
    terminal.wait("the screen", |it| it.is_alternate && it.text.contains("Stop the double charge"));
    terminal.send("\t");
    terminal.wait_for("while it slept");
    terminal.send("q");
    desk.assert_given_back(&terminal);
}

#[test]
fn it_comes_back_after_it_was_stopped_and_the_terminal_was_changed() {
    let desk = Desk::new();
    let (terminal, pid) = screen_with_pid(&desk);
    kill("STOP", &pid);
    terminal.wait_for("topped");
    // The terminal is still raw, and so takes no Enter for the end of a line.
    terminal.send("fg\n");
    terminal.wait("the screen", |it| it.is_alternate && !it.text.contains("topped"));
    // Keys are keys again, without Enter.
    terminal.send("?");
    terminal.wait_for("a page further");
    terminal.send("qq");
    desk.assert_given_back(&terminal);
}
