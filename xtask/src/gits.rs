//! `cargo xtask gits`: the gits that the matrix wants. Beside those of this machine one more, since the newest ones take hooks
//! from their configuration and few machines have one; fetched once, and built where the workspace builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result, bail};
use matrix::Git;

use crate::workspace;

const VERSION: &str = "2.55.0";

/// Where its source is: the first that answers is taken.
const SOURCES: [&str; 2] = [
    "http://deb.debian.org/debian/pool/main/g/git/git_2.55.0.orig.tar.xz",
    "https://www.kernel.org/pub/software/scm/git/git-2.55.0.tar.xz",
];

/// The SHA-256 of Debian's file, which is what others publish, and so what is asked of theirs.
const SHA256: &str = "457fdb04dc8728e007d4688695e6912e6f680727920f2a40bf11eacc17505357";

/// It is only to make commits.
const WITHOUT: [&str; 8] = [
    "NO_PERL=1",
    "NO_CURL=1",
    "NO_EXPAT=1",
    "NO_GETTEXT=1",
    "NO_OPENSSL=1",
    "NO_TCLTK=1",
    "NO_PYTHON=1",
    "NO_RUST=1",
];

pub(crate) fn run() -> Result<()> {
    provide();
    for git in find()? {
        println!("{}\t{}", git.version, git.path.display());
    }
    Ok(())
}

/// All that there are by now, the oldest first.
pub(crate) fn find() -> Result<Vec<Git>> {
    let gits = Git::find(&folder()?);
    if gits.is_empty() {
        bail!("there is no git");
    }
    Ok(gits)
}

/// Makes the one that is missing, or says why not: whoever asks goes on with those that there are.
pub(crate) fn provide() {
    if let Err(error) = build_where_missing() {
        eprintln!("git {VERSION} is not made, so the matrix goes on without it: {error:#}");
    }
}

fn folder() -> Result<PathBuf> {
    Ok(workspace::target()?.join("gits"))
}

fn build_where_missing() -> Result<()> {
    let place = folder()?.join(VERSION);
    if Git::at(&place.join("bin/git")).is_some() {
        return Ok(());
    }
    let work = tempfile::tempdir()?;
    let (url, archive) = fetch(work.path())?;
    eprintln!("building git {VERSION} from {url} …");
    workspace::read(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(work.path()))?;
    let source = work.path().join(format!("git-{VERSION}"));
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let mut make = Command::new("make");
    make.current_dir(&source)
        .arg(format!("-j{jobs}"))
        .args(WITHOUT)
        .args(["INSTALL_SYMLINKS=1", "CFLAGS=-O1"]);
    // git knows its folder by the path that it was built for.
    make.arg(format!("prefix={}", place.display())).args(["all", "install"]);
    let built = workspace::read(&mut make);
    if built.is_err() {
        // Half of a git is worse than none.
        let _ = fs::remove_dir_all(&place);
    }
    built.map(drop)
}

/// The source, as it is to be.
fn fetch(work: &Path) -> Result<(&'static str, PathBuf)> {
    let archive = work.join("git.tar.xz");
    let mut reasons = Vec::new();
    for url in SOURCES {
        match fetch_from(url, SHA256, &archive) {
            Ok(()) => return Ok((url, archive)),
            Err(error) => reasons.push(format!("{error:#}")),
        }
    }
    bail!("{}", reasons.join("; "))
}

fn fetch_from(url: &str, expected: &str, archive: &Path) -> Result<()> {
    let mut curl = Command::new("curl");
    curl.args(["--fail", "--silent", "--show-error", "--location", "--connect-timeout", "10"]);
    workspace::read(curl.args(["--max-time", "300", "--output"]).arg(archive).arg(url))?;
    let found = checksum(archive)?;
    if found != expected {
        bail!("{url} is another file than it was: its SHA-256 is {found}");
    }
    Ok(())
}

/// By whichever program this machine has for it.
fn checksum(file: &Path) -> Result<String> {
    let programs: [(&str, &[&str]); 2] = [("sha256sum", &[]), ("shasum", &["-a", "256"])];
    let sums = programs
        .iter()
        .map(|(program, arguments)| workspace::read(Command::new(program).args(*arguments).arg(file)));
    let sum = sums.into_iter().find_map(Result::ok).context("there is no sha256sum and no shasum")?;
    Ok(sum.split_whitespace().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_another_than_it_was_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (source, archive) = (dir.path().join("source"), dir.path().join("archive"));
        fs::write(&source, "abc").unwrap();
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(checksum(&source).unwrap(), sum);
        let url = format!("file://{}", source.display());
        let refused = fetch_from(&url, &sum.replace('b', "c"), &archive);
        assert!(refused.is_err());
    }
}
