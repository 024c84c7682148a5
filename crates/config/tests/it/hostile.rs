//! What a repository that somebody else made may try with its settings.

use config::{Name, Place, Settings};

use crate::kit::Files;

/// Keys by which other programs are told what to run, and where to read or write.
const KEYS: [&str; 16] = [
    "program",
    "editor",
    "pager",
    "shell",
    "command",
    "hook",
    "hooks",
    "hooks_path",
    "exec",
    "plugin",
    "store",
    "history_path",
    "user_file",
    "include",
    "log",
    "template",
];

/// Values that name a program or a place outside.
const VALUES: [&str; 8] = [
    "\"/bin/sh\"",
    "\"sh -c 'touch /tmp/x'\"",
    "\"$(touch x)\"",
    "\"../../outside\"",
    "\"C:\\\\x.exe\"",
    "\"file:///etc/passwd\"",
    "[\"sh\", \"-c\", \"id\"]",
    "{ program = \"sh\" }",
];

/// Paths that lead out of the work tree, or into git's own folder, on some system or other; and what is said of them.
const PATHS: [(&str, &[&str]); 7] = [
    (
        "it begins at the top of the work tree, without / or ~",
        &["/", "/etc", "//server/share", "~", "~/x", "~root/x"],
    ),
    ("it has / between the folders, not \\", &["\\x", "x\\..\\y", "\\\\server\\share"]),
    ("it has no drive, and no colon", &["C:", "C:/x", "c:x", "x:stream"]),
    ("it is one line of at most 1024 bytes", &["x\ny", "x\u{0}"]),
    (
        "it names each folder as it is, without . and ..",
        &["..", "../x", "x/..", "x/../../y", "./x", "x/.", "."],
    ),
    ("no folder in it ends with a dot or a space", &["x/.. /y", "x/.../y"]),
    ("it has nothing of git's own folder", &[".git", "x/.GIT/hooks"]),
];

/// The text as TOML has it.
fn quoted(text: &str) -> String {
    let escape = |c: char| {
        if c.is_control() || "\"\\".contains(c) { format!("\\u{:04x}", c as u32) } else { c.into() }
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

#[test]
fn no_key_of_a_repositorys_file_takes_what_names_a_program_or_a_place() {
    for key in KEYS {
        for value in VALUES {
            let files =
                Files::with(&format!("{key} = {value}\n[projects.a]\n{key} = {value}\npath = \"a\"\n"));
            let loaded = files.load();
            assert_eq!(loaded.remarks.len(), 2, "{key} = {value}");
            let mut settings = loaded.settings;
            settings.projects.clear();
            assert_eq!(settings, Settings::default(), "{key} = {value}");
        }
    }
    for key in config::KEYS {
        for value in VALUES {
            let loaded = Files::with(&format!("{} = {value}\n", key.name)).load();
            assert_eq!(loaded.settings, Settings::default(), "{} = {value}", key.name);
            assert_eq!(loaded.broken.len() + loaded.remarks.len(), 1, "{} = {value}", key.name);
        }
    }
}

#[test]
fn no_project_is_a_place_outside_of_the_work_tree() {
    let name = Name::parse("projects.a.path").unwrap();
    let refused = PATHS.into_iter().flat_map(|(why, paths)| paths.iter().map(move |path| (*path, why)));
    let empty = ["", "x//y", "x///"].map(|path| (path, "it names a folder, and each one once"));
    for (path, why) in refused.chain(empty) {
        let loaded = Files::with(&format!("[projects.a]\npath = {}\n", quoted(path))).load();
        assert!(loaded.settings.projects.is_empty(), "{path:?}");
        let told = format!("{path:?} is no folder of the work tree: {why}");
        assert!(loaded.broken[0].to_string().ends_with(&told), "{}", loaded.broken[0]);
        let files = Files::new();
        let refused = files.set(Place::Repository, "projects.a.path", path).unwrap_err().to_string();
        assert!(refused.ends_with(&told), "{refused}");
        assert!(!files.path(Place::Repository).exists());
    }
    for path in ["a", "services/shop", "services/shop/", "büro/läden", "..a/b..c", ".github", "a b/c", "-x"]
    {
        let loaded = Files::with(&format!("[projects.a]\npath = {}\n", quoted(path))).load();
        let value = loaded.get(&name).unwrap().value.to_string();
        assert_eq!(value, path.trim_end_matches('/'));
    }
}

#[test]
fn no_name_of_a_project_is_a_path() {
    for name in ["..", "a/b", "a.b", "", "a b", "ä", "a\\b", "C:", &"a".repeat(65)] {
        let loaded = Files::with(&format!("[projects.{name:?}]\npath = \"a\"\n")).load();
        assert!(loaded.settings.projects.is_empty() && loaded.broken.len() == 1, "{name}");
        assert!(Name::parse(&format!("projects.{name}.path")).is_err(), "{name}");
    }
}

#[test]
fn no_number_is_too_large_for_the_reader() {
    for text in [
        "18446744073709551615s 1000ms",
        "18446744073709551615s",
        "99999999999999999999d",
        "9999999999999y",
        "1.00000000000000000001s",
        "1000000000ns",
    ] {
        let loaded = Files::with(&format!("lock_timeout = {text:?}\n")).load();
        let holds = if text == "1000000000ns" { "1s" } else { "5s" };
        assert_eq!(loaded.get(&Name::parse("lock_timeout").unwrap()).unwrap().value.to_string(), holds);
    }
}
