//! The objects of a repository.

use std::cell::OnceCell;
use std::path::PathBuf;

use gix::hash::Kind;
use gix::objs::{Data, Exists as _, Find};
use gix::odb::{Handle, loose, store};
use gix::oid;

/// No commit and no folder comes near it; what claims to be larger is not given the memory.
pub(crate) const LIMIT: usize = 64 << 20;

/// The objects of a repository and of those that it borrows from.
///
/// What was just committed stands in files of its own, so those are tried first. The packs are looked for when
/// something is not there: that lists folders, which costs a hook a tenth of a millisecond.
pub(crate) struct Objects {
    dir: PathBuf,
    hash: Kind,
    loose: loose::Store,
    all: OnceCell<Handle>,
}

impl Objects {
    /// Reads nothing yet.
    pub(crate) fn at(dir: PathBuf, hash: Kind) -> Self {
        let options = loose::Options { alloc_limit_bytes: Some(LIMIT), ..loose::Options::default() };
        Self { loose: loose::Store::at_opts(&dir, hash, options), dir, hash, all: OnceCell::new() }
    }

    /// Whether the object is here, without reading it.
    pub(crate) fn contains(&self, id: &oid) -> bool {
        self.loose.contains(id) || self.all().is_ok_and(|all| all.exists(id))
    }

    /// What they are named by.
    pub(crate) fn hash(&self) -> Kind {
        self.hash
    }

    fn all(&self) -> std::io::Result<&Handle> {
        if let Some(all) = self.all.get() {
            return Ok(all);
        }
        let limit = Some(LIMIT);
        let options = store::init::Options { alloc_limit_bytes: limit, ..store::init::Options::default() };
        let all = gix::odb::at_opts(&self.dir, self.hash, None, options)?;
        Ok(self.all.get_or_init(|| all))
    }
}

impl Find for Objects {
    fn try_find<'a>(&self, id: &oid, buffer: &'a mut Vec<u8>) -> gix::Result<Option<Data<'a>>> {
        // git knows the empty tree without having it, and so do we.
        if id.is_empty_tree() {
            return Ok(Some(Data { kind: gix::objs::Kind::Tree, object_hash: self.hash, data: &[] }));
        }
        let kind: Option<gix::objs::Kind> = self.loose.try_find(id, buffer)?.map(|object| object.kind);
        match kind {
            // The buffer holds the object and nothing else.
            Some(kind) => Ok(Some(Data { kind, object_hash: self.hash, data: buffer })),
            None => {
                let all = self.all().map_err(gix::Error::from_error)?;
                all.try_find(id, buffer)
            }
        }
    }
}
