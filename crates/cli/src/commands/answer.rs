//! The answers that several commands give.

use core_model::{Session, SessionId};
use report::Shorts;
use report::json::{ProblemJson, SessionJson};
use serde::Serialize;

use app::{Problem, Workspace};

use crate::exit::Failure;
use crate::output::{self, Form};

/// One session.
#[derive(Serialize)]
pub(super) struct One {
    pub(super) session: SessionJson,
}

/// What was written to a session by a command that says only what it did.
pub(super) fn written(
    workspace: &Workspace,
    id: &SessionId,
    form: Form,
    people: &str,
) -> Result<(), Failure> {
    match form {
        Form::Json => output::json(One { session: (&workspace.read(id)?).into() })?,
        Form::Pipe => output::line(id.as_str())?,
        Form::People => output::line(&people.replace("{}", short(id)))?,
    }
    Ok(())
}

/// What a session is after a command has changed it.
pub(super) fn changed(session: &Session, form: Form, people: &str) -> Result<(), Failure> {
    match form {
        Form::Json => output::json(One { session: session.into() })?,
        Form::Pipe => output::line(session.id().as_str())?,
        Form::People => output::line(&people.replace("{}", short(session.id())))?,
    }
    Ok(())
}

/// What people type for a session.
pub(super) fn short(id: &SessionId) -> &str {
    Shorts::new([id]).of(id)
}

/// Tells what could not be read. It hides nothing else, so it stands beside the answer.
pub(super) fn tell(problems: &[Problem]) {
    for problem in problems {
        output::remark("warning", &problem.to_string());
    }
}

/// The same for a program.
pub(super) fn problems(problems: &[Problem]) -> Vec<ProblemJson> {
    let json =
        |problem: &Problem| ProblemJson { path: problem.path.display().to_string(), message: problem.error.to_string() };
    problems.iter().map(json).collect()
}
