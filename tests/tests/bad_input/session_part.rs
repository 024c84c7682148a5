//! A session's file of which a part is not what it should be, or of a newer version.

use std::fs;

use crate::bed::{Bed, files_below};
use crate::seen::tame;
use crate::session_text::two_sessions;
use crate::spoil::{UNREADABLE, UNWRITABLE, edit, in_conflict};

#[test]
fn an_entry_that_is_cut_short_is_told_kept_aside_and_in_nobodys_way() {
    let (bed, _, id) = two_sessions();
    let path = bed.live_file(&id);
    edit(&path, |text| text[..text.len() - 30].to_owned());
    let cut = fs::read_to_string(&path).unwrap();
    insta::assert_snapshot!(bed.seen(&["show"]), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Round the totals
    event | ID1 | TIME | One
    worked | ID1 | SECONDS | SECONDS | 900
    ---
    warning: /repo/.sessions/live/ID1.toml: the last 39 bytes are an entry that was cut short
    ");
    assert_eq!(fs::read_to_string(&path).unwrap(), cut, "reading wrote");

    insta::assert_snapshot!(bed.seen(&["event", "Three"]), @"
    exit 0
    ID1
    ---
    warning: an entry that was cut short was kept in /repo/.sessions/quarantine/ID1.TIME.tail
    ");
    insta::assert_snapshot!(bed.seen(&["show"]), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Round the totals
    event | ID1 | TIME | One
    event | ID1 | TIME | Three
    worked | ID1 | SECONDS | SECONDS | 900
    ");
    let kept = files_below(&bed.store().join("quarantine"));
    let kept: Vec<String> = kept.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    insta::assert_snapshot!(tame(&kept.join("\n"), &bed.repo), @"
    39 bytes of /repo/.sessions/live/ID1.toml: what was left of entries that were cut short.


    [[event]]
    at = TIME
    ");
}

#[test]
fn a_last_entry_that_a_person_has_changed_is_told_and_not_lost() {
    let (bed, _, id) = two_sessions();
    let path = bed.live_file(&id);
    edit(&path, |text| text.replace("\"Two\"", "\"Two, and a half\""));
    insta::assert_snapshot!(bed.seen(&["show"]), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Round the totals
    event | ID1 | TIME | One
    event | ID1 | TIME | Two, and a half
    worked | ID1 | SECONDS | SECONDS | 900
    ---
    warning: /repo/.sessions/live/ID1.toml: the file was changed by hand or by another program
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
    let _ = bed.run(&["event", "Three"]);
    let kept = files_below(&bed.store())
        .iter()
        .any(|file| fs::read_to_string(file).unwrap().contains("Two, and a half"));
    assert!(kept, "what a person wrote is gone");
}

#[test]
fn conflict_marks_among_the_entries_are_told_and_stay() {
    let (bed, good, id) = two_sessions();
    let path = bed.live_file(&id);
    edit(&path, |text| in_conflict(text, "text = \"One\""));
    let run = bed.run(&["log"]);
    assert!(run.code == Some(0) && run.stdout.contains(&good), "{run:?}");
    insta::assert_snapshot!(bed.seen(&["show"]), @"
    exit 5
    ---
    error: cannot read /repo/.sessions/live/ID1.toml: the file is not TOML: line 21: key with no value, expected `=`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_of_format_2_is_read_as_far_as_can_be_and_not_written() {
    insta::assert_snapshot!(check("of format 2"), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Round the totals
    event | ID1 | TIME | One
    event | ID1 | TIME | Two
    worked | ID1 | SECONDS | SECONDS | 900
    ---
    warning: /repo/.sessions/live/ID1.toml: the file has format 2; this version writes format 1
    hint: install a newer git-session; the file was left as it is

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file has format 2; this version writes format 1

    hint: install a newer git-session; the file was left as it is
    ");
}

#[test]
fn a_session_with_a_key_that_is_not_known_is_read_and_not_written() {
    insta::assert_snapshot!(check("with a key that is not known"), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Round the totals
    event | ID1 | TIME | One
    event | ID1 | TIME | Two
    worked | ID1 | SECONDS | SECONDS | 900
    ---
    warning: /repo/.sessions/live/ID1.toml: the file has keys that this version does not know: mood
    hint: if a newer git-session wrote it, install that; else take the key out of the file

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file has keys that this version does not know: mood

    hint: if a newer git-session wrote it, install that; else take the key out of the file
    ");
}

/// Spoils the active session's file, and answers with what a user sees of it and in place of a new event.
fn check(kind: &str) -> String {
    let (bed, _, id) = two_sessions();
    let path = bed.live_file(&id);
    UNWRITABLE.iter().find(|(name, _)| *name == kind).unwrap().1(&path);
    bed.pass_a_minute(&id);
    let before = fs::read(&path).unwrap();
    let shown = bed.seen(&["show", &id]);
    for arguments in [
        vec!["decide", "x", "--because", "y"],
        vec!["heartbeat"],
        vec!["park", "--reason", "x"],
        vec!["complete"],
    ] {
        let run = bed.run(&[arguments.as_slice(), &["--session", &id]].concat());
        assert_eq!(run.code, Some(5), "{arguments:?}: {run:?}");
    }
    let event = bed.seen(&["event", "x", "--session", &id]);
    assert_eq!(fs::read(&path).unwrap(), before, "it was written over");
    assert_eq!(bed.run(&["log"]).stdout.matches("session\t").count(), 2);
    format!("{shown}\n{event}")
}

#[test]
fn a_session_of_a_format_that_nothing_is_known_of_is_told() {
    let (bed, _, id) = two_sessions();
    fs::write(bed.live_file(&id), "format = 7\nwhat = \"else\"\n").unwrap();
    insta::assert_snapshot!(bed.seen(&["show", &id]), @"
    exit 5
    ---
    error: cannot read /repo/.sessions/live/ID1.toml: the file has format 7; this version writes format 1

    hint: install a newer git-session; the file was left as it is
    ");
}

#[test]
fn each_session_that_cannot_be_read_is_told() {
    let (bed, good) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    let spoilt = UNREADABLE.map(|(_, spoil)| {
        let id = bed.ok(&["start", "Work", "--json"]);
        let id = id.split('"').nth(7).unwrap().to_owned();
        spoil(&bed.live_file(&id));
        id
    });
    let run = bed.run(&["log"]);
    assert!(run.code == Some(0) && run.stdout.contains(&good), "{run:?}");
    for id in spoilt {
        assert_eq!(run.stderr.matches(&id).count(), 1, "{id}: {run:?}");
    }
}

#[test]
fn nothing_is_cut_off_a_file_with_conflict_marks_at_its_end() {
    // As a merge leaves two files that both grew: what comes after the last entry looks like one that was cut short.
    let (bed, _, id) = two_sessions();
    let path = bed.live_file(&id);
    edit(&path, |text| {
        text.replacen("\n[[event]]", "<<<<<<< HEAD\n=======\n\n[[event]]", 1) + ">>>>>>> theirs\n"
    });
    let before = fs::read_to_string(&path).unwrap();
    let event = bed.run(&["event", "Three"]);
    bed.commit();
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.starts_with(&before), "{event:?}, and a part of the file is gone:\n{after}");
}
