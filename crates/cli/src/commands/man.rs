use std::path::{Path, PathBuf};

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;

use crate::args;
use crate::exit::Failure;
use crate::output;

/// Print a manual page, or write them all
///
/// With the pages where man looks for them, git answers `git session --help` and `git help session` with them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session man --out ~/.local/share/man/man1\n  git session man task add | man -l -"
)]
pub(crate) struct Args {
    /// The command; the whole, where none is named
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Vec<String>,
    /// Write a page for each command into this folder, which is made if it is not there
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let whole = built();
    match &args.out {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| Failure::File(folder.clone(), error))?;
            let mut written = 0;
            write_all(&whole, folder, &mut written)?;
            Ok(output::line(&format!("{written} pages are in {}", folder.display()))?)
        }
        None => {
            let mut page = &whole;
            for name in &args.command {
                let below = page.find_subcommand(name);
                page = below.ok_or_else(|| Failure::Input(format!("there is no command `{name}`")))?;
            }
            Ok(output::whole(&render(page))?)
        }
    }
}

/// The commands, each as it is called in full.
fn built() -> Command {
    let mut whole = args::command().disable_help_subcommand(true).display_name("git-session");
    whole.build();
    whole
}

fn write_all(command: &Command, folder: &Path, written: &mut usize) -> Result<(), Failure> {
    let path = folder.join(format!("{}.1", name(command)));
    std::fs::write(&path, render(command)).map_err(|error| Failure::File(path.clone(), error))?;
    *written += 1;
    command.get_subcommands().try_for_each(|below| write_all(below, folder, written))
}

fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or(command.get_name()).replace(' ', "-")
}

fn render(command: &Command) -> String {
    let name = name(command);
    // Which options every command has is said once, below.
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let below = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    let command = command.clone().override_usage(usage).subcommand_help_heading("COMMANDS");
    let man = Man::new(command.after_help(Resettable::Reset).after_long_help(Resettable::Reset))
        .title(name.to_uppercase())
        .section("1")
        // Without one, what follows would stand in its place.
        .date(" ")
        .source(format!("git-session {}", env!("CARGO_PKG_VERSION")))
        .manual("git session");
    let mut page = Vec::new();
    // Writing to memory cannot fail.
    let _ = man.render(&mut page);
    String::from_utf8_lossy(&page).into_owned() + &below.map(|text| section(&text)).unwrap_or_default()
}

/// What stands below the options: paragraphs, and examples as they are typed.
fn section(text: &str) -> String {
    let escaped = |line: &str| line.replace('\\', r"\e").replace('-', r"\-").replace('\'', r"\(aq");
    let is_title = |line: &&str| line.starts_with("Example");
    let notes = text.lines().take_while(|line| !is_title(line));
    let notes: String = notes
        .map(|line| if line.is_empty() { ".PP\n".to_owned() } else { format!("\\&{}\n", escaped(line)) })
        .collect();
    let examples = text.lines().skip_while(|line| !is_title(line)).skip(1);
    let examples: String = examples.map(|line| format!("\\&{}\n", escaped(line.trim()))).collect();
    let notes = if notes.is_empty() { notes } else { format!(".SH NOTES\n{notes}") };
    if examples.is_empty() { notes } else { format!("{notes}.SH EXAMPLES\n.nf\n{examples}.fi\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_examples_as_they_are_typed() {
        let whole = built();
        let mut commands: Vec<&Command> = vec![&whole];
        let mut at = 0;
        while let Some(command) = commands.get(at) {
            let below: Vec<&Command> = command.get_subcommands().collect();
            commands.extend(below);
            at += 1;
        }
        assert!(commands.len() > 40);
        for command in commands {
            let (name, page) = (name(command), render(command));
            let title = format!(".TH {} 1 ", name.to_uppercase());
            assert!(page.contains(&title) && page.contains(".SH NAME"), "{page}");
            assert!(name == "git-session" || page.contains(".SH EXAMPLES\n.nf\n\\&git session "), "{page}");
        }
    }

    #[test]
    fn nothing_below_the_options_means_something_to_man() {
        assert_eq!(section("One thing.\n\nAnother."), ".SH NOTES\n\\&One thing.\n.PP\n\\&Another.\n");
        assert_eq!(section("So.\n\nExample:\n  x"), ".SH NOTES\n\\&So.\n.PP\n.SH EXAMPLES\n.nf\n\\&x\n.fi\n");
        assert_eq!(
            section("Example:\n  git session event \"it's C:\\x\"\n  .so /etc/passwd"),
            ".SH EXAMPLES\n.nf\n\\&git session event \"it\\(aqs C:\\ex\"\n\\&.so /etc/passwd\n.fi\n"
        );
    }
}
