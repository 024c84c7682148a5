//! The program that shows long answers.

use std::io::{self, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};

/// More than any pipe holds: whoever was given as much has read some of it.
const MORE_THAN_A_PIPE_HOLDS: usize = 1 << 20;

/// What a shell ends with where there is no such program, or it cannot be run.
const CANNOT_RUN: [i32; 2] = [126, 127];

/// A pager that runs.
pub(super) struct Pager {
    command: String,
    child: Child,
    input: Option<ChildStdin>,
    /// What it was given, as long as it may turn out not to be there. `None`: it runs.
    given: Option<Vec<u8>>,
    interrupt: Interrupt,
}

/// How a pager ended.
pub(super) enum Ended {
    /// Somebody has seen enough.
    Seen,
    /// There is no such program, and this is what nobody has seen.
    NeverRan { command: String, given: Vec<u8> },
}

impl Pager {
    /// Starts a command line as git does: by the shell, where it is not words alone.
    pub(super) fn start(command: &str, variables: &[(&str, &str)]) -> io::Result<Self> {
        let interrupt = Interrupt::new()?;
        let mut child = program(command).envs(variables.iter().copied()).stdin(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        Ok(Self { command: command.to_owned(), child, input, given: Some(Vec::new()), interrupt })
    }

    /// Hands it more to show.
    ///
    /// # Errors
    /// [`io::ErrorKind::BrokenPipe`] once it reads no more, or somebody has interrupted us.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(given) = &mut self.given {
            given.extend_from_slice(bytes);
        }
        self.given.take_if(|given| given.len() > MORE_THAN_A_PIPE_HOLDS);
        match &mut self.input {
            Some(input) if !self.interrupt.came() => input.write_all(bytes),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Waits until somebody closes it: it has the terminal as long.
    pub(super) fn end(mut self) -> io::Result<Ended> {
        drop(self.input.take());
        let status = self.child.wait()?;
        Ok(match (status.code(), self.given) {
            (Some(code), Some(given)) if CANNOT_RUN.contains(&code) => {
                Ended::NeverRan { command: self.command, given }
            }
            _ => Ended::Seen,
        })
    }
}

fn program(command: &str) -> Command {
    const FOR_THE_SHELL: &str = "|&;<>()$`\\\"'*?[#~=%";
    let mut words = command.split_whitespace();
    match words.next() {
        Some(first) if !command.contains(|c| FOR_THE_SHELL.contains(c)) => {
            let mut program = Command::new(first);
            program.args(words);
            program
        }
        _ => {
            let mut shell = Command::new("sh");
            shell.args(["-c", command]);
            shell
        }
    }
}

/// What Ctrl-C does while a pager has the terminal. It reaches both; would it end us, then the shell and the pager would
/// fight for the keys.
struct Interrupt {
    #[cfg(unix)]
    came: std::sync::Arc<std::sync::atomic::AtomicBool>,
    #[cfg(unix)]
    handler: signal_hook::SigId,
}

#[cfg(unix)]
impl Interrupt {
    fn new() -> io::Result<Self> {
        let came = std::sync::Arc::default();
        let handler = signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::clone(&came))?;
        Ok(Self { came, handler })
    }

    fn came(&self) -> bool {
        self.came.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[cfg(unix)]
impl Drop for Interrupt {
    fn drop(&mut self) {
        signal_hook::low_level::unregister(self.handler);
    }
}

#[cfg(not(unix))]
impl Interrupt {
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    fn came(&self) -> bool {
        false
    }
}
