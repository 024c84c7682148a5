//! The shortest pieces that people need to type.

use std::collections::BTreeMap;

use core_model::SessionId;

/// The fewest characters that are shown. Six are thirty bits: enough that a piece that is unique on the screen is
/// nearly always unique in the store.
const LEAST: usize = 6;

/// The shortest unique pieces of the random parts of some sessions' ids.
pub struct Shorts(BTreeMap<SessionId, usize>);

impl Shorts {
    /// Compares these ids with one another.
    pub fn new<'a>(ids: impl IntoIterator<Item = &'a SessionId>) -> Self {
        let mut sorted: Vec<&SessionId> = ids.into_iter().collect();
        sorted.sort_by_key(|id| id.random_part());
        let shared = |a: Option<&&SessionId>, b: Option<&&SessionId>| match (a, b) {
            (Some(a), Some(b)) if a != b => {
                a.random_part().bytes().zip(b.random_part().bytes()).take_while(|(a, b)| a == b).count()
            }
            _ => 0,
        };
        let lengths = sorted.iter().enumerate().map(|(at, id)| {
            let before = shared(at.checked_sub(1).and_then(|at| sorted.get(at)), Some(id));
            let after = shared(Some(id), sorted.get(at + 1));
            ((*id).clone(), LEAST.max(before.max(after) + 1))
        });
        Self(lengths.collect())
    }

    /// The piece of this id; the whole random part where it was not among those compared.
    #[must_use]
    pub fn of<'a>(&self, id: &'a SessionId) -> &'a str {
        let random = id.random_part();
        &random[..self.0.get(id).copied().unwrap_or(random.len()).min(random.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_unique_and_not_longer_than_it_must_be() {
        let ids: Vec<SessionId> = ["20261120-k7q2m9xzpw", "20261121-k7q2m9x000", "20261120-0000000000"]
            .map(|id| id.parse().unwrap())
            .into();
        let shorts = Shorts::new(&ids);
        assert_eq!([0, 1, 2].map(|n| shorts.of(&ids[n])), ["k7q2m9xz", "k7q2m9x0", "000000"]);
    }
}
