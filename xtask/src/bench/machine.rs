//! Where something was measured, and what else was going on there, in one line.

use std::env::consts::EXE_EXTENSION;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result};

use crate::workspace;

pub(super) fn describe(program: &Path, linking: &str, dir: &Path) -> Result<String> {
    let cores = thread::available_parallelism()?;
    let kernel = kernel()?;
    let git = workspace::read(Command::new("git").arg("--version"))?;
    let size = |path: &Path| Some(fs::metadata(path).ok()?.len() / 1024);
    let own = size(program).with_context(|| program.display().to_string())?;
    let hook = size(&program.with_file_name("git-session-hook").with_extension(EXE_EXTENSION));
    let hook = hook.map(|hook| format!(", its hook {hook} KiB")).unwrap_or_default();
    let disk = file_system(dir);
    let load = load_average().map(|load| format!(" · {load}")).unwrap_or_default();
    Ok(format!(
        "{cores} cores · {kernel} · {disk} · {} · program: {linking}, {own} KiB{hook}{load}",
        git.trim()
    ))
}

fn kernel() -> Result<String> {
    Ok(workspace::read(Command::new("uname").arg("-sr"))?.trim().to_owned())
}

/// What was running or waiting for the disk, our own included, by the end. `None`: only Linux tells.
fn load_average() -> Option<String> {
    parse_load_average(&fs::read_to_string("/proc/loadavg").ok()?)
}

fn parse_load_average(text: &str) -> Option<String> {
    let mut averages = text.split_whitespace();
    let [one, five, fifteen] = [averages.next()?, averages.next()?, averages.next()?];
    Some(format!("load average over 1, 5, 15 min: {one}, {five}, {fifteen}"))
}

#[cfg(target_os = "linux")]
fn file_system(dir: &Path) -> String {
    use nix::sys::statfs;
    let names = [
        (statfs::BTRFS_SUPER_MAGIC, "btrfs"),
        (statfs::EXT4_SUPER_MAGIC, "ext4"),
        (statfs::OVERLAYFS_SUPER_MAGIC, "overlayfs"),
        (statfs::TMPFS_MAGIC, "tmpfs"),
        (statfs::XFS_SUPER_MAGIC, "xfs"),
    ];
    let Ok(answer) = statfs::statfs(dir) else { return "unknown file system".to_owned() };
    let found = answer.filesystem_type();
    let name = names.iter().find(|(magic, _)| *magic == found);
    name.map_or_else(|| format!("file system {:#x}", found.0), |(_, name)| (*name).to_owned())
}

#[cfg(not(target_os = "linux"))]
fn file_system(_: &Path) -> String {
    "unknown file system".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_load_is_the_first_three_figures() {
        let load = parse_load_average("0.52 1.58 2.59 1/467 12345\n").unwrap();
        assert_eq!(load, "load average over 1, 5, 15 min: 0.52, 1.58, 2.59");
        assert_eq!(parse_load_average(""), None);
    }
}
