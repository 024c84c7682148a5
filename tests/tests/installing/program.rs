//! Which program hooks are made from.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use testkit::{Git, Program};

use crate::bench::Bench;

/// What the `post-commit` hook is a copy of, by what lies beside the program that installs it.
fn copied(beside: Option<&[u8]>, through_a_link: bool) -> Vec<u8> {
    let Some(git) = Git::all().into_iter().find(|git| !git.runs_entries()) else { return Vec::new() };
    let bench = Bench::new(&git);
    let folder = bench.repo.root().join("programs");
    fs::create_dir(&folder).unwrap();
    let program = folder.join("git-session");
    put(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &program);
    if let Some(content) = beside {
        let written = bench.repo.root().join("written");
        fs::write(&written, content).unwrap();
        fs::set_permissions(&written, fs::Permissions::from_mode(0o755)).unwrap();
        put(&written, &folder.join("git-session-hook"));
    }
    let link = bench.repo.root().join("git-session");
    symlink(&program, &link).unwrap();
    let called: &Path = if through_a_link { &link } else { &program };
    let run = Program::new(called, &bench.repo).run(&["install"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    fs::read(bench.repo.path().join(".git/hooks/post-commit")).unwrap()
}

/// Copies a program. Not by ourselves: another test that starts a process meanwhile would hold the file open, and what is
/// open to be written cannot be run.
fn put(program: &Path, to: &Path) {
    assert!(Command::new("cp").args([program, to]).status().unwrap().success());
}

#[test]
fn the_hook_is_the_small_program_where_it_is_there_and_of_the_same_version() {
    let whole = fs::read(env!("CARGO_BIN_EXE_git-session-under-test")).unwrap();
    let small = fs::read(env!("CARGO_BIN_EXE_git-session-under-test-hook")).unwrap();
    if copied(None, false).is_empty() {
        eprintln!("skipped: every git here runs entries");
        return;
    }
    assert!(copied(Some(&small), false) == small);
    assert!(copied(Some(&small), true) == small);
    assert!(copied(None, false) == whole);
    let other = b"#!/bin/sh\necho git-session-hook 0.0.0\n";
    assert!(copied(Some(other), false) == whole);
}

#[test]
fn the_small_program_says_its_version_and_nothing_else() {
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_git-session-under-test-hook");
        let output = Command::new(program).args(arguments).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run(&["--version"]).starts_with("git-session-hook "));
    for arguments in [&[][..], &["status"], &["hook"], &["hook", "no-such-event"]] {
        assert_eq!(run(arguments), "", "{arguments:?}");
    }
}
