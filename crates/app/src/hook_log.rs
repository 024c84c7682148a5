//! The log of what went wrong in hooks. A hook prints nothing, so this is where its reasons go.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use core_model::Time;

/// How large the log may grow, in bytes. Then the older half goes.
const LIMIT: u64 = 64 * 1024;

/// The error and its causes in one line.
pub(crate) fn in_one_line(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(line, ": {error}");
        cause = error.source();
    }
    line.replace(char::is_control, " ")
}

/// Adds a line. Where even that is not possible there is nobody left to tell.
pub(crate) fn write(state_dir: &Path, now: Time, event: &str, message: &str) {
    let _ = try_write(state_dir, now, event, message);
}

fn try_write(state_dir: &Path, now: Time, event: &str, message: &str) -> std::io::Result<()> {
    fs::create_dir_all(state_dir)?;
    let path = state_dir.join("hook.log");
    if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LIMIT) {
        let log = fs::read(&path)?;
        let half = &log[log.len() / 2..];
        let whole_lines = half.iter().position(|&b| b == b'\n').map_or(half, |at| &half[at + 1..]);
        fs::write(&path, whole_lines)?;
    }
    let mut log = OpenOptions::new().create(true).append(true).open(&path)?;
    log.write_all(format!("{} {event}: {message}\n", now.format("%Y-%m-%dT%H:%M:%S%.3fZ")).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_capped_and_keeps_whole_and_latest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        for number in 0..3000 {
            write(folder.path(), now, "post-commit", &format!("line {number} of many more than fit"));
        }
        let log = fs::read_to_string(folder.path().join("hook.log")).unwrap();
        assert!(log.len() as u64 <= LIMIT + 100, "{}", log.len());
        assert!(log.lines().all(|line| line.starts_with("2026-11-20T10:00:00.000Z post-commit: line ")));
        assert!(log.ends_with("line 2999 of many more than fit\n"));
    }
}
