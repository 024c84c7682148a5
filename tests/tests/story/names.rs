//! How a session is called.

use crate::desk::Desk;

fn shown(desk: &Desk, name: &str) -> String {
    desk.json(&["show", name])["session"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_session_is_called_by_its_place_in_the_row() {
    let desk = Desk::new();
    let mut ids = Vec::new();
    for intent in ["one", "two", "three"] {
        ids.push(desk.run(&["start", intent]));
        if intent != "three" {
            desk.run(&["complete"]);
        }
    }
    for (name, at) in [("@", 2), ("@~0", 2), ("@~1", 1), ("@~2", 0)] {
        assert_eq!(shown(&desk, name), ids[at], "{name}");
    }
    assert_eq!(desk.program().run(&["show", "@~3"]).code, Some(3));
    // Another worktree has a row of its own.
    let other = desk.repo.worktree("other");
    let there = desk.run_in(&other, &["start", "there"]);
    assert_eq!(desk.json_in(&other, &["show", "@"])["session"]["id"], there.as_str());
    assert_eq!(desk.program().run_in(&other, &["show", "@~1"]).code, Some(3));
    assert_eq!(shown(&desk, "@~1"), ids[1]);
    // Where none is current, one counts from the latest: to read it, but not to write to it.
    desk.run(&["park", "--reason", "lunch"]);
    assert_eq!(shown(&desk, "@~1"), ids[1]);
    assert_eq!(shown(&desk, "@"), ids[2]);
    assert_eq!(desk.program().run(&["event", "for whom?"]).code, Some(3));
}

#[test]
fn a_session_is_called_by_any_piece_of_its_id_that_is_its_own() {
    let desk = Desk::new();
    let one = desk.run(&["start", "one"]);
    desk.run(&["complete"]);
    let two = desk.run(&["start", "two"]);
    let (date, random) = one.split_once('-').unwrap();
    for piece in [&one, random, &random[..9], &random.to_uppercase(), &one[..one.len() - 1]] {
        assert_eq!(shown(&desk, piece), one, "{piece}");
    }
    let run = desk.program().run(&["show", date]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains(&one) && run.stderr.contains(&two), "{run:?}");
    assert_eq!(desk.program().run(&["show", "iloiloilo"]).code, Some(3));
    desk.run(&["event", "by a piece", "--session", two.split_once('-').unwrap().1]);
}

#[test]
fn a_piece_of_an_id_in_the_environment_is_enough_for_commands_and_status_says_that_it_is_not_for_commits() {
    let desk = Desk::new();
    let one = desk.run(&["start", "one"]);
    desk.run(&["start", "two"]);
    let piece = &one.split_once('-').unwrap().1[..6];
    let run = |arguments: &[&str]| {
        let mut program = desk.program().command(desk.repo.path());
        testkit::Run::new(&program.env("GIT_SESSION_ID", piece).args(arguments).output().unwrap())
    };
    assert_eq!(run(&["event", "mine"]).stdout.trim(), one);
    let status = run(&["status"]);
    let whole = format!("warning: GIT_SESSION_ID must be a whole id, or commits go to no session: {one}\n");
    assert!(status.stderr.contains(&whole), "{status:?}");
    assert_eq!(status.code, Some(0));
}

#[test]
fn the_environment_says_which_session_is_the_current_one() {
    let desk = Desk::new();
    let one = desk.run(&["start", "one"]);
    desk.run(&["start", "two"]);
    let mut program = desk.program().command(desk.repo.path());
    let output = program.env("GIT_SESSION_ID", &one).args(["event", "mine"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), one);
    assert_eq!(desk.show(&one)["events"][0]["text"], "mine");
}
