//! Writers that are killed at random moments, and in the middle of their writes.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::contents::Contents;
use crate::deeds::Writer;
use crate::ending::Ending;
use crate::lab::Lab;
use crate::ledger::{Deed, Ledger};
use crate::random::Random;

/// How long, and how hard.
struct Soak {
    /// Each in a repository of its own.
    rounds: usize,
    writers: usize,
    /// How many processes die in a round.
    deaths: usize,
    /// In bytes.
    largest_event: u64,
    /// `None`: another one each time.
    seed: Option<u64>,
}

/// What happened.
#[derive(Debug, Default)]
struct Figures {
    processes: usize,
    excused: usize,
    deaths: usize,
    sessions: usize,
    torn_tails: usize,
    stray_files: usize,
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} processes, {} of them killed; {} sessions, {} torn tails mended, {} temporary files left, {} commits \
             that hooks said they could not place",
            self.processes, self.deaths, self.sessions, self.torn_tails, self.stray_files, self.excused
        )
    }
}

const SHORT: Soak = Soak { rounds: 1, writers: 8, deaths: 500, largest_event: 30_000, seed: None };

#[test]
fn soak_what_was_acknowledged_outlives_every_kill() {
    let number = |text: Option<&str>| text.map(|text| text.parse::<u64>().unwrap());
    let rounds = number(option_env!("SOAK_ROUNDS")).map_or(SHORT.rounds, |rounds| rounds as usize);
    let soak = Soak { rounds, seed: number(option_env!("SOAK_SEED")), ..SHORT };
    let mut seeds = Random::new(soak.seed.unwrap_or_else(Random::fresh_seed));
    for round in 0..soak.rounds {
        let seed = if round == 0 { soak.seed.unwrap_or_else(|| seeds.draw()) } else { seeds.draw() };
        eprintln!("round {round}, SOAK_SEED={seed}");
        let figures = soak.run(seed);
        eprintln!("{figures}");
        assert!(figures.deaths >= soak.deaths);
        assert!(figures.torn_tails > 0, "no write was cut short, so nothing was shown");
    }
}

impl Soak {
    /// One round, from an empty store to the last check.
    fn run(&self, seed: u64) -> Figures {
        let lab = Lab::new(self.writers);
        // So that commits without a session are kept together in one file, which is written to by all, too.
        std::fs::write(lab.store().join("config.toml"), "auto_start = false\n").unwrap();
        // git would wait a second for the lock of a git that was killed, and then do without.
        lab.repo.git(&["config", "core.packedRefsTimeout", "0"]);
        let shared = lab.start(lab.repo.path(), "shared");
        let deaths = AtomicUsize::new(0);
        let ledgers = lab.at_once(|number, _| {
            let mut writer = Writer::new(&lab, number, &shared, self.largest_event, seed);
            while deaths.load(Ordering::Relaxed) < self.deaths {
                let before = writer.deaths;
                writer.step();
                deaths.fetch_add(writer.deaths - before, Ordering::Relaxed);
            }
            writer.ledger
        });
        let mut ledger = Ledger(ledgers.concat());
        ledger.0.push((Deed::Start { intent: "shared".to_owned() }, Ending::Acknowledged(shared)));
        let processes = ledger.0.len();
        let active = write_once_more(&lab, &mut ledger);
        let contents = Contents::read(&lab.store());
        ledger.check(&lab, &contents);
        begin_anew(&lab, &active);
        Figures {
            processes,
            excused: lab.excused().len(),
            deaths: deaths.into_inner(),
            sessions: contents.sessions.len(),
            torn_tails: count(&lab, "quarantine", ".tail"),
            stray_files: count(&lab, "live", ".tmp")
                + count(&lab, "archive", ".tmp")
                + count(&lab, "", ".tmp"),
        }
    }
}

/// Each active session takes an event, and each commit still finds its place, whatever the dead have left there.
/// Answers with the active sessions.
fn write_once_more(lab: &Lab, ledger: &mut Ledger) -> Vec<String> {
    let log = log(lab);
    for problem in log["problems"].as_array().unwrap() {
        let message = problem["message"].as_str().unwrap();
        assert!(message.ends_with("an entry that was cut short"), "{problem}");
    }
    let sessions = log["sessions"].as_array().unwrap().iter();
    let active = sessions.filter(|session| session["status"] == "active");
    let active: Vec<String> = active.map(|session| session["id"].as_str().unwrap().to_owned()).collect();
    for id in &active {
        lab.run(lab.repo.path(), &["event", "still here", "--session", id]);
        let deed = Deed::Event { session: id.clone(), text: "still here".to_owned() };
        ledger.0.push((deed, Ending::Acknowledged(String::new())));
    }
    drop(std::fs::remove_file(lab.repo.path().join(".git/packed-refs.lock")));
    for (number, dir) in lab.worktrees.iter().enumerate() {
        lab.remove_locks_of_git(dir);
        let subject = format!("w{number}-last");
        lab.commit(dir, None, &subject);
        ledger.0.push((Deed::Commit { subject, session: None }, Ending::Acknowledged(String::new())));
    }
    check_log(&self::log(lab));
    active
}

/// The program finds nothing wrong with what the dead have left, and shows no commit twice.
fn check_log(log: &Value) {
    assert_eq!(log["problems"], Value::Array(vec![]));
    let of = |value: &Value| value.as_array().unwrap().clone();
    let commits = of(&log["sessions"]).iter().flat_map(|session| of(&session["commits"])).collect::<Vec<_>>();
    let mut shown = BTreeSet::new();
    for commit in commits.into_iter().chain(of(&log["unassigned"])) {
        assert!(shown.insert(commit["sha"].as_str().unwrap().to_owned()), "shown twice: {commit}");
    }
}

/// What the dead have left does not draw commits to itself.
fn begin_anew(lab: &Lab, active: &[String]) {
    let dir = lab.repo.path();
    for id in active {
        lab.run(dir, &["complete", "--session", id]);
    }
    let id = lab.start(dir, "anew");
    lab.commit(dir, None, "anew");
    let commits = Contents::read(&lab.store()).of(&id).commits();
    let found: Vec<_> = commits.iter().map(|it| (it.subject.as_str(), it.evidence.as_str())).collect();
    assert_eq!(found, [("anew", "worktree")]);
}

fn log(lab: &Lab) -> Value {
    serde_json::from_str(&lab.program().ok(&["log", "--json"])).unwrap()
}

/// How many files of a folder of the store end like this.
fn count(lab: &Lab, folder: &str, ending: &str) -> usize {
    let entries = std::fs::read_dir(lab.store().join(folder)).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().ends_with(ending)).count()
}
