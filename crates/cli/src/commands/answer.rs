//! The answers that several commands give.

use std::collections::BTreeSet;

use app::errors::FileError;
use app::{Changed, Problem, Reconciled, Said, Workspace};
use core_model::{Session, SessionId};
use report::Shorts;
use report::json::{ProblemJson, SessionJson};
use serde::Serialize;

use crate::exit::{self, Failure};
use crate::output::{self, Form};

/// One session.
#[derive(Serialize)]
struct One {
    session: Box<SessionJson>,
}

/// One session that was written and cannot be read back.
#[derive(Serialize)]
struct Unread {
    session: IdJson,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct IdJson {
    id: String,
}

/// What a command did that added to a session.
pub(super) fn added(
    workspace: &Workspace,
    said: &Said,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let id = &said.id;
    tell_remarks(&said.remarks);
    match form {
        Form::Json => match workspace.read(id) {
            Ok(session) => output::json(One { session: Box::new((&session).into()) })?,
            // It is done. A program that is told of a failure would do it again.
            Err(error) => {
                let path = workspace.store_dir().display().to_string();
                let problems = vec![ProblemJson { path, message: error.to_string() }];
                output::json(Unread { session: IdJson { id: id.to_string() }, problems })?;
            }
        },
        Form::Pipe => output::line(id.as_str())?,
        Form::People => output::line(&people(short(id)))?,
    }
    Ok(())
}

/// What a session is after a command has changed it.
pub(super) fn changed(
    session: &Session,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    match form {
        Form::Json => output::json(One { session: Box::new(session.into()) })?,
        Form::Pipe => output::line(session.id().as_str())?,
        Form::People => output::line(&people(short(session.id())))?,
    }
    Ok(())
}

/// What of a session a command made or changed.
pub(super) enum Made<'a> {
    /// Tasks, by their ids.
    Tasks(&'a [String]),
    /// A question, by its id.
    Question(&'a str),
}

/// One session, and what of it was made or changed.
#[derive(Serialize)]
struct OneWith<'a> {
    session: Box<SessionJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tasks: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
}

/// What a session is after a command has made or changed a part of it. A pipe gets a line for each part: the session's
/// id and the part's.
pub(super) fn made(
    session: &Session,
    made: &Made<'_>,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let (tasks, question) = match *made {
        Made::Tasks(ids) => (Some(ids), None),
        Made::Question(id) => (None, Some(id)),
    };
    match form {
        Form::Json => output::json(OneWith { session: Box::new(session.into()), tasks, question })?,
        Form::Pipe => {
            let parts = tasks.into_iter().flatten().map(String::as_str).chain(question);
            output::lines(parts.map(|part| format!("{}\t{part}", session.id())))?;
        }
        Form::People => output::line(&people(short(session.id())))?,
    }
    Ok(())
}

/// What a session is after a command has changed it, and what is to be said of that.
pub(super) fn done(
    changed_session: &Changed,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    tell_remarks(&changed_session.remarks);
    changed(&changed_session.session, form, people)
}

/// What people type for a session.
pub(super) fn short(id: &SessionId) -> &str {
    Shorts::new([id]).of(id)
}

/// Tells what did not stop a change, and should be known.
pub(super) fn tell_remarks<T: std::fmt::Display>(remarks: &[T]) {
    remarks.iter().for_each(|remark| output::remark("warning", &remark.to_string()));
}

/// Tells what no hook had seen and was recorded just now.
pub(super) fn tell_found(found: &Reconciled) {
    found.remarks().iter().for_each(|remark| output::remark("note", remark));
}

/// Tells what could not be read, and what helps, each of it once. It hides nothing else, so it stands beside the answer.
pub(super) fn tell(problems: &[Problem]) {
    problems.iter().for_each(|problem| output::remark("warning", &problem.to_string()));
    let help = |error: &FileError| match error {
        // What the system says is enough.
        FileError::Io(_) => None,
        error => exit::help_with_file(error),
    };
    let hints: BTreeSet<String> = problems.iter().filter_map(|problem| help(&problem.error)).collect();
    hints.iter().for_each(|hint| output::remark("hint", hint));
}

/// Tells that commits are not recorded here.
pub(super) fn tell_no_hooks() {
    output::remark(
        "note",
        "this repository has no post-commit hook of git-session, so commits are recorded only when somebody looks",
    );
    output::remark("hint", "put it in: git session install");
}

/// What could not be read, for a program.
pub(super) fn problems(problems: &[Problem]) -> Vec<ProblemJson> {
    let json = |problem: &Problem| ProblemJson {
        path: problem.path.display().to_string(),
        message: problem.error.to_string(),
    };
    problems.iter().map(json).collect()
}
