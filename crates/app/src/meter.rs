//! How far something is that takes longer than a blink.

use std::fmt;
use std::sync::Arc;

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is done, as people are told it: "Reading sessions".
    pub doing: &'static str,
    /// How many are done.
    pub done: usize,
    /// How many there are. `None`: that is not known yet.
    pub of: Option<usize>,
}

/// Where a use case says how far it is. Who listens is the edge's business, and nobody need: a use case tells every item,
/// and whoever shows it sees to it that this costs next to nothing.
#[derive(Clone)]
pub struct Meter(Option<Arc<dyn Fn(Step) + Send + Sync>>);

impl Meter {
    /// One that is heard.
    #[must_use]
    pub fn new(hear: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hear)))
    }

    /// One that nobody hears.
    #[must_use]
    pub fn unheard() -> Self {
        Self(None)
    }

    /// Says how far something is.
    pub fn tell(&self, doing: &'static str, done: usize, of: Option<usize>) {
        if let Some(hear) = &self.0 {
            hear(Step { doing, done, of });
        }
    }

    /// The items, each told as it is taken.
    pub fn each<'a, I>(&'a self, doing: &'static str, items: I) -> impl Iterator<Item = I::Item> + 'a
    where
        I: IntoIterator,
        I::IntoIter: 'a,
    {
        let items = items.into_iter();
        let of = items.size_hint().1;
        items.enumerate().map(move |(done, item)| {
            self.tell(doing, done, of);
            item
        })
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Meter(heard)" } else { "Meter(unheard)" })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn every_item_is_told_as_it_is_taken() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let meter = Meter::new(move |step| heard.lock().unwrap().push((step.done, step.of)));
        let taken: Vec<char> = meter.each("Reading", ['a', 'b', 'c']).take(2).collect();
        assert_eq!(taken, ['a', 'b']);
        assert_eq!(*told.lock().unwrap(), [(0, Some(3)), (1, Some(3))]);
        assert_eq!(Meter::unheard().each("Reading", [1, 2]).sum::<i32>(), 3);
    }
}
