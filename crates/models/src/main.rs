fn main() {
    use models::interleavings::lock_files::{self, FileRule};
    for (w, n, d) in
        [(None, 3, 2), (None, 4, 2), (Some(FileRule::LookAgain), 3, 1), (Some(FileRule::NeverDeleted), 3, 0)]
    {
        let e = lock_files::explore(n, d, w, 1);
        println!("{w:?} {n} {d} {} states", e.states);
        for f in e.failures {
            println!("  FAILS {}\n    {}", f.claim, f.steps.join("\n    "));
        }
    }
    let a: Vec<usize> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    for s in models::interleavings::Scenario::all(a[0], a[1] as u8) {
        let t = std::time::Instant::now();
        let e = models::interleavings::explore(&s, None, 2);
        println!("{}: {} states, depth {}, {:.2?}", s.name, e.states, e.depth, t.elapsed());
        for f in e.failures {
            println!("  FAILS {}\n    {}", f.claim, f.steps.join("\n    "));
        }
    }
    let s = models::interleavings::Scenario::everybody(a[0], a[1] as u8);
    let t = std::time::Instant::now();
    let e = models::interleavings::explore(&s, None, 2);
    println!("{}: {} states, depth {}, {:.2?}", s.name, e.states, e.depth, t.elapsed());
    for f in e.failures {
        println!("  FAILS {}\n    {}", f.claim, f.steps.join("\n    "));
    }
    for r in models::interleavings::Rule::ALL {
        println!("== without {}", r.describe());
        for s in models::interleavings::Scenario::all(2, 1) {
            let e = models::interleavings::explore(&s, Some(r), 1);
            let f2 = !e.failures.is_empty();
            for f in e.failures {
                println!("  {}: {} ({} steps, {} states)", s.name, f.claim, f.steps.len(), e.states);
            }
            if f2 {
                break;
            }
        }
    }
}
