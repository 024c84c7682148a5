//! Texts that are empty, too long or no texts.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;

use testkit::Run;

use crate::bed::{Bed, files_below};
use crate::seen::seen;

/// Runs the program with these bytes as its standard input.
pub(crate) fn fed(bed: &Bed, arguments: &[&str], input: &[u8]) -> Run {
    let file = bed.repo.root().join("input");
    fs::write(&file, input).unwrap();
    Run::new(&bed.command(arguments).stdin(File::open(&file).unwrap()).output().unwrap())
}

#[test]
fn an_empty_intent_is_refused() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["start", ""]), @"
    exit 2
    ---
    error: the intent is empty; it takes 1 to 4096 bytes of text
    ");
    for nothing in [" ", "\t\n ", "\u{a0}\u{2003}\u{3000}"] {
        assert_eq!(bed.seen(&["start", nothing]), bed.seen(&["start", ""]), "{nothing:?}");
    }
    assert_eq!(seen(&fed(&bed, &["start", "-"], b" \n"), &bed.repo), bed.seen(&["start", ""]));
    assert_eq!(bed.ok(&["log"]), "");
}

#[test]
fn an_intent_that_shows_nothing_is_refused() {
    let bed = Bed::new();
    for unseen in ["\u{200b}", "\u{202e}\u{2066}", "\u{1b}", "\u{feff}\u{200f} "] {
        let run = bed.run(&["start", unseen]);
        assert_eq!(run.code, Some(2), "{unseen:?}: {run:?}");
    }
}

#[test]
fn an_intent_of_ten_megabytes_is_refused() {
    let bed = Bed::new();
    let run = fed(&bed, &["start", "-"], &vec![b'x'; 10 << 20]);
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 2
    ---
    error: the intent on standard input has more than 4096 bytes
    ");
    let run = bed.run(&["start", &"x".repeat(100 << 10)]);
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 2
    ---
    error: the intent has 102400 bytes; at most 4096 are taken
    ");
    assert_eq!(bed.ok(&["log"]), "");
}

#[test]
fn an_intent_as_long_as_may_be_is_kept_in_full() {
    let bed = Bed::new();
    let intent = "é".repeat(2048);
    let run = fed(&bed, &["start", "-"], format!("{intent}\n").as_bytes());
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(bed.ok(&["log"]).ends_with(&format!("\t{intent}")));
}

#[test]
fn standard_input_that_is_not_text_is_refused() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(seen(&fed(&bed, &["event", "-"], b"caf\xe9"), &bed.repo), @"
    exit 2
    ---
    error: the event on standard input is not UTF-8 text
    ");
    let run = Run::new(&bed.command(&["event"]).arg(OsStr::from_bytes(b"caf\xe9")).output().unwrap());
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 2
    ---
    error: invalid UTF-8 was detected in one or more arguments

    Usage: git session event [OPTIONS] <TEXT>...

    For more information, try 'git session help event'.
    ");
}

#[test]
fn an_event_beyond_its_limit_is_refused_and_one_within_it_is_kept() {
    let (bed, id) = Bed::at_work();
    let before = fs::read(bed.live_file(&id)).unwrap();
    let run = fed(&bed, &["event", "-"], &vec![b'x'; (32 << 10) + 1]);
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 2
    ---
    error: the event has 32769 bytes; at most 32768 are taken
    ");
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);

    let whole = "\"\u{1}\\".repeat(10 << 10);
    assert_eq!(fed(&bed, &["event", "-"], whole.as_bytes()).code, Some(0));
    assert!(bed.ok(&["show"]).contains(&whole.replace('\u{1}', "")));
}

#[test]
fn every_other_text_has_an_end() {
    let (bed, id) = Bed::at_work();
    let before = fs::read(bed.live_file(&id)).unwrap();
    let long = "x".repeat(100 << 10);
    insta::assert_snapshot!(bed.seen(&["park", "--reason", &long]), @"
    exit 2
    ---
    error: the reason for parking has 102400 bytes; at most 4096 are taken
    ");
    insta::assert_snapshot!(bed.seen(&["decide", &long, "--because", "y"]), @"
    exit 2
    ---
    error: the decision has 102400 bytes; at most 1024 are taken
    ");
    for arguments in [
        vec!["start", "x", "--tag", &long],
        vec!["start", "x", "--agent", &long],
        vec!["start", "x", "--agent", "a", "--conversation", &long],
        vec!["decide", "x", "--because", &long],
        vec!["park", "--reason", "x", "--next", &long],
        vec!["complete", &long],
        vec!["start", "x", "--task", &long],
        vec!["start", "x", "--roadmap", &long],
        vec!["ask", &long],
        vec!["answer", "q1", &long],
        vec!["next", &long],
        vec!["task", "add", &long],
        vec!["activity", &long],
        vec!["await", &long],
        vec!["set", "--intent", &long],
        vec!["set", "--tag", &long],
        vec!["set", "--roadmap", &long],
    ] {
        let run = bed.run(&arguments);
        assert_eq!(run.code, Some(2), "{:?}", arguments[0]);
        assert!(run.stderr.len() < 1000, "{:?}: {} bytes of a message", arguments[0], run.stderr.len());
    }
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
    assert_eq!(files_below(&bed.store().join("live")).len(), 1);
}
