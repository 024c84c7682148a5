//! What can be done. Which session is meant is a number, counted round those that there are, from the newest on.

use core_model::{TaskStatus, Text};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};

use super::texts::{needle, said};

/// Something that is done.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names of the fields say it")]
pub enum Deed {
    /// A session begins in one of a few worktrees.
    Start {
        worktree: u8,
        intent: Text,
    },
    /// Something is done to a session.
    To(usize, Change),
    /// A session of elsewhere is taken in: one like that one, under an id of its own or not, with another intent or not.
    Adopt {
        like: usize,
        renamed: bool,
        changed: bool,
    },
    /// A commit that belongs to nobody.
    Unassigned {
        sha: u8,
    },
    /// The same is taken out of each text of a session.
    Forget(usize, String),
    /// A session is removed.
    Remove(usize),
    /// The clock jumps, by so many milliseconds.
    Jump(i64),
    /// A person writes at the end of a session's file.
    WriteByHand(usize, ByHand),
    /// A write is cut short: so much of the block is there, or so many zeros.
    CutShort(usize, usize),
    Zeros(usize, u8),
    /// The store is opened anew, and whatever was left undone is cared for.
    Reopen,
}

/// What a person writes at the end of a file.
#[derive(Debug, Clone)]
pub enum ByHand {
    /// A remark.
    Remark,
    /// An event without a mark, so many milliseconds from now.
    Event(Text, i64),
}

/// What is done to a session, with the texts that are said.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Change {
    Event(Text),
    Decide(Text, Text),
    Heartbeat,
    Commit(u8),
    AddTasks(Vec<Text>),
    MoveTask(Text, TaskStatus),
    RenameTask(Text, Text),
    Ask(Text),
    Answer(Text, Text),
    Plan(Vec<Text>, bool),
    Activity(Option<Text>),
    Await(Option<Text>),
    Intent(Text),
    Tag(Vec<Text>, Vec<Text>),
    Park(Text, Vec<Text>),
    SetAside(Text),
    Resume(Option<Text>),
    Complete(Option<Text>),
    Close,
    /// Looked at and left alone.
    Nothing,
}

impl Change {
    /// What it is, without what it is done with.
    pub(crate) fn name(&self) -> String {
        let all = format!("{self:?}");
        all.split('(').next().unwrap_or_default().to_owned()
    }
}

/// As many deeds as this or half of it, in any order. The first session is there from the beginning.
pub fn deeds(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    let start = said().prop_map(|intent| Deed::Start { worktree: 0, intent });
    (start, prop::collection::vec(deed(), most / 2..=most)).prop_map(|(start, mut deeds)| {
        deeds.insert(0, start);
        deeds
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    // Mostly one of the newest, so that much happens to a few.
    let which = || prop_oneof![3 => 0..3_usize, 1 => 0..64_usize];
    let jump = prop_oneof![1_i64..5_000, 30_000_i64..90_000, -90_000_i64..-1, Just(90_000_000_i64)];
    let by_hand = prop_oneof![
        Just(ByHand::Remark),
        (said(), -120_000_i64..120_000).prop_map(|(text, off)| ByHand::Event(text, off)),
    ];
    prop_oneof![
        3 => (0..3_u8, said()).prop_map(|(worktree, intent)| Deed::Start { worktree, intent }),
        40 => (which(), change()).prop_map(|(which, change)| Deed::To(which, change)),
        2 => (which(), any::<bool>(), any::<bool>())
            .prop_map(|(like, renamed, changed)| Deed::Adopt { like, renamed, changed }),
        1 => (0..4_u8).prop_map(|sha| Deed::Unassigned { sha }),
        2 => (which(), needle()).prop_map(|(which, what)| Deed::Forget(which, what)),
        1 => which().prop_map(Deed::Remove),
        6 => jump.prop_map(Deed::Jump),
        3 => (which(), by_hand).prop_map(|(which, what)| Deed::WriteByHand(which, what)),
        2 => (which(), 1..60_usize).prop_map(|(which, bytes)| Deed::CutShort(which, bytes)),
        1 => (which(), any::<u8>()).prop_map(|(which, bytes)| Deed::Zeros(which, bytes)),
        1 => Just(Deed::Reopen),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let some = || prop::option::of(said());
    let few = || prop::collection::vec(said(), 0..3);
    let named = || {
        let id = prop::sample::select(&["t1", "t2", "t3", "q1", "q2"][..]).prop_map(super::texts::plain);
        prop_oneof![3 => id, 1 => said()]
    };
    let status = || prop::sample::select(&TaskStatus::ALL[..]);
    prop_oneof![
        4 => said().prop_map(Change::Event),
        2 => (said(), said()).prop_map(|(title, because)| Change::Decide(title, because)),
        4 => Just(Change::Heartbeat),
        3 => (0..4_u8).prop_map(Change::Commit),
        4 => prop::collection::vec(said(), 1..3).prop_map(Change::AddTasks),
        3 => (named(), status()).prop_map(|(task, status)| Change::MoveTask(task, status)),
        4 => (named(), said()).prop_map(|(task, subject)| Change::RenameTask(task, subject)),
        3 => said().prop_map(Change::Ask),
        3 => (named(), said()).prop_map(|(question, answer)| Change::Answer(question, answer)),
        1 => (few(), any::<bool>()).prop_map(|(steps, keep)| Change::Plan(steps, keep)),
        1 => some().prop_map(Change::Activity),
        1 => some().prop_map(Change::Await),
        1 => said().prop_map(Change::Intent),
        1 => (few(), few()).prop_map(|(add, remove)| Change::Tag(add, remove)),
        2 => (said(), few()).prop_map(|(reason, steps)| Change::Park(reason, steps)),
        1 => said().prop_map(Change::SetAside),
        3 => some().prop_map(Change::Resume),
        1 => some().prop_map(Change::Complete),
        1 => Just(Change::Close),
        1 => Just(Change::Nothing),
    ]
}
