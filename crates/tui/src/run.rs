//! The loop: what comes in goes to `update`, what `update` wants is done, and what is shown is drawn.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Instant;

use app::Edge;
use ratatui::crossterm::{event, style};

use crate::around::Around;
use crate::message::{Effect, Message, Part};
use crate::model::Model;
use crate::pace::{Due, Pace};
use crate::signals::{self, Signal};
use crate::terminal::{self, Screen};
use crate::update::update;
use crate::view;
use crate::watch::Watch;
use crate::work::{Read, Work};

/// How much is taken in before the screen is drawn again.
const AT_ONCE: usize = 256;

/// Why there is no screen, or none any more.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// Standard output is a file or a pipe.
    #[error("standard output is no terminal, and this is a screen")]
    NoTerminal,
    /// The terminal does not take what is drawn, or says nothing more.
    #[error("the terminal cannot be used")]
    Terminal(#[source] io::Error),
}

/// What comes in.
enum Incoming {
    Terminal(event::Event),
    Message(Message),
    Signal(Signal),
    /// Files have changed.
    Files(Part),
    /// Nothing more comes from the terminal.
    Lost(io::Error),
}

/// How it goes on.
enum Next {
    On,
    Leave,
    /// By the signal of this number.
    EndBy(i32),
}

/// Shows the screen until somebody leaves it.
///
/// # Errors
/// [`ScreenError`].
pub fn run(edge: &Edge, store: &std::path::Path, around: Around) -> Result<(), ScreenError> {
    if !io::stdout().is_terminal() {
        return Err(ScreenError::NoTerminal);
    }
    // How far something is would be written over what is drawn.
    let edge = Edge { meter: app::Meter::unheard(), ..edge.clone() };
    let next = show(&edge, store, around).map_err(ScreenError::Terminal)?;
    if let Next::EndBy(signal) = next {
        signals::end_by(signal);
    }
    Ok(())
}

/// The terminal is given back when this returns.
fn show(edge: &Edge, store: &std::path::Path, around: Around) -> io::Result<Next> {
    let (sender, incoming) = mpsc::channel();
    // It has an opinion of its own on NO_COLOR; what was asked for has been decided already.
    style::force_color_output(around.colour);
    let mut screen = Screen::take()?;
    let size = screen.terminal.size()?;
    let tell = sender.clone();
    signals::listen(move |signal| tell.send(Incoming::Signal(signal)).is_ok())?;
    read_terminal(sender.clone())?;
    let tell = sender.clone();
    let work = Work::start(edge, around, move |message| tell.send(Incoming::Message(message)).is_ok())?;
    let tell = sender.clone();
    let mut watch = Watch::start(store, move |part| {
        let _ = tell.send(Incoming::Files(part));
    });
    let mut model = Model::new(around, edge.clock.now(), (size.width, size.height));
    let mut pace = Pace::new(Instant::now());
    let first = update(&mut model, Message::Changed(Part::All));
    let mut desk = Desk { screen: &mut screen, work: &work, sender: &sender, suspended: false };
    desk.perform(first)?;
    loop {
        desk.screen.terminal.draw(|frame| view::draw(&model, frame))?;
        if model.is_waiting() {
            pace.wait(Instant::now());
        }
        for message in take_in(&incoming, &mut pace)? {
            let message = match message {
                Incoming::Terminal(event) => match of_terminal(event) {
                    Some(message) => message,
                    None => continue,
                },
                Incoming::Message(message) => message,
                Incoming::Files(part) => {
                    pace.changed(part, Instant::now());
                    continue;
                }
                Incoming::Signal(Signal::GoOn) => {
                    desk.go_on()?;
                    continue;
                }
                Incoming::Signal(Signal::End(signal)) => return Ok(Next::EndBy(signal)),
                Incoming::Lost(error) => return Err(error),
            };
            let effects = update(&mut model, message);
            if let Next::Leave = desk.perform(effects)? {
                return Ok(Next::Leave);
            }
        }
        while let Some(due) = pace.take(Instant::now()) {
            let message = match due {
                Due::Tick => Message::Tick(edge.clock.now()),
                Due::Read(part) => {
                    watch.renew();
                    Message::Changed(part)
                }
            };
            let effects = update(&mut model, message);
            desk.perform(effects)?;
        }
    }
}

/// Waits for something, and takes what came with it. Nothing: something is due.
fn take_in(incoming: &Receiver<Incoming>, pace: &mut Pace) -> io::Result<Vec<Incoming>> {
    match incoming.recv_timeout(pace.rest(Instant::now())) {
        Ok(first) => Ok(std::iter::once(first).chain(incoming.try_iter().take(AT_ONCE)).collect()),
        Err(RecvTimeoutError::Timeout) => Ok(Vec::new()),
        Err(RecvTimeoutError::Disconnected) => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn read_terminal(sender: Sender<Incoming>) -> io::Result<()> {
    let read = move || {
        loop {
            let (incoming, is_last) = match event::read() {
                Ok(event) => (Incoming::Terminal(event), false),
                Err(error) => (Incoming::Lost(error), true),
            };
            if sender.send(incoming).is_err() || is_last {
                return;
            }
        }
    };
    thread::Builder::new().name("terminal".into()).spawn(read).map(drop)
}

fn of_terminal(event: event::Event) -> Option<Message> {
    match event {
        event::Event::Key(key) => Some(Message::Key(key)),
        event::Event::Paste(text) => Some(Message::Pasted(text)),
        event::Event::Resize(width, height) => Some(Message::Resized(width, height)),
        event::Event::FocusGained | event::Event::FocusLost | event::Event::Mouse(_) => None,
    }
}

/// What effects are done with.
struct Desk<'a> {
    screen: &'a mut Screen,
    work: &'a Work,
    sender: &'a Sender<Incoming>,
    /// Whether the program stopped itself, and has not been told yet that it goes on.
    suspended: bool,
}

impl Desk<'_> {
    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<Next> {
        for effect in effects {
            match effect {
                Effect::ReadBoard => self.work.read(Read::Board),
                Effect::ReadArchive(count) => self.work.read(Read::Archive(count)),
                Effect::ReadStory(id) => self.work.read(Read::Story(id)),
                Effect::Do(deed) => self.work.perform(deed),
                Effect::Redraw => self.screen.clear()?,
                Effect::Suspend => {
                    terminal::leave();
                    self.suspended = true;
                    signals::suspend();
                    self.take_again()?;
                }
                Effect::Quit => return Ok(Next::Leave),
            }
        }
        Ok(Next::On)
    }

    /// The program goes on after it was stopped. Where it stopped itself, it knows.
    fn go_on(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.suspended) { Ok(()) } else { self.take_again() }
    }

    /// The terminal may have another size by now, and much may have happened.
    fn take_again(&mut self) -> io::Result<()> {
        self.screen.take_again()?;
        let size = self.screen.terminal.size()?;
        let _ = self.sender.send(Incoming::Message(Message::Resized(size.width, size.height)));
        let _ = self.sender.send(Incoming::Files(Part::All));
        Ok(())
    }
}
