use app::{Finding, Surroundings, Workspace};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{self, Form};
use crate::{edge, gits};

/// Look at everything that can be wrong
///
/// Files that cannot be read, changes that are not finished, folders, locks, permissions, temporary files, the clock, two
/// files for one session, notes that hooks need, the history, the hooks and their log. Nothing is changed without --fix,
/// and no record is deleted with it: what cannot be read is put back from the last snapshot or moved to the quarantine.
///
/// It ends with 0 where all is well or was mended, with 1 where something is left.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session doctor\n  git session doctor --fix")]
pub(crate) struct Args {
    /// Mend what can be mended
    #[arg(long)]
    fix: bool,
}

#[derive(Serialize)]
struct Checkup {
    findings: Vec<FindingJson>,
}

#[derive(Serialize)]
struct FindingJson {
    place: String,
    what: String,
    note: bool,
    remedy: Option<String>,
    done: Option<String>,
    error: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let search_path = edge::search_path();
    let around =
        Surroundings { gits: gits::find(&search_path), search_path, switched_off: edge::hooks_are_off() };
    let found = workspace.doctor(args.fix, &around)?;
    match form {
        Form::Json => output::json(Checkup { findings: found.iter().map(json).collect() })?,
        Form::Pipe => output::lines(found.iter().map(line))?,
        Form::People => output::lines(people(&found, args.fix))?,
    }
    match found.iter().filter(|finding| finding.is_left()).count() {
        0 => Ok(()),
        left => Err(Failure::Unwell { left, fixed: args.fix }),
    }
}

fn json(finding: &Finding) -> FindingJson {
    FindingJson {
        place: finding.place.clone(),
        what: finding.what.clone(),
        note: finding.is_note,
        remedy: finding.remedy.clone(),
        done: finding.done.as_ref().and_then(|done| done.as_ref().ok()).cloned(),
        error: finding.done.as_ref().and_then(|done| done.as_ref().err()).cloned(),
    }
}

fn line(finding: &Finding) -> String {
    let kind = match &finding.done {
        _ if finding.is_note && finding.done.is_none() => "note",
        None => "wrong",
        Some(Ok(_)) => "fixed",
        Some(Err(_)) => "failed",
    };
    let (Ok(done) | Err(done)) = finding.done.clone().unwrap_or_else(|| Ok(String::new()));
    report::pipe::row(&[
        "finding",
        kind,
        &finding.place,
        &finding.what,
        finding.remedy.as_deref().unwrap_or_default(),
        &done,
    ])
}

fn people(found: &[Finding], fix: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in found {
        let kind = if finding.is_note { "note" } else { "wrong" };
        lines.push(core_model::clean(&format!("{kind}: {}: {}", finding.place, finding.what)));
        let below = match (&finding.done, &finding.remedy) {
            (Some(Ok(done)), _) => Some(format!("  done: {done}")),
            (Some(Err(error)), _) => Some(format!("  failed: {error}")),
            (None, Some(remedy)) if !fix => Some(format!("  --fix: {remedy}")),
            (None, _) => None,
        };
        lines.extend(below.map(|line| core_model::clean(&line)));
    }
    if found.iter().all(|finding| finding.is_note && finding.done.is_none()) {
        lines.push("All is well.".into());
    } else if !found.iter().any(Finding::is_left) {
        lines.push("Nothing is wrong any more.".into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_wrong_is_said_to_be_so_no_more() {
        let finding = |is_note, done: Option<&str>| Finding {
            place: "here".into(),
            what: "it rains".into(),
            remedy: None,
            done: done.map(|done| Ok(done.into())),
            is_note,
        };
        let last = |found: &[Finding]| people(found, true).pop().unwrap();
        assert_eq!(last(&[]), "All is well.");
        assert_eq!(last(&[finding(true, None)]), "All is well.");
        assert_eq!(
            last(&[finding(true, None), finding(false, Some("mended"))]),
            "Nothing is wrong any more."
        );
        assert_eq!(last(&[finding(false, None)]), "wrong: here: it rains");
    }
}
