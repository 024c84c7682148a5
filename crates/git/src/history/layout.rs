//! What makes a folder a repository to git.

use std::path::Path;

use super::HistoryError;
use super::disk::{make_folder, write_whole};

/// Nobody but a person's git reads it. Packing references or collecting garbage at a moment of its own would come
/// between our writers, who do not take git's locks.
const CONFIG: &str = "\
[core]
\trepositoryFormatVersion = 0
\tbare = true
\tlogAllRefUpdates = false
[gc]
\tauto = 0
\tpackRefs = false
[maintenance]
\tauto = false
";

/// Makes whatever is missing, and `HEAD` where it is not ours. `HEAD` comes last, since git takes the folder for a repository by it.
pub(super) fn make(repository: &Path) -> Result<(), HistoryError> {
    make_folder(repository)?;
    for folder in ["objects", "refs", "refs/heads"] {
        make_folder(&repository.join(folder))?;
    }
    let (config, head) = (repository.join("config"), repository.join("HEAD"));
    // A person may have added to it.
    if !config.exists() {
        write_whole(&config, CONFIG, repository)?;
    }
    let content = format!("ref: {}\n", super::tip::REFERENCE);
    if std::fs::read(&head).ok().as_deref() != Some(content.as_bytes()) {
        write_whole(&head, &content, repository)?;
    }
    Ok(())
}
