//! The steps of a walk, drawn by weight. Each is a line for `sh`, so that a walk can be read and walked again.

use std::ops::Range;

use fastrand::Rng;

/// The worktrees: the main one, and two that are linked.
pub(super) const WORKTREES: [&str; 3] = ["repo", "wt1", "wt2"];

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    /// In which worktree, by its place in [`WORKTREES`].
    pub(super) at: usize,
    /// For `sh`.
    pub(super) line: String,
    /// What it is.
    pub(super) kind: Kind,
    /// Whose place its commits take.
    pub(super) takes: Takes,
}

/// Whose place the commits of a step take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nobody's.
    Nothing,
    /// That of HEAD.
    Head,
    /// That of the commit of the same subject that was on the worktree's line.
    Namesakes,
    /// Those of some of the commits since this many generations, merged ones as well: what is squashed or edited.
    Since(u32),
    /// That of HEAD, or nobody's: what is taken back and made anew, of which git says nothing.
    Perhaps,
}

/// What a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// git at work in this worktree.
    Git(Seeing),
    /// git in several worktrees at once; subjects begin with the worktree's name.
    Together,
    /// Commits that no worktree's HEAD has seen.
    Unseen,
    /// The worktree's session ends and another begins, whose id the line says last.
    Session,
    /// Everything is to be found now.
    Reconcile,
}

/// What a hook sees of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeing {
    /// Everything.
    Hooks,
    /// Everything, with the name of another worktree's session.
    Named(usize),
    /// Nothing.
    Blind,
    /// As far as they come: something is killed.
    Killed,
}

/// How often what is drawn, and what it is.
const WEIGHTS: [(u32, Draw); 28] = [
    (10, Draw::Commit),
    (5, Draw::Amend),
    (4, Draw::NamedCommit),
    (5, Draw::BlindCommit),
    (1, Draw::BlindAmend),
    (1, Draw::BlindRebase),
    (3, Draw::KilledCommit),
    (2, Draw::KilledRebase),
    (3, Draw::Merge),
    (2, Draw::Squash),
    (3, Draw::Rebase),
    (5, Draw::Interactive),
    (2, Draw::GivenUp),
    (2, Draw::Edit),
    (1, Draw::Apply),
    (3, Draw::Pick),
    (1, Draw::Revert),
    (1, Draw::Am),
    (3, Draw::Reset),
    (1, Draw::Recommit),
    (6, Draw::Switch),
    (1, Draw::Detach),
    (4, Draw::Theirs),
    (1, Draw::PullRebase),
    (1, Draw::Stash),
    (1, Draw::Plumbing),
    (2, Draw::Together),
    (2, Draw::Session),
];

#[derive(Debug, Clone, Copy)]
enum Draw {
    Commit,
    Amend,
    NamedCommit,
    BlindCommit,
    BlindAmend,
    BlindRebase,
    KilledCommit,
    KilledRebase,
    Merge,
    Squash,
    Rebase,
    Interactive,
    GivenUp,
    Edit,
    Apply,
    Pick,
    Revert,
    Am,
    Reset,
    Recommit,
    Switch,
    Detach,
    Theirs,
    PullRebase,
    Stash,
    Plumbing,
    Together,
    Session,
}

impl Draw {
    fn takes(self) -> Takes {
        match self {
            Self::Amend | Self::BlindAmend => Takes::Head,
            Self::BlindRebase
            | Self::KilledRebase
            | Self::Rebase
            | Self::GivenUp
            | Self::Apply
            | Self::PullRebase => Takes::Namesakes,
            Self::Interactive => Takes::Since(4),
            Self::Edit => Takes::Since(2),
            Self::Recommit => Takes::Perhaps,
            Self::Commit
            | Self::NamedCommit
            | Self::BlindCommit
            | Self::KilledCommit
            | Self::Merge
            | Self::Squash
            | Self::Pick
            | Self::Revert
            | Self::Am
            | Self::Reset
            | Self::Switch
            | Self::Detach
            | Self::Theirs
            | Self::Stash
            | Self::Plumbing
            | Self::Together
            | Self::Session => Takes::Nothing,
        }
    }
}

/// One step in this many looks for everything.
const LOOK: u32 = 12;

/// Ways to keep our hooks from seeing anything, before `git` and after it.
const BLIND: [(&str, &str); 3] = [
    ("GIT_SESSION_HOOKS=0 ", ""),
    ("GIT_SESSION_HOOKS=0 ", " -c core.hooksPath=/dev/null"),
    (
        "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null GIT_SESSION_HOOKS=0 ",
        "",
    ),
];

/// So many steps from this seed.
pub(super) fn plan(seed: u64, steps: usize) -> Vec<Move> {
    let mut planner =
        Planner { rng: Rng::with_seed(seed), branches: vec!["topic".into(), "side".into(), "merged".into()] };
    (0..steps).map(|number| planner.step(number)).collect()
}

/// The way without some of its steps; those that begin a session stay.
pub(super) fn without(way: &[Move], range: Range<usize>) -> Vec<Move> {
    let stays = |number: usize, step: &Move| {
        !range.contains(&number) || step.begins_a_session() || number + 1 == way.len()
    };
    way.iter()
        .enumerate()
        .filter(|(number, step)| stays(*number, step))
        .map(|(_, step)| step.clone())
        .collect()
}

impl Move {
    pub(super) fn reconcile() -> Self {
        Self {
            at: 0,
            line: "git-session reconcile || git-session status".into(),
            kind: Kind::Reconcile,
            takes: Takes::Nothing,
        }
    }

    pub(super) fn begins_a_session(&self) -> bool {
        self.kind == Kind::Session
    }

    /// Whether everything is to be recorded after it.
    pub(super) fn is_look(&self) -> bool {
        self.kind == Kind::Reconcile
    }
}

struct Planner {
    rng: Rng,
    /// Those that there may be.
    branches: Vec<String>,
}

impl Planner {
    fn step(&mut self, number: usize) -> Move {
        if self.rng.u32(..LOOK) == 0 {
            return Move { at: self.rng.usize(..WORKTREES.len()), ..Move::reconcile() };
        }
        let at = self.rng.usize(..WORKTREES.len());
        let all: u32 = WEIGHTS.iter().map(|(weight, _)| weight).sum();
        let mut rest = self.rng.u32(..all);
        let mut drawn = Draw::Commit;
        for (weight, draw) in WEIGHTS {
            drawn = draw;
            if rest < weight {
                break;
            }
            rest -= weight;
        }
        let (line, kind) = self.draw(drawn, number, at);
        Move { at, line, kind, takes: drawn.takes() }
    }

    fn draw(&mut self, drawn: Draw, n: usize, at: usize) -> (String, Kind) {
        let seen = Kind::Git(Seeing::Hooks);
        let blind = Kind::Git(Seeing::Blind);
        let killed = Kind::Git(Seeing::Killed);
        let add = format!("echo {n} >f{n} && git add f{n}");
        let (before, after) = BLIND[self.rng.usize(..BLIND.len())];
        let branch = self.branch();
        let milliseconds = self.rng.u32(2..25);
        let kill = format!("timeout -s KILL 0.{milliseconds:03}");
        match drawn {
            Draw::Commit => (format!("{add} && git commit -q -m 'c{n}'"), seen),
            Draw::Amend => (format!("{add} && git commit -q --amend -m 'a{n}'"), seen),
            Draw::NamedCommit => {
                let other = (at + 1 + self.rng.usize(..WORKTREES.len() - 1)) % WORKTREES.len();
                let line = format!("{add} && GIT_SESSION_ID=$S{other} git commit -q -m 'n{n}'");
                (line, Kind::Git(Seeing::Named(other)))
            }
            Draw::BlindCommit => (format!("{add} && {before}git{after} commit -q -m 'b{n}'"), blind),
            Draw::BlindAmend => (format!("{add} && {before}git{after} commit -q --amend -m 'ba{n}'"), blind),
            Draw::BlindRebase => (format!("{before}git{after} rebase -q {branch} || give-up"), blind),
            Draw::KilledCommit => (format!("{add} && {kill} git commit -q -m 'k{n}' || unlock"), killed),
            Draw::KilledRebase => {
                (format!("{kill} git rebase -q --no-ff HEAD~3 || {{ unlock; give-up; }}"), killed)
            }
            Draw::Merge => (format!("git merge -q --no-edit {branch} || give-up"), seen),
            Draw::Squash => {
                (format!("git merge -q --squash {branch} && git commit -q -m 'sq{n}' || give-up"), seen)
            }
            Draw::Rebase => (format!("git rebase -q {branch} || give-up"), seen),
            Draw::Interactive => {
                (format!("{} git rebase -q -i --no-ff HEAD~4 || give-up", self.todo()), seen)
            }
            Draw::GivenUp => {
                ("git rebase -q -x false --no-ff HEAD~2 || git rebase --abort || give-up".into(), seen)
            }
            Draw::Edit => {
                let todo = "GIT_SEQUENCE_EDITOR=\"sed -i -e '1s/^pick/edit/'\"";
                let line = format!(
                    "{todo} git rebase -q -i --no-ff HEAD~2 && {add} && git commit -q --amend -m 'e{n}' && git rebase \
                     --continue || give-up"
                );
                (line, seen)
            }
            Draw::Apply => (format!("git rebase -q --apply {branch} || give-up"), seen),
            Draw::Pick => (format!("git cherry-pick {branch} || give-up"), seen),
            Draw::Revert => ("git revert --no-edit HEAD || give-up".into(), seen),
            Draw::Am => (format!("git format-patch -q -1 --stdout {branch} | git am -q || give-up"), seen),
            Draw::Reset => ("git reset -q --hard HEAD~1".into(), seen),
            Draw::Recommit => {
                (format!("git reset -q --soft HEAD~1 && git commit -q --allow-empty -m 'r{n}'"), seen)
            }
            Draw::Switch => self.switch(n),
            Draw::Detach => ("git switch -q --detach".into(), seen),
            Draw::Theirs => (self.theirs(n), seen),
            Draw::PullRebase => {
                (format!("{} && git pull -q --rebase origin main || give-up", made_by_them(n)), seen)
            }
            Draw::Stash => {
                (format!("{add} && git stash -q && git stash pop -q || git reset -q --hard"), seen)
            }
            Draw::Plumbing => {
                let tree = "$(git commit-tree -p HEAD -m plumbing HEAD^{tree})";
                (format!("git update-ref refs/heads/p{n} {tree}"), Kind::Unseen)
            }
            Draw::Together => (together(n), Kind::Together),
            Draw::Session => self.session(n),
        }
    }

    fn branch(&mut self) -> String {
        let number = self.rng.usize(..self.branches.len());
        self.branches[number].clone()
    }

    /// An editor of the list of a rebase.
    fn todo(&mut self) -> String {
        let edits = [
            "2s/^pick/squash/",
            "2,$s/^pick/fixup/",
            "1s/^pick/reword/",
            "2s/^pick/drop/",
            "1{h;d};2G",
            "1s/^/exec true\\n/",
            "3s/^pick/fixup/",
            "$s/^pick/reword/",
        ];
        let edit = edits[self.rng.usize(..edits.len())].replace('$', "\\$");
        format!(
            "GIT_SEQUENCE_EDITOR=\"sed -i -e '/^pick/!d;{edit}'\" GIT_EDITOR=\"sed -i -e '1s/^/better: /'\""
        )
    }

    fn switch(&mut self, n: usize) -> (String, Kind) {
        let line = if self.rng.bool() {
            let from = self.branch();
            self.branches.push(format!("w{n}"));
            format!("git switch -q -c w{n} {from}")
        } else {
            format!("git switch -q {} || true", self.branch())
        };
        (line, Kind::Git(Seeing::Hooks))
    }

    fn theirs(&mut self, n: usize) -> String {
        let made = made_by_them(n);
        match self.rng.u32(..5) {
            0 => format!("{made} && git fetch -q origin"),
            1 => format!("{made} && git pull -q --no-rebase --no-edit origin main || give-up"),
            2 => "git fetch -q origin && git merge -q --no-edit origin/main || give-up".into(),
            3 => format!("{made} && git fetch -q origin main:arrived{n}"),
            _ => "git fetch -q origin && git reset -q --hard origin/foreign-topic".into(),
        }
    }

    fn session(&mut self, n: usize) -> (String, Kind) {
        let line = if self.rng.bool() {
            "git-session park --reason lunch >/dev/null && git-session resume".to_owned()
        } else {
            format!("git-session complete >/dev/null && git-session start 's{n}'")
        };
        (line, Kind::Session)
    }
}

/// A commit of somebody else's, to be fetched.
fn made_by_them(n: usize) -> String {
    format!("echo {n} >\"$THEIRS/g{n}\" && them add g{n} && them commit -q -m 'foreign {n}'")
}

/// A commit in each worktree, all at once.
fn together(n: usize) -> String {
    let one = |dir: &&str| {
        format!("(cd ../{dir} && echo {n} >t{n} && git add t{n} && git commit -q -m '{dir}: t{n}') & ")
    };
    let all: String = WORKTREES.iter().map(one).collect();
    format!("{all}wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_way() {
        assert_eq!(plan(7, 300), plan(7, 300));
        assert_ne!(plan(7, 300), plan(8, 300));
    }

    #[test]
    fn what_begins_a_session_and_the_last_look_are_never_left_out() {
        let way = plan(3, 200);
        let short = without(&way, 0..way.len());
        assert!(short.iter().rev().skip(1).all(Move::begins_a_session));
        assert_eq!(short.last(), way.last());
    }
}
