//! Output as a user sees it, without what differs from run to run.

use std::path::Path;

use testkit::{Run, TestRepo};

use crate::bed::files_below;

/// The exit code, standard output, and below `---` standard error.
pub(crate) fn seen(run: &Run, repo: &TestRepo) -> String {
    let code = run.code.map_or_else(|| "ended by a signal".to_owned(), |code| format!("exit {code}"));
    let mut text = format!("{code}\n{}", run.stdout);
    if !run.stderr.is_empty() {
        text.push_str("---\n");
        text.push_str(&run.stderr);
    }
    tame(&text, repo)
}

/// The text with names in place of paths, ids, times, lengths of time, commits, locks and temporary files, and `|` in place of tabs.
pub(crate) fn tame(text: &str, repo: &TestRepo) -> String {
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let text = text.replace(&path(repo.path()), "/repo").replace(&path(repo.root()), "/around");
    let text = name_all(&text.replace('\t', " | "), &"h".repeat(40), |number| format!("COMMIT{number}"));
    let text = name_all(&text, "dddd-dd-ddTdd:dd:dd.dddZ", |_| "TIME".into());
    let text = name_all(&text, "dddd-dd-ddTdd:dd:dd.ddd", |_| "TIME".into());
    let text = name_all(&text, "ddddddddTdddddd.ddd", |_| "TIME".into());
    let text = name_all(&text, "locks/hh", |_| "locks/LOCK".into());
    let text: String = text.split_inclusive('\n').map(without_seconds).collect();
    name_ids(&text, repo)
}

/// How long was worked is another on each run.
fn without_seconds(line: &str) -> String {
    match line.split(" | ").collect::<Vec<_>>()[..] {
        ["worked", id, _, _, gap] => format!("worked | {id} | SECONDS | SECONDS | {gap}"),
        _ => line.to_owned(),
    }
}

/// Numbers the sessions of the store in the order in which the text names them; in full first, then by what people
/// type for them.
fn name_ids(text: &str, repo: &TestRepo) -> String {
    let store = repo.path().join(".sessions");
    let files = if store.is_dir() { files_below(&store) } else { Vec::new() };
    let names: String = files.iter().map(|file| format!("{} ", file.display())).collect();
    let mut ids = all(text, ID);
    ids.retain(|id| !CONSTANT.iter().any(|constant| id.starts_with(constant)));
    for id in all(&names, ID) {
        if !ids.contains(&id) && text.contains(&id[9..15]) {
            ids.push(id);
        }
    }
    let mut text = text.to_owned();
    for (id, number) in ids.iter().zip(1..) {
        text = text.replace(id, &format!("ID{number}"));
        for length in (6..=10).rev() {
            text = text.replace(&id[9..9 + length], &format!("SHORT{number}"));
        }
    }
    text
}

/// The form of a session's id.
const ID: &str = "dddddddd-bbbbbbbbbb";

/// The beginnings of ids that no session has: what the tests make up, and the program's example.
const CONSTANT: [&str; 2] = ["20200101-", "20261120-k7q2m9xzpw"];

/// The different pieces of the text that have this form, in order of appearance. In a form, `d` is a digit, `h` a
/// hexadecimal digit, `b` one of base32, `a` any letter or digit; all else stands for itself.
fn all(text: &str, form: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for at in 0..text.len() {
        if begins_with(&text.as_bytes()[at..], form) {
            let piece = text[at..at + form.len()].to_owned();
            if !found.contains(&piece) {
                found.push(piece);
            }
        }
    }
    found
}

fn name_all(text: &str, form: &str, name: impl Fn(usize) -> String) -> String {
    let pieces = all(text, form);
    pieces.iter().zip(1..).fold(text.to_owned(), |text, (piece, number)| text.replace(piece, &name(number)))
}

fn begins_with(text: &[u8], form: &str) -> bool {
    let fits = |(byte, form): (&u8, u8)| match form {
        b'd' => byte.is_ascii_digit(),
        b'h' => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        b'b' => byte.is_ascii_digit() || byte.is_ascii_lowercase(),
        b'a' => byte.is_ascii_alphanumeric(),
        other => *byte == other,
    };
    text.len() >= form.len() && text.iter().zip(form.bytes()).all(fits)
}
