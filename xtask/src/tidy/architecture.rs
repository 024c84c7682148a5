//! `ARCHITECTURE.md` knows each crate.

use anyhow::Result;

use super::Problem;
use super::project::Project;

const PLACE: &str = "ARCHITECTURE.md";

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let Some(document) = project.text(PLACE) else { return Ok(Vec::new()) };
    let folders = project.rooms.iter().filter_map(|room| room.manifest.strip_suffix("/Cargo.toml"));
    Ok(missing(&document, folders.filter(|folder| folder.starts_with("crates/"))))
}

fn missing<'p>(document: &str, folders: impl Iterator<Item = &'p str>) -> Vec<Problem> {
    let problem = |folder: &str| Problem {
        place: PLACE.to_owned(),
        rule: "architecture",
        what: format!("says nothing of `{folder}`"),
    };
    folders.filter(|folder| !names(document, folder)).map(problem).collect()
}

/// `crates/git` is not named by `crates/git-lfs`.
fn names(document: &str, folder: &str) -> bool {
    let goes_on = |after: char| after.is_alphanumeric() || after == '-' || after == '_';
    document.match_indices(folder).any(|(at, _)| !document[at + folder.len()..].starts_with(goes_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_is_not_named_is_a_problem() {
        let problems = missing("`crates/git-lfs`, `crates/app`.", ["crates/git", "crates/app"].into_iter());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].what, "says nothing of `crates/git`");
    }
}
