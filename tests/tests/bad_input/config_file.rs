//! Settings that cannot be read, or not all of them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::bed::Bed;
use crate::seen::tame;
use crate::spoil::what_lies_at;

fn set(bed: &Bed, text: &str) {
    fs::write(bed.store().join("config.toml"), text).unwrap();
}

/// Puts something where the settings are, and sees that reading commands go on without them, each with the same
/// warning, that writing ones are refused in the same words and write nothing, that hooks are not felt and that they
/// can be taken out. Answers with what a user sees of `status` and of a refusal.
fn check(put: impl FnOnce(&Path)) -> String {
    let (bed, id) = Bed::at_work();
    let path = bed.store().join("config.toml");
    let reading: [&[&str]; 7] = [
        &["status"],
        &["log"],
        &["show"],
        &["show", &id],
        &["status", "--json"],
        &["log", "--json"],
        &["show", "--json"],
    ];
    let with_defaults = reading.map(|arguments| bed.ok(arguments));
    put(&path);
    let lies_there = what_lies_at(&path);
    let before = fs::read(bed.live_file(&id)).unwrap();
    let warning = bed.run(&["status"]).stderr;
    assert_eq!(warning.matches("warning: going on without settings").count(), 1, "{warning}");
    for (arguments, with_defaults) in reading.into_iter().zip(with_defaults) {
        let run = bed.run(arguments);
        assert_eq!((run.code, run.stdout.trim_end()), (Some(0), with_defaults.as_str()), "{arguments:?}");
        assert_eq!(run.stderr, warning, "{arguments:?}");
    }
    let refusal = |arguments: &[&str]| bed.seen(arguments).replace(&tame(&warning, &bed.repo), "");
    let refused = refusal(&["event", "x"]);
    assert!(refused.starts_with("exit 5\n---\nerror: the settings cannot be read"), "{refused}");
    for arguments in [
        vec!["start", "Another"],
        vec!["decide", "x", "--because", "y"],
        vec!["heartbeat"],
        vec!["park", "--reason", "x"],
        vec!["complete"],
        vec!["install"],
    ] {
        assert_eq!(refusal(&arguments), refused, "{arguments:?}");
    }
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
    assert_eq!(bed.run(&["log"]).stdout.matches("session\t").count(), 1, "one was begun");
    // A hook reads them only to know whether it may open a session.
    let commit = bed.commit();
    bed.switch("elsewhere");
    assert_eq!(bed.hook_log(), "");
    assert_eq!(bed.seen(&["uninstall"]).lines().next(), Some("exit 0"));
    assert!(!bed.repo.path().join(".git/hooks/post-commit").exists());
    assert_eq!(what_lies_at(&path), lies_there);
    let status = bed.seen(&["status"]);
    fs::remove_file(&path).unwrap();
    bed.assert_once_in(&id, &commit);
    format!("{status}\n{refused}")
}

/// Settings of this text.
fn text(text: &str) -> impl FnOnce(&Path) {
    move |path| fs::write(path, text).unwrap()
}

#[test]
fn settings_that_are_not_toml_are_told_and_nothing_is_written() {
    insta::assert_snapshot!(check(text("# mine\nauto_start: no\n")), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: line 2: key with no value, expected `=`

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: line 2: key with no value, expected `=`

    hint: mend the file, or remove it to have the defaults
    ");
}

#[test]
fn settings_of_a_wrong_type_are_told_and_nothing_is_written() {
    insta::assert_snapshot!(check(text("lock_timeout = \"soon\"\n")), @r#"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: line 1: lock_timeout: it is a duration with its unit such as "90s", "15m", "24h" or "7d", not "soon"

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: line 1: lock_timeout: it is a duration with its unit such as "90s", "15m", "24h" or "7d", not "soon"

    hint: mend the file, or remove it to have the defaults
    "#);
    insta::assert_snapshot!(check(text("lock_timeout = -1\n")), @r#"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: line 1: lock_timeout: it is a duration with its unit such as "90s", "15m", "24h" or "7d", not an integer

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: line 1: lock_timeout: it is a duration with its unit such as "90s", "15m", "24h" or "7d", not an integer

    hint: mend the file, or remove it to have the defaults
    "#);
}

#[test]
fn settings_that_are_not_text_are_told_and_nothing_is_written() {
    insta::assert_snapshot!(check(|path| fs::write(path, b"# caf\xe9\n").unwrap()), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: cannot read /repo/.sessions/config.toml: stream did not contain valid UTF-8

    exit 5
    ---
    error: the settings cannot be read: cannot read /repo/.sessions/config.toml: stream did not contain valid UTF-8

    hint: mend the file, or remove it to have the defaults
    ");
}

#[test]
fn settings_larger_than_any_are_told_and_nothing_is_written() {
    insta::assert_snapshot!(check(text(&"# on and on\n".repeat(10_000))), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: it has 120000 bytes; at most 65536 are read

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: it has 120000 bytes; at most 65536 are read

    hint: mend the file, or remove it to have the defaults
    ");
}

#[test]
fn settings_that_are_no_file_are_told_and_nothing_is_written() {
    insta::assert_snapshot!(check(|path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: it is not an ordinary file

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: it is not an ordinary file

    hint: mend the file, or remove it to have the defaults
    ");
    insta::assert_snapshot!(check(|path| std::os::unix::fs::symlink("/etc/passwd", path).unwrap()), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    hooks | missing
    ---
    warning: going on without settings that cannot be read: /repo/.sessions/config.toml: it is not an ordinary file

    exit 5
    ---
    error: the settings cannot be read: /repo/.sessions/config.toml: it is not an ordinary file

    hint: mend the file, or remove it to have the defaults
    ");
}

#[test]
fn a_refusal_for_the_settings_does_not_say_that_it_goes_on() {
    let (bed, _) = Bed::at_work();
    set(&bed, "auto_start: no\n");
    let run = bed.run(&["event", "x"]);
    assert!(run.code == Some(5) && !run.stderr.contains("going on without"), "{run:?}");
}

#[test]
fn why_the_system_does_not_give_the_settings_is_told() {
    let (bed, _) = Bed::at_work();
    fs::write(bed.store().join("config.toml"), b"# caf\xe9\n").unwrap();
    for arguments in [["status"].as_slice(), &["event", "x"]] {
        let run = bed.run(arguments);
        assert!(run.stderr.contains("UTF-8"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_setting_that_is_not_known_is_told_and_all_goes_on() {
    let (bed, id) = Bed::at_work();
    set(&bed, "auto_strat = false\n[colours]\nhead = \"red\"\n");
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Stop the double charge
    ---
    warning: /repo/.sessions/config.toml has an unknown key: auto_strat (did you mean auto_start?)
    warning: /repo/.sessions/config.toml has an unknown key: colours
    ");
    assert_eq!(bed.run(&["event", "x"]).code, Some(0));
    bed.assert_in(&id, &bed.commit());
}

#[test]
fn a_wait_beyond_all_numbers_is_no_defect() {
    let (bed, id) = Bed::at_work();
    for wait in ["9223372036854775807ms", "18446744073709551615s 1000ms", "99999999999999999999d"] {
        set(&bed, &format!("lock_timeout = \"{wait}\"\n"));
        assert_eq!(bed.run(&["event", "x"]).code, Some(5), "{wait}");
        assert_eq!(bed.run(&["status"]).code, Some(0), "{wait}");
        bed.assert_in(&id, &bed.commit());
    }
    assert_eq!(bed.hook_log(), "");
}

#[test]
fn a_hook_that_cannot_read_the_settings_takes_the_defaults_and_says_so() {
    let bed = Bed::new();
    set(&bed, "auto_start: no\n");
    let commit = bed.commit();
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: going on without settings that cannot be read: /repo/.sessions/config.toml: line 1: key with no value, expected `=`");
    set(&bed, "");
    assert_ne!(bed.session_of(&commit), "lost");
    assert_eq!(bed.session_of(&bed.commit()), bed.session_of(&commit), "it goes on");
}
