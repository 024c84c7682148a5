//! What is wrong with files is told and mended, and what was recorded since the last snapshot is not lost with it.

use std::fs;
use std::path::{Path, PathBuf};

use testkit::Run;

use crate::desk::{Desk, shas};

fn store(desk: &Desk) -> PathBuf {
    desk.repo.path().join(".sessions")
}

fn doctor(desk: &Desk, arguments: &[&str]) -> Run {
    let run = desk.program().run_in(desk.repo.path(), &[&["doctor"], arguments].concat());
    assert!(matches!(run.code, Some(0 | 1)), "{run:?}");
    run
}

fn mended(desk: &Desk) -> String {
    let run = doctor(desk, &["--fix", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let again = doctor(desk, &["--json"]);
    assert_eq!(again.code, Some(0), "it is well after it was mended: {again:?}");
    run.stdout
}

fn spoil(path: &Path, spoilt: impl FnOnce(String) -> String) {
    let content = fs::read_to_string(path).unwrap();
    fs::write(path, spoilt(content)).unwrap();
}

#[test]
fn a_commit_that_no_snapshot_has_outlives_what_becomes_of_its_file() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]).trim().to_owned();
    let commit = desk.repo.commit("Recorded since the snapshot");
    let path = store(&desk).join("live").join(format!("{id}.toml"));
    spoil(&path, |whole| whole + "\n[[event]]\nnot = = toml\n#. 24 00000000\n");
    let told = mended(&desk);
    assert!(told.contains("written anew without"), "{told}");
    assert_eq!(shas(&desk.show(&id)["commits"]), std::slice::from_ref(&commit));
    // Where nothing of it is whole, the snapshot is all there is, and it is said what it is.
    spoil(&path, |whole| whole.replacen("format = 1", "format = ", 1));
    let told = mended(&desk);
    assert!(told.contains("put back from the last snapshot, which is older than what was lost"), "{told}");
    assert_eq!(
        shas(&desk.show(&id)["commits"]),
        [commit],
        "git has it, and where it was is known beside the store"
    );
}

#[test]
fn whatever_a_snapshot_has_is_put_back_where_it_is_gone_or_cannot_be_read() {
    let desk = Desk::new();
    desk.run(&["config", "set", "auto_start", "false"]);
    desk.repo.commit("Nobody's");
    desk.run(&["project", "phase", "beta"]);
    desk.run(&["start", "Work"]);
    let project = fs::read_dir(store(&desk).join("projects")).unwrap().next().unwrap().unwrap().path();
    let paths = [project, store(&desk).join("unassigned.toml"), store(&desk).join("config.toml")];
    let before: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let now = || paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>();
    paths.iter().for_each(|path| fs::remove_file(path).unwrap());
    let told = doctor(&desk, &[]);
    assert_eq!(told.stdout.matches("it is gone, and the last snapshot has it").count(), 3, "{told:?}");
    mended(&desk);
    assert_eq!(now(), before);
    paths[..2].iter().for_each(|path| fs::write(path, "format = ").unwrap());
    let told = mended(&desk);
    assert_eq!(told.matches(", and put back from the last snapshot").count(), 2, "{told}");
    assert_eq!(now(), before);
}

#[test]
fn old_lines_of_the_log_are_not_told_and_a_lost_worktree_is() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    desk.run(&["start", "Here"]);
    assert_eq!(doctor(&desk, &[]).stdout, "");
    let log = desk.repo.path().join(".git/git-session/hook.log");
    let line = |at: &str| format!("{at} post-commit: the disk was full");
    let lines = [line("2001-01-01T00:00:00.000Z"), line("2999-01-01T00:00:00.000Z")];
    fs::write(log, lines.join("\n") + "\n").unwrap();
    let id = desk.run_in(&other, &["start", "There"]).trim().to_owned();
    desk.repo.git(&["worktree", "remove", "--force", other.to_str().unwrap()]);
    let told = doctor(&desk, &["--fix"]).stdout;
    let expected = format!(
        "finding\tnote\t{id}\tit is active, and its worktree is gone; git session clean looks after it\t\t\n\
         finding\tnote\thook log\t{}\t\t\n",
        lines[1]
    );
    assert_eq!(told, expected);
}
