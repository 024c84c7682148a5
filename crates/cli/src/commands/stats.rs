use app::{Filter, Stats, Workspace};
use chrono::{SubsecRound as _, TimeDelta};
use core_model::figures::By;
use core_model::worked::Span;
use core_model::{Word as _, parse_word};
use report::figures::{FiguresJson, FiguresView};
use report::json::ProblemJson;
use report::standup::{StandupView, standup};
use serde::Serialize;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use super::answer;
use super::filters::Filters;
use crate::days::{Named, days_of};
use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form};

const EXAMPLES: &str = "\
Examples:
  git session stats --week
  git session stats --since 2026-11-01 --until 2026-11-15 --by branch
  git session stats --month --by agent --tag billing
  git session stats --standup --since yesterday";

/// Say how long was worked, and what came of it
///
/// Today and the six days before it, where no other time is given. Time is active where two signs of life of a session (a
/// commit, something said, a heartbeat) are no further apart than the setting active_gap (15m). Of each session it is counted
/// for itself; by the clock, an hour of two sessions is an hour. Days begin at midnight here, weeks on Monday.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// From midnight on
    #[arg(long, conflicts_with_all = ["week", "month", "since", "until"])]
    today: bool,
    /// From Monday on
    #[arg(long, conflicts_with_all = ["month", "since", "until"])]
    week: bool,
    /// From the first of the month on
    #[arg(long, conflicts_with_all = ["since", "until"])]
    month: bool,
    /// What the rows are; by itself the days, or of a single day the branches
    #[arg(long, value_name = "KIND", value_parser = kinds().try_map(|word| parse_word::<By>(&word)))]
    by: Option<By>,
    /// Count lines, however many commits there are
    #[arg(long)]
    lines: bool,
    /// Write a text to tell others: what was done, what is being done, what is in the way, what comes next; since the last
    /// day of work, where no other time is given
    #[arg(long, conflicts_with_all = ["by", "lines"])]
    standup: bool,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Serialize)]
struct StatsJson {
    stats: FiguresJson,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct StandupJson {
    standup: String,
    since: String,
    until: String,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let now = workspace.now();
    let mut filter = args.filters.meant(workspace)?;
    let reaches_now = filter.until.is_none_or(|until| until >= now);
    let range = range(workspace, args, &filter);
    (filter.since, filter.until) = (Some(range.from), Some(range.to - TimeDelta::milliseconds(1)));
    if args.standup {
        return tell_others(workspace, &filter, (range, reaches_now), form);
    }
    let zone = edge::zoned(workspace.now()).timezone();
    let one_day = days_of(range, &zone).len() <= 1;
    let by = args.by.unwrap_or(if one_day { By::Branch } else { By::Day });
    let days = |range| days_of(range, &zone);
    let stated = workspace.stats(&Stats { filter, range, by, lines: args.lines, days: &days })?;
    let (table, active_gap, has_lines) = (&stated.table, stated.active_gap, stated.has_lines);
    let view = FiguresView { table, by, range: stated.range, active_gap, has_lines };
    match form {
        Form::People => output::page(&report::people::stats(&view, &output::look(stated.now)))?,
        Form::Pipe => output::lines(report::figures::pipe(&view))?,
        Form::Json => output::json(StatsJson {
            stats: FiguresJson::from(&view),
            problems: answer::problems(&stated.problems),
        })?,
    }
    if let Some(error) = &stated.no_lines {
        output::remark("warning", &format!("lines were not counted: {error}"));
    }
    if form != Form::Json {
        answer::tell(&stated.problems);
    }
    Ok(())
}

/// The stretch of time that is meant, up to the present.
fn range(workspace: &Workspace, args: &Args, filter: &Filter) -> Span {
    let now = workspace.now();
    let named = match (args.today, args.week, args.month) {
        (true, _, _) => Named::Today,
        (_, true, _) => Named::Week,
        (_, _, true) => Named::Month,
        _ if args.standup => Named::LastWorkday,
        _ => Named::SevenDays,
    };
    let to = filter.until.unwrap_or(now) + TimeDelta::milliseconds(1);
    // Where an end alone is given, the days before it are meant.
    let present = edge::zoned(to - TimeDelta::milliseconds(1));
    let from = filter.since.or_else(|| named.begin(&present)).unwrap_or(now);
    Span { from: from.trunc_subsecs(0), to: to.max(from) }
}

fn tell_others(
    workspace: &Workspace,
    filter: &Filter,
    (range, reaches_now): (Span, bool),
    form: Form,
) -> Result<(), Failure> {
    let recent = workspace.recent(filter, reaches_now)?;
    let view = StandupView { sessions: &recent.sessions, range, reaches_now, local: &edge::local };
    let text = standup(&view);
    match form {
        Form::People | Form::Pipe => output::whole(&text)?,
        Form::Json => {
            return Ok(output::json(StandupJson {
                standup: text,
                since: report::json::render_moment(range.from),
                until: report::json::render_moment(range.to),
                problems: answer::problems(&recent.problems),
            })?);
        }
    }
    answer::tell(&recent.problems);
    Ok(())
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(By::ALL.map(By::word))
}
