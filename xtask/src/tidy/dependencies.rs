//! `docs/dependencies.md` says of each package of others' where it is used, and why.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Problem;
use super::project::{Project, Room};

const PLACE: &str = "docs/dependencies.md";

/// Package → the rooms that depend on it.
type Used<'p> = BTreeMap<&'p str, BTreeSet<&'p str>>;

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let manifest: RootManifest = project.toml("Cargo.toml")?;
    let document = project.text(PLACE).with_context(|| format!("{PLACE} cannot be read"))?;
    let used = used(&project.rooms);
    let mut problems = disagreements(&used, &read_entries(&document));
    problems.extend(unused(&used, &manifest.workspace.dependencies));
    Ok(problems)
}

fn used(rooms: &[Room]) -> Used<'_> {
    let mut used = Used::new();
    for room in rooms {
        for dependency in room.dependencies.iter().filter(|dependency| dependency.room.is_none()) {
            used.entry(&dependency.package).or_default().insert(&room.name);
        }
    }
    used
}

/// A row of the document's table.
struct Entry<'d> {
    line: usize,
    name: &'d str,
    rooms: &'d str,
    why: &'d str,
}

/// The rows whose first cell is one name in code.
fn read_entries(document: &str) -> Vec<Entry<'_>> {
    (1..).zip(document.lines()).filter_map(|(line, text)| read_entry(line, text)).collect()
}

fn read_entry(line: usize, text: &str) -> Option<Entry<'_>> {
    let mut cells = text.trim().strip_prefix('|')?.split('|').map(str::trim);
    let name = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
    Some(Entry { line, name, rooms: cells.next()?, why: cells.next()? })
}

fn disagreements(used: &Used<'_>, entries: &[Entry<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, rooms) in used {
        if !entries.iter().any(|entry| entry.name == *name) {
            problems.push(problem(PLACE, format!("no line for `{name}`, used by {}", join(rooms))));
        }
    }
    for entry in entries {
        let place = format!("{PLACE}:{}", entry.line);
        let Entry { name, rooms, why, .. } = entry;
        match used.get(name).map(join) {
            None => problems.push(problem(&place, format!("nothing uses `{name}`"))),
            Some(users) if users != *rooms => {
                problems.push(problem(&place, format!("`{name}` is used by {users}, not by {rooms}")));
            }
            Some(_) if why.is_empty() => problems.push(problem(&place, format!("`{name}` has no reason"))),
            Some(_) => {}
        }
    }
    problems
}

#[derive(Deserialize)]
struct RootManifest {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    dependencies: BTreeMap<String, toml::Value>,
}

/// Ours may wait for their first use; others' may not.
fn unused(used: &Used<'_>, named: &BTreeMap<String, toml::Value>) -> Vec<Problem> {
    let others = named.iter().filter(|(_, value)| value.get("path").is_none());
    let packages = others.map(|(key, value)| match value.get("package") {
        Some(toml::Value::String(package)) => package,
        _ => key,
    });
    let unused = packages.filter(|package| !used.contains_key(package.as_str()));
    unused.map(|package| problem("Cargo.toml", format!("no room depends on `{package}`"))).collect()
}

fn join(rooms: &BTreeSet<&str>) -> String {
    rooms.iter().copied().collect::<Vec<_>>().join(", ")
}

fn problem(place: &str, what: String) -> Problem {
    Problem { place: place.to_owned(), rule: "dependencies", what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(document: &str) -> Vec<String> {
        let used = BTreeMap::from([("toml", BTreeSet::from(["config", "store"]))]);
        let problems = disagreements(&used, &read_entries(document));
        problems.into_iter().map(|problem| problem.to_string()).collect()
    }

    #[test]
    fn a_line_with_rooms_and_reason_passes() {
        assert!(
            verdict("| name | where | why |\n|---|---|---|\n| `toml` | config, store | the format |")
                .is_empty()
        );
    }

    #[test]
    fn a_missing_line_is_named_with_its_users() {
        let expected = ["docs/dependencies.md: no line for `toml`, used by config, store [dependencies]"];
        assert_eq!(verdict("`toml` in a sentence is no line"), expected);
    }

    #[test]
    fn a_stale_line_is_named() {
        let found = verdict("| `toml` | config, store | the format |\n| `rand` | store | ids |");
        assert_eq!(found, ["docs/dependencies.md:2: nothing uses `rand` [dependencies]"]);
    }

    #[test]
    fn wrong_rooms_and_a_missing_reason_are_named() {
        let found = verdict("| `toml` | store | the format |");
        let expected =
            ["docs/dependencies.md:1: `toml` is used by config, store, not by store [dependencies]"];
        assert_eq!(found, expected);
        assert!(verdict("| `toml` | config, store |  |")[0].contains("has no reason"));
    }

    #[test]
    fn what_the_workspace_names_is_used() {
        let named = toml::from_str(
            r#"
            toml = "1"
            chrono = { version = "0.4" }
            store = { path = "crates/store" }
            "#,
        );
        let problems = unused(&BTreeMap::from([("toml", BTreeSet::from(["store"]))]), &named.unwrap());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].what, "no room depends on `chrono`");
    }
}
