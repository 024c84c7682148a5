//! What became of the hooks.

use app::{HookOutcome, HookReport, How};
use serde::Serialize;

use crate::exit::{Failure, by_hand};
use crate::output::{self, Form};

#[derive(Serialize)]
struct HooksJson {
    hooks: Vec<HookJson>,
}

#[derive(Serialize)]
pub(super) struct HookJson {
    event: &'static str,
    pub(super) path: String,
    outcome: &'static str,
    how: Option<&'static str>,
    pub(super) why: Option<String>,
}

/// Tells what became of each hook.
///
/// # Errors
/// `left_alone` where one was left as it is; what was to be done with the others is done all the same.
pub(super) fn show(
    reports: &[HookReport],
    form: Form,
    left_alone: fn(Vec<String>, Option<String>) -> Failure,
) -> Result<(), Failure> {
    let hooks = rows(reports);
    match form {
        Form::Json => output::json(HooksJson { hooks: rows(reports) })?,
        Form::People => {
            for hook in &hooks {
                output::line(&sentence(hook))?;
            }
        }
        Form::Pipe => {
            for HookJson { event, path, outcome, how, why } in &hooks {
                let rest = how.map(str::to_owned).or_else(|| why.clone()).unwrap_or_default();
                output::line(&format!(
                    "hook\t{event}\t{outcome}\t{}\t{}",
                    core_model::clean(&rest),
                    core_model::clean(path)
                ))?;
            }
        }
    }
    let left: Vec<String> = hooks
        .iter()
        .filter(|hook| hook.outcome == "left-alone")
        .filter_map(|hook| hook.why.as_ref().map(|why| format!("{}: {why}", hook.path)))
        .collect();
    let hint = reports.iter().find_map(|report| match &report.outcome {
        HookOutcome::LeftAlone { why } => by_hand::hint(why),
        _ => None,
    });
    if left.is_empty() { Ok(()) } else { Err(left_alone(left, hint)) }
}

pub(super) fn rows(reports: &[HookReport]) -> Vec<HookJson> {
    reports.iter().map(hook).collect()
}

fn hook(report: &HookReport) -> HookJson {
    let (outcome, how, why) = match &report.outcome {
        HookOutcome::Installed(how) => ("installed", Some(*how), None),
        HookOutcome::Refreshed(how) => ("refreshed", Some(*how), None),
        HookOutcome::Unchanged(how) => ("unchanged", Some(*how), None),
        HookOutcome::NotNeeded { why } => ("not-needed", None, Some(why.to_string())),
        HookOutcome::LeftAlone { why } => ("left-alone", None, Some(why.to_string())),
        HookOutcome::Removed => ("removed", None, None),
        HookOutcome::Gone => ("gone", None, None),
    };
    let how = how.map(|how| match how {
        How::Copy => "copy",
        How::Script => "script",
        How::Block => "block",
        How::Entry => "entry",
        How::ByHand => "by-hand",
    });
    HookJson { event: report.event.file_name(), path: report.path.display().to_string(), outcome, how, why }
}

pub(super) fn sentence(hook: &HookJson) -> String {
    let done = match hook.outcome {
        "installed" => "is in place",
        "refreshed" => "was brought up to date",
        "unchanged" => "is in place already",
        "removed" => "was taken out",
        "gone" => "was gone already",
        "not-needed" => "needs no file",
        _ => "was left as it is",
    };
    let how = match hook.how {
        Some("copy") => " (a copy of the program)",
        Some("script") => " (a script)",
        Some("block") => " (a block in the script that was there)",
        Some("by-hand") => " (a call in the hook that was there)",
        Some("entry") => " (an entry in the configuration)",
        _ => "",
    };
    let why = hook.why.as_ref().filter(|_| hook.outcome == "not-needed");
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    core_model::clean(&format!("{:<15}  {done}{how}{why}", hook.event))
}
