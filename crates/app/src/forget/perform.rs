//! Forgetting. What cannot be reached is told and stops nothing else.

use git::History;
use store::{HookLog, Store};

use super::{Forget, ForgetPlan, Forgotten};
use crate::error::AppError;
use crate::history::WAIT;
use crate::workspace::Workspace;

impl Workspace {
    /// Forgets what was planned. It is looked for anew, so what came since the plan goes, too.
    ///
    /// # Errors
    /// [`AppError::History`] where the snapshots cannot be removed, [`AppError::Change`] where somebody else is at them for
    /// too long, and then nothing was forgotten; [`AppError::Open`], [`AppError::Config`]. Whatever else goes wrong is an answer.
    pub fn forget(&self, plan: &ForgetPlan) -> Result<Forgotten, AppError> {
        let mut done = Forgotten::default();
        let anew;
        let plan = match self.plan_anew(plan)? {
            None => plan,
            Some(planned) => {
                anew = planned;
                &anew
            }
        };
        match self.store_to_forget_in()? {
            None => done.history = self.remove_snapshots()?,
            Some(store) => self.forget_under_lock(&store, plan, &mut done)?,
        }
        let log = HookLog::new(&self.repo.state_dir());
        match log.forget(&|line| plan.left_of_line(line)) {
            Ok(lines) => done.log_lines = lines,
            Err(problem) => done.left.push(told(&problem)),
        }
        self.look_for_what_is_left(plan, &mut done);
        Ok(done)
    }

    /// What there is of a person now: sessions and commits may have come since. `None`: the plan says enough.
    fn plan_anew(&self, plan: &ForgetPlan) -> Result<Option<ForgetPlan>, AppError> {
        let Some(person) = &plan.person else { return Ok(None) };
        match self.plan_forget(&Forget::Person(person.clone())) {
            Err(AppError::Forget(_)) => Ok(None),
            planned => planned.map(Some),
        }
    }

    /// `None`: there is no store, and no snapshot that it could be put back from.
    fn store_to_forget_in(&self) -> Result<Option<Store>, AppError> {
        let store = self.store_to_write()?;
        // Somebody has deleted it since this command began: what stays is put back before its snapshots go.
        let is_lost = || matches!(History::at(&self.repo.state_dir()).tip(), Ok(Some(_)));
        if store.is_none() && self.loaded_settings().settings.history && is_lost() {
            return self.store_or_make().map(Some);
        }
        Ok(store)
    }

    /// From the first snapshot that goes to the new first one nobody else takes one or puts one back: it would hold what
    /// is forgotten just now.
    fn forget_under_lock(
        &self,
        store: &Store,
        plan: &ForgetPlan,
        done: &mut Forgotten,
    ) -> Result<(), AppError> {
        let _one_at_a_time = store.lock_history().map_err(store::ChangeError::from)?;
        if self.loaded_settings().settings.history {
            // A history that cannot be read keeps nobody from removing it.
            let _ = self.restore_if_another(store);
        }
        // Before anything else: whatever is missing in the store, the next command would put back from them.
        done.history = self.remove_snapshots()?;
        self.forget_in_store(store, plan, done);
        if let Err(error) = self.keep_what_is_left(store) {
            let why = format!("no snapshot of what is left was taken: {error}");
            done.left.push(("history".to_owned(), why));
        }
        Ok(())
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
            self.keep_locked(store, &ids, "begin anew")?;
        }
        Ok(())
    }

    fn forget_in_store(&self, store: &Store, plan: &ForgetPlan, done: &mut Forgotten) {
        let forget = |text: &str| plan.needles.forget(text);
        for session in self.edge.meter.each("Removing sessions", &plan.removed) {
            match store.forget_session(&session.id) {
                Ok(()) => done.removed.push(session.id.clone()),
                Err(store::ChangeError::NotFound(_)) => {}
                Err(error) => done.left.push((session.id.to_string(), error.to_string())),
            }
        }
        if plan.needles != super::Needles::default() {
            let (ids, problems) = store.all_ids();
            done.left.extend(problems.iter().map(told));
            for id in self.edge.meter.each("Forgetting", ids) {
                match store.forget_in(&id, &forget) {
                    Ok(true) => done.changed.push(id),
                    // Somebody removed it.
                    Ok(false) | Err(store::ChangeError::NotFound(_)) => {}
                    // Whether it holds anything of it is found out at the end.
                    Err(error) => drop(done.failed.insert(id, error.to_string())),
                }
            }
        }
        match store.forget_in_unassigned(&forget, &done.removed) {
            Ok(changed) => done.unassigned = changed,
            Err(error) => done.left.push(("unassigned.toml".to_owned(), error.to_string())),
        }
        if !done.removed.is_empty()
            && let Err(problem) = store::KnownCommits::at(&self.repo.state_dir()).forget()
        {
            done.left.push(told(&problem));
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
