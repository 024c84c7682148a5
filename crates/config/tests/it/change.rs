//! Changing files.

use std::sync::Barrier;

use config::{KEYS, Name, Place, Settings};

use crate::kit::Files;

/// The repository's file before and after values are set.
fn after(before: &str, sets: &[(&str, &str)]) -> String {
    let files = Files::with(before);
    for (name, value) in sets {
        assert!(files.set(Place::Repository, name, value).unwrap(), "{name} = {value}");
    }
    assert_eq!(files.told(), "");
    files.text(Place::Repository)
}

#[test]
fn comments_and_layout_stay() {
    let before = "\
# Settings of the shop.

# Nobody wants sessions of their own making.
auto_start   =  true   # ask Ada
lock_timeout=\"5s\"

# The parts.
[projects.shop]   # the oldest
path = 'services/shop' # it moves in May

[projects.desk]
path = \"desk\"
# the end
";
    let sets = [
        ("auto_start", "off"),
        ("projects.shop.path", "shop"),
        ("stale_after", "7d"),
        ("projects.till.path", "services/till/"),
    ];
    insta::assert_snapshot!(after(before, &sets), @r#"
    # Settings of the shop.

    # Nobody wants sessions of their own making.
    auto_start   =  false   # ask Ada
    lock_timeout="5s"
    stale_after = "7d"

    # The parts.
    [projects.shop]   # the oldest
    path = "shop" # it moves in May

    [projects.desk]
    path = "desk"

    [projects.till]
    path = "services/till"
    # the end
    "#);
}

#[test]
fn the_first_value_stands_below_the_words_at_the_top_and_above_the_tables() {
    let set = [("auto_start", "false")];
    for (before, expected) in [
        ("", "auto_start = false\n"),
        ("# ours\n", "# ours\nauto_start = false\n"),
        ("# ours", "# ours\nauto_start = false\n"),
        ("[projects.a]\npath = \"a\"\n", "auto_start = false\n\n[projects.a]\npath = \"a\"\n"),
        (
            "# ours\n\n# a part\n[projects.a]\npath = \"a\"\n",
            "# ours\n\nauto_start = false\n\n# a part\n[projects.a]\npath = \"a\"\n",
        ),
        (
            "# a part\n  [projects.a]\npath = \"a\"\n",
            "auto_start = false\n\n# a part\n  [projects.a]\npath = \"a\"\n",
        ),
        ("history = true", "history = true\nauto_start = false\n"),
        ("projects.a.path = \"a\"\n", "projects.a.path = \"a\"\nauto_start = false\n"),
    ] {
        assert_eq!(after(before, &set), expected);
    }
}

#[test]
fn line_ends_stay_as_they_are() {
    let sets = [("auto_start", "false"), ("history", "false")];
    assert_eq!(after("# ours\r\n", &sets), "# ours\r\nauto_start = false\r\nhistory = false\r\n");
}

#[test]
fn a_project_is_set_in_whatever_form_the_projects_have() {
    let set = [("projects.b.path", "b")];
    for (before, expected) in [
        ("projects = {}\n", "projects = { b = { path = \"b\" } }\n"),
        ("projects.a.path = \"a\"\n", "projects.a.path = \"a\"\n\n[projects.b]\npath = \"b\"\n"),
        ("[projects]\nb.path = \"x\"\n", "[projects]\nb.path = \"b\"\n"),
        ("[projects]\nb = { path = \"x\" } # c\n", "[projects]\nb = { path = \"b\" } # c\n"),
    ] {
        assert_eq!(after(before, &set), expected, "{before}");
    }
}

#[test]
fn every_key_can_be_set_to_its_default_and_taken_out_again() {
    for key in KEYS {
        let files = Files::new();
        let place = if key.in_repository { Place::Repository } else { Place::User };
        let default = key.value(&Settings::default()).to_string();
        assert!(files.set(place, key.name, &default).unwrap());
        assert!(!files.set(place, key.name, &default).unwrap(), "nothing changed");
        let loaded = files.load();
        assert_eq!((files.told().as_str(), &loaded.settings), ("", &Settings::default()));
        let setting = loaded.get(&Name::Key(key)).unwrap();
        assert!(format!("{:?}", setting.origin).contains("config.toml"), "{setting:?}");
    }
}

#[test]
fn what_is_taken_out_takes_its_table_with_it() {
    let files = Files::with("# ours\nauto_start = false\nauto_strat = 3\n\n[projects.a]\npath = \"a\"\n");
    assert!(files.unset("projects.a.path").unwrap());
    assert!(!files.unset("projects.a.path").unwrap());
    assert!(files.unset("auto_strat").unwrap(), "also what is not known");
    assert_eq!(files.text(Place::Repository), "# ours\nauto_start = false\n");
    assert!(files.unset("auto_start").unwrap());
    assert!(!files.unset("auto_start.x").unwrap());
}

#[test]
fn a_file_that_is_broken_is_not_written_over() {
    for broken in
        ["<<<<<<< HEAD\n", "auto_start: no\n", "history = 3\n", "projects = 3\n", "auto_start.x = 1\n"]
    {
        let files = Files::with(broken);
        for (name, value) in [("lock_timeout", "1s"), ("projects.a.path", "a")] {
            let error = files.set(Place::Repository, name, value).unwrap_err().to_string();
            assert!(error.starts_with("the settings cannot be read: "), "{broken}: {error}");
        }
        assert_eq!(files.text(Place::Repository), broken);
    }
    let files = Files::new();
    std::fs::write(files.path(Place::Repository), b"# caf\xe9\n").unwrap();
    assert!(files.set(Place::Repository, "auto_start", "true").is_err());
    assert_eq!(std::fs::read(files.path(Place::Repository)).unwrap(), b"# caf\xe9\n");
}

#[test]
fn a_value_that_is_wrong_can_be_mended() {
    let files = Files::with("# ours\nhistory = 3 # on\n");
    files.set(Place::Repository, "history", "true").unwrap();
    assert_eq!(files.text(Place::Repository), "# ours\nhistory = true # on\n");
    let files = Files::with("history = 3\nauto_start = true\n");
    files.unset("history").unwrap();
    assert_eq!(files.text(Place::Repository), "auto_start = true\n");
}

#[test]
fn what_does_not_belong_in_a_file_is_not_written_there() {
    let files = Files::new();
    for (place, name, value, why) in [
        (Place::Repository, "redact", "false", "redact is not for a repository's own file"),
        (Place::User, "projects.a.path", "a", "projects.a.path is for a repository's own file alone"),
        (Place::User, "stale_after", "soon", "stale_after: it is a duration with its unit"),
    ] {
        let error = files.set(place, name, value).unwrap_err().to_string();
        assert!(error.starts_with(why), "{error}");
        assert!(!files.path(place).exists());
    }
}

#[test]
fn a_file_grows_to_what_is_read_and_no_further() {
    let full = format!("# {}\n", "x".repeat(64 * 1024 - 20));
    let files = Files::with(&full);
    let error = files.set(Place::Repository, "stale_after", "100h 30m").unwrap_err().to_string();
    assert!(error.contains("at most 65536 are read"), "{error}");
    assert_eq!(files.text(Place::Repository), full);
}

#[test]
fn changes_at_once_are_all_there_afterwards() {
    let files = Files::new();
    let names: Vec<String> = (0..8).map(|number| format!("projects.p{number}.path")).collect();
    let together = Barrier::new(names.len());
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(|| {
                together.wait();
                files.set(Place::Repository, name, "a").unwrap();
            });
        }
    });
    assert_eq!(files.load().settings.projects.len(), names.len());
}

#[test]
#[cfg(unix)]
fn what_is_written_is_its_owners_alone_and_nothing_else_is_left() {
    use std::os::unix::fs::PermissionsExt as _;
    let files = Files::new();
    files.set(Place::User, "redact", "false").unwrap();
    let path = files.path(Place::User);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let mut names: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["config.toml", "lock"]);
}

#[test]
#[cfg(unix)]
fn a_users_file_that_is_a_link_stays_one() {
    let files = Files::new();
    let elsewhere = files.folder.path().join("dotfiles.toml");
    std::fs::write(&elsewhere, "# mine\n").unwrap();
    std::fs::create_dir(files.folder.path().join("user")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, files.path(Place::User)).unwrap();
    files.set(Place::User, "history", "false").unwrap();
    assert!(files.path(Place::User).is_symlink());
    assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "# mine\nhistory = false\n");
    // One that leads nowhere yet is no reason to put a file in its place.
    std::fs::remove_file(&elsewhere).unwrap();
    files.set(Place::User, "history", "true").unwrap_err();
    assert!(files.path(Place::User).is_symlink());
}
