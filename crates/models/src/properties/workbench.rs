//! A store and the plain lists beside it: each deed is done to both.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use core_model::{RandomBits, Session, SessionId, Time};
use store::{ChangeError, Clock, Deadline, Store, Which};

use super::belief::Belief;
use super::believed::{It, Millis, Refused};
use super::deed::{ByHand, Change, Deed};
use super::edited::{self, Ending, Piece};
use super::laws::{self, Since};
use super::memory::Memory;
use super::seen::{millis, seen};
use super::values;

/// When it begins: 2026-11-20, 10:00.
const BEGIN: Millis = 1_795_168_800_000;

/// The worktrees, one of which is called as nobody should.
pub(crate) const WORKTREES: [&str; 3] =
    ["main", "../w t\n", "修复支付网关重试导致的重复扣款问题以及相关的日志记录改进方案"];

/// A store, and what is believed of it.
pub struct Workbench {
    disk: Memory,
    root: PathBuf,
    store: Store,
    clock: Arc<AtomicI64>,
    drawn: u64,
    beliefs: Vec<Belief>,
    unassigned: Vec<String>,
    /// The sessions after the last deed.
    before: BTreeMap<SessionId, Session>,
    since: Since,
    /// What came of the deeds, and how often.
    tally: BTreeMap<String, usize>,
    _locks: tempfile::TempDir,
}

/// What does not agree, in words.
pub type Disagreement = String;

impl Workbench {
    /// An empty store.
    ///
    /// # Errors
    /// What the system says of a folder for the locks, which are real.
    pub fn new() -> Result<Self, Disagreement> {
        let (folder, root) = folder_of_locks()?;
        let (disk, clock) = (Memory::default(), Arc::new(AtomicI64::new(BEGIN)));
        let store = open(&disk, &root, &clock)?;
        let (beliefs, unassigned, before) = (Vec::new(), Vec::new(), BTreeMap::new());
        let (since, tally) = (Since::Nothing, BTreeMap::new());
        Ok(Self {
            disk,
            root,
            store,
            clock,
            drawn: 0,
            beliefs,
            unassigned,
            before,
            since,
            tally,
            _locks: folder,
        })
    }

    /// Does something, and compares.
    ///
    /// # Errors
    /// What does not agree.
    pub fn go(&mut self, deed: &Deed) -> Result<(), Disagreement> {
        self.since = Since::Nothing;
        self.do_it(deed)?;
        self.compare()
    }

    /// What came of the deeds, and how often: `Park`, `Park: Already`.
    #[must_use]
    pub fn tally(&self) -> &BTreeMap<String, usize> {
        &self.tally
    }

    fn do_it(&mut self, deed: &Deed) -> Result<(), Disagreement> {
        match deed {
            Deed::Start { worktree, intent } => self.start(WORKTREES[usize::from(*worktree)], intent),
            Deed::To(which, change) => self.with_one(*which, |it, at| it.change(at, change)),
            Deed::Adopt { like, renamed, changed } => {
                self.with_one(*like, |it, at| it.adopt(at, *renamed, *changed))
            }
            Deed::Unassigned { sha } => self.add_unassigned(*sha),
            Deed::Forget(which, word) => self.with_one(*which, |it, at| it.forget(at, word)),
            Deed::Remove(which) => self.with_one(*which, |it, at| {
                let gone = it.beliefs.remove(at);
                it.before.remove(&id(&gone.it.id)?);
                it.store.forget_session(&id(&gone.it.id)?).map_err(told)
            }),
            Deed::Jump(by) => {
                self.clock.fetch_add(*by, Ordering::SeqCst);
                Ok(())
            }
            Deed::WriteByHand(which, what) => {
                let piece = match what {
                    ByHand::Remark => Piece::Remark,
                    ByHand::Event(text, off) => Piece::Event(self.now() + off, text.to_string()),
                };
                self.with_one(*which, |it, at| it.write_by_hand(at, piece))
            }
            Deed::CutShort(which, bytes) => {
                let block = edited::event(self.now(), "this was never said") + "#. 71 00000000\n";
                let cut = block.as_bytes()[..*bytes].to_vec();
                self.with_one(*which, |it, at| it.write_by_hand(at, Piece::CutShort(cut)))
            }
            Deed::Zeros(which, count) => {
                self.with_one(*which, |it, at| it.write_by_hand(at, Piece::Zeros(usize::from(*count) + 1)))
            }
            Deed::Reopen => {
                self.store = open(&self.disk, &self.root, &self.clock)?;
                self.store.sweep();
                let problems = self.store.recover();
                self.store.renew_notes().map_err(told)?;
                equal("what could not be recovered", &problems.len(), &0)
            }
        }
    }

    /// Does it to one of the sessions, where there is any.
    fn with_one(
        &mut self,
        which: usize,
        deed: impl FnOnce(&mut Self, usize) -> Result<(), Disagreement>,
    ) -> Result<(), Disagreement> {
        let count = self.beliefs.len();
        if count == 0 { Ok(()) } else { deed(self, count - 1 - which % count) }
    }

    fn start(&mut self, worktree: &str, intent: &core_model::Text) -> Result<(), Disagreement> {
        let drawn = self.draw();
        let mut found = Vec::new();
        let opened = self.store.create::<()>(worktree, |here, now| {
            found = here.candidates.iter().map(|it| it.head.id().to_string()).collect();
            Ok(Session::open(values::opening(SessionId::new(now, drawn), worktree, intent, now)))
        });
        let opened = opened.map_err(told)?.map_err(|()| "nobody opened one")?;
        equal("the sessions of the worktree", &found, &self.active_in(worktree))?;
        self.believe(It::new(opened.id().as_str(), worktree, intent.as_str(), self.now()));
        Ok(())
    }

    fn change(&mut self, at: usize, change: &Change) -> Result<(), Disagreement> {
        let child = SessionId::new(time(self.now()), self.draw());
        let belief = self.beliefs[at].clone();
        let done = values::change(&self.store, &id(&belief.it.id)?, change, &child);
        let done = done
            .map_err(refusal)
            .map_err(|error| error.map_err(told))
            .map_or_else(|error| error.map(Err), |()| Ok(Ok(())))?;
        let (believed, next) = belief.after(change, self.now(), child.as_str());
        equal("what came of it", &done, &believed.as_ref().map(|_| ()).map_err(|why| *why))?;
        let came = done.map_or_else(|why| format!("{}: {why}", change.name()), |()| change.name());
        *self.tally.entry(came).or_default() += 1;
        self.beliefs[at] = next;
        if let Ok(Some(child)) = believed {
            self.believe(child);
        }
        Ok(())
    }

    fn adopt(&mut self, at: usize, renamed: bool, changed: bool) -> Result<(), Disagreement> {
        let belief = self.beliefs[at].clone();
        let there = self.store.read(&id(&belief.it.id)?).map_err(told)?.ok_or("it is gone")?.session;
        let new = renamed.then(|| SessionId::new(time(self.now()), self.draw()));
        let (session, mut it) = (values::like(&there, new.as_ref(), changed), belief.read());
        let adopted = self.store.adopt(&session).map_err(told)?;
        let believed = match (&new, session == there) {
            (Some(_), _) => store::Adopted::New,
            (None, true) => store::Adopted::Same,
            (None, false) => store::Adopted::Other,
        };
        equal("what became of what was to be taken in", &adopted, &believed)?;
        if let Some(new) = new {
            it.id = new.to_string();
            if changed {
                it.intent = values::ANOTHER.to_owned();
            }
            self.believe(it);
        }
        Ok(())
    }

    fn forget(&mut self, at: usize, word: &str) -> Result<(), Disagreement> {
        self.since = Since::Forgotten;
        let belief = &mut self.beliefs[at];
        let forget = |text: &str| text.replace(word, core_model::FORGOTTEN);
        let took = self.store.forget_in(&id(&belief.it.id)?, &forget).map_err(told)?;
        let mut after = belief.read();
        after.forget(word);
        let believed = after != belief.read();
        if believed || edited::ending(&belief.rest) == Ending::Torn {
            *belief = Belief::new(after);
        }
        equal("whether anything was taken out", &took, &believed)
    }

    fn add_unassigned(&mut self, sha: u8) -> Result<(), Disagreement> {
        self.store.append_unassigned(|now| values::commit(sha, now)).map_err(told)?;
        if !self.unassigned.contains(&sha.to_string()) {
            self.unassigned.push(sha.to_string());
        }
        Ok(())
    }

    /// A person adds to what other people have added; what a kill left, nobody adds to.
    fn write_by_hand(&mut self, at: usize, piece: Piece) -> Result<(), Disagreement> {
        let belief = &mut self.beliefs[at];
        let is_cut = |piece: &Piece| matches!(piece, Piece::CutShort(_) | Piece::Zeros(_));
        if belief.rest.iter().any(is_cut) || is_cut(&piece) && !belief.rest.is_empty() {
            return Ok(());
        }
        self.since = Since::Edited;
        let id = id(&belief.it.id)?;
        let live = self.root.join("live").join(format!("{id}.toml"));
        let archive = self.root.join("archive").join(id.month()).join(format!("{id}.toml"));
        let path = if belief.it.is_over() { archive } else { live };
        let mut content = self.disk.content(&path).ok_or("its file is not where it belongs")?;
        content.extend(piece.bytes());
        self.disk.put(&path, content);
        belief.rest.push(piece);
        Ok(())
    }

    fn compare(&mut self) -> Result<(), Disagreement> {
        let snapshot = self.store.snapshot(Which::All);
        let torn = |belief: &&Belief| !belief.rest.is_empty();
        let problems = self.beliefs.iter().filter(torn).count();
        equal("how many files are not as they were written", &snapshot.problems.len(), &problems)?;
        let mut read: Vec<It> = snapshot.sessions.iter().map(seen).collect();
        let mut believed: Vec<It> = self.beliefs.iter().map(Belief::read).collect();
        read.sort_by(|a, b| a.id.cmp(&b.id));
        believed.sort_by(|a, b| a.id.cmp(&b.id));
        for (read, believed) in read.iter().zip(&believed) {
            equal("a session", read, believed)?;
        }
        equal("how many sessions there are", &read.len(), &believed.len())?;
        let unassigned: Vec<String> = snapshot.unassigned.iter().map(|it| it.facts.sha.clone()).collect();
        equal("the commits that belong to nobody", &unassigned, &self.unassigned)?;
        for session in snapshot.sessions {
            let alone = self.store.read(session.id()).map_err(told)?.map(|loaded| loaded.session);
            equal("a session read alone", &alone.as_ref(), &Some(&session))?;
            equal(
                "what its id finds",
                &self.store.find(session.id().random_part()).ok().as_ref(),
                &Some(session.id()),
            )?;
            laws::holds(&session).map_err(|what| format!("{}: {what}", session.id()))?;
            if let Some(before) = self.before.get(session.id()) {
                laws::follows(before, &session, self.since)
                    .map_err(|what| format!("{}: {what}", session.id()))?;
            }
            self.before.insert(session.id().clone(), session);
        }
        for worktree in WORKTREES {
            self.compare_worktree(worktree)?;
        }
        let active = self.beliefs.iter().filter(|belief| belief.it.is_active()).count();
        equal("how many notes there are", &self.disk.count_below(&self.root.join("worktrees")), &active)
    }

    /// What a hook finds in a worktree.
    fn compare_worktree(&self, worktree: &str) -> Result<(), Disagreement> {
        let here = self.store.here(worktree);
        let found: Vec<String> = here.candidates.iter().map(|it| it.head.id().to_string()).collect();
        equal("the sessions of a worktree", &found, &self.active_in(worktree))?;
        for candidate in here.candidates {
            let belief = self.beliefs.iter().find(|it| it.it.id == candidate.head.id().as_str());
            let last_sign = belief.map(Belief::last_sign);
            equal("the last sign of life", &Some(millis(candidate.last_sign)), &last_sign)?;
        }
        Ok(())
    }

    fn active_in(&self, worktree: &str) -> Vec<String> {
        let active =
            self.beliefs.iter().map(|it| &it.it).filter(|it| it.is_active() && it.worktree == worktree);
        let mut ids: Vec<String> = active.map(|it| it.id.clone()).collect();
        ids.sort();
        ids.truncate(16);
        ids
    }

    fn believe(&mut self, it: It) {
        self.beliefs.push(Belief::new(it));
    }

    fn now(&self) -> Millis {
        self.clock.load(Ordering::SeqCst)
    }

    fn draw(&mut self) -> RandomBits {
        self.drawn += 1;
        RandomBits(self.drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 14)
    }
}

/// An empty store on a disk in memory, and the folder of its locks, which are real.
pub(crate) fn empty_store() -> Result<(Store, tempfile::TempDir), Disagreement> {
    let (folder, root) = folder_of_locks()?;
    Ok((open(&Memory::default(), &root, &Arc::new(AtomicI64::new(BEGIN)))?, folder))
}

fn folder_of_locks() -> Result<(tempfile::TempDir, PathBuf), Disagreement> {
    let folder = tempfile::tempdir().map_err(told)?;
    let root = folder.path().join(".sessions");
    std::fs::create_dir_all(root.join("locks")).map_err(told)?;
    Ok((folder, root))
}

fn open(disk: &Memory, root: &std::path::Path, clock: &Arc<AtomicI64>) -> Result<Store, Disagreement> {
    let hands = Arc::clone(clock);
    let clock = Clock::new(move || time(hands.load(Ordering::SeqCst)));
    let deadline = Deadline(Duration::from_secs(30));
    Store::open_or_make_on(Arc::new(disk.clone()), root, clock, deadline).map_err(told)
}

/// The name of the refusal, or an error that nobody expects.
fn refusal(error: ChangeError) -> Result<Refused, ChangeError> {
    use core_model::Refusal;
    match error {
        ChangeError::Refused(refusal) => Ok(match refusal {
            Refusal::NoSuchStep { .. } => "NoSuchStep",
            Refusal::Already { .. } => "Already",
            Refusal::Resumed { .. } => "Resumed",
            Refusal::NotActive { .. } => "NotActive",
            Refusal::Over { .. } => "Over",
            Refusal::NotOver { .. } => "NotOver",
            Refusal::Task { .. } => "Task",
            Refusal::Question { .. } => "Question",
            Refusal::Full { .. } => "Full",
        }),
        error => Err(error),
    }
}

pub(crate) fn time(millis: Millis) -> Time {
    Time::from_timestamp_millis(millis).unwrap_or_default()
}

fn id(text: &str) -> Result<SessionId, Disagreement> {
    text.parse().map_err(told)
}

fn told(error: impl std::fmt::Display) -> Disagreement {
    error.to_string()
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, believed: &T) -> Result<(), Disagreement> {
    if is == believed {
        return Ok(());
    }
    Err(format!("{what} is\n{is:#?}\nand is believed to be\n{believed:#?}"))
}
