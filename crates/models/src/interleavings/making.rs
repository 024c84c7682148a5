//! Making a change that has happened: whoever made it happen does this, and whoever finds its record.

use super::actor::{At, Outcome, Wish};
use super::rules::{Rule, Rules};
use super::world::{Change, Whose, World};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Making {
    LookAtChild,
    WriteChild,
    LookAtParent,
    WriteParent,
    Settle,
    RemoveRecord,
}

/// Does the next step of a change; `None`: it is made.
pub(crate) fn step(rules: Rules, world: &mut World, change: Change, making: Making) -> Option<Making> {
    let stays = rules.keep(Rule::RecordStays);
    let after_child = if stays { Making::LookAtParent } else { Making::RemoveRecord };
    let after_parent = stays.then_some(Making::RemoveRecord);
    match making {
        Making::LookAtChild => {
            let is_left = world.children[change.child].is_none();
            Some(if is_left { Making::WriteChild } else { after_child })
        }
        Making::WriteChild => {
            world.notes[change.child] = true;
            world.write(Whose::Child(change.child), change.opened);
            Some(after_child)
        }
        Making::LookAtParent => {
            if world.parent.content == change.before {
                Some(Making::WriteParent)
            } else if world.parent.content == change.after {
                Some(Making::Settle)
            } else {
                after_parent
            }
        }
        Making::WriteParent => {
            world.write(Whose::Parent, change.after);
            Some(Making::Settle)
        }
        Making::Settle => {
            world.parent.archived = true;
            after_parent
        }
        Making::RemoveRecord => {
            world.records[change.child] = None;
            (!stays).then_some(Making::LookAtParent)
        }
    }
}

/// What its maker does next: who made it happen is done, who found it looks after its own wish.
pub(crate) fn then(wish: Wish, change: Change) -> At {
    match wish {
        Wish::Resume(child) if child == change.child => At::Over(Outcome::Done),
        _ => At::Lock(0),
    }
}
