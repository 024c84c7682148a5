//! The threads that read and write, so that the one that draws waits for neither.

use std::io;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use app::{AppError, Edge, Workspace};
use core_model::SessionId;

use crate::around::{Around, Told};
use crate::deed::Deed;
use crate::message::Message;
use crate::read;

/// Where work is asked for.
pub(crate) struct Work {
    reads: Sender<Read>,
    deeds: Sender<Deed>,
}

/// Something to read.
#[derive(Debug)]
pub(crate) enum Read {
    Board,
    Archive(usize),
    Story(SessionId),
}

/// What is to be read. Of what is asked for twice, the later is meant.
#[derive(Debug, Default)]
struct Wanted {
    board: bool,
    archive: Option<usize>,
    story: Option<SessionId>,
}

impl Wanted {
    fn add(&mut self, read: Read) {
        match read {
            Read::Board => self.board = true,
            Read::Archive(count) => self.archive = Some(count),
            Read::Story(id) => self.story = Some(id),
        }
    }

    /// What comes first: what is looked at, then what is listed at the top.
    fn take(&mut self) -> Option<Read> {
        if let Some(id) = self.story.take() {
            return Some(Read::Story(id));
        }
        if std::mem::take(&mut self.board) {
            return Some(Read::Board);
        }
        self.archive.take().map(Read::Archive)
    }
}

impl Work {
    /// Starts the threads. Each answer is told; where nobody listens any more, they end.
    pub(crate) fn start(
        edge: &Edge,
        around: Around,
        tell: impl Fn(Message) -> bool + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let (reads, to_read) = mpsc::channel();
        let (deeds, to_do) = mpsc::channel();
        let (reader, writer) = (edge.clone(), edge.clone());
        let tell_read = tell.clone();
        thread::Builder::new()
            .name("read".into())
            .spawn(move || keep_reading(&reader, around, &to_read, tell_read))?;
        thread::Builder::new()
            .name("write".into())
            .spawn(move || keep_writing(&writer, around, &to_do, tell))?;
        Ok(Self { reads, deeds })
    }

    /// Asks for something to be read.
    pub(crate) fn read(&self, read: Read) {
        // The thread ends with the program alone.
        let _ = self.reads.send(read);
    }

    /// Asks for something to be done.
    pub(crate) fn perform(&self, deed: Deed) {
        let _ = self.deeds.send(deed);
    }
}

fn keep_reading(edge: &Edge, around: Around, to_read: &Receiver<Read>, tell: impl Fn(Message) -> bool) {
    let mut wanted = Wanted::default();
    loop {
        to_read.try_iter().for_each(|read| wanted.add(read));
        let Some(next) = wanted.take() else {
            match to_read.recv() {
                Ok(read) => wanted.add(read),
                Err(_) => return,
            }
            continue;
        };
        // Anew for each, as a command does: settings and worktrees may have changed since.
        let workspace = Workspace::open(edge.clone()).map_err(|error| (around.explain)(&error));
        let workspace = workspace.as_ref().map_err(Clone::clone);
        let explain = |error: AppError| (around.explain)(&error);
        let message = match next {
            Read::Board => {
                Message::Board(workspace.and_then(|it| read::board(it).map(Box::new).map_err(explain)))
            }
            Read::Archive(count) => {
                Message::Archive(workspace.and_then(|it| read::archive(it, count).map_err(explain)))
            }
            Read::Story(id) => {
                let story = workspace.and_then(|it| read::story(it, &id).map(Box::new).map_err(explain));
                Message::Story(id, story)
            }
        };
        if !tell(message) {
            return;
        }
    }
}

fn keep_writing(edge: &Edge, around: Around, to_do: &Receiver<Deed>, tell: impl Fn(Message) -> bool) {
    for deed in to_do {
        let done = Workspace::open(edge.clone()).and_then(|workspace| deed.perform(&workspace));
        let done = done.map_err(|error| -> Told { (around.explain)(&error) });
        if !tell(Message::Done(done)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_asked_for_twice_the_later_is_read_and_what_is_looked_at_comes_first() {
        let id = |text: &str| text.parse::<SessionId>().unwrap();
        let mut wanted = Wanted::default();
        for read in [
            Read::Archive(100),
            Read::Board,
            Read::Story(id("20261120-0000000001")),
            Read::Board,
            Read::Archive(200),
            Read::Story(id("20261120-0000000002")),
        ] {
            wanted.add(read);
        }
        let order: Vec<String> =
            std::iter::from_fn(|| wanted.take()).map(|read| format!("{read:?}")).collect();
        assert_eq!(order, ["Story(SessionId(\"20261120-0000000002\"))", "Board", "Archive(200)"]);
    }
}
