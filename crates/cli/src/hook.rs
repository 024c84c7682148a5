//! The short way: what git runs. It comes before the argument parser, whose tables alone would cost more than the
//! whole hook.

use std::ffi::OsString;
use std::process::ExitCode;
#[cfg(target_os = "linux")]
use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use app::Event;
use config::Assignment;

use crate::edge;

/// What the program that is the hook alone says of its version.
pub(crate) const VERSION: &str = concat!("git-session-hook ", env!("CARGO_PKG_VERSION"), "\n");

/// How long after its time a hook is made to end: that it was may still be said in the log.
const LAST_WORDS: Duration = Duration::from_millis(30);

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
        let _watch = watch();
        let Ok(mut edge) = edge::read() else { return ExitCode::SUCCESS };
        edge.settings.flags = flags;
        edge.git.until = Some(Instant::now() + app::hook::BUDGET);
        end_quietly(event);
        app::hook::run(&edge, event, &arguments, edge::run_by(is_copy), &|| say_the_end(&edge, event));
    }
    ExitCode::SUCCESS
}

/// Sees to it that git does not feel a defect of ours.
#[allow(clippy::disallowed_methods, reason = "ending the process is the point")]
fn end_quietly(event: Event) {
    std::panic::set_hook(Box::new(move |panic| {
        if let Ok(edge) = edge::read() {
            app::hook::log(&edge, event, &format!("a defect of git-session: {panic}"));
        }
        std::process::exit(0);
    }));
}

/// Ends a slow hook when its time is over, and says so. Most hooks are done before it is asked for; for them a thread would
/// cost more than what it watches over.
#[allow(clippy::disallowed_methods, reason = "ending the process is the point")]
fn say_the_end(edge: &app::Edge, event: Event) {
    let edge = edge.clone();
    let end = move || {
        let left = edge.git.until.map(|until| until.saturating_duration_since(Instant::now()));
        // The hook itself may be just about to say it.
        std::thread::sleep(left.unwrap_or_default() + LAST_WORDS / 3);
        app::hook::log_out_of_time(&edge, event);
        std::process::exit(0);
    };
    let _ = std::thread::Builder::new().stack_size(128 * 1024).spawn(end);
}

/// Ends the process where a disk does not answer, be it before anything is slow. It says nothing: the log lies on that
/// disk. Without it, the hook does its work all the same.
#[cfg(target_os = "linux")]
fn watch() -> Option<nix::sys::timer::Timer> {
    use nix::sys::signal::{SigEvent, SigSet, SigevNotify, Signal};
    use nix::sys::timer::{Expiration, Timer, TimerSetTimeFlags};

    let always = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGALRM, 0, always).ok()?;
    // Whoever started git may have blocked it.
    SigSet::from(Signal::SIGALRM).thread_unblock().ok()?;
    let signal = SigevNotify::SigevSignal { signal: Signal::SIGALRM, si_value: 0 };
    let mut timer = Timer::new(nix::time::ClockId::CLOCK_MONOTONIC, SigEvent::new(signal)).ok()?;
    let at = Expiration::OneShot((app::hook::BUDGET + LAST_WORDS).into());
    timer.set(at, TimerSetTimeFlags::empty()).ok()?;
    Some(timer)
}

/// Ends the process where a disk does not answer, be it before anything is slow. It says nothing: the log lies on that
/// disk. Without it, the hook does its work all the same.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::disallowed_methods, reason = "ending the process is the point")]
fn watch() -> Option<std::thread::JoinHandle<()>> {
    let end = || {
        std::thread::sleep(app::hook::BUDGET + LAST_WORDS);
        std::process::exit(0);
    };
    std::thread::Builder::new().stack_size(128 * 1024).spawn(end).ok()
}
