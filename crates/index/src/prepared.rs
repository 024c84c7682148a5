//! A session as it is taken in. All that takes no database is done here, so that whoever reads can do it meanwhile.

use std::collections::BTreeSet;

use core_model::{Digest, Session};

use crate::names::NameOf;
use crate::open::IndexError;
use crate::said::columns_of;
use crate::short::encode;

/// A session, ready to be taken in.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) short: Digest,
    /// What of that stands in no column.
    pub(crate) rest: Vec<u8>,
    /// Its branches and tags, each once.
    pub(crate) marks: Vec<(NameOf, String)>,
    /// Its commits, each once.
    pub(crate) shas: BTreeSet<Vec<u8>>,
    /// What was said in it, and the paths of what was changed.
    pub(crate) said: [String; 5],
}

impl Prepared {
    /// Prepares a session.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn of(session: &Session) -> Result<Self, IndexError> {
        let short = Digest::of(session);
        let (rest, commits) = (encode(&short)?, &session.record().commits);
        let made_on = commits.iter().filter_map(|commit| commit.facts.branch.as_deref());
        let branches: BTreeSet<&str> = short.branch.as_deref().into_iter().chain(made_on).collect();
        let tags: BTreeSet<&str> = short.tags.iter().map(String::as_str).collect();
        let branches = branches.into_iter().map(|text| (NameOf::Branch, text.to_owned()));
        let marks = branches.chain(tags.into_iter().map(|text| (NameOf::Tag, text.to_owned()))).collect();
        let shas = commits.iter().flat_map(|it| std::iter::once(&it.facts.sha).chain(&it.replaces));
        let shas = shas.map(|sha| bytes_of(sha)).collect();
        Ok(Self { short, rest, marks, shas, said: columns_of(session) })
    }
}

/// The id of a commit as bytes; what is none, as it stands.
pub(crate) fn bytes_of(sha: &str) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pair = |pair: &[u8]| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?);
    let is_ours = matches!(sha.len(), 40 | 64) && !sha.bytes().any(|b| b.is_ascii_uppercase());
    let bytes = is_ours.then(|| sha.as_bytes().chunks(2).map(pair).collect::<Option<Vec<u8>>>());
    bytes.flatten().unwrap_or_else(|| sha.as_bytes().to_vec())
}
