use crate::args;
use crate::edge;
use crate::exit::{self, Failure};
use crate::output::{self, Form};

/// Look at the sessions on a screen of the terminal, and work with them by keys
///
/// The sessions stand on the left, those that wait for a person first; the story of the one that is chosen on the right. What
/// others record is seen at once. `?` shows the keys.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session ui")]
pub(crate) struct Args {}

pub(crate) fn run(edge: app::Edge, _args: &Args, form: Form) -> Result<(), Failure> {
    match form {
        Form::People => {}
        Form::Pipe => return Err(Failure::Screen(tui::ScreenError::NoTerminal)),
        Form::Json => {
            return Err(Failure::Input("a screen cannot be had as JSON; git session status can".into()));
        }
    }
    // Opened here first, so that what is wrong with the repository is told as ever.
    let store = args::open_to_read(edge.clone())?.store_dir();
    let around = tui::Around { local: edge::local, explain: exit::in_short, colour: output::has_colours() };
    output::clear_progress();
    tui::run(&edge, &store, around).map_err(Failure::Screen)
}
