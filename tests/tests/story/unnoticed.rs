//! git says the same with our hooks as without them, to the byte, and so do the hooks of others.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use testkit::TestRepo;

use crate::foreign_hooks::put_hook;
use crate::twins::{HOOKS, Twins};

#[test]
fn git_says_the_same_with_our_hooks_as_without_them() {
    let twins = Twins::new(false);
    twins.work();
    assert_eq!(twins.ours.hook_log(), "");
    let commits = twins.ours.show("@")["commits"].as_array().unwrap().len();
    assert!(commits >= 9, "our hooks were there: {commits}");
}

#[test]
fn the_hooks_of_others_run_as_before_in_their_order_with_their_arguments_and_their_input() {
    let twins = Twins::new(true);
    twins.work();
    let trace = |repo: &TestRepo| {
        let trace = std::fs::read_to_string(repo.root().join("trace")).unwrap();
        trace.replace(repo.root().to_str().unwrap(), "ROOT")
    };
    let (ours, plain) = (trace(&twins.ours.repo), trace(&twins.plain));
    assert_eq!(ours, plain);
    for name in HOOKS {
        assert!(ours.lines().any(|line| line.split(' ').next() == Some(name)), "{name} never ran");
    }
    let commits = twins.ours.show("@")["commits"].as_array().unwrap().len();
    assert!(commits >= 9, "our hooks were there: {commits}");
}

#[test]
fn a_hook_of_others_that_fails_fails_as_before() {
    let twins = Twins::new(true);
    twins.write("a.txt", "a\n");
    twins.git(&["add", "-A"]);
    twins.git(&["commit", "-m", "first"]);
    for (name, script) in [
        ("post-checkout", "#!/bin/sh\nexit 7\n"),
        ("post-commit", "#!/bin/sh\nset -eu\nfalse\necho never\n"),
        ("pre-commit", "#!/bin/sh\necho no >&2\nexit 1\n"),
    ] {
        twins.ours.run(&["uninstall"]);
        for repo in [&twins.plain, &twins.ours.repo] {
            put_hook(&repo.path().join(".git/hooks").join(name), script.as_bytes(), 0o755);
        }
        twins.ours.run(&["install"]);
        let mut codes = String::new();
        for arguments in [&["switch", "-c", name][..], &["commit", "--allow-empty", "-m", name]] {
            write!(codes, "{:?} ", twins.git(arguments).code).unwrap();
        }
        let expected = if name == "pre-commit" { "Some(1) Some(1) " } else { "Some(1) Some(0) " };
        assert_eq!(codes, expected, "{name}");
    }
}

#[test]
fn a_repository_that_had_our_hooks_is_as_one_that_never_had_them() {
    let twins = Twins::new(true);
    twins.work();
    twins.ours.run(&["uninstall"]);
    let [ours, plain] = [&twins.ours.repo, &twins.plain].map(|repo| {
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for part in [".git/config", ".git/info/exclude", ".git/hooks"] {
            collect(&repo.path().join(part), &mut files);
        }
        let relative = |path: &Path| path.strip_prefix(repo.path()).unwrap().to_owned();
        let same =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(repo.root().to_str().unwrap(), "ROOT");
        files.iter().map(|(path, bytes)| (relative(path), same(bytes))).collect::<Vec<_>>()
    });
    assert_eq!(ours, plain);
}

fn collect(path: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| collect(entry, files));
    } else {
        files.push((path.to_owned(), std::fs::read(path).unwrap()));
    }
}
