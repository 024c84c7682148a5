//! A power cut in each operation of the store, at each moment.

use std::sync::Mutex;

use torture::{Bounds, DEEDS, Detail, Figures, Workload, explore_all};

#[test]
fn no_power_cut_in_an_operation_loses_or_halves_anything() {
    let bounds = Bounds { detail: Detail::Coarse, most: 2000, seed: 1 };
    let mut workloads = vec![Workload::first()];
    workloads.extend(DEEDS.iter().map(|deed| Workload::after_the_past(&[deed])));
    let all = Mutex::new((Figures::default(), Vec::new()));
    explore_all(&workloads, &bounds, &|workload, figures, findings| {
        println!("{}: {figures:?}", workload.name());
        let mut all = all.lock().unwrap();
        all.0 += *figures;
        all.1.extend_from_slice(findings);
    })
    .unwrap();
    let (figures, findings) = all.into_inner().unwrap();
    println!("{figures:?}");
    for finding in &findings {
        println!("{}\n  {}\n  {}\n{}", finding.workload, finding.moment, finding.what, finding.state);
    }
    assert_eq!(findings.len(), 0);
    assert!(figures.distinct > 1000);
}
