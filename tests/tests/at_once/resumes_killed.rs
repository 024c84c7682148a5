//! Callers that are killed while they resume a session, begin a conversation, or look after sessions: whatever moment
//! it was, there is the one state or the other.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::contents::Contents;
use crate::ending::{self, Ending, Fate};
use crate::lab::Lab;
use crate::random::Random;
use crate::resumes::{children, parked, rounds, show};

/// Rounds for each that is asked for: a kill hits the moment that matters once in a while.
const EACH: usize = 4;

/// Runs a command in each worktree at the same time; most of them are killed at some moment. `pace`: how long it takes
/// one that is alone.
fn at_once(lab: &Lab, random: &mut Random, pace: Duration, arguments: &[&str]) -> Vec<Ending> {
    // In some rounds all die early, in some most get far: what decides comes early, and the snapshot takes the longest.
    let longest = pace.as_micros() as u64 * (1 + random.below(8)) / 8;
    let lives = random.below(16);
    let fate = |random: &mut Random| match random.below(16) < lives / 4 {
        true => Fate::Lives,
        false => Fate::KilledAlone(Duration::from_micros(random.below(longest))),
    };
    let fates: Vec<Fate> = lab.worktrees.iter().map(|_| fate(random)).collect();
    lab.at_once(|caller, dir| {
        let mut command = lab.program().command(dir);
        command.args(arguments);
        ending::run(command, fates[caller]).0
    })
}

fn acknowledged(endings: &[Ending]) -> Vec<&str> {
    let answers = endings.iter().filter_map(|ending| match ending {
        Ending::Acknowledged(answer) => Some(answer.as_str()),
        Ending::Refused | Ending::Died => None,
    });
    answers.collect()
}

#[allow(clippy::print_stderr, reason = "whoever sees it fail is to know the seed")]
fn seeded() -> Random {
    let seed = option_env!("SOAK_SEED").map_or_else(Random::fresh_seed, |seed| seed.parse().unwrap());
    eprintln!("SOAK_SEED={seed}");
    Random::new(seed)
}

#[test]
fn a_session_whose_resumers_are_killed_is_parked_or_goes_on_in_one_other() {
    let (lab, mut random) = (Lab::new(8), seeded());
    let (mut deaths, mut undone, mut half_done) = (0, 0, 0);
    for round in 0..rounds() * EACH {
        let begun = Instant::now();
        let id = parked(&lab, &format!("round {round}"));
        let endings = at_once(&lab, &mut random, begun.elapsed() / 2, &["resume", &id]);
        deaths += endings.iter().filter(|ending| **ending == Ending::Died).count();
        let winners = acknowledged(&endings);
        half_done += count(&lab.store().join("redo"), "toml");

        // The next command sees the one or the other.
        let seen = show(&lab, &id);
        let child = match seen["status"].as_str().unwrap() {
            "parked" => {
                assert!(winners.is_empty(), "round {round}: {endings:?}");
                assert!(!endings.contains(&Ending::Refused), "round {round}: refused, and not resumed");
                assert_eq!(seen["children"], Value::Array(vec![]));
                undone += 1;
                lab.program().ok(&["resume", &id])
            }
            "completed" => {
                let child = seen["completed"]["resumed_as"].as_str().unwrap().to_owned();
                assert!(winners.iter().all(|winner| *winner == child), "round {round}: {endings:?}");
                let late = lab.program().run(&["resume", &id]);
                assert_eq!(late.code, Some(1), "round {round}: {late:?}");
                assert!(late.stderr.contains(&format!("{child} goes on with it")), "round {round}: {late:?}");
                child
            }
            other => panic!("round {round}: {other}"),
        };
        assert!(winners.len() <= 1, "round {round}: {endings:?}");
        assert_eq!(show(&lab, &child)["status"], "active");
        let contents = Contents::read(&lab.store());
        assert_eq!(children(&contents, &id), [child.as_str()], "round {round}");
        let of_round = contents.sessions.values().filter(|it| it.word("intent") == format!("round {round}"));
        assert_eq!(of_round.count(), 2, "round {round}");
        lab.run(lab.repo.path(), &["complete", "--session", &child]);
    }
    eprintln!("{deaths} died; {undone} times nobody had resumed it, {half_done} times another finished it");
    assert!(deaths > 0);
    check_doctor(&lab);
}

#[test]
fn a_conversation_whose_beginners_are_killed_has_one_session() {
    let (lab, mut random) = (Lab::new(8), seeded());
    let mut pace = Duration::from_millis(10);
    for round in 0..rounds() * EACH {
        let conversation = format!("c{round}");
        let launch = ["start", "--agent", "claude", "--conversation", &conversation, "--no-owner"];
        let endings = at_once(&lab, &mut random, pace, &launch);
        let id = lab.program().ok(&launch);
        assert!(acknowledged(&endings).iter().all(|answer| *answer == id), "{endings:?}");
        // Parked, it goes on once.
        lab.run(lab.repo.path(), &["park", "--reason", "lunch", "--session", &id]);
        let endings = at_once(&lab, &mut random, pace, &launch);
        let begun = Instant::now();
        let child = lab.program().ok(&launch);
        pace = begun.elapsed();
        assert!(acknowledged(&endings).iter().all(|answer| *answer == child), "{endings:?}");
        let contents = Contents::read(&lab.store());
        let of_round = contents.sessions.iter().filter(|(_, it)| it.conversation() == conversation);
        let mut ids: Vec<&str> = of_round.map(|(id, _)| id.as_str()).collect();
        let mut expected = [id.as_str(), child.as_str()];
        ids.sort_unstable();
        expected.sort_unstable();
        assert_eq!(ids, expected, "round {round}");
        lab.run(lab.repo.path(), &["complete", "--session", &child]);
    }
    check_doctor(&lab);
}

fn count(folder: &Path, ending: &str) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|it| it == ending)).count()
}

/// What the dead may leave: a temporary file, and a note that was made before its session.
fn check_doctor(lab: &Lab) {
    let run = lab.program().run(&["doctor", "--json"]);
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    for finding in answer["findings"].as_array().unwrap() {
        let what = finding["what"].as_str().unwrap();
        let is_left = what.contains("temporary file") || what.contains("a note of a session");
        assert!(finding["note"] == true || is_left, "{finding}");
    }
}
