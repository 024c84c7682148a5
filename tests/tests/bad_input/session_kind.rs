//! What lies where a session's file belongs is another's, too large, or no file.

use std::fs;

use crate::seen::tame;
use crate::session_text::{check, spoil, two_sessions};

#[test]
fn a_session_file_that_holds_another_session_is_told() {
    insta::assert_snapshot!(check(spoil("of another name")), @"
    warning: /repo/.sessions/live/ID1.toml: the file holds session 20200101-SHORT1, which is not what its name says
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file holds session 20200101-SHORT1, which is not what its name says

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_of_fifty_megabytes_is_told() {
    insta::assert_snapshot!(check(spoil("50 MB large")), @"
    warning: /repo/.sessions/live/ID1.toml: the file has 52428800 bytes; at most 33554432 are read
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file has 52428800 bytes; at most 33554432 are read

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_folder_where_a_session_file_belongs_is_told() {
    insta::assert_snapshot!(check(spoil("a folder")), @"
    warning: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: it is not an ordinary file

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_link_where_a_session_file_belongs_is_told() {
    insta::assert_snapshot!(check(spoil("a link")), @"
    warning: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: it is not an ordinary file

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_pipe_where_a_session_file_belongs_holds_nobody_up() {
    insta::assert_snapshot!(check(spoil("a pipe")), @"
    warning: /repo/.sessions/live/ID1.toml: it is not an ordinary file
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: it is not an ordinary file

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_file_in_the_store_whose_name_is_no_session_is_told() {
    let (bed, _, _) = two_sessions();
    fs::write(bed.store().join("live/notes.toml"), "mine = true\n").unwrap();
    fs::write(bed.store().join("live/.hidden"), "mine").unwrap();
    let run = bed.run(&["status"]);
    assert!(run.code == Some(0) && run.stdout.lines().count() == 2, "{run:?}");
    insta::assert_snapshot!(tame(&run.stderr, &bed.repo), @"
    warning: /repo/.sessions/live/notes.toml: the file is not a session: `notes` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
    assert_eq!(fs::read_to_string(bed.store().join("live/notes.toml")).unwrap(), "mine = true\n");
}
