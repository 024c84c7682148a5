//! Commits of all kinds, compared with what git says of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use core_model::{CommitFacts, Files};
use git_session_git::{CommitError, Environment, Repo, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Our facts of a commit, after holding each against git's.
#[track_caller]
fn check(kit: &TestRepo, dir: &Path, revision: &str) -> CommitFacts {
    let sha = kit.git_in(dir, &["rev-parse", revision]);
    let facts = open(dir).commit(&sha, Some("main".to_owned())).unwrap();
    let show = |format: &str| kit.git_in(dir, &["show", "--no-patch", &format!("--format={format}"), &sha]);
    assert_eq!(facts.sha, sha);
    assert_eq!(facts.tree, show("%T"));
    assert_eq!(facts.parents.join(" "), show("%P"));
    assert_eq!(facts.author.name, show("%an"));
    assert_eq!(facts.author.email, show("%ae"));
    assert_eq!(facts.authored_at.timestamp().to_string(), show("%at"));
    assert_eq!(facts.subject, show("%s"));
    assert_eq!(facts.branch.as_deref(), Some("main"));
    let mut paths = changed_files(kit, dir, &facts);
    assert_eq!(facts.files.more, paths.len() > Files::LIMIT);
    if facts.files.more {
        assert_eq!(facts.files.paths.len(), Files::LIMIT);
        paths.retain(|path| facts.files.paths.contains(path));
    }
    assert_eq!(facts.files.paths, paths);
    facts
}

/// What git says was changed, against the first parent, sorted.
fn changed_files(kit: &TestRepo, dir: &Path, facts: &CommitFacts) -> Vec<String> {
    let mut arguments = vec!["diff-tree", "-r", "-z", "--no-renames", "--name-only", "--no-commit-id"];
    match facts.parents.first() {
        Some(parent) => arguments.extend([parent.as_str(), &facts.sha]),
        None => arguments.extend(["--root", &facts.sha]),
    }
    let listed = kit.git_in(dir, &arguments);
    let mut paths: Vec<String> =
        listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    paths.sort_unstable();
    paths
}

#[test]
fn from_the_first_commit_on() {
    let kit = TestRepo::new();
    kit.write("a.txt", "1");
    kit.write("dir/b.txt", "1");
    kit.write("dir/deep/c.txt", "1");
    kit.commit("First\n\nWith a reason");
    let facts = check(&kit, kit.path(), "HEAD");
    assert_eq!(facts.files.paths, ["a.txt", "dir/b.txt", "dir/deep/c.txt"]);
    assert_eq!(facts.author.name, "Ada Lovelace");

    kit.write("dir/b.txt", "2");
    std::fs::remove_file(kit.path().join("a.txt")).unwrap();
    kit.commit("  Second,\n  on two lines  \n\nbody");
    assert_eq!(check(&kit, kit.path(), "HEAD").files.paths, ["a.txt", "dir/b.txt"]);

    kit.commit("nothing changed");
    assert_eq!(check(&kit, kit.path(), "HEAD").files, Files::default());

    // The same, read from packs.
    kit.git(&["gc", "--quiet"]);
    for revision in ["HEAD", "HEAD~1", "HEAD~2"] {
        check(&kit, kit.path(), revision);
    }
}

#[test]
fn renames_and_changes_of_kind() {
    let kit = TestRepo::new();
    kit.write("old.txt", "the same content, long enough to be known again\n");
    kit.write("becomes-folder", "1");
    kit.write("becomes-file/x", "1");
    kit.write("becomes-file/y/z", "1");
    kit.write("a-b", "1");
    kit.write("a/b", "1");
    kit.commit("first");
    kit.git(&["mv", "old.txt", "new.txt"]);
    std::fs::remove_file(kit.path().join("becomes-folder")).unwrap();
    kit.write("becomes-folder/x", "1");
    std::fs::remove_dir_all(kit.path().join("becomes-file")).unwrap();
    kit.write("becomes-file", "1");
    std::fs::remove_dir_all(kit.path().join("a")).unwrap();
    kit.write("a", "1");
    kit.commit("second");
    let facts = check(&kit, kit.path(), "HEAD");
    assert!(
        ["old.txt", "new.txt", "becomes-folder", "becomes-folder/x", "becomes-file", "becomes-file/y/z"]
            .iter()
            .all(|path| facts.files.paths.iter().any(|listed| listed == path))
    );
}

#[test]
fn merges_are_held_against_the_first_parent() {
    let kit = TestRepo::new();
    kit.write("base", "1");
    kit.commit("base");
    for name in ["one", "two", "three"] {
        kit.git(&["checkout", "--quiet", "-b", name, "main"]);
        kit.write(name, "1");
        kit.commit(name);
    }
    kit.git(&["checkout", "--quiet", "main"]);
    kit.write("ours", "1");
    kit.commit("ours");
    kit.git(&["merge", "--quiet", "--no-edit", "one"]);
    let merge = check(&kit, kit.path(), "HEAD");
    assert_eq!((merge.parents.len(), merge.files.paths), (2, vec!["one".to_owned()]));
    kit.git(&["merge", "--quiet", "--no-edit", "two", "three"]);
    let octopus = check(&kit, kit.path(), "HEAD");
    assert_eq!((octopus.parents.len(), octopus.files.paths.len()), (3, 2));
}

#[test]
fn more_files_than_are_kept() {
    let kit = TestRepo::new();
    for number in 0..Files::LIMIT {
        kit.write(format!("{}/{number}", number % 7), "1");
    }
    kit.commit("exactly as many");
    assert_eq!(check(&kit, kit.path(), "HEAD").files.paths.len(), Files::LIMIT);
    for number in 0..=Files::LIMIT {
        kit.write(format!("{}/{number}", number % 7), "2");
    }
    kit.commit("one more");
    assert!(check(&kit, kit.path(), "HEAD").files.more);
}

#[test]
fn modes_links_and_submodules() {
    let kit = TestRepo::new();
    kit.write("script", "1");
    let first = kit.commit("first");
    kit.git(&["update-index", "--chmod=+x", "script"]);
    kit.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{first},lib/module")]);
    let link = kit.git(&["hash-object", "-w", ".git/config"]);
    kit.git(&["update-index", "--add", "--cacheinfo", &format!("120000,{link},link")]);
    kit.git(&["commit", "--quiet", "-m", "second"]);
    assert_eq!(check(&kit, kit.path(), "HEAD").files.paths, ["lib/module", "link", "script"]);
}

#[test]
#[cfg(unix)]
fn names_and_messages_that_are_not_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let kit = TestRepo::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9 \"au\" lait");
    if std::fs::write(kit.path().join(name), "1").is_err() {
        eprintln!("skipped: this file system takes only UTF-8");
        return;
    }
    kit.write("t\tab\nnewline", "1");
    kit.git(&["add", "--all"]);
    std::fs::write(kit.root().join("message"), b"caf\xe9\n").unwrap();
    // Where the message should be UTF-8, git takes other bytes for Latin-1 and mends them.
    for (encoding, subject) in [("UTF-8", "café"), ("ISO-8859-1", "caf\u{fffd}")] {
        let setting = format!("i18n.commitEncoding={encoding}");
        kit.git(&["-c", &setting, "commit", "--quiet", "--allow-empty", "-F", "../message"]);
        let sha = kit.git(&["rev-parse", "HEAD"]);
        let facts = open(kit.path()).commit(&sha, None).unwrap();
        assert_eq!((facts.subject.as_str(), facts.branch), (subject, None));
    }
    kit.git(&["checkout", "--quiet", "HEAD~1"]);
    let sha = kit.git(&["rev-parse", "HEAD"]);
    let files = open(kit.path()).commit(&sha, None).unwrap().files;
    assert_eq!(files.paths, ["caf\u{fffd} \"au\" lait", "t\tab\nnewline"]);
}

#[test]
fn messages_and_authors_at_the_edges() {
    let kit = TestRepo::new();
    kit.git(&["commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", ""]);
    assert_eq!(check(&kit, kit.path(), "HEAD").subject, "");

    let verbatim = |message: &str| {
        std::fs::write(kit.root().join("message"), message).unwrap();
        kit.git(&["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F", "../message"]);
        check(&kit, kit.path(), "HEAD").subject
    };
    assert_eq!(verbatim("\n\n \n  one\t \ntwo\n \nthree"), "  one two");
    assert_eq!(verbatim("one\r\ntwo\r\n\r\nthree\r\n"), "one two");
    assert_eq!(verbatim("esc \u{1b}[31mred \u{202e}x"), "esc \u{1b}[31mred \u{202e}x");

    let mut commit = kit.command(kit.path());
    commit.args(["commit", "--quiet", "--allow-empty", "-m", "x", "--author", "Ünal <>"]);
    assert!(commit.env("GIT_AUTHOR_DATE", "@1700000000 -0730").status().unwrap().success());
    let facts = check(&kit, kit.path(), "HEAD");
    assert_eq!(facts.authored_at.to_rfc3339(), "2023-11-14T22:13:20+00:00");

    std::fs::write(kit.root().join("message"), "x".repeat(10_000)).unwrap();
    kit.git(&["commit", "--quiet", "--allow-empty", "-F", "../message"]);
    let sha = kit.git(&["rev-parse", "HEAD"]);
    let subject = open(kit.path()).commit(&sha, None).unwrap().subject;
    assert_eq!(subject.len(), CommitFacts::SUBJECT_LIMIT);
    assert!(subject.ends_with('…'));
}

#[test]
fn a_commit_that_is_borrowed_or_seen_from_a_linked_worktree() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.git_in(kit.root(), &["clone", "--quiet", "--shared", "repo", "borrower"]);
    check(&kit, &kit.root().join("borrower"), "HEAD");
    let linked = kit.worktree("wt1");
    check(&kit, &linked, "HEAD");
}

#[test]
fn a_shallow_clone_has_no_parent_to_compare_with() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    let first = kit.commit("first");
    kit.write("b", "1");
    kit.commit("second");
    let url = format!("file://{}", kit.path().display());
    kit.git_in(kit.root(), &["clone", "--quiet", "--depth", "1", &url, "shallow"]);
    let shallow = kit.root().join("shallow");
    let head = kit.git(&["rev-parse", "HEAD"]);
    let facts = open(&shallow).commit(&head, None).unwrap();
    assert_eq!((facts.files, facts.parents), (Files::default(), vec![first.clone()]));
    assert!(matches!(open(&shallow).commit(&first, None), Err(CommitError::NotFound { .. })));
    // What is made in it has a parent.
    std::fs::write(shallow.join("c"), "1").unwrap();
    kit.commit_in(&shallow, "third");
    assert_eq!(check(&kit, &shallow, "HEAD").files.paths, ["c"]);
}

#[test]
fn a_tree_that_is_not_here_leaves_the_rest() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    kit.commit("first");
    kit.write("a", "2");
    kit.write("dir/b", "1");
    let sha = kit.commit("second");
    let tree = kit.git(&["rev-parse", "HEAD:dir"]);
    std::fs::remove_file(kit.path().join(".git/objects").join(&tree[..2]).join(&tree[2..])).unwrap();
    let files = open(kit.path()).commit(&sha, None).unwrap().files;
    assert_eq!(files, Files { paths: vec!["a".to_owned()], more: true });
}

#[test]
fn what_is_no_commit_is_refused_by_its_name() {
    let kit = TestRepo::new();
    kit.write("a", "1");
    let sha = kit.commit("first");
    let repo = open(kit.path());
    let tree = kit.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(
        repo.commit(&tree, None).unwrap_err().to_string(),
        format!("{tree} is a tree and not a commit")
    );
    let nobody = "9".repeat(40);
    let error = repo.commit(&nobody, None).unwrap_err();
    assert_eq!(error.to_string(), format!("commit {nobody} is not in this repository"));
    assert_eq!(repo.commit("main", None).unwrap_err().to_string(), "`main` is not the id of a commit");

    let object = kit.path().join(".git/objects").join(&sha[..2]).join(&sha[2..]);
    std::fs::remove_file(&object).unwrap();
    std::fs::write(&object, "garbage").unwrap();
    assert!(matches!(open(kit.path()).commit(&sha, None), Err(CommitError::Unreadable { .. })));
}
