//! `cargo xtask torture crash`.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Result, bail};
use comfy_table::{Table, presets};
use torture::{Bounds, Detail, Figures, Finding, Names, Workload};

#[derive(clap::Args)]
pub(crate) struct CrashArgs {
    /// Cut each write at each byte, and try all triples with a resume in them.
    #[arg(long)]
    long: bool,
    /// What drawing begins with, where there are too many states to try them all.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only what ends with this operation.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Operations alone, not in pairs and triples.
    #[arg(long)]
    singles: bool,
}

pub(crate) fn run(args: &CrashArgs) -> Result<()> {
    let names = Names::ByFolder;
    let bounds = match args.long {
        false => Bounds {
            names,
            detail: Detail::Coarse,
            most: 2_000,
            most_second: 40,
            second_of: 16,
            seed: args.seed,
        },
        true => Bounds {
            names,
            detail: Detail::Fine,
            most: 20_000,
            most_second: 200,
            second_of: 16,
            seed: args.seed,
        },
    };
    let mut workloads = torture::singles();
    if !args.singles {
        workloads.extend(torture::pairs());
        workloads.extend(if args.long { torture::all_triples() } else { torture::triples() });
    }
    workloads.retain(|it| args.only.as_deref().is_none_or(|name| it.last() == name));
    let start = Instant::now();
    let tried: Mutex<(BTreeMap<&str, Figures>, Vec<Finding>)> = Mutex::default();
    let told = |workload: &Workload, figures: &Figures, findings: &[Finding]| {
        findings.iter().for_each(tell);
        let Ok(mut tried) = tried.lock() else { return };
        *tried.0.entry(workload.last()).or_default() += *figures;
        tried.1.extend_from_slice(findings);
    };
    torture::explore_all(&workloads, &bounds, &told).map_err(anyhow::Error::msg)?;
    let (figures, findings) = tried.into_inner().unwrap_or_default();
    println!("{}", table(&figures));
    println!("\n{:.0} s, seed {}", start.elapsed().as_secs_f64(), args.seed);
    if !findings.is_empty() {
        bail!("{} states are not as they must be", findings.len());
    }
    Ok(())
}

fn tell(finding: &Finding) {
    let Finding { workload, moment, what, state } = finding;
    eprintln!("{workload}\n  cut after {moment}\n  {what}\n{state}");
}

fn table(by_deed: &BTreeMap<&str, Figures>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["last operation", "workloads", "moments", "drawn", "states", "distinct", "second cut"]);
    let mut all = Figures::default();
    for (name, figures) in by_deed {
        all += *figures;
        table.add_row(row(name, figures));
    }
    table.add_row(row("all", &all));
    table
}

fn row(name: &str, figures: &Figures) -> Vec<String> {
    let Figures { workloads, moments, drawn, states, distinct, second } = *figures;
    let numbers = [workloads, moments, drawn, states, distinct, second];
    std::iter::once(name.to_owned()).chain(numbers.map(|it| it.to_string())).collect()
}
