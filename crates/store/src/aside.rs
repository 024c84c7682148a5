//! Putting things into the quarantine, each under a name of its own, with the reason beside it.

use std::io;
use std::path::{Path, PathBuf};

use core_model::Time;
use disk::Disk;

use crate::files::{self, Existing};
use crate::layout::Layout;

/// How often another name is tried. A name is taken only where the clock says the same time twice.
const TRIES: usize = 10_000;

/// What is put aside.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aside<'a> {
    /// This, which stays where it is.
    Copy(&'a [u8]),
    /// The file or folder at this path.
    Move(&'a Path),
}

/// Puts something aside, under `name`, the time, a number where that is taken, and `ending`; where it lies then is the
/// answer. Nothing that lies in the quarantine is written over: a clock that is behind says each time again.
pub(crate) fn put_aside(
    disk: &dyn Disk,
    layout: &Layout,
    (name, ending): (&str, &str),
    what: Aside<'_>,
    reason: &str,
    now: Time,
) -> io::Result<PathBuf> {
    let folder = layout.quarantine();
    disk.make_folder(&folder)?;
    let name = format!("{name}.{}", now.format("%Y%m%dT%H%M%S%.3f"));
    for number in 1..=TRIES {
        let name = if number == 1 { name.clone() } else { format!("{name}-{number}") };
        let (kept, note) =
            (folder.join(format!("{name}{ending}")), folder.join(format!("{name}.reason.txt")));
        // The note comes first, and so takes the name for what it speaks of.
        match files::write_whole(disk, &note, format!("{reason}\n").as_bytes(), Existing::Keep) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            written => written?,
        }
        match what.put_at(disk, &kept) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => disk.remove(&note)?,
            Err(error) => {
                if matches!(disk.is_there(&kept), Ok(false)) {
                    let _ = disk.remove(&note);
                }
                return Err(error);
            }
            Ok(()) => return Ok(kept),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

impl Aside<'_> {
    fn put_at(self, disk: &dyn Disk, kept: &Path) -> io::Result<()> {
        match self {
            Self::Copy(content) => files::write_whole(disk, kept, content, Existing::Keep),
            Self::Move(from) => {
                disk.rename(from, kept, Existing::Keep)?;
                from.parent().into_iter().chain(kept.parent()).try_for_each(|folder| disk.sync_folder(folder))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_at_one_time_is_all_kept_with_its_reasons() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path().to_owned());
        let now: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let put = |what| put_aside(&disk::System, &layout, ("x.toml", ""), what, "so", now).unwrap();
        let file = folder.path().join("file");
        let mut kept = Vec::new();
        for content in ["one", "two", "three"] {
            kept.push((put(Aside::Copy(content.as_bytes())), content.to_owned()));
            std::fs::write(&file, format!("{content} that is moved")).unwrap();
            kept.push((put(Aside::Move(&file)), format!("{content} that is moved")));
            assert!(!file.exists());
        }
        // A name whose note is gone is taken, too.
        std::fs::remove_file(kept[0].0.with_extension("000.reason.txt")).unwrap();
        kept.push((put(Aside::Copy(b"four")), "four".into()));
        for (path, content) in &kept {
            assert_eq!(std::fs::read_to_string(path).unwrap(), *content, "{}", path.display());
        }
        assert_eq!(std::fs::read_dir(layout.quarantine()).unwrap().count(), 2 * kept.len() - 1);
    }
}
