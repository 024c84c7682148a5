fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    for s in models::interleavings::Scenario::all(a[0], a[1] as u8) {
        let t = std::time::Instant::now();
        let e = models::interleavings::explore(&s, None, 2);
        println!("{}: {} states, depth {}, {:.2?}", s.name, e.states, e.depth, t.elapsed());
        for f in e.failures { println!("  FAILS {}\n    {}", f.claim, f.steps.join("\n    ")); }
    }
    for r in models::interleavings::Rule::ALL {
        println!("== without {}", r.describe());
        for s in models::interleavings::Scenario::all(2, 1) {
            let e = models::interleavings::explore(&s, Some(r), 1);
            let f2 = !e.failures.is_empty(); for f in e.failures { println!("  {}: {} ({} steps, {} states)", s.name, f.claim, f.steps.len(), e.states); } if f2 {break}
        }
    }
}
