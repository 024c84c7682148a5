//! What `status` says of the hooks, and of sessions that nobody works on.

use chrono::TimeDelta;

use crate::desk::{Desk, words};

#[test]
fn status_says_in_a_word_how_it_stands_with_the_hooks() {
    let desk = Desk::new();
    let hooks = || desk.json(&["status"])["hooks"].as_str().unwrap().to_owned();
    assert_eq!(hooks(), "fine");
    assert_eq!(desk.run(&["status"]), "");
    let mut off = desk.program().command(desk.repo.path());
    let answer = off.env("GIT_SESSION_HOOKS", "0").args(["status"]).output().unwrap();
    assert_eq!(String::from_utf8(answer.stdout).unwrap(), "hooks\toff\n");

    // Whether that leads git past them is for the git that there is: an entry is reached all the same.
    let has_files = desk.repo.path().join(".git/hooks/post-commit").exists();
    let has_entry = std::fs::read_to_string(desk.repo.path().join(".git/config")).unwrap().contains("[hook ");
    assert!(has_files || has_entry);
    let led_away = if has_entry { "fine" } else { "bypassed" };
    for value in ["/dev/null", "elsewhere"] {
        desk.repo.git(&["config", "core.hooksPath", value]);
        assert_eq!(hooks(), led_away, "{value}");
    }
    desk.repo.git(&["config", "core.hooksPath", ".git/hooks"]);
    assert_eq!(hooks(), "fine", "it leads to where they are");
    desk.repo.git(&["config", "--unset", "core.hooksPath"]);
    desk.repo.git(&["config", "--global", "core.hooksPath", "/dev/null"]);
    assert_eq!(hooks(), led_away, "by the user's own settings");
    desk.repo.git(&["config", "--global", "--unset", "core.hooksPath"]);
    if has_files && !has_entry {
        std::fs::remove_file(desk.repo.path().join(".git/hooks/post-commit")).unwrap();
        assert_eq!(hooks(), "gone");
        assert_eq!(desk.run(&["status"]), "hooks\tgone");
    }
    desk.run(&["uninstall"]);
    assert_eq!(hooks(), "missing");
}

#[test]
fn status_has_those_that_nobody_seems_to_work_on() {
    let desk = Desk::new();
    let silent = desk.run(&["start", "Silent"]);
    desk.repo.let_pass(TimeDelta::hours(25));
    let status = desk.run(&["status"]);
    let kinds: Vec<&str> = status.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(kinds, ["session", "stale"]);
    let answer = desk.json(&["status"]);
    assert_eq!(words(&answer["stale"], "id"), [silent]);
    assert_eq!(words(&answer["sessions"], "status"), ["active"]);
}
