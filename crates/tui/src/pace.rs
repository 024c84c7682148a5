//! When to read again: not for each file that changes, and now and then by itself.

use std::time::{Duration, Instant};

use crate::message::Part;

/// How long after the first of several changes all of them are read.
const SOON: Duration = Duration::from_millis(150);

/// How often everything is read again without a change: a session becomes stale without one, and a system may not tell of
/// changes.
const SELDOM: Duration = Duration::from_secs(60);

/// How often the time is looked at.
const TICK: Duration = Duration::from_secs(10);

/// The same, while something is waited for.
const QUICK_TICK: Duration = Duration::from_millis(250);

/// When the screen does what nobody asked it for.
#[derive(Debug)]
pub(crate) struct Pace {
    read_at: Instant,
    part: Part,
    tick_at: Instant,
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Read(Part),
    Tick,
}

impl Pace {
    pub(crate) fn new(now: Instant) -> Self {
        Self { read_at: now + SELDOM, part: Part::Live, tick_at: now + TICK }
    }

    /// Files have changed.
    pub(crate) fn changed(&mut self, part: Part, now: Instant) {
        self.read_at = self.read_at.min(now + SOON);
        self.part = self.part.max(part);
    }

    /// Something is waited for.
    pub(crate) fn wait(&mut self, now: Instant) {
        self.tick_at = self.tick_at.min(now + QUICK_TICK);
    }

    /// How long nothing is due.
    pub(crate) fn rest(&self, now: Instant) -> Duration {
        self.read_at.min(self.tick_at).saturating_duration_since(now)
    }

    /// What is due. `None`: nothing more.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Due> {
        if self.tick_at <= now {
            self.tick_at = now + TICK;
            return Some(Due::Tick);
        }
        (self.read_at <= now).then(|| {
            self.read_at = now + SELDOM;
            Due::Read(std::mem::replace(&mut self.part, Part::Live))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_in_a_row_are_read_together_and_never_put_off() {
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        let mut pace = Pace::new(start);
        assert_eq!(pace.rest(start), TICK);
        for millis in [0, 50, 100, 149] {
            pace.changed(if millis == 50 { Part::All } else { Part::Live }, after(millis));
            assert_eq!(pace.take(after(millis)), None);
        }
        assert_eq!(pace.take(after(150)), Some(Due::Read(Part::All)));
        assert_eq!(pace.take(after(151)), None);
        pace.wait(after(200));
        assert_eq!(pace.rest(after(200)), QUICK_TICK);
        assert_eq!(pace.take(after(450)), Some(Due::Tick));
        assert_eq!(pace.rest(after(450)), TICK);
    }

    #[test]
    fn without_a_change_it_is_read_once_a_minute() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let later = start + SELDOM;
        assert_eq!(pace.take(later), Some(Due::Tick));
        assert_eq!(pace.take(later), Some(Due::Read(Part::Live)));
        assert_eq!(pace.take(later), None);
    }
}
