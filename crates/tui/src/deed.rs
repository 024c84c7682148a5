//! What is done with a session: each the use case that the command of the same name runs.

use app::{AppError, Complete, Park, Resume, Workspace};
use core_model::{SessionId, TaskStatus};
use report::Shorts;

/// What is done with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deed {
    /// The session.
    pub(crate) id: SessionId,
    /// What.
    pub(crate) what: What,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Park { reason: String, next_steps: Vec<String> },
    Resume { here: bool },
    Complete { outcome: Option<String> },
    Answer { question: String, text: String },
    Event { text: String },
    Decide { title: String, because: String },
    FinishTask { task: String },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    /// What is told.
    pub(crate) text: String,
    /// What did not stop it, and should be known.
    pub(crate) remarks: Vec<String>,
    /// The session that is chosen from now on: the one that goes on.
    pub(crate) id: SessionId,
}

/// What people type for a session.
pub(crate) fn short(id: &SessionId) -> &str {
    Shorts::new([id]).of(id)
}

impl Deed {
    /// What is told while it is done.
    pub(crate) fn doing(&self) -> String {
        let doing = match &self.what {
            What::Park { .. } => "Parking",
            What::Resume { .. } => "Resuming",
            What::Complete { .. } => "Completing",
            What::Answer { .. } => "Answering a question of",
            What::Event { .. } | What::Decide { .. } => "Recording with",
            What::FinishTask { .. } => "Finishing a task of",
        };
        format!("{doing} {} … waiting", short(&self.id))
    }

    /// Does it, as the command does.
    pub(crate) fn perform(&self, workspace: &Workspace) -> Result<Done, AppError> {
        let id = self.id.as_str();
        let name = short(&self.id);
        let done = |text, remarks| Done { text, remarks, id: self.id.clone() };
        let mut done = match &self.what {
            What::Park { reason, next_steps } => {
                let session = Some(id.to_owned());
                let parked = workspace.park(&Park {
                    session,
                    reason: reason.clone(),
                    next_steps: next_steps.clone(),
                })?;
                done(format!("Parked {name}. r takes it up again."), parked.remarks)
            }
            What::Resume { here } => return self.resume(workspace, *here),
            What::Complete { outcome } => {
                let session = Some(id.to_owned());
                let over =
                    workspace.complete(&Complete { session, outcome: outcome.clone(), abandon: false })?;
                let commits = match over.session.record().derive_current().count() {
                    1 => "1 commit".to_owned(),
                    count => format!("{count} commits"),
                };
                done(format!("Completed {name} with {commits}."), over.remarks)
            }
            What::Answer { question, text } => {
                let answered = workspace.answer(Some(id), question, text)?;
                done(format!("Answered {} of {name}.", answered.made), answered.remarks)
            }
            What::Event { text } => {
                let said = workspace.event(Some(id), text)?;
                done(format!("Recorded with {name}."), said.remarks)
            }
            What::Decide { title, because } => {
                let said = workspace.decide(Some(id), title, because)?;
                done(format!("Recorded with {name}."), said.remarks)
            }
            What::FinishTask { task } => {
                let moved = workspace.move_task(Some(id), task, TaskStatus::Completed)?;
                let left = report::people::tasks_in_short(moved.session.tasks().derive_summary());
                done(format!("{} of {name} is completed; {left}.", moved.made), moved.remarks)
            }
        };
        tell_taken_out(workspace, &mut done.remarks);
        Ok(done)
    }

    fn resume(&self, workspace: &Workspace, here: bool) -> Result<Done, AppError> {
        let session = Some(self.id.to_string());
        let resumed = workspace.resume(&Resume { session, here, ..Resume::default() })?;
        let (child, mut remarks) = (resumed.session.id().clone(), resumed.remarks);
        let worktree = &resumed.session.opening().worktree;
        if worktree != workspace.worktree() {
            remarks.push(format!(
                "it is worked on in worktree {worktree}; commits made here are not its own (R resumes here)"
            ));
        }
        if !resumed.also_there.is_empty() {
            remarks.push(
                "other sessions are at work in its worktree, so commits that neither an agent nor the branch tells \
                 apart go to none; park the others"
                    .to_owned(),
            );
        }
        remarks.extend(resumed.ended.iter().map(|id| format!("{id}, which the tool had opened, has ended")));
        let intent = &resumed.session.opening().intent;
        let text = format!("{} goes on with {}: {intent}", short(&child), short(&self.id));
        Ok(Done { text, remarks, id: child })
    }
}

/// Tells what was taken out of what was typed, as a command does.
fn tell_taken_out(workspace: &Workspace, remarks: &mut Vec<String>) {
    let rules = workspace.taken_out();
    let what = match rules.len() {
        0 => return,
        1 => "a secret was".to_owned(),
        count => format!("{count} secrets were"),
    };
    remarks.push(format!("{what} taken out before it was written ({})", rules.join(", ")));
}
