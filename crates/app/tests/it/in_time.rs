//! Hooks whose time is over.

use std::cell::Cell;
use std::time::{Duration, Instant};

use app::{Edge, Event};
use core_model::{Session, SessionId};

use crate::kit::Kit;

/// Runs the hook for commits with so much time left, and says whether it asked to be watched.
fn run(kit: &Kit, left: Duration) -> bool {
    let mut edge: Edge = kit.edge();
    edge.git.until = Some(Instant::now() + left);
    let is_watched = Cell::new(false);
    app::hook::run(&edge, Event::PostCommit, &[], None, &|| is_watched.set(true));
    is_watched.get()
}

fn recorded(kit: &Kit, id: &SessionId) -> Vec<String> {
    let session: Session = kit.read(id);
    session.record().commits.iter().map(|commit| commit.facts.sha.clone()).collect()
}

#[test]
fn a_hook_without_time_says_so_and_the_next_one_records_each_commit_once() {
    let kit = Kit::new();
    let id = kit.started("Mend it");
    let (first, second) = (kit.repo.commit("First"), kit.repo.commit("Second"));
    let log = kit.repo.path().join(".git/git-session/hook.log");
    for _ in 0..2 {
        run(&kit, Duration::ZERO);
    }
    let said = std::fs::read_to_string(&log).unwrap();
    assert_eq!(
        said.matches("post-commit: gave up after 250 ms; what is left is recorded by").count(),
        2,
        "{said}"
    );
    assert!(!said.contains("goes to no session"), "{said}");
    run(&kit, Duration::from_secs(60));
    assert_eq!(recorded(&kit, &id), [first, second]);
    assert_eq!(std::fs::read_to_string(log).unwrap(), said);
}

#[test]
fn a_hook_that_takes_long_asks_to_be_watched_and_others_do_not() {
    let kit = Kit::new();
    let id = kit.started("Mend it");
    let first = kit.repo.commit("First");
    assert!(!run(&kit, Duration::from_secs(60)));
    let second = kit.repo.commit("Second");
    assert!(run(&kit, app::hook::BUDGET * 9 / 10));
    assert_eq!(recorded(&kit, &id), [first, second]);
}
