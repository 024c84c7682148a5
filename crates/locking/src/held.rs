//! One lock on one open file.

use std::fs::File;
use std::io;
use std::sync::mpsc;
use std::time::Duration;

use fd_lock::RwLock;

/// A lock that is held. Dropping it lets go.
#[derive(Debug)]
pub struct Held {
    // The lock belongs to the open file, so closing the file is what releases it.
    _file: File,
}

/// What came of trying.
pub(crate) enum Tried {
    Held(Held),
    Busy(File),
}

/// Takes the lock if nobody has it.
pub(crate) fn try_lock(file: File) -> io::Result<Tried> {
    let mut lock = RwLock::new(file);
    loop {
        let taken = lock.try_write().map(keep);
        match taken {
            Ok(()) => return Ok(Tried::Held(Held { _file: lock.into_inner() })),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Ok(Tried::Busy(lock.into_inner()));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Waits for the lock, in the queue of the operating system, for at most `deadline`. `None`: not had in time.
///
/// flock has no deadline of its own, so a thread does the waiting. Asking again and again would have none of this,
/// but it starves: whoever asks at the right moment wins, however long others have waited.
pub(crate) fn wait(file: File, deadline: Duration) -> io::Result<Option<Held>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::Builder::new().name("lock".into()).spawn(move || {
        // Where nobody listens any more, the answer is dropped, and the lock with it.
        let _ = sender.send(block(file));
    })?;
    match receiver.recv_timeout(deadline) {
        Ok(answer) => answer.map(Some),
        Err(_) => Ok(None),
    }
}

fn block(file: File) -> io::Result<Held> {
    let mut lock = RwLock::new(file);
    loop {
        let taken = lock.write().map(keep);
        match taken {
            Ok(()) => return Ok(Held { _file: lock.into_inner() }),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// fd-lock's guard borrows the lock, so it cannot be kept beside it. Without its guard, the lock lasts until the
/// file is closed, which is what [`Held`] stands for.
fn keep(guard: fd_lock::RwLockWriteGuard<'_, File>) {
    std::mem::forget(guard);
}
