//! A session that many resume at the same time, and a conversation that many begin: one does it, all learn which.
//!
//! The longer run: `RESUME_ROUNDS=500 cargo test -p git-session-tests --test at_once resumes`.

use std::path::Path;

use serde_json::Value;
use testkit::Run;

use crate::contents::Contents;
use crate::lab::Lab;

const CALLERS: usize = 16;

/// How often each is tried.
pub(crate) fn rounds() -> usize {
    option_env!("RESUME_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap())
}

/// A session that is parked in the main worktree.
pub(crate) fn parked(lab: &Lab, intent: &str) -> String {
    let id = lab.start(lab.repo.path(), intent);
    lab.run(lab.repo.path(), &["park", "--reason", "lunch"]);
    id
}

/// The session as `show` has it.
pub(crate) fn show(lab: &Lab, id: &str) -> Value {
    serde_json::from_str::<Value>(&lab.program().ok(&["show", id, "--json"])).unwrap()["session"].take()
}

/// The sessions whose files name this one as their parent.
pub(crate) fn children(contents: &Contents, parent: &str) -> Vec<String> {
    let of = contents.sessions.iter().filter(|(_, session)| session.word("parent") == parent);
    of.map(|(id, _)| id.clone()).collect()
}

#[test]
fn of_sixteen_that_resume_a_session_one_does_and_the_others_are_told_which_goes_on() {
    let lab = Lab::new(CALLERS);
    let mut pairs = Vec::new();
    for round in 0..rounds() {
        let id = parked(&lab, &format!("round {round}"));
        let runs = lab.at_once(|caller, dir| {
            // By its name, from elsewhere, or as the only one that is parked here.
            let by_name = caller % 2 == 0;
            let (dir, arguments) =
                if by_name { (dir, vec!["resume", &id]) } else { (lab.repo.path(), vec!["resume"]) };
            lab.program().run_in(dir, &arguments)
        });
        let (won, lost): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|run| run.code == Some(0));
        assert_eq!((won.len(), lost.len()), (1, CALLERS - 1), "round {round}: {won:?} {lost:?}");
        let child = won[0].stdout.trim_end();
        for run in &lost {
            assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "round {round}: {run:?}");
            assert!(run.stderr.contains(&format!("{child} goes on with it")), "round {round}: {run:?}");
        }
        let (parent, session) = (show(&lab, &id), show(&lab, child));
        assert_eq!(parent["completed"]["resumed_as"], child);
        assert_eq!(parent["children"].as_array().unwrap().len(), 1);
        assert_eq!((&session["status"], &session["parent"]), (&"active".into(), &id.as_str().into()));
        lab.run(lab.repo.path(), &["complete"]);
        pairs.push((id, child.to_owned()));
    }
    let contents = Contents::read(&lab.store());
    assert_eq!(contents.sessions.len(), 2 * rounds());
    for (parent, child) in pairs {
        assert_eq!(children(&contents, &parent), [child]);
        assert!(contents.of(&parent).is_archived);
    }
}

#[test]
fn a_conversation_that_eight_begin_at_once_has_one_session() {
    let lab = Lab::new(8);
    let launch = |dir: &Path, conversation: &str| {
        let arguments = ["start", "--agent", "claude", "--conversation", conversation, "--no-owner"];
        lab.program().ok_in(dir, &arguments)
    };
    let all_the_same = |ids: Vec<String>| {
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        ids[0].clone()
    };
    for round in 0..rounds() {
        let conversation = format!("c{round}");
        let first = all_the_same(lab.at_once(|_, dir| launch(dir, &conversation)));
        // Nor has it two when it was parked.
        lab.run(lab.repo.path(), &["park", "--reason", "lunch", "--session", &first]);
        let second = all_the_same(lab.at_once(|_, dir| launch(dir, &conversation)));
        assert_eq!(show(&lab, &second)["parent"], first.as_str());
        lab.run(lab.repo.path(), &["complete", "--session", &second]);
    }
    let contents = Contents::read(&lab.store());
    assert_eq!(contents.sessions.len(), 2 * rounds());
}

#[test]
fn eight_conversations_that_begin_at_once_have_eight_sessions() {
    let lab = Lab::new(8);
    let mut ids = lab.at_once(|caller, _| {
        let conversation = format!("c{caller}");
        lab.program().ok(&["start", "--agent", "claude", "--conversation", &conversation, "--no-owner"])
    });
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8);
}

#[test]
fn a_deleted_store_that_eight_come_upon_is_put_back_for_all_of_them() {
    let lab = Lab::new(8);
    for round in 0..rounds() {
        let id = parked(&lab, &format!("round {round}"));
        let other = lab.start(lab.repo.path(), &format!("at work in round {round}"));
        let before = lab.program().ok(&["log"]);
        std::fs::remove_dir_all(lab.store()).unwrap();
        let runs = lab.at_once(|caller, dir| {
            let words: [&[&str]; 4] =
                [&["log"], &["log"], &["show", &id], &["event", "x", "--session", &other]];
            (caller, lab.program().run_in(dir, words[caller % 4]))
        });
        for (caller, run) in runs {
            assert_eq!(run.code, Some(0), "{run:?}");
            if caller % 4 < 2 {
                assert_eq!(run.stdout.trim_end(), before, "round {round}: {run:?}");
            }
        }
        assert_eq!(show(&lab, &other)["events"].as_array().unwrap().len(), 2, "round {round}");
        lab.run(lab.repo.path(), &["complete", "--session", &other]);
        lab.run(lab.repo.path(), &["complete", "--session", &id]);
    }
}
