//! Which value holds, and what is wrong with files.

use std::time::Duration;

use config::{Assignment, Origin, Place, Settings, Value};

use crate::kit::Files;

/// Name, value and origin of each setting that somebody set.
fn set(files: &Files, variables: &[(&str, &str)], flags: &[&str]) -> Vec<String> {
    let loaded = files.load_with(variables, flags);
    assert_eq!(files.tame(&format!("{:?}", loaded.broken)), "[]");
    let listed = loaded.list();
    let set = listed.iter().filter(|setting| setting.origin != Origin::Default);
    set.map(|it| files.tame(&format!("{} = {} by {:?}", it.name, it.value, it.origin))).collect()
}

#[test]
fn without_anything_the_defaults_hold() {
    let loaded = Files::new().load();
    assert_eq!(loaded.settings, Settings::default());
    assert!(loaded.remarks.is_empty() && loaded.broken.is_empty());
    assert!(loaded.list().iter().all(|setting| setting.origin == Origin::Default));
}

#[test]
fn the_later_layer_wins_and_says_so() {
    let files = Files::new();
    files
        .write(Place::User, "lock_timeout = \"1s\"\nstale_after = \"1h\"\nhistory = false\nredact = false\n");
    let user = Origin::User("user/config.toml".into());
    assert_eq!(set(&files, &[], &[])[0], format!("lock_timeout = 1s by {user:?}"));
    files.write(
        Place::Repository,
        "lock_timeout = \"2s\"\nstale_after = \"2h\"\nhistory = true\norphan_grace = \"2m\"\n[projects.a]\npath = \"b\"\n",
    );
    let listed = set(
        &files,
        &[("lock_timeout", "3s"), ("stale_after", "3h")],
        &["lock_timeout=4s", "lock_timeout = 5s", "active_gap=20m"],
    );
    insta::assert_snapshot!(listed.join("\n"), @r#"
    lock_timeout = 5s by Flag
    stale_after = 3h by Environment("GIT_SESSION_STALE_AFTER")
    orphan_grace = 2m by Repository("repository/config.toml")
    active_gap = 20m by Flag
    history = true by Repository("repository/config.toml")
    redact = false by User("user/config.toml")
    projects.a.path = b by Repository("repository/config.toml")
    "#);
    let settings = files.load_with(&[("lock_timeout", "3s")], &["lock_timeout=4s"]).settings;
    assert_eq!(settings.lock_timeout, Duration::from_secs(4));
    assert_eq!(settings.stale_after, Duration::from_secs(2 * 60 * 60));
    assert!(settings.history && !settings.redact && settings.auto_start);
    assert_eq!(settings.projects.values().map(ToString::to_string).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn a_switch_is_typed_in_the_words_that_git_takes() {
    let files = Files::new();
    for (text, on) in
        [("true", true), ("Yes", true), ("on", true), ("1", true), ("FALSE", false), ("no", false)]
    {
        let loaded = files.load_with(&[("auto_start", text)], &[]);
        assert_eq!(loaded.settings.auto_start, on, "{text}");
        assert_eq!(loaded.list()[0].value, Value::Switch(on));
    }
    for text in ["off", "0"] {
        assert!(!files.load_with(&[], &[&format!("auto_start={text}")]).settings.auto_start);
    }
}

#[test]
fn what_is_not_known_is_told_with_what_may_have_been_meant() {
    let files = Files::with(
        "auto_strat = false\nlock_timeout_ms = 40\nauto-start = false\n[colours]\nhead = \"red\"\n[project.a]\n[redo]\n[projects.a]\npth = \"x\"\n",
    );
    files.write(Place::User, "HISTORY = false\n");
    insta::assert_snapshot!(files.told(), @"
    user/config.toml has an unknown key: HISTORY (did you mean history?)
    repository/config.toml has an unknown key: auto-start (did you mean auto_start?)
    repository/config.toml has an unknown key: auto_strat (did you mean auto_start?)
    repository/config.toml has an unknown key: colours
    repository/config.toml has an unknown key: lock_timeout_ms (did you mean lock_timeout?)
    repository/config.toml has an unknown key: project (did you mean projects?)
    repository/config.toml has an unknown key: projects.a.pth (did you mean projects.a.path?)
    repository/config.toml has a project without a path: projects.a
    repository/config.toml has an unknown key: redo
    ");
    assert_eq!(files.load().settings, Settings::default());
}

#[test]
fn what_stands_in_the_wrong_file_is_told_and_does_not_hold() {
    let files = Files::with("redact = false\nauto_start = false\n");
    files.write(Place::User, "history = false\n[projects.a]\npath = \"b\"\n");
    insta::assert_snapshot!(files.told(), @"
    user/config.toml sets projects.a.path, which is for a repository's own file alone
    repository/config.toml sets redact, which is not for a repository's own file
    ");
    let settings = files.load().settings;
    assert!(settings.redact && settings.projects.is_empty());
    assert!(!settings.auto_start && !settings.history, "the rest of a file holds");
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_its_file_is_left_out() {
    for (text, wrong) in [
        ("# mine\nauto_start: no\n", "line 2: key with no value, expected `=`"),
        ("# mine\nauto_start = \"no\"\n", "line 2: auto_start: it is true or false, not \"no\""),
        ("auto_start = 0\n", "line 1: auto_start: it is true or false, not an integer"),
        (
            "lock_timeout = 5\n",
            "line 1: lock_timeout: it is a duration with its unit such as \"90s\", \"15m\", \"24h\" or \"7d\", not an integer",
        ),
        ("lock_timeout = \"11m\"\n", "line 1: lock_timeout: it is at least 1ms and at most 10m, not \"11m\""),
        ("stale_after = \"24s\"\n", "line 1: stale_after: it is at least 1m and at most 365d, not \"24s\""),
        ("projects = 1\n", "line 1: projects: it is a table, not an integer"),
        ("\n[projects]\na = \"b\"\n", "line 3: projects.a: it is a table, not \"b\""),
        ("[projects.a]\npath = [\"b\"]\n", "line 2: projects.a.path: it is a path, not an array"),
        (
            "[projects.\"a b\"]\npath = \"b\"\n",
            "line 1: projects: \"a b\" is no name for a project: up to 64 of a-z, A-Z, 0-9, - and _",
        ),
    ] {
        let files = Files::with(&format!("{text}\nhistory = false\n"));
        files.write(Place::User, "auto_start = false\n");
        let loaded = files.load();
        assert_eq!(files.tame(&loaded.broken[0].to_string()), format!("repository/config.toml: {wrong}"));
        // The user's file holds, and nothing of the one that is wrong.
        assert_eq!(loaded.settings, Settings { auto_start: false, ..Settings::default() }, "{text}");
        assert!(loaded.remarks.is_empty());
    }
}

#[test]
fn a_users_file_that_is_wrong_leaves_the_repositorys_as_it_is() {
    let files = Files::with("auto_start = false\n");
    files.write(Place::User, "history = 3\n");
    let loaded = files.load();
    assert_eq!(loaded.broken.len(), 1);
    assert_eq!(loaded.settings, Settings { auto_start: false, ..Settings::default() });
}

#[test]
fn a_variable_that_is_wrong_is_named_and_left_out() {
    let loaded = Files::with("auto_start = false\n").load_with(&[("auto_start", "maybe")], &[]);
    assert!(!loaded.settings.auto_start);
    assert_eq!(loaded.broken[0].to_string(), "GIT_SESSION_AUTO_START: it is true or false, not \"maybe\"");
}

#[test]
fn a_flag_that_is_wrong_is_refused() {
    for (flag, why) in [
        ("auto_start", "it is KEY=VALUE"),
        ("auto_strat=true", "there is no setting auto_strat (did you mean auto_start?)"),
        ("xyz=true", "there is no setting xyz"),
        ("auto_start=maybe", "auto_start: it is true or false, not \"maybe\""),
        ("auto_start=", "auto_start: it is true or false, not \"\""),
        ("projects.a.path=b", "projects.a.path is for a repository's own file alone"),
        ("projects.a.pth=b", "there is no setting projects.a.pth (did you mean projects.a.path?)"),
        ("projects.a=b", "there is no setting projects.a (did you mean projects.a.path?)"),
        ("projects=b", "there is no setting projects"),
    ] {
        assert_eq!(Assignment::parse(flag).unwrap_err().to_string(), why, "{flag}");
    }
}

#[test]
fn what_is_no_file_is_not_read() {
    let files = Files::new();
    std::fs::create_dir(files.path(Place::Repository)).unwrap();
    assert_eq!(files.told(), "repository/config.toml: it is not an ordinary file");
    let files = Files::with(&"# on and on\n".repeat(10_000));
    assert_eq!(files.told(), "repository/config.toml: it has 120000 bytes; at most 65536 are read");
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_for_the_user_and_not_for_a_repository() {
    let files = Files::new();
    let elsewhere = files.folder.path().join("elsewhere.toml");
    std::fs::write(&elsewhere, "auto_start = false\n").unwrap();
    std::os::unix::fs::symlink(&elsewhere, files.path(Place::Repository)).unwrap();
    assert_eq!(files.told(), "repository/config.toml: it is not an ordinary file");
    assert!(files.load().settings.auto_start);
    std::fs::remove_file(files.path(Place::Repository)).unwrap();
    std::fs::create_dir(files.folder.path().join("user")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, files.path(Place::User)).unwrap();
    assert!(!files.load().settings.auto_start);
}
