//! What a set of changes makes of a tree. Nothing is written here.

use std::collections::BTreeMap;

use gix::ObjectId;
use gix::objs::tree::{Editor, EntryKind};
use gix::objs::{FindExt as _, Kind, Tree, WriteTo as _, compute_hash};

use super::HistoryError;
use super::objects::Checked;
use crate::HASH;

/// What each file is afterwards. `None`: gone.
pub(super) type Wanted<'a> = BTreeMap<&'a str, Option<&'a [u8]>>;

/// A tree, and what must be written before it can be used.
pub(super) struct Edited<'a> {
    pub(super) tree: ObjectId,
    /// The files that are not yet in the tree as it was.
    pub(super) blobs: Vec<(ObjectId, &'a [u8])>,
    pub(super) trees: Vec<(ObjectId, Vec<u8>)>,
}

/// The tree `before` with the changes made: folders that become empty are gone, and a file takes the place of a folder.
/// Of the folders, only those on the way to a changed file are read.
pub(super) fn edit<'a>(
    objects: &Checked,
    before: &ObjectId,
    wanted: &Wanted<'a>,
) -> Result<Edited<'a>, HistoryError> {
    let unread = |error| objects.unread(error);
    let mut buffer = Vec::new();
    let root: Tree = objects.find_tree(before, &mut buffer).map_err(unread)?.into();
    let mut editor = Editor::new(root, objects, HASH);
    for (path, _) in wanted.iter().filter(|(_, content)| content.is_none()) {
        editor.remove_if_leaf(path.split('/')).map_err(unread)?;
    }
    let mut blobs = Vec::new();
    for (path, content) in wanted {
        let Some(content) = content else { continue };
        let id = compute_hash(HASH, Kind::Blob, content).map_err(unread)?;
        if current(&mut editor, path).map_err(unread)? != Some(id) {
            editor.upsert(path.split('/'), EntryKind::Blob, id).map_err(unread)?;
            blobs.push((id, *content));
        }
    }
    let mut trees = Vec::new();
    let tree = editor.write(|tree| {
        let mut content = Vec::new();
        tree.write_to(&mut content).map_err(|error| objects.damaged(error))?;
        let id = compute_hash(HASH, Kind::Tree, &content).map_err(unread)?;
        trees.push((id, content));
        Ok::<_, HistoryError>(id)
    })?;
    Ok(Edited { tree, blobs, trees })
}

/// The file that is at the path now.
fn current(editor: &mut Editor<'_>, path: &str) -> gix::Result<Option<ObjectId>> {
    // `get` knows only folders that were read. This reads those on the way and removes nothing, since no file is called
    // `/`. A cursor would not do: it takes a folder that was not read yet for an empty one.
    editor.remove_if_leaf(path.split('/').chain(["/"]))?;
    let entry = editor.get(path.split('/'));
    Ok(entry.filter(|entry| entry.mode.is_blob()).map(|entry| entry.oid))
}
