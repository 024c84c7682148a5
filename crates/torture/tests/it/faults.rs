//! A disk that fails, at each call of each operation; and a process that is killed there.

use torture::{Bounds, Cases, Detail, Extent, Failure, Names, fail_all, kill_all};

const BOUNDS: Bounds =
    Bounds { names: Names::ByFolder, detail: Detail::Coarse, most: 6, most_second: 1, second_of: 1, seed: 1 };

#[derive(Default)]
struct Tried {
    cases: Cases,
    failures: Vec<Failure>,
}

impl Tried {
    fn add(&mut self, cases: &Cases, failures: &[Failure]) {
        self.cases += *cases;
        self.failures.extend_from_slice(failures);
    }

    fn judge(self) {
        println!("{:?}", self.cases);
        assert!(self.failures.is_empty(), "{:#?}", self.failures);
        let Cases { faults, done, refused, cuts, .. } = self.cases;
        assert!(faults > 300 && done > 100 && refused > 30 && cuts > 300, "{:?}", self.cases);
    }
}

#[test]
fn what_is_answered_on_a_failing_disk_is_true_and_nothing_is_lost() {
    let mut tried = Tried::default();
    fail_all(Extent::Short, &BOUNDS, &mut |_, cases, failures| tried.add(cases, failures)).unwrap();
    tried.judge();
}

#[test]
fn whoever_goes_on_after_a_kill_is_promised_no_less() {
    let mut tried = Tried::default();
    let bounds = Bounds { names: Names::ByFileToo, ..BOUNDS };
    kill_all(Extent::Short, &bounds, &mut |_, cases, failures| tried.add(cases, failures)).unwrap();
    tried.judge();
}
