use std::cell::RefCell;
use std::collections::HashSet;

use app::{Filter, Order, Selection, Workspace};
use core_model::{Commit, SessionId};
use report::json::{CommitJson, LinesJson, ProblemJson, SessionJson};
use report::people::{Log, LogForm, Logged};
use report::pipe;
use report::template::{Filling, Template};
use serde::Serialize;

use super::answer;
use super::filters::Filters;
use super::found::{Found, Lots};
use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form, List};

/// How many are shown at a terminal where nobody says how many.
const AT_A_TERMINAL: usize = 20;

const EXAMPLES: &str = "\
Of one kind one must hold, of several kinds each: `--tag a --tag b --since monday` means those of this week with one of \
the two tags. What a template may hold: docs/templates.md

Examples:
  git session log -n 5
  git session log --since monday --agent --stat
  git session log --touched src/pay.rs --grep 'retry|charge'
  git session log --graph --all
  git session log --format '{{ short }}  {{ started_at | date }}  {{ intent }}'";

/// Show the sessions and their commits, the newest first
///
/// At a terminal the 20 newest are shown; a pipe and JSON get all of them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Show this many of the newest at most
    #[arg(short = 'n', long, value_name = "COUNT", conflicts_with = "all")]
    max_count: Option<usize>,
    /// Show this many of the newest at most, as git log takes it: -5
    #[arg(value_name = "-COUNT", allow_negative_numbers = true, value_parser = count_of_git, conflicts_with_all = ["all", "max_count"])]
    count: Option<usize>,
    /// Show all of them, at a terminal too
    #[arg(long)]
    all: bool,
    /// Show the oldest of them first
    #[arg(long, conflicts_with = "graph")]
    reverse: bool,
    /// Show a line a session, without its commits
    #[arg(long)]
    oneline: bool,
    /// Show how many files and lines each session changed
    #[arg(long)]
    stat: bool,
    /// Draw which session goes on with which
    #[arg(long)]
    graph: bool,
    /// Set each session by this template: '{{ short }} {{ intent }}'
    #[arg(long, value_name = "TEMPLATE", allow_hyphen_values = true, conflicts_with_all = ["oneline", "graph"])]
    format: Option<String>,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Serialize)]
struct LoggedJson {
    #[serde(flatten)]
    session: SessionJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<LinesJson>,
}

#[derive(Serialize)]
struct BesideJson {
    unassigned: Vec<CommitJson>,
    problems: Vec<ProblemJson>,
}

fn count_of_git(word: &str) -> Result<usize, String> {
    let count = word.strip_prefix('-').and_then(|count| count.parse().ok());
    count.ok_or_else(|| {
        "a session is shown by git session show, what somebody said is found by git session search".into()
    })
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let template = template(workspace, args.format.as_deref(), form)?;
    let filter = args.filters.meant(workspace)?;
    let by_itself = (form == Form::People && !args.all).then_some(AT_A_TERMINAL);
    let order = Order { most: args.max_count.or(args.count).or(by_itself), oldest_first: args.reverse };
    let selection = RefCell::new(workspace.select(&filter, order)?);
    // Commits of nobody are of no session that a filter could mean.
    let unassigned = if filter.is_empty() { selection.borrow().unassigned().to_vec() } else { Vec::new() };
    let lots = Lots::new(workspace, &selection, args.stat);
    match (&template, form) {
        (Some(template), _) => set(template, workspace, &lots)?,
        (None, Form::People) => {
            let shown = if args.graph { ids(workspace, &filter, order)? } else { HashSet::new() };
            people(args, &selection, &lots, &shown, &unassigned)?;
        }
        (None, Form::Pipe) => {
            let current = core_model::current_of(unassigned.clone());
            let of_none = current.iter().map(|commit| pipe::commit(None, commit));
            output::lines(lots.iter().flat_map(|it| records(&it, args)).chain(of_none))?;
        }
        (None, Form::Json) => {
            let items = lots.iter().map(|it| LoggedJson {
                session: SessionJson::from(&it.selected.session).with_children(&it.selected.children),
                lines: it.lines.map(LinesJson::from),
            });
            output::json_list(List { name: "sessions", item: "session" }, items, || BesideJson {
                unassigned: report::json::commits(&unassigned),
                problems: answer::problems(selection.borrow().problems()),
            })?;
        }
    }
    if form != Form::Json {
        answer::tell(selection.borrow().problems());
    }
    lots.trouble()?;
    tell_the_rest(&selection.borrow(), order, &filter, form == Form::People && unassigned.is_empty());
    Ok(())
}

/// The template, if one is wanted. JSON has a form of its own.
pub(super) fn template(
    workspace: &Workspace,
    text: Option<&str>,
    form: Form,
) -> Result<Option<Template>, Failure> {
    let Some(text) = text else { return Ok(None) };
    if form == Form::Json {
        return Err(Failure::Input(
            "--format sets text, and JSON has a form of its own: leave out one".into(),
        ));
    }
    let template = Template::parse(text, edge::local, workspace.now())
        .map_err(|error| Failure::Input(error.to_string()))?;
    if template.is_constant() {
        output::remark(
            "hint",
            "this template shows nothing of a session, as '{{ short }} {{ intent }}' would: git session log --help",
        );
    }
    Ok(Some(template))
}

/// The answer as a template has it.
fn set(template: &Template, workspace: &Workspace, lots: &Lots<'_>) -> Result<(), Failure> {
    let gap = workspace.active_gap();
    let fill = |it: Found| {
        let session = &it.selected.session;
        let children = &it.selected.children;
        template.fill(&Filling { session, short: &it.short, children, lines: it.lines, gap })
    };
    let mut failed = None;
    output::lines(lots.iter().map(fill).map_while(|text| text.map_err(|error| failed = Some(error)).ok()))?;
    failed.map_or(Ok(()), |error| Err(Failure::Input(error.to_string())))
}

/// The sessions that come: which lines of the drawing lead somewhere is known only then.
fn ids(workspace: &Workspace, filter: &Filter, order: Order) -> Result<HashSet<SessionId>, Failure> {
    Ok(workspace.select(filter, order)?.map(|it| it.session.id().clone()).collect())
}

fn people(
    args: &Args,
    selection: &RefCell<Selection>,
    lots: &Lots<'_>,
    shown: &HashSet<SessionId>,
    unassigned: &[Commit],
) -> Result<(), Failure> {
    let look = output::look(selection.borrow().now());
    let form = if args.oneline { LogForm::OneLine } else { LogForm::Days };
    let log = RefCell::new(Log::new(form, args.graph, &look));
    let pages = lots.iter().map(|it| {
        let session = &it.selected.session;
        log.borrow_mut().next(&Logged {
            session,
            short: &it.short,
            lines: it.lines.as_ref(),
            has_parent_below: session.opening().parent.as_ref().is_some_and(|parent| shown.contains(parent)),
        })
    });
    let current = core_model::current_of(unassigned.to_vec());
    Ok(output::pages(pages.chain(std::iter::once_with(|| log.borrow().unassigned(&current))))?)
}

/// The records of a session.
fn records(it: &Found, args: &Args) -> Vec<String> {
    let session = &it.selected.session;
    let mut records = vec![pipe::session(session)];
    if args.graph {
        records.extend(pipe::lineage(session, &it.selected.children));
    }
    if !args.oneline {
        records.extend(session.record().derive_current().map(|commit| pipe::commit(Some(session), commit)));
    }
    records.extend(it.lines.map(|lines| pipe::stat(session, &lines)));
    records
}

/// Says how many were left out, or that there are none.
fn tell_the_rest(selection: &Selection, order: Order, filter: &Filter, is_empty_page: bool) {
    let matching = selection.matching();
    let shown = order.most.map_or(matching, |most| most.min(matching));
    if shown < matching {
        output::remark("note", &format!("{shown} of {matching} sessions"));
    } else if matching == 0 && !filter.is_empty() {
        output::remark("note", "no session is like that");
        output::remark("hint", "leave out a filter, or see what there is: git session log");
    } else if matching == 0 && is_empty_page && selection.problems().is_empty() {
        output::remark("note", "there are no sessions yet");
        output::remark("next", "git session start \"what you are about to do\"");
    }
}
