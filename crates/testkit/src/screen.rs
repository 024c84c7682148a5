//! A terminal: a program runs on it, keys are typed, and what it shows is read as a person sees it.

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::process::{Child, Command};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pty_process::blocking::Pty;

/// How long a picture is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with a program on it. What runs there when this is dropped is killed.
pub struct Terminal {
    pty: Arc<Pty>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    child: Child,
}

struct Seen {
    parser: vt100::Parser,
    /// All that was written, as it came.
    raw: Vec<u8>,
    over: bool,
}

/// What a terminal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The text, line by line.
    pub text: String,
    /// Whether the screen is one of its own, which leaves no trace.
    pub is_alternate: bool,
    /// Whether there is a cursor.
    pub has_cursor: bool,
    /// Whether a pasted text is marked as such.
    pub marks_pastes: bool,
}

fn size(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Terminal {
    /// Runs a program on a terminal of this many columns and lines, in the folder and the environment of a command.
    #[must_use]
    pub fn run(command: &Command, columns: u16, lines: u16) -> Self {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(pty_process::Size::new(lines, columns)).unwrap();
        let mut run = pty_process::blocking::Command::new(command.get_program()).args(command.get_args());
        if let Some(folder) = command.get_current_dir() {
            run = run.current_dir(folder);
        }
        let variables = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
        let child = run.env_clear().envs(variables).env("TERM", "xterm-256color").spawn(pts).unwrap();
        let parser = vt100::Parser::new(size(lines), size(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, raw: Vec::new(), over: false }), Condvar::new()));
        let terminal = Self { pty: Arc::new(pty), seen, child };
        terminal.read();
        terminal
    }

    /// Reads what is written until nobody writes any more.
    fn read(&self) {
        let (pty, seen) = (Arc::clone(&self.pty), Arc::clone(&self.seen));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let read = (&*pty).read(&mut bytes).unwrap_or(0);
                let mut now = seen.0.lock().unwrap();
                now.over = read == 0;
                now.parser.process(&bytes[..read]);
                now.raw.extend_from_slice(&bytes[..read]);
                let is_over = now.over;
                drop(now);
                seen.1.notify_all();
                if is_over {
                    return;
                }
            }
        });
    }

    /// Types keys, or whatever a terminal sends.
    pub fn send(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    /// Gives it another size.
    pub fn resize(&self, columns: u16, lines: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(size(lines), size(columns));
        self.pty.resize(pty_process::Size::new(lines, columns)).unwrap();
    }

    /// Waits until it shows what is asked for.
    ///
    /// # Panics
    /// Where it does not.
    pub fn wait(&self, what: &str, is_there: impl Fn(&Picture) -> bool) -> Picture {
        let until = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let picture = seen.picture();
            if is_there(&picture) {
                return picture;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.over {
                // Not while it is locked: the thread that reads would fail, too.
                drop(seen);
                panic!("{what} is not to be seen: {picture:?}\n{}", picture.text);
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until this stands on it.
    pub fn wait_for(&self, text: &str) -> Picture {
        self.wait(text, |picture| picture.text.contains(text))
    }

    /// All that was written on it, as it came.
    #[must_use]
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().unwrap().raw).into_owned()
    }
}

impl Seen {
    fn picture(&self) -> Picture {
        let screen = self.parser.screen();
        Picture {
            text: screen.contents(),
            is_alternate: screen.alternate_screen(),
            has_cursor: !screen.hide_cursor(),
            marks_pastes: screen.bracketed_paste(),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
