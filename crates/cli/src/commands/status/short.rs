//! `status --short`: a word for a prompt. A prompt waits for it each time, so it comes before the argument parser.

use std::ffi::OsString;
use std::process::ExitCode;

use report::prompt::{Marks, PromptView, prompt};
use serde::Serialize;

use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Whether nothing else is asked for.
pub(crate) fn is_asked(arguments: &[OsString]) -> bool {
    matches!(arguments, [_, command, flag] if command == "status" && flag == "--short")
}

/// Says it. Whatever is wrong, there is nothing to be said in a prompt.
pub(crate) fn run_at_once() -> ExitCode {
    if let Ok(edge) = edge::read() {
        let _ = run(&edge, Form::Pipe);
    }
    ExitCode::SUCCESS
}

#[derive(Serialize)]
struct ShortJson {
    prompt: Option<PromptView>,
}

pub(super) fn run(edge: &app::Edge, form: Form) -> Result<(), Failure> {
    let view = app::prompt(edge).map(|it| PromptView {
        current: it.current.map(|id| id.to_string()),
        at_work_here: it.at_work_here,
        tasks: it.tasks,
        questions: it.questions,
        parked: it.parked,
        waiting: it.waiting,
        more: it.more,
    });
    if form == Form::Json {
        return Ok(output::json(ShortJson { prompt: view })?);
    }
    let marks = if edge::takes_unicode() { Marks::Unicode } else { Marks::Ascii };
    let word = view.map(|view| prompt(&view, marks)).unwrap_or_default();
    if !word.is_empty() {
        output::line(&word)?;
    }
    Ok(())
}
