//! Lists that share a screen: each shows its first entry, the rest of the room goes to those that come first.

use crate::page::{Line, Look, Page, Role};

/// A list below a heading.
pub(super) struct List<'a> {
    /// The heading.
    pub(super) title: &'a str,
    /// What is in it, each as lines.
    pub(super) entries: Vec<Page>,
    /// The command that shows all of it.
    pub(super) all: &'a str,
}

impl List<'_> {
    /// The lines that it takes with so many entries: a gap, the heading, the entries, and that there are more.
    fn height(&self, shown: usize) -> usize {
        if self.entries.is_empty() {
            return 0;
        }
        let lines: usize = self.entries.iter().take(shown).map(|entry| entry.0.len()).sum();
        2 + lines + usize::from(shown < self.entries.len())
    }
}

/// Adds the lists to a page that has `rows` lines in all for them.
pub(super) fn add(page: &mut Page, look: &Look<'_>, mut lists: Vec<List<'_>>, rows: usize) {
    shorten(&mut lists, rows);
    let shown = fit(&lists, rows);
    for (list, shown) in lists.into_iter().zip(shown).filter(|(list, _)| !list.entries.is_empty()) {
        page.gap();
        page.line(look, Line::default().with(Role::Heading, list.title));
        let left = list.entries.len() - shown;
        page.0.extend(list.entries.into_iter().take(shown).flat_map(|entry| entry.0));
        if left > 0 {
            let text = format!("… and {left} more: {}", list.all);
            let first = Line::default().with(Role::Plain, "  ");
            page.wrapped(look, first, 2, Role::Dim, &text);
        }
    }
}

/// Where not even one entry of each has room, the first ones are told in a line each: those of the last lists before those
/// of the first.
fn shorten(lists: &mut [List<'_>], rows: usize) {
    for at in (0..lists.len()).rev() {
        let height: usize = lists.iter().map(|list| list.height(1)).sum();
        if let (true, Some(first)) = (height > rows, lists[at].entries.first_mut()) {
            first.0.truncate(1);
        }
    }
}

/// How many entries of each are shown.
fn fit(lists: &[List<'_>], rows: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = lists.iter().map(|list| list.entries.len().min(1)).collect();
    for at in 0..lists.len() {
        let others: usize =
            (0..lists.len()).filter(|&it| it != at).map(|it| lists[it].height(shown[it])).sum();
        let fits = |count: &usize| others + lists[at].height(*count) <= rows;
        let most = (shown[at]..=lists[at].entries.len()).rev().find(fits);
        shown[at] = most.unwrap_or(shown[at]);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: usize, lines: usize) -> List<'static> {
        let entry = Page(vec![Line::default(); lines]);
        List { title: "", entries: vec![entry; entries], all: "" }
    }

    #[test]
    fn what_comes_first_gets_the_room_and_everything_shows_one() {
        for (lists, rows, shown) in [
            (vec![list(2, 2), list(3, 2)], 100, vec![2, 3]),
            (vec![list(2, 2), list(3, 2)], 14, vec![2, 3]),
            // The line that there are more takes its room, too.
            (vec![list(2, 2), list(3, 2)], 13, vec![2, 2]),
            (vec![list(2, 2), list(3, 2)], 11, vec![2, 1]),
            (vec![list(9, 1), list(9, 1)], 12, vec![5, 1]),
            (vec![list(9, 3), list(0, 3), list(9, 3)], 0, vec![1, 0, 1]),
        ] {
            assert_eq!(fit(&lists, rows), shown, "in {rows} rows");
        }
    }
}
