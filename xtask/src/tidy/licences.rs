//! Each package that is built with ours has a licence that `deny.toml` allows.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use super::Problem;
use super::project::{Package, Project};

const PLACE: &str = "deny.toml";

/// The part of cargo-deny's file that is read here; its other keys are cargo-deny's own affair.
#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

/// More licences, for one package.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    package: String,
    allow: Vec<String>,
}

/// The licence of a package that does not name it in a form that can be read.
#[derive(Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    package: String,
    expression: String,
}

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let deny: Deny = project.toml(PLACE)?;
    unlicensed(&deny.licenses, &project.packages)
}

fn unlicensed(licences: &Licences, packages: &[Package]) -> Result<Vec<Problem>> {
    let allowed = licensees(&licences.allow)?;
    let mut problems = Vec::new();
    for package in packages {
        let mut allowed = allowed.clone();
        for exception in licences.exceptions.iter().filter(|entry| entry.package == package.name) {
            allowed.extend(licensees(&exception.allow)?);
        }
        let clarified = licences.clarify.iter().find(|entry| entry.package == package.name);
        let licence = clarified.map(|entry| &entry.expression).or(package.licence.as_ref());
        if let Err(why) = judge(licence, &allowed) {
            let what = format!("{} {} {why}", package.name, package.version);
            problems.push(Problem { place: PLACE.to_owned(), rule: "licences", what });
        }
    }
    Ok(problems)
}

fn judge(licence: Option<&String>, allowed: &[Licensee]) -> Result<(), String> {
    let licence = licence.ok_or("names no licence; a [[licenses.clarify]] can")?;
    let expression = Expression::parse_mode(licence, ParseMode::LAX)
        .map_err(|error| format!("has a licence that cannot be read, `{licence}`: {}", error.reason))?;
    if expression.evaluate(|asked| allowed.iter().any(|licensee| licensee.satisfies(asked))) {
        Ok(())
    } else {
        Err(format!("has the licence `{licence}`, which is not allowed"))
    }
}

fn licensees(names: &[String]) -> Result<Vec<Licensee>> {
    let licensee =
        |name: &String| Licensee::parse(name).with_context(|| format!("{PLACE}: licence `{name}`"));
    names.iter().map(licensee).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
        licenses.allow = ["MIT", "Apache-2.0"]
        licenses.exceptions = [{ crate = "tables", allow = ["Unicode-3.0"] }]
        licenses.clarify = [{ crate = "silent", expression = "MIT", license-files = [] }]
        bans.multiple-versions = "allow"
        "#;

    fn verdict(name: &str, licence: Option<&str>) -> Vec<String> {
        let deny: Deny = toml::from_str(DENY).unwrap();
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
        };
        let problems = unlicensed(&deny.licenses, &[package]).unwrap();
        problems.into_iter().map(|problem| problem.what).collect()
    }

    #[test]
    fn an_allowed_choice_is_enough_and_an_old_slash_is_a_choice() {
        assert!(verdict("a", Some("GPL-3.0-only OR MIT")).is_empty());
        assert!(verdict("a", Some("MIT/Apache-2.0")).is_empty());
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_named() {
        let expected = ["a 1.0.0 has the licence `MIT AND GPL-3.0-only`, which is not allowed"];
        assert_eq!(verdict("a", Some("MIT AND GPL-3.0-only")), expected);
    }

    #[test]
    fn an_exception_holds_for_its_package_alone() {
        assert!(verdict("tables", Some("MIT AND Unicode-3.0")).is_empty());
        assert_eq!(verdict("others", Some("MIT AND Unicode-3.0")).len(), 1);
    }

    #[test]
    fn a_package_without_a_licence_needs_a_clarification() {
        assert_eq!(verdict("a", None), ["a 1.0.0 names no licence; a [[licenses.clarify]] can"]);
        assert!(verdict("silent", None).is_empty());
    }

    #[test]
    fn nonsense_is_not_a_licence() {
        assert!(verdict("a", Some("whatever you like"))[0].contains("cannot be read"));
    }
}
