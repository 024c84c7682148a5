//! Which of several commits this hook was started for. git does not say; what it was told to write does, where it stands
//! on its command line.

use std::collections::HashSet;

use hooks::Event;

use super::error::HookError;
use super::progress::Progress;
use super::rewriting::{New, leave};
use super::{By, Hook};

impl Hook<'_> {
    /// Where the environment or a process above may speak for this hook's commit, and it is found among several of which
    /// nothing is known: leaves the others to the hooks that they have. Whether there are any is the answer.
    pub(super) fn leave_others(&self, new: &mut Vec<New>, progress: &Progress) -> Result<bool, HookError> {
        if self.by != By::Hook(Event::PostCommit) || progress.expected(self.edge.clock.now()) > 0 {
            return Ok(false);
        }
        let unknown = self.unknown(new, progress);
        if unknown.len() < 2 || !self.may_be_spoken_for()? {
            return Ok(false);
        }
        let Some(own) = self.find_own(&unknown) else { return Ok(false) };
        let others: HashSet<String> =
            unknown.iter().map(|it| it.facts.sha.clone()).filter(|sha| *sha != own).collect();
        leave(new, |it| others.contains(&it.facts.sha));
        Ok(true)
    }

    /// Whether the git above this hook was told to write another message than this commit has. Hooks may have added to it.
    pub(super) fn is_told_another(&self, new: &New) -> bool {
        if self.by != By::Hook(Event::PostCommit) || !self.may_be_spoken_for().unwrap_or(false) {
            return false;
        }
        let told = (self.edge.processes.git_above)().and_then(|arguments| subject_told(&arguments));
        told.is_some_and(|told| !new.facts.subject.contains(&told))
    }

    fn may_be_spoken_for(&self) -> Result<bool, HookError> {
        let named = self.edge.session.is_some() || !self.edge.conversations.is_empty();
        Ok(named || self.store()?.held().by_any_process().next().is_some())
    }

    /// Of commits of which nothing is known, the only one that the git above this hook was told to write. `None`: it is not
    /// known.
    pub(super) fn find_own(&self, unknown: &[&New]) -> Option<String> {
        if self.by != By::Hook(Event::PostCommit) {
            return None;
        }
        let subject = subject_told(&(self.edge.processes.git_above)()?)?;
        let mut of_it = unknown.iter().filter(|new| new.facts.subject == subject);
        match (of_it.next(), of_it.next()) {
            (Some(only), None) => Some(only.facts.sha.clone()),
            _ => None,
        }
    }
}

/// The subject of the message that `git commit` was given. `None`: it was given none, or it is another command.
fn subject_told(arguments: &[String]) -> Option<String> {
    let mut arguments =
        arguments.iter().map(String::as_str).skip_while(|argument| *argument != "commit").skip(1);
    let mut said = Vec::new();
    while let Some(argument) = arguments.next() {
        let is_message = match argument.strip_prefix('-') {
            None => false,
            Some("-") => break,
            Some("-message") => true,
            Some(long) if long.starts_with('-') => {
                said.extend(long.strip_prefix("-message="));
                false
            }
            Some(short) => match short.split_once('m') {
                // Other letters may take what follows them.
                Some((before, _)) if !before.bytes().all(|letter| b"aqnsevpio".contains(&letter)) => false,
                Some((_, "")) => true,
                Some((_, message)) => {
                    said.push(message);
                    false
                }
                None => false,
            },
        };
        if is_message {
            said.extend(arguments.next());
        }
    }
    subject_of(&said.join("\n\n"))
}

/// The first paragraph on one line, as git's `%s`. `None`: there is none.
fn subject_of(message: &str) -> Option<String> {
    let lines = message.lines().map(str::trim_end).skip_while(|line| line.is_empty());
    let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    (!first.is_empty()).then(|| core_model::shorten(&first.join(" "), core_model::CommitFacts::SUBJECT_LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_was_told_to_write_is_on_its_command_line() {
        let mend = Some("Mend it");
        for (line, subject) in [
            ("git|commit|-m|Mend it", mend),
            ("git|commit|-mMend it", mend),
            ("git|commit|-qam|Mend it|--no-verify", mend),
            ("git|commit|--message|Mend it|-m|The body", mend),
            ("git|commit|--message=Mend it", mend),
            ("git|-c|user.name=x|commit|--quiet|-m|\n\nMend \nit  \n\nThe body", mend),
            ("/usr/bin/git|-C|dir|commit|-S|-m|Mend it|--|-m|other", mend),
            ("git|commit|-F|-", None),
            ("git|commit|-Cm|x", None),
            ("git|commit|--amend|--no-edit", None),
            ("git|commit|-m", None),
            ("git|commit|-m|  ", None),
            ("git|merge|-m|Mend it|side", None),
            ("git", None),
        ] {
            let arguments: Vec<String> = line.split('|').map(str::to_owned).collect();
            assert_eq!(subject_told(&arguments).as_deref(), subject, "{line}");
        }
    }
}
