//! Where the program is run: outside a repository, before the first commit, on no branch.

use std::fs;
use std::os::unix::fs::chown;
use std::process::Command;

use testkit::{Program, Run, TestRepo};

use crate::bed::{Bed, assert_silent, skipped};
use crate::seen::seen;

#[test]
fn outside_a_repository_nothing_is_done() {
    let bed = Bed::of(TestRepo::without_repository("repo"));
    insta::assert_snapshot!(bed.seen(&["start", "Work"]), @"
    exit 3
    ---
    error: /repo is not in a git repository

    hint: change to a repository, or make one: git init
    ");
    for arguments in
        [vec!["status"], vec!["log"], vec!["event", "x"], vec!["install"], vec!["show", "--json"]]
    {
        assert_eq!(bed.seen(&arguments), bed.seen(&["start", "Work"]), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(bed.repo.path()).unwrap().count(), 0, "something was left there");
}

#[test]
fn help_needs_no_repository() {
    let bed = Bed::of(TestRepo::without_repository("repo"));
    for arguments in [vec!["--help"], vec!["--version"], vec!["help", "start"], vec!["park", "--help"]] {
        assert_eq!(bed.run(&arguments).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn a_hook_outside_a_repository_is_silent() {
    let bed = Bed::of(TestRepo::without_repository("repo"));
    for event in ["post-commit", "post-checkout", "post-nothing", ""] {
        assert_silent(&bed.command(&["hook", event, "1"]).output().unwrap());
    }
    assert_eq!(fs::read_dir(bed.repo.path()).unwrap().count(), 0, "something was left there");
}

#[test]
fn a_folder_that_is_gone_is_told() {
    let bed = Bed::new();
    let gone = bed.repo.root().join("gone");
    fs::create_dir(&gone).unwrap();
    let mut shell = Command::new("sh");
    shell.current_dir(&gone).args(["-c", "rmdir \"$PWD\" && exec \"$0\" status"]).arg(bed.program());
    let run = Run::new(&shell.output().unwrap());
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 5
    ---
    error: the current folder cannot be used: No such file or directory (os error 2)

    hint: change to a folder that exists: cd
    ");
}

#[test]
fn a_worktree_whose_repository_is_gone_is_named() {
    let bed = Bed::new();
    let worktree = bed.repo.worktree("beside");
    fs::rename(bed.repo.path(), bed.repo.root().join("moved")).unwrap();
    let run = Program::new(bed.program(), &bed.repo).run_in(&worktree, &["status"]);
    insta::assert_snapshot!(seen(&run, &bed.repo), @"
    exit 5
    ---
    error: /around/beside/.git names a git directory that is not there

    hint: if the main repository was moved, run there: git worktree repair
    ");
}

#[test]
fn before_the_first_commit_all_works_and_the_first_commit_is_recorded() {
    let bed = Bed::of(TestRepo::new());
    bed.ok(&["install"]);
    insta::assert_snapshot!(bed.seen(&["status"]), @"exit 0");
    insta::assert_snapshot!(bed.seen(&["log"]), @"exit 0");
    let id = bed.ok(&["start", "Begin a project"]);
    bed.ok(&["event", "An empty folder"]);
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 0
    session | ID1 | active | TIME |  | 0 | main | main | Ada Lovelace | Begin a project
    ");
    let commit = {
        assert_silent(
            &bed.git(&["commit", "--quiet", "--allow-empty", "--message", "First"]).output().unwrap(),
        );
        bed.repo.git(&["rev-parse", "HEAD"])
    };
    bed.assert_in(&id, &commit);
    assert_eq!(bed.hook_log(), "");
}

#[test]
fn a_commit_on_no_branch_is_recorded() {
    let bed = Bed::new();
    assert_silent(&bed.git(&["switch", "--quiet", "--detach"]).output().unwrap());
    let id = bed.ok(&["start", "Look around"]);
    let commit = bed.commit();
    bed.assert_in(&id, &commit);
    insta::assert_snapshot!(bed.seen(&["show"]), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main |  | Ada Lovelace | Look around
    commit | COMMIT1 | ID1 | TIME | worktree | Go on
    worked | ID1 | SECONDS | SECONDS | 900
    ");
    assert!(!fs::read_to_string(bed.live_file(&id)).unwrap().contains("branch ="));
    assert_eq!(bed.hook_log(), "");
}

#[test]
fn a_commit_on_no_branch_without_a_session_opens_one() {
    let bed = Bed::new();
    assert_silent(&bed.git(&["switch", "--quiet", "--detach"]).output().unwrap());
    let commit = bed.commit();
    let log = bed.ok(&["log"]);
    assert!(log.contains(&commit) && log.contains("auto-start"), "{log}");
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 0
    session | ID1 | active | TIME |  | 1 | main |  | Ada Lovelace | Go on
    ");
}

#[test]
fn a_repository_of_somebody_else_is_named() {
    let bed = Bed::new();
    if !bed.is_root() {
        return skipped("giving a repository to somebody else takes root");
    }
    chown(bed.repo.path(), Some(65534), Some(65534)).unwrap();
    chown(bed.repo.path().join(".git"), Some(65534), Some(65534)).unwrap();
    insta::assert_snapshot!(bed.seen(&["status"]), @"
    exit 1
    ---
    error: /repo/.git belongs to another user

    hint: if you trust it: git config --global --add safe.directory /repo/.git
    ");
    // git takes it where the user has said so, and then so do we; only the store must be our own.
    bed.git(&["config", "--global", "safe.directory", "*"]).output().unwrap();
    assert_eq!(bed.run(&["status"]).code, Some(0));
}
