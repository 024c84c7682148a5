//! Taking a text out of a session, wherever it stands: the one way in which what was recorded changes.

use crate::{Commit, Head, Outcome, Person, Record, Session, Status, Text};

/// What stands where something was forgotten.
pub const FORGOTTEN: &str = "[forgotten]";

impl Session {
    /// The session with each of its texts as `forget` leaves it. Times, ids and statuses stay, and so do the names of its
    /// project and its worktree: they are those of folders.
    #[must_use]
    pub fn forget(&self, forget: &dyn Fn(&str) -> String) -> Self {
        let mut it = self.clone();
        let texts = Texts(forget);
        texts.head(&mut it.head);
        it.tasks = it.tasks.forget(|subject| texts.text(subject));
        it.questions = it.questions.forget(|text| texts.text(text));
        it.record.forget(forget);
        it
    }
}

impl Record {
    /// The record with each of its texts as `forget` leaves it.
    pub fn forget(&mut self, forget: &dyn Fn(&str) -> String) {
        let texts = Texts(forget);
        self.commits.iter_mut().for_each(|commit| texts.commit(commit));
        self.events.iter_mut().for_each(|event| texts.text(&mut event.text));
        for decision in &mut self.decisions {
            texts.text(&mut decision.title);
            texts.text(&mut decision.because);
        }
    }
}

struct Texts<'a>(&'a dyn Fn(&str) -> String);

impl Texts<'_> {
    fn plain(&self, text: &mut String) {
        *text = (self.0)(text);
    }

    fn text(&self, text: &mut Text) {
        *text = Text::restored((self.0)(text.as_str()));
    }

    fn optional(&self, text: &mut Option<Text>) {
        text.iter_mut().for_each(|text| self.text(text));
    }

    fn head(&self, head: &mut Head) {
        let opening = &mut head.opening;
        self.text(&mut opening.intent);
        opening.tags.iter_mut().for_each(|tag| self.text(tag));
        self.text(&mut opening.author.name);
        self.optional(&mut opening.author.conversation);
        self.optional(&mut opening.roadmap);
        opening.branch.iter_mut().for_each(|branch| self.plain(branch));
        if let Some(owner) = &mut opening.owner {
            self.plain(&mut owner.host);
            owner.boot.iter_mut().for_each(|boot| self.plain(boot));
        }
        head.next_steps.iter_mut().for_each(|step| self.text(step));
        for said in head.activity.iter_mut().chain(&mut head.awaiting) {
            self.text(&mut said.text);
        }
        match &mut head.status {
            Status::Active => {}
            Status::Parked(parked) => {
                self.plain(&mut parked.by);
                self.text(&mut parked.reason);
            }
            Status::Completed(over) => {
                self.plain(&mut over.closed_by);
                let Outcome { kind: _, note } = &mut over.outcome;
                self.optional(note);
            }
        }
    }

    fn commit(&self, commit: &mut Commit) {
        let facts = &mut commit.facts;
        let Person { name, email } = &mut facts.author;
        for text in [name, email, &mut facts.subject].into_iter().chain(&mut facts.branch) {
            self.plain(text);
        }
        facts.files.paths.iter_mut().for_each(|path| self.plain(path));
        commit.aside.reason.iter_mut().for_each(|reason| self.plain(reason));
    }
}
