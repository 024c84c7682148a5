//! A power cut in each operation of the store, at each moment.

use std::sync::Mutex;

use torture::{Bounds, Detail, Figures, Finding, Names, Workload, explore_all, singles, triples};

const BOUNDS: Bounds = Bounds {
    names: Names::ByFolder,
    detail: Detail::Coarse,
    most: 60,
    most_second: 3,
    second_of: 32,
    seed: 1,
};

fn tried(workloads: &[Workload]) -> (Figures, Vec<Finding>) {
    let all = Mutex::new((Figures::default(), Vec::new()));
    explore_all(workloads, &BOUNDS, &|_, figures, findings| {
        let mut all = all.lock().unwrap();
        all.0 += *figures;
        all.1.extend_from_slice(findings);
    })
    .unwrap();
    let (figures, findings) = all.into_inner().unwrap();
    println!("{figures:?}");
    (figures, findings)
}

#[test]
fn no_power_cut_in_an_operation_loses_or_halves_anything() {
    let (figures, findings) = tried(&singles());
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(figures.distinct > 700 && figures.second > 20, "{figures:?}");
}

#[test]
fn nor_does_one_after_a_session_was_resumed() {
    let workloads: Vec<Workload> = triples().into_iter().step_by(41).collect();
    let (figures, findings) = tried(&workloads);
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(figures.distinct > 100, "{figures:?}");
}
