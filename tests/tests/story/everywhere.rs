//! All repositories of a machine.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, words};

/// Another repository of the same user, with a session in it.
fn another(desk: &Desk, name: &str) -> std::path::PathBuf {
    let path = desk.repo.path().parent().unwrap().join(name);
    desk.repo.git(&["init", "-q", path.to_str().unwrap()]);
    desk.run_in(&path, &["start", &format!("Work on {name}")]);
    path
}

fn register(desk: &Desk) -> std::path::PathBuf {
    desk.repo.home().join(".local/state/git-session/repositories.toml")
}

#[test]
fn every_repository_in_which_something_began_is_shown_from_anywhere() {
    let desk = Desk::new();
    let outside = desk.repo.path().parent().unwrap().to_owned();
    let blog = another(&desk, "blog");
    desk.run(&["start", "Shop"]);
    desk.run(&["await", "a person"]);
    let answer = desk.json_in(&outside, &["status", "--all"]);
    let paths: Vec<&str> = vec![blog.to_str().unwrap(), desk.repo.path().to_str().unwrap()];
    let mut found = words(&answer["repositories"], "path");
    found.sort();
    assert_eq!(found, paths);
    let intents = |answer: &Value| {
        let all = answer["repositories"].as_array().unwrap();
        all.iter().flat_map(|it| words(&it["sessions"], "intent")).collect::<Vec<_>>()
    };
    assert_eq!(intents(&answer), ["Work on blog", "Shop"]);
    let lines = desk.run_in(&outside, &["status", "--all"]);
    let kinds: Vec<&str> = lines.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(kinds, ["repository", "session", "repository", "session", "awaiting"]);

    // One that is gone is dropped, and it is said once.
    fs::remove_dir_all(&blog).unwrap();
    let run = desk.program().run_in(&outside, &["status", "--all"]);
    assert_eq!(run.stderr, format!("note: {} is no repository any more, and was dropped\n", blog.display()));
    assert_eq!(desk.program().run_in(&outside, &["status", "--all"]).stderr, "");
    assert_eq!(desk.json_in(&outside, &["status", "--all"])["dropped"], json!([]));
}

#[test]
fn one_that_cannot_be_read_is_told_and_hides_no_other() {
    let desk = Desk::new();
    let odd = another(&desk, "odd");
    fs::remove_dir_all(odd.join(".sessions")).unwrap();
    fs::write(odd.join(".sessions"), "no folder").unwrap();
    let run = desk.program().run(&["status", "--all"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("odd") && run.stderr.contains("is not a folder"), "{run:?}");
    assert_eq!(run.stdout.lines().count(), 2, "{run:?}");
    let answer = desk.json(&["status", "--all"]);
    let errors: Vec<bool> =
        answer["repositories"].as_array().unwrap().iter().map(|it| it["error"].is_string()).collect();
    assert_eq!(errors.iter().filter(|it| **it).count(), 1);
}

#[test]
fn a_register_that_cannot_be_written_stops_nothing() {
    let desk = Desk::new();
    fs::write(register(&desk), "format = 9\n").unwrap();
    let run = desk.program().run(&["start", "Work"]);
    assert_eq!((run.code, run.stdout.trim_end().len()), (Some(0), 19));
    assert!(run.stderr.contains("status --all will not know of this repository"), "{run:?}");
    assert_eq!(fs::read_to_string(register(&desk)).unwrap(), "format = 9\n");
    let run = desk.program().run(&["status", "--all"]);
    assert_eq!(run.code, Some(5));
    assert!(run.stderr.contains("repositories.toml has format 9"), "{run:?}");
    // A hook writes nothing there.
    fs::remove_file(register(&desk)).unwrap();
    desk.repo.commit("One");
    assert!(!register(&desk).exists());
}
