//! What stands where a hook is to be.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, Read as _};
use std::path::Path;

use crate::by_hand::calls_by_hand;
use crate::receipt::Print;
use crate::{Event, Why};

/// Larger than any hook that somebody wrote by hand, by far.
const SCRIPT_LIMIT: u64 = 1 << 20;

/// What stands at a hook's path.
pub(crate) enum Standing {
    /// Nothing.
    Nothing,
    /// A file.
    File(HookFile),
    /// Something that is never touched.
    Odd(Why),
}

/// A regular file at a hook's path.
pub(crate) struct HookFile {
    metadata: Metadata,
    /// The whole of it, where it begins like a script. `None`: it does not, or it is too large.
    pub(crate) script: Option<Vec<u8>>,
}

/// Looks, without following a symbolic link.
pub(crate) fn look(path: &Path) -> io::Result<Standing> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Standing::Nothing);
        }
        Err(error) => return Err(error),
    };
    if metadata.is_symlink() {
        return Ok(Standing::Odd(Why::SymbolicLink));
    }
    if !metadata.is_file() {
        return Ok(Standing::Odd(Why::NotAFile));
    }
    let mut file = File::open(path)?;
    let mut beginning = [0; 2];
    let is_script = file.read(&mut beginning)? == 2 && beginning == *b"#!";
    let script = if is_script && metadata.len() <= SCRIPT_LIMIT { Some(std::fs::read(path)?) } else { None };
    Ok(Standing::File(HookFile { metadata, script }))
}

impl HookFile {
    /// Which of the files that these are the prints of it is, to the byte. It is read only where its length fits.
    /// `None`: it is another.
    pub(crate) fn find_print(&self, path: &Path, prints: &[Print]) -> io::Result<Option<Print>> {
        if !prints.iter().any(|print| print.length == self.metadata.len()) {
            return Ok(None);
        }
        let own = Print::of(&std::fs::read(path)?);
        Ok(prints.contains(&own).then_some(own))
    }

    /// Whether whoever wrote it calls us in it.
    pub(crate) fn calls_by_hand(&self, path: &Path, event: Event) -> io::Result<bool> {
        let is_text = self.metadata.len() <= SCRIPT_LIMIT;
        Ok(is_text && calls_by_hand(&std::fs::read(path)?, event))
    }

    pub(crate) fn permissions(&self) -> Permissions {
        self.metadata.permissions()
    }

    /// Why a block cannot be put into it. `None`: it can.
    pub(crate) fn derive_obstacle(&self) -> Option<Why> {
        if let Some(why) = self.derive_lock() {
            return Some(why);
        }
        let Some(script) = &self.script else {
            return Some(if self.metadata.len() > SCRIPT_LIMIT { Why::TooLarge } else { Why::NoScript });
        };
        if script.windows(2).any(|pair| pair == b"\r\n") {
            return Some(Why::WindowsLines);
        }
        let interpreter = derive_interpreter(script);
        let is_shell = SHELLS.contains(&interpreter.as_str());
        (!is_shell).then_some(Why::Interpreter(interpreter))
    }

    /// Whether git runs it.
    pub(crate) fn is_executable(&self) -> bool {
        is_executable(&self.metadata)
    }

    /// Why it is not to be changed, whatever is in it: its owner said so by its permissions. `None`: it may be.
    pub(crate) fn derive_lock(&self) -> Option<Why> {
        if !self.is_executable() {
            return Some(Why::NotExecutable);
        }
        self.metadata.permissions().readonly().then_some(Why::ReadOnly)
    }
}

/// The shells that read the block as it is meant.
const SHELLS: [&str; 8] = ["sh", "bash", "dash", "zsh", "ksh", "ksh93", "mksh", "ash"];

/// The name of the program that a script's first line calls, behind `env` where that is used.
fn derive_interpreter(script: &[u8]) -> String {
    let line = script.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.strip_prefix(b"#!").unwrap_or(line)).into_owned();
    let mut words = line.split_whitespace();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let first = words.next().map(name).unwrap_or_default();
    if first != "env" {
        return first;
    }
    // `env -S bash -eu`, `env A=b sh`
    words.find(|word| !word.starts_with('-') && !word.contains('=')).map(name).unwrap_or_default()
}

#[cfg(unix)]
pub(crate) fn is_executable(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(crate) fn is_executable(_metadata: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interpreter_of_a_script() {
        for (line, name) in [
            ("#!/bin/sh", "sh"),
            ("#! /usr/bin/bash -eu", "bash"),
            ("#!/usr/bin/env zsh", "zsh"),
            ("#!/usr/bin/env -S bash -eu", "bash"),
            ("#!/usr/bin/env -i A=b sh", "sh"),
            ("#!/usr/bin/env python3", "python3"),
            ("#!/usr/bin/env", ""),
            ("#!", ""),
            ("#!bash", "bash"),
            ("#!/opt/sh/perl", "perl"),
        ] {
            assert_eq!(derive_interpreter(line.as_bytes()), name, "{line}");
            assert_eq!(derive_interpreter(format!("{line}\nexit\n").as_bytes()), name, "{line}");
        }
    }
}
