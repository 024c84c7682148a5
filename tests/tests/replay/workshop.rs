//! Two hands at work in one repository.

use std::path::Path;

use serde_json::Value;
use testkit::{Program, TestRepo};

use crate::hand::{AtWork, Hand, Kind, Made, Place};
use crate::history::History;

pub(crate) struct Workshop {
    pub(crate) repo: TestRepo,
    /// The commit that was there before us.
    pub(crate) root: String,
    pub(crate) made: Vec<Made>,
    /// Every session, in the order in which they began.
    pub(crate) sessions: Vec<String>,
    pub(crate) hands: [Hand; 2],
    parked: Vec<String>,
    pub(crate) history: History,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        let repo = TestRepo::new();
        let root = repo.commit("Before the hooks");
        let side = repo.worktree("side");
        let hands = [Hand::new(repo.path().to_owned(), "main"), Hand::new(side, "side")];
        let history = History::new();
        let workshop = Self { repo, root, made: vec![], sessions: vec![], hands, parked: vec![], history };
        workshop.run(0, &["install"]);
        workshop
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    fn run(&self, hand: usize, arguments: &[&str]) -> String {
        self.program().ok_in(&self.hands[hand].dir, arguments)
    }

    /// One commit, by one hand, under whatever is at work there.
    pub(crate) fn step(&mut self) {
        let hand = self.history.below(2);
        if self.hands[hand].left == 0 {
            self.end_batch(hand);
            self.begin_batch(hand);
        }
        self.hands[hand].left -= 1;
        // One in eight names the session of the other hand.
        let named = match &self.hands[1 - hand].at_work {
            AtWork::One(id) if self.history.below(8) == 0 => Some(id.clone()),
            _ => None,
        };
        let kind = match self.history.below(20) {
            0..=2 => self.amend(hand, named.as_deref()),
            3..=4 => self.merge(hand, named.as_deref()),
            5..=6 => self.pick(hand, named.as_deref()),
            7..=8 => {
                let note = self.history.note(hand);
                let kind = self.commit(hand, named.as_deref(), &note, &[]);
                let sha = self.head(hand);
                self.hands[hand].notes.push(sha);
                kind
            }
            _ => self.ordinary(hand, named.as_deref()),
        };
        self.note_down(hand, named, kind);
    }

    /// Notes what was made and where it belongs.
    fn note_down(&mut self, hand: usize, named: Option<String>, kind: Kind) {
        self.hands[hand].is_shared = false;
        let place = match (self.heir(hand, kind), named, self.hands[hand].derive_place()) {
            (Some(place), _, _) => place,
            (None, Some(id), _) => Place::of(&id, "environment"),
            (None, None, Some(place)) => place,
            (None, None, None) => {
                let shown: Value = serde_json::from_str(&self.run(hand, &["show", "@", "--json"])).unwrap();
                let id = shown["session"]["id"].as_str().unwrap().to_owned();
                self.sessions.push(id.clone());
                self.hands[hand].at_work = AtWork::Auto(id.clone());
                Place::of(&id, "auto-start")
            }
        };
        let branch = self.hands[hand].branch.clone();
        self.made.push(Made { sha: self.head(hand), kind, branch, place });
    }

    /// Where an amended commit belongs: where the one before it was.
    fn heir(&self, hand: usize, kind: Kind) -> Option<Place> {
        if kind != Kind::Amended {
            return None;
        }
        let before = self.repo.git_in(&self.hands[hand].dir, &["rev-parse", "HEAD@{1}"]);
        let session = self.made.iter().find(|made| made.sha == before)?.place.session.clone();
        let evidence = if session.is_some() { "rewrite" } else { "none" };
        Some(Place { session, evidence })
    }

    fn head(&self, hand: usize) -> String {
        self.repo.git_in(&self.hands[hand].dir, &["rev-parse", "HEAD"])
    }

    fn begin_batch(&mut self, hand: usize) {
        self.hands[hand].left = 5 + self.history.below(9);
        let begin = match self.history.below(5) {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        let mut begun = Vec::new();
        for _ in 0..begin {
            let intent = self.history.message("everything");
            begun.push(self.run(hand, &["start", &intent[..intent.len().min(900)]]));
        }
        self.sessions.extend(begun.clone());
        let at_work = &mut self.hands[hand].at_work;
        *at_work = match (<[String; 2]>::try_from(begun.clone()), begun.pop()) {
            (Ok(two), _) => AtWork::Two(two),
            (Err(_), Some(one)) => AtWork::One(one),
            // What the tool opened goes on, unless somebody begins.
            (Err(_), None) => at_work.clone(),
        };
    }

    fn end_batch(&mut self, hand: usize) {
        let ending = match self.hands[hand].at_work.clone() {
            AtWork::Nobody | AtWork::Auto(_) => return,
            AtWork::One(id) => vec![id],
            AtWork::Two(two) => two.to_vec(),
        };
        for id in ending {
            let short = id.split_once('-').unwrap().1;
            if self.history.below(2) == 0 {
                self.run(hand, &["complete", "as far as it goes", "--session", short]);
            } else {
                self.run(
                    hand,
                    &["park", "--reason", "the other branch", "--next", "go on", "--session", short],
                );
                self.parked.push(id);
            }
        }
        self.hands[hand].at_work = AtWork::Nobody;
    }

    /// Some of what was parked is completed; the rest stays as it is.
    pub(crate) fn finish(&mut self) {
        for id in self.parked.iter().step_by(2) {
            self.run(0, &["complete", "--session", id]);
        }
    }

    /// What went wrong in hooks.
    pub(crate) fn hook_log(&self) -> String {
        std::fs::read_to_string(self.repo.path().join(".git/git-session/hook.log")).unwrap_or_default()
    }
}
