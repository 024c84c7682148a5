//! What becomes of each kind of hook that may stand there; and that it all comes out again, to the byte.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::os::unix::fs::{PermissionsExt as _, symlink};

use git_session_hooks::{Event, How, InstallError, Outcome, Why, install};
use site::{Site, check_round, installed, outcome};

const POST_COMMIT: Event = Event::PostCommit;

#[test]
fn where_nothing_stands_there_is_a_copy_and_a_script() {
    let site = Site::new();
    check_round(&site, &installed(How::Copy));

    let reports = site.install();
    assert_eq!(outcome(&reports, Event::PostCheckout), &Outcome::Installed(How::Script));
    // What is run for each of many commits is run without a shell.
    for event in [POST_COMMIT, Event::PostApplypatch] {
        let copy = site.hook(event);
        assert!(copy.symlink_metadata().unwrap().is_file());
        assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&site.program).unwrap());
    }
    for event in Event::ALL {
        let mode = site.hook(event).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o755);
    }
}

#[test]
fn in_a_folder_that_the_configuration_names_there_are_scripts() {
    let mut site = Site::new();
    site.owned = false;
    site.hooks_dir = site.kit.path().join(".husky/_");
    std::fs::create_dir_all(&site.hooks_dir).unwrap();
    check_round(&site, &installed(How::Script));
}

#[test]
fn a_shell_script_of_somebody_else_gets_a_block_after_its_first_line() {
    for first in [
        "#!/bin/sh",
        "#!/bin/sh -e",
        "#! /bin/bash",
        "#!/usr/bin/env bash",
        "#!/usr/bin/env -S zsh -f",
        "#!/bin/dash",
        "#!/usr/bin/ksh",
    ] {
        let site = Site::new();
        site.theirs(POST_COMMIT, format!("{first}\nset -eu\nexit 3\n"));
        check_round(&site, &installed(How::Block));
    }
    for rest in ["", "\n# no end", "caf\u{e9}\n", "\n\n\n"] {
        let site = Site::new();
        site.theirs(POST_COMMIT, format!("#!/bin/sh\n{rest}"));
        check_round(&site, &installed(How::Block));
    }
    for mode in [0o700, 0o775, 0o4755] {
        let site = Site::new();
        site.put(&site.hook(POST_COMMIT), "#!/bin/sh\n:\n", mode);
        check_round(&site, &installed(How::Block));
    }
}

#[test]
fn what_follows_in_the_script_stays_as_it_was() {
    let site = Site::new();
    let latin = [b"#!/bin/sh\n".as_slice(), b"echo caf\xe9\0\xff\n"].concat();
    let path = site.theirs(POST_COMMIT, &latin);
    check_round(&site, &installed(How::Block));
    site.install();
    let content = std::fs::read(path).unwrap();
    assert!(content.starts_with(b"#!/bin/sh\n# >>> git-session post-commit >>>\n"));
    assert!(content.ends_with(b"# <<< git-session post-commit <<<\necho caf\xe9\0\xff\n"));
}

#[test]
fn what_cannot_take_a_block_is_left_alone_with_the_reason() {
    for (content, mode, why) in [
        ("#!/usr/bin/env python3\nprint()\n", 0o755, Why::Interpreter("python3".to_owned())),
        ("#!/usr/bin/perl\n", 0o755, Why::Interpreter("perl".to_owned())),
        ("#!/usr/bin/env\n", 0o755, Why::Interpreter(String::new())),
        ("#!/bin/sh\r\nexit 0\r\n", 0o755, Why::WindowsLines),
        ("#!/bin/sh\nexit 0\r\n", 0o755, Why::WindowsLines),
        ("#!/bin/sh", 0o755, Why::Empty),
        ("echo no first line\n", 0o755, Why::NoScript),
        ("\u{7f}ELF\0\0", 0o755, Why::NoScript),
        ("", 0o755, Why::NoScript),
        ("#!/bin/sh\nexit 0\n", 0o644, Why::NotExecutable),
        ("#!/bin/sh\nexit 0\n", 0o555, Why::ReadOnly),
    ] {
        let site = Site::new();
        let path = site.theirs(POST_COMMIT, content);
        site.put(&path, content, mode);
        check_round(&site, &Outcome::LeftAlone { why });
    }
    let site = Site::new();
    site.theirs(POST_COMMIT, format!("#!/bin/sh\n{}", "#".repeat(2 << 20)));
    check_round(&site, &Outcome::LeftAlone { why: Why::TooLarge });
}

#[test]
fn links_and_folders_are_left_alone() {
    let site = Site::new();
    let target = site.kit.root().join("shared-hook");
    site.put(&target, "#!/bin/sh\n", 0o755);
    symlink(&target, site.hook(POST_COMMIT)).unwrap();
    check_round(&site, &Outcome::LeftAlone { why: Why::SymbolicLink });
    assert_eq!(std::fs::read_to_string(target).unwrap(), "#!/bin/sh\n");

    let site = Site::new();
    symlink("nowhere", site.hook(POST_COMMIT)).unwrap();
    check_round(&site, &Outcome::LeftAlone { why: Why::SymbolicLink });

    let site = Site::new();
    std::fs::create_dir(site.hook(POST_COMMIT)).unwrap();
    check_round(&site, &Outcome::LeftAlone { why: Why::NotAFile });
}

#[test]
fn folders_of_others_are_left_alone() {
    type Change = fn(&mut Site);
    let cases: [(Change, Why); 3] = [
        (|site| site.inside = false, Why::OutsideRepository),
        (|site| site.tracked = true, Why::TrackedFolder),
        (|site| std::fs::remove_dir_all(&site.hooks_dir).unwrap(), Why::NoFolder),
    ];
    for (change, why) in cases {
        let mut site = Site::new();
        site.owned = false;
        change(&mut site);
        check_round(&site, &Outcome::LeftAlone { why });
        assert!(!site.state_dir.exists(), "there is nothing to remember");
    }
}

#[test]
fn a_hooks_folder_that_was_missing_goes_again_unless_somebody_uses_it() {
    let site = Site::new();
    std::fs::remove_dir_all(&site.hooks_dir).unwrap();
    check_round(&site, &installed(How::Copy));
    assert!(!site.hooks_dir.exists());

    site.install();
    site.put(&site.hooks_dir.join("pre-push"), "#!/bin/sh\n", 0o755);
    site.uninstall();
    assert!(site.hooks_dir.join("pre-push").exists());
}

#[test]
fn what_cannot_be_written_is_said_of_that_hook_alone() {
    let mut site = Site::new();
    // A hooks folder below a file: not even root can write there.
    site.hooks_dir = site.program.join("hooks");
    let before = site.snapshot();
    for report in site.install() {
        assert!(matches!(report.outcome, Outcome::LeftAlone { why: Why::Failed(_) }), "{report:?}");
    }
    assert_eq!(site.snapshot(), before, "nothing is claimed of what was not done");
}

#[test]
fn without_the_program_or_with_a_path_that_cannot_be_written_down_nothing_happens() {
    let site = Site::new();
    let before = site.snapshot();
    let gone = site.kit.root().join("gone");
    let place = git_session_hooks::Place { program: &gone, ..site.place() };
    let error = install(&place).unwrap_err();
    assert!(matches!(&error, InstallError::Program { path, .. } if *path == gone));
    let place = git_session_hooks::Place { program: "git-session".as_ref(), ..site.place() };
    assert_eq!(install(&place).unwrap_err().to_string(), "the path git-session is not absolute UTF-8");
    assert_eq!(site.snapshot(), before);
}

#[test]
fn a_receipt_that_is_damaged_newer_or_leads_elsewhere_is_not_used() {
    let site = Site::new();
    let receipt = site.state_dir.join("hooks.toml");
    for (text, words) in [
        ("format = [", "is damaged"),
        ("hook = []", "missing field `format`"),
        ("format = 3\nnew = true\n", "has format 3; this program knows 2"),
        (
            "format = 1\n[[hook]]\nevent = \"post-commit\"\npath = \"../../notes.txt\"\n",
            "it names a file that is not a hook",
        ),
    ] {
        site.put(&receipt, text, 0o600);
        let before = site.snapshot();
        let error = install(&site.place()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        let error = git_session_hooks::uninstall(&site.state_dir, site::LONG).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert_eq!(site.snapshot(), before);
    }
}
