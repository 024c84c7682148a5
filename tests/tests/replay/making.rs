//! The ways in which a commit is made.

use testkit::Run;

use crate::hand::Kind;
use crate::history::Change;
use crate::workshop::Workshop;

impl Workshop {
    pub(crate) fn ordinary(&mut self, hand: usize, named: Option<&str>) -> Kind {
        let change = self.history.grow(hand);
        self.commit(hand, named, &change, &[])
    }

    pub(crate) fn amend(&mut self, hand: usize, named: Option<&str>) -> Kind {
        let mut change = self.history.grow(hand);
        if self.hands[hand].is_shared {
            // What grew comes with the next commit.
            change.files.clear();
        }
        self.commit(hand, named, &change, &["--amend", "--allow-empty"]);
        Kind::Amended
    }

    pub(crate) fn merge(&mut self, hand: usize, named: Option<&str>) -> Kind {
        let other = self.hands[1 - hand].branch.clone();
        self.git(hand, named, &["merge", "--quiet", "--no-ff", "--no-commit", &other]);
        let is_merging =
            self.repo.try_git_in(&self.hands[hand].dir, &["rev-parse", "-q", "--verify", "MERGE_HEAD"]);
        if !is_merging.status.success() {
            return self.ordinary(hand, named);
        }
        self.hands[1 - hand].is_shared = true;
        self.git(hand, named, &["commit", "--quiet", "--no-edit"]);
        Kind::Merged
    }

    pub(crate) fn pick(&mut self, hand: usize, named: Option<&str>) -> Kind {
        while let Some(note) = self.hands[1 - hand].notes.pop() {
            let dir = &self.hands[hand].dir;
            let is_here =
                self.repo.try_git_in(dir, &["merge-base", "--is-ancestor", &note, "HEAD"]).status.success();
            if !is_here {
                self.git(hand, named, &["cherry-pick", &note]);
                return Kind::Picked;
            }
        }
        self.ordinary(hand, named)
    }

    pub(crate) fn commit(&self, hand: usize, named: Option<&str>, change: &Change, more: &[&str]) -> Kind {
        for (name, content) in &change.files {
            let path = self.hands[hand].dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, content).unwrap();
            self.git(hand, None, &["add", "--", name]);
        }
        let message = self.repo.root().join("message");
        std::fs::write(&message, &change.message).unwrap();
        let (file, date) = (message.to_str().unwrap(), format!("--date={}", change.date));
        let arguments = ["commit", "--quiet", "--author", change.author, &date, "--file", file];
        self.git(hand, named, &[&arguments[..], more].concat());
        Kind::Ordinary
    }

    fn git(&self, hand: usize, named: Option<&str>, arguments: &[&str]) {
        let mut git = self.repo.command(&self.hands[hand].dir);
        if let Some(session) = named {
            git.env("GIT_SESSION_ID", session);
        }
        let run = Run::new(&git.args(arguments).output().unwrap());
        assert_eq!(run.code, Some(0), "git {arguments:?}: {run:?}");
    }
}
