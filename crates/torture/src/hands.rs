//! The hands of a clock that a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use core_model::Time;
use store::Clock;

/// 20 November 2026, 10:00, in milliseconds.
const MORNING: i64 = 1_795_168_800_000;

/// The hands of a clock. Whoever has a copy sees the same time.
#[derive(Debug, Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    /// Hands that stand at the beginning of a morning.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(MORNING)))
    }

    /// Moves them to so many minutes after the beginning.
    pub fn set(&self, minutes: i64) {
        self.0.store(MORNING + minutes * 60_000, Ordering::SeqCst);
    }

    /// Where they stand.
    #[must_use]
    pub fn now(&self) -> Time {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }

    /// The clock for a store.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let hands = self.clone();
        Clock::new(move || hands.now())
    }
}

impl Default for Hands {
    fn default() -> Self {
        Self::new()
    }
}
