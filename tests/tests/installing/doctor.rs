//! doctor says in a line why commits do not arrive, and puts in again what that can mend.

use std::fs;

use testkit::{Git, Run};

use crate::bench::Bench;

/// Whether it can be mended, and against nobody's will.
#[derive(Clone, Copy, PartialEq)]
enum Fix {
    Mends,
    DoesNot,
}

type Harm = fn(&Bench);

fn rewrite(bench: &Bench, path: &str, change: impl Fn(String) -> String) {
    let path = bench.repo.path().join(path);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
}

fn put_husky(bench: &Bench) {
    bench.put(".husky/_/.gitignore", "*", 0o644);
    bench.put(".husky/_/post-commit", "#!/usr/bin/env sh\n. \"${0%/*}/h\"\n", 0o755);
    bench.put(".husky/_/h", "exit 0\n", 0o644);
    bench.repo.git(&["config", "core.hooksPath", ".husky/_"]);
}

/// What may happen to files, what is said of it, and whether commits arrive when it was put in again.
const OF_FILES: [(Harm, &str, Fix); 12] = [
    (
        |it| fs::remove_file(it.repo.path().join(".git/hooks/post-commit")).unwrap(),
        "the post-commit hook was removed since it was installed",
        Fix::Mends,
    ),
    (
        |it| {
            drop(it.put(".git/hooks/post-commit", "#!/bin/sh\nif [ \"$LEFTHOOK\" = 0 ]; then :; fi\n", 0o755))
        },
        "/repo/.git/hooks/post-commit was replaced by lefthook",
        Fix::Mends,
    ),
    (
        |it| drop(it.put(".git/hooks/post-commit", "#!/bin/sh\n# SKIP_SIMPLE_GIT_HOOKS\n", 0o755)),
        "/repo/.git/hooks/post-commit was replaced by simple-git-hooks",
        Fix::Mends,
    ),
    (
        |it| drop(it.put(".git/hooks/post-commit", "#!/usr/bin/perl\n", 0o755)),
        "/repo/.git/hooks/post-commit was replaced",
        Fix::DoesNot,
    ),
    (
        put_husky,
        "core.hooksPath=.husky/_ (local, /repo/.git/config) leads git past the hooks in /repo/.git/hooks",
        Fix::Mends,
    ),
    (
        |it| drop(it.repo.git(&["config", "core.hooksPath", ""])),
        "core.hooksPath= (local, /repo/.git/config) leads git past the hooks in /repo/.git/hooks",
        Fix::DoesNot,
    ),
    (
        |it| drop(it.repo.git(&["config", "core.hooksPath", "nowhere"])),
        "core.hooksPath=nowhere (local, /repo/.git/config) leads git to /repo/nowhere, which is not there",
        Fix::DoesNot,
    ),
    (
        |it| {
            let path = it.repo.path().join(".git/hooks/post-commit");
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        },
        "/repo/.git/hooks/post-commit is not executable, so git does not run it",
        Fix::DoesNot,
    ),
    (
        |it| {
            // A manager that chains what it finds behind its own end.
            it.put(".git/hooks/post-commit", "#!/bin/sh\necho theirs\n", 0o755);
            it.run(&["install"]);
            rewrite(it, ".git/hooks/post-commit", |text| text.replace("#!/bin/sh\n", "#!/bin/sh\nexit 0\n"));
        },
        "/repo/.git/hooks/post-commit ends at `exit 0`, before it comes to git session",
        Fix::DoesNot,
    ),
    (
        |it| {
            it.put(".git/hooks/post-commit", "#!/bin/sh\necho theirs\n", 0o755);
            it.run(&["install"]);
            let program = it.program().path().to_str().unwrap().to_owned();
            // As after the program was moved; the receipt knows what it wrote.
            for path in [".git/hooks/post-commit", ".git/git-session/hooks.toml"] {
                rewrite(it, path, |text| text.replace(&program, "/gone/git-session"));
            }
        },
        "the program that the hooks run is gone: /gone/git-session-hook",
        Fix::Mends,
    ),
    (
        |it| run_another_program(it, 0o755),
        "the program that the hooks run does not work: /repo/broken/git-session-hook",
        Fix::Mends,
    ),
    (
        // For the text that runs it, it is not there.
        |it| run_another_program(it, 0o644),
        "the program that the hooks run is gone: /repo/broken/git-session-hook",
        Fix::Mends,
    ),
];

/// As after the program was written over, or lost its permissions.
fn run_another_program(it: &Bench, mode: u32) {
    it.put(".git/hooks/post-commit", "#!/bin/sh\necho theirs\n", 0o755);
    it.run(&["install"]);
    let program = it.program().path().to_str().unwrap().to_owned();
    it.put("broken/git-session-hook", "\x7fELF of another machine", mode);
    let broken = it.repo.path().join("broken/git-session").to_str().unwrap().to_owned();
    for path in [".git/hooks/post-commit", ".git/git-session/hooks.toml"] {
        rewrite(it, path, |text| text.replace(&program, &broken));
    }
}

fn doctor(bench: &Bench, arguments: &[&str]) -> String {
    let Run { stdout, stderr, code } = bench.run(&[&["doctor"], arguments].concat());
    assert!(matches!(code, Some(0 | 1)), "{stderr}");
    stdout.replace(bench.repo.path().to_str().unwrap(), "/repo")
}

fn arrives(bench: &Bench) -> bool {
    let commit = bench.repo.commit("Seen or not");
    // Without the commands that catch up with what the hooks did not see.
    let live = fs::read_dir(bench.repo.path().join(".sessions/live")).into_iter().flatten().flatten();
    live.into_iter().any(|file| fs::read_to_string(file.path()).unwrap().contains(&commit))
}

#[test]
fn where_a_file_is_harmed_the_cause_is_named_in_a_line() {
    for git in Git::all().into_iter().filter(|git| !git.runs_entries()) {
        for (number, (harm, line, fix)) in OF_FILES.into_iter().enumerate() {
            let bench = Bench::new(&git);
            // On a machine that has a newer git as well, entries are there, and this one does not run them.
            bench.run(&["install"]);
            assert_eq!(doctor(&bench, &[]), "", "all is well");
            assert!(arrives(&bench));
            harm(&bench);
            assert!(!arrives(&bench), "{number}: {line}");
            let told = doctor(&bench, &[]);
            assert!(told.contains(&format!("finding\twrong\thooks\t{line}\t")), "{number}: {line}\n{told}");
            let fixed = doctor(&bench, &["--fix"]);
            let is_said = fixed.contains(&format!("finding\tfixed\thooks\t{line}\t"));
            assert_eq!(is_said, fix == Fix::Mends, "{number}: {line}\n{fixed}");
            assert_eq!(arrives(&bench), fix == Fix::Mends, "{number}: {line}\n{fixed}");
        }
    }
}

#[test]
fn with_an_entry_none_of_that_matters() {
    let Some(git) = Git::with_entries() else { return };
    for (harm, line, _) in OF_FILES {
        let bench = Bench::new(&git);
        bench.run(&["install"]);
        // It stands in the receipt, and for the entry as well.
        if line.starts_with("the program") {
            continue;
        }
        harm(&bench);
        assert!(arrives(&bench), "{line}");
        assert_eq!(doctor(&bench, &[]), "", "{line}");
    }
}

#[test]
fn what_somebody_switched_off_is_named_and_stays_off() {
    let Some(git) = Git::with_entries() else { return };
    for key in ["hook.git-session-post-commit.enabled", "hook.post-commit.enabled"] {
        let bench = Bench::new(&git);
        bench.run(&["install"]);
        bench.repo.git(&["config", "core.hooksPath", "nowhere"]);
        bench.repo.git(&["config", key, "off"]);
        assert!(!arrives(&bench));
        let line = format!("{key}=off (local, /repo/.git/config) switches the entry off");
        for arguments in [&[][..], &["--fix"]] {
            let told = doctor(&bench, arguments);
            assert!(told.contains(&format!("finding\twrong\thooks\t{line}\t")), "{told}");
        }
        bench.repo.git(&["config", key, "on"]);
        assert!(arrives(&bench));
        assert_eq!(doctor(&bench, &[]), "");
    }
}

#[test]
fn the_environment_that_switches_them_off_is_named() {
    let bench = Bench::new(&Git::all()[0]);
    bench.run(&["install"]);
    let mut program = bench.program().command(bench.repo.path());
    let run = Run::new(&program.arg("doctor").env("GIT_SESSION_HOOKS", "0").output().unwrap());
    assert!(run.stdout.contains("GIT_SESSION_HOOKS=0 in the environment switches the hooks off"), "{run:?}");
}

#[test]
fn a_worktree_in_which_the_folder_is_not_there_is_named() {
    let Some(git) = Git::all().into_iter().find(|git| !git.runs_entries()) else { return };
    let bench = Bench::new(&git);
    put_husky(&bench);
    bench.run(&["install"]);
    assert_eq!(doctor(&bench, &[]), "");
    let linked = bench.repo.worktree("linked");
    let run = bench.program().run_in(&linked, &["doctor"]);
    let line = format!("leads git to {}, which is not there", linked.join(".husky/_").display());
    assert!(run.stdout.contains(&line), "{run:?}");
    assert_eq!(run.code, Some(1));
}

#[test]
fn where_nothing_was_installed_that_is_a_note() {
    let bench = Bench::new(&Git::all()[0]);
    let told = doctor(&bench, &["--fix"]);
    assert!(told.starts_with("finding\tnote\thooks\tthe hooks are not installed, so"), "{told}");
    assert!(!bench.repo.path().join(".git/hooks/post-commit").exists());
}
