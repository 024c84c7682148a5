//! The few things that are done to files, each in one way, behind one seam.
//!
//! Not here: what the files hold, and locks.
//!
//! Where to enter: [`Disk`] is the seam, [`System`] the disk of this machine, [`write_whole`] the one way in which a
//! file comes to its final name.
//!
//! Invariants: nothing follows a symbolic link at the end of a path; what is made is its owner's alone unless said
//! otherwise; a file that [`write_whole`] wrote is there whole or not at all, whatever happens in between.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod seam;
mod system;
mod whole;

pub use seam::{Access, Disk, DiskFile, Existing, Kind, Seen};
pub use system::System;
pub use whole::{is_temporary, make_folder_in, place_whole, write_whole};
