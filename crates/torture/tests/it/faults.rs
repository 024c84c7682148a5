//! A disk that fails, at each call of each operation.

use torture::{Bounds, Cases, Detail, Fault, fail_all};

#[test]
fn what_is_answered_on_a_failing_disk_is_true_and_nothing_is_lost() {
    let bounds = Bounds { detail: Detail::Coarse, most: 30, most_second: 1, second_of: 1, seed: 1 };
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
