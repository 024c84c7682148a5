//! From values to text.

use core_model::{Commit, Entry, Head, Owner, Question, Record, Session, Status, Task, Time};
use toml_writer::{ToTomlKey as _, ToTomlValue as _, TomlStringBuilder};

use super::{FORMAT, marks};

/// The whole document.
pub(crate) fn render_session(session: &Session) -> String {
    let mut document = marks::seal(render_head(session.head()));
    for task in session.tasks().as_slice() {
        document.push_str(&render_task(task));
    }
    for question in session.questions().as_slice() {
        document.push_str(&render_question(question));
    }
    for entry in session.record().derive_timeline() {
        document.push_str(&render_entry(&entry));
    }
    document
}

/// One entry as a block with its mark, as it is added at the end of a document.
pub(crate) fn render_entry(entry: &Entry) -> String {
    let mut block = Block::default();
    match entry {
        Entry::Heartbeat(beat) => {
            block.table("heartbeat");
            block.time("at", beat.at);
            block.optional(beat.until, |block, until| block.time("until", until));
            block.string("source", beat.source.as_str());
        }
        Entry::Commit(commit) => render_commit(&mut block, commit),
        Entry::Event(event) => {
            block.table("event");
            block.time("at", event.at);
            block.string("text", event.text.as_str());
        }
        Entry::Decision(decision) => {
            block.table("decision");
            block.time("at", decision.at);
            block.string("title", decision.title.as_str());
            block.string("because", decision.because.as_str());
        }
    }
    marks::seal(block.text)
}

fn render_task(task: &Task) -> String {
    let mut block = Block::default();
    block.table("task");
    block.string("id", &task.id);
    block.string("subject", task.subject.as_str());
    block.string("status", task.status.as_str());
    block.time("at", task.at);
    marks::seal(block.text)
}

fn render_question(question: &Question) -> String {
    let mut block = Block::default();
    block.table("question");
    block.string("id", &question.id);
    block.time("asked_at", question.asked_at);
    block.string("text", question.text.as_str());
    block.optional(question.answer.as_ref(), |block, answer| {
        block.time("answered_at", answer.at);
        block.string("answer", answer.text.as_str());
    });
    marks::seal(block.text)
}

/// The head of a file that has entries and no session.
pub(crate) fn render_format() -> String {
    let mut block = Block::default();
    block.line("format", &FORMAT.to_toml_value());
    marks::seal(block.text)
}

/// A whole file that has entries and no session.
pub(crate) fn render_alone(record: &Record) -> String {
    let mut document = render_format();
    record.derive_timeline().iter().for_each(|entry| document.push_str(&render_entry(entry)));
    document
}

fn render_head(head: &Head) -> String {
    let opening = &head.opening;
    let mut block = Block::default();
    block.line("format", &FORMAT.to_toml_value());
    block.string("id", opening.id.as_str());
    block.string("status", head.status().name().as_str());
    block.string("project", &opening.project);
    block.string("intent", opening.intent.as_str());
    block.time("started_at", opening.started_at);
    block.optional(opening.branch.as_deref(), |block, branch| block.string("branch", branch));
    block.string("worktree", &opening.worktree);
    block.string("made_by", opening.made_by.as_str());
    block.strings("tags", opening.tags.iter().map(core_model::Text::as_str));
    block.strings("next_steps", head.next_steps.iter().map(core_model::Text::as_str));
    block.optional(opening.roadmap.as_ref(), |block, item| block.string("roadmap", item.as_str()));
    block.optional(opening.parent.as_ref(), |block, parent| block.string("parent", parent.as_str()));
    block.time("changed_at", head.changed_at);
    block.optional(head.activity.as_ref(), |block, said| {
        block.time("activity_at", said.at);
        block.string("activity", said.text.as_str());
    });
    block.optional(head.awaiting.as_ref(), |block, said| {
        block.time("awaiting_since", said.at);
        block.string("awaiting", said.text.as_str());
    });
    render_status(&mut block, head.status());
    block.text.push_str("\n[author]\n");
    block.string("kind", opening.author.kind.as_str());
    block.string("name", opening.author.name.as_str());
    block.optional(opening.author.conversation.as_ref(), |block, text| {
        block.string("conversation", text.as_str());
    });
    block.optional(opening.owner.as_ref(), render_owner);
    block.text
}

fn render_owner(block: &mut Block, owner: &Owner) {
    block.text.push_str("\n[owner]\n");
    block.string("host", &owner.host);
    block.optional(owner.boot.as_deref(), |block, boot| block.string("boot", boot));
    block.line("pid", &owner.pid.to_toml_value());
    block.time("process_started_at", owner.started_at);
}

fn render_status(block: &mut Block, status: &Status) {
    match status {
        Status::Active => {}
        Status::Parked(parked) => {
            block.time("stopped_at", parked.stopped_at);
            block.time("parked_at", parked.at);
            block.string("parked_by", &parked.by);
            block.string("parked_reason", parked.reason.as_str());
        }
        Status::Completed(over) => {
            block.time("ended_at", over.ended_at);
            block.time("closed_at", over.closed_at);
            block.string("closed_by", &over.closed_by);
            let kind = &over.outcome.kind;
            block.string("outcome", kind.as_str());
            block.optional(kind.resumed_as(), |block, child| block.string("resumed_as", child.as_str()));
            block.optional(over.outcome.note.as_ref(), |block, note| {
                block.string("outcome_note", note.as_str())
            });
        }
    }
}

fn render_commit(block: &mut Block, commit: &Commit) {
    let facts = &commit.facts;
    block.table("commit");
    block.time("at", commit.at);
    block.string("sha", &facts.sha);
    block.string("tree", &facts.tree);
    block.strings("parents", facts.parents.iter().map(String::as_str));
    block.string("author_name", &facts.author.name);
    block.string("author_email", &facts.author.email);
    block.time("authored_at", facts.authored_at);
    block.optional(facts.branch.as_deref(), |block, branch| block.string("branch", branch));
    block.string("subject", &facts.subject);
    block.strings("files", facts.files.paths.iter().map(String::as_str));
    if facts.files.more {
        block.line("more_files", &true.to_toml_value());
    }
    block.string("evidence", commit.evidence.as_str());
    if !commit.aside.considered.is_empty() {
        block.strings("considered", commit.aside.considered.iter().map(core_model::SessionId::as_str));
    }
    block.optional(commit.aside.reason.as_deref(), |block, reason| block.string("reason", reason));
    if !commit.replaces.is_empty() {
        block.strings("replaces", commit.replaces.iter().map(String::as_str));
    }
    block.optional(commit.replaced_by.as_deref(), |block, now| block.string("replaced_by", now));
    block.optional(commit.session.as_ref(), |block, session| block.string("session", session.as_str()));
    block.optional(commit.assigned_at, |block, at| block.time("assigned_at", at));
}

/// Lines of `key = value`. Writing to a string cannot fail, so nothing here does.
#[derive(Default)]
pub(super) struct Block {
    pub(super) text: String,
}

impl Block {
    pub(super) fn table(&mut self, name: &str) {
        self.text.push_str(&format!("\n[[{}]]\n", name.to_toml_key()));
    }

    pub(super) fn line(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!("{} = {value}\n", key.to_toml_key()));
    }

    pub(super) fn string(&mut self, key: &str, value: &str) {
        self.line(key, &one_line(value));
    }

    fn strings<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        let values: Vec<String> = values.map(one_line).collect();
        self.line(key, &format!("[{}]", values.join(", ")));
    }

    pub(super) fn time(&mut self, key: &str, time: Time) {
        self.line(key, &time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
    }

    pub(super) fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        if let Some(value) = value {
            write(self, value);
        }
    }
}

/// A string on one line, whatever it holds: TOML's basic form, with every line end and control character escaped,
/// and with the characters that would turn the line around in an editor escaped, too.
pub(crate) fn one_line(value: &str) -> String {
    let basic = TomlStringBuilder::new(value).as_basic().to_toml_value();
    let turns = |c: char| matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !basic.contains(turns) {
        return basic;
    }
    basic.chars().map(|c| if turns(c) { format!("\\u{:04X}", u32::from(c)) } else { c.to_string() }).collect()
}
