//! Time, as the kernel counts it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::workspace;

/// What one command took.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    pub(super) wall: Duration,
    /// User and system time of the command and of all that it waited for.
    pub(super) processor: Duration,
}

/// Runs it, silently; no other child may run meanwhile, since the kernel counts all of ours together.
pub(super) fn measure(command: &mut Command) -> Result<Sample> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let before = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let start = Instant::now();
    let status = command.status().with_context(|| format!("cannot run {}", workspace::describe(command)))?;
    let wall = start.elapsed();
    let after = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    if !status.success() {
        bail!("{} failed ({status})", workspace::describe(command));
    }
    Ok(Sample { wall, processor: processor(&after).saturating_sub(processor(&before)) })
}

fn processor(usage: &Usage) -> Duration {
    let duration = |time: TimeVal| {
        let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
        Duration::from_micros(micros.unsigned_abs())
    };
    duration(usage.user_time()) + duration(usage.system_time())
}

/// The middle one; of an even number, the middle between two.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[count / 2],
        count => (values[count / 2 - 1] + values[count / 2]) / 2.0,
    }
}

pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert!((median([3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median([4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < f64::EPSILON);
        assert!(median([]).is_nan());
    }

    #[test]
    fn the_time_of_grandchildren_is_counted() {
        let busy = "sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'; true";
        let sample = measure(Command::new("sh").args(["-c", busy])).unwrap();
        assert!(sample.processor > Duration::from_millis(5), "{:?}", sample.processor);
    }

    #[test]
    fn a_command_that_fails_is_no_sample() {
        assert!(measure(&mut Command::new("false")).is_err());
    }
}
