//! Where each file lies.

use std::path::{Path, PathBuf};

use core_model::SessionId;

use crate::document::MAX_HEAD;

/// The name of the store's folder in the main worktree.
pub const FOLDER: &str = ".sessions";

/// The largest session file that is read, in bytes.
pub(crate) const MAX_FILE: u64 = 32 * 1024 * 1024;

/// The largest that a file becomes by appending: a full session can still be closed.
pub(crate) const MAX_APPENDED: u64 = MAX_FILE - 2 * MAX_HEAD;

/// The paths below the store's root.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn live(&self) -> PathBuf {
        self.root.join("live")
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.root.join("archive")
    }

    pub(crate) fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    pub(crate) fn worktrees(&self) -> PathBuf {
        self.root.join("worktrees")
    }

    /// The notes of processes and conversations.
    pub(crate) fn held(&self) -> PathBuf {
        self.root.join("held")
    }

    pub(crate) fn quarantine(&self) -> PathBuf {
        self.root.join("quarantine")
    }

    pub(crate) fn projects(&self) -> PathBuf {
        self.root.join("projects")
    }

    pub(crate) fn redo(&self) -> PathBuf {
        self.root.join("redo")
    }

    pub(crate) fn ignore_file(&self) -> PathBuf {
        self.root.join(".gitignore")
    }

    /// Which snapshot the store is in.
    pub(crate) fn stamp(&self) -> PathBuf {
        self.root.join("snapshot")
    }

    pub(crate) fn unassigned(&self) -> PathBuf {
        self.root.join("unassigned.toml")
    }

    pub(crate) fn live_file(&self, id: &SessionId) -> PathBuf {
        self.live().join(format!("{id}.toml"))
    }

    pub(crate) fn month(&self, id: &SessionId) -> PathBuf {
        self.archive().join(id.month())
    }

    pub(crate) fn archive_file(&self, id: &SessionId) -> PathBuf {
        self.month(id).join(format!("{id}.toml"))
    }

    /// The notes of a worktree's active sessions: an empty file each, named by the session.
    pub(crate) fn worktree(&self, name: &str) -> PathBuf {
        self.worktrees().join(folder_name(name))
    }

    /// What is kept of a project.
    pub(crate) fn project_file(&self, name: &str) -> PathBuf {
        self.projects().join(format!("{}.toml", folder_name(name)))
    }

    /// The folders that a store has from the start.
    pub(crate) fn folders(&self) -> [PathBuf; 7] {
        [
            self.live(),
            self.archive(),
            self.locks(),
            self.worktrees(),
            self.quarantine(),
            self.projects(),
            self.redo(),
        ]
    }
}

/// A file name that says the same as a name of a worktree or a project, as long as file systems take it, and never empty:
/// the end of a long one is a checksum of the whole. Names come out of files that others may have written.
fn folder_name(name: &str) -> String {
    const LONGEST: usize = 200;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let encode = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02x}") };
    let mut whole: String = name.bytes().map(encode).collect();
    if whole.is_empty() {
        return "%".into();
    }
    if is_a_device(name) {
        whole = format!("%{:02x}{}", name.as_bytes()[0], &name[1..]);
    }
    if whole.len() > LONGEST {
        whole.truncate(LONGEST);
        whole.push_str(&format!("%-{:08x}", crc32fast::hash(name.as_bytes())));
    }
    whole
}

/// Whether Windows takes a name for a device, whatever ends it has: such a file is made nowhere, so that a store can be
/// copied to every system.
fn is_a_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = |rest: &str| matches!(rest.as_bytes(), [b'1'..=b'9']);
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || name.strip_prefix("com").or_else(|| name.strip_prefix("lpt")).is_some_and(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_one_that_a_system_takes_for_a_device() {
        for (name, folder) in [
            ("aux", "%61ux"),
            ("CON", "%43ON"),
            ("prn", "%70rn"),
            ("Nul", "%4eul"),
            ("com1", "%63om1"),
            ("lpt9", "%6cpt9"),
            ("com", "com"),
            ("com0", "com0"),
            ("com10", "com10"),
            ("auxiliary", "auxiliary"),
        ] {
            assert_eq!(folder_name(name), folder);
        }
    }

    #[test]
    fn no_name_of_a_worktree_leads_out_of_the_store() {
        assert_eq!(folder_name("shop-wt1"), "shop-wt1");
        assert_eq!(folder_name("../x"), "%2e%2e%2fx");
        assert_eq!(folder_name("a/b"), "a%2fb");
        assert_ne!(folder_name("é"), folder_name("e"));
    }

    #[test]
    fn every_name_is_one_that_a_file_can_have() {
        assert_eq!(folder_name("shop"), "shop");
        assert_eq!(folder_name(""), "%");
        let (one, other) = ("修".repeat(80) + "一", "修".repeat(80) + "二");
        assert!(folder_name(&one).len() < 240 && folder_name(&"x".repeat(255)).len() < 240);
        assert_ne!(folder_name(&one), folder_name(&other));
    }
}
