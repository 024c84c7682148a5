//! Signs of life that come while stale sessions are closed.

use chrono::TimeDelta;
use testkit::Run;

use crate::contents::Contents;
use crate::lab::Lab;
use crate::resumes::rounds;

const SESSIONS: usize = 12;

#[test]
fn a_session_that_gave_a_sign_of_life_in_time_stays_and_one_that_was_closed_takes_none() {
    let lab = Lab::new(6);
    for round in 0..rounds() {
        let ids: Vec<String> =
            (0..SESSIONS).map(|number| lab.start(lab.repo.path(), &format!("{round}-{number}"))).collect();
        lab.repo.let_pass(TimeDelta::hours(25));
        // Two clean, and the others give each session one sign of life.
        let runs = lab.at_once(|caller, dir| {
            let beat = |id: &String| (id.clone(), lab.program().run_in(dir, &["heartbeat", "--session", id]));
            match caller.checked_sub(2) {
                None => {
                    let run = lab.program().run_in(dir, &["clean"]);
                    assert_eq!(run.code, Some(0), "{run:?}");
                    Vec::new()
                }
                // From the end, where clean comes last.
                Some(beater) => ids.iter().rev().skip(beater).step_by(4).map(beat).collect(),
            }
        });
        let contents = Contents::read(&lab.store());
        let runs: Vec<(String, Run)> = runs.concat();
        assert_eq!(runs.len(), SESSIONS);
        for (id, run) in runs {
            let session = contents.of(&id);
            match run.code {
                Some(0) => assert_eq!(session.word("status"), "active", "{id} gave a sign of life: {run:?}"),
                Some(1) => assert_eq!(session.word("outcome"), "stale", "{id} takes none: {run:?}"),
                _ => panic!("{run:?}"),
            }
        }
        for id in &ids {
            if contents.of(id).word("status") == "active" {
                lab.run(lab.repo.path(), &["complete", "--session", id]);
            }
        }
    }
}
