//! Settings that are asked for or changed in a way that cannot be.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use locking::lock_file;
use testkit::Run;

use crate::bed::{Bed, files_below};
use crate::seen::seen;

fn repositorys(bed: &Bed) -> PathBuf {
    bed.store().join("config.toml")
}

fn users(bed: &Bed) -> PathBuf {
    bed.repo.home().join(".config/git-session/config.toml")
}

/// With a variable.
fn seen_with(bed: &Bed, variable: &str, value: &str, arguments: &[&str]) -> String {
    seen(&Run::new(&bed.command(arguments).env(variable, value).output().unwrap()), &bed.repo)
}

#[test]
fn a_setting_that_is_not_known_is_told_with_the_nearest() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["config", "get", "stale_afer"]), @"
    exit 2
    ---
    error: there is no setting stale_afer (did you mean stale_after?)

    hint: see what there is: git session config list
    ");
    let told = bed.seen(&["config", "get", "stale_afer"]);
    assert_eq!(bed.seen(&["config", "set", "stale_afer", "1h"]), told);
    assert_eq!(bed.seen(&["config", "unset", "stale_afer"]), told);
    assert_eq!(bed.seen(&["config", "set", "--user", "stale_afer", "1h"]), told);
    insta::assert_snapshot!(bed.seen(&["status", "-c", "auto_strat=false"]), @"
    exit 2
    ---
    error: invalid value 'auto_strat=false' for '--config <KEY=VALUE>': there is no setting auto_strat (did you mean auto_start?)

    For more information, try 'git session help status'.
    ");
    insta::assert_snapshot!(bed.seen(&["config", "get", "projects.shop.path"]), @"
    exit 3
    ---
    error: projects.shop.path is not set

    hint: see what there is: git session config list
    ");
    assert!(!repositorys(&bed).exists() && !users(&bed).exists());
}

#[test]
fn a_value_that_is_none_is_refused_before_anything_is_written() {
    let bed = Bed::of(testkit::TestRepo::new());
    insta::assert_snapshot!(bed.seen(&["config", "set", "auto_start", "\u{1b}[31mmaybe"]), @r#"
    exit 2
    ---
    error: auto_start: it is true or false, not "\u{1b}[31mmaybe"
    "#);
    insta::assert_snapshot!(bed.seen(&["config", "set", "lock_timeout", "5000"]), @r#"
    exit 2
    ---
    error: lock_timeout: it is a duration with its unit such as "90s", "15m", "24h" or "7d", not "5000"
    "#);
    insta::assert_snapshot!(bed.seen(&["config", "set", "projects.shop.path", "../shop"]), @r#"
    exit 2
    ---
    error: projects.shop.path: "../shop" is no folder of the work tree: it names each folder as it is, without . and ..
    "#);
    insta::assert_snapshot!(bed.seen(&["config", "set", "redact", "false"]), @"
    exit 2
    ---
    error: redact is not for a repository's own file

    hint: set it in your own: git session config set --user redact VALUE
    ");
    insta::assert_snapshot!(bed.seen(&["config", "set", "--user", "projects.shop.path", "shop"]), @"
    exit 2
    ---
    error: projects.shop.path is for a repository's own file alone

    hint: leave out --user
    ");
    assert!(!bed.store().exists() && !users(&bed).exists());
}

#[test]
fn a_file_that_is_broken_is_neither_changed_nor_in_the_way_of_the_other() {
    let bed = Bed::new();
    fs::create_dir_all(users(&bed).parent().unwrap()).unwrap();
    for (broken, sound, flag) in
        [(repositorys(&bed), users(&bed), None), (users(&bed), repositorys(&bed), Some("--user"))]
    {
        fs::write(&broken, "auto_start: no\n").unwrap();
        let _ = fs::remove_file(&sound);
        let set: Vec<&str> = ["config", "set"].into_iter().chain(flag).chain(["history", "false"]).collect();
        let told = bed.seen(&set);
        assert!(told.starts_with("exit 5\n---\nerror: the settings cannot be read: /"), "{told}");
        assert!(!told.contains("because"), "{told}");
        assert!(told.ends_with("hint: mend the file, or remove it to have the defaults\n"), "{told}");
        assert_eq!(fs::read_to_string(&broken).unwrap(), "auto_start: no\n");
        let other = if flag.is_none() { vec!["config", "set", "--user"] } else { vec!["config", "set"] };
        assert_eq!(bed.run(&[other, vec!["history", "false"]].concat()).code, Some(0));
        assert_eq!(fs::read_to_string(&sound).unwrap(), "history = false\n");
        let list = bed.run(&["config", "list"]);
        assert_eq!(list.stderr.matches("warning: going on without settings that cannot be read").count(), 1);
        assert!(list.stdout.contains("setting\thistory\tfalse\n"), "{list:?}");
        fs::remove_file(&broken).unwrap();
    }
}

#[test]
fn a_variable_that_is_wrong_is_told_and_nothing_is_written() {
    let bed = Bed::new();
    insta::assert_snapshot!(seen_with(&bed, "GIT_SESSION_AUTO_START", "maybe", &["status"]), @r#"
    exit 0
    ---
    warning: going on without settings that cannot be read: GIT_SESSION_AUTO_START: it is true or false, not "maybe"
    "#);
    insta::assert_snapshot!(seen_with(&bed, "GIT_SESSION_AUTO_START", "maybe", &["start", "Work"]), @r#"
    exit 2
    ---
    error: the settings cannot be read: GIT_SESSION_AUTO_START: it is true or false, not "maybe"

    hint: correct it, or take it back: unset GIT_SESSION_AUTO_START
    "#);
    assert_eq!(bed.run(&["log"]).stdout, "");
    // One that is empty is none.
    assert_eq!(seen_with(&bed, "GIT_SESSION_AUTO_START", "", &["status"]), "exit 0\n");
}

#[test]
fn settings_whose_lock_is_held_are_not_changed_and_can_be_read() {
    let bed = Bed::new();
    let held = lock_file("any", &bed.store().join("locks/config"), Duration::from_secs(30)).unwrap();
    insta::assert_snapshot!(bed.seen(&["config", "set", "history", "false", "-c", "lock_timeout=40ms"]), @"
    exit 4
    ---
    error: the lock on the settings was not free within 40 ms

    hint: another process holds it; see which: fuser /repo/.sessions/locks/config, then try again
    ");
    assert_eq!(bed.ok(&["config", "get", "history"]), "true");
    assert!(!repositorys(&bed).exists());
    drop(held);
    bed.ok(&["config", "set", "history", "false"]);
}

#[test]
fn what_is_unset_where_there_is_nothing_makes_nothing() {
    let bed = Bed::of(testkit::TestRepo::new());
    bed.ok(&["config", "unset", "auto_start"]);
    bed.ok(&["config", "unset", "--user", "auto_start"]);
    assert!(!bed.store().exists() && !users(&bed).parent().unwrap().exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_is_left() {
    let bed = Bed::new();
    if bed.is_root() {
        return crate::bed::skipped("root may write everywhere");
    }
    let folder = users(&bed).parent().unwrap().to_owned();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.lock"), "").unwrap();
    let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o500);
    let seen = bed.seen(&["config", "set", "--user", "history", "false"]);
    mode(0o700);
    insta::assert_snapshot!(seen, @"
    exit 5
    ---
    error: cannot write /around/home/.config/git-session/config.toml
      because: Permission denied (os error 13)

    hint: see that you may write there; nothing was changed
    ");
    assert_eq!(files_below(&folder), [folder.join("config.lock")]);
}

#[test]
fn a_users_folder_that_is_a_file_is_told_to_whoever_writes() {
    let bed = Bed::new();
    fs::write(bed.repo.home().join(".config"), "").unwrap();
    assert_eq!(bed.seen(&["status"]), "exit 0\n");
    insta::assert_snapshot!(bed.seen(&["config", "set", "--user", "history", "false"]), @"
    exit 5
    ---
    error: cannot write /around/home/.config/git-session/config.toml
      because: Not a directory (os error 20)
    ");
    assert_eq!(fs::read(bed.repo.home().join(".config")).unwrap(), b"");
}

fn what_is_in(folder: &Path) -> Vec<String> {
    let name = |entry: Result<fs::DirEntry, _>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn a_store_that_is_not_ours_takes_no_settings() {
    let bed = Bed::of(testkit::TestRepo::new());
    let elsewhere = bed.repo.root().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, bed.store()).unwrap();
    assert_eq!(bed.run(&["config", "set", "history", "false"]).code, Some(1));
    assert_eq!(bed.run(&["config", "list"]).code, Some(1));
    assert_eq!(what_is_in(&elsewhere), [""; 0]);
    fs::remove_file(bed.store()).unwrap();
    bed.repo.write(".sessions/config.toml", "history = false\n");
    bed.repo.git(&["add", "--force", ".sessions"]);
    let refused = bed.seen(&["config", "set", "history", "true"]);
    assert!(refused.starts_with("exit 1\n---\nerror: /repo/.sessions is tracked by git"), "{refused}");
    assert_eq!(fs::read_to_string(repositorys(&bed)).unwrap(), "history = false\n");
}
