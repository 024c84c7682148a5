//! The lock file itself: opened, waited for, looked at again; given up on; and what happens when somebody deletes it.
//!
//! The steps are those of `locking::lock_file` and of the thread in which it waits.

use stateright::{Model, Property};

/// A rule of lock files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRule {
    /// Whoever was granted a lock looks whether the file that it is on still lies there.
    LookAgain,
    /// Nobody of ours deletes it.
    NeverDeleted,
}

impl FileRule {
    /// Every rule.
    pub const ALL: [Self; 2] = [Self::LookAgain, Self::NeverDeleted];

    /// The rule in a few words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::LookAgain => "the second look at the lock file",
            Self::NeverDeleted => "lock files that are never deleted",
        }
    }
}

/// The number of a file; one that is made anew is another.
type Number = u8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum At {
    Open,
    Wait(Number),
    LookAgain(Number),
    /// At work. `deletions`: how often the file had been deleted when it was granted.
    Holds {
        number: Number,
        deletions: u8,
    },
    /// Only where files are deleted by us.
    Delete,
    Over,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// Which file lies there. `None`: none.
    there: Option<Number>,
    next: Number,
    /// The files on which there is a lock, and whose.
    locked: Vec<(Number, Holder)>,
    actors: Vec<At>,
    /// The threads of those who gave up, which still wait for this file.
    waiting: Vec<Number>,
    /// How often somebody from outside has deleted it.
    deletions: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Actor(usize),
    /// A thread whose actor gave up.
    Thread,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Step(usize),
    Kill(usize),
    GiveUp(usize),
    /// A thread that nobody listens to gets the lock, or lets go of it.
    Grant(Number),
    LetGo(Number),
    DeleteFromOutside,
}

pub(crate) struct LockFile {
    actors: usize,
    deletions: u8,
    without: Option<FileRule>,
}

impl World {
    fn is_free(&self, number: Number) -> bool {
        self.locked.iter().all(|(it, _)| *it != number)
    }

    fn let_go(&mut self, holder: Holder) {
        self.locked.retain(|(_, it)| *it != holder);
    }
}

impl Model for LockFile {
    type State = World;
    type Action = Act;

    fn init_states(&self) -> Vec<World> {
        let actors = vec![At::Open; self.actors];
        vec![World { there: None, next: 0, locked: vec![], actors, waiting: vec![], deletions: 0 }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Act>) {
        for (number, at) in world.actors.iter().enumerate() {
            match at {
                At::Over => continue,
                At::Wait(file) if !world.is_free(*file) => actions.push(Act::GiveUp(number)),
                _ => actions.push(Act::Step(number)),
            }
            actions.push(Act::Kill(number));
        }
        for &file in &world.waiting {
            actions.push(Act::Grant(file));
        }
        for (file, holder) in &world.locked {
            if *holder == Holder::Thread {
                actions.push(Act::LetGo(*file));
            }
        }
        if world.there.is_some() && world.deletions < self.deletions {
            actions.push(Act::DeleteFromOutside);
        }
    }

    fn next_state(&self, world: &World, act: Act) -> Option<World> {
        let mut next = world.clone();
        match act {
            Act::Step(number) => next.actors[number] = self.step(&mut next, number),
            Act::Kill(number) => {
                next.let_go(Holder::Actor(number));
                next.actors[number] = At::Over;
            }
            Act::GiveUp(number) => {
                let At::Wait(file) = next.actors[number] else { return None };
                next.waiting.push(file);
                next.waiting.sort_unstable();
                next.actors[number] = At::Over;
            }
            Act::Grant(file) if world.is_free(file) => {
                let at = next.waiting.iter().position(|it| *it == file)?;
                next.waiting.remove(at);
                next.locked.push((file, Holder::Thread));
            }
            Act::Grant(_) => return None,
            Act::LetGo(file) => next.locked.retain(|it| *it != (file, Holder::Thread)),
            Act::DeleteFromOutside => {
                next.there = None;
                next.deletions += 1;
            }
        }
        next.locked.sort_unstable_by_key(|(file, _)| *file);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "of those who were granted it since it was deleted last, one is at work",
                |_, world: &World| {
                    let granted_since =
                        |at: &&At| matches!(at, At::Holds { deletions, .. } if *deletions == world.deletions);
                    world.actors.iter().filter(granted_since).count() <= 1
                },
            ),
            Property::always("who is at work holds a lock", |_, world: &World| {
                (0..world.actors.len()).all(|number| match world.actors[number] {
                    At::Holds { number: file, .. } => world.locked.contains(&(file, Holder::Actor(number))),
                    _ => true,
                })
            }),
            Property::always("when all are over, nobody holds it", |_, world: &World| {
                let all_over = world.actors.iter().all(|at| *at == At::Over);
                !all_over || world.locked.iter().all(|(_, holder)| *holder == Holder::Thread)
            }),
            Property::sometimes("somebody gives up and the thread gets it later", |_, world: &World| {
                world.locked.iter().any(|(_, holder)| *holder == Holder::Thread)
            }),
        ]
    }
}

impl LockFile {
    fn keeps(&self, rule: FileRule) -> bool {
        self.without != Some(rule)
    }

    fn step(&self, world: &mut World, number: usize) -> At {
        match world.actors[number] {
            At::Open => {
                let file = world.there.unwrap_or(world.next);
                if world.there.is_none() {
                    world.next += 1;
                    world.there = Some(file);
                }
                At::Wait(file)
            }
            At::Wait(file) => {
                world.locked.push((file, Holder::Actor(number)));
                At::LookAgain(file)
            }
            At::LookAgain(file) if world.there != Some(file) && self.keeps(FileRule::LookAgain) => {
                world.let_go(Holder::Actor(number));
                At::Open
            }
            At::LookAgain(file) => At::Holds { number: file, deletions: world.deletions },
            At::Holds { .. } => {
                world.let_go(Holder::Actor(number));
                if self.keeps(FileRule::NeverDeleted) { At::Over } else { At::Delete }
            }
            At::Delete => {
                world.there = None;
                At::Over
            }
            At::Over => At::Over,
        }
    }
}

/// Explores one lock file with so many who want it, and deletions of it from outside; with every rule, or without one.
#[must_use]
pub fn explore(actors: usize, deletions: u8, without: Option<FileRule>, threads: usize) -> super::Explored {
    let model = LockFile { actors, deletions, without };
    super::explore::run(model, without.is_none(), threads, |before, act, _| {
        format!("{act:?} at {:?}", before.actors)
    })
}
