//! A writer: it does one thing after another, each by a process that may be killed, and keeps the books.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::ending::{self, Ending, Fate};
use crate::lab::Lab;
use crate::ledger::Deed;
use crate::random::Random;

pub(crate) struct Writer<'l> {
    lab: &'l Lab,
    /// Its worktree, in which no session ever begins.
    dir: PathBuf,
    name: String,
    random: Random,
    /// The session that all writers have in common.
    shared: &'l str,
    largest_text: u64,
    own: Option<Own>,
    parked: Vec<Own>,
    steps: usize,
    /// How long a process takes that is let live: the program's, and git's.
    pace: [Duration; 2],
    pub(crate) deaths: usize,
    pub(crate) ledger: Vec<(Deed, Ending)>,
}

/// A session of the writer's own.
#[derive(Debug, Clone)]
struct Own {
    id: String,
    /// Whether somebody died while parking or completing it.
    is_doubtful: bool,
}

impl<'l> Writer<'l> {
    pub(crate) fn new(lab: &'l Lab, number: usize, shared: &'l str, largest_text: u64, seed: u64) -> Self {
        Self {
            lab,
            dir: lab.worktrees[number].clone(),
            name: format!("w{number}"),
            random: Random::new(seed ^ number as u64),
            shared,
            largest_text,
            own: None,
            parked: Vec::new(),
            steps: 0,
            pace: [Duration::from_millis(4), Duration::from_millis(12)],
            deaths: 0,
            ledger: Vec::new(),
        }
    }

    /// Does one thing.
    pub(crate) fn step(&mut self) {
        self.steps += 1;
        match (self.random.below(10), self.own.clone()) {
            (0..=2, _) => self.event(&Own { id: self.shared.to_owned(), is_doubtful: false }),
            (3, _) => self.commit(Some(self.shared)),
            (4, _) => self.commit(None),
            (_, None) => self.start(),
            (5..=6, Some(own)) => self.event(&own),
            (7, Some(own)) => self.park(own),
            (8, Some(own)) => self.complete(own),
            (_, Some(own)) => match (self.parked.pop(), self.random.below(3)) {
                (Some(parked), 0) => self.complete(parked),
                (Some(parked), _) => self.resume(parked),
                (None, _) => self.event(&own),
            },
        }
    }

    fn start(&mut self) {
        let intent = self.text(4000);
        let fate = self.fate(0, 4);
        // In the main worktree, all of them.
        let command = self.program(self.lab.repo.path(), &["start", &intent]);
        if let Ending::Acknowledged(id) = self.run(command, fate, Deed::Start { intent }) {
            self.own = Some(Own { id, is_doubtful: false });
        }
    }

    fn event(&mut self, to: &Own) {
        let text = self.text(self.largest_text);
        let fate = self.fate(self.size_of(&live(&to.id)), text.len() as u64);
        let command = self.program(&self.dir, &["event", &text, "--session", &to.id]);
        let ending = self.run(command, fate, Deed::Event { session: to.id.clone(), text });
        if ending == Ending::Refused {
            self.own = None;
            assert!(to.is_doubtful, "{to:?} takes no event");
        }
    }

    fn park(&mut self, mut own: Own) {
        let reason = self.text(4000);
        let fate = self.fate(0, self.size_of(&live(&own.id)));
        let command = self.program(&self.dir, &["park", "--reason", &reason, "--session", &own.id]);
        let ending = self.run(command, fate, Deed::Park { session: own.id.clone(), reason });
        assert!(ending != Ending::Refused || own.is_doubtful, "{own:?} is not parked");
        own.is_doubtful |= ending == Ending::Died;
        self.own = (ending == Ending::Died).then(|| own.clone());
        if ending != Ending::Died {
            self.parked.push(own);
        }
    }

    fn resume(&mut self, mut parked: Own) {
        let intent = self.text(4000);
        let fate = self.fate(0, self.size_of(&live(&parked.id)));
        let command = self.program(&self.dir, &["resume", &parked.id, "--intent", &intent]);
        match self.run(command, fate, Deed::Resume { session: parked.id.clone(), intent }) {
            Ending::Acknowledged(id) => self.own = Some(Own { id, is_doubtful: false }),
            Ending::Refused => assert!(parked.is_doubtful, "{parked:?} is not resumed"),
            Ending::Died => {
                parked.is_doubtful = true;
                self.parked.insert(0, parked);
            }
        }
    }

    fn complete(&mut self, mut own: Own) {
        let outcome = self.text(4000);
        let fate = self.fate(0, self.size_of(&live(&own.id)));
        let command = self.program(&self.dir, &["complete", &outcome, "--session", &own.id]);
        let ending = self.run(command, fate, Deed::Complete { session: own.id.clone(), outcome });
        assert!(ending != Ending::Refused || own.is_doubtful, "{own:?} is not completed");
        own.is_doubtful = true;
        self.own = self.own.take().filter(|it| it.id != own.id);
        if ending == Ending::Died {
            self.parked.insert(0, own);
        }
    }

    fn commit(&mut self, session: Option<&str>) {
        let size = self.size_of(&session.map_or("unassigned.toml".to_owned(), live));
        let fate = match self.fate(0, 0) {
            // The hook is to die in the middle of its write, and git is not: its files must be smaller than ours.
            Fate::CutShort { .. } if size > 4096 + 2 * self.lab.size_of_reflog(&self.dir) => {
                Fate::CutShort { blocks: size.div_ceil(512) }
            }
            Fate::CutShort { .. } => Fate::Lives,
            fate => fate,
        };
        self.lab.remove_locks_of_git(&self.dir);
        let subject = format!("{}-{}", self.name, self.steps);
        let mut git = self.lab.repo.command(&self.dir);
        git.args(["commit", "--quiet", "--allow-empty", "--message", &subject]);
        if let Some(session) = session {
            git.env("GIT_SESSION_ID", session);
        }
        self.run(git, fate, Deed::Commit { subject, session: session.map(str::to_owned) });
    }

    fn run(&mut self, command: Command, fate: Fate, deed: Deed) -> Ending {
        let (mut ending, took) = ending::run(command, fate);
        if matches!(fate, Fate::Lives) {
            let pace = &mut self.pace[usize::from(matches!(deed, Deed::Commit { .. }))];
            *pace = (*pace * 3 + took) / 4;
        }
        self.deaths += usize::from(ending == Ending::Died);
        if matches!((&deed, fate), (Deed::Commit { .. }, Fate::CutShort { .. })) {
            // git does not say what became of its hook.
            ending = Ending::Died;
        }
        self.ledger.push((deed, ending.clone()));
        ending
    }

    /// One in five lives. A write that is cut short begins at `size` and has `more` bytes.
    fn fate(&mut self, size: u64, more: u64) -> Fate {
        let pace = self.pace[usize::from(more == 0)].as_micros() as u64;
        match self.random.below(10) {
            0..=1 => Fate::Lives,
            2..=3 => Fate::CutShort { blocks: (size + self.random.below(more + 512)) / 512 },
            _ => Fate::Killed(Duration::from_micros(self.random.below(pace * 5 / 4))),
        }
    }

    fn text(&mut self, largest: u64) -> String {
        let label = format!("{}-{}", self.name, self.steps);
        self.random.text(&label, largest)
    }

    fn program(&self, dir: &Path, arguments: &[&str]) -> Command {
        let mut command = self.lab.program().command(dir);
        command.args(arguments);
        command
    }

    fn size_of(&self, file: &str) -> u64 {
        std::fs::metadata(self.lab.store().join(file)).map_or(0, |metadata| metadata.len())
    }
}

/// The file of a session, in the store.
fn live(id: &str) -> String {
    format!("live/{id}.toml")
}
