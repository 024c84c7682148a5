//! The commits of this repository, with other dates and other names.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use core_model::{CommitFacts, Files, Person};

use super::{git, read_git};
use crate::workspace;

/// Clones this repository and writes its commits anew: the last one at the last moment, and so back. Commits for which there
/// is no moment are the oldest, and stand before the first. The ones that have a moment are the answer, in its order.
pub(super) fn spread(dir: &Path, moments: &[DateTime<Utc>]) -> Result<Vec<CommitFacts>> {
    let root = workspace::root();
    let mut clone = std::process::Command::new("git");
    clone.args(["clone", "--quiet", "--no-hardlinks", "--no-tags"]).arg(&root).arg(dir);
    workspace::run(&mut clone)?;
    read_git(dir, &["checkout", "--quiet", "-B", "main"])?;
    read_git(dir, &["remote", "remove", "origin"])?;
    let export = git(dir).args(["fast-export", "--no-data", "--topo-order", "main"]).output()?;
    if !export.status.success() {
        bail!("git fast-export: {}", String::from_utf8_lossy(&export.stderr));
    }
    let all: usize = read_git(dir, &["rev-list", "--count", "main"])?.trim().parse()?;
    let stream = redate(&export.stdout, all, moments)?;
    import(dir, &stream)?;
    read_git(dir, &["reset", "--quiet", "--hard", "main"])?;
    facts(dir, all.min(moments.len()))
}

fn import(dir: &Path, stream: &[u8]) -> Result<()> {
    let mut import = git(dir).args(["fast-import", "--force", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    import.stdin.take().context("fast-import has no input")?.write_all(stream)?;
    if !import.wait()?.success() {
        bail!("git fast-import failed");
    }
    Ok(())
}

/// The stream with other dates and names. What follows `data N` is left as it is.
fn redate(stream: &[u8], all: usize, moments: &[DateTime<Utc>]) -> Result<Vec<u8>> {
    let first = moments.first().context("there is nothing to tell")?;
    let mut out = Vec::with_capacity(stream.len());
    let mut rest = stream;
    let mut commit: usize = 0;
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        if let Some(length) = line.strip_prefix(b"data ") {
            let length: usize = std::str::from_utf8(length)?.trim().parse()?;
            out.extend_from_slice(line);
            out.extend_from_slice(&rest[..length]);
            rest = &rest[length..];
        } else if line.starts_with(b"author ") || line.starts_with(b"committer ") {
            let missing = all.saturating_sub(moments.len());
            let at = match commit.checked_sub(missing) {
                Some(place) => moments[place + moments.len().saturating_sub(all)],
                None => *first - chrono::TimeDelta::hours((missing - commit).try_into()?),
            };
            let word = if line.starts_with(b"author ") { "author" } else { "committer" };
            writeln!(out, "{word} Ada Lovelace <ada@example.org> {} +0000", at.timestamp())?;
            commit += usize::from(word == "committer");
        } else {
            out.extend_from_slice(line);
        }
    }
    Ok(out)
}

/// The last commits, the oldest first.
fn facts(dir: &Path, count: usize) -> Result<Vec<CommitFacts>> {
    let format = "--format=%x01%H%x02%T%x02%P%x02%an%x02%ae%x02%at%x02%s%x02";
    let log = read_git(dir, &["log", "--name-only", "--diff-merges=first-parent", format, "main"])?;
    let mut facts: Vec<CommitFacts> = log.split('\u{1}').skip(1).map(parse_commit).collect::<Result<_>>()?;
    facts.sort_by_key(|commit| commit.authored_at);
    Ok(facts.split_off(facts.len().saturating_sub(count)))
}

fn parse_commit(text: &str) -> Result<CommitFacts> {
    let mut fields = text.splitn(8, '\u{2}');
    let mut next = || fields.next().context("git log says less than was asked");
    let (sha, tree, parents) = (next()?, next()?, next()?);
    let author = Person { name: next()?.to_owned(), email: next()?.to_owned() };
    let authored_at = DateTime::from_timestamp(next()?.parse()?, 0).context("no such moment")?;
    let subject = next()?.to_owned();
    let paths = next()?.lines().filter(|line| !line.is_empty()).map(str::to_owned);
    let mut files = Files { paths: paths.collect(), more: false };
    files.paths.truncate(Files::LIMIT);
    Ok(CommitFacts {
        sha: sha.to_owned(),
        tree: tree.to_owned(),
        parents: parents.split(' ').filter(|parent| !parent.is_empty()).map(str::to_owned).collect(),
        author,
        authored_at,
        branch: None,
        subject,
        files,
    })
}
