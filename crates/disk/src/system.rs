//! The disk of this machine.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::seam::{Access, Disk, DiskFile, Existing, Kind, Seen};

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Disk for System {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        match builder.create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows has no such call; there a rename is durable with the file system's own journal.
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        match access {
            Access::Read => options.read(true),
            Access::Append => options.read(true).append(true),
            Access::AppendOrMake => options.read(true).append(true).create(true),
            Access::WriteOrMake => options.read(true).write(true).create(true).truncate(false),
            Access::MakeNew => options.write(true).create_new(true),
        };
        Ok(Box::new(owner_only(&mut options).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        match existing {
            Existing::Replace => fs::rename(from, to),
            Existing::Keep => rename_new(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(seen(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl DiskFile for File {
    fn look(&self) -> io::Result<Seen> {
        Ok(seen(&self.metadata()?))
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut file = self;
        let mut content = Vec::with_capacity(usize::try_from(length.min(1024 * 1024)).unwrap_or(0));
        file.seek(SeekFrom::Start(start))?;
        file.take(length).read_to_end(&mut content)?;
        Ok(content)
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.write_all(content)
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.seek(SeekFrom::Start(start))?;
        file.write_all(content)
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        Self::set_permissions(self, permissions)
    }
}

fn seen(metadata: &Metadata) -> Seen {
    let kind = match metadata.file_type() {
        it if it.is_file() => Kind::File,
        it if it.is_dir() => Kind::Folder,
        it if it.is_symlink() => Kind::Link,
        _ => Kind::Other,
    };
    #[cfg(unix)]
    let (owner, mode) = {
        use std::os::unix::fs::MetadataExt as _;
        (Some(metadata.uid()), Some(metadata.mode()))
    };
    #[cfg(not(unix))]
    let (owner, mode) = (None, None);
    Seen { kind, length: metadata.len(), modified: metadata.modified().ok(), owner, mode }
}

/// Renames unless the name is taken, in one step where the system has one.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
    }
    fs::hard_link(from, to)?;
    fs::remove_file(from)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    // Without NONBLOCK, opening a named pipe would wait for whoever writes to it.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    options.mode(0o600).custom_flags(flags.bits().cast_signed())
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
