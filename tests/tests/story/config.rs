//! Settings, from each layer.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use testkit::{Run, TestRepo};

use crate::desk::Desk;

/// A command, with variables and in a folder.
fn with(desk: &Desk, dir: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command: Command = desk.program().command(dir);
    command.args(arguments).envs(variables.iter().copied());
    Run::new(&command.output().unwrap())
}

fn seen(desk: &Desk, arguments: &[&str]) -> String {
    let run = with(desk, desk.repo.path(), &[], arguments);
    let root = format!("{}/", desk.repo.root().display());
    format!("{:?}\n{}{}", run.code, run.stdout, run.stderr).replace(&root, "").replace('\t', " | ")
}

fn write_users(desk: &Desk, text: &str) {
    let folder = desk.repo.home().join(".config/git-session");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), text).unwrap();
}

/// The sessions that there are after a commit that has none.
fn sessions_after_commit(desk: &Desk, variables: &[(&str, &str)]) -> usize {
    let mut git = desk.repo.command(desk.repo.path());
    git.args(["commit", "--quiet", "--allow-empty", "--message", "Go on"]).envs(variables.iter().copied());
    let run = Run::new(&git.output().unwrap());
    assert_eq!(run, Run { code: Some(0), stdout: String::new(), stderr: String::new() });
    desk.run(&["log"]).lines().filter(|line| line.starts_with("session\t")).count()
}

#[test]
fn settings_are_listed_with_where_they_come_from() {
    let desk = Desk::new();
    write_users(&desk, "stale_after = \"7d\"\nredact = false\n");
    desk.run(&["config", "set", "projects.shop.path", "services/shop"]);
    desk.run(&["config", "set", "lock_timeout", "2s"]);
    insta::assert_snapshot!(seen(&desk, &["-c", "history=off", "config", "list", "--origin", "-c", "orphan_grace=0s"]), @"
    Some(0)
    setting | auto_start | true | default | 
    setting | lock_timeout | 2s | repository | repo/.sessions/config.toml
    setting | stale_after | 7d | user | home/.config/git-session/config.toml
    setting | orphan_grace | 0s | flag | -c
    setting | active_gap | 15m | default | 
    setting | history | false | flag | -c
    setting | redact | false | user | home/.config/git-session/config.toml
    setting | projects.shop.path | services/shop | repository | repo/.sessions/config.toml
    ");
    insta::assert_snapshot!(seen(&desk, &["config"]), @"
    Some(0)
    setting | auto_start | true
    setting | lock_timeout | 2s
    setting | stale_after | 7d
    setting | orphan_grace | 15m
    setting | active_gap | 15m
    setting | history | true
    setting | redact | false
    setting | projects.shop.path | services/shop
    ");
    assert_eq!(seen(&desk, &["config", "get", "stale_after"]), "Some(0)\n7d\n");
}

#[test]
fn programs_get_settings_as_values() {
    let desk = Desk::new();
    let file = desk.repo.path().join(".sessions/config.toml");
    let set = desk.json(&["config", "set", "auto_start", "off"]);
    let setting = json!({"key": "auto_start", "value": false, "origin": "repository", "place": file});
    assert_eq!(set, json!({"schema": 1, "setting": setting}));
    assert_eq!(desk.json(&["config", "get", "auto_start"]), set);
    assert_eq!(desk.json(&["config", "list"])["settings"][0], setting);
    let unset = desk.json(&["config", "unset", "auto_start"]);
    assert_eq!(
        unset["setting"],
        json!({"key": "auto_start", "value": true, "origin": "default", "place": null})
    );
    desk.run(&["config", "set", "projects.a.path", "b"]);
    assert_eq!(desk.json(&["config", "unset", "projects.a.path"])["setting"], json!(null));
}

#[test]
fn comments_in_the_file_stay() {
    let desk = Desk::new();
    desk.repo.write(".sessions/config.toml", "# ours\n\nauto_start = true # ask Ada\n");
    desk.run(&["config", "set", "auto_start", "false"]);
    desk.run(&["config", "set", "stale_after", "48h"]);
    let text = || std::fs::read_to_string(desk.repo.path().join(".sessions/config.toml")).unwrap();
    assert_eq!(text(), "# ours\n\nauto_start = false # ask Ada\nstale_after = \"48h\"\n");
    desk.run(&["config", "unset", "stale_after"]);
    assert_eq!(text(), "# ours\n\nauto_start = false # ask Ada\n");
}

#[test]
fn every_layer_says_whether_a_commit_opens_a_session() {
    let desk = Desk::new();
    write_users(&desk, "auto_start = false\n");
    assert_eq!(sessions_after_commit(&desk, &[]), 0);
    let elsewhere = desk.repo.root().join("elsewhere");
    std::fs::create_dir_all(elsewhere.join("git-session")).unwrap();
    desk.run(&["config", "set", "auto_start", "true"]);
    assert_eq!(sessions_after_commit(&desk, &[("GIT_SESSION_AUTO_START", "0")]), 0);
    assert_eq!(desk.unassigned().len(), 2);
    desk.run(&["config", "set", "auto_start", "false"]);
    write_users(&desk, "auto_start = true\n");
    assert_eq!(sessions_after_commit(&desk, &[]), 0);
    desk.run(&["config", "unset", "auto_start"]);
    write_users(&desk, "auto_start = false\n");
    std::fs::write(elsewhere.join("git-session/config.toml"), "auto_start = true\n").unwrap();
    assert_eq!(sessions_after_commit(&desk, &[("XDG_CONFIG_HOME", elsewhere.to_str().unwrap())]), 1);
    insta::assert_snapshot!(reasons(&desk.hook_log()), @"
    none is at work here, and auto_start is off
    none is at work here, and auto_start is off
    none is at work here, and auto_start is off
    ");
}

fn reasons(log: &str) -> String {
    let reason = |line: &str| line.split("goes to no session: ").last().unwrap().to_owned();
    log.lines().map(reason).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_hook_notes_a_layer_that_is_broken_and_goes_by_the_others() {
    let desk = Desk::new();
    write_users(&desk, "auto_start: no\n");
    desk.repo.write(".sessions/config.toml", "auto_start = false\n");
    assert_eq!(sessions_after_commit(&desk, &[("GIT_SESSION_AUTO_START", "maybe")]), 0);
    let log = desk.hook_log().replace(desk.repo.root().to_str().unwrap(), "");
    let told = log.lines().filter_map(|line| line.split_once("post-commit: ")).map(|(_, told)| told);
    insta::assert_snapshot!(told.take(2).collect::<Vec<_>>().join("\n"), @r#"
    going on without settings that cannot be read: /home/.config/git-session/config.toml: line 1: key with no value, expected `=`
    going on without settings that cannot be read: GIT_SESSION_AUTO_START: it is true or false, not "maybe"
    "#);
}

#[test]
fn a_flag_counts_for_a_hook_that_is_run_by_hand() {
    let desk = Desk::new();
    let mut git = desk.repo.command(desk.repo.path());
    git.env("GIT_SESSION_HOOKS", "0").args(["commit", "--quiet", "--allow-empty", "--message", "One"]);
    assert!(git.status().unwrap().success());
    desk.run(&["-c", "auto_start=false", "hook", "post-commit"]);
    assert_eq!(desk.run(&["log"]).lines().filter(|line| line.starts_with("session\t")).count(), 0);
    assert_eq!(desk.unassigned().len(), 1);
}

#[test]
fn the_worktrees_share_the_repositorys_settings() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    desk.run_in(&other, &["config", "set", "history", "false"]);
    assert_eq!(desk.run(&["config", "get", "history"]), "false");
    assert!(!other.join(".sessions").exists());
}

#[test]
fn outside_of_a_repository_there_are_the_users_settings() {
    let desk = Desk { repo: TestRepo::without_repository("nothing") };
    desk.run(&["config", "set", "--user", "stale_after", "3d"]);
    assert_eq!(desk.run(&["config", "get", "stale_after"]), "3d");
    insta::assert_snapshot!(seen(&desk, &["config", "set", "stale_after", "4d"]), @"
    Some(3)
    error: nothing is not in a git repository

    hint: change to a repository, or make one: git init
    ");
    desk.run(&["config", "unset", "--user", "stale_after"]);
    assert_eq!(desk.run(&["config", "get", "stale_after"]), "24h");
}

#[test]
fn a_value_that_does_not_hold_is_told() {
    let desk = Desk::new();
    let set = ["config", "set", "history", "true"];
    let run = with(&desk, desk.repo.path(), &[("GIT_SESSION_HISTORY", "no")], &set);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(0), "note: GIT_SESSION_HISTORY says false, and that holds\n")
    );
    assert_eq!(with(&desk, desk.repo.path(), &[], &set).stderr, "");
    let run = with(&desk, desk.repo.path(), &[], &["config", "set", "--user", "history", "false"]);
    assert!(run.stderr.ends_with("/.sessions/config.toml says true, and that holds\n"), "{run:?}");
}

#[test]
fn nothing_that_a_repository_sets_is_run_or_written_elsewhere() {
    let desk = Desk::new();
    let canary = desk.repo.root().join("canary");
    let program = desk.repo.root().join("program");
    std::fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", canary.display())).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let names =
        ["editor", "pager", "program", "shell", "hook", "store", "history_path", "include", "template"];
    let text: String =
        names.iter().map(|name| format!("{name} = {:?}\n", program.display().to_string())).collect();
    desk.repo.write(".sessions/config.toml", format!("{text}[projects.a]\n{text}path = \"a\"\n"));
    let before = outside(&desk);
    sessions_after_commit(&desk, &[]);
    desk.run(&["start", "Work"]);
    desk.run(&["event", "x"]);
    for arguments in [&["status"][..], &["log"], &["show"], &["config", "list"], &["complete"]] {
        desk.run(arguments);
    }
    assert!(!canary.exists());
    assert_eq!(outside(&desk), before);
}

/// What lies around the repository and in the user's folder.
fn outside(desk: &Desk) -> Vec<std::path::PathBuf> {
    let below = |folder: &Path| {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let mut paths = [below(desk.repo.root()), below(&desk.repo.home())].concat();
    paths.sort();
    paths
}
