use crate::complete::Shell;
use crate::exit::Failure;
use crate::output;

/// Print what makes a shell complete git session
///
/// Sessions are offered with their intents, and tags, tasks, questions, projects and branches by their names: those that
/// are there while you type. How each shell takes it stands in the first lines of what is printed, and in docs/shell.md.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session completions bash > ~/.local/share/bash-completion/completions/git-session\n  git session completions fish > ~/.config/fish/completions/git-session.fish"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    Ok(output::whole(args.shell.script())?)
}
