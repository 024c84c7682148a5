//! Taking the record away.

use std::fs;

use crate::desk::{Desk, words};

/// Two sessions, one parked and one over.
fn desk() -> (Desk, Vec<String>) {
    let desk = Desk::new();
    let mut ids = vec![desk.run(&["start", "Stop the double charge", "--task", "reproduce it"])];
    desk.run(&["decide", "=Key the charge on the order", "--because", "the gateway *retries*"]);
    desk.run(&["park", "--reason", "weekend"]);
    ids.push(desk.run(&["start", "Refunds"]));
    desk.run(&["complete", "done"]);
    (desk, ids)
}

#[test]
fn everything_goes_to_standard_output_as_json_unless_said_otherwise() {
    let (desk, ids) = desk();
    let all = desk.json(&["export"]);
    assert_eq!(words(&all["sessions"], "id"), ids);
    assert_eq!(words(&all["projects"], "name"), ["repo"]);
    assert_eq!(all["unassigned"], serde_json::json!([]));
    assert_eq!(desk.run(&["export"]), desk.run(&["export", "--all", "--format", "json"]));
    let lines = desk.run(&["export", "--format", "jsonl"]);
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(desk.run(&["export", "--format", "markdown"]).contains("the gateway \\*retries\\*"));
    let csv = desk.run(&["export", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

#[test]
fn one_session_or_one_project_is_exported_alone() {
    let (desk, ids) = desk();
    let one = desk.json(&["export", &ids[0]]);
    assert_eq!(words(&one["sessions"], "id"), ids[..1]);
    assert_eq!(one["projects"], serde_json::json!([]));
    let file =
        desk.put("other.json", desk.run(&["export"]).replace("\"project\":\"repo\"", "\"project\":\"site\""));
    let other = Desk::new();
    other.run(&["start", "Here"]);
    other.run(&["import", &file]);
    assert_eq!(words(&other.json(&["export"])["projects"], "name"), ["repo", "site"]);
    let site = other.json(&["export", "--project", "site"]);
    assert_eq!(words(&site["sessions"], "id"), ids);
    assert_eq!(words(&site["projects"], "name"), ["site"]);
    let unknown = other.try_run(&["export", "--project", "shop"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(3), ""));
}

#[test]
fn a_file_is_written_whole_and_is_its_owners_alone() {
    let (desk, _) = desk();
    let path = desk.beside("out.json");
    let answer = desk.run(&["export", "-o", path.to_str().unwrap()]);
    assert_eq!(answer, format!("exported\t2\t{}", path.display()));
    assert_eq!(fs::read_to_string(&path).unwrap(), desk.run(&["export"]) + "\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let json = desk.json(&["export", "-o", desk.beside("two.json").to_str().unwrap()]);
    assert_eq!(json["exported"]["sessions"], 2);
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
    let (desk, _) = desk();
    let path = desk.put("out.json", "mine");
    let refused = desk.try_run(&["export", "-o", &path]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("is there already") && refused.stderr.contains("--force"), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    desk.run(&["export", "-o", &path, "--force"]);
    assert!(fs::read_to_string(&path).unwrap().starts_with("{\"schema\":1,"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_never_replaced() {
    let (desk, _) = desk();
    let (link, socket) = (desk.beside("link.json"), desk.beside("socket"));
    std::os::unix::fs::symlink(desk.put("out.json", "mine"), &link).unwrap();
    let _listens = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for command in ["export", "report"] {
        for path in [link.as_path(), &socket, std::path::Path::new("/dev/stdout")] {
            let before = fs::symlink_metadata(path).unwrap().file_type();
            let refused = desk.try_run(&[command, "-o", path.to_str().unwrap(), "--force"]);
            assert_eq!(refused.code, Some(2), "{refused:?}");
            assert!(refused.stderr.contains("is no regular file"), "{refused:?}");
            assert!(refused.stderr.contains("-o -"), "{refused:?}");
            assert_eq!(fs::symlink_metadata(path).unwrap().file_type(), before);
        }
        let refused = desk.try_run(&[command, "-o", "no folder/x.html"]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains("there is no folder"), "{refused:?}");
        assert!(refused.stderr.contains("hint: make it first"), "{refused:?}");
    }
    assert_eq!(fs::read_to_string(&link).unwrap(), "mine");
}

#[test]
fn what_cannot_be_read_hides_nothing_else_and_is_told() {
    let (desk, ids) = desk();
    fs::write(desk.store().join("live/20260101-0000000000.toml"), "<<<<<<<").unwrap();
    let run = desk.try_run(&["export"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(words(&value["sessions"], "id"), ids);
    assert!(run.stderr.contains("exported 2 sessions; 1 file could not be read"), "{run:?}");
    assert_eq!(run.stderr.matches("20260101-0000000000").count(), 1, "{run:?}");
}

#[test]
fn where_there_is_nothing_there_is_an_empty_export() {
    let desk = Desk::new();
    insta::assert_snapshot!(desk.run(&["export"]), @r#"{"schema":1,"sessions":[],"unassigned":[],"projects":[]}"#);
    assert_eq!(desk.run(&["export", "--format", "csv"]).lines().count(), 1);
    assert!(!desk.store().exists(), "reading made a store");
}
