//! Taking a snapshot.

use std::time::Duration;

use core_model::Time;
use gix::ObjectId;
use gix::actor::Signature;
use gix::objs::{Commit, Kind, WriteTo as _, compute_hash};

use super::edit::{Wanted, edit};
use super::objects::{Checked, Writer};
use super::path::is_path;
use super::{History, HistoryError, disk, layout, tip};
use crate::HASH;
use crate::objects::LIMIT;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file's path in the store, with `/` between folders.
    pub path: String,
    /// All that is in it now. `None`: it is gone.
    pub content: Option<Vec<u8>>,
}

impl History {
    /// Adds a snapshot in which these files are so and all others as they were, and answers with its commit. Where
    /// nothing differs from the last snapshot, nothing is written and the answer is that one; `None` where there is none
    /// either. Of several changes of one path the last counts.
    ///
    /// Makes the repository where it is missing; the folder around our own must be there. Waits for other writers, for
    /// at most `deadline`. What the answer names is on the disk: a dozen syncs for one changed file, which is two
    /// milliseconds on a quiet disk and a hundred on a busy one. A hook has no time for that.
    ///
    /// # Errors
    /// [`HistoryError::Path`], [`HistoryError::Clash`] and [`HistoryError::TooLarge`] for a change that cannot be kept;
    /// [`HistoryError::Lock`] where the lock was not had; [`HistoryError::Damaged`] and [`HistoryError::Io`]. None of
    /// them changes which snapshot is the last, but for an `Io` of the folder of references, which may come after it.
    pub fn record(
        &self,
        changes: &[Change],
        message: &str,
        at: Time,
        deadline: Duration,
    ) -> Result<Option<String>, HistoryError> {
        let wanted = derive_wanted(changes)?;
        disk::make_folder(&self.state_dir)?;
        let _held = self.lock(deadline)?;
        self.finish_forgetting()?;
        let objects = Checked::at(&self.path);
        let tip = tip::read(&self.path)?;
        let before = match &tip {
            Some(tip) => objects.commit(tip)?.tree,
            None => ObjectId::empty_tree(HASH),
        };
        let edited = edit(&objects, &before, &wanted)?;
        if edited.tree == before {
            return Ok(tip.map(|tip| tip.to_string()));
        }
        let commit = derive_commit(edited.tree, tip, message, at);
        let mut content = Vec::new();
        commit.write_to(&mut content).map_err(|error| HistoryError::io(&self.path, error))?;
        let id = compute_hash(HASH, Kind::Commit, &content)
            .map_err(|error| HistoryError::io(&self.path, error))?;

        layout::make(&self.path)?;
        let mut writer = Writer::at(&self.path);
        for (id, content) in edited.blobs {
            writer.put(Kind::Blob, id, content)?;
        }
        for (id, content) in edited.trees {
            writer.put(Kind::Tree, id, &content)?;
        }
        writer.put(Kind::Commit, id, &content)?;
        writer.sync()?;
        tip::write(&self.path, &id)?;
        Ok(Some(id.to_string()))
    }
}

fn derive_wanted(changes: &[Change]) -> Result<Wanted<'_>, HistoryError> {
    let mut wanted = Wanted::new();
    for Change { path, content } in changes {
        let bytes = content.as_ref().map_or(0, Vec::len);
        if !is_path(path) {
            return Err(HistoryError::Path { path: path.clone() });
        }
        if bytes > LIMIT {
            return Err(HistoryError::TooLarge { path: path.clone(), bytes, limit: LIMIT });
        }
        wanted.insert(path, content.as_deref());
    }
    let is_file = |path: &str| matches!(wanted.get(path), Some(Some(_)));
    for (path, _) in wanted.iter().filter(|(_, content)| content.is_some()) {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(folder) = folders.find(|folder| is_file(folder)) {
            return Err(HistoryError::Clash { path: folder.to_owned() });
        }
    }
    Ok(wanted)
}

/// Whoever recorded it is said in the message and in the files, not here: a name and an address would have to be asked
/// of the user's configuration.
fn derive_commit(tree: ObjectId, parent: Option<ObjectId>, message: &str, at: Time) -> Commit {
    // git has no date before 1970, and its messages end at a NUL.
    let time = gix::date::Time { seconds: at.timestamp().max(0), offset: 0 };
    let us = Signature { name: "git-session".into(), email: "git-session@localhost".into(), time };
    Commit {
        tree,
        parents: parent.into_iter().collect(),
        author: us.clone(),
        committer: us,
        encoding: None,
        message: format!("{}\n", message.replace('\0', "").trim_end()).into(),
        extra_headers: Vec::new(),
    }
}
