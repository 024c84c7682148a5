//! From an error to a message, a hint and an exit code. The codes are documented in `git session help`.

use std::error::Error;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use app::AppError;

use crate::output;

pub(crate) mod by_hand;
mod explain;
use explain::explain;
pub(crate) use explain::file as help_with_file;

/// How the program ends when it did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// The state does not allow it.
    Refused = 1,
    /// What was typed is not understood, or not taken.
    Usage = 2,
    /// Nothing of that name, or more than one.
    NotFound = 3,
    /// A lock was not had in time.
    Lock = 4,
    /// Data cannot be read or written, or are too new.
    Data = 5,
    /// A defect of ours.
    Defect = 70,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    App(Box<AppError>),
    Output(io::Error),
    Edge(io::Error),
    Input(String),
    /// A file cannot be written.
    File(PathBuf, io::Error),
    /// Nobody can be asked, and it was not said that it is meant.
    NotAsked,
    /// Whoever was asked said no.
    NotMeant,
    /// It is done but for what could not be read, which was told.
    Missing(String),
    /// Sessions were not looked after, each with the reason.
    NotCleaned(Vec<String>),
    /// Signs of life were not recorded, each with the reason.
    NotBeaten(Vec<String>),
    /// Something is not as it should be.
    Unwell {
        /// How many things.
        left: usize,
        /// Whether they are those that could not be mended.
        fixed: bool,
    },
    /// Hooks were not put in.
    NotInstalled {
        /// Each with the reason.
        left: Vec<String>,
        /// What a person can do about the first. `None`: that is said already.
        hint: Option<String>,
    },
    /// Hooks were not taken out, each with the reason.
    NotUninstalled(Vec<String>),
    /// There is no screen, or none any more.
    Screen(tui::ScreenError),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(Box::new(error))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Tells the user, and ends.
pub(crate) fn report(failure: &Failure) -> ExitCode {
    let (code, hint) = match failure {
        // Whoever reads us has seen enough.
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Failure::Output(error) => {
            tell(&[&"what was asked is done, but the answer cannot be written", &error]);
            (Code::Data, None)
        }
        Failure::Edge(error) => {
            tell(&[&"the current folder cannot be used", &error]);
            (Code::Data, Some("change to a folder that exists: cd".to_owned()))
        }
        Failure::Input(message) => {
            tell(&[message]);
            (Code::Usage, None)
        }
        Failure::File(path, error) => {
            tell(&[&format!("cannot write {}", path.display()), error]);
            (Code::Data, None)
        }
        Failure::NotAsked => {
            tell(&[&"this cannot be taken back, and there is nobody to ask"]);
            (
                Code::Usage,
                Some("see what would go with --dry-run, then say that it is meant: --yes".to_owned()),
            )
        }
        Failure::NotMeant => {
            tell(&[&"nothing was forgotten"]);
            (Code::Refused, None)
        }
        Failure::Missing(message) => {
            tell(&[message]);
            (Code::Data, None)
        }
        Failure::NotCleaned(left) => {
            tell(&[&"not every session could be looked after"]);
            left.iter().for_each(|session| output::remark("  because", session));
            (Code::Data, Some("see what is wrong: git session doctor".to_owned()))
        }
        Failure::NotBeaten(left) => {
            tell(&[&"not every sign of life was recorded"]);
            left.iter().for_each(|session| output::remark("  because", session));
            (Code::Data, Some("see what is wrong: git session doctor".to_owned()))
        }
        Failure::Unwell { left, fixed } => {
            let things = if *left == 1 { "1 thing is".into() } else { format!("{left} things are") };
            tell(&[&format!("{things} not as it should be")]);
            let hint = if *fixed {
                "what is left needs a person: each says what is wrong"
            } else {
                "mend what can be mended: git session doctor --fix"
            };
            (Code::Refused, Some(hint.to_owned()))
        }
        Failure::NotInstalled { left, hint } => {
            tell(&[&"not every hook is in place"]);
            left.iter().for_each(|hook| output::remark("  because", hook));
            (Code::Refused, hint.clone())
        }
        Failure::NotUninstalled(left) => {
            tell(&[&"not every hook was taken out"]);
            left.iter().for_each(|hook| output::remark("  because", hook));
            (Code::Refused, Some("take out the part between the git-session marks, or the file".to_owned()))
        }
        Failure::Screen(error) => screen(error),
        Failure::App(error) => {
            tell_chain(error.as_ref());
            if let AppError::ManyHere { sessions }
            | AppError::ManyParked { sessions }
            | AppError::NoneParked { elsewhere: sessions } = error.as_ref()
            {
                sessions.iter().for_each(|it| output::remark(&format!("  {}", it.id), &output::at_work(it)));
            }
            explain(error)
        }
    };
    if let Some(hint) = hint {
        output::blank();
        output::remark("hint", &hint);
    }
    ExitCode::from(code as u8)
}

/// Sees to it that a defect of ours ends with its own code, and is told as what it is.
#[allow(clippy::disallowed_methods, reason = "a panic has no other way to an exit code")]
pub(crate) fn on_a_defect() {
    std::panic::set_hook(Box::new(|panic| {
        output::remark("error", &format!("a defect of git-session: {panic}"));
        output::blank();
        output::remark("hint", "please report this line; what was written before it is whole");
        std::process::exit(Code::Defect as i32);
    }));
}

fn screen(error: &tui::ScreenError) -> (Code, Option<String>) {
    match error {
        tui::ScreenError::NoTerminal => {
            tell(&[error]);
            (Code::Usage, Some("see what is there without one: git session status".to_owned()))
        }
        tui::ScreenError::Terminal(source) => {
            tell(&[error, source]);
            (Code::Data, None)
        }
    }
}

/// An error in a line, with the command that helps: for whoever has no lines to spare.
pub(crate) fn in_short(error: &AppError) -> tui::Told {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    tui::Told { text, hint: explain(error).1 }
}

fn tell(parts: &[&dyn std::fmt::Display]) {
    let text: Vec<String> = parts.iter().map(ToString::to_string).collect();
    output::remark("error", &text.join(": "));
}

fn tell_chain(error: &AppError) {
    output::remark("error", &error.to_string());
    let mut cause = error.source();
    while let Some(error) = cause {
        output::remark("  because", &error.to_string());
        cause = error.source();
    }
}
