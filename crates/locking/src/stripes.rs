//! A folder of lock files, shared by many names.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::held::{self, Held, Tried};

/// How many files there are. Two names may share one: they then wait for each other, which costs time and nothing
/// else.
const STRIPES: u32 = 64;

/// Lock files in a folder: each name has one of them.
#[derive(Debug, Clone)]
pub struct Stripes {
    folder: PathBuf,
}

/// Why a lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else held it all the time.
    #[error("the lock on {name} was not free within {} ms", .waited.as_millis())]
    Timeout {
        /// What was to be locked.
        name: String,
        /// The lock file.
        path: PathBuf,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The lock file cannot be opened or locked.
    #[error("cannot lock {}", .path.display())]
    Io {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Stripes {
    /// The lock files in `folder`, which must be there.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The lock file of a name.
    #[must_use]
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{:02x}", stripe_of(name)))
    }

    /// The lock files of all names there can be, in the order in which several are taken.
    pub fn paths(&self) -> impl Iterator<Item = PathBuf> {
        (0..STRIPES).map(|stripe| self.folder.join(format!("{stripe:02x}")))
    }

    /// Takes the lock of `name`, and waits for it for at most `deadline`.
    ///
    /// Taking a lock that this process holds already ends with the deadline, not with a standstill.
    ///
    /// # Errors
    /// [`LockError::Timeout`] where another holds it for longer; [`LockError::Io`] where the file cannot be opened.
    pub fn lock(&self, name: &str, deadline: Duration) -> Result<Held, LockError> {
        lock_file(name, &self.path_of(name), deadline)
    }
}

/// Takes the lock that is the file at `path`, which is made where it is missing, and waits for it for at most
/// `deadline`. `name` is what the error calls it.
///
/// # Errors
/// As [`Stripes::lock`].
pub fn lock_file(name: &str, path: &Path, deadline: Duration) -> Result<Held, LockError> {
    let io = |source| LockError::Io { path: path.to_owned(), source };
    loop {
        let file = open(path).map_err(io)?;
        let opened = identity(&file.metadata().map_err(io)?);
        let held = match held::try_lock(file).map_err(io)? {
            Tried::Held(held) => held,
            Tried::Busy(file) => match held::wait(file, deadline).map_err(io)? {
                Some(held) => held,
                None => {
                    let (name, path) = (name.to_owned(), path.to_owned());
                    return Err(LockError::Timeout { name, path, waited: deadline });
                }
            },
        };
        // Somebody may have deleted the folder (`git clean -fdx`): then this is a lock on a file that no newcomer
        // will open.
        match fs::metadata(path) {
            Ok(there) if identity(&there) == opened => return Ok(held),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io(error)),
        }
    }
}

/// FNV-1a, which every version and every machine computes alike.
fn stripe_of(name: &str) -> u32 {
    let hash =
        name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % STRIPES
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A link could make or open a file that is none of ours.
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

/// Elsewhere an open file cannot be replaced, so there is nothing to compare.
#[cfg(not(unix))]
fn identity(_metadata: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
    use std::time::Instant;

    const LONG: Duration = Duration::from_secs(30);
    const SHORT: Duration = Duration::from_millis(40);

    fn stripes() -> (tempfile::TempDir, Stripes) {
        let folder = tempfile::tempdir().unwrap();
        let stripes = Stripes::new(folder.path().to_owned());
        (folder, stripes)
    }

    #[test]
    fn the_stripe_of_a_name_never_changes() {
        let stripes = Stripes::new("locks".into());
        assert_eq!(stripes.path_of("20261120-k7q2m9xzpw"), Path::new("locks/32"));
        assert_eq!(stripes.path_of("unassigned"), Path::new("locks/22"));
    }

    #[test]
    fn one_at_a_time_however_many_ask() {
        let (_folder, stripes) = stripes();
        let (inside, done, start) = (AtomicBool::new(false), AtomicU32::new(0), Barrier::new(8));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..200 {
                        let held = stripes.lock("it", LONG).unwrap();
                        assert!(!inside.swap(true, Ordering::SeqCst), "two hold one lock");
                        inside.store(false, Ordering::SeqCst);
                        done.fetch_add(1, Ordering::SeqCst);
                        drop(held);
                    }
                });
            }
        });
        assert_eq!(done.into_inner(), 1600);
    }

    #[test]
    fn a_lock_that_is_held_is_given_up_on_at_the_deadline_and_named() {
        let (folder, stripes) = stripes();
        let _held = stripes.lock("it", LONG).unwrap();
        let before = Instant::now();
        let error = stripes.lock("it", SHORT).unwrap_err();
        assert!(before.elapsed() >= SHORT);
        assert_eq!(error.to_string(), "the lock on it was not free within 40 ms");
        let LockError::Timeout { path, .. } = error else { panic!("{error:?}") };
        assert!(path.starts_with(folder.path()));
    }

    #[test]
    fn whoever_gave_up_does_not_keep_it_later() {
        let (_folder, stripes) = stripes();
        let held = stripes.lock("it", LONG).unwrap();
        assert!(stripes.lock("it", SHORT).is_err());
        drop(held);
        for _ in 0..20 {
            stripes.lock("it", LONG).unwrap();
        }
    }

    #[test]
    fn a_lock_file_is_never_deleted() {
        let (_folder, stripes) = stripes();
        drop(stripes.lock("it", LONG).unwrap());
        assert!(stripes.path_of("it").is_file());
    }

    #[test]
    #[cfg(unix)]
    fn a_lock_on_a_file_that_is_gone_is_not_the_lock() {
        let (_folder, stripes) = stripes();
        let old = stripes.lock("it", LONG).unwrap();
        let path = stripes.path_of("it");
        std::thread::scope(|scope| {
            let waiter = scope.spawn(|| stripes.lock("it", LONG).unwrap());
            while !waiter.is_finished() && !somebody_waits(&path) {
                std::thread::yield_now();
            }
            fs::remove_file(&path).unwrap();
            let newcomer = stripes.lock("it", LONG).unwrap();
            drop(old);
            // The waiter now holds the old file's lock; it must see that and queue behind the newcomer.
            assert!(stripes.lock("it", SHORT).is_err(), "the newcomer's lock stands");
            assert!(!waiter.is_finished());
            drop(newcomer);
            drop(waiter.join().unwrap());
        });
    }

    /// Whether a thread of ours is queued for the lock of this file, by the kernel's own list.
    #[cfg(target_os = "linux")]
    fn somebody_waits(path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let inode = format!(":{} ", fs::metadata(path).unwrap().ino());
        let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
        locks.lines().any(|line| line.contains("->") && line.contains(&inode))
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    fn somebody_waits(_path: &Path) -> bool {
        true
    }
}
