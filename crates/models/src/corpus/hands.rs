//! What kills, people and newer versions do to the files of a store.

use std::fs;
use std::path::{Path, PathBuf};

use super::made;

type Done = Result<(), String>;

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The documents of a store: every TOML file but the settings.
fn documents(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "toml") && !path.ends_with("config.toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn rewrite(path: &Path, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Done {
    let content = fs::read(path).map_err(told)?;
    fs::write(path, change(content)).map_err(told)
}

/// Each document ends as a kill or a power cut leaves it: in the middle of an entry, with zeros, with both.
pub(super) fn cut_short(root: &Path) -> Done {
    let torn = "\n[[event]]\nat = 2026-11-20T12:00:00.000Z\ntext = \"nobody was told of this\"\n#. 79 0000"
        .as_bytes();
    for (number, path) in documents(root)?.iter().enumerate() {
        let tail = match number % 4 {
            0 => torn[..torn.len() - 20].to_vec(),
            1 => torn.to_vec(),
            2 => vec![0; 137],
            _ => [&torn[..30], &[0; 50]].concat(),
        };
        rewrite(path, |content| [content, tail].concat())?;
    }
    Ok(())
}

/// What people do to a document.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edit {
    OtherLineEnds,
    WithoutMarks,
    Remarks,
    /// Another layout, and entries of their own: one that comes too early, one in several lines.
    OwnEntries,
}

/// People have been here.
pub(super) fn edit(root: &Path, edit: Edit) -> Done {
    let own = "# added later\n[[event]]\ntext = \"\"\"\nby hand,\n[[event]]\nin several lines\"\"\"\nat = 2026-11-20T10:00:00+00:00\n\
               \n[[event]]\nat = 2026-11-20T12:00:00.123456+02:00\ntext = 'and another'\n";
    for path in documents(root)? {
        rewrite(&path, |content| {
            let text = String::from_utf8_lossy(&content).into_owned();
            let edited = match edit {
                Edit::OtherLineEnds => text.replace('\n', "\r\n"),
                Edit::WithoutMarks => without_marks(&text),
                Edit::Remarks => format!("# mine\n{text}# and mine\n"),
                Edit::OwnEntries => text.replace(" = ", "    =  ") + own,
            };
            edited.into_bytes()
        })?;
    }
    Ok(())
}

fn without_marks(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("#. "));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The text with marks that fit, where marks are and at its end.
fn mark_anew(text: &str) -> String {
    let (mut marked, mut block) = (String::new(), String::new());
    for line in text.lines() {
        if line.starts_with("#. ") {
            marked += &seal(&std::mem::take(&mut block));
        } else {
            block += line;
            block += "\n";
        }
    }
    if block.is_empty() { marked } else { marked + &seal(&block) }
}

fn seal(block: &str) -> String {
    format!("{block}#. {} {:08x}\n", block.len(), crc32fast::hash(block.as_bytes()))
}

/// A parked session that was resumed, as a kill leaves it: the record has its name and nothing else is written, or the child
/// is.
pub(super) fn half_resumed(root: &Path, child_is_there: bool) -> Done {
    let (parent, child) = (made::parked(root)?, made::id(21));
    let live = |id: &core_model::SessionId| root.join("live").join(format!("{id}.toml"));
    let before = fs::read(live(&parent)).map_err(told)?;
    // What lies in its way keeps the parent from the archive, so that the record stays.
    let way = root.join("archive").join(parent.month());
    fs::create_dir_all(&way).map_err(told)?;
    let blocked = way.join(format!("{parent}.toml"));
    fs::write(&blocked, "in the way").map_err(told)?;
    made::resume(root, &parent, &child, 120)?;
    fs::remove_file(blocked).map_err(told)?;
    fs::write(live(&parent), before).map_err(told)?;
    if child_is_there { Ok(()) } else { fs::remove_file(live(&child)).map_err(told) }
}

/// As a version may write it that is not there yet: another number, keys, tables and words that nobody knows.
pub(super) fn make_newer(root: &Path) -> Done {
    for (number, path) in documents(root)?.iter().enumerate() {
        rewrite(path, |content| {
            let newer_number = "format = 2\nmood = \"good\"\n";
            let text = String::from_utf8_lossy(&content).replacen("format = 1\n", newer_number, 1);
            let is_record = path.parent().is_some_and(|folder| folder.ends_with("redo"));
            let newer = match number % 3 {
                _ if is_record => text,
                0 => text + "\n[[weather]]\nat = 2027-01-01T00:00:00Z\nis = \"fine\"\n",
                1 => text.replace("subject =", "colour = 3\nsubject ="),
                // What it says of the present is not understood at all.
                _ => text.replace("status = \"", "status = \"really-"),
            };
            mark_anew(&newer).into_bytes()
        })?;
    }
    Ok(())
}
