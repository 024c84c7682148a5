//! What was there comes back to the byte, whatever was there and with whatever git.

use std::fs;
use std::os::unix::fs::symlink;

use testkit::Git;

use crate::bench::{Bench, assert_same, bytes};

type Prepare = fn(&Bench);

const SHELL: &str = "#!/bin/sh\nset -eu\necho theirs >>.git/ran\n";

/// What may stand there, and how the installation ends where no entry can stand in for a file.
const VARIANTS: [(&str, i32, Prepare); 17] = [
    ("nothing", 0, |_| {}),
    ("no hooks folder", 0, |it| fs::remove_dir_all(it.repo.path().join(".git/hooks")).unwrap()),
    ("a shell script", 0, |it| drop(it.put(".git/hooks/post-commit", SHELL, 0o755))),
    ("each hook", 0, |it| {
        for event in ["post-commit", "post-merge", "post-applypatch", "post-rewrite", "post-checkout"] {
            it.put(&format!(".git/hooks/{event}"), SHELL, 0o750);
        }
    }),
    ("another language", 1, |it| {
        it.put(".git/hooks/post-commit", "#!/usr/bin/env python3\nprint()\n", 0o755);
    }),
    ("a program", 1, |it| {
        it.put(".git/hooks/post-commit", b"\x7fELF\x02\0\0", 0o755);
    }),
    ("not executable", 1, |it| drop(it.put(".git/hooks/post-commit", SHELL, 0o644))),
    ("read-only", 1, |it| drop(it.put(".git/hooks/post-commit", SHELL, 0o555))),
    ("a link", 1, |it| {
        let target = it.put("scripts/hook", SHELL, 0o755);
        symlink(target, it.repo.path().join(".git/hooks/post-commit")).unwrap();
    }),
    ("husky", 0, |it| {
        it.put(".husky/_/.gitignore", "*", 0o644);
        it.put(".husky/_/post-commit", "#!/usr/bin/env sh\n. \"${0%/*}/h\"\n", 0o755);
        it.put(".husky/_/h", "exit 0\n", 0o644);
        it.repo.git(&["config", "core.hooksPath", ".husky/_"]);
    }),
    ("a tracked folder", 1, |it| {
        it.put("hooks/post-commit", SHELL, 0o755);
        it.repo.commit("Hooks for everybody");
        it.repo.git(&["config", "core.hooksPath", "hooks"]);
    }),
    ("a folder that is not there", 1, |it| drop(it.repo.git(&["config", "core.hooksPath", ".husky/_"]))),
    ("a folder outside", 1, |it| {
        let folder = it.repo.root().join("of all");
        fs::create_dir(&folder).unwrap();
        it.repo.git(&["config", "--global", "core.hooksPath", folder.to_str().unwrap()]);
    }),
    ("a folder outside, by the machine's configuration", 1, |it| {
        let folder = it.repo.root().join("of the machine");
        fs::create_dir(&folder).unwrap();
        let text = format!("[core]\n\thooksPath = \"{}\"\n", folder.display());
        fs::write(it.repo.system_config_file(), text).unwrap();
    }),
    ("no line end", 0, |it| {
        let path = it.repo.path().join(".git/config");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}# a remark\n[a]\n\tb = c")).unwrap();
    }),
    ("Windows line ends", 0, |it| {
        let path = it.repo.path().join(".git/config");
        fs::write(&path, fs::read_to_string(&path).unwrap().replace('\n', "\r\n")).unwrap();
    }),
    ("includes and hooks of others", 0, |it| {
        let path = it.repo.path().join(".git/config");
        let more =
            "[include]\n\tpath = nowhere\n[hook \"theirs\"]\n\tcommand = :\n\tevent = post-commit\n; end";
        fs::write(&path, fs::read_to_string(&path).unwrap() + more).unwrap();
    }),
];

#[test]
fn whatever_was_there_comes_back_to_the_byte() {
    for git in Git::all() {
        for (number, (name, code, prepare)) in VARIANTS.into_iter().enumerate() {
            let bench = Bench::new_in(["repo", "it's a \"repo\""][number % 2], &git);
            prepare(&bench);
            bench.repo.commit("Ready");
            let before = bytes(&bench.photo());
            let code = if git.runs_entries() { 0 } else { code };
            bench.hooks(&["install"], code);
            let installed = bench.photo();
            let again = bench.hooks(&["install"], code);
            assert!(again.iter().all(|(_, outcome, _)| outcome != "installed" && outcome != "refreshed"));
            assert!(bench.photo() == installed, "{git:?}: {name}: the second time, nothing is written");
            assert!(code != 0 || bytes(&installed) != before);
            let commit = bench.repo.commit("With ours");
            let is_recorded = bench.recorded(bench.repo.path()).contains(&commit);
            assert_eq!(is_recorded, code == 0, "{git:?}: {name}");
            bench.hooks(&["uninstall"], 0);
            assert_same(&bench.photo(), &before, &format!("{git:?}: {name}"));
            assert_eq!(bench.hooks(&["uninstall"], 0), []);
        }
    }
}

#[test]
fn what_was_changed_since_stays_as_it_is() {
    for git in Git::all() {
        let bench = Bench::new(&git);
        bench.put(".git/hooks/post-commit", SHELL, 0o755);
        bench.hooks(&["install"], 0);
        bench.repo.git(&["config", "user.name", "Grace"]);
        bench.repo.git(&["config", "hook.theirs.command", ":"]);
        let script = bench.repo.path().join(".git/hooks/post-commit");
        fs::write(&script, fs::read_to_string(&script).unwrap() + "echo more\n").unwrap();
        let merge = bench.repo.path().join(".git/hooks/post-merge");
        let changed = fs::read_to_string(&merge).unwrap().replace("|| :", "|| true");
        fs::write(&merge, &changed).unwrap();
        bench.hooks(&["uninstall"], 1);
        assert_eq!(fs::read_to_string(&script).unwrap(), format!("{SHELL}echo more\n"));
        assert_eq!(fs::read_to_string(&merge).unwrap(), changed);
        let config = fs::read_to_string(bench.repo.path().join(".git/config")).unwrap();
        assert!(config.ends_with("[user]\n\tname = Grace\n[hook \"theirs\"]\n\tcommand = :\n"), "{config}");
        assert!(!config.contains("git-session"), "{config}");
    }
}
