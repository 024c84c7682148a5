//! The short way: what git runs. It comes before the argument parser, whose tables alone would cost more than the
//! whole hook.

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use app::Event;
use config::Assignment;

use crate::edge;

/// How long a hook may take, whatever it waits for.
const BUDGET: Duration = Duration::from_millis(250);

/// How long the log is waited for after that.
const LAST_WORDS: Duration = Duration::from_millis(20);

/// Whether git started the program itself as its hook.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsCopy(bool);

/// What git asks for.
pub(crate) enum Call {
    /// One of ours, with what git tells it.
    Event(Event, Vec<OsString>, IsCopy),
    /// One that there is nothing to do for, or that this version does not know: an older program after a newer one's
    /// install.
    Nothing,
}

impl Call {
    pub(crate) fn of(event: &str, arguments: &[OsString]) -> Self {
        Event::parse(event).map_or(Self::Nothing, |event| Self::with(event, arguments, IsCopy(false)))
    }

    fn with(event: Event, arguments: &[OsString], is_copy: IsCopy) -> Self {
        // After `git commit --amend`, post-commit has recorded all that there is.
        match event {
            Event::PostRewrite if arguments.first().is_some_and(|by| by == "amend") => Self::Nothing,
            event => Self::Event(event, arguments.to_vec(), is_copy),
        }
    }
}

/// Whether the arguments are those of a hook: `hook EVENT …`, or a program that goes by the hook's name.
pub(crate) fn recognise(arguments: &[OsString]) -> Option<Call> {
    if let Some(event) = arguments.first().and_then(|name| app::event_of_program_name(name)) {
        return Some(Call::with(event, &arguments[1..], IsCopy(true)));
    }
    match arguments.get(1..)? {
        [command, event, rest @ ..] if command == "hook" && !event.as_encoded_bytes().starts_with(b"-") => {
            Some(Call::of(event.to_str().unwrap_or_default(), rest))
        }
        _ => None,
    }
}

/// Runs the hook. Whatever happens, it ends with 0, prints nothing, and ends soon.
pub(crate) fn run(call: Call, flags: Vec<Assignment>) -> ExitCode {
    if let (Call::Event(event, arguments, IsCopy(is_copy)), false) = (call, edge::hooks_are_off()) {
        let Ok(mut edge) = edge::read() else { return ExitCode::SUCCESS };
        edge.settings.flags = flags;
        end_quietly(&edge, event);
        app::hook::run(&edge, event, &arguments, edge::run_by(is_copy));
    }
    ExitCode::SUCCESS
}

/// Sees to it that neither a defect of ours nor a disk that does not answer is felt by git.
#[allow(clippy::disallowed_methods, reason = "ending the process is the point of both")]
fn end_quietly(edge: &app::Edge, event: Event) {
    let of_panic = edge.clone();
    std::panic::set_hook(Box::new(move |panic| {
        app::hook::log(&of_panic, event, &format!("a defect of git-session: {panic}"));
        std::process::exit(0);
    }));
    let of_budget = edge.clone();
    let watch = move || {
        std::thread::sleep(BUDGET);
        // The log may lie on the very disk that does not answer, so nobody waits for it for long.
        let (told, is_told) = std::sync::mpsc::channel();
        let tell = move || {
            let left = format!("gave up after {} ms; the next hook records what is left", BUDGET.as_millis());
            app::hook::log(&of_budget, event, &left);
            told.send(())
        };
        if spawn(tell).is_some() {
            let _ = is_told.recv_timeout(LAST_WORDS);
        }
        std::process::exit(0);
    };
    // Without a thread there is no watch, and the hook does its work all the same.
    spawn(watch);
}

fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<std::thread::JoinHandle<T>> {
    std::thread::Builder::new().stack_size(128 * 1024).spawn(work).ok()
}
