//! Where a report is written, and what of it is said.

use std::fs;

use crate::desk::Desk;

#[test]
fn without_a_file_it_lies_beside_the_sessions_where_git_does_not_see_it() {
    let desk = Desk::with_sessions();
    let path = desk.repo.path().join(".sessions/cache/report.html");
    for _ in 0..2 {
        let answer = desk.run(&["report"]);
        assert_eq!(answer, format!("report\t3\t{}", path.display()));
    }
    assert!(fs::read_to_string(&path).unwrap().contains("Stop the double charge on retry"));
    assert_eq!(desk.repo.git(&["status", "--porcelain"]), "");
    let answer = desk.json(&["report", "--private"]);
    assert_eq!(answer["report"]["path"], path.with_file_name("report-private.html").to_str().unwrap());
    assert_eq!(answer["report"]["sessions"], 3);
    assert_eq!(answer["problems"], serde_json::json!([]));
}

#[test]
fn a_report_is_written_anew_and_what_is_none_is_kept() {
    let desk = Desk::with_sessions();
    let (text, path) = desk.report(&[]);
    desk.report(&[]);
    fs::write(&path, "<!doctype html>\n<title>Mine</title>\n").unwrap();
    let asked = ["report", "-o", path.to_str().unwrap()];
    let run = desk.try_run(&asked);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("is there already") && run.stderr.contains("--force"), "{}", run.stderr);
    desk.run(&[&asked[..], &["--force"]].concat());
    assert_eq!(fs::read_to_string(&path).unwrap().len(), text.len());
}

#[test]
fn it_goes_to_standard_output_too() {
    let desk = Desk::with_sessions();
    let text = desk.run(&["report", "-o", "-"]);
    assert!(text.starts_with("<!doctype html>") && text.ends_with("</html>"), "{text}");
}

#[test]
fn it_is_of_the_sessions_that_are_meant() {
    let desk = Desk::with_sessions();
    let (text, path) = desk.report(&["--agent", "claude", "--since", "yesterday", "--project", "repo"]);
    assert!(text.contains("since yesterday · agent claude · project repo"));
    assert!(text.contains("Refunds for whoever paid twice") && !text.contains("Stop the double charge"));
    let answer = desk.json(&["report", "--project", "shop", "-o", path.to_str().unwrap()]);
    assert_eq!(answer["report"]["sessions"], 0);
    assert!(fs::read_to_string(path).unwrap().contains("There are no sessions here that were asked for."));
}

#[test]
fn where_there_is_no_session_a_report_says_so() {
    let desk = Desk::new();
    let run = desk.try_run(&["report"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{run:?}");
    assert_eq!(
        run.stderr,
        "error: there are no sessions yet\n\nhint: begin one: git session start \"what you are about to do\"\n"
    );
    assert!(!desk.repo.path().join(".sessions").exists(), "reading makes no store");
    let (text, _) = desk.report(&[]);
    assert!(text.contains("There are no sessions here."));
}

#[test]
fn nothing_private_is_in_a_private_report() {
    let desk = Desk::with_sessions();
    let ids: Vec<String> = desk.json(&["log"])["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect();
    let sha = desk.repo.git(&["rev-parse", "--short=8", "HEAD"]);
    let (text, path) = desk.report(&["--private", "--project", "repo"]);
    let mut secrets = vec![
        "double charge",
        "Refunds",
        "reproduce it",
        "payments",
        "charge.rs",
        "retries",
        "Key the charge",
        "gateway",
        "customers",
        "weekend",
        "deploy",
        "charged once",
        "Ada",
        "claude",
        "main<",
        "repo<",
        &sha,
    ];
    secrets.extend(ids.iter().map(|id| &id[9..15]));
    let path = path.display().to_string();
    secrets.push(&path);
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} is in it");
    }
    for shown in
        ["Session 1", "Session 3", "Person 1", "Agent 1", "Project 1", "Tag 1", "Commit 1", "Branch 1"]
    {
        assert!(text.contains(shown), "{shown} is not in it");
    }
}

#[cfg(unix)]
#[test]
fn it_is_shown_in_the_browser_of_the_system() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_sessions();
    let (bin, told) = (desk.beside("bin"), desk.beside("told"));
    assert!(std::process::Command::new("mkfifo").arg(&told).status().unwrap().success());
    fs::create_dir(&bin).unwrap();
    let opener = bin.join("xdg-open");
    fs::write(&opener, format!("#!/bin/sh\nprintf %s \"$1\" > '{}'\n", told.display())).unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = desk.program().command(desk.repo.path());
    let path =
        program.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, path)| path).unwrap().to_owned();
    let folders = std::iter::once(bin).chain(std::env::split_paths(&path));
    program.env("PATH", std::env::join_paths(folders).unwrap()).args(["report", "--open"]);
    assert!(program.output().unwrap().status.success());
    // Whoever shows it is not waited for; reading waits until it has said what it was given.
    let report = desk.repo.path().join(".sessions/cache/report.html");
    assert_eq!(fs::read_to_string(told).unwrap(), report.display().to_string());
}
