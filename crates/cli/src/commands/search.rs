use std::cell::RefCell;

use app::{Hit, Hits, Workspace};
use report::json::{FoundJson, ProblemJson, SessionJson};
use report::people::FoundView;
use report::{Page, Shorts, people, pipe};
use serde::Serialize;

use super::answer;
use super::filters::Filters;
use crate::exit::Failure;
use crate::output::{self, Form, List};

const EXAMPLES: &str = "\
Words may stand anywhere in a session, in any order; accents and case do not count. What follows one another goes in quotes, \
the beginning of a word ends with a star. Sessions come first whose intent or decisions have it, then those in which it was \
said otherwise, then those whose commits have it.

Examples:
  git session search retry charge
  git session search '\"double charge\"' gate*
  git session search idempotency --since '3 months ago' --tag billing";

/// Find what was said: in intents, decisions, events, tasks, questions, next steps, outcomes, tags and subjects of commits
///
/// Where nothing is found, words that are like it are looked for, and that is said.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What was said: words, "several in a row", the beginning of a word*
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// Show this many sessions at most
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20, conflicts_with = "all")]
    max_count: usize,
    /// Show all sessions in which it is found
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Serialize)]
struct HitJson {
    #[serde(flatten)]
    session: SessionJson,
    found: Vec<FoundJson>,
}

#[derive(Serialize)]
struct BesideJson {
    matching: usize,
    instead: Vec<InsteadJson>,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct InsteadJson {
    asked: String,
    found: String,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let filter = args.filters.meant(workspace)?;
    let most = (!args.all).then_some(args.max_count);
    let hits = workspace.search(&args.words, &filter, most)?;
    for it in hits.instead() {
        output::remark("note", &format!("nothing for `{}`; showing `{}`", it.asked, it.found));
    }
    let matching = hits.matching();
    let shown = most.map_or(matching, |most| most.min(matching));
    let hits = RefCell::new(hits);
    let each = || std::iter::from_fn(|| hits.borrow_mut().next());
    match form {
        Form::People => output::pages(pages(&hits))?,
        Form::Pipe => output::lines(each().flat_map(|hit| records(&hit)))?,
        Form::Json => {
            let items = each().map(|hit| HitJson {
                session: SessionJson::from(&hit.session),
                found: hit.matches.iter().map(|it| FoundJson::new(&it.passage, &it.pieces)).collect(),
            });
            output::json_list(List { name: "sessions", item: "session" }, items, || beside(&hits.borrow()))?;
        }
    }
    if form != Form::Json {
        answer::tell(hits.borrow().problems());
    }
    if matching == 0 {
        output::remark("note", &format!("nothing is found for {}", args.words.join(" ")));
    } else if shown < matching {
        output::remark("note", &format!("{shown} of {matching} sessions; all of them: --all"));
    }
    Ok(())
}

fn pages(hits: &RefCell<Hits>) -> impl Iterator<Item = Page> + '_ {
    let look = output::look(hits.borrow().now());
    std::iter::from_fn(move || {
        let lot: Vec<Hit> = hits.borrow_mut().by_ref().take(64).collect();
        let shorts = Shorts::new(lot.iter().map(|hit| hit.session.id()));
        let page = |hit: &Hit| {
            let views = hit.matches.iter().map(|it| FoundView { kind: it.passage.kind, pieces: &it.pieces });
            people::search(&hit.session, shorts.of(hit.session.id()), &views.collect::<Vec<_>>(), &look)
        };
        let pages: Vec<Page> = lot.iter().map(page).collect();
        (!pages.is_empty()).then_some(pages)
    })
    .flatten()
}

fn records(hit: &Hit) -> Vec<String> {
    let found = hit.matches.iter().map(|it| pipe::found(&hit.session, &it.passage));
    std::iter::once(pipe::session(&hit.session)).chain(found).collect()
}

fn beside(hits: &Hits) -> BesideJson {
    let instead = hits.instead().iter();
    BesideJson {
        matching: hits.matching(),
        instead: instead.map(|it| InsteadJson { asked: it.asked.clone(), found: it.found.clone() }).collect(),
        problems: answer::problems(hits.problems()),
    }
}
