//! `cargo xtask torture faults`.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Result, bail};
use comfy_table::{Table, presets};
use torture::{Bounds, Cases, Detail, Extent, Failure, Names};

#[derive(clap::Args)]
pub(crate) struct FaultsArgs {
    /// What drawing begins with, where there are too many states after a power cut to try them all.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const BOUNDS: Bounds = Bounds {
    names: Names::ByFolder,
    detail: Detail::Coarse,
    most: 200,
    most_second: 1,
    second_of: 1,
    seed: 1,
};

/// What came of one part.
#[derive(Default)]
struct Tried {
    by_deed: BTreeMap<String, Cases>,
    count: usize,
}

pub(crate) fn run(args: &FaultsArgs) -> Result<()> {
    let start = Instant::now();
    let bounds = Bounds { seed: args.seed, ..BOUNDS };
    let mut failed = 0;
    println!("Each call of each operation fails, in five ways, once and for good:\n");
    let mut tried = Tried::default();
    torture::fail_all(Extent::Full, &bounds, &mut |name, cases, failures| tried.add(name, cases, failures))
        .map_err(anyhow::Error::msg)?;
    failed += tried.print();
    println!("\nAn operation is killed at each of its calls, another goes on, and the power is cut:\n");
    let mut tried = Tried::default();
    let bounds = Bounds { names: Names::ByFileToo, ..bounds };
    torture::kill_all(Extent::Full, &bounds, &mut |name, cases, failures| tried.add(name, cases, failures))
        .map_err(anyhow::Error::msg)?;
    failed += tried.print();
    println!("\n{:.0} s, seed {}", start.elapsed().as_secs_f64(), args.seed);
    if failed > 0 {
        bail!("after {failed} faults something is not as it must be");
    }
    Ok(())
}

impl Tried {
    fn add(&mut self, name: &str, cases: &Cases, failures: &[Failure]) {
        *self.by_deed.entry(name.to_owned()).or_default() += *cases;
        self.count += failures.len();
        for Failure { operation, fault, what } in failures {
            eprintln!("{operation}\n  {fault}\n  {what}");
        }
    }

    fn print(&self) -> usize {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN);
        table.set_header(["operation", "faults", "done", "not done", "may be done", "states after a cut"]);
        let mut all = Cases::default();
        for (name, cases) in &self.by_deed {
            all += *cases;
            table.add_row(row(name, cases));
        }
        table.add_row(row("all", &all));
        println!("{table}");
        self.count
    }
}

fn row(name: &str, cases: &Cases) -> Vec<String> {
    let Cases { faults, done, refused, may_be_done, cuts, .. } = *cases;
    let numbers = [faults, done, refused, may_be_done, cuts];
    std::iter::once(name.to_owned()).chain(numbers.map(|it| it.to_string())).collect()
}
