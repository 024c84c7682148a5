//! Sessions that are looked after: what happens between the look and the deed counts.

use chrono::TimeDelta;
use core_model::care::Why;
use core_model::{SessionId, Status, StatusName, Time};

use crate::kit::{Kit, meanwhile};

fn closed(kit: &Kit, id: &SessionId) -> (Time, Time) {
    let session = kit.read(id);
    let Status::Completed(over) = session.status() else { panic!("{:?}", session.status()) };
    (over.ended_at, over.closed_at)
}

#[test]
fn a_sign_of_life_between_the_listing_and_the_closing_saves_a_session() {
    let kit = Kit::new();
    let [silent, spoke] = ["silent", "spoke up"].map(|intent| kit.started(intent));
    kit.let_pass(TimeDelta::hours(25));
    let other = kit.workspace();
    let speak = {
        let id = spoke.to_string();
        move || drop(other.event(Some(&id), "still here").unwrap())
    };
    // Both are listed as silent; before the first is closed, the second says something.
    meanwhile(vec![Box::new(|| {}), Box::new(|| {}), Box::new(speak)]);
    let cleaned = kit.workspace().clean().unwrap();
    let done: Vec<_> = cleaned
        .items
        .iter()
        .map(|item| (item.session.id(), item.done.as_ref().unwrap().as_ref().map(|care| care.why)))
        .collect();
    assert_eq!(done, [(&silent, Some(Why::Stale)), (&spoke, None)]);
    assert_eq!(kit.read(&silent).status().name(), StatusName::Completed);
    let session = kit.read(&spoke);
    assert_eq!(session.status().name(), StatusName::Active);
    assert_eq!(session.record().events.len(), 1);
}

#[test]
fn a_session_that_ends_between_the_listing_and_the_closing_stays_as_it_is() {
    let kit = Kit::new();
    let [parked, done] = ["parked", "done"].map(|intent| kit.started(intent));
    kit.let_pass(TimeDelta::hours(25));
    let other = kit.workspace();
    let [park, complete] = [&parked, &done].map(|id| Some(id.to_string()));
    let end = move || {
        other.park(&app::Park { session: park, reason: "lunch".into(), ..Default::default() }).unwrap();
        other.complete(&app::Complete { session: complete, ..Default::default() }).unwrap();
    };
    meanwhile(vec![Box::new(|| {}), Box::new(|| {}), Box::new(end)]);
    let cleaned = kit.workspace().clean().unwrap();
    assert!(cleaned.items.iter().all(|item| matches!(item.done, Ok(None))), "{:?}", cleaned.items);
    assert_eq!(kit.read(&parked).status().name(), StatusName::Parked);
    let session = kit.read(&done);
    let Status::Completed(over) = session.status() else { panic!("{:?}", session.status()) };
    assert_eq!(over.closed_by, "complete");
}

#[test]
fn each_is_judged_and_closed_at_a_time_of_its_own() {
    let kit = Kit::new();
    let [early, late] = ["early", "late"].map(|intent| kit.started(intent));
    let last_sign = kit.read(&early).derive_last_sign();
    kit.let_pass(TimeDelta::hours(25));
    kit.let_each_look_take(TimeDelta::minutes(1));
    let cleaned = kit.workspace().clean().unwrap();
    let (ended, first) = closed(&kit, &early);
    let (_, second) = closed(&kit, &late);
    assert_eq!(ended, last_sign);
    assert!(cleaned.now < first && first < second, "{} {first} {second}", cleaned.now);
}
