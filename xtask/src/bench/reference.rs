//! A program in C that does the least one could do, to compare with. Without a C compiler there is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

#[derive(Clone, Copy)]
pub(super) enum Durability {
    /// An append, nothing more.
    None,
    /// Under a lock, and synced.
    Synced,
}

/// Builds `append FILE LINE`; static where the system can.
pub(super) fn build(dir: &Path, durability: Durability) -> Result<Option<PathBuf>> {
    let source = dir.join("append.c");
    let (program, define) = match durability {
        Durability::None => (dir.join("append"), None),
        Durability::Synced => (dir.join("append-synced"), Some("-DSAFE")),
    };
    fs::write(&source, include_str!("append.c"))?;
    for linking in [&["-static"][..], &[]] {
        let mut cc = Command::new("cc");
        cc.arg("-O2").args(linking).args(define).arg("-o").args([&program, &source]);
        if cc.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            return Ok(Some(program));
        }
    }
    eprintln!("no working `cc`: the row of the C program is left out");
    Ok(None)
}
