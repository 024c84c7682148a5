//! Long answers, colours, and who is told how far something is.

use std::process::{Command, Stdio};

use testkit::{Run, on_a_terminal};

use crate::desk::Desk;

/// A desk whose log has more than ten lines, and the program, asked for it.
fn long() -> (Desk, Command) {
    let desk = Desk::new();
    desk.run(&["start", "Many commits"]);
    (1..=12).for_each(|number| drop(desk.repo.commit(&format!("Commit {number}"))));
    let mut log = desk.program().command(desk.repo.path());
    log.arg("log");
    (desk, log)
}

#[allow(clippy::print_stderr, reason = "whoever reads the test's output should know")]
fn skipped() {
    eprintln!("not tried: there is no program `script`");
}

fn read(desk: &Desk, name: &str) -> Option<String> {
    std::fs::read_to_string(desk.repo.root().join(name)).ok()
}

#[test]
fn what_does_not_fit_on_the_screen_goes_to_the_pager_that_git_would_use_with_its_colours() {
    let (desk, log) = long();
    desk.repo.git(&["config", "core.pager", "cat >../paged; env >../environment"]);
    let Some(run) = on_a_terminal(&log, 10, 80) else { return skipped() };
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{run:?}");
    let paged = read(&desk, "paged").unwrap();
    assert!(paged.contains("Commit 1\n") && paged.contains("Commit 12\n"), "{paged}");
    assert!(paged.contains("\u{1b}[33m"), "{paged:?}");
    let environment = read(&desk, "environment").unwrap();
    assert!(environment.contains("LESS=FRX\n") && environment.contains("LV=-c\n"), "{environment}");
}

#[test]
fn what_fits_starts_no_pager_and_neither_does_anything_where_none_is_wanted() {
    let (desk, mut log) = long();
    log.env("GIT_PAGER", "touch ../paged");
    let Some(run) = on_a_terminal(&log, 40, 80) else { return skipped() };
    assert!(run.stdout.contains("Commit 12") && read(&desk, "paged").is_none(), "{run:?}");
    for wanted in ["", "cat"] {
        log.env("GIT_SESSION_PAGER", wanted);
        let run = on_a_terminal(&log, 10, 80).unwrap();
        assert!(run.stdout.contains("Commit 12") && read(&desk, "paged").is_none(), "{wanted}: {run:?}");
    }
    log.env("GIT_SESSION_PAGER", "touch ../paged").arg("--no-pager");
    let run = on_a_terminal(&log, 10, 80).unwrap();
    assert!(run.stdout.contains("Commit 12") && read(&desk, "paged").is_none(), "{run:?}");
}

#[test]
fn a_pager_that_is_closed_early_is_no_failure_and_one_that_is_not_there_hides_nothing() {
    let (_desk, mut log) = long();
    log.env("GIT_PAGER", "head -n 1");
    let Some(run) = on_a_terminal(&log, 10, 80) else { return skipped() };
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 1), "{run:?}");
    for missing in ["no-such-pager", "no-such-pager --fast 'x'"] {
        log.env("GIT_PAGER", missing);
        let run = on_a_terminal(&log, 10, 80).unwrap();
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stdout.contains("cannot be started"), "{missing}: {run:?}");
        assert!(
            run.stdout.contains("Commit 1\r\n") && run.stdout.contains("Commit 12"),
            "{missing}: {run:?}"
        );
    }
}

#[test]
fn a_pager_that_git_started_is_looked_at_by_a_person() {
    let (_desk, mut log) = long();
    let seen = |log: &mut Command| Run::new(&log.output().unwrap()).stdout;
    let as_pipe = seen(&mut log);
    assert!(as_pipe.starts_with("session\t"), "{as_pipe}");
    log.env("GIT_PAGER_IN_USE", "true").env("COLUMNS", "40");
    let paged = seen(&mut log);
    assert!(paged.starts_with("\u{1b}[1m"), "{paged:?}");
    log.env("NO_COLOR", "1");
    let plain = seen(&mut log);
    assert!(!plain.contains('\u{1b}') && plain.contains("Commit 12"), "{plain:?}");
    assert!(plain.lines().all(|line| line.chars().count() <= 40), "{plain}");
}

/// Whether there is a colour, or a weight, in what was printed: other escapes move the cursor.
fn has_colours(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || c == ';';
    text.split("\u{1b}[").skip(1).any(|rest| rest.trim_start_matches(is_number).starts_with('m'))
}

#[test]
fn colours_go_where_they_are_wanted() {
    let (desk, _) = long();
    let program = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut program = desk.program().command(desk.repo.path());
        program.args(arguments).envs(variables.iter().copied());
        program
    };
    for (arguments, variables, is_coloured) in [
        (&["status"][..], &[][..], true),
        (&["status", "--color=never"], &[], false),
        (&["--color", "never", "status"], &[], false),
        (&["status"], &[("NO_COLOR", "1")], false),
        (&["status", "--color=always"], &[("NO_COLOR", "1")], true),
        (&["status"], &[("CLICOLOR", "0")], false),
    ] {
        let Some(run) = on_a_terminal(&program(arguments, variables), 40, 80) else { return skipped() };
        assert_eq!(has_colours(&run.stdout), is_coloured, "{arguments:?} {variables:?}: {run:?}");
    }
    // Beside the answer, and in what the parser says, too.
    for (arguments, variables, is_coloured) in [
        (&["show", "nobody"][..], &[][..], false),
        (&["show", "nobody"], &[("CLICOLOR_FORCE", "1")], true),
        (&["show", "nobody", "--color=always"], &[], true),
        (&["show", "--color=always", "--nothing"], &[], true),
        (&["show", "--nothing"], &[], false),
        (&["show", "--nothing", "--color=never"], &[("CLICOLOR_FORCE", "1")], false),
    ] {
        let run = Run::new(&program(arguments, variables).output().unwrap());
        assert_ne!(run.code, Some(0));
        assert_eq!(has_colours(&run.stderr), is_coloured, "{arguments:?} {variables:?}: {run:?}");
        assert!(!run.stdout.contains('\u{1b}'), "{run:?}");
    }
    // Records for programs have none.
    let run = Run::new(&program(&["log", "--color=always"], &[]).output().unwrap());
    assert!(!run.stdout.contains('\u{1b}'), "{run:?}");
}

#[test]
fn who_has_read_enough_ends_the_program_without_a_word() {
    let (_desk, mut log) = long();
    let mut child = log.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::new(&child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn records_can_end_with_nul_and_lists_can_be_lines_of_json() {
    let (desk, _) = long();
    desk.run(&["complete"]);
    desk.run(&["start", "Another\nof two lines"]);
    let lines = desk.run(&["log"]);
    let nul = Run::new(&desk.program().command(desk.repo.path()).args(["log", "-z"]).output().unwrap());
    assert_eq!(nul.stdout, lines.clone().replace('\n', "\0") + "\0");
    let both = desk.program().run(&["log", "-z", "--json"]);
    assert_eq!((both.code, both.stdout.as_str()), (Some(2), ""), "{both:?}");

    let whole = desk.json(&["log"]);
    let lines: Vec<serde_json::Value> =
        desk.run(&["log", "--jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (beside, sessions) = lines.split_last().unwrap();
    let sessions: Vec<_> = sessions.iter().map(|line| line["session"].clone()).collect();
    assert_eq!(&serde_json::Value::from(sessions), &whole["sessions"]);
    assert!(lines.iter().all(|line| line["schema"] == 1));
    assert_eq!(beside["unassigned"], whole["unassigned"]);
}

#[test]
fn nothing_moves_where_nobody_looks() {
    let (desk, _) = long();
    for command in [&["reconcile"][..], &["doctor"], &["export"], &["project", "rebuild"]] {
        let run = desk.program().run(command);
        assert_eq!(run.stderr, "", "{command:?}: {run:?}");
    }
}
