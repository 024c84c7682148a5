//! What a power cut can leave of a file's bytes.

use std::collections::BTreeSet;

use crate::memory::{Action, Content};

/// How closely a write is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Before it, after its first byte, in its middle, before its last byte, after it.
    Coarse,
    /// After each of its bytes; of a long one, after each of its pieces.
    Fine,
}

/// How many places a write is cut at, at most.
const CUTS: usize = 200;

/// All that the file could hold, when `durable` was synced and the rest was done since.
///
/// What was written may be there in part, up to any byte. Where the file has grown, the new bytes may be zeros: all of
/// them, those behind a place, or those before it, since the system writes pages in the order that it likes.
pub(super) fn variants(durable: &[u8], since: &[Action], detail: Detail) -> Vec<Content> {
    let mut found = BTreeSet::from([durable.to_vec()]);
    let mut bytes = durable.to_vec();
    // What comes before was durable, and nobody cut it off since.
    let mut kept = durable.len();
    let mut places = Vec::new();
    for action in since {
        match action {
            Action::Write { inode, at, bytes: written } => {
                for cut in cuts(written.len(), detail) {
                    let part = Action::Write { inode: *inode, at: *at, bytes: written[..cut].into() };
                    let mut torn = bytes.clone();
                    part.apply(&mut torn);
                    found.insert(torn);
                }
                places.extend([at + written.len() / 2, at + written.len()]);
            }
            Action::SetLength { length, .. } => kept = kept.min(*length),
            _ => {}
        }
        action.apply(&mut bytes);
        found.insert(bytes.clone());
    }
    // The size may be the old one, where the file was cut off and written on.
    if bytes.len() < durable.len() && !since.is_empty() {
        let mut padded = bytes.clone();
        padded.resize(durable.len(), 0);
        found.insert(padded);
    }
    let holes: Vec<Vec<u8>> = found.iter().flat_map(|it| with_zeros(it, kept, &places)).collect();
    found.extend(holes);
    found.into_iter().map(Content::from).collect()
}

fn cuts(length: usize, detail: Detail) -> Vec<usize> {
    let mut cuts = match detail {
        Detail::Coarse => vec![1, length / 2, length.saturating_sub(1)],
        Detail::Fine => (1..length).step_by(length.div_ceil(CUTS).max(1)).collect(),
    };
    cuts.retain(|&cut| cut > 0 && cut < length);
    cuts
}

fn with_zeros(bytes: &[u8], kept: usize, places: &[usize]) -> Vec<Vec<u8>> {
    if bytes.len() <= kept {
        return Vec::new();
    }
    let zeros = |from: usize, to: usize| {
        let mut bytes = bytes.to_vec();
        bytes[from..to].fill(0);
        bytes
    };
    let inside = places.iter().copied().filter(|&at| at > kept && at < bytes.len());
    let mut found = vec![zeros(kept, bytes.len())];
    for place in inside {
        found.extend([zeros(kept, place), zeros(place, bytes.len())]);
    }
    found
}
