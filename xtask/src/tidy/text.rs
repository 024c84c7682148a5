//! What holds for each file of text: its size, and that it speaks of no single machine. What users read, the
//! code included, must also be understood without the list of issues.

use anyhow::Result;

use super::Problem;
use super::project::Project;

/// Longer source is pointed out.
const LONG: usize = 400;
/// Longer source is a failure.
const TOO_LONG: usize = 500;

/// Folders of one machine. Put together here, so that this file passes its own rule.
const MACHINE: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// A reference to a list that the reader may not have.
const ISSUE: &str = concat!("iss", "ue #");

pub(super) fn check(project: &Project) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for place in &project.files {
        let Some(text) = project.text(place) else { continue };
        problems.extend(machine_paths(place, &text));
        problems.extend(issue_numbers(place, &text));
        problems.extend(too_long(place, &text));
        if place.ends_with(".rs") && is_long(&text) {
            eprintln!("warning: {place}: {} lines", text.lines().count());
        }
    }
    Ok(problems)
}

fn is_long(text: &str) -> bool {
    (LONG + 1..=TOO_LONG).contains(&text.lines().count())
}

fn too_long(place: &str, text: &str) -> Option<Problem> {
    let lines = text.lines().count();
    let what = format!("{lines} lines; cut it where a second idea begins ({TOO_LONG} at most)");
    (place.ends_with(".rs") && lines > TOO_LONG).then(|| problem(place.to_owned(), what))
}

fn machine_paths(place: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for path in MACHINE.iter().filter(|path| begins_a_path(line, path)) {
            problems
                .push(problem(format!("{place}:{number}"), format!("names a folder of one machine, {path}")));
        }
    }
    problems
}

fn issue_numbers(place: &str, text: &str) -> Vec<Problem> {
    if !(place.starts_with("crates/") || place.starts_with("docs/") || place == "README.md") {
        return Vec::new();
    }
    let lines = (1..).zip(text.lines()).filter(|(_, line)| line.to_lowercase().contains(ISSUE));
    let what = "refers to an issue by its number; say what it says";
    lines.map(|(number, _)| problem(format!("{place}:{number}"), what.to_owned())).collect()
}

/// Whether it stands there at the beginning of a path, not inside of one.
fn begins_a_path(line: &str, path: &str) -> bool {
    let inside = |before: char| before.is_alphanumeric() || "._-~}".contains(before);
    line.match_indices(path).any(|(at, _)| !line[..at].ends_with(inside))
}

fn problem(place: String, what: String) -> Problem {
    Problem { place, rule: "text", what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_one_machine_is_named_with_its_line() {
        let text = format!("fine\nsee `{}main`", MACHINE[0]);
        let problems = machine_paths("docs/x.md", &text);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place, "docs/x.md:2");
    }

    #[test]
    fn the_same_word_inside_a_path_is_fine() {
        assert!(machine_paths("docs/x.md", &format!("a/frame{}x and ~{0}x", MACHINE[0])).is_empty());
    }

    #[test]
    fn an_issue_by_its_number_is_a_problem_where_users_read() {
        let text = format!("fine\n// see {}12", ISSUE.to_uppercase());
        for place in ["crates/a/src/lib.rs", "docs/x.md", "README.md"] {
            let problems = issue_numbers(place, &text);
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].place, format!("{place}:2"));
        }
        assert!(issue_numbers("CHANGELOG.md", &text).is_empty());
        assert!(issue_numbers("docs/x.md", "an issue").is_empty());
    }

    #[test]
    fn long_source_is_pointed_out_and_too_long_source_is_a_problem() {
        assert!(!is_long(&"x\n".repeat(LONG)) && is_long(&"x\n".repeat(LONG + 1)));
        assert!(too_long("crates/a/src/lib.rs", &"x\n".repeat(TOO_LONG)).is_none());
        assert!(too_long("crates/a/src/lib.rs", &"x\n".repeat(TOO_LONG + 1)).is_some());
        assert!(too_long("Cargo.lock", &"x\n".repeat(TOO_LONG + 1)).is_none());
    }
}
