//! Forgetting. What cannot be reached is told and stops nothing else.

use git::History;
use store::{HookLog, Store};

use super::{ForgetPlan, Forgotten};
use crate::error::AppError;
use crate::history::WAIT;
use crate::workspace::Workspace;

impl Workspace {
    /// Forgets what was planned. It is looked for anew, so what came since the plan goes, too.
    ///
    /// # Errors
    /// [`AppError::History`] where the snapshots cannot be removed, and then nothing was forgotten; [`AppError::Open`],
    /// [`AppError::Config`]. Whatever else goes wrong is an answer.
    pub fn forget(&self, plan: &ForgetPlan) -> Result<Forgotten, AppError> {
        let mut done = Forgotten::default();
        let store = self.store_to_write()?;
        // Before anything else: whatever is missing in the store, the next command would put back from them.
        done.history = self.remove_snapshots()?;
        if let Some(store) = store {
            self.forget_in_store(&store, plan, &mut done);
            // Another command may have taken one in between.
            let begun = self.remove_snapshots().and_then(|_| self.keep_what_is_left(&store));
            if let Err(error) = begun {
                let why = format!("no snapshot of what is left was taken: {error}");
                done.left.push(("history".to_owned(), why));
            }
        }
        let log = HookLog::new(&self.repo.state_dir());
        match log.forget(&|line| plan.left_of_line(line)) {
            Ok(lines) => done.log_lines = lines,
            Err(problem) => done.left.push(told(&problem)),
        }
        self.look_for_what_is_left(plan, &mut done);
        Ok(done)
    }

    /// Removes every snapshot. Whether there was one is the answer.
    fn remove_snapshots(&self) -> Result<bool, AppError> {
        let history = History::at(&self.repo.state_dir());
        let there = history.exists();
        history.forget_all(WAIT)?;
        Ok(there)
    }

    /// Begins the snapshots anew, from what is left.
    fn keep_what_is_left(&self, store: &Store) -> Result<(), AppError> {
        if self.loaded_settings().settings.history {
            let (ids, _) = store.all_ids();
            self.keep(store, &ids, "begin anew")?;
        }
        Ok(())
    }

    fn forget_in_store(&self, store: &Store, plan: &ForgetPlan, done: &mut Forgotten) {
        let forget = |text: &str| plan.needles.forget(text);
        for session in &plan.removed {
            match store.forget_session(&session.id) {
                Ok(()) => done.removed.push(session.id.clone()),
                Err(store::ChangeError::NotFound(_)) => {}
                Err(error) => done.left.push((session.id.to_string(), error.to_string())),
            }
        }
        if plan.needles != super::Needles::default() {
            let (ids, problems) = store.all_ids();
            done.left.extend(problems.iter().map(told));
            for id in ids {
                match store.forget_in(&id, &forget) {
                    Ok(true) => done.changed.push(id),
                    // Somebody removed it.
                    Ok(false) | Err(store::ChangeError::NotFound(_)) => {}
                    // Whether it holds anything of it is found out at the end.
                    Err(error) => drop(done.failed.insert(id, error.to_string())),
                }
            }
            match store.forget_in_unassigned(&forget) {
                Ok(changed) => done.unassigned = changed,
                Err(error) => done.left.push(("unassigned.toml".to_owned(), error.to_string())),
            }
        }
        match store.forget_in_projects(&forget) {
            Ok(rebuilt) => done.projects = rebuilt.changed,
            Err(error) => done.left.push(("projects".to_owned(), error.to_string())),
        }
        let files = [
            store.forget_quarantine(|name, content| {
                plan.quarantine.iter().any(|it| it == name) || plan.is_meant(name, content)
            }),
            store.forget_temporary(|content| {
                plan.needles.are_in(content) || plan.removed.iter().any(|it| holds(content, it.id.as_str()))
            }),
            store.forget_cache().map(|()| 0),
        ];
        for gone in files {
            match gone {
                Ok(count) => done.files += count,
                Err(error) => done.left.push((store.root().display().to_string(), error.to_string())),
            }
        }
    }
}

fn told(problem: &store::Problem) -> (String, String) {
    (problem.path.display().to_string(), problem.error.to_string())
}

/// Whether a file speaks of a session.
fn holds(content: &[u8], id: &str) -> bool {
    content.windows(id.len()).any(|piece| piece == id.as_bytes())
}
