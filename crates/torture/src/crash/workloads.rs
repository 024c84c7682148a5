//! Which deeds follow which.

use super::recording::Workload;
use crate::deeds::{DEEDS, named};

/// What follows a resume in the triples: entries that are not synced, and ends, on both sides of it.
const AFTER_RESUME: [&str; 6] = [
    "heartbeat in the child",
    "event in the child",
    "complete the child",
    "commit, long",
    "forget the parked one",
    "start",
];

/// Each deed, after the past.
#[must_use]
pub fn singles() -> Vec<Workload> {
    let mut workloads = vec![Workload::first()];
    workloads.extend(DEEDS.iter().map(|deed| Workload::after_the_past(&[deed])));
    workloads
}

/// Each two deeds in each order.
#[must_use]
pub fn pairs() -> Vec<Workload> {
    let pairs = DEEDS.iter().flat_map(|first| DEEDS.iter().map(move |then| [*first, *then]));
    pairs.map(|pair| Workload::after_the_past(&pair)).collect()
}

/// A resume, something after it, and each deed after that.
#[must_use]
pub fn triples() -> Vec<Workload> {
    let Some(resume) = named("resume") else { return Vec::new() };
    let seconds = AFTER_RESUME.iter().filter_map(|name| named(name));
    let triples = seconds.flat_map(|second| DEEDS.iter().map(move |third| [resume, second, *third]));
    triples.map(|triple| Workload::after_the_past(&triple)).collect()
}

/// Each three deeds of which one of the first two is a resume.
#[must_use]
pub fn all_triples() -> Vec<Workload> {
    let Some(resume) = named("resume") else { return Vec::new() };
    let triples = DEEDS
        .iter()
        .flat_map(|one| DEEDS.iter().flat_map(move |then| [[resume, *one, *then], [*one, resume, *then]]));
    triples.map(|triple| Workload::after_the_past(&triple)).collect()
}
