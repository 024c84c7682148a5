//! A test that the page on reliability names is there.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Problem;
use super::project::Project;

const PAGE: &str = "docs/reliability.md";

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let Some(page) = project.text(PAGE) else { return Ok(Vec::new()) };
    let sources = project.files.iter().filter(|place| place.ends_with(".rs"));
    let there: BTreeSet<String> =
        sources.filter_map(|place| project.text(place)).flat_map(|text| functions(&text)).collect();
    Ok(missing(&page, &there))
}

fn missing(page: &str, there: &BTreeSet<String>) -> Vec<Problem> {
    let is_gone = |name: &&str| !there.contains(*name);
    let problem = |name: &str| Problem {
        place: PAGE.into(),
        rule: "named tests",
        what: format!("names the test `{name}`, which is not there"),
    };
    named(page).into_iter().filter(is_gone).map(problem).collect()
}

/// What stands between backticks in the last column of a table and has the form of a test: words with `_` between them.
fn named(page: &str) -> Vec<&str> {
    let last = |row: &'_ str| row.trim_end().strip_suffix('|')?.rfind('|');
    let rows = page.lines().filter(|line| line.starts_with('|'));
    let columns = rows.filter_map(|row| Some(&row[last(row)?..]));
    let pieces = columns.flat_map(|column| column.split('`').skip(1).step_by(2));
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    pieces.filter(|piece| piece.contains('_') && piece.chars().all(word)).collect()
}

fn functions(source: &str) -> Vec<String> {
    let name = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        rest[end..].starts_with('(').then(|| rest[..end].to_owned())
    };
    source.split("fn ").skip(1).filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_is_named_and_not_there_is_told() {
        let page = "`not_in_a_table`\n| what | `no_column` | `a_rule_holds`, `b_rule_holds` |\n";
        let there: BTreeSet<String> = functions("#[test]\nfn a_rule_holds() {}\n").into_iter().collect();
        let told: Vec<String> = missing(page, &there).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            ["docs/reliability.md: names the test `b_rule_holds`, which is not there [named tests]"]
        );
    }
}
