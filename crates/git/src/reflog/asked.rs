//! The reflog where it is no file that can be read here, as git tells it: in a reftable, for one.
//!
//! git counts from the newest line, and the oldest ones expire. So a place is found again by the line's own time and the
//! commit that it names, which is all that stays the same. What HEAD was at before a line, git does not tell; it is what
//! the line before names.

use std::collections::HashMap;

use gix::ObjectId;

use super::batch::Batch;
use super::lines::Line;
use super::{Cursor, Made};
use crate::child::run;
use crate::{AskError, Repo};

/// How many lines are asked for at first, and where the place is not among them.
const LENGTHS: [usize; 2] = [200, 20_000];

/// A line that git told of.
pub(super) struct Entry {
    place: Cursor,
    before: Option<ObjectId>,
    message: String,
}

impl Entry {
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            place: self.place,
            old: self.before.unwrap_or_else(|| self.place.id.kind().null()),
            message: self.message.as_bytes(),
        }
    }
}

impl Repo {
    /// `None`: there is no line.
    pub(super) fn ask_since(&self, since: Option<Cursor>) -> Result<Option<Made>, AskError> {
        let mut entries = Vec::new();
        for length in LENGTHS {
            entries = self.ask_for_reflog("HEAD", length)?;
            let Some(since) = since else { break };
            if let Some(at) = find(&entries, since) {
                let (before, after) = entries.split_at(at + 1);
                return Ok(Some(collect(before.last().map_or(since, |entry| entry.place), after)));
            }
            if entries.len() < length {
                break;
            }
        }
        Ok(entries.last().map(|last| {
            let mut batch = Batch::from(last.place);
            batch.take(&last.line());
            batch.end(false)
        }))
    }

    pub(super) fn ask_for_end(&self) -> Result<Option<Cursor>, AskError> {
        Ok(self.ask_for_reflog("HEAD", LENGTHS[0])?.last().map(|last| last.place))
    }

    /// The newest lines of a reference's reflog, the oldest first. None as well where nothing is committed yet.
    pub(super) fn ask_for_reflog(&self, name: &str, length: usize) -> Result<Vec<Entry>, AskError> {
        const QUESTION: &str = "log --walk-reflogs";
        let mut git = self.git_as_written();
        git.args(["log", "--walk-reflogs", "--date=raw"]);
        git.args(["--no-show-signature", "--no-color", "--no-patch", "--encoding=UTF-8"]);
        // The one before the last is asked for, too: for where HEAD was.
        git.args([&format!("--max-count={}", length + 1), "--format=%H %gd%x09%gs", name, "--"]);
        let said = run(git, QUESTION, b"", self.bounds())?;
        if !said.status.success() && !self.ask_whether_there_is(name)? {
            return Ok(Vec::new());
        }
        let answer = said.well(QUESTION)?;
        let mut entries = parse(&String::from_utf8_lossy(&answer));
        if entries.len() > length {
            entries.remove(0);
        }
        Ok(entries)
    }
}

impl Repo {
    fn ask_whether_there_is(&self, name: &str) -> Result<bool, AskError> {
        let mut git = self.git();
        git.args(["rev-parse", "--verify", "--quiet", name]);
        Ok(run(git, "rev-parse --verify --quiet", b"", self.bounds())?.status.code() != Some(1))
    }
}

/// `ID HEAD@{SECONDS ZONE}`, and behind a tab the message; the newest first.
fn parse(answer: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen: HashMap<(u64, ObjectId), u32> = HashMap::new();
    for line in answer.lines().rev() {
        let Some((id, seconds, message)) = parse_line(line) else { continue };
        let nth = seen.entry((seconds, id)).and_modify(|nth| *nth += 1).or_default();
        let place = Cursor { offset: seconds, nth: *nth, id };
        let before = entries.last().map(|entry| entry.place.id).filter(|_| !is_first(message));
        entries.push(Entry { place, before, message: message.to_owned() });
    }
    entries
}

/// Of a first commit, HEAD was at none before.
fn is_first(message: &str) -> bool {
    message.starts_with("commit (initial):")
}

fn parse_line(line: &str) -> Option<(ObjectId, u64, &str)> {
    let (place, message) = line.split_once('\t').unwrap_or((line, ""));
    let (id, selector) = place.split_once(' ')?;
    let (_, time) = selector.split_once("@{")?;
    let (seconds, _) = time.split_once(' ')?;
    Some((ObjectId::from_hex(id.as_bytes()).ok()?, seconds.parse().unwrap_or_default(), message))
}

/// The line with that place; else the last one of its time that names the commit; else the last that names it.
fn find(entries: &[Entry], since: Cursor) -> Option<usize> {
    let last = |is_it: &dyn Fn(Cursor) -> bool| entries.iter().rposition(|entry| is_it(entry.place));
    last(&|place| place == since)
        .or_else(|| last(&|place| (place.offset, place.id) == (since.offset, since.id)))
        .or_else(|| last(&|place| place.id == since.id))
}

fn collect(since: Cursor, entries: &[Entry]) -> Made {
    let mut batch = Batch::from(since);
    for entry in entries {
        if batch.is_full() {
            return batch.end(true);
        }
        batch.take(&entry.line());
    }
    batch.end(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(lines: &[(&str, u64, &str)]) -> String {
        let line = |(digit, seconds, message): &(&str, u64, &str)| {
            format!("{} HEAD@{{{seconds} +0100}}\t{message}\n", digit.repeat(40))
        };
        lines.iter().rev().map(line).collect()
    }

    #[test]
    fn a_place_is_found_again_when_others_are_like_it() {
        let lines = [
            ("a", 1, "commit (initial): x"),
            ("b", 5, "commit: x"),
            ("a", 5, "reset: moving to HEAD~1"),
            ("b", 5, "commit: x"),
            ("c", 6, "commit: x"),
        ];
        let entries = parse(&answer(&lines));
        let places: Vec<String> = entries.iter().map(|entry| entry.place.to_string()).collect();
        let place = |number: &str, digit: &str| format!("{number} {}", digit.repeat(40));
        assert_eq!(
            places,
            [place("1", "a"), place("5", "b"), place("5", "a"), place("5.1", "b"), place("6", "c")]
        );
        for (at, entry) in entries.iter().enumerate() {
            assert_eq!(find(&entries, entry.place), Some(at));
        }
        // Where the older ones are gone, the others stay.
        let rest = parse(&answer(&lines[1..]));
        assert_eq!(find(&rest, entries[3].place), Some(2));
        assert_eq!(find(&rest, entries[0].place), Some(1), "by its commit alone");
        assert_eq!(find(&rest, Cursor { nth: 7, ..entries[3].place }), Some(2));
        assert_eq!(find(&parse(""), entries[0].place), None);
        assert_eq!(entries[0].before, None);
        assert_eq!(entries[2].before, Some(entries[1].place.id));
    }

    #[test]
    fn what_is_no_line_is_passed_over() {
        let text = format!("nonsense\n\n{} HEAD@{{x\n{} HEAD@{{7 +0000}}\n", "a".repeat(40), "b".repeat(64));
        let entries = parse(&text);
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].place.offset, entries[0].message.as_str()), (7, ""));
    }
}
