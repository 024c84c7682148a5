//! Whatever stands in a file that others may have written: nothing panics, nothing is lost that could be read, and what we
//! write is read again.
//!
//! [`TARGETS`] is one function for each kind of file, which takes any bytes. A fuzzer calls them with what it makes up
//! (`fuzz/` at the top of the project), the tests with real files and with what [`mutate`] makes of them.

pub mod mutate;
mod outside;
mod seeds;
mod sessions;
mod store_files;

pub use seeds::seeds;

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is that of the fuzzer's program.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// Reads it, and panics where something does not hold.
    pub run: fn(&[u8]),
}

/// Every kind of file.
pub const TARGETS: [Target; 9] = [
    Target { name: "session", what: "a session's file, read and written on", run: sessions::session },
    Target {
        name: "unassigned",
        what: "the commits of nobody, read and added to",
        run: store_files::unassigned,
    },
    Target { name: "redo", what: "the record of a change, seen through and made", run: store_files::redo },
    Target { name: "config", what: "settings, read and changed", run: outside::config },
    Target { name: "receipt", what: "the receipt of the hooks", run: outside::receipt },
    Target { name: "ledger", what: "how far a worktree is recorded", run: outside::ledger },
    Target { name: "reflog", what: "git's reflog of HEAD", run: outside::reflog },
    Target { name: "predecessor", what: "the files of the dashboard, taken over", run: outside::predecessor },
    Target { name: "json", what: "a session as JSON, taken over", run: outside::json },
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}
