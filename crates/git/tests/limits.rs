//! Commits that hold more than anybody means to: what is kept of them has an end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use core_model::{CommitFacts, Files};
use git_session_git::{Environment, discover};
use testkit::TestRepo;

fn read(dir: &Path, sha: &str, branch: &str) -> CommitFacts {
    discover(dir, &Environment::default()).unwrap().commit(sha, Some(branch.to_owned())).unwrap()
}

/// Writes a commit that git's own commands would not, and answers with its id.
fn write_commit(kit: &TestRepo, text: &str) -> String {
    std::fs::write(kit.root().join("commit"), text).unwrap();
    kit.git(&["hash-object", "-t", "commit", "-w", "--literally", "../commit"])
}

#[test]
fn all_paths_together() {
    let kit = TestRepo::new();
    let long = |number: u32| format!("{number:03}{}", "/folder-with-a-long-name".repeat(9));
    for number in 0..100 {
        kit.write(long(number), "1");
    }
    let sha = kit.commit("first");
    let files = read(kit.path(), &sha, "main").files;
    let bytes: usize = files.paths.iter().map(String::len).sum();
    assert!(files.more);
    assert!(bytes <= 16 << 10 && bytes + long(0).len() > 16 << 10, "{bytes}");
    assert_eq!(files.paths[0], long(0));

    // What is not UTF-8 takes three bytes where git has one.
    kit.git(&["rm", "--quiet", "-r", "."]);
    kit.commit("empty");
    let blob = kit.git(&["hash-object", "-w", ".git/HEAD"]);
    let line = |bytes: &[u8]| [format!("100644 blob {blob}\t").as_bytes(), bytes, b"\0"].concat();
    std::fs::write(kit.root().join("tree"), line(&[0xe9; 6000])).unwrap();
    let mut git = kit.command(kit.path());
    git.args(["mktree", "-z"]).stdin(std::fs::File::open(kit.root().join("tree")).unwrap());
    let tree = String::from_utf8(git.output().unwrap().stdout).unwrap();
    let sha = kit.git(&["commit-tree", "-m", "x", tree.trim_end()]);
    assert_eq!(read(kit.path(), &sha, "main").files, Files { paths: Vec::new(), more: true });
}

#[test]
fn names_and_parents() {
    let kit = TestRepo::new();
    let first = kit.commit("first");
    let tree = kit.git(&["rev-parse", "HEAD^{tree}"]);
    let parents = format!("parent {first}\n").repeat(1000);
    let person = format!("{} <{}@x> 1700000000 +0000", "é".repeat(10_000), "a".repeat(10_000));
    let text = format!("tree {tree}\n{parents}author {person}\ncommitter {person}\n\nx\n");
    let facts = read(kit.path(), &write_commit(&kit, &text), &"b/".repeat(2000));
    assert_eq!(facts.parents, vec![first; 64]);
    assert_eq!(facts.author.name, "é".repeat(126) + "…");
    assert_eq!(facts.author.email, "a".repeat(253) + "…");
    assert_eq!(facts.branch, Some("b/".repeat(126) + "b…"));
}
