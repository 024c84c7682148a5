//! Many operations with many gits, several at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::{Column, Operation, Trial, Workbench, try_operation};

/// An operation with each git.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was tried.
    pub name: String,
    /// What came of it, in the order of the columns.
    pub cells: Vec<Trial>,
}

/// Tries each operation in each column, `threads` at a time; `keep` the folders in which something is wrong.
#[must_use]
pub fn try_all(
    bench: &Workbench,
    operations: &[Operation],
    columns: &[Column],
    threads: usize,
    keep: bool,
) -> Vec<Row> {
    let pairs: Vec<_> =
        operations.iter().flat_map(|one| columns.iter().map(move |column| (one, column))).collect();
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<Trial>>> = pairs.iter().map(|_| Mutex::default()).collect();
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((pair, place)) = take(&next, &pairs, &done) {
                    let trial = try_operation(bench, pair.0, pair.1, keep);
                    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(trial);
                }
            });
        }
    });
    let mut trials =
        done.into_iter().filter_map(|it| it.into_inner().unwrap_or_else(PoisonError::into_inner));
    let row = |operation: &Operation| Row {
        name: operation.name.clone(),
        cells: trials.by_ref().take(columns.len()).collect(),
    };
    operations.iter().map(row).collect()
}

/// The next that nobody has taken yet.
fn take<'w, W, P>(next: &AtomicUsize, work: &'w [W], places: &'w [P]) -> Option<(&'w W, &'w P)> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    Some((work.get(number)?, places.get(number)?))
}
