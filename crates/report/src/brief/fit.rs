//! What of a brief is kept where not all of it has room.

use super::Brief;
use super::markdown::{entry, heading, left_out, without_lists};

/// How many entries of each list come before the others of any: so none is lost for the length of another.
const FIRST: usize = 3;

impl Brief {
    /// Leaves out whole entries until the Markdown has no more than `most` bytes: first of all the first entries of each
    /// list, in the order of the lists, then the others in the same order, as long as there is room.
    pub(super) fn fit(&mut self, most: usize) {
        let whole: usize = self
            .sections
            .iter()
            .map(|it| heading(it).len() + it.entries.iter().map(|it| entry(it).len()).sum::<usize>())
            .sum();
        let facts = without_lists(self).len();
        if facts + whole <= most {
            return;
        }
        // The most that it takes to say what was left out.
        let of_headings =
            self.sections.iter().map(|it| heading(it).len() + left_out(usize::MAX, &self.all).len());
        let mut room = most.saturating_sub(facts + of_headings.sum::<usize>());
        let mut kept: Vec<Vec<bool>> = self.sections.iter().map(|it| vec![false; it.entries.len()]).collect();
        let first = |at: usize| at < FIRST;
        for is_turn in [first, |at| at >= FIRST] {
            for (section, kept) in self.sections.iter().zip(&mut kept) {
                for at in (0..section.entries.len()).filter(|&at| is_turn(at)) {
                    let cost = entry(&section.entries[at]).len();
                    if cost <= room {
                        room -= cost;
                        kept[at] = true;
                    }
                }
            }
        }
        for (section, kept) in self.sections.iter_mut().zip(kept) {
            let mut kept = kept.into_iter();
            let before = section.entries.len();
            section.entries.retain(|_| kept.next() == Some(true));
            section.left_out = before - section.entries.len();
        }
    }
}
