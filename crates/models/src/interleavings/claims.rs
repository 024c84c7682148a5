//! What must hold in every state, and what must be possible in some.

use stateright::Property;

use super::actor::{At, Outcome, Wish};
use super::explore::Protocol;
use super::making::Making;
use super::scenario::Possible;
use super::world::{Status, Whose, World};

pub(crate) fn claims() -> Vec<Property<Protocol>> {
    vec![
        always("at most one child goes on with it", |_, world| children(world).count() <= 1),
        always("there is a child where and only where it was resumed", |_, world| {
            match world.parent_seen() {
                Status::ResumedAs(child) => children(world).eq([child]),
                _ => children(world).next().is_none(),
            }
        }),
        always("who resumed it is the one that it names, and who lost is told that one", winners_and_losers),
        always("a child has its note", |_, world| children(world).all(|child| world.notes[child])),
        always("a session that gave a sign of life is not closed as stale", |_, world| {
            world.parent.content.status != Status::Stale || world.parent.content.entries == 0
        }),
        always("what is over stays as it is", |_, world| !world.faults.ended_twice),
        always("no entry is lost that somebody was told of", every_entry_is_there),
        always("time does not go back in a session", |_, world| !world.faults.time_went_back),
        always("nothing is dated before its lock was had", |_, world| !world.faults.stamped_early),
        always("a reader sees both as before it or both as after it", readers_see_both_or_neither),
        always("whoever waits goes on in the end", |model, world| {
            let stuck = !model.can_go_on(world);
            !stuck || world.actors.iter().all(|actor| actor.outcome().is_some())
        }),
        always("a lock is held by somebody who is at work", |_, world| {
            let holders = world.child_locks.iter().chain([&world.parent_lock]).flatten();
            holders.into_iter().all(|&it| world.actors[usize::from(it)].outcome().is_none())
        }),
    ]
}

pub(crate) fn possible(what: Possible) -> Property<Protocol> {
    match what {
        Possible::Resumed => sometimes("somebody resumes it", |_, world| {
            world
                .actors
                .iter()
                .any(|it| matches!(it.wish, Wish::Resume(_)) && it.outcome() == Some(Outcome::Done))
        }),
        Possible::LoserTold => sometimes("somebody is told that another was quicker", |_, world| {
            world.actors.iter().any(|it| {
                matches!(it.wish, Wish::Resume(_))
                    && matches!(it.outcome(), Some(Outcome::Refused(Status::ResumedAs(_))))
            })
        }),
        Possible::FinishedByAnother => {
            sometimes("what a kill left undone is finished by another", |_, world| {
                let makes = |at| matches!(at, At::Make(Making::WriteChild | Making::WriteParent));
                world.actors.iter().any(|it| {
                    let change = it.change.map(|change| Wish::Resume(change.child));
                    makes(it.at) && change != Some(it.wish)
                })
            })
        }
        Possible::Closed => {
            sometimes("it is closed as stale", |_, world| world.parent.content.status == Status::Stale)
        }
        Possible::Spared => sometimes("a sign of life comes between the two looks of clean", |_, world| {
            let spared = |wish, outcome| wish == Wish::Clean && outcome == Some(Outcome::Spared);
            world.actors.iter().any(|it| spared(it.wish, it.outcome())) && world.parent.content.entries != 0
        }),
        Possible::Torn => sometimes("a kill leaves an entry cut short", |_, world| {
            let torn = |whose| world.file(whose).is_some_and(|file| file.content.torn);
            let left = |whose| torn(whose) && world.holder(whose).is_none();
            left(Whose::Parent) || left(Whose::Child(0))
        }),
        Possible::SeenBeforeAllIsWritten => {
            sometimes("a reader sees the child before its file is written", |_, world| {
                world.actors.iter().any(|it| {
                    let view = it.view.as_ref().filter(|_| it.outcome().is_some());
                    view.is_some_and(|view| {
                        (0..view.children.len())
                            .any(|child| view.children[child].is_some() && world.children[child].is_none())
                    })
                })
            })
        }
        Possible::SeenAfter => sometimes("a reader sees it resumed", |_, world| {
            world.actors.iter().any(|it| {
                let view = it.view.as_ref().filter(|_| it.outcome().is_some());
                view.is_some_and(|view| matches!(view.parent, Some(Status::ResumedAs(_))))
            })
        }),
    }
}

type Holds = fn(&Protocol, &World) -> bool;

fn always(what: &'static str, holds: Holds) -> Property<Protocol> {
    Property::always(what, holds)
}

fn sometimes(what: &'static str, holds: Holds) -> Property<Protocol> {
    Property::sometimes(what, holds)
}

fn children(world: &World) -> impl Iterator<Item = usize> {
    (0..world.children.len()).filter(|&child| world.is_child_seen(child))
}

fn winners_and_losers(_: &Protocol, world: &World) -> bool {
    world.actors.iter().all(|actor| match (actor.wish, actor.outcome()) {
        (Wish::Resume(child), Some(Outcome::Done)) => world.parent_seen() == Status::ResumedAs(child),
        (_, Some(Outcome::Refused(Status::ResumedAs(winner)))) => {
            world.parent_seen() == Status::ResumedAs(winner) && world.is_child_seen(winner)
        }
        _ => true,
    })
}

fn every_entry_is_there(_: &Protocol, world: &World) -> bool {
    (0..).zip(&world.actors).all(|(number, actor)| match (actor.wish, actor.outcome()) {
        (Wish::Append(whose), Some(Outcome::Done)) => {
            world.file(whose).is_some_and(|file| file.content.entries & (1 << number) != 0)
        }
        _ => true,
    })
}

fn readers_see_both_or_neither(_: &Protocol, world: &World) -> bool {
    let views = world.actors.iter().filter(|actor| actor.outcome().is_some());
    views.filter_map(|actor| actor.view.as_ref()).all(|view| {
        let seen = (0..view.children.len()).filter(|&child| view.children[child].is_some());
        match view.parent {
            Some(Status::ResumedAs(child)) => seen.eq([child]),
            _ => seen.count() == 0,
        }
    })
}
