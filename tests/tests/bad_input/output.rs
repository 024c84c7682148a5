//! An output that takes nothing.

use std::fs::File;
use std::process::{Command, Stdio};

use testkit::Run;

use crate::bed::Bed;
use crate::seen::seen;

const READING: [&[&str]; 6] =
    [&["status"], &["log"], &["show"], &["status", "--json"], &["log", "--json"], &["show", "--json"]];

const HELP: [&[&str]; 3] = [&["--help"], &["help", "start"], &["--version"]];

#[test]
fn whoever_stops_reading_has_seen_enough() {
    let (bed, _) = Bed::at_work();
    for number in 0..50 {
        bed.ok(&["event", &format!("{number} {}", "x".repeat(4000))]);
    }
    for arguments in READING.into_iter().chain(HELP) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = bed.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let run = Run::new(&output);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    }
    // In the middle of the answer, as `head` does it.
    let mut shell = Command::new("sh");
    shell.args(["-c", "{ \"$0\" show; echo $? >&2; } | head -n 1 >/dev/null"]).arg(bed.program());
    let run = Run::new(&shell.current_dir(bed.repo.path()).output().unwrap());
    assert_eq!(run.stderr, "0\n");
}

#[test]
fn what_was_done_is_done_even_where_nobody_reads_the_answer() {
    let (bed, _) = Bed::at_work();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let run = Run::new(&bed.command(&["event", "Said"]).stdout(writer).output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(bed.ok(&["show"]).contains("Said"));
}

#[test]
fn no_output_at_all_is_no_defect() {
    let (bed, _) = Bed::at_work();
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" log <&- >&- 2>&-"]).arg(bed.program()).current_dir(bed.repo.path());
    let code = shell.status().unwrap().code();
    assert!(matches!(code, Some(0 | 5)), "{code:?}");
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" show zzzzzz 2>&-"]).arg(bed.program()).current_dir(bed.repo.path());
    assert_eq!(shell.status().unwrap().code(), Some(3));
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_is_told() {
    let (bed, _) = Bed::at_work();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for arguments in READING {
        let run = Run::new(&bed.command(arguments).stdout(full()).stderr(Stdio::piped()).output().unwrap());
        assert_eq!(run.code, Some(5), "{arguments:?}: {run:?}");
    }
    let run = Run::new(&bed.command(&["log"]).stdout(full()).stderr(Stdio::piped()).output().unwrap());
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 5
    ---
    error: what was asked is done, but the answer cannot be written: No space left on device (os error 28)
    ");
    // Nor is anybody helped by a message that cannot be written.
    let output = bed.command(&["show", "zzzzzz"]).stdout(full()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
#[cfg(target_os = "linux")]
fn what_was_done_is_said_to_be_done_where_the_answer_cannot_be_written() {
    let (bed, _) = Bed::at_work();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let run =
        Run::new(&bed.command(&["event", "Said"]).stdout(full).stderr(Stdio::piped()).output().unwrap());
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 5
    ---
    error: what was asked is done, but the answer cannot be written: No space left on device (os error 28)
    ");
    assert!(bed.ok(&["show"]).contains("Said"));
}

#[test]
#[cfg(target_os = "linux")]
fn help_that_cannot_be_written_is_told() {
    let bed = Bed::new();
    for arguments in HELP {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = Run::new(&bed.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap());
        assert_eq!(run.code, Some(5), "{arguments:?}: {run:?}");
    }
}
