//! How a process ends: by itself, by SIGKILL at some moment, or in the middle of a write.

use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What is done to a process.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    /// Nothing.
    Lives,
    /// SIGKILL for it and for all that it started, after this long.
    Killed(Duration),
    /// SIGKILL for it alone, after this long: at once, with no process in between.
    KilledAlone(Duration),
    /// No file may grow beyond this many blocks: the write that would is cut short there, and the next one ends the
    /// process with SIGXFSZ. Unlike a kill, this hits the middle of a write for certain.
    CutShort {
        /// Blocks of 512 bytes; some shells count 1024.
        blocks: u64,
    },
}

/// What came of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It said that it did it, with this answer.
    Acknowledged(String),
    /// It said that it did not (exit code 1).
    Refused,
    /// A signal ended it; nobody knows how far it got.
    Died,
}

/// Runs a process to its end, and says how long it took.
pub(crate) fn run(mut command: Command, fate: Fate) -> (Ending, Duration) {
    if let Fate::CutShort { blocks } = fate {
        command = limited(&command, blocks);
    }
    // A group of its own, so that a hook dies with the git that runs it.
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().unwrap();
    if let Fate::Killed(after) | Fate::KilledAlone(after) = fate {
        while let Some(left) = after.checked_sub(begun.elapsed()) {
            thread::park_timeout(left);
        }
        match fate {
            Fate::KilledAlone(_) => drop(child.kill()),
            Fate::Lives | Fate::Killed(_) | Fate::CutShort { .. } => kill(&mut child),
        }
    }
    let status = child.wait().unwrap();
    let took = begun.elapsed();
    (ending(&command, child, status), took)
}

fn ending(command: &Command, mut child: Child, status: ExitStatus) -> Ending {
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    match status.code() {
        None => Ending::Died,
        Some(0) => Ending::Acknowledged(stdout.trim_end().to_owned()),
        Some(1) => Ending::Refused,
        Some(code) => panic!("exit code {code}\n{stderr}\n{command:?}"),
    }
}

fn kill(child: &mut Child) {
    let group = format!("-{}", child.id());
    // Whoever has ended already cannot be killed, and that is no failure.
    drop(Command::new("kill").args(["-s", "KILL", "--", &group]).output().unwrap());
    drop(child.kill());
}

/// The same command in a shell that sets the limit and then becomes the command.
fn limited(command: &Command, blocks: u64) -> Command {
    let mut shell = Command::new("sh");
    shell.env_clear().current_dir(command.get_current_dir().unwrap());
    for (name, value) in command.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let script = "ulimit -c 0; ulimit -f \"$0\"; exec \"$@\"";
    shell.args(["-c", script, &blocks.to_string()]).arg(command.get_program()).args(command.get_args());
    shell
}
