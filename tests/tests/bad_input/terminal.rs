//! The same on a terminal, where commands answer to people and in colour.

use std::process::Stdio;

use testkit::Run;

use crate::bed::{Bed, skipped};
use crate::spoil::{UNREADABLE, UNWRITABLE, what_lies_at};
use crate::subjects::{SUBJECT, commit};
use crate::sweep::COMMANDS;

/// Runs the program on a terminal of its own. `None`: there is no `script` (of util-linux) to make one.
fn on_a_terminal(bed: &Bed, arguments: &[&str]) -> Option<Run> {
    let words = [&[bed.program().to_str().unwrap()], arguments].concat();
    let line: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let mut script = bed.repo.command(bed.repo.path());
    script.env("TERM", "xterm").env("SHELL", "/bin/sh").stdin(Stdio::null());
    let mut terminal = std::process::Command::new("script");
    terminal
        .current_dir(bed.repo.path())
        .env_clear()
        .envs(script.get_envs().filter_map(|(k, v)| Some((k, v?))));
    let output =
        terminal.args(["--quiet", "--return", "--flush", "--command", &line.join(" "), "/dev/null"]).output();
    output.ok().map(|output| Run::new(&output))
}

#[test]
fn a_subject_that_steers_a_terminal_does_not_reach_it() {
    let (bed, _) = Bed::at_work();
    commit(&bed, &[], SUBJECT);
    for arguments in [["log"], ["show"], ["status"]] {
        let Some(run) = on_a_terminal(&bed, &arguments) else {
            return skipped("there is no program `script`");
        };
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stdout.contains('\u{1b}'), "this is no terminal: {run:?}");
        for steers in [
            "\u{1b}[31m",
            "\u{1b}]",
            "\u{7}",
            "\u{1}",
            "\u{7f}",
            "\u{9b}",
            "\u{202e}",
            "\u{2066}",
            "\u{200b}",
        ] {
            assert!(!run.stdout.contains(steers), "{arguments:?}: {steers:?}: {run:?}");
        }
    }
}

#[test]
fn every_command_with_every_spoilt_session_ends_in_a_documented_way_on_a_terminal() {
    for (spoilt, spoil) in UNREADABLE.iter().chain(&UNWRITABLE) {
        let (bed, id) = Bed::at_work();
        spoil(&bed.live_file(&id));
        let before = what_lies_at(&bed.live_file(&id));
        for arguments in COMMANDS.iter().filter(|arguments| !arguments.contains(&"--json")) {
            let Some(run) = on_a_terminal(&bed, arguments) else {
                return skipped("there is no program `script`");
            };
            assert!(matches!(run.code, Some(0..=5)), "{spoilt}: {arguments:?}: {run:?}");
            assert!(!run.stdout.contains("panicked"), "{spoilt}: {arguments:?}: {run:?}");
        }
        assert_eq!(what_lies_at(&bed.live_file(&id)), before, "{spoilt}");
    }
}
