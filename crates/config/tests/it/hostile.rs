//! What a repository that somebody else made may try with its settings.

use config::{Name, Settings};

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

/// Paths that lead out of the work tree, or into git's own folder, on some system or other.
const PATHS: [&str; 27] = [
    "",
    "/",
    "/etc",
    "//server/share",
    "..",
    "../x",
    "x/..",
    "x/../../y",
    "./x",
    "x/.",
    ".",
    "x//y",
    "C:",
    "C:/x",
    "c:x",
    "x:stream",
    "\\x",
    "x\\..\\y",
    "\\\\server\\share",
    "~",
    "~/x",
    "~root/x",
    ".git",
    "x/.GIT/hooks",
    "x/.. /y",
    "x/.../y",
    "x\ny",
];

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
    for path in PATHS {
        let quoted = format!("{path:?}");
        let loaded = Files::with(&format!("[projects.a]\npath = {quoted}\n")).load();
        assert!(loaded.settings.projects.is_empty(), "{quoted}");
        assert!(loaded.broken[0].to_string().contains("is no folder of the work tree: "), "{quoted}");
        let files = Files::new();
        let refused = files.set(config::Place::Repository, "projects.a.path", path).unwrap_err();
        assert!(refused.to_string().contains("is no folder of the work tree"), "{refused}");
        assert!(!files.path(config::Place::Repository).exists());
    }
    for path in ["a", "services/shop", "services/shop/", "büro/läden", "..a/b..c", ".github", "a b/c", "-x"]
    {
        let loaded = Files::with(&format!("[projects.a]\npath = {path:?}\n")).load();
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
