//! git, run with an end: in time, and in how much it may say.

use std::io::{Read, Seek as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::AskError;

/// How much of what went wrong is kept, in bytes.
const ERROR_LIMIT: u64 = 16 << 10;

/// Where a child's run ends, if it does not end by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) time: Duration,
    /// Of what it says.
    pub(crate) bytes: u64,
}

impl Bounds {
    /// For what a person waits for.
    pub(crate) const COMMAND: Self = Self { time: Duration::from_secs(30), bytes: 64 << 20 };
}

/// What a child said before it ended.
pub(crate) struct Said {
    pub(crate) answer: Vec<u8>,
    /// In one line.
    pub(crate) error: String,
    pub(crate) status: ExitStatus,
}

impl Said {
    /// The answer, if it ended well.
    pub(crate) fn well(self, question: &'static str) -> Result<Vec<u8>, AskError> {
        if self.status.success() {
            return Ok(self.answer);
        }
        Err(AskError::Failed { question, status: self.status, message: self.error })
    }
}

/// Runs the one command and gives it those bytes to read.
pub(crate) fn run(
    mut git: Command,
    question: &'static str,
    input: &[u8],
    bounds: Bounds,
) -> Result<Said, AskError> {
    give(&mut git, input)?;
    let mut child = spawn(&mut git)?;
    let heard = listen(&mut child, question, bounds);
    stop(&mut child, heard.is_ok())
        .and_then(|status| heard.map(|(answer, error)| Said { answer, error, status }))
}

/// Runs two commands, where the second reads what the first says.
pub(crate) fn run_piped(
    mut first: Command,
    mut second: Command,
    question: &'static str,
    input: &[u8],
    bounds: Bounds,
) -> Result<Said, AskError> {
    give(&mut first, input)?;
    let mut source = spawn(first.stderr(Stdio::null()))?;
    if let Some(output) = source.stdout.take() {
        second.stdin(output);
    }
    let spawned = spawn(&mut second);
    // What it holds of the pipe would keep the first from noticing that the second is gone.
    drop(second);
    let heard = spawned.and_then(|mut child| {
        let heard = listen(&mut child, question, bounds);
        let status = stop(&mut child, heard.is_ok())?;
        heard.map(|(answer, error)| Said { answer, error, status })
    });
    let status = stop(&mut source, heard.is_ok())?;
    let said = heard?;
    let failed = || AskError::Failed { question, status, message: said.error.clone() };
    if status.success() { Ok(said) } else { Err(failed()) }
}

/// Lets the command read those bytes. They lie in a file: a pipe would have to be filled while the answer is read.
fn give(git: &mut Command, input: &[u8]) -> Result<(), AskError> {
    if input.is_empty() {
        git.stdin(Stdio::null());
        return Ok(());
    }
    let file = tempfile::tempfile().and_then(|mut file| {
        file.write_all(input)?;
        file.rewind()?;
        Ok(file)
    });
    git.stdin(file.map_err(AskError::NotStarted)?);
    Ok(())
}

fn spawn(git: &mut Command) -> Result<Child, AskError> {
    git.stdout(Stdio::piped()).spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => AskError::NoGit,
        _ => AskError::NotStarted(error),
    })
}

/// What the child says, and what it says went wrong.
fn listen(child: &mut Child, question: &'static str, bounds: Bounds) -> Result<(Vec<u8>, String), AskError> {
    let errors = child.stderr.take().map(|pipe| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let mut pipe = pipe;
            // What is not kept is read nevertheless: the child would wait for room in the pipe.
            let _ = pipe.by_ref().take(ERROR_LIMIT).read_to_end(&mut text);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
            String::from_utf8_lossy(&text).trim().replace('\n', "; ")
        })
    });
    let (sender, receiver) = mpsc::channel();
    if let Some(pipe) = child.stdout.take() {
        // Nobody waits for this thread: where the child left the pipe to somebody else, it may stay for long.
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.take(bounds.bytes + 1).read_to_end(&mut bytes);
            let _ = sender.send(read.map(|_| bytes));
        });
    }
    let bytes = match receiver.recv_timeout(bounds.time) {
        Ok(read) => read.map_err(AskError::NotStarted)?,
        Err(_) => return Err(AskError::TooLong { question, limit: bounds.time }),
    };
    if bytes.len() as u64 > bounds.bytes {
        return Err(AskError::TooMuch { question });
    }
    let error = errors.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok((bytes, error))
}

/// Waits for the end of a child that has said all, and makes an end of another.
fn stop(child: &mut Child, is_done: bool) -> Result<ExitStatus, AskError> {
    if !is_done {
        let _ = child.kill();
    }
    child.wait().map_err(AskError::NotStarted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = "x";

    fn git(arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.args(arguments).stdin(Stdio::null()).stderr(Stdio::piped());
        git
    }

    fn bounds(time: Duration, bytes: u64) -> Bounds {
        Bounds { time, bytes }
    }

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn what_is_said_comes_whole_or_not_at_all() {
        let answer = |bytes| run(git(&["hash-object", "--stdin"]), QUESTION, b"hello", bounds(LONG, bytes));
        assert_eq!(answer(41).unwrap().answer, b"b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0\n");
        assert!(matches!(answer(40), Err(AskError::TooMuch { .. })));
    }

    #[test]
    fn what_went_wrong_is_said() {
        let error = run(git(&["no-such-command"]), QUESTION, b"", Bounds::COMMAND).unwrap().well(QUESTION);
        assert!(error.unwrap_err().to_string().contains("no-such-command"));
        let missing = run(Command::new("git-session-no-such-git"), QUESTION, b"", Bounds::COMMAND);
        assert!(matches!(missing, Err(AskError::NoGit)));
    }

    #[test]
    #[cfg(unix)]
    fn a_child_that_does_not_end_is_ended() {
        let began = std::time::Instant::now();
        let slow = ["-c", "alias.slow=!echo x; exec sleep 20", "slow"];
        let short = bounds(Duration::from_millis(50), 100);
        let error = run(git(&slow), QUESTION, b"", short);
        assert!(matches!(error, Err(AskError::TooLong { .. })));
        let piped = run_piped(git(&slow), git(&["patch-id"]), QUESTION, b"", short);
        assert!(matches!(piped, Err(AskError::TooLong { .. })));
        assert!(began.elapsed() < Duration::from_secs(15), "it was waited for");
    }

    #[test]
    #[cfg(unix)]
    fn a_child_that_complains_at_length_does_not_wait_for_us() {
        let loud = [
            "-c",
            "alias.loud=!i=0; while [ $i -lt 20000 ]; do echo complaint >&2; i=$((i+1)); done; echo done",
            "loud",
        ];
        let said = run(git(&loud), QUESTION, b"", bounds(LONG, 100)).unwrap();
        assert_eq!(said.answer, b"done\n");
        assert!(said.error.len() <= (2 * 16) << 10);
    }

    #[test]
    fn where_the_first_of_two_fails_both_do() {
        let piped = |first: &[&str]| {
            run_piped(git(first), git(&["hash-object", "--stdin"]), QUESTION, b"", Bounds::COMMAND)
        };
        assert!(matches!(piped(&["no-such-command"]), Err(AskError::Failed { .. })));
        assert_eq!(piped(&["version"]).unwrap().answer.len(), 41);
    }
}
