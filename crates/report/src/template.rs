//! Sessions set as somebody wants them: a template of minijinja, with the names of JSON. `docs/templates.md` is the page that
//! a user reads.

use chrono::NaiveDateTime;
use chrono::format::{Item, StrftimeItems};
use core_model::{Session, SessionId, SessionLines, Time, clean, parse_time};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde_json::Value;

use crate::json::{LinesJson, SessionJson, commits};
use crate::page::{ago, length};

/// The only one that there is.
const NAME: &str = "the template";

/// What a template may use beside the fields of a session as JSON has it.
const MORE: [&str; 4] = ["short", "current", "active", "wall"];

/// The filters that are ours.
const FILTERS: [&str; 4] = ["ago", "date", "short", "duration"];

/// How many steps a template may take for one session: a second or so. One that lists each commit of the largest session
/// takes far fewer.
const STEPS: u64 = 20_000_000;

/// A template that was understood.
pub struct Template {
    environment: Environment<'static>,
}

/// Why a template does not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template does not work, line {line}: {what}")]
pub struct TemplateError {
    /// Its line; the first is 1.
    pub line: usize,
    /// What is wrong, and what there is.
    pub what: String,
}

/// What a template is filled with.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// The session.
    pub session: &'a Session,
    /// What people type for it.
    pub short: &'a str,
    /// The sessions that go on with it.
    pub children: &'a [SessionId],
    /// How much it changed. `None`: nobody asked.
    pub lines: Option<SessionLines>,
    /// The longest gap between two signs of life in which somebody worked.
    pub gap: chrono::TimeDelta,
}

impl Template {
    /// Reads a template. `\n`, `\t` and `\0` stand for an end of a line, a tab and NUL. `local` is a moment where the reader
    /// is.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn parse(text: &str, local: fn(Time) -> NaiveDateTime, now: Time) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(STEPS));
        // What is not there is no moment: it is nothing.
        environment.add_filter("ago", move |text: Option<&str>| {
            text.map_or(Ok(String::new()), |text| Ok::<_, Error>(ago(moment(text)?, now)))
        });
        environment.add_filter("date", move |text: Option<&str>, form: Option<&str>| {
            let Some(text) = text else { return Ok(String::new()) };
            let form = form.unwrap_or("%Y-%m-%d");
            if StrftimeItems::new(form).any(|item| matches!(item, Item::Error)) {
                return Err(invalid(format!(
                    "`{form}` is no form of a date: it is written like %Y-%m-%d %H:%M"
                )));
            }
            Ok(local(moment(text)?).format(form).to_string())
        });
        environment.add_filter("short", |text: &str| {
            text.parse::<SessionId>().map_or_else(
                |_| text.chars().take(8).collect::<String>(),
                |id| id.random_part().chars().take(6).collect(),
            )
        });
        environment.add_filter("duration", |seconds: i64| length(chrono::TimeDelta::seconds(seconds)));
        let text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
        environment.add_template_owned(NAME, text).map_err(|error| explain(&error))?;
        let template = Self { environment };
        template.check_names()?;
        Ok(template)
    }

    /// A name that is none is told at once, whether there is a session or not.
    fn check_names(&self) -> Result<(), TemplateError> {
        let template = self.environment.get_template(NAME).map_err(|error| explain(&error))?;
        let globals: Vec<&str> = self.environment.globals().map(|(name, _)| name).collect();
        let known = fields();
        let mut used: Vec<String> = template.undeclared_variables(false).into_iter().collect();
        used.sort();
        let is_known = |name: &String| known.contains(&name.as_str()) || globals.contains(&name.as_str());
        let Some(unknown) = used.iter().find(|name| !is_known(name)) else { return Ok(()) };
        let line =
            template.source().lines().position(|line| line.contains(unknown.as_str())).unwrap_or(0) + 1;
        Err(TemplateError {
            line,
            what: format!("there is no `{}`; there is {}", clean(unknown), known.join(", ")),
        })
    }

    /// Whether it is the same text for every session.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        let template = self.environment.get_template(NAME);
        template.is_ok_and(|it| !["{{", "{%"].iter().any(|mark| it.source().contains(mark)))
    }

    /// The text for a session.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn fill(&self, with: &Filling<'_>) -> Result<String, TemplateError> {
        let template = self.environment.get_template(NAME).map_err(|error| explain(&error))?;
        template.render(minijinja::value::Serde(context(with))).map_err(|error| explain(&error))
    }
}

/// What there is in a template, by its name.
fn context(with: &Filling<'_>) -> Value {
    let Filling { session, short, children, lines, gap } = *with;
    let json = SessionJson::from(session).with_children(children);
    let mut fields = serde_json::to_value(json).unwrap_or_default();
    let current: Vec<_> = session.record().derive_current().cloned().collect();
    let seconds = |length: chrono::TimeDelta| Value::from(length.num_seconds());
    if let Value::Object(fields) = &mut fields {
        for name in NOT_ALWAYS {
            fields.entry(name).or_insert(Value::Null);
        }
        let (active, wall) = session.derive_times(gap);
        fields.insert("short".into(), short.into());
        fields.insert("current".into(), serde_json::to_value(commits(&current)).unwrap_or_default());
        fields.insert("active".into(), seconds(active));
        fields.insert("wall".into(), seconds(wall));
        fields.insert("lines".into(), serde_json::to_value(lines.map(LinesJson::from)).unwrap_or_default());
    }
    clean_all(&mut fields);
    fields
}

/// The fields that JSON has of some sessions alone: in a template they are none.
const NOT_ALWAYS: [&str; 6] = ["stopped_at", "parked_at", "parked_by", "parked_reason", "completed", "lines"];

/// The fields of every session.
const FIELDS: [&str; 30] = [
    "id",
    "status",
    "intent",
    "project",
    "started_at",
    "changed_at",
    "last_heartbeat",
    "branch",
    "worktree",
    "made_by",
    "author",
    "owner",
    "parent",
    "children",
    "roadmap",
    "tags",
    "activity",
    "activity_at",
    "awaiting",
    "awaiting_since",
    "tasks",
    "task_summary",
    "questions",
    "next_steps",
    "files",
    "more_files",
    "commits",
    "events",
    "decisions",
    "heartbeats",
];

fn fields() -> Vec<&'static str> {
    FIELDS.into_iter().chain(NOT_ALWAYS).chain(MORE).collect()
}

/// Takes out of each text what would steer a terminal.
fn clean_all(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean(text),
        Value::Array(values) => values.iter_mut().for_each(clean_all),
        Value::Object(fields) => fields.values_mut().for_each(clean_all),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn moment(text: &str) -> Result<Time, Error> {
    parse_time(text).ok_or_else(|| invalid(format!("`{}` is no moment", clean(text))))
}

fn invalid(what: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

/// What is wrong, in our words where minijinja's say too little.
fn explain(error: &Error) -> TemplateError {
    let detail = error.detail().unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownFilter => format!("{detail}; beside those of Jinja there is {}", FILTERS.join(", ")),
        ErrorKind::UndefinedError if detail.is_empty() => {
            "there is no such value here; what may be missing is asked for like `completed and completed.outcome`".to_owned()
        }
        ErrorKind::OutOfFuel => {
            "it takes too long: for one session it may take 20 million steps; let its loops go round less often".to_owned()
        }
        ErrorKind::InvalidOperation if !detail.is_empty() => detail.to_owned(),
        _ if detail.is_empty() => error.kind().to_string(),
        _ => format!("{}: {detail}", error.kind()),
    };
    TemplateError { line: error.line().unwrap_or(1), what: clean(&what) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_session_in_json_is_there_and_no_other() {
        let mut there = std::collections::BTreeSet::new();
        for session in crate::tests::laden_in_each_status() {
            let with = Filling {
                session: &session,
                short: "x",
                children: &[],
                lines: None,
                gap: core_model::worked::ACTIVE_GAP,
            };
            let Value::Object(fields) = context(&with) else { panic!("no object") };
            assert_eq!(
                fields.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
                fields_set()
            );
            there.extend(fields.keys().cloned());
        }
        assert_eq!(there.len(), fields().len());
    }

    fn fields_set() -> std::collections::BTreeSet<&'static str> {
        fields().into_iter().collect()
    }
}
