//! A disk that fails, at each call of each operation.

use torture::{Bounds, Cases, Detail, Fault, Names, fail_all, kill_all};

const BOUNDS: Bounds = Bounds {
    names: Names::ByFolder,
    detail: Detail::Coarse,
    most: 30,
    most_second: 1,
    second_of: 1,
    seed: 1,
};

#[test]
fn what_is_answered_on_a_failing_disk_is_true_and_nothing_is_lost() {
    let bounds = Bounds { names: Names::ByFolder, ..BOUNDS };
    let (mut all, mut failures) = (Cases::default(), Vec::new());
    fail_all(&Fault::ALL, &bounds, &mut |_, cases, found| {
        all += *cases;
        failures.extend_from_slice(found);
    })
    .unwrap();
    println!("{all:?}");
    for failure in &failures {
        println!("{} | {} | {}", failure.operation, failure.fault, failure.what);
    }
    assert_eq!(failures.len(), 0);
    assert!(all.faults > 1000 && all.cuts > 1000, "{all:?}");
}

#[test]
fn whoever_goes_on_after_a_kill_is_promised_no_less() {
    let bounds = Bounds { names: Names::ByFileToo, ..BOUNDS };
    let (mut all, mut failures) = (Cases::default(), Vec::new());
    kill_all(&bounds, &mut |_, cases, found| {
        all += *cases;
        failures.extend_from_slice(found);
    })
    .unwrap();
    println!("{all:?}");
    for failure in &failures {
        println!("{} | {} | {}", failure.operation, failure.fault, failure.what);
    }
    assert_eq!(failures.len(), 0);
    assert!(all.faults > 1000 && all.cuts > 1000, "{all:?}");
}
