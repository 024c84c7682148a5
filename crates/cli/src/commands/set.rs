use app::{Roadmap, Set, Workspace};
use core_model::TextKind;

use super::which::Which;
use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Say anew what a session is for, and how it is found
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session set --intent \"One charge for an order\" --tag billing --untag retry",
    override_usage = "git session set [OPTIONS]",
    group = clap::ArgGroup::new("said").multiple(true).required(true)
)]
pub(crate) struct Args {
    /// What it is for; `-` reads it from standard input
    #[arg(long, value_name = "TEXT", group = "said")]
    intent: Option<String>,
    /// A word to find it by; may be given several times
    #[arg(long = "tag", value_name = "TAG", group = "said")]
    tags: Vec<String>,
    /// A word to find it by no longer; may be given several times
    #[arg(long = "untag", value_name = "TAG", group = "said")]
    untags: Vec<String>,
    /// The part of the project's roadmap that it is for
    #[arg(long, value_name = "ITEM", group = "said")]
    roadmap: Option<String>,
    /// It is for no part of the roadmap
    #[arg(long, conflicts_with = "roadmap", group = "said")]
    no_roadmap: bool,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { intent, tags, untags, roadmap, no_roadmap, which } = args;
    let intent = intent.map(|intent| text::read(TextKind::Intent, &[intent])).transpose()?;
    let roadmap = match (roadmap, no_roadmap) {
        (Some(item), _) => Roadmap::Item(item),
        (None, true) => Roadmap::None,
        (None, false) => Roadmap::Keep,
    };
    let changed = workspace.set(which.asked(), &Set { intent, tags, untags, roadmap })?;
    let intent = core_model::clean(changed.session.opening().intent.as_str());
    answer::done(&changed, form, |id| format!("Changed {id}: {intent}"))
}
