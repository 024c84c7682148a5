//! What a step of a reader does. It takes no lock, and what it looks at may change between any two of its looks.

use super::rules::{Rule, Rules};
use super::world::{Change, Child, MOST, Status, World};

/// How far a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// Lists the records.
    Records(For),
    /// Reads one of those that it listed.
    Record(For, u8),
    ListLive,
    ListArchive,
    /// Reads this one of the sessions that it listed.
    Load(u8),
    /// Reads the parent where it was moved to since.
    LoadMoved(u8),
    /// Reads one session among the live ones.
    Live(For),
    /// Reads the parent in the archive.
    Archive,
}

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum For {
    Everything,
    Child(Child),
    ParentAgain,
}

/// What a reader has found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct View {
    pub(crate) parent: Option<Status>,
    pub(crate) children: [Option<Status>; MOST],
    /// The records that it listed, and those that it read.
    names: [bool; MOST],
    pending: [Option<Change>; MOST],
    listed: [bool; MOST],
    in_archive: bool,
}

pub(crate) fn first(rules: Rules) -> Reading {
    begin(rules, For::Everything)
}

/// Reading anything begins with the records.
fn begin(rules: Rules, what: For) -> Reading {
    if rules.keep(Rule::ReadRecord) { Reading::Records(what) } else { after_records(what) }
}

fn after_records(what: For) -> Reading {
    match what {
        For::Everything => Reading::ListLive,
        For::Child(_) | For::ParentAgain => Reading::Live(what),
    }
}

/// Takes the next look; `None`: that was the last one.
pub(crate) fn step(
    rules: Rules,
    child_first: bool,
    world: &World,
    view: &mut View,
    reading: Reading,
) -> Option<Reading> {
    match reading {
        Reading::Records(what) => {
            view.names = world.records.map(|record| record.is_some());
            view.pending = [None; MOST];
            Some(next_record(view, what, 0))
        }
        Reading::Record(what, nth) => {
            view.pending[usize::from(nth)] = world.records[usize::from(nth)];
            Some(next_record(view, what, nth + 1))
        }
        Reading::ListLive => {
            for child in 0..MOST {
                view.listed[child] = world.children[child].is_some() || view.pending[child].is_some();
            }
            Some(Reading::ListArchive)
        }
        Reading::ListArchive => {
            view.in_archive = world.parent.archived;
            next_load(rules, child_first, view, 0)
        }
        Reading::Load(nth) => {
            if is_parent(child_first, nth) {
                if world.parent.archived && !view.in_archive {
                    return Some(Reading::LoadMoved(nth));
                }
                load_parent(world, view);
            } else {
                load_child(world, view, usize::from(nth) - usize::from(!child_first));
            }
            next_load(rules, child_first, view, nth + 1)
        }
        Reading::LoadMoved(nth) => {
            load_parent(world, view);
            next_load(rules, child_first, view, nth + 1)
        }
        Reading::Live(For::Child(child)) => {
            load_child(world, view, child);
            last_looks(rules, view, true)
        }
        Reading::Live(_) if world.parent.archived => Some(Reading::Archive),
        Reading::Live(_) | Reading::Archive => {
            load_parent(world, view);
            None
        }
    }
}

fn next_record(view: &View, what: For, from: u8) -> Reading {
    let next = (from..MOST as u8).find(|&it| view.names[usize::from(it)]);
    next.map_or(after_records(what), |nth| Reading::Record(what, nth))
}

/// The sessions are read in the order of their ids, and a child's may come before its parent's.
fn is_parent(child_first: bool, nth: u8) -> bool {
    usize::from(nth) == if child_first { MOST } else { 0 }
}

fn next_load(rules: Rules, child_first: bool, view: &View, from: u8) -> Option<Reading> {
    let is_listed =
        |&nth: &u8| is_parent(child_first, nth) || view.listed[usize::from(nth) - usize::from(!child_first)];
    match (from..=MOST as u8).find(is_listed) {
        Some(nth) => Some(Reading::Load(nth)),
        None => last_looks(rules, view, false),
    }
}

/// What the reader looks at once more.
fn last_looks(rules: Rules, view: &View, has_looked_for_child: bool) -> Option<Reading> {
    if let Some(Status::ResumedAs(child)) = view.parent
        && view.children[child].is_none()
        && !has_looked_for_child
        && rules.keep(Rule::LookForChildren)
    {
        return Some(begin(rules, For::Child(child)));
    }
    let has_child = view.children.iter().any(Option::is_some);
    let again = has_child && view.parent.is_some_and(|status| !status.is_over());
    (again && rules.keep(Rule::LookAgainAtParents)).then(|| begin(rules, For::ParentAgain))
}

fn load_parent(world: &World, view: &mut View) {
    let content = world.parent.content;
    let pending = view.pending.iter().flatten().find(|change| change.before == content);
    view.parent = Some(pending.map_or(content.status, |change| change.after.status));
}

fn load_child(world: &World, view: &mut View, child: Child) {
    let pending = view.pending[child].map(|change| change.opened);
    view.children[child] = world.children[child].map(|file| file.content).or(pending).map(|it| it.status);
}
