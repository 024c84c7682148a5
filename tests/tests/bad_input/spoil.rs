//! Ways to spoil a session's file.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// A way to spoil the file at a path, and what it is then.
pub(crate) type Spoil = (&'static str, fn(&Path));

/// After these the session cannot be read.
pub(crate) const UNREADABLE: [Spoil; 13] = [
    ("empty", |path| fs::write(path, "").unwrap()),
    ("zeros", |path| fs::write(path, [0; 500]).unwrap()),
    ("cut in its head", |path| edit(path, |text| text[..text.find("worktree").unwrap() + 5].to_owned())),
    ("not TOML", |path| fs::write(path, "Dear diary,\ntoday I parked.\n").unwrap()),
    ("not a session", |path| fs::write(path, "format = 1\nname = \"shop\"\n").unwrap()),
    ("not text", |path| fs::write(path, b"format = 1\nid = \"\xff\xfe\"\n").unwrap()),
    ("in conflict", |path| edit(path, |text| in_conflict(text, "intent = "))),
    ("of an unknown status", |path| edit(path, |text| text.replace("\"active\"", "\"asleep\""))),
    ("of another name", |path| edit(path, of_another_day)),
    ("50 MB large", |path| File::options().write(true).open(path).unwrap().set_len(50 << 20).unwrap()),
    ("a folder", |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
    }),
    ("a link", |path| {
        let elsewhere = path.with_extension("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        symlink(elsewhere, path).unwrap();
    }),
    ("a pipe", |path| {
        fs::remove_file(path).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }),
];

/// After these it can be read, and must not be written.
pub(crate) const UNWRITABLE: [Spoil; 2] = [
    ("of format 2", |path| edit(path, |text| text.replacen("format = 1", "format = 2\nmood = \"good\"", 1))),
    ("with a key that is not known", |path| {
        edit(path, |text| text.replacen("\nstatus", "\nmood = \"good\"\nstatus", 1));
    }),
];

/// Changes the text of a file.
pub(crate) fn edit(path: &Path, change: impl FnOnce(&str) -> String) {
    let text = fs::read_to_string(path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "nothing was spoilt");
    fs::write(path, changed).unwrap();
}

/// The text with the session's id on a day that is none of this year, so that it is the same whenever the tests run.
fn of_another_day(text: &str) -> String {
    let id = text.find("id = \"").unwrap() + "id = \"".len();
    format!("{}20200101{}", &text[..id], &text[id + "20200101".len()..])
}

/// The text as a merge leaves it that found the line with this beginning changed on both sides.
pub(crate) fn in_conflict(text: &str, beginning: &str) -> String {
    let line = text.lines().find(|line| line.starts_with(beginning)).unwrap();
    let conflict = format!("<<<<<<< HEAD\n{line}\n=======\n{line}\n>>>>>>> theirs");
    text.replacen(line, &conflict, 1)
}

/// What lies at a path, so that it can be compared: its bytes where it is a file, where a link leads, else its kind.
pub(crate) fn what_lies_at(path: &Path) -> Vec<u8> {
    let kind = fs::symlink_metadata(path).unwrap().file_type();
    if kind.is_file() {
        fs::read(path).unwrap()
    } else if kind.is_symlink() {
        let leads_to = path.parent().unwrap().join(fs::read_link(path).unwrap());
        [leads_to.to_str().unwrap().as_bytes(), &fs::read(&leads_to).unwrap_or_default()].concat()
    } else {
        format!("{kind:?}").into_bytes()
    }
}

/// Puts a file back as it was, whatever lies there by now.
pub(crate) fn put_back(path: &Path, bytes: &[u8]) {
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir_all(path).unwrap();
    } else {
        fs::remove_file(path).unwrap();
    }
    fs::write(path, bytes).unwrap();
}
