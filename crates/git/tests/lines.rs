//! How much commits changed, who wrote a file's lines, and what a path names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use core_model::LineCounts;
use git_session_git::{BlameError, BlameOptions, Environment, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

fn counts(files: usize, added: u64, removed: u64) -> LineCounts {
    LineCounts { files, added, removed }
}

#[test]
fn lines_are_counted_against_the_first_parent_with_renames_found() {
    let kit = TestRepo::new();
    kit.write("a", "1\n2\n3\n4\n5\n6\n7\n8\n");
    kit.write("bin", b"\0\x01\x02");
    let first = kit.commit("first");
    kit.git(&["mv", "a", "b c\tä"]);
    kit.write("b c\tä", "1\n2\n3\n4\n5\n6\n7\neight\nnine\n");
    let renamed = kit.commit("renamed");
    kit.git(&["commit", "--quiet", "--allow-empty", "-m", "nothing"]);
    let nothing = kit.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let gone = "9".repeat(40);
    let repo = open(kit.path());
    let asked = [first.clone(), renamed.clone(), nothing.clone(), gone.clone(), "nonsense".to_owned()];
    let found = repo.line_counts(&asked).unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[&first], counts(2, 8, 0));
    assert_eq!(found[&renamed], counts(1, 2, 1));
    assert_eq!(found[&nothing], LineCounts::default());
    assert!(repo.line_counts(&[gone]).unwrap().is_empty());
    assert_eq!(found.values().copied().sum::<LineCounts>(), counts(3, 10, 1));
}

#[test]
fn each_line_has_the_commit_that_wrote_it() {
    let kit = TestRepo::new();
    kit.write("src/old", "one\ntwo\nthree\n");
    let first = kit.commit("First");
    kit.git(&["mv", "src/old", "src/new"]);
    kit.write("src/new", "one\n2\nthree\r\n");
    let second = kit.commit("Second");
    kit.write("src/new", "one\n2\nthree\r\nfour");
    let repo = open(kit.path());
    let blame = |rev, ranges: &[&str]| {
        let ranges: Vec<String> = ranges.iter().map(|&it| it.to_owned()).collect();
        let asked = BlameOptions { path: "src/new", rev, ranges: &ranges, ..BlameOptions::default() };
        let blame = repo.blame(&asked)?;
        let line = |it: git_session_git::BlamedLine| (it.number, it.sha, it.text);
        Ok::<_, BlameError>((blame.lines.into_iter().map(line).collect::<Vec<_>>(), blame.commits))
    };
    let line = |number, sha: &str, text: &str| (number, Some(sha.to_owned()), text.to_owned());
    let (lines, commits) = blame(None, &[]).unwrap();
    assert_eq!(
        lines,
        [
            line(1, &first, "one"),
            line(2, &second, "2"),
            line(3, &second, "three"),
            (4, None, "four".to_owned()),
        ]
    );
    assert_eq!(commits.len(), 2);
    assert_eq!(commits[&first].subject, "First");
    assert!(commits[&first].authored_at > core_model::Time::UNIX_EPOCH);
    assert_eq!(blame(Some("HEAD"), &["2,2"]).unwrap().0, [line(2, &second, "2")]);
    for (rev, range, message) in [
        (None, "9,12", "`9,12` is no part of src/new: file src/new has only 4 lines"),
        (None, "x", "`x` is no part of src/new: it takes START,END"),
        (Some("HEAD~1"), "1,1", "git has no file src/new in HEAD~1"),
        (Some("nowhere"), "1,1", "`nowhere` names no commit"),
    ] {
        assert_eq!(blame(rev, &[range]).unwrap_err().to_string(), message);
    }
}

#[test]
fn what_has_no_lines_is_told() {
    let kit = TestRepo::new();
    kit.write("src/bin", b"\0\x01\n");
    kit.write("gone", "1\n");
    kit.commit("First");
    std::fs::remove_file(kit.path().join("gone")).unwrap();
    kit.write("untracked", "1\n");
    let repo = open(kit.path());
    for (path, message) in [
        ("src/bin", "src/bin is no text"),
        ("src", "src is a folder"),
        ("", ". is a folder"),
        ("gone", "gone is not in this worktree any more"),
        ("untracked", "git has no file untracked in HEAD"),
        ("nothing", "git has no file nothing in HEAD"),
    ] {
        let error = repo.blame(&BlameOptions { path, ..BlameOptions::default() }).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn without_a_commit_nobody_wrote_a_line() {
    let kit = TestRepo::new();
    kit.write("new", "1\n");
    let ranges = ["1,1".to_owned()];
    for (path, ranges) in [("new", &ranges[..]), ("new", &[]), ("nothing", &[])] {
        let error = open(kit.path()).blame(&BlameOptions { path, ranges, ..BlameOptions::default() });
        assert!(matches!(error, Err(BlameError::NoCommit)), "{error:?}");
    }
}

#[test]
fn a_path_is_read_from_where_somebody_stands() {
    let kit = TestRepo::new();
    kit.write("src/deep/file", "1\n");
    kit.commit("First");
    let repo = open(kit.path());
    let top = repo.work_tree().unwrap().to_owned();
    for (folder, typed, named) in [
        ("", "src", Some("src")),
        ("", ".", Some("")),
        ("", "./src//deep/", Some("src/deep")),
        ("src", "deep/../gone/file", Some("src/gone/file")),
        ("src/deep", "../../x", Some("x")),
        ("src/deep", "../../..", None),
        ("src", "/nowhere", None),
        (".git", "src", Some("src")),
    ] {
        let found = repo.path_from_top(&top.join(folder), Path::new(typed));
        assert_eq!(found.as_deref(), named, "{typed} from {folder}");
    }
    let whole = top.join("src/deep/file");
    assert_eq!(repo.path_from_top(&top, &whole).as_deref(), Some("src/deep/file"));
    #[cfg(unix)]
    {
        let other = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(&top, other.path().join("link")).unwrap();
        let linked = other.path().join("link/src");
        assert_eq!(repo.path_from_top(&top, &linked).as_deref(), Some("src"));
    }
}
