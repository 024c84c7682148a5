//! Signals: the terminal is given back before one of them ends the program.

/// What a signal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// The program is to end, by the signal of this number.
    End(i32),
    /// The program goes on after it was stopped: the terminal may be in any state.
    GoOn,
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::Signal;
    use crate::terminal;

    /// How long the thread that draws has to end by itself.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// Tells of signals. Where nobody acts on one that ends the program, it is ended here.
    pub(crate) fn listen(tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCONT])?;
        let listen = move || {
            // Nothing is ever sent: whoever waits here only waits.
            let (_silent, never) = mpsc::channel::<()>();
            for signal in signals.forever() {
                if signal == SIGCONT {
                    tell(Signal::GoOn);
                    continue;
                }
                if tell(Signal::End(signal)) {
                    let _ = never.recv_timeout(PATIENCE);
                }
                terminal::leave();
                end_by(signal);
            }
        };
        thread::Builder::new().name("signals".into()).spawn(listen).map(drop)
    }

    /// Ends the program as the signal would have done.
    pub(crate) fn end_by(signal: i32) {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }

    /// Stops the program, and git, which may have started it, as the shell's own key does. It comes back when it goes on.
    pub(crate) fn suspend() {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
    }
}

#[cfg(unix)]
pub(crate) use unix::{end_by, listen, suspend};

#[cfg(not(unix))]
mod other {
    use std::io;

    use super::Signal;

    pub(crate) fn listen(_tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn end_by(_signal: i32) {}

    pub(crate) fn suspend() {}
}

#[cfg(not(unix))]
pub(crate) use other::{end_by, listen, suspend};
