//! The log of what went wrong in hooks. A hook prints nothing, so this is where its reasons go.

use std::path::{Path, PathBuf};

use core_model::Time;
use disk::{Access, Disk as _, System};

use crate::files::{self, Existing};
use crate::problem::FileError;

/// How large the log may become, in bytes. Then the older half goes.
const LIMIT: u64 = 64 * 1024;

/// How long a line may be, in bytes.
const LINE: usize = 2 * 1024;

/// The log of a repository's hooks.
#[derive(Debug, Clone)]
pub struct HookLog {
    path: PathBuf,
}

impl HookLog {
    /// The log in the folder of what we keep in the git directory.
    #[must_use]
    pub fn new(state_dir: &Path) -> Self {
        Self { path: state_dir.join("hook.log") }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line. `message` must be fit to be shown. Where even that is not possible there is nobody left to tell.
    pub fn write(&self, now: Time, event: &str, message: &str) {
        let message = core_model::shorten(message, LINE).replace('\n', " ");
        let line = format!("{} {event}: {message}\n", now.format("%Y-%m-%dT%H:%M:%S%.3fZ"));
        let _ = self.try_write(&line);
    }

    /// The latest lines, the oldest of them first. None where there is no log, or it cannot be read.
    #[must_use]
    pub fn latest(&self, count: usize) -> Vec<String> {
        let bytes = files::read_whole(&System, &self.path, 2 * LIMIT).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(count)..].iter().map(|line| core_model::clean(line)).collect()
    }

    fn try_write(&self, line: &str) -> Result<(), FileError> {
        if let Some(folder) = self.path.parent() {
            System.make_folder(folder)?;
        }
        // Never through a link, and never into a pipe that nobody reads.
        let mut file = files::open(&System, &self.path, Access::AppendOrMake)?;
        if file.look()?.length + line.len() as u64 > LIMIT {
            let log = files::read_whole(&System, &self.path, 2 * LIMIT)?;
            let half = &log[log.len() / 2..];
            let whole_lines = half.iter().position(|&b| b == b'\n').map_or(half, |at| &half[at + 1..]);
            files::write_whole(&System, &self.path, whole_lines, Existing::Replace)?;
            file = files::open(&System, &self.path, Access::AppendOrMake)?;
        }
        Ok(file.write(line.as_bytes())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_capped_and_keeps_whole_and_latest_lines() {
        let folder = tempfile::tempdir().unwrap();
        let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let log = HookLog::new(&folder.path().join("git-session"));
        log.write(now, "post-commit", &"long ".repeat(100_000));
        for number in 0..3000 {
            log.write(now, "post-commit", &format!("line {number} of many more than fit"));
            assert!(std::fs::metadata(&log.path).unwrap().len() <= LIMIT);
        }
        let text = std::fs::read_to_string(&log.path).unwrap();
        assert!(text.lines().all(|line| line.starts_with("2026-11-20T10:00:00.000Z post-commit: line ")));
        assert!(text.ends_with("line 2999 of many more than fit\n"));
    }

    #[test]
    #[cfg(unix)]
    fn a_log_that_is_no_file_holds_nobody_up() {
        use rustix::fs::{CWD, Mode, mkfifoat};
        let folder = tempfile::tempdir().unwrap();
        mkfifoat(CWD, folder.path().join("hook.log"), Mode::RWXU).unwrap();
        let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        HookLog::new(folder.path()).write(now, "post-commit", "nobody reads this");
    }
}
