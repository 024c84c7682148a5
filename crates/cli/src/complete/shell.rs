//! What each shell must be told, and how it wants to be answered.

use std::borrow::Cow;
use std::fmt::Write as _;

use clap_complete::engine::CompletionCandidate;

/// A shell that can ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shell {
    /// bash, 4.0 or newer
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
}

impl Shell {
    /// As it calls itself when it asks.
    pub(super) fn named(name: &str) -> Option<Self> {
        clap::ValueEnum::from_str(name, false).ok()
    }

    /// What makes it ask.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("scripts/git-session.bash"),
            Self::Zsh => include_str!("scripts/git-session.zsh"),
            Self::Fish => include_str!("scripts/git-session.fish"),
            Self::Pwsh => include_str!("scripts/git-session.ps1"),
        }
    }

    /// A line for each that is offered: the value as it must stand on the command line, and what is said beside it.
    pub(super) fn render(self, offered: &[CompletionCandidate]) -> String {
        offered.iter().fold(String::new(), |mut lines, candidate| {
            let value = candidate.get_value().to_string_lossy();
            let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
            let help = core_model::clean(help.lines().next().unwrap_or_default());
            if value.contains(core_model::is_unseen) {
                return lines;
            }
            // Writing to a text cannot fail.
            let _ = match (self, help.is_empty()) {
                (Self::Zsh, false) => writeln!(lines, "{}:{help}", self.quoted(&value)),
                (_, false) => writeln!(lines, "{}\t{help}", self.quoted(&value)),
                (_, true) => writeln!(lines, "{}", self.quoted(&value)),
            };
            lines
        })
    }

    fn quoted(self, value: &str) -> Cow<'_, str> {
        match self {
            // It quotes what it inserts.
            Self::Fish => value.to_owned().into(),
            Self::Zsh => value.replace('\\', r"\\").replace(':', r"\:").into(),
            Self::Bash => value
                .chars()
                .fold(String::new(), |mut quoted, c| {
                    if !is_plain(c) {
                        quoted.push('\\');
                    }
                    quoted.push(c);
                    quoted
                })
                .into(),
            Self::Pwsh if value.chars().all(is_plain) => value.to_owned().into(),
            Self::Pwsh => format!("'{}'", value.replace('\'', "''")).into(),
        }
    }
}

/// Whether a character means itself to every shell.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | '+' | ',' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(shell: Shell) -> String {
        let offer = |value: &str, help: &str| {
            let help = Some(help).filter(|it| !it.is_empty()).map(|it| it.to_owned().into());
            CompletionCandidate::new(value).help(help)
        };
        shell.render(&[
            offer("k7q2m9", "Stop it: now\u{1b}[31m"),
            offer("a b:c$d'e", ""),
            offer("steers\u{1b}", "not offered"),
        ])
    }

    #[test]
    fn each_shell_gets_what_it_can_put_on_the_command_line() {
        assert_eq!(rendered(Shell::Bash), "k7q2m9\tStop it: now\na\\ b:c\\$d\\'e\n");
        assert_eq!(rendered(Shell::Zsh), "k7q2m9:Stop it: now\na b\\:c$d'e\n");
        assert_eq!(rendered(Shell::Fish), "k7q2m9\tStop it: now\na b:c$d'e\n");
        assert_eq!(rendered(Shell::Pwsh), "k7q2m9\tStop it: now\n'a b:c$d''e'\n");
    }
}
