//! What others wrote must not steer a terminal: commits whose subject, author, files and branch are made to.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use testkit::TestRepo;

use crate::bed::{Bed, files_below};

/// Control characters, an escape sequence, a link of a terminal, marks that turn a line around or hide it, and what is
/// not UTF-8.
pub(crate) const SUBJECT: &[u8] =
    b"Fix \x1b[31mred\x1b[0m \x1b]8;;http://x\x07link \x01\x7f \xc2\x9b31m \xe2\x80\xae turned \xe2\x81\xa6 \xe2\x80\x8b caf\xe9\rgone";

/// Commits with this message and answers with what git printed.
pub(crate) fn commit(bed: &Bed, extra: &[&str], message: &[u8]) -> Vec<u8> {
    let file = bed.repo.root().join("message");
    fs::write(&file, message).unwrap();
    let mut git = bed.git(extra);
    let output = git.args(["commit", "--allow-empty", "--file"]).arg(file).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output.stderr
}

/// Whether nothing in it steers a terminal, hides or turns around.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    let plain = |c: char| match c {
        '\n' | '\t' => true,
        '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => false,
        c => !c.is_control(),
    };
    std::str::from_utf8(text).is_ok_and(|text| text.chars().all(plain))
}

fn assert_plain(bed: &Bed) {
    for arguments in [
        vec!["status"],
        vec!["log"],
        vec!["show"],
        vec!["status", "--json"],
        vec!["log", "--json"],
        vec!["show", "--json"],
        vec!["task", "list"],
        vec!["task", "list", "--json"],
    ] {
        let output = bed.command(&arguments).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
        assert!(is_plain(&output.stdout), "{arguments:?}: {}", output.stdout.escape_ascii());
        if arguments.contains(&"--json") {
            serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
        }
    }
}

/// The session files, as they stand.
fn assert_plain_files(bed: &Bed) {
    for file in files_below(&bed.store()).iter().filter(|file| file.extension() == Some(OsStr::new("toml"))) {
        let bytes = fs::read(file).unwrap();
        let steers = |&byte: &u8| (byte.is_ascii_control() && byte != b'\n') || byte == 0x7f;
        assert!(!bytes.iter().any(steers), "{}", bytes.escape_ascii());
        assert!(!String::from_utf8(bytes).unwrap().contains(['\u{202e}', '\u{2066}', '\u{9b}']));
    }
}

#[test]
fn a_subject_that_steers_a_terminal_is_shown_without_what_steers_it() {
    let (bed, id) = Bed::at_work();
    commit(&bed, &[], SUBJECT);
    assert_plain(&bed);
    assert_plain_files(&bed);
    insta::assert_snapshot!(bed.seen(&["log"]), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main | main | Ada Lovelace | Stop the double charge
    commit | COMMIT1 | ID1 | TIME | worktree | Fix [31mred[0m ]8;;http://xlink  31m  turned   café gone
    ");
    let json: serde_json::Value = serde_json::from_str(&bed.ok(&["show", &id, "--json"])).unwrap();
    let subject = json["session"]["commits"][0]["subject"].as_str().unwrap();
    insta::assert_snapshot!(subject.escape_debug(), @r"Fix \u{1b}[31mred\u{1b}[0m \u{1b}]8;;http://x\u{7}link \u{1}\u{7f} \u{9b}31m \u{202e} turned \u{2066} \u{200b} café\rgone");
    assert_eq!(bed.hook_log(), "");
}

#[test]
fn our_hooks_add_nothing_to_what_git_prints_of_such_a_commit() {
    let (bed, _) = Bed::at_work();
    let without = commit(&bed, &["-c", "core.hooksPath=/dev/null"], SUBJECT);
    assert_eq!(commit(&bed, &[], SUBJECT), without);
}

#[test]
fn a_session_that_is_opened_for_such_a_commit_is_shown_without_what_steers() {
    let bed = Bed::new();
    commit(&bed, &[], SUBJECT);
    assert_plain(&bed);
    assert_plain_files(&bed);
}

#[test]
fn names_of_authors_files_and_branches_do_not_steer_either() {
    let (bed, _) = Bed::at_work();
    bed.switch("turned\u{202e}\u{200b}around");
    let file = Path::new(OsStr::from_bytes(b"\x1b[31m\n\xff\xe2\x80\xae.txt"));
    bed.repo.write(file, "x");
    bed.repo.git(&["add", "--all"]);
    commit(&bed, &["-c", "user.name=E\u{1b}[31mv\u{202e}e", "-c", "user.email=e\u{1b}@x"], b"Odd names");
    assert_plain(&bed);
    assert_plain_files(&bed);
}

#[test]
fn a_repository_whose_name_steers_is_named_without_it_in_messages() {
    let bed = Bed::of(TestRepo::new_in("re\u{1b}[31m\u{202e}po"));
    bed.repo.commit("Begin");
    bed.ok(&["install"]);
    bed.ok(&["start", "Work"]);
    assert_plain(&bed);
    fs::write(bed.store().join("config.toml"), "broken").unwrap();
    for (arguments, code) in [(["event", "x"].as_slice(), 5), (&["status"], 0)] {
        let run = bed.run(arguments);
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(run.stderr.contains("config.toml"), "{run:?}");
        assert!(is_plain(run.stderr.as_bytes()), "{}", run.stderr.escape_debug());
    }
}

#[test]
fn what_people_say_does_not_steer_either() {
    let (bed, _) = Bed::at_work();
    let odd = std::str::from_utf8(&SUBJECT[..60]).unwrap();
    bed.ok(&["event", odd]);
    bed.ok(&["decide", odd, "--because", odd]);
    bed.ok(&["task", "add", odd]);
    bed.ok(&["ask", odd]);
    bed.ok(&["answer", "q1", odd]);
    bed.ok(&["next", odd]);
    bed.ok(&["activity", odd]);
    bed.ok(&["await", odd]);
    bed.ok(&["set", "--intent", odd, "--roadmap", odd, "--tag", odd]);
    assert_plain(&bed);
    bed.ok(&["park", "--reason", odd, "--next", odd]);
    bed.ok(&["start", odd, "--tag", odd, "--agent", odd, "--conversation", odd]);
    assert_plain(&bed);
    assert_plain_files(&bed);
}
