//! Our hooks beside those of others, and out again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use testkit::TestRepo;

use crate::desk::{Desk, shas, words};

/// Puts a hook there, with these permissions where there are such.
pub(crate) fn put_hook(path: &Path, content: &[u8], mode: u32) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// Each file of a folder: its bytes and its permissions.
fn photograph(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, fs::Permissions)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| {
            let permissions = fs::symlink_metadata(&path).unwrap().permissions();
            (path.clone(), (fs::read(&path).unwrap_or_default(), permissions))
        })
        .collect()
}

#[test]
fn uninstall_gives_back_every_byte_of_every_hook_that_we_can_live_beside() {
    for (content, mode) in [
        ("#!/bin/sh\necho one > ran\n", 0o755),
        ("#!/bin/sh\necho no line end > ran", 0o755),
        ("#!/bin/bash -eu\n\n\nset -o pipefail\necho \"$0\" > ran\nexit 0\n\n\n", 0o700),
        ("#!/usr/bin/env bash\n# é \u{feff} \t\necho x > ran; exit 3\n", 0o775),
        ("#! /bin/sh -e\necho x > ran\n# >>> another tool >>>\n# <<< another tool <<<\n", 0o555 | 0o200),
    ] {
        let desk = Desk { repo: TestRepo::new() };
        let hooks = desk.repo.path().join(".git/hooks");
        put_hook(&hooks.join("post-commit"), content.as_bytes(), mode);
        let before = photograph(&hooks);
        desk.run(&["install"]);
        desk.run(&["install"]);
        let commit = desk.repo.commit("With both");
        assert_eq!(shas(&desk.show("@")["commits"]), [commit], "{content}");
        assert!(fs::remove_file(desk.repo.path().join("ran")).is_ok(), "did not run: {content}");
        desk.run(&["uninstall"]);
        assert_eq!(photograph(&hooks), before, "{content}");
        desk.repo.commit("Without ours");
        assert!(desk.repo.path().join("ran").exists());
        assert_eq!(desk.show("@")["commits"].as_array().unwrap().len(), 1, "the sessions stay");
    }
}

#[test]
fn a_hook_that_we_cannot_live_beside_is_left_alone_and_named() {
    for (content, mode, why) in [
        ("#!/usr/bin/env python3\nprint()\n", 0o755, "python3"),
        ("#!/bin/sh\r\necho\r\n", 0o755, "Windows"),
        ("#!/bin/sh\necho\n", 0o644, "not executable"),
        ("\u{0}\u{1}not a script\n", 0o755, "does not begin with #!"),
    ] {
        let desk = Desk { repo: TestRepo::new() };
        let hooks = desk.repo.path().join(".git/hooks");
        put_hook(&hooks.join("post-commit"), content.as_bytes(), mode);
        let before = photograph(&hooks);
        let run = desk.program().run(&["install"]);
        // Where git takes the entry, the file is no loss.
        let is_no_loss = testkit::Git::in_path().runs_entries();
        assert_eq!(run.code, Some(if is_no_loss { 0 } else { 1 }), "{run:?}");
        let told = if is_no_loss { &run.stdout } else { &run.stderr };
        assert!(told.contains(why) && told.contains("post-commit"), "{run:?}");
        assert_eq!(photograph(&hooks)[&hooks.join("post-commit")], before[&hooks.join("post-commit")]);
        assert!(hooks.join("post-checkout").exists(), "the other one is in place");
        desk.run(&["uninstall"]);
        assert_eq!(photograph(&hooks), before, "{content:?}");
    }
}

#[test]
fn hooks_where_core_hooks_path_says_are_lived_beside_there() {
    let desk = Desk { repo: TestRepo::new() };
    desk.repo.write(".husky/_/.gitignore", "*\n");
    let hooks = desk.repo.path().join(".husky/_");
    put_hook(&hooks.join("post-commit"), b"#!/usr/bin/env sh\necho x > .git/ran\n", 0o755);
    desk.repo.git(&["config", "core.hooksPath", ".husky/_"]);
    let before = photograph(&hooks);
    desk.run(&["install"]);
    let commit = desk.repo.commit("With both");
    assert_eq!(shas(&desk.show("@")["commits"]), [commit]);
    assert!(desk.repo.path().join(".git/ran").exists());
    desk.run(&["uninstall"]);
    assert_eq!(photograph(&hooks), before);
}

#[test]
fn installing_again_changes_nothing_and_uninstalling_again_finds_nothing() {
    let desk = Desk { repo: TestRepo::new() };
    let hooks = desk.repo.path().join(".git/hooks");
    let before = photograph(&hooks);
    let all_are = |command: &str, outcome: &str| {
        let outcomes = words(&desk.json(&[command])["hooks"], "outcome");
        assert!(outcomes.len() >= 5 && outcomes.iter().all(|it| it == outcome), "{outcomes:?}");
    };
    all_are("install", "installed");
    let installed = photograph(&hooks);
    all_are("install", "unchanged");
    assert_eq!(photograph(&hooks), installed);
    all_are("uninstall", "removed");
    assert_eq!(photograph(&hooks), before);
    assert!(desk.json(&["uninstall"])["hooks"].as_array().unwrap().is_empty());
}

#[test]
fn without_the_hooks_somebody_is_told_that_commits_are_not_recorded() {
    let desk = Desk { repo: TestRepo::new() };
    let run = desk.program().run(&["start", "Work"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("git session install"), "{run:?}");
    let commit = desk.repo.commit("Seen by no hook");
    assert_eq!(shas(&desk.show("@")["commits"]), [commit], "whoever looks finds it");
    desk.run(&["complete", "--session", "@"]);
    desk.repo.commit("Of no session, and nobody has put the hooks in");
    assert!(desk.unassigned().is_empty());
    assert_eq!(desk.json(&["log"])["sessions"].as_array().unwrap().len(), 1);
}

#[test]
fn a_commit_that_two_of_our_hooks_see_is_recorded_once() {
    let desk = Desk { repo: TestRepo::new() };
    desk.run(&["install"]);
    // As pre-commit and prek do it: they move the hook that they find aside, and go on running it.
    let hooks = desk.repo.path().join(".git/hooks");
    fs::rename(hooks.join("post-commit"), hooks.join("post-commit.legacy")).unwrap();
    put_hook(&hooks.join("post-commit"), b"#!/bin/sh\n\"$0.legacy\" \"$@\"\n", 0o755);
    let mut commits = vec![desk.repo.commit("Of the hook that was moved")];
    desk.run(&["install"]);
    commits.push(desk.repo.commit("Of both"));
    assert_eq!(shas(&desk.show("@")["commits"]), commits);
}

/// git runs our hook inside of a hook of somebody else, which git started with its own environment.
#[test]
fn a_commit_that_a_hook_of_somebody_else_makes_is_recorded_like_any_other() {
    for is_before_ours in [false, true] {
        let desk = Desk { repo: TestRepo::new() };
        desk.repo.commit("Before");
        let commit = "[ -n \"$INNER\" ] || INNER=1 git commit --quiet --allow-empty --message inner";
        let script = format!("#!/bin/sh\n{commit}\n");
        let hooks = desk.repo.path().join(".git/hooks");
        if is_before_ours {
            // As a manager does that runs ours last.
            desk.run(&["install"]);
            fs::rename(hooks.join("post-commit"), hooks.join("post-commit.legacy")).unwrap();
            put_hook(&hooks.join("post-commit"), format!("{script}\"$0.legacy\" \"$@\"\n").as_bytes(), 0o755);
        } else {
            put_hook(&hooks.join("post-commit"), script.as_bytes(), 0o755);
            desk.run(&["install"]);
        }
        let one = desk.run(&["start", "One"]);
        desk.run(&["start", "Two"]);
        desk.git_as(&one, &["commit", "--quiet", "--allow-empty", "--message", "outer"]);
        let made = desk.repo.git(&["rev-list", "--reverse", "--max-count=2", "HEAD"]);
        let mut made: Vec<&str> = made.lines().collect();
        made.sort_unstable();
        let mut recorded = shas(&desk.show(&one)["commits"]);
        recorded.sort_unstable();
        assert_eq!(recorded, made, "{is_before_ours}");
        assert!(desk.unassigned().is_empty() && desk.hook_log().is_empty(), "{}", desk.hook_log());
    }
}

#[test]
fn a_merge_and_an_applied_patch_are_recorded_when_they_are_made() {
    let desk = Desk { repo: TestRepo::new() };
    desk.repo.commit("Before");
    desk.run(&["install"]);
    desk.run(&["start", "Work"]);
    desk.repo.git(&["switch", "--quiet", "-c", "other"]);
    desk.repo.write("there.txt", "there\n");
    let there = desk.repo.commit("There");
    let patch = desk.repo.git(&["format-patch", "-1", "--stdout"]);
    desk.repo.git(&["switch", "--quiet", "main"]);
    let here = desk.repo.commit("Here");
    desk.repo.git(&["merge", "--quiet", "--no-edit", "other"]);
    let merge = desk.repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(shas(&desk.show("@")["commits"]), [there.clone(), here.clone(), merge.clone()]);
    desk.repo.git(&["reset", "--quiet", "--hard", &here]);
    let patch_file = desk.repo.root().join("patch");
    fs::write(&patch_file, patch + "\n").unwrap();
    desk.repo.git(&["am", "--quiet", "--committer-date-is-author-date", patch_file.to_str().unwrap()]);
    let applied = desk.repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(shas(&desk.show("@")["commits"]), [there, here, merge, applied]);
}
