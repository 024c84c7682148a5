//! Being somebody else: root is bound by no permission, so what is read-only is tried as another user.

use std::fs;
use std::os::unix::fs::{PermissionsExt, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::bed::{Bed, everything_below};

/// A user that owns nothing: on Linux by custom, elsewhere by having been given nothing.
pub(crate) const NOBODY: u32 = 65534;

/// A repository with our hooks, and git and the program run in it by whom permissions bind. `None`: no such user can be
/// had.
pub(crate) fn as_somebody_else() -> Option<Bed> {
    let mut bed = Bed::new();
    if !bed.is_root() {
        return Some(bed);
    }
    let program = bed.repo.root().join("program");
    fs::copy(bed.program(), &program).unwrap();
    give_away(bed.repo.root());
    bed.set_around(program, |mut command: Command| {
        command.uid(NOBODY).gid(NOBODY);
        command
    });
    // The temporary folder above may be closed to others, and the kernel may not let us be one.
    let tried = bed.command(&["--version"]).output();
    tried.is_ok_and(|output| output.status.success()).then_some(bed)
}

fn give_away(folder: &Path) {
    for path in everything_below(folder) {
        lchown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
}

/// Takes the right to write from all that is in the folder, and from the folder itself.
pub(crate) fn close(folder: &Path) {
    set_modes(folder, 0o500, 0o400);
}

/// Gives the right to write back.
pub(crate) fn reopen(folder: &Path) {
    set_modes(folder, 0o700, 0o600);
}

fn set_modes(folder: &Path, folders: u32, files: u32) {
    for path in everything_below(folder) {
        let mode = if path.is_dir() { folders } else { files };
        fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    }
}
