//! Stores with many sessions, and sessions with many entries; made by the program itself where that is
//! quick enough.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use anyhow::{Context as _, Result, bail};

use super::lab::Lab;
use crate::hook_lines::{self, HookLine};
use crate::workspace;

/// Begun by the program, and still active.
pub(super) struct LiveSession {
    pub(super) id: String,
    pub(super) file: PathBuf,
}

/// Makes a store with this many sessions, the last one active and with this many entries.
pub(super) fn prepare(lab: &Lab, repo: &Path, sessions: usize, entries: usize) -> Result<LiveSession> {
    if sessions > 1 {
        let id = start(lab, repo, "An older one")?;
        workspace::read(&mut lab.program(repo, &["complete"]))?;
        multiply(repo, &id, sessions - 2)?;
    }
    let id = start(lab, repo, "Measure what a commit costs")?;
    let file = repo.join(".sessions/live").join(&id).with_extension("toml");
    if !file.is_file() {
        bail!("the program began {id}, but there is no {}", file.display());
    }
    add_events(lab, repo, entries)?;
    Ok(LiveSession { id, file })
}

/// Installs the hooks, and answers in what form the one for commits is there.
pub(super) fn install_hooks(lab: &Lab, repo: &Path) -> Result<String> {
    let answer = workspace::read(&mut lab.program(repo, &["install"]))?;
    commit_hook_form(&hook_lines::parse(&answer)?)
}

fn commit_hook_form(hooks: &[HookLine]) -> Result<String> {
    let hook = hooks.iter().find(|hook| hook.event == "post-commit" && hook.is_in_place());
    Ok(hook.context("`install` put no post-commit hook in place")?.how_or_why.clone())
}

/// So many sessions, in words.
pub(super) fn describe(sessions: usize) -> String {
    if sessions == 1 { "1 session".to_owned() } else { format!("{sessions} sessions") }
}

fn start(lab: &Lab, repo: &Path, intent: &str) -> Result<String> {
    let answer = workspace::read(&mut lab.program(repo, &["start", "--json", intent]))?;
    let answer: serde_json::Value = serde_json::from_str(&answer).context("`start --json` wrote no JSON")?;
    let id = answer.pointer("/session/id").and_then(serde_json::Value::as_str);
    Ok(id.context("`start --json` names no session.id")?.to_owned())
}

/// A few at a time: most of an event is waiting for the disk.
fn add_events(lab: &Lab, repo: &Path, count: usize) -> Result<()> {
    const WRITERS: usize = 4;
    let write = |writer: usize| -> Result<()> {
        for event in (writer..count).step_by(WRITERS) {
            let mut program = lab.program(repo, &["event", &format!("Something that happened, {event}")]);
            workspace::run(program.stdout(Stdio::null()))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        writers.into_iter().try_for_each(|writer| match writer.join() {
            Ok(result) => result,
            Err(_) => bail!("a writer panicked"),
        })
    })
}

/// Copies an archived session under other ids.
fn multiply(repo: &Path, id: &str, copies: usize) -> Result<()> {
    let original = find_archived(repo, id)?;
    let text = fs::read_to_string(&original)?;
    let (date, _) = id.split_once('-').with_context(|| format!("{id} is not an id"))?;
    for copy in 0..copies {
        let other = format!("{date}-{}", number_as_id(copy));
        fs::write(original.with_file_name(&other).with_extension("toml"), text.replace(id, &other))?;
    }
    Ok(())
}

fn find_archived(repo: &Path, id: &str) -> Result<PathBuf> {
    let archive = repo.join(".sessions/archive");
    for month in fs::read_dir(&archive).with_context(|| archive.display().to_string())? {
        let file = month?.path().join(id).with_extension("toml");
        if file.is_file() {
            return Ok(file);
        }
    }
    bail!("{id} was completed, but is not in {}", archive.display());
}

/// Ten characters, different for each number, and not in its order.
fn number_as_id(number: usize) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    // An odd factor permutes the numbers below 2^50.
    let mut rest = (number as u64 + 1).wrapping_mul(0x2_545f_4914_f6cd) % (1 << 50);
    let mut id = String::new();
    for _ in 0..10 {
        id.push(char::from(ALPHABET[(rest % 32) as usize]));
        rest /= 32;
    }
    id
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_form_is_that_of_the_commit_hook() {
        let form = |answer: &str| commit_hook_form(&hook_lines::parse(answer).unwrap()).ok();
        let answer = "hook\tpost-checkout\tinstalled\tscript\tx\nhook\tpost-commit\tinstalled\tcopy\ty\n";
        assert_eq!(form(answer).as_deref(), Some("copy"));
        assert_eq!(form("hook\tpost-commit\tleft-alone\tit is empty\tx\n"), None);
    }

    #[test]
    fn ten_thousand_numbers_are_ten_thousand_ids() {
        let ids: HashSet<_> = (0..10_000).map(number_as_id).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 10));
    }
}
