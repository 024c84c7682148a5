//! What a step of somebody who changes something does.

use super::actor::{Actor, At, Outcome, Wish};
use super::making::{self, Making};
use super::reader;
use super::rules::{Rule, Rules};
use super::world::{Change, Content, Status, Whose, World};

/// Whether somebody can go on.
pub(crate) fn can_step(rules: Rules, world: &World, number: usize) -> bool {
    let actor = &world.actors[number];
    let is_free = |whose| !rules.keep(Rule::Lock) || world.holder(whose).is_none();
    match actor.at {
        At::Over(_) => false,
        At::Lock(nth) => actor.locks()[usize::from(nth)].is_none_or(is_free),
        At::LockToFinish { record, number } => is_free(locks_of(record)[usize::from(number)]),
        _ => true,
    }
}

/// Does the next step of somebody.
pub(crate) fn step(rules: Rules, child_first: bool, world: &mut World, number: usize) {
    let mut actor = world.actors[number].clone();
    let next = match actor.at {
        At::Begin => begin(rules, world, &mut actor),
        At::Lock(nth) => take_lock(world, &mut actor, number, nth),
        At::LookForRecord => look_for_record(rules, world, &actor, number),
        At::LockToFinish { record, number: nth } => {
            had(world, &mut actor, number, locks_of(record)[usize::from(nth)]);
            if nth == 0 { At::LockToFinish { record, number: 1 } } else { At::ReadRecord(record) }
        }
        At::ReadRecord(record) => {
            actor.change = world.records[record];
            match actor.change {
                Some(_) => At::Make(Making::LookAtChild),
                None => {
                    release(world, number);
                    At::Lock(0)
                }
            }
        }
        At::Make(at) => make(rules, world, &mut actor, number, at),
        At::Look => look(rules, world, &mut actor),
        At::AppendBeginning => {
            if let Some(content) = opened(world, &actor) {
                content.torn = true;
            }
            At::AppendRest
        }
        At::AppendRest => append_rest(world, &actor, number),
        At::Write => write(world, &actor),
        At::Settle => {
            world.parent.archived = true;
            At::Over(Outcome::Done)
        }
        At::MakeNote => {
            world.notes[actor.change.map_or(0, |change| change.child)] = true;
            At::NameRecord
        }
        At::NameRecord => {
            if let Some(change) = actor.change {
                stamp(world, &actor);
                if rules.keep(Rule::Record) {
                    world.records[change.child] = Some(change);
                }
            }
            At::Make(Making::LookAtChild)
        }
        At::Read(reading) => {
            let mut view = actor.view.take().unwrap_or_default();
            let next = reader::step(rules, child_first, world, &mut view, reading);
            actor.view = Some(view);
            next.map_or(At::Over(Outcome::Done), At::Read)
        }
        At::Over(outcome) => At::Over(outcome),
    };
    actor.at = next;
    if let At::Over(outcome) = next {
        actor.end(outcome);
        release(world, number);
    }
    world.actors[number] = actor;
}

/// Somebody ends at once, and the system lets go of what it held.
pub(crate) fn kill(world: &mut World, number: usize) {
    world.actors[number].end(Outcome::Killed);
    world.kills_left -= 1;
    release(world, number);
}

fn begin(rules: Rules, world: &mut World, actor: &mut Actor) -> At {
    actor.now = world.clock;
    match actor.wish {
        Wish::Read => At::Read(reader::first(rules)),
        Wish::SetClockBack => {
            world.clock = 0;
            world.clock_was_set_back = true;
            At::Over(Outcome::Done)
        }
        Wish::Clean if !is_stale(world.parent.content) => At::Over(Outcome::Spared),
        _ => At::Lock(0),
    }
}

fn take_lock(world: &mut World, actor: &mut Actor, number: usize, nth: u8) -> At {
    match actor.locks()[usize::from(nth)] {
        Some(whose) => {
            had(world, actor, number, whose);
            if nth == 0 { At::Lock(1) } else { At::LookForRecord }
        }
        None => At::LookForRecord,
    }
}

fn had(world: &mut World, actor: &mut Actor, number: usize, whose: Whose) {
    world.set_holder(whose, u8::try_from(number).ok());
    world.clock += u8::from(world.time_passes);
    actor.locked_at = world.clock;
}

fn release(world: &mut World, number: usize) {
    let mine = u8::try_from(number).ok();
    let locks = std::iter::once(&mut world.parent_lock).chain(&mut world.child_locks);
    locks.filter(|lock| **lock == mine).for_each(|lock| *lock = None);
}

/// The locks of a change, in the order in which they are taken.
fn locks_of(record: usize) -> [Whose; 2] {
    [Whose::Parent, Whose::Child(record)]
}

fn look_for_record(rules: Rules, world: &mut World, actor: &Actor, number: usize) -> At {
    let concerns = |record: &usize| match actor.about() {
        Whose::Parent => true,
        Whose::Child(child) => child == *record,
    };
    let unfinished = (0..world.records.len()).filter(|&it| world.records[it].is_some()).find(concerns);
    match unfinished.filter(|_| rules.keep(Rule::FinishFirst)) {
        None => At::Look,
        Some(record) => {
            release(world, number);
            At::LockToFinish { record, number: 0 }
        }
    }
}

fn make(rules: Rules, world: &mut World, actor: &mut Actor, number: usize, at: Making) -> At {
    let Some(change) = actor.change else { return At::Over(Outcome::Done) };
    match making::step(rules, world, change, at) {
        Some(next) => At::Make(next),
        None => {
            release(world, number);
            actor.change = None;
            making::then(actor.wish, change)
        }
    }
}

/// Reads the session and decides.
fn look(rules: Rules, world: &World, actor: &mut Actor) -> At {
    let Some(file) = world.file(actor.about()) else { return At::Over(Outcome::NotFound) };
    let content = file.content;
    if rules.keep(Rule::NowUnderTheLock) {
        actor.now = world.clock;
    }
    if rules.keep(Rule::NeverBack) {
        actor.now = actor.now.max(content.latest);
    }
    actor.seen = Some(content);
    actor.opened = file.number;
    let refused = At::Over(Outcome::Refused(content.status));
    match actor.wish {
        Wish::Append(_) if content.status == Status::Active => At::AppendBeginning,
        Wish::Park if content.status == Status::Active => At::Write,
        Wish::Complete if !content.status.is_over() => At::Write,
        Wish::Clean if content.status == Status::Active => {
            let closes = is_stale(content) || !rules.keep(Rule::SecondLook);
            if closes { At::Write } else { At::Over(Outcome::Spared) }
        }
        Wish::Resume(child) if content.status == Status::Parked => {
            let after = changed(content, Status::ResumedAs(child), actor.now);
            let opened = Content::new(Status::Active, actor.now);
            actor.change = Some(Change { child, opened, before: content, after });
            if rules.keep(Rule::NoteFirst) { At::MakeNote } else { At::NameRecord }
        }
        _ => refused,
    }
}

fn write(world: &mut World, actor: &Actor) -> At {
    let Some(seen) = actor.seen else { return At::Over(Outcome::Done) };
    let status = match actor.wish {
        Wish::Park => Status::Parked,
        Wish::Clean => Status::Stale,
        _ => Status::Done,
    };
    stamp(world, actor);
    world.write(Whose::Parent, changed(seen, status, actor.now));
    if status.is_over() { At::Settle } else { At::Over(Outcome::Done) }
}

fn append_rest(world: &mut World, actor: &Actor, number: usize) -> At {
    stamp(world, actor);
    let (now, mut went_back) = (actor.now, false);
    if let Some(content) = opened(world, actor) {
        // Where somebody has cut the beginning off, the rest is nothing but a torn end.
        if content.torn {
            content.entries |= 1 << number;
            went_back = now < content.latest;
            content.latest = now;
        }
        content.torn = !content.torn;
    }
    world.faults.time_went_back |= went_back;
    At::Over(Outcome::Done)
}

/// The content of the file that was opened. `None`: it was replaced since.
fn opened<'a>(world: &'a mut World, actor: &Actor) -> Option<&'a mut Content> {
    let file = match actor.about() {
        Whose::Parent => Some(&mut world.parent),
        Whose::Child(child) => world.children[child].as_mut(),
    };
    file.filter(|file| file.number == actor.opened).map(|file| &mut file.content)
}

fn stamp(world: &mut World, actor: &Actor) {
    world.faults.stamped_early |= actor.now < actor.locked_at && !world.clock_was_set_back;
}

/// A torn end is kept aside by whoever writes the whole.
fn changed(before: Content, status: Status, now: u8) -> Content {
    Content { status, latest: now, torn: false, ..before }
}

/// It has given no sign of life since the beginning, which is longer ago than anybody waits.
fn is_stale(content: Content) -> bool {
    content.status == Status::Active && content.entries == 0
}
