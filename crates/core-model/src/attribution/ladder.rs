//! The walk up the ladder.

use super::{Around, Caller, Candidate, Considered, Doubt, Found, Resolution, Standing};
use crate::care::Holder;
use crate::{Evidence, MadeBy, Owner, SessionId, Time};

/// Which session is meant. The strongest ground that speaks decides, and where it speaks for several, none is meant.
///
/// What the environment says is inherited by whoever an agent starts. So it stands back where a process above holds
/// another session and is nearer than the one that holds the session named.
///
/// `holder` is asked only where several could be meant, since it costs a look at a process each.
#[must_use]
pub fn resolve(
    caller: &Caller<'_>,
    around: Around<'_>,
    now: Time,
    holder: impl Fn(&Owner) -> Holder,
) -> Found {
    let ladder = Ladder::new(caller, around, now);
    let mut gone = Vec::new();
    let resolution = ladder.walk(|it| {
        let is_gone = it.head.opening.owner.as_ref().is_some_and(|owner| holder(owner) == Holder::Gone);
        if is_gone {
            gone.push(it.head.id());
        }
        is_gone
    });
    let considered = ladder.weigh(&resolution, &gone);
    Found { resolution, considered }
}

/// Where the process that holds a session stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// That many processes above the caller.
    Above(usize),
    /// It is known, and is not above the caller.
    NotAbove,
    /// It is not known.
    Unknown,
}

struct Ladder<'a> {
    caller: &'a Caller<'a>,
    around: Around<'a>,
    /// Those at work, by id, each once.
    at_work: Vec<&'a Candidate>,
}

impl<'a> Ladder<'a> {
    fn new(caller: &'a Caller<'a>, around: Around<'a>, now: Time) -> Self {
        let mut at_work: Vec<&Candidate> = around.candidates.iter().filter(|it| it.is_at_work(now)).collect();
        at_work.sort_by_key(|it| it.head.id());
        at_work.dedup_by_key(|it| it.head.id());
        Self { caller, around, at_work }
    }

    fn walk(&self, mut is_gone: impl FnMut(&'a Candidate) -> bool) -> Resolution {
        if let Some(named) = self.caller.named
            && !self.is_inherited(named)
        {
            return Resolution::Session(named.clone(), Evidence::Environment);
        }
        let contenders = self.contenders();
        match contenders[..] {
            [] => {}
            [only] => return Resolution::Session(only.head.id().clone(), self.ground(only)),
            _ if !self.claimed().is_empty() => return ambiguous(&contenders, Doubt::Claims),
            _ if contenders.iter().all(|it| self.is_here(it)) => {
                return self.on_branch(&contenders, Doubt::Process);
            }
            _ => {}
        }
        match self.in_worktree(&mut is_gone) {
            Resolution::None if contenders.is_empty() => self.elsewhere_on_branch(is_gone),
            Resolution::None => ambiguous(&contenders, Doubt::Process),
            found => found,
        }
    }

    /// Whether the session's name in the environment was meant for somebody above: its process is not the nearest that
    /// holds one.
    fn is_inherited(&self, named: &SessionId) -> bool {
        let candidate = self.around.candidates.iter().find(|it| it.head.id() == named);
        match (candidate.map_or(Reach::Unknown, |it| self.reach(it)), self.nearest()) {
            (_, None) | (Reach::Unknown, Some(_)) => false,
            (Reach::NotAbove, Some(_)) => true,
            (Reach::Above(own), Some(nearest)) => nearest < own,
        }
    }

    /// Those for which a conversation or a process above speaks: of the processes the nearest, and a conversation whose
    /// process is not known is as near as any.
    fn contenders(&self) -> Vec<&'a Candidate> {
        let claimed = self.claimed();
        let Some(nearest) = self.nearest() else { return claimed };
        let mut held = self.held_at(nearest);
        // What speaks for one of several that a process holds.
        for speaks in [&|it: &&Candidate| self.is_claimed(it), &|it: &&Candidate| self.is_here(it)]
            as [&dyn Fn(&&Candidate) -> bool; 2]
        {
            if held.iter().any(speaks) {
                held.retain(|it| speaks(it));
            }
        }
        held.extend(claimed.into_iter().filter(|it| self.reach(it) == Reach::Unknown));
        held
    }

    /// The only one at work in this worktree that somebody asked for, else the only one there that the tool made. A dead
    /// agent's session is no rival of a living one's; where all are gone, no guess is made.
    fn in_worktree(&self, is_gone: &mut impl FnMut(&'a Candidate) -> bool) -> Resolution {
        let mut here = self.here(MadeBy::Start);
        if here.is_empty() {
            here = self.here(MadeBy::AutoStart);
        }
        match here[..] {
            [] if self.around.unreadable => return ambiguous(&here, Doubt::Worktree),
            [] => return Resolution::None,
            [only] if !self.around.unreadable => return meant(only, Evidence::Worktree),
            _ => {}
        }
        let living: Vec<&Candidate> = here.iter().copied().filter(|it| !is_gone(it)).collect();
        match living[..] {
            [] => ambiguous(&here, Doubt::Worktree),
            [only] if !self.around.unreadable => meant(only, Evidence::Worktree),
            _ => self.on_branch(&living, Doubt::Worktree),
        }
    }

    /// The only one of several that is on HEAD's branch.
    fn on_branch(&self, several: &[&'a Candidate], doubt: Doubt) -> Resolution {
        let on_branch: Vec<&&Candidate> = several.iter().filter(|it| self.is_on_branch(it)).collect();
        match on_branch[..] {
            [only] if !self.around.unreadable => meant(only, Evidence::Branch),
            _ => ambiguous(several, doubt),
        }
    }

    /// The only one of another worktree that is on HEAD's branch. What is not all known is not asked.
    fn elsewhere_on_branch(&self, mut is_gone: impl FnMut(&'a Candidate) -> bool) -> Resolution {
        let asked_for = |it: &&&Candidate| it.head.opening.made_by == MadeBy::Start && !self.is_here(it);
        let on_branch = self.at_work.iter().filter(asked_for).filter(|it| self.is_on_branch(it));
        let living: Vec<&&Candidate> = on_branch.filter(|it| !is_gone(it)).collect();
        match living[..] {
            [only] if self.around.all => meant(only, Evidence::Branch),
            _ => Resolution::None,
        }
    }

    /// Those whose conversation the environment names.
    fn claimed(&self) -> Vec<&'a Candidate> {
        self.at_work.iter().copied().filter(|it| self.is_claimed(it)).collect()
    }

    fn is_claimed(&self, it: &Candidate) -> bool {
        let mut conversations = self.caller.conversations.iter();
        conversations.any(|said| said.is_of(&it.head.opening.author, self.caller.agents))
    }

    fn is_here(&self, it: &Candidate) -> bool {
        it.head.opening.worktree == self.caller.worktree
    }

    fn is_on_branch(&self, it: &Candidate) -> bool {
        self.caller.branch.is_some() && it.head.opening.branch.as_deref() == self.caller.branch
    }

    fn here(&self, maker: MadeBy) -> Vec<&'a Candidate> {
        let here = self.at_work.iter().copied().filter(|it| self.is_here(it));
        here.filter(|it| it.head.opening.made_by == maker).collect()
    }

    /// How far above the nearest process is that holds one.
    fn nearest(&self) -> Option<usize> {
        let above = |it: &&Candidate| match self.reach(it) {
            Reach::Above(far) => Some(far),
            Reach::NotAbove | Reach::Unknown => None,
        };
        self.at_work.iter().filter_map(above).min()
    }

    fn held_at(&self, far: usize) -> Vec<&'a Candidate> {
        self.at_work.iter().copied().filter(|it| self.reach(it) == Reach::Above(far)).collect()
    }

    fn reach(&self, it: &Candidate) -> Reach {
        let Some(owner) = &it.head.opening.owner else { return Reach::Unknown };
        let found = self.caller.ancestors.iter().position(|above| above.is(owner));
        found.map_or(Reach::NotAbove, Reach::Above)
    }

    fn ground(&self, it: &Candidate) -> Evidence {
        if self.is_claimed(it) { Evidence::Conversation } else { Evidence::Process }
    }

    fn weigh(&self, resolution: &Resolution, gone: &[&SessionId]) -> Vec<Considered> {
        let standing = |it: &Candidate| Considered {
            id: it.head.id().clone(),
            standing: if self.at_work.iter().any(|at_work| at_work.head.id() == it.head.id()) {
                self.standing(it, resolution, gone)
            } else {
                Standing::NotAtWork
            },
        };
        let mut considered: Vec<Considered> = self.around.candidates.iter().map(standing).collect();
        considered.sort_by(|a, b| (a.standing, &a.id).cmp(&(b.standing, &b.id)));
        considered.dedup();
        considered
    }

    fn standing(&self, it: &Candidate, resolution: &Resolution, gone: &[&SessionId]) -> Standing {
        let id = it.head.id();
        let by_name = matches!(resolution, Resolution::Session(_, Evidence::Environment));
        match resolution {
            Resolution::Session(meant, evidence) if meant == id => return Standing::Meant(*evidence),
            Resolution::Ambiguous(ids, _) if ids.contains(id) => return Standing::Rival,
            Resolution::Session(..) | Resolution::Ambiguous(..) | Resolution::None => {}
        }
        let is_nearest = || self.nearest().map(Reach::Above) == Some(self.reach(it));
        if self.is_claimed(it) && by_name {
            Standing::Weaker(Evidence::Conversation)
        } else if self.is_claimed(it) || self.caller.named == Some(id) {
            Standing::Inherited
        } else if matches!(self.reach(it), Reach::Above(_)) {
            if is_nearest() { Standing::Weaker(Evidence::Process) } else { Standing::FurtherUp }
        } else if gone.contains(&id) {
            Standing::Gone
        } else if !self.is_here(it) {
            Standing::Elsewhere
        } else if it.head.opening.made_by == MadeBy::AutoStart && !self.here(MadeBy::Start).is_empty() {
            Standing::MadeByTool
        } else if matches!(resolution, Resolution::Session(_, Evidence::Branch)) {
            Standing::OtherBranch
        } else {
            Standing::Weaker(Evidence::Worktree)
        }
    }
}

fn meant(it: &Candidate, evidence: Evidence) -> Resolution {
    Resolution::Session(it.head.id().clone(), evidence)
}

fn ambiguous(several: &[&Candidate], doubt: Doubt) -> Resolution {
    Resolution::Ambiguous(several.iter().map(|it| it.head.id().clone()).collect(), doubt)
}
