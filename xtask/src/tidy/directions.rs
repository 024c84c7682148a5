//! Dependencies run as the table says, and what has one home stays there.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Problem;
use super::project::{Dependency, Project, Room};
use super::table::{self, Table};

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let Project { table, rooms, .. } = project;
    let mut problems = stale_names(table, rooms);
    for room in rooms {
        problems.extend(wrong_directions(table, room));
        problems.extend(strays(&table.homes, room));
    }
    Ok(problems)
}

fn wrong_directions(table: &Table, room: &Room) -> Vec<Problem> {
    let problem = |what: String| Problem { place: room.manifest.clone(), rule: "directions", what };
    let Some(allowed) = table.rooms.get(&room.name) else {
        return vec![problem(format!("room `{}` is not in {}", room.name, table::PLACE))];
    };
    let is_allowed = |dependency: &Dependency, target: &String| {
        let anything = allowed.iter().any(|name| name == "*");
        anything || allowed.contains(target) || dependency.dev && table.dev.everywhere.contains(target)
    };
    let mut problems = Vec::new();
    for dependency in &room.dependencies {
        if let Some(target) = &dependency.room
            && !is_allowed(dependency, target)
        {
            let kind = if dependency.dev { "dev-depend" } else { "depend" };
            problems.push(problem(format!("`{}` may not {kind} on `{target}`", room.name)));
        }
    }
    problems
}

fn strays(homes: &BTreeMap<String, Vec<String>>, room: &Room) -> Vec<Problem> {
    let stray = |dependency: &Dependency| {
        let allowed = homes.get(&dependency.package)?;
        let what = format!("`{}` is at home in {} alone", dependency.package, allowed.join(" and "));
        let place = room.manifest.clone();
        (!allowed.contains(&room.name)).then_some(Problem { place, rule: "homes", what })
    };
    room.dependencies.iter().filter_map(stray).collect()
}

/// A table that names what is gone allows more than anyone has read.
fn stale_names(table: &Table, rooms: &[Room]) -> Vec<Problem> {
    let named = table.rooms.keys().chain(table.rooms.values().flatten());
    let named =
        named.chain(&table.dev.everywhere).chain(table.homes.values().flatten()).chain(&table.pure.rooms);
    let mut stale: Vec<_> =
        named.filter(|name| *name != "*" && !rooms.iter().any(|room| room.name == **name)).collect();
    stale.sort();
    stale.dedup();
    let problem = |name: &String| Problem {
        place: table::PLACE.to_owned(),
        rule: "directions",
        what: format!("there is no room `{name}`"),
    };
    stale.into_iter().map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        toml::from_str(
            r#"
            rooms = { store = ["locking"], locking = [], testkit = [], xtask = ["*"] }
            dev = { everywhere = ["testkit"] }
            homes = { fd-lock = ["locking"] }
            pure = { rooms = [], packages = {}, features = {}, source = {} }
            "#,
        )
        .unwrap()
    }

    fn room(name: &str, dependencies: &[(&str, bool)]) -> Room {
        let ours = ["store", "locking", "testkit"];
        let dependency = |(package, dev): &(&str, bool)| Dependency {
            package: (*package).to_owned(),
            room: ours.contains(package).then(|| (*package).to_owned()),
            dev: *dev,
        };
        Room {
            name: name.to_owned(),
            package: format!("git-session-{name}"),
            manifest: format!("crates/{name}/Cargo.toml"),
            dependencies: dependencies.iter().map(dependency).collect(),
        }
    }

    fn wrong(room: &Room) -> Vec<String> {
        wrong_directions(&table(), room).into_iter().map(|problem| problem.to_string()).collect()
    }

    #[test]
    fn what_the_table_allows_passes() {
        assert!(wrong(&room("store", &[("locking", false), ("testkit", true), ("serde", false)])).is_empty());
        assert!(wrong(&room("xtask", &[("store", false), ("locking", true)])).is_empty());
    }

    #[test]
    fn a_dependency_upwards_is_named() {
        let expected = ["crates/locking/Cargo.toml: `locking` may not depend on `store` [directions]"];
        assert_eq!(wrong(&room("locking", &[("store", false)])), expected);
    }

    #[test]
    fn testkit_is_open_to_tests_alone() {
        let expected = ["crates/store/Cargo.toml: `store` may not depend on `testkit` [directions]"];
        assert_eq!(wrong(&room("store", &[("testkit", false)])), expected);
    }

    #[test]
    fn tests_may_not_reach_upwards_either() {
        let expected = ["crates/locking/Cargo.toml: `locking` may not dev-depend on `store` [directions]"];
        assert_eq!(wrong(&room("locking", &[("store", true)])), expected);
    }

    #[test]
    fn a_room_that_is_not_in_the_table_is_a_problem() {
        let expected = ["crates/web/Cargo.toml: room `web` is not in xtask/rooms.toml [directions]"];
        assert_eq!(wrong(&room("web", &[])), expected);
    }

    #[test]
    fn a_package_away_from_its_home_is_named_even_for_tests() {
        let problems = strays(&table().homes, &room("store", &[("fd-lock", true)]));
        assert_eq!(problems[0].what, "`fd-lock` is at home in locking alone");
        assert!(strays(&table().homes, &room("locking", &[("fd-lock", false)])).is_empty());
    }

    #[test]
    fn a_room_that_is_gone_may_not_stay_in_the_table() {
        let rooms = [room("store", &[]), room("locking", &[]), room("testkit", &[])];
        let problems = stale_names(&table(), &rooms);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].what, "there is no room `xtask`");
    }
}
