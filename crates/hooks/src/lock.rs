//! One installs or uninstalls at a time.

use std::path::Path;
use std::time::Duration;

use locking::{Held, LockError, lock_file};

use crate::write::create_private_dir;

/// Takes the lock that lies in the state folder, which is made where it is missing.
pub(crate) fn lock(state_dir: &Path, deadline: Duration) -> Result<Held, LockError> {
    let path = state_dir.join("lock");
    create_private_dir(state_dir).map_err(|source| LockError::Io { path: path.clone(), source })?;
    lock_file("the hooks", &path, deadline)
}
