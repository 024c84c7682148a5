//! What holds of every answer.

use super::*;

/// All that a session may be, as far as the ladder looks at it.
fn every_kind() -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    let plain: [fn(It) -> It; 3] = [|it| it, |it| it.away(), |it| it.on("fix")];
    let held: [fn(It) -> It; 5] =
        [|it| it, |it| it.held(10), |it| it.held(12), |it| it.held(70), |it| it.held(66)];
    let talk: [fn(It) -> It; 3] = [|it| it, |it| it.talk("claude", "c1"), |it| it.talk("codex", "x1")];
    for place in plain {
        for hold in held {
            for speak in talk {
                all.push(speak(hold(place(session(1)))).0);
            }
        }
    }
    all.push(session(1).by_tool().0);
    all
}

fn numbered(mut it: Candidate, number: u64) -> Candidate {
    it.head.opening.id = id(number);
    it
}

#[test]
fn neither_the_order_nor_a_session_that_is_over_changes_the_answer() {
    let asks = [
        PLAIN,
        named(1),
        talks(&[("claude", "c1")]),
        Ask { named: Some(2), ..talks(&[("claude", "c1"), ("codex", "x1")]) },
        talks(&[("claude", "c1"), ("codex", "x1")]),
        Ask { branch: None, unreadable: true, ..PLAIN },
    ];
    let kinds = every_kind();
    let over = session(9).talk("claude", "c1").held(10).parked().0;
    for ask in asks {
        for one in &kinds {
            for two in &kinds {
                let (one, two) = (numbered(one.clone(), 1), numbered(two.clone(), 2));
                let answer = found(ask, &[one.clone(), two.clone()]);
                assert_eq!(found(ask, &[two.clone(), one.clone()]), answer);
                assert_eq!(found(ask, &[two.clone(), one.clone(), one.clone()]), answer);
                let with = found(ask, &[over.clone(), one, two]);
                assert_eq!(with.resolution, answer.resolution);
                assert_eq!(with.others(), answer.others());
            }
        }
    }
}

#[test]
fn whatever_is_meant_is_at_work_unless_it_was_named() {
    let kinds = every_kind();
    for one in &kinds {
        for two in &kinds {
            let candidates = [numbered(one.clone(), 1), numbered(two.clone(), 2)];
            let answer = found(talks(&[("claude", "c1")]), &candidates);
            let meant: Vec<&Considered> =
                answer.considered.iter().filter(|it| matches!(it.standing, Standing::Meant(_))).collect();
            match &answer.resolution {
                Resolution::Session(id, evidence) => {
                    assert_eq!((&meant[0].id, meant[0].standing), (id, Standing::Meant(*evidence)));
                    assert_eq!(meant.len(), 1);
                }
                Resolution::Ambiguous(ids, _) => assert!(meant.is_empty() && ids.len() == 2),
                Resolution::None => assert!(meant.is_empty()),
            }
            assert_eq!(answer.considered.len(), 2);
        }
    }
}
