//! A random walk: hundreds of steps of git over several worktrees and sessions, sometimes without hooks, sometimes killed.
//!
//! The walk knows of each commit in which worktree it was made, under which name, and whether a hook could see it; so it
//! knows, too, in which session it must stand.

mod judge;
mod moves;
mod script;
mod world;

pub use judge::Wrong;

use crate::{Column, MatrixError, Workbench};
use moves::Move;
use world::World;

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub struct Walk {
    /// The same seed gives the same steps; what is killed when differs all the same.
    pub seed: u64,
    /// How many.
    pub steps: usize,
}

/// What a walk that went well came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Strolled {
    /// Commits that had to be recorded, and were.
    pub commits: usize,
    /// How often everything was compared.
    pub looks: usize,
}

/// A walk that showed something wrong.
#[derive(Debug)]
pub struct Stumble {
    /// What.
    pub wrong: Wrong,
    /// The steps up to there, as a script.
    pub script: String,
}

/// Walks.
///
/// # Errors
/// [`MatrixError`] where the walk could not go on. What it found is in the answer.
pub fn walk(
    bench: &Workbench,
    column: &Column,
    walk: Walk,
) -> Result<Result<Strolled, Stumble>, MatrixError> {
    let mut way = moves::plan(walk.seed, walk.steps);
    way.push(Move::reconcile());
    follow(bench, column, &way)
}

/// Leaves out what is not needed for the walk to stumble; tries each half, quarter and so on once.
///
/// # Errors
/// As [`walk()`]. `None`: it does not stumble again.
pub fn shorten(bench: &Workbench, column: &Column, walk: Walk) -> Result<Option<Stumble>, MatrixError> {
    let mut way = moves::plan(walk.seed, walk.steps);
    way.push(Move::reconcile());
    let Err(mut stumble) = follow(bench, column, &way)? else { return Ok(None) };
    let mut piece = way.len().div_ceil(2);
    loop {
        let mut at = 0;
        while at < way.len() {
            let shorter = moves::without(&way, at..at + piece);
            let again = if shorter.len() < way.len() { follow(bench, column, &shorter)?.err() } else { None };
            match again {
                Some(found) => (stumble, way) = (found, shorter),
                None => at += piece,
            }
        }
        if piece == 1 {
            return Ok(Some(stumble));
        }
        piece = piece.div_ceil(2);
    }
}

fn follow(
    bench: &Workbench,
    column: &Column,
    way: &[Move],
) -> Result<Result<Strolled, Stumble>, MatrixError> {
    let folder = bench.folder()?;
    let mut world = World::new(bench, column, folder.path().join("walk"))?;
    let mut strolled = Strolled::default();
    for (number, step) in way.iter().enumerate() {
        world.make(step)?;
        if !step.is_look() {
            continue;
        }
        let (commits, wrong) = world.judge()?;
        strolled = Strolled { commits, looks: strolled.looks + 1 };
        if let Some(wrong) = wrong {
            return Ok(Err(Stumble { wrong, script: script::render(&way[..=number]) }));
        }
    }
    Ok(Ok(strolled))
}
