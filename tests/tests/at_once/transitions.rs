//! A session that is put aside or ended while others write to it.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::contents::Contents;
use crate::lab::Lab;

const SESSIONS: usize = 12;

#[test]
fn what_was_acknowledged_before_a_session_was_parked_is_in_it_and_nothing_comes_after() {
    let lab = Lab::new(8);
    for number in 0..SESSIONS {
        let id = lab.start(lab.repo.path(), &format!("session {number}"));
        let acknowledged = AtomicUsize::new(0);
        let said = lab.at_once(|writer, dir| {
            let (program, mut said) = (lab.program(), Vec::new());
            let mut parking = writer == 0;
            for step in 0.. {
                assert!(step < 1000, "a parked session takes events");
                if parking && acknowledged.load(Ordering::SeqCst) >= number {
                    lab.run(dir, &["park", "--reason", "enough", "--session", &id]);
                    parking = false;
                }
                let text = format!("{writer}-{step}");
                let run = program.run_in(dir, &["event", &text, "--session", &id]);
                match run.code {
                    Some(0) => {
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                        said.push(text);
                    }
                    Some(1) => break,
                    _ => panic!("{run:?}"),
                }
            }
            said
        });
        let mut said = said.concat();
        said.sort_unstable();
        let contents = Contents::read(&lab.store());
        let session = contents.of(&id);
        let mut found = session.events();
        found.sort_unstable();
        assert_eq!(found, said);
        assert_eq!((session.word("status"), session.word("parked_reason")), ("parked", "enough"));
    }
}

#[test]
fn of_eight_that_end_a_session_one_does_and_the_others_are_told() {
    let lab = Lab::new(8);
    for number in 0..SESSIONS {
        let id = lab.start(lab.repo.path(), &format!("session {number}"));
        let codes = lab.at_once(|writer, dir| {
            let outcome = format!("ended by {writer}");
            lab.program().run_in(dir, &["complete", &outcome, "--session", &id]).code
        });
        let winners: Vec<usize> = (0..8).filter(|&writer| codes[writer] == Some(0)).collect();
        assert_eq!(winners.len(), 1, "{codes:?}");
        assert_eq!(codes.iter().filter(|&&code| code == Some(1)).count(), 7, "{codes:?}");
        let contents = Contents::read(&lab.store());
        let session = contents.of(&id);
        assert!(session.is_archived);
        assert_eq!(session.word("outcome_note"), format!("ended by {}", winners[0]));
    }
}

#[test]
fn sessions_that_eight_begin_in_one_worktree_are_eight() {
    let lab = Lab::new(8);
    let ids = lab.at_once(|writer, _| lab.start(lab.repo.path(), &format!("begun by {writer}")));
    let contents = Contents::read(&lab.store());
    assert_eq!(contents.sessions.len(), 8);
    for (writer, id) in ids.iter().enumerate() {
        assert_eq!(contents.of(id).word("intent"), format!("begun by {writer}"));
    }
}
