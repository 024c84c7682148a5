//! Hooks that real git runs, with ours beside those of others.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::path::{Path, PathBuf};
use std::process::Output;

use git_session_hooks::Event;
use site::Site;

const COMMIT: &[&str] = &["commit", "--allow-empty", "-m", "x"];
/// A switch shows what a hook prints and how it ends: git passes both on.
const SWITCH: &[&str] = &["checkout", "--quiet", "-B", "other"];

fn record(site: &Site) -> PathBuf {
    site.kit.root().join("record")
}

/// Runs git as a person would, at a time that does not pass: the same commits have the same ids. Our program writes
/// down how it is called.
fn run(site: &Site, arguments: &[&str]) -> Output {
    let mut git = site.kit.command(site.kit.path());
    for time in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        git.env(time, "@1700000000 +0000");
    }
    git.args(arguments).env("RECORD", record(site)).output().unwrap()
}

/// What anybody sees of a switch and a commit: the exit codes and all that is printed. The branch is as before then.
fn see_both(site: &Site) -> [(Option<i32>, String, String); 2] {
    let both = [seen(&run(site, SWITCH)), seen(&run(site, COMMIT))];
    site.kit.git(&["update-ref", "refs/heads/other", "HEAD~1"]);
    both
}

fn take_record(site: &Site) -> String {
    let text = std::fs::read_to_string(record(site)).unwrap_or_default();
    let _ = std::fs::remove_file(record(site));
    text
}

fn seen(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn shells() -> Vec<&'static str> {
    let shells = ["/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/zsh", "/usr/bin/ksh", "/bin/mksh"];
    shells.into_iter().filter(|shell| Path::new(shell).exists()).collect()
}

#[test]
fn git_runs_them_on_a_commit_and_on_a_switch() {
    for name in ["repo", "a repo", "o'neil's \"repo\" $HOME `x` \\"] {
        let site = Site::new_in(name);
        site.install();
        let output = run(&site, COMMIT);
        assert!(output.status.success());
        let sha = site.kit.git(&["rev-parse", "HEAD"]);
        assert_eq!(take_record(&site), "post-commit <>\n", "{name}");
        let output = run(&site, SWITCH);
        assert_eq!(seen(&output), (Some(0), String::new(), String::new()), "not even a failure is seen");
        assert_eq!(take_record(&site), format!("git-session <hook> <post-checkout> <{sha}> <{sha}> <1>\n"));
    }
}

#[test]
fn a_hook_of_somebody_else_does_what_it_did() {
    for shell in shells() {
        for body in [
            "echo theirs $# \"$@\"; exit 7",
            "set -eu; echo theirs \"${1-}\"; false; echo never",
            "set -euf; exec printf '%s\\n' \"$0\" \"$@\"",
            "cat; echo read; exit 1",
            "echo err >&2; exit $?",
            "exit",
            ": \"$?\"; trap 'echo trapped' EXIT",
        ] {
            let site = Site::new();
            site.kit.commit("first");
            for event in Event::ALL {
                site.theirs(event, format!("#!{shell}\n{body}\n"));
            }
            let before = see_both(&site);
            site.install();
            assert_eq!(see_both(&site), before, "{shell}: {body}");
            let record = take_record(&site);
            let calls: Vec<&str> = record.lines().map(|line| line.split(' ').nth(2).unwrap()).collect();
            assert_eq!(calls, ["<post-checkout>", "<post-commit>"], "{shell}: {body}");
        }
    }
}

#[test]
fn a_hook_that_reads_its_own_first_lines_of_options_keeps_them() {
    let site = Site::new();
    site.kit.commit("first");
    site.theirs(Event::PostCheckout, "#!/bin/sh -eu\nfalse\necho never\n");
    let before = seen(&run(&site, SWITCH));
    site.install();
    assert_eq!(seen(&run(&site, SWITCH)), before);
    assert!(take_record(&site).starts_with("git-session <hook> <post-checkout>"));
}

#[test]
fn whatever_is_wrong_with_the_program_nobody_notices() {
    type Break = fn(&Site);
    let breaks: [(&str, Break); 5] = [
        ("missing", |site| std::fs::remove_file(&site.program).unwrap()),
        ("not executable", |site| site.put(&site.program, site::PROGRAM, 0o644)),
        ("a folder", |site| {
            std::fs::remove_file(&site.program).unwrap();
            std::fs::create_dir(&site.program).unwrap();
        }),
        ("for another machine", |site| site.put(&site.program, b"\x7fELF\x02\x01\x01\0\xff\xff", 0o755)),
        ("its interpreter is missing", |site| site.put(&site.program, "#!/nowhere/sh\n", 0o755)),
    ];
    for shell in shells() {
        for (name, break_it) in breaks {
            let site = Site::new();
            site.kit.commit("first");
            for event in Event::ALL {
                site.theirs(event, format!("#!{shell}\nset -eu\necho theirs \"$@\"\nexit 5\n"));
            }
            let before = see_both(&site);
            site.install();
            break_it(&site);
            assert_eq!(see_both(&site), before, "{shell}: {name}");
            assert_eq!(take_record(&site), "", "{shell}: {name}");
        }
    }
}

#[test]
fn a_copy_needs_no_program_and_a_script_finds_it_in_path() {
    let site = Site::new();
    site.install();
    let moved = site.kit.root().join("bin/git-session");
    std::fs::create_dir(site.kit.root().join("bin")).unwrap();
    std::fs::rename(&site.program, &moved).unwrap();
    assert_eq!(seen(&run(&site, COMMIT)).0, Some(0));
    assert_eq!(take_record(&site), "post-commit <>\n");
    assert_eq!(seen(&run(&site, SWITCH)), (Some(0), String::new(), String::new()));
    assert_eq!(take_record(&site), "", "it is not in PATH");

    let mut git = site.kit.command(site.kit.path());
    let path = git.get_envs().find(|(name, _)| *name == "PATH").unwrap().1.unwrap().to_owned();
    // Before all others: the machine may have one installed.
    let path = format!("{}:{}", moved.parent().unwrap().display(), path.to_str().unwrap());
    let status = git.args(SWITCH).env("PATH", path).env("RECORD", record(&site)).status().unwrap();
    assert!(status.success());
    assert!(take_record(&site).starts_with("git-session <hook> <post-checkout>"));
}

#[test]
fn a_variable_switches_scripts_and_blocks_off() {
    let site = Site::new();
    site.theirs(Event::PostCommit, "#!/bin/sh\nexit 0\n");
    site.install();
    for (value, calls) in [("0", 0), ("", 1), ("1", 1)] {
        for arguments in [COMMIT, SWITCH] {
            let mut git = site.kit.command(site.kit.path());
            git.args(arguments).env("RECORD", record(&site)).env("GIT_SESSION_HOOKS", value);
            assert!(git.output().unwrap().status.success());
            assert_eq!(take_record(&site).lines().count(), calls, "{value}");
        }
    }
}
