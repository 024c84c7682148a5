//! The pure rooms have no files, clock, environment or randomness: neither in what they depend on, nor in
//! what they say. Each is asked for by itself, since a build of the whole workspace unites the features
//! that its packages ask for, and so hides one that came from next door.

use anyhow::Result;

use super::Problem;
use super::project::{Project, Room};
use super::purity_source::find_uses;
use super::table::Pure;
use crate::workspace;

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let pure = &project.table.pure;
    let mut problems = Vec::new();
    for room in project.rooms.iter().filter(|room| pure.rooms.contains(&room.name)) {
        let mut tree = workspace::cargo();
        tree.args(["tree", "--locked", "--package", &room.package, "--edges", "normal,no-proc-macro"]);
        tree.args(["--prefix", "none", "--format", "{p}|{f}"]);
        problems.extend(impure_dependencies(pure, room, &workspace::read(&mut tree)?));
        problems.extend(impure_source(project, room)?);

        let mut alone = workspace::cargo();
        alone.args(["check", "--quiet", "--locked", "--package", &room.package]);
        if let Err(error) = workspace::run(&mut alone) {
            problems.push(problem(&room.manifest, format!("does not build by itself: {error}")));
        }
    }
    Ok(problems)
}

/// `tree`: a line for each package, `name version …|feature,feature`.
fn impure_dependencies(pure: &Pure, room: &Room, tree: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    for line in tree.lines() {
        let (package, features) = line.split_once('|').unwrap_or((line, ""));
        let name = package.split(' ').next().unwrap_or(package);
        if let Some(reason) = pure.packages.get(name) {
            found.push(format!("depends on `{name}`: {reason}"));
        }
        for feature in features.split(',') {
            // cargo marks what it has shown before.
            let feature = format!("{name}/{}", feature.trim_end_matches(" (*)"));
            if let Some(reason) = pure.features.get(&feature) {
                found.push(format!("has the feature `{feature}`: {reason}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|what| problem(&room.manifest, what)).collect()
}

fn impure_source(project: &Project, room: &Room) -> Result<Vec<Problem>> {
    let source = room.manifest.replace("Cargo.toml", "src/");
    let mut problems = Vec::new();
    for place in project.files.iter().filter(|place| place.starts_with(&source) && !is_test_file(place)) {
        let Some(text) = project.text(place) else { continue };
        let uses = find_uses(&text, &project.table.pure.source);
        let uses = uses.map_err(|error| anyhow::anyhow!("{place}: {error}"))?;
        problems.extend(uses.into_iter().map(|found| {
            problem(&format!("{place}:{}", found.line), format!("`{}`: {}", found.piece, found.reason))
        }));
    }
    Ok(problems)
}

fn is_test_file(place: &str) -> bool {
    !place.ends_with(".rs") || place.ends_with("tests.rs") || place.contains("/tests/")
}

fn problem(place: &str, what: String) -> Problem {
    Problem { place: place.to_owned(), rule: "purity", what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependencies(tree: &str) -> Vec<String> {
        let pure: Pure = toml::from_str(
            r#"
            rooms = ["core-model"]
            packages = { getrandom = "randomness" }
            features = { "chrono/now" = "reads the clock" }
            source = {}
            "#,
        )
        .unwrap();
        let room = Room {
            name: "core-model".to_owned(),
            package: "git-session-core-model".to_owned(),
            manifest: "crates/core-model/Cargo.toml".to_owned(),
            dependencies: Vec::new(),
        };
        impure_dependencies(&pure, &room, tree).into_iter().map(|problem| problem.to_string()).collect()
    }

    #[test]
    fn values_alone_pass() {
        let tree = "git-session-core-model v0.1.0 (/x)|\nchrono v0.4.45|alloc,std\nnum-traits v0.2.19|i128\n";
        assert!(dependencies(tree).is_empty());
    }

    #[test]
    fn a_feature_that_reads_the_clock_is_named_once() {
        let tree = "chrono v0.4.45|alloc,now,std\nchrono v0.4.45|alloc,now,std (*)\n";
        let expected =
            ["crates/core-model/Cargo.toml: has the feature `chrono/now`: reads the clock [purity]"];
        assert_eq!(dependencies(tree), expected);
        assert_eq!(dependencies("chrono v0.4.45|now (*)"), expected);
    }

    #[test]
    fn an_impure_package_is_named_wherever_it_comes_from() {
        let expected = ["crates/core-model/Cargo.toml: depends on `getrandom`: randomness [purity]"];
        assert_eq!(dependencies("getrandom v0.4.1|std"), expected);
    }
}
