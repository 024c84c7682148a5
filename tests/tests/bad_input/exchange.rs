//! What cannot be taken in, and where nothing can be written out.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::bed::{Bed, skipped};

/// Writes a file beside the repository, and answers with what a user sees of importing it.
fn imported(bed: &Bed, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = bed.repo.root().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    bed.seen(&["import", path.to_str().unwrap()])
}

fn nothing_came(bed: &Bed) {
    assert_eq!(bed.ok(&["log"]), "");
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["import", "nowhere.json"]), @"
    exit 3
    ---
    error: cannot read nowhere.json
      because: No such file or directory (os error 2)
    ");
    insta::assert_snapshot!(bed.seen(&["import"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      <PATH>...

    Usage: git session import <PATH>...

    For more information, try 'git session help import'.
    ");
    insta::assert_snapshot!(bed.seen(&["import", "nowhere.json", "--from", "csv"]), @"
    exit 2
    ---
    error: invalid value 'csv' for '--from <WHAT>'
      [possible values: predecessor, json]

    For more information, try 'git session help import'.
    ");
    nothing_came(&bed);
}

#[test]
fn a_folder_and_a_file_without_anything_are_told() {
    let bed = Bed::new();
    fs::create_dir(bed.repo.root().join("empty")).unwrap();
    insta::assert_snapshot!(bed.seen(&["import", "../empty"]), @"
    exit 3
    ---
    error: there is nothing to import in ../empty: neither an export of git-session nor a file of the dashboard

    hint: see what can be imported: git session help import
    ");
    insta::assert_snapshot!(imported(&bed, "notes.txt", "Buy milk\n"), @"
    exit 5
    ---
    error: /around/notes.txt is neither an export of git-session nor a file of the dashboard: it is not JSON: expected value at line 1 column 1

    hint: see what can be imported: git session help import
    ");
    insta::assert_snapshot!(imported(&bed, "empty.json", ""), @"
    exit 5
    ---
    error: /around/empty.json is neither an export of git-session nor a file of the dashboard: it is not JSON: there is nothing in it

    hint: see what can be imported: git session help import
    ");
    insta::assert_snapshot!(bed.seen(&["import", "/dev/null"]), @"
    exit 5
    ---
    error: /dev/null is neither a file nor a folder
    ");
    nothing_came(&bed);
}

#[test]
fn a_file_that_is_meant_to_be_one_and_is_none_is_told_with_the_reason() {
    let bed = Bed::new();
    insta::assert_snapshot!(imported(&bed, "sess_a.json", "{\"session_id\": "), @"
    exit 5
    failed | /around/sess_a.json | it is not JSON: EOF while parsing a value at line 1 column 15
    ---
    warning: /around/sess_a.json: it is not JSON: EOF while parsing a value at line 1 column 15
    error: imported 0, 1 could not be read
    ");
    insta::assert_snapshot!(imported(&bed, "sess_b.json", "{\"session_id\": \"x\"}"), @"
    exit 5
    failed | /around/sess_b.json | `project_slug` is missing; it should be the name of a project: 1 to 200 bytes, no `/` and no control character
    ---
    warning: /around/sess_b.json: `project_slug` is missing; it should be the name of a project: 1 to 200 bytes, no `/` and no control character
    error: imported 0, 1 could not be read
    ");
    insta::assert_snapshot!(imported(&bed, "cut.json", "{\"schema\":1,\"sessions\":[{\"id\":"), @"
    exit 5
    ---
    error: /around/cut.json is neither an export of git-session nor a file of the dashboard: it is not JSON: EOF while parsing a value at line 1 column 30

    hint: see what can be imported: git session help import
    ");
    insta::assert_snapshot!(imported(&bed, "lines.jsonl", "{\"schema\":1,\"session\":{}}\n{\"sche\n"), @"
    exit 5
    failed | /around/lines.jsonl | line 1: `the whole`: missing field `id`
    failed | /around/lines.jsonl | line 2: not JSON: EOF while parsing a string at line 1 column 6
    ---
    warning: /around/lines.jsonl: line 1: `the whole`: missing field `id`
    warning: /around/lines.jsonl: line 2: not JSON: EOF while parsing a string at line 1 column 6
    error: imported 0, 2 could not be read
    ");
    insta::assert_snapshot!(imported(&bed, "odd.json", "{\"schema\":1,\"settings\":[]}"), @"
    exit 5
    failed | /around/odd.json | it has neither `sessions` nor `session`
    ---
    warning: /around/odd.json: it has neither `sessions` nor `session`
    error: imported 0, 1 could not be read
    ");
    let path = bed.repo.root().join("cut.json");
    insta::assert_snapshot!(bed.seen(&["import", path.to_str().unwrap(), "--from", "json"]), @"
    exit 5
    failed | /around/cut.json | it is not JSON: EOF while parsing a value at line 1 column 30
    ---
    warning: /around/cut.json: it is not JSON: EOF while parsing a value at line 1 column 30
    error: imported 0, 1 could not be read
    ");
    nothing_came(&bed);
}

#[test]
fn a_form_of_the_future_is_refused_with_its_number() {
    let bed = Bed::new();
    insta::assert_snapshot!(imported(&bed, "new.json", "{\"schema\":2,\"sessions\":[]}"), @"
    exit 5
    failed | /around/new.json | `schema` is 2, and 1 is the latest that is known
    ---
    warning: /around/new.json: `schema` is 2, and 1 is the latest that is known
    error: imported 0, 1 could not be read
    ");
    insta::assert_snapshot!(imported(&bed, "new.jsonl", "{\"schema\":2,\"session\":{}}\n{\"schema\":2,\"session\":{}}\n"), @"
    exit 5
    failed | /around/new.jsonl | `schema` is 2, and 1 is the latest that is known
    ---
    warning: /around/new.jsonl: `schema` is 2, and 1 is the latest that is known
    error: imported 0, 1 could not be read
    ");
    nothing_came(&bed);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let bed = Bed::new();
    let large = |name: &str, bytes: u64| {
        let path = bed.repo.root().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::File::create(&path).unwrap().set_len(bytes).unwrap();
    };
    large("large.json", 256 * 1024 * 1024 + 1);
    insta::assert_snapshot!(bed.seen(&["import", "../large.json"]), @"
    exit 5
    failed | ../large.json | the file has 268435457 bytes; at most 268435456 are read
    ---
    warning: ../large.json: the file has 268435457 bytes; at most 268435456 are read
    error: imported 0, 1 could not be read
    ");
    large("dashboard/sessions/sess_a.json", 8 * 1024 * 1024 + 1);
    insta::assert_snapshot!(bed.seen(&["import", "../dashboard"]), @"
    exit 5
    failed | ../dashboard/sessions/sess_a.json | the file has 8388609 bytes; at most 8388608 are read
    ---
    warning: ../dashboard/sessions/sess_a.json: the file has 8388609 bytes; at most 8388608 are read
    error: imported 0, 1 could not be read
    ");
    nothing_came(&bed);
}

#[test]
fn what_may_not_be_read_is_told() {
    let bed = Bed::new();
    if bed.is_root() {
        return skipped("root may read everything");
    }
    let folder = bed.repo.root().join("dashboard/sessions");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("sess_a.json"), "{}").unwrap();
    fs::set_permissions(folder.join("sess_a.json"), fs::Permissions::from_mode(0o0)).unwrap();
    assert!(bed.seen(&["import", "../dashboard"]).starts_with("exit 5"));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o0)).unwrap();
    assert!(bed.seen(&["import", "../dashboard"]).starts_with("exit 5"));
    assert!(bed.seen(&["import", "../dashboard/sessions"]).starts_with("exit 5"));
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    nothing_came(&bed);
}

#[test]
fn what_is_hostile_in_a_file_reaches_no_terminal_and_no_other_file() {
    let bed = Bed::new();
    let session = |id: &str, more: &str| {
        format!(
            "{{\"session_id\": \"{id}\", \"project_slug\": \"shop\", \"status\": \"active\", \
             \"started_at\": \"2026-02-11T09:03:27+00:00\"{more}}}"
        )
    };
    let intent = ", \"intent\": \"\\u001b[31mred\\u202e\", \"worktree_root\": \"/x/../../../etc/\\u001b\"";
    fs::create_dir_all(bed.repo.root().join("d/sessions")).unwrap();
    fs::write(bed.repo.root().join("d/sessions/sess_\u{1b}[31m.json"), session("sess_a", intent)).unwrap();
    fs::write(bed.repo.root().join("d/sessions/sess_b.json"), session("../../etc/passwd", "")).unwrap();
    let seen = bed.seen(&["import", "../d"]);
    assert!(!seen.contains(|c: char| c != '\n' && core_model::is_unseen(c)), "{seen:?}");
    insta::assert_snapshot!(seen, @"
    exit 5
    imported | ID1 | new | active | sess_a | ../d/sessions/sess_[31m.json | [31mred
    kept | ID1 | session_id
    kept | ID1 | worktree_root
    failed | ../d/sessions/sess_b.json | `session_id` says `../../etc/passwd`; it should be an id like sess_20260210T1430_a1b2: 1 to 128 letters, digits, `_`, `-` or `.`
    ---
    warning: ../d/sessions/sess_b.json: `session_id` says `../../etc/passwd`; it should be an id like sess_20260210T1430_a1b2: 1 to 128 letters, digits, `_`, `-` or `.`
    note: 1 session is active only in its file
    hint: see which: git session stale; look after them: git session clean
    error: imported 1, 1 could not be read
    ");
    assert_eq!(bed.ok(&["log"]).lines().count(), 1);
}

#[test]
fn an_export_goes_to_no_place_that_is_not_there() {
    let (bed, id) = Bed::at_work();
    insta::assert_snapshot!(bed.seen(&["export", "-o", "../nowhere/out.json"]), @"
    exit 2
    ---
    error: there is no folder /repo/../nowhere

    hint: make it first, or name a file in a folder that is there
    ");
    insta::assert_snapshot!(bed.seen(&["export", "-o", ".."]), @"
    exit 2
    ---
    error: /repo/.. is a folder

    hint: name a file in it
    ");
    insta::assert_snapshot!(bed.seen(&["export", "-o", "..", "--force"]), @"
    exit 2
    ---
    error: /repo/.. is a folder

    hint: name a file in it
    ");
    insta::assert_snapshot!(bed.seen(&["export", "--force"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      --output <FILE>

    Usage: git session export --output <FILE> --force [SESSION]

    For more information, try 'git session help export'.
    ");
    insta::assert_snapshot!(bed.seen(&["export", &id, "--project", "repo"]), @"
    exit 2
    ---
    error: the argument '[SESSION]' cannot be used with '--project <NAME>'

    Usage: git session export <SESSION>

    For more information, try 'git session help export'.
    ");
    insta::assert_snapshot!(bed.seen(&["export", "--format", "xml"]), @"
    exit 2
    ---
    error: invalid value 'xml' for '--format <FORMAT>'
      [possible values: json, jsonl, markdown, csv]

    For more information, try 'git session help export'.
    ");
    insta::assert_snapshot!(bed.seen(&["export", "--project", "nobody"]), @"
    exit 3
    ---
    error: there is no project `nobody`

    hint: see what there is: git session project list
    ");
    insta::assert_snapshot!(bed.seen(&["export", "zzzzzz"]), @"
    exit 3
    ---
    error: there is no session `zzzzzz`

    hint: see what there is: git session log
    ");
}

#[test]
fn a_link_in_the_place_of_the_output_is_not_written_through() {
    let (bed, _) = Bed::at_work();
    let target = bed.repo.root().join("target");
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::symlink(&target, bed.repo.root().join("out.json")).unwrap();
    let link = bed.repo.root().join("out.json");
    for arguments in [&["export", "-o", "../out.json"][..], &["export", "-o", "../out.json", "--force"]] {
        assert!(bed.seen(arguments).starts_with("exit 2"));
        assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
        assert!(link.is_symlink(), "the link was replaced");
    }
}
