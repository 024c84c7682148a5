//! What can be wrong with a store, and what is done about it.

use std::fmt;
use std::path::PathBuf;

use chrono::TimeDelta;
use core_model::SessionId;

use crate::problem::FileError;

/// Something that is not as it should be.
#[derive(Debug)]
pub struct Trouble {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a part of a store.
#[derive(Debug)]
pub enum What {
    /// It cannot be read, or not in full.
    Unreadable(FileError),
    /// The last entry was cut short. What comes before it is whole.
    Torn,
    /// A person or another program has changed it. It is read as it stands.
    Edited,
    /// There are two files for it, this and another.
    TwoOfOneId {
        /// The session.
        id: SessionId,
        /// Where the other file lies.
        other: PathBuf,
    },
    /// It lies where nobody looks for it.
    WrongFolder(SessionId),
    /// It is over, and lies among the live ones.
    NotMoved(SessionId),
    /// A session goes on with this one, which does not know of it.
    ResumedUnawares {
        /// The one that is parked.
        parent: SessionId,
        /// The one that goes on.
        child: SessionId,
    },
    /// A change of several sessions that is not finished.
    Unfinished,
    /// It is no file of ours.
    Foreign,
    /// It was left by a kill.
    Stray,
    /// A folder of the store is missing, or is no folder.
    NoFolder,
    /// Others than its owner may read or write it.
    Open {
        /// Who may do what with it, as on Unix.
        mode: u32,
    },
    /// It speaks of a time that is to come.
    Future {
        /// How far.
        ahead: TimeDelta,
    },
    /// An active session has no note in the folder of its worktree: hooks do not see it.
    NoNote(SessionId),
    /// A note of a session that is not active there.
    StrayNote,
    /// Locks are not to be relied on here, and may never be granted.
    Share,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Torn => f.write_str("its last entry was cut short"),
            Self::Edited => {
                f.write_str("it was changed by hand or by another program, and is read as it stands")
            }
            Self::TwoOfOneId { id, other } => {
                write!(f, "there are two files for {id}, this and {}", other.display())
            }
            Self::WrongFolder(id) => write!(f, "{id} lies in the wrong folder"),
            Self::NotMoved(id) => write!(f, "{id} is completed, and not in the archive"),
            Self::ResumedUnawares { parent, child } => {
                write!(f, "{parent} is parked, and {child} goes on with it")
            }
            Self::Unfinished => f.write_str("a change of several sessions is not finished"),
            Self::Foreign => f.write_str("it is no file of a session"),
            Self::Stray => f.write_str("a temporary file that nobody will rename any more"),
            Self::NoFolder => f.write_str("the folder is missing"),
            Self::Open { mode } => write!(f, "others may look into it (mode {:03o})", mode & 0o777),
            Self::Future { ahead } => {
                write!(f, "it speaks of a time that is {} s ahead of this clock", ahead.num_seconds())
            }
            Self::NoNote(id) => write!(f, "hooks do not see {id}, which is active"),
            Self::StrayNote => f.write_str("a note of a session that is not active there"),
            Self::Share => f.write_str("it lies on a network share, where locks are not to be relied on"),
        }
    }
}

impl What {
    /// What is done about it. `None`: nothing that a program can do.
    #[must_use]
    pub fn remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unreadable(FileError::FormatTooNew { .. } | FileError::UnknownKeys(_)) => return None,
            Self::Unreadable(FileError::Io(_)) | Self::Future { .. } | Self::Share => return None,
            Self::Unreadable(_) => {
                "its whole entries stay, else the last snapshot is put back; what it is now is moved to the quarantine"
            }
            Self::Torn => "cut off, and kept in the quarantine",
            Self::Edited => "written anew with its marks",
            Self::WrongFolder(_) => "moved to where it belongs",
            Self::TwoOfOneId { .. } => "the later one stays, the other is moved to the quarantine",
            Self::NotMoved(_) => "moved to the archive",
            Self::ResumedUnawares { .. } => "completed as resumed",
            Self::Unfinished => "finished",
            Self::Foreign => "moved to the quarantine",
            Self::Stray | Self::StrayNote => "removed",
            Self::NoFolder => "made",
            Self::Open { .. } => "closed to others",
            Self::NoNote(_) => "noted",
        })
    }
}
