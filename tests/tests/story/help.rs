//! What the program says of itself.

use testkit::{Run, TestRepo};

use crate::desk::Desk;

const COMMANDS: [&str; 39] = [
    "start",
    "status",
    "event",
    "decide",
    "ask",
    "answer",
    "next",
    "task",
    "activity",
    "await",
    "heartbeat",
    "set",
    "park",
    "resume",
    "complete",
    "log",
    "show",
    "blame",
    "search",
    "brief",
    "stats",
    "report",
    "ui",
    "why",
    "assign",
    "reconcile",
    "project",
    "stale",
    "clean",
    "export",
    "import",
    "forget",
    "doctor",
    "install",
    "uninstall",
    "config",
    "completions",
    "man",
    "hook",
];

/// Outside of a repository, where help is wanted as well.
fn help(arguments: &[&str]) -> String {
    let desk = Desk { repo: TestRepo::without_repository("nothing") };
    let mut program = desk.program().command(desk.repo.path());
    let run = Run::new(&program.env("COLUMNS", "80").args(arguments).output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 80, "{arguments:?} is wider than 80 columns:\n{line}");
        assert!(!line.contains('\u{1b}'), "{arguments:?} has colours in a pipe:\n{line}");
    }
    run.stdout
}

#[test]
fn every_command_is_explained_within_eighty_columns_and_with_an_example() {
    for command in COMMANDS {
        let long = help(&[command, "--help"]);
        assert_eq!(help(&["help", command]), long);
        for text in [long, help(&[command, "-h"])] {
            assert!(text.contains(&format!("Usage: git session {command}")), "{text}");
            let example = text.lines().skip_while(|line| !line.starts_with("Example")).nth(1);
            assert!(example.is_some_and(|line| line.starts_with("  git session ")), "{text}");
        }
    }
}

#[test]
fn so_is_every_command_on_tasks() {
    for command in ["add", "start", "done", "skip", "reopen", "rename", "list"] {
        let text = help(&["task", command, "--help"]);
        assert_eq!(help(&["help", "task", command]), text);
        assert!(text.contains(&format!("Usage: git session task {command}")), "{text}");
        assert!(text.contains(&format!("\n  git session task {command}")), "no example: {text}");
    }
}

#[test]
fn the_help_lists_every_command_and_every_exit_code() {
    for text in [help(&["--help"]), help(&["-h"]), help(&["help"])] {
        let listed =
            text.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        let listed: Vec<&str> = listed
            .filter(|line| !line.starts_with("   "))
            .map(|line| line.split_whitespace().next().unwrap())
            .collect();
        assert_eq!(listed, [&COMMANDS[..], &["help"]].concat());
        for code in ["0 done", "1 refused", "2 usage", "3 not found", "4 lock", "5 data", "70 a defect"] {
            assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(code), "{code}: {text}");
        }
    }
    assert!(help(&["--version"]).starts_with("git session "));
}
