//! From JSON back to a session.

use std::collections::HashSet;

use core_model::{
    Answer, Aside, Author, Commit, CommitFacts, Completed, Decision, Event, Files, Head, Heartbeat, Opening,
    Outcome, OutcomeKind, OutcomeName, Owner, Parked, Person, Question, Questions, Record, Said, Session,
    SessionId, Status, StatusName, Task, Tasks, Text, Time, Word, parse_word,
};

use super::error::JsonError;
use super::form;
use super::parts::{AuthorJson, CompletedJson, OwnerJson, QuestionJson, TaskJson};
use super::record::{CommitJson, DecisionJson, EventJson, HeartbeatJson};
use super::session::SessionJson;

impl SessionJson {
    /// The session that it tells of. Texts are taken as they stand, as from a session's file: whoever takes a session
    /// over from others sees to what they hold.
    ///
    /// # Errors
    /// [`JsonError`], but for those of the form.
    pub fn restore(mut self) -> Result<Session, JsonError> {
        let mut record = Record {
            heartbeats: all("heartbeats", std::mem::take(&mut self.heartbeats), HeartbeatJson::restore)?,
            commits: all("commits", std::mem::take(&mut self.commits), CommitJson::restore)?,
            events: all("events", std::mem::take(&mut self.events), EventJson::restore)?,
            decisions: all("decisions", std::mem::take(&mut self.decisions), DecisionJson::restore)?,
        };
        record.join_doubled_commits();
        // What another of these says is derived from that one.
        let within: HashSet<String> = record.commits.iter().flat_map(|it| it.replaces.clone()).collect();
        record
            .commits
            .iter_mut()
            .filter(|it| within.contains(&it.facts.sha))
            .for_each(|it| it.replaced_by = None);
        let tasks = all("tasks", std::mem::take(&mut self.tasks), TaskJson::restore)?;
        let tasks = Tasks::restore(tasks).map_err(JsonError::Tasks)?;
        let questions = all("questions", std::mem::take(&mut self.questions), QuestionJson::restore)?;
        let questions = Questions::restore(questions).map_err(JsonError::Questions)?;
        let session = Session::restore(self.restore_head()?, tasks, questions, record);
        session.check()?;
        Ok(session)
    }

    fn restore_head(self) -> Result<Head, JsonError> {
        let status = self.restore_status()?;
        let opening = Opening {
            id: id("id", &self.id)?,
            project: form::name("project", self.project)?,
            intent: Text::restored(self.intent),
            started_at: time("started_at", &self.started_at)?,
            branch: self.branch,
            worktree: form::name("worktree", self.worktree)?,
            author: self.author.restore()?,
            made_by: word("made_by", &self.made_by)?,
            tags: texts(self.tags),
            owner: self.owner.map(OwnerJson::restore).transpose()?,
            roadmap: self.roadmap.map(Text::restored),
            parent: self.parent.map(|parent| id("parent", &parent)).transpose()?,
        };
        Ok(Head {
            opening,
            next_steps: texts(self.next_steps),
            activity: said(("activity", self.activity), ("activity_at", self.activity_at))?,
            awaiting: said(("awaiting", self.awaiting), ("awaiting_since", self.awaiting_since))?,
            changed_at: time("changed_at", &self.changed_at)?,
            status,
        })
    }

    fn restore_status(&self) -> Result<Status, JsonError> {
        match word("status", &self.status)? {
            StatusName::Active => Ok(Status::Active),
            StatusName::Parked => Ok(Status::Parked(Parked {
                stopped_at: time("stopped_at", needed("stopped_at", self.stopped_at.as_ref())?)?,
                at: time("parked_at", needed("parked_at", self.parked_at.as_ref())?)?,
                by: needed("parked_by", self.parked_by.clone())?,
                reason: Text::restored(needed("parked_reason", self.parked_reason.clone())?),
            })),
            StatusName::Completed => Ok(Status::Completed(
                needed("completed", self.completed.as_ref()).and_then(CompletedJson::restore)?,
            )),
        }
    }
}

impl CompletedJson {
    fn restore(&self) -> Result<Completed, JsonError> {
        let kind = match word("completed.outcome", &self.outcome)? {
            OutcomeName::Done => OutcomeKind::Done,
            OutcomeName::Resumed => {
                let child = needed("completed.resumed_as", self.resumed_as.as_ref())?;
                OutcomeKind::ResumedAs(id("completed.resumed_as", child)?)
            }
            OutcomeName::Abandoned => OutcomeKind::Abandoned,
            OutcomeName::Stale => OutcomeKind::Stale,
        };
        Ok(Completed {
            ended_at: time("completed.ended_at", &self.ended_at)?,
            closed_at: time("completed.closed_at", &self.closed_at)?,
            closed_by: self.closed_by.clone(),
            outcome: Outcome { kind, note: self.outcome_note.clone().map(Text::restored) },
        })
    }
}

impl AuthorJson {
    fn restore(self) -> Result<Author, JsonError> {
        Ok(Author {
            kind: word("author.kind", &self.kind)?,
            name: Text::restored(self.name),
            conversation: self.conversation.map(Text::restored),
        })
    }
}

impl OwnerJson {
    fn restore(self) -> Result<Owner, JsonError> {
        let started_at = time("owner.process_started_at", &self.process_started_at)?;
        Ok(Owner { host: self.host, boot: self.boot, pid: self.pid, started_at })
    }
}

impl TaskJson {
    fn restore(self, place: &str) -> Result<Task, JsonError> {
        Ok(Task {
            id: form::part_id(&format!("{place}.id"), self.id)?,
            subject: Text::restored(self.subject),
            status: word(&format!("{place}.status"), &self.status)?,
            at: time(&format!("{place}.at"), &self.at)?,
        })
    }
}

impl QuestionJson {
    fn restore(self, place: &str) -> Result<Question, JsonError> {
        let (answer, answered_at) = (format!("{place}.answer"), format!("{place}.answered_at"));
        let answer = said((&answer, self.answer), (&answered_at, self.answered_at))?;
        let answer = answer.map(|Said { at, text }| Answer { at, text });
        let asked_at = time(&format!("{place}.asked_at"), &self.asked_at)?;
        let id = form::part_id(&format!("{place}.id"), self.id)?;
        Ok(Question { id, asked_at, text: Text::restored(self.text), answer })
    }
}

impl CommitJson {
    /// The commit that it tells of; `place` is where it stands, for the error.
    ///
    /// # Errors
    /// [`JsonError`], but for those of the form.
    pub fn restore(self, place: &str) -> Result<Commit, JsonError> {
        Ok(Commit {
            at: time(&format!("{place}.at"), &self.at)?,
            facts: CommitFacts {
                sha: form::hash(&format!("{place}.sha"), self.sha)?,
                tree: form::hash(&format!("{place}.tree"), self.tree)?,
                parents: all(&format!("{place}.parents"), self.parents, |it, place| form::hash(place, it))?,
                author: Person { name: self.author_name, email: self.author_email },
                authored_at: time(&format!("{place}.authored_at"), &self.authored_at)?,
                branch: self.branch,
                subject: self.subject,
                files: Files { paths: self.files, more: self.more_files },
            },
            evidence: word(&format!("{place}.evidence"), &self.evidence)?,
            aside: Aside {
                considered: all("considered", self.considered, |it, _| id("considered", &it))?,
                reason: self.reason,
            },
            replaces: all(&format!("{place}.replaces"), self.replaces, |it, place| form::hash(place, it))?,
            replaced_by: self
                .replaced_by
                .map(|it| form::hash(&format!("{place}.replaced_by"), it))
                .transpose()?,
            session: None,
            assigned_at: self.assigned_at.map(|at| time(&format!("{place}.assigned_at"), &at)).transpose()?,
        })
    }
}

impl EventJson {
    fn restore(self, place: &str) -> Result<Event, JsonError> {
        Ok(Event { at: time(&format!("{place}.at"), &self.at)?, text: Text::restored(self.text) })
    }
}

impl DecisionJson {
    fn restore(self, place: &str) -> Result<Decision, JsonError> {
        Ok(Decision {
            at: time(&format!("{place}.at"), &self.at)?,
            title: Text::restored(self.title),
            because: Text::restored(self.because),
        })
    }
}

impl HeartbeatJson {
    fn restore(self, place: &str) -> Result<Heartbeat, JsonError> {
        Ok(Heartbeat {
            at: time(&format!("{place}.at"), &self.at)?,
            until: self.until.map(|until| time(&format!("{place}.until"), &until)).transpose()?,
            source: word(&format!("{place}.source"), &self.source)?,
        })
    }
}

/// Restores each, and tells it where it stands: `tasks.0`.
pub(super) fn all<J, T>(
    list: &str,
    values: Vec<J>,
    restore: impl Fn(J, &str) -> Result<T, JsonError>,
) -> Result<Vec<T>, JsonError> {
    let placed = values.into_iter().enumerate();
    placed.map(|(at, value)| restore(value, &format!("{list}.{at}"))).collect()
}

fn texts(kept: Vec<String>) -> Vec<Text> {
    kept.into_iter().map(Text::restored).collect()
}

/// A text and its time: both or neither.
pub(super) fn said(
    (key, text): (&str, Option<String>),
    (at_key, at): (&str, Option<String>),
) -> Result<Option<Said>, JsonError> {
    match (text, at) {
        (None, None) => Ok(None),
        (text, at) => Ok(Some(Said {
            at: time(at_key, &needed(at_key, at)?)?,
            text: Text::restored(needed(key, text)?),
        })),
    }
}

fn needed<T>(field: &str, value: Option<T>) -> Result<T, JsonError> {
    value.ok_or_else(|| JsonError::Missing(field.to_owned()))
}

pub(super) fn word<W: Word>(field: &str, text: &str) -> Result<W, JsonError> {
    parse_word(text).map_err(|error| JsonError::Word { field: field.to_owned(), error })
}

pub(super) fn time(field: &str, text: &str) -> Result<Time, JsonError> {
    core_model::parse_time(text)
        .ok_or_else(|| JsonError::Time { field: field.to_owned(), text: text.to_owned() })
}

fn id(field: &'static str, text: &str) -> Result<SessionId, JsonError> {
    text.parse().map_err(|error| JsonError::Id { field, error })
}
