//! How far something is, on the standard error of a person: once it takes longer than a blink, and gone when it is over.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use app::{Meter, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::edge;

/// Longer than a blink.
const DELAY: Duration = Duration::from_millis(200);

/// How often it is drawn, a second.
const RATE: u8 = 10;

/// Below this, the bar takes what the words leave.
const NARROW: usize = 70;

/// The one bar that there is. Whatever is printed takes it away first, so it is known to all that prints.
static SHOWN: Mutex<Shown> = Mutex::new(Shown { bar: None, is_quiet: false });

struct Shown {
    bar: Option<Bar>,
    is_quiet: bool,
}

struct Bar {
    bar: ProgressBar,
    doing: &'static str,
    of: Option<usize>,
    /// Dropped with the bar; then nobody makes it visible any more.
    _gone: mpsc::Sender<()>,
}

/// What use cases tell how far they are. Nobody listens where nobody looks.
pub(crate) fn meter() -> Meter {
    if io::stderr().is_terminal() && edge::can_draw() { Meter::new(show) } else { Meter::unheard() }
}

/// Takes the bar away. It comes back if something takes long again.
pub(crate) fn clear() {
    if let Some(shown) = shown().bar.take() {
        shown.bar.finish_and_clear();
    }
}

/// As long as this is held, no bar comes between the lines of an answer.
pub(super) struct Quiet;

pub(super) fn quiet() -> Quiet {
    clear();
    shown().is_quiet = true;
    Quiet
}

impl Drop for Quiet {
    fn drop(&mut self) {
        shown().is_quiet = false;
    }
}

fn shown() -> MutexGuard<'static, Shown> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn show(step: Step) {
    let mut shown = shown();
    if shown.is_quiet {
        return;
    }
    shown.bar.get_or_insert_with(Bar::new).move_to(step);
}

impl Bar {
    /// One that is not seen yet.
    fn new() -> Self {
        let (gone, is_gone) = mpsc::channel();
        std::thread::spawn(move || {
            if is_gone.recv_timeout(DELAY) == Err(mpsc::RecvTimeoutError::Timeout)
                && let Some(shown) = &shown().bar
            {
                shown.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
                shown.bar.enable_steady_tick(Duration::from_millis(1000 / u64::from(RATE)));
            }
        });
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, doing: "", of: None, _gone: gone }
    }

    fn move_to(&mut self, step: Step) {
        if (self.doing, self.of) != (step.doing, step.of) || self.doing.is_empty() {
            (self.doing, self.of) = (step.doing, step.of);
            self.bar.set_message(step.doing);
            self.bar.set_style(style(step.of.is_some()));
            self.bar.set_position(0);
            match step.of {
                Some(of) => self.bar.set_length(of as u64),
                None => self.bar.unset_length(),
            }
        }
        self.bar.set_position(step.done as u64);
    }
}

fn style(is_known: bool) -> ProgressStyle {
    let template = match (is_known, edge::width() < NARROW) {
        (true, true) => "{msg} {wide_bar} {pos}/{len}",
        (true, false) => "{msg} {bar:30} {pos}/{len}",
        (false, _) => "{spinner} {msg} {pos}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("█▉▊▋▌▍▎▏ ")
}
