//! Every command in every spoilt store: an exit code that is documented, no panic, and nothing that was there is gone.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::bed::{Bed, everything_below};
use crate::spoil::{Spoil, UNREADABLE, UNWRITABLE, what_lies_at};

pub(crate) const COMMANDS: &[&[&str]] = &[
    &[],
    &["status"],
    &["status", "--json"],
    &["log"],
    &["log", "--json", "-n", "1"],
    &["show"],
    &["show", "@~1"],
    &["show", "2", "--json"],
    &["show", "HEAD"],
    &["log", "--stat", "--graph", "--grep", "x"],
    &["blame", "a", "--json"],
    &["status", "--short"],
    &["status", "--all", "--json"],
    &["brief"],
    &["brief", "--json", "--max-bytes", "1024"],
    &["stats", "--by", "tag"],
    &["stats", "--json", "--week"],
    &["stats", "--standup"],
    &["start", "Another"],
    &["start", "Another", "--json", "--agent", "a"],
    &["event", "x"],
    &["event", "x", "--json"],
    &["decide", "x", "--because", "y"],
    &["start", "--agent", "a", "--conversation", "c"],
    &["start", "--parent", "2"],
    &["heartbeat"],
    &["heartbeat", "--project", "--json"],
    &["ask", "x"],
    &["answer", "q1", "x", "--json"],
    &["next", "x", "y"],
    &["task", "add", "x", "--json"],
    &["task", "done", "t1"],
    &["task", "list"],
    &["task", "list", "--json"],
    &["activity", "x"],
    &["await", "x", "--json"],
    &["set", "--tag", "x"],
    &["hook", "post-commit"],
    &["hook", "post-checkout", "a", "b", "1"],
    &["park", "--reason", "x"],
    &["resume"],
    &["resume", "2", "--json"],
    &["complete"],
    &["complete", "--abandon", "--json"],
    &["stale", "--json"],
    &["clean", "--dry-run"],
    &["clean", "--json"],
    &["project"],
    &["doctor", "--json"],
    &["install", "--json"],
    &["config"],
    &["config", "list", "--origin", "--json"],
    &["config", "get", "auto_start"],
    &["config", "set", "auto_start", "true"],
    &["config", "unset", "auto_start"],
    &["config", "set", "--user", "auto_start", "true"],
    &["project"],
    &["project", "list", "--json"],
    &["project", "phase", "beta"],
    &["project", "roadmap", "add", "refunds"],
    &["project", "rebuild"],
    &["export"],
    &["export", "--format", "markdown", "--project", "repo"],
    &["import", ".", "--from", "json"],
    &["forget", "2", "--dry-run"],
    &["forget", "--text", "nobody said this", "--dry-run", "--json"],
    &["forget", "--person", "nobody@example.org", "--dry-run"],
    &["uninstall"],
];

/// Ways to spoil the store around a session.
const STORES: [Spoil; 18] = [
    ("no live sessions' folder", |store| fs::remove_dir_all(store.join("live")).unwrap()),
    ("no locks", |store| fs::remove_dir_all(store.join("locks")).unwrap()),
    ("no notes", |store| fs::remove_dir_all(store.join("worktrees")).unwrap()),
    ("no archive", |store| fs::remove_dir_all(store.join("archive")).unwrap()),
    ("an archive that is a file", |store| in_place_of(store, "archive")),
    ("locks that are a file", |store| in_place_of(store, "locks")),
    ("sessions that are a file", |store| in_place_of(store, "live")),
    ("notes that are a file", |store| in_place_of(store, "worktrees")),
    ("this worktree's notes are a file", |store| in_place_of(store, "worktrees/main")),
    ("a quarantine that is a link", |store| {
        fs::remove_dir_all(store.join("quarantine")).unwrap();
        symlink("nowhere", store.join("quarantine")).unwrap();
    }),
    ("nothing but a folder", |store| {
        fs::remove_dir_all(store).unwrap();
        fs::create_dir(store).unwrap();
    }),
    ("a file", |store| {
        fs::remove_dir_all(store).unwrap();
        fs::write(store, "").unwrap();
    }),
    ("a link", |store| {
        fs::remove_dir_all(store).unwrap();
        symlink("nowhere", store).unwrap();
    }),
    ("settings that are not TOML", |store| fs::write(store.join("config.toml"), "<<<<<<< HEAD\n").unwrap()),
    ("no commits that are unassigned", |store| fs::write(store.join("unassigned.toml"), "").unwrap()),
    ("projects that are a file", |store| in_place_of(store, "projects")),
    ("a project that is not TOML", |store| {
        fs::write(store.join("projects/x.toml"), "<<<<<<< HEAD\n").unwrap()
    }),
    ("a folder of a month that is a file", |store| {
        fs::write(store.join("archive/2020-01"), "").unwrap();
        fs::create_dir(store.join("archive/2020-02")).unwrap();
        fs::write(store.join("archive/2020-02/20200201-aaaaaaaaaa.toml"), "").unwrap();
        fs::write(store.join("archive/2020-02/x.toml"), "").unwrap();
    }),
];

fn in_place_of(store: &Path, folder: &str) {
    fs::remove_dir_all(store.join(folder)).unwrap();
    fs::write(store.join(folder), "").unwrap();
}

fn clear(path: &Path) {
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir_all(path).unwrap();
    } else {
        let _ = fs::remove_file(path);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for path in everything_below(from) {
        let copy = to.join(path.strip_prefix(from).unwrap());
        if path.is_dir() {
            fs::create_dir_all(copy).unwrap();
        } else {
            fs::copy(path, copy).unwrap();
        }
    }
}

/// Runs a command and checks all that must hold whatever it meets.
fn check(bed: &Bed, spoilt: &str, arguments: &[&str]) {
    let output = bed.command(arguments).env("RUST_BACKTRACE", "0").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let what = format!("{spoilt}: {arguments:?}: {:?}\n{stderr}", output.status);
    assert!(matches!(output.status.code(), Some(0..=5)), "{what}");
    assert!(!stderr.contains("panicked"), "{what}");
    if output.status.code() != Some(0) {
        let begins = ["error: ", "warning: ", "note: "].iter().any(|kind| stderr.starts_with(kind));
        assert!(begins && stderr.contains("error: "), "{what}");
    }
    if arguments.first() == Some(&"hook") {
        assert!(output.status.success() && output.stdout.is_empty() && stderr.is_empty(), "{what}");
    }
}

#[test]
fn every_command_in_every_spoilt_store_ends_in_a_documented_way() {
    for (spoilt, spoil) in STORES {
        let (bed, _) = Bed::at_work();
        bed.ok(&["event", "x"]);
        let (sound, history) = (bed.repo.root().join("sound"), bed.state().join("history.git"));
        copy_folder(&bed.store(), &sound.join("store"));
        copy_folder(&history, &sound.join("history"));
        for arguments in COMMANDS.iter().copied().chain([&["doctor", "--fix"][..]]) {
            for (path, copy) in [(bed.store(), "store"), (history.clone(), "history")] {
                clear(&path);
                copy_folder(&sound.join(copy), &path);
            }
            spoil(&bed.store());
            check(&bed, spoilt, arguments);
        }
        assert!(!bed.hook_log().contains("defect"), "{spoilt}: {}", bed.hook_log());
    }
}

#[test]
fn every_command_with_every_spoilt_session_ends_in_a_documented_way_and_leaves_it() {
    for (spoilt, spoil) in UNREADABLE.iter().chain(&UNWRITABLE) {
        let (bed, id) = Bed::at_work();
        let path = bed.live_file(&id);
        spoil(&path);
        let before = what_lies_at(&path);
        for arguments in COMMANDS.iter().copied() {
            check(&bed, spoilt, arguments);
        }
        for command in
            [vec!["show"], vec!["event", "x", "--session"], vec!["park", "--reason", "x", "--session"]]
        {
            check(&bed, spoilt, &[command.as_slice(), &[&id]].concat());
        }
        assert_eq!(what_lies_at(&path), before, "{spoilt}");
        assert!(!bed.hook_log().contains("defect"), "{spoilt}: {}", bed.hook_log());
        let temporary = everything_below(&bed.store())
            .into_iter()
            .find(|file| file.extension().is_some_and(|it| it == "tmp"));
        assert_eq!(temporary, None, "{spoilt}");
    }
}
