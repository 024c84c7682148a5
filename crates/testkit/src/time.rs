//! Time that has passed. No test waits for it: what is written is moved.

use std::fs;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::TestRepo;

/// What a moment looks like in a session's file.
const MOMENT: usize = "2026-11-20T10:00:00.120Z".len();

impl TestRepo {
    /// Lets time pass for the sessions that are not over: each moment in their files, and the time of each file, is that
    /// much earlier. When a process started stays as it is.
    ///
    /// # Panics
    /// When a file cannot be read or written.
    pub fn let_pass(&self, span: TimeDelta) {
        for entry in fs::read_dir(self.path().join(".sessions/live")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                make_older(&path, span);
            }
        }
    }
}

fn make_older(path: &Path, span: TimeDelta) {
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    // A file that a test has spoilt stays as it is.
    if let Ok(text) = fs::read_to_string(path) {
        fs::write(path, older(&text, span)).unwrap();
    }
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(modified - span.to_std().unwrap()).unwrap();
}

/// The document with each moment earlier, and with the marks that fit its blocks (`docs/format.md`).
fn older(text: &str, span: TimeDelta) -> String {
    let mut document = String::new();
    let mut block = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("#. ") {
            let written = &document[block..];
            let mark = format!("#. {} {:08x}\n", written.len(), crc32fast::hash(written.as_bytes()));
            document.push_str(&mark);
            block = document.len();
        } else {
            document.push_str(&older_line(line, span));
        }
    }
    document
}

fn older_line(line: &str, span: TimeDelta) -> String {
    let is_ours = |key: &str| key.trim() != "process_started_at";
    match line.split_once(" = ").filter(|(key, _)| is_ours(key)) {
        Some((key, value)) if value.trim_end().len() == MOMENT => {
            let Ok(moment) = value.trim_end().parse::<DateTime<Utc>>() else { return line.to_owned() };
            format!("{key} = {}\n", (moment - span).to_rfc3339_opts(SecondsFormat::Millis, true))
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_earlier_and_all_else_stays() {
        let text = "at = 2026-11-20T10:00:00.120Z\n#. 30 00000000\n\ntext = \"2026-11-20T10:00:00.120Z\"\n\
                    process_started_at = 2026-11-20T09:59:58.000Z\n";
        assert_eq!(
            older(text, TimeDelta::days(3)),
            "at = 2026-11-17T10:00:00.120Z\n#. 30 5a2cd1f7\n\ntext = \"2026-11-20T10:00:00.120Z\"\n\
             process_started_at = 2026-11-20T09:59:58.000Z\n"
        );
    }
}
