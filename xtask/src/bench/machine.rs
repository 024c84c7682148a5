//! Where something was measured, in one line.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::Result;

use crate::workspace;

pub(super) fn describe(program: &Path, linking: &str, dir: &Path) -> Result<String> {
    let cores = thread::available_parallelism()?;
    let kernel = kernel()?;
    let git = workspace::read(Command::new("git").arg("--version"))?;
    let size = fs::metadata(program)?.len() / 1024;
    let disk = file_system(dir);
    Ok(format!("{cores} cores · {kernel} · {disk} · {} · program: {linking}, {size} KiB", git.trim()))
}

fn kernel() -> Result<String> {
    Ok(workspace::read(Command::new("uname").arg("-sr"))?.trim().to_owned())
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
