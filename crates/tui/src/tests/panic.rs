//! After a panic, the terminal is as it was, and says what went wrong.

use std::process::Command;

use testkit::Terminal;

use crate::terminal::Screen;

/// It is run by the test below, once more and on a terminal.
const VARIABLE: &str = "GIT_SESSION_TEST_PANICS";

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the edge of the tests: whether it runs on a terminal is read here"
)]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    if std::env::var_os(VARIABLE).is_some() {
        let _screen = Screen::take().unwrap();
        panic!("a defect in the middle of the screen");
    }
    let test = std::thread::current().name().unwrap().to_owned();
    let mut shell = Command::new("sh");
    let script = "a=$(stty -g); \"$PROGRAM\" --exact \"$TEST\" --nocapture --test-threads 1; \
                  b=$(stty -g); test \"$a\" = \"$b\" && echo the modes are the same; read wait";
    shell.args(["-c", script]).env(VARIABLE, "1").env("TEST", test);
    shell.env("PROGRAM", std::env::current_exe().unwrap()).env("PATH", std::env::var_os("PATH").unwrap());
    let terminal = Terminal::run(&shell, 100, 40);
    let picture = terminal.wait_for("the modes are the same");
    assert!(picture.text.contains("a defect in the middle of the screen"), "{}", picture.text);
    assert!(!picture.is_alternate && picture.has_cursor && !picture.marks_pastes, "{picture:?}");
    // It was ours for a while.
    assert!(terminal.written().contains("\u{1b}[?1049h"));
    terminal.send("\n");
}
