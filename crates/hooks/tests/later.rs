//! What happens to our hooks after they were installed: newer programs, other people, managers, kills.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::path::Path;

use git_session_hooks::{Event, How, Outcome, Why};
use site::{Site, outcome};

const POST_COMMIT: Event = Event::PostCommit;
const THEIRS: &str = "#!/bin/sh\nset -eu\necho theirs\nexit 3\n";

/// Another build of the program, at another place.
fn move_program(site: &mut Site) {
    site.program = site.kit.root().join("elsewhere/git-session");
    site.put(&site.program, format!("{}# newer\n", site::PROGRAM), 0o755);
}

#[test]
fn a_newer_program_replaces_what_the_older_one_wrote() {
    for theirs in [None, Some(THEIRS)] {
        let mut site = Site::new();
        if let Some(content) = theirs {
            site.theirs(POST_COMMIT, content);
        }
        let before = site.snapshot();
        site.install();
        move_program(&mut site);
        let reports = site.install();
        let how = if theirs.is_some() { How::Block } else { How::Copy };
        assert_eq!(outcome(&reports, POST_COMMIT), &Outcome::Refreshed(how));
        assert_eq!(outcome(&reports, Event::PostCheckout), &Outcome::Refreshed(How::Script));
        let installed = site.snapshot();
        assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Unchanged(how));
        assert_eq!(site.snapshot(), installed);
        site.uninstall();
        assert_eq!(site.snapshot(), before);
    }
}

#[test]
fn what_was_changed_since_is_left_alone_and_said() {
    let mut site = Site::new();
    for event in Event::ALL {
        site.theirs(event, THEIRS);
    }
    site.install();
    for event in Event::ALL {
        let changed = std::fs::read_to_string(site.hook(event)).unwrap().replace("|| :", "|| true");
        site.theirs(event, changed);
    }
    let changed = site.snapshot();
    let left_alone = Outcome::LeftAlone { why: Why::ChangedSince };
    move_program(&mut site);
    for reports in [site.install(), site.uninstall(), site.uninstall()] {
        assert!(reports.iter().all(|report| report.outcome == left_alone), "{reports:?}");
        assert_eq!(site.snapshot(), changed);
    }
}

#[test]
fn a_copy_that_is_not_ours_any_more_is_left_alone() {
    let site = Site::new();
    site.install();
    let copy = site.hook(POST_COMMIT);
    site.put(&copy, b"\x7fELF of another program", 0o755);
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::LeftAlone { why: Why::NoScript });
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::LeftAlone { why: Why::ChangedSince });
    assert!(copy.exists());
}

#[test]
fn what_people_add_around_our_block_is_theirs() {
    let site = Site::new();
    site.install();
    let script = site.hook(Event::PostCheckout);
    let ours = std::fs::read_to_string(&script).unwrap();
    site.theirs(Event::PostCheckout, format!("{ours}echo mine\n"));
    assert_eq!(outcome(&site.install(), Event::PostCheckout), &Outcome::Unchanged(How::Script));
    assert_eq!(outcome(&site.uninstall(), Event::PostCheckout), &Outcome::Removed);
    assert_eq!(std::fs::read_to_string(&script).unwrap(), "#!/bin/sh\necho mine\n");

    // A script of theirs that is a first line and nothing else is not taken for ours.
    let site = Site::new();
    let path = site.theirs(POST_COMMIT, "#!/bin/sh\n");
    site.install();
    site.install();
    site.uninstall();
    assert_eq!(std::fs::read_to_string(path).unwrap(), "#!/bin/sh\n");
}

#[test]
fn switched_off_by_its_owner_it_stays_switched_off() {
    let mut site = Site::new();
    site.install();
    for event in Event::ALL {
        let content = std::fs::read(site.hook(event)).unwrap();
        site.put(&site.hook(event), content, 0o644);
    }
    move_program(&mut site);
    for report in site.install() {
        assert_eq!(report.outcome, Outcome::LeftAlone { why: Why::NotExecutable });
    }
    for report in site.uninstall() {
        assert_eq!(report.outcome, Outcome::Removed);
    }
}

#[test]
fn deleted_by_somebody_it_is_put_back_or_forgotten() {
    let site = Site::new();
    let before = site.snapshot();
    site.install();
    std::fs::remove_file(site.hook(POST_COMMIT)).unwrap();
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Installed(How::Copy));
    std::fs::remove_file(site.hook(POST_COMMIT)).unwrap();
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Gone);
    assert_eq!(site.snapshot(), before);
}

#[test]
fn a_manager_that_writes_in_place_does_not_reach_the_program() {
    let site = Site::new();
    site.install();
    let program = std::fs::read(&site.program).unwrap();
    // simple-git-hooks, `git lfs install --force`, `echo … > .git/hooks/post-commit`
    std::fs::write(site.hook(POST_COMMIT), THEIRS).unwrap();
    assert_eq!(std::fs::read(&site.program).unwrap(), program);

    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Installed(How::Block));
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
    assert_eq!(std::fs::read_to_string(site.hook(POST_COMMIT)).unwrap(), THEIRS);
}

#[test]
fn a_manager_that_appends_to_a_copy_leaves_what_only_a_person_can_mend() {
    let site = Site::new();
    site.put(&site.program, b"\x7fELF\0 a program", 0o755);
    site.install();
    let mut grown = std::fs::read(site.hook(POST_COMMIT)).unwrap();
    grown.extend(b"\necho appended\n");
    site.theirs(POST_COMMIT, &grown);
    site.install();
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::LeftAlone { why: Why::ChangedSince });
    assert_eq!(std::fs::read(site.hook(POST_COMMIT)).unwrap(), grown);
}

#[test]
fn moved_aside_by_pre_commit_it_is_not_installed_twice_and_comes_out() {
    const MANAGER: &str =
        "#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\nexit\n";
    for theirs in [None, Some(THEIRS)] {
        let mut site = Site::new();
        if let Some(content) = theirs {
            site.theirs(POST_COMMIT, content);
        }
        site.install();
        let legacy = site.hooks_dir.join("post-commit.legacy");
        std::fs::rename(site.hook(POST_COMMIT), &legacy).unwrap();
        site.theirs(POST_COMMIT, MANAGER);
        let how = if theirs.is_some() { How::Block } else { How::Copy };
        let reports = site.install();
        assert_eq!(outcome(&reports, POST_COMMIT), &Outcome::Unchanged(how));
        assert!(reports.iter().any(|report| report.path == legacy));
        move_program(&mut site);
        assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Refreshed(how));

        assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
        assert_eq!(std::fs::read_to_string(&legacy).ok().as_deref(), theirs);
        assert_eq!(std::fs::read_to_string(site.hook(POST_COMMIT)).unwrap(), MANAGER);
    }
}

#[test]
fn moved_aside_by_lefthook_it_is_installed_anew_and_comes_out_of_both() {
    const MANAGER: &str = "#!/bin/sh\ncall_manager run post-commit\n";
    let site = Site::new();
    let before = site.snapshot();
    site.install();
    let old = site.hooks_dir.join("post-commit.old");
    std::fs::rename(site.hook(POST_COMMIT), &old).unwrap();
    site.theirs(POST_COMMIT, MANAGER);
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Installed(How::Block));
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
    assert_eq!(std::fs::read_to_string(site.hook(POST_COMMIT)).unwrap(), MANAGER);
    std::fs::remove_file(site.hook(POST_COMMIT)).unwrap();
    assert_eq!(site.snapshot(), before);
}

#[test]
fn without_its_receipt_what_is_exactly_ours_is_ours() {
    let site = Site::new();
    let before = site.snapshot();
    site.install();
    let installed = site.snapshot();
    std::fs::remove_dir_all(&site.state_dir).unwrap();
    for report in site.install() {
        assert!(matches!(report.outcome, Outcome::Unchanged(_)), "{report:?}");
    }
    assert_eq!(site.snapshot(), installed);
    site.uninstall();
    assert_eq!(site.snapshot(), before);
}

#[test]
fn a_repository_that_is_copied_or_moved_takes_its_receipt_along() {
    let mut site = Site::new();
    site.theirs(POST_COMMIT, THEIRS);
    site.install();
    let original = site.snapshot();
    let copy = site.kit.root().join("copy");
    let status = std::process::Command::new("cp").arg("-a").args([site.kit.path(), &copy]).status().unwrap();
    assert!(status.success());
    let reports = git_session_hooks::uninstall(&copy.join(".git/git-session"), site::LONG).unwrap();
    assert!(reports.iter().all(|report| report.path.starts_with(&copy)), "{reports:?}");
    assert_eq!(site.snapshot(), original, "the original has its hooks");

    site.hooks_dir = copy.join(".git/hooks");
    assert_eq!(std::fs::read_to_string(site.hook(POST_COMMIT)).unwrap(), THEIRS);
}

/// The states that a kill can leave: the receipt is written first and last, and each hook in one step between them.
#[test]
fn after_a_kill_at_any_point_both_ways_are_open() {
    for theirs in [None, Some(THEIRS)] {
        let mut site = Site::new();
        if let Some(content) = theirs {
            site.theirs(POST_COMMIT, content);
        }
        let nothing = Stage::of(&site);
        site.install();
        let old = Stage::of(&site);
        move_program(&mut site);
        site.install();
        let new = Stage::of(&site);
        let receipt = site.state_dir.join("hooks.toml");
        for (from, to, receipts) in [
            // The first time, what is announced is what is true in the end.
            (&nothing, &new, vec![new.receipt.clone()]),
            (&old, &new, vec![join_receipts(&old.receipt, &new.receipt), new.receipt.clone()]),
        ] {
            for killed_after in 0..=Event::ALL.len() {
                for announced in &receipts {
                    // The last receipt is written when all is done.
                    if *announced == new.receipt && receipts.len() == 2 && killed_after < Event::ALL.len() {
                        continue;
                    }
                    let leave = || {
                        from.restore(&site, 0..Event::ALL.len());
                        to.restore(&site, 0..killed_after);
                        site.put(&receipt, announced, 0o600);
                        site.put(&site.hooks_dir.join(".git-session-1-0.tmp"), "half", 0o600);
                    };
                    leave();
                    site.install();
                    assert_eq!(Stage::of(&site), new);
                    leave();
                    site.uninstall();
                    assert_eq!(Stage::of(&site), nothing);
                }
            }
        }
        // Killed while taking out: the receipt is the last to go.
        for killed_after in 0..=Event::ALL.len() {
            new.restore(&site, 0..Event::ALL.len());
            nothing.restore(&site, 0..killed_after);
            site.put(&receipt, &new.receipt, 0o600);
            site.uninstall();
            assert_eq!(Stage::of(&site), nothing);
        }
    }
}

/// The files of our hooks at one time, and the receipt; nothing else may be in the folder.
#[derive(Debug, PartialEq)]
struct Stage {
    hooks: Vec<Option<Vec<u8>>>,
    receipt: String,
    leftovers: usize,
}

impl Stage {
    fn of(site: &Site) -> Self {
        let hidden = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with('.');
        Self {
            hooks: Event::ALL.iter().map(|event| std::fs::read(site.hook(*event)).ok()).collect(),
            receipt: std::fs::read_to_string(site.state_dir.join("hooks.toml")).unwrap_or_default(),
            leftovers: site.snapshot().keys().filter(|path| hidden(path)).count(),
        }
    }

    fn restore(&self, site: &Site, which: std::ops::Range<usize>) {
        for (event, content) in Event::ALL[which.clone()].iter().zip(&self.hooks[which]) {
            match content {
                Some(content) => drop(site.theirs(*event, content)),
                None => drop(std::fs::remove_file(site.hook(*event))),
            }
        }
    }
}

/// What a refresh announces: the old beside the new.
fn join_receipts(old: &str, new: &str) -> String {
    let mut joined: toml::Table = old.parse().unwrap();
    let new: toml::Table = new.parse().unwrap();
    let new_hooks = new["hook"].as_array().unwrap();
    for hook in joined["hook"].as_array_mut().unwrap() {
        let newer = new_hooks.iter().find(|newer| newer["path"] == hook["path"]).unwrap();
        for list in ["copies", "blocks"] {
            let items = newer[list].as_array().unwrap().clone();
            hook[list].as_array_mut().unwrap().extend(items);
        }
    }
    joined.to_string()
}
