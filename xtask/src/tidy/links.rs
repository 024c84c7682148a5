//! A link in a document leads to a file of the project. Parts of a page (`#part`) are not looked for.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Problem;
use super::markdown::{self, Link};
use super::project::Project;

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    // What git still lists may be gone from the disk.
    let there = project.files.iter().map(String::as_str).filter(|file| project.root.join(file).exists());
    let there = with_folders(there);
    let mut problems = Vec::new();
    for place in project.files.iter().filter(|place| place.ends_with(".md")) {
        let Some(text) = project.text(place) else { continue };
        problems.extend(broken(place, &text, &there));
    }
    Ok(problems)
}

/// The files, and each folder that one of them is in.
fn with_folders<'p>(files: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let mut all = BTreeSet::from([""]);
    for file in files {
        all.insert(file);
        all.extend(file.match_indices('/').map(|(at, _)| &file[..at]));
    }
    all
}

fn broken(place: &str, text: &str, there: &BTreeSet<&str>) -> Vec<Problem> {
    let leads_nowhere = |link: &Link| {
        let Some(path) = relative_path(&link.target) else { return false };
        !resolve(place, path).is_some_and(|path| there.contains(path.as_str()))
    };
    let problem = |link: Link| Problem {
        place: format!("{place}:{}", link.line),
        rule: "links",
        what: format!("leads to {}, which is not there", link.target),
    };
    markdown::links(text).into_iter().filter(leads_nowhere).map(problem).collect()
}

/// The path in a link. `None`: it leads out of the project, or to a part of the same page.
fn relative_path(target: &str) -> Option<&str> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let scheme = |(scheme, _): (&str, &str)| !scheme.contains('/');
    let elsewhere = path.split_once(':').is_some_and(scheme) || path.starts_with("//");
    (!path.is_empty() && !elsewhere).then_some(path)
}

/// From the project's root. `None`: it lies outside.
fn resolve(place: &str, path: &str) -> Option<String> {
    let from_root = path.starts_with('/');
    let mut parts: Vec<_> = if from_root { Vec::new() } else { place.split('/').collect() };
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/").replace("%20", " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(place: &str, text: &str) -> Vec<String> {
        let files = ["README.md", "docs/format.md", "docs/a b.md", "crates/git/src/lib.rs"];
        let problems = broken(place, text, &with_folders(files.into_iter()));
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_its_line() {
        let expected = ["docs/format.md:2: leads to hooks.md, which is not there [links]"];
        assert_eq!(verdict("docs/format.md", "x\n[hooks](hooks.md)"), expected);
        assert_eq!(verdict("README.md", "[x](format.md) [y](docs/Format.md)").len(), 2);
    }

    #[test]
    fn files_and_folders_are_found_from_where_the_document_is() {
        let text =
            "[a](../README.md) [b](format.md#part) [c](../crates/git/) [d](a%20b.md) [e](/README.md) [f](..)";
        assert!(verdict("docs/format.md", text).is_empty());
        assert!(verdict("README.md", "[a](./docs/format.md) [b](crates/git/src)").is_empty());
    }

    #[test]
    fn what_lies_outside_of_the_project_is_a_problem() {
        assert_eq!(verdict("docs/format.md", "[a](../../README.md)").len(), 1);
    }

    #[test]
    fn other_sites_and_parts_of_the_page_are_not_looked_for() {
        assert!(
            verdict("README.md", "[a](https://rustup.rs) [b](#part) [c](mailto:a@example.org)").is_empty()
        );
    }
}
