//! `cargo xtask tidy`: what the compiler does not check. Each rule is a module; a rule answers problems,
//! and is told apart from the reading of files and of cargo's answers, so that a test can break it.

mod architecture;
mod dependencies;
mod directions;
mod licences;
mod links;
mod markdown;
mod named_tests;
mod project;
mod purity;
mod purity_source;
mod table;
mod text;

use std::fmt;

use anyhow::{Result, bail};

use crate::workspace;
use project::Project;

/// A rule that is broken, and where.
#[derive(Debug, PartialEq, Eq)]
struct Problem {
    /// The file to change, from the workspace's root.
    place: String,
    rule: &'static str,
    what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.place, self.what, self.rule)
    }
}

type Rule = fn(&Project) -> Result<Vec<Problem>>;

const RULES: [Rule; 8] = [
    directions::check,
    purity::check,
    licences::check,
    dependencies::check,
    text::check,
    links::check,
    named_tests::check,
    architecture::check,
];

pub(crate) fn run() -> Result<()> {
    let project = Project::read(&workspace::root())?;
    let mut problems = Vec::new();
    for rule in RULES {
        problems.extend(rule(&project)?);
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("1 problem"),
        count => bail!("{count} problems"),
    }
}
