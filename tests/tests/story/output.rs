//! What programs read.

use std::collections::BTreeMap;

use crate::desk::Desk;

/// A pipe's lines without what is another on each run: ids, times and commits get a name by the order in which they
/// first come, and times one name.
pub(crate) fn masked(lines: &str) -> String {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for line in lines.lines() {
        let mut fields = Vec::new();
        let is_worked = line.starts_with("worked\t");
        for (at, field) in line.split('\t').enumerate() {
            let known = names.len();
            if is_worked && (at == 2 || at == 3) {
                fields.push("SECONDS".to_owned());
                continue;
            }
            fields.push(match kind(field) {
                None => field.to_owned(),
                Some("TIME") => "TIME".to_owned(),
                Some(kind) => names.entry(field).or_insert_with(|| format!("{kind}-{known}")).clone(),
            });
        }
        // A tab is seen as one.
        rows.push(fields.join(" ⇥ "));
    }
    rows.join("\n")
}

fn kind(field: &str) -> Option<&'static str> {
    let is_session = field.len() == 19
        && field.split_once('-').is_some_and(|(date, random)| {
            date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) && random.len() == 10
        });
    let is_time = field.len() == 24 && field.ends_with('Z') && field.as_bytes()[10] == b'T';
    let is_commit = field.len() == 40 && field.bytes().all(|b| b.is_ascii_hexdigit());
    match (is_session, is_time, is_commit) {
        (true, _, _) => Some("SESSION"),
        (_, true, _) => Some("TIME"),
        (_, _, true) => Some("COMMIT"),
        _ => None,
    }
}

#[test]
fn every_command_answers_in_json_with_the_number_of_its_form() {
    let desk = Desk::new();
    // `json` checks the number.
    let id = desk.json(&["start", "Work"])["session"]["id"].as_str().unwrap().to_owned();
    desk.repo.commit("One");
    for (command, key) in [
        (&["event", "it happened"][..], "session"),
        (&["decide", "this", "--because", "that"], "session"),
        (&["heartbeat"], "session"),
        (&["ask", "why?"], "session"),
        (&["answer", "q1", "because"], "session"),
        (&["next", "a step"], "session"),
        (&["task", "add", "a task"], "session"),
        (&["task", "start", "t1"], "session"),
        (&["task", "done", "t1"], "session"),
        (&["task", "skip", "t1"], "session"),
        (&["task", "reopen", "t1"], "session"),
        (&["task", "rename", "t1", "another"], "session"),
        (&["activity", "writing"], "session"),
        (&["await", "a person"], "session"),
        (&["set", "--tag", "x"], "session"),
        (&["show"], "session"),
        (&["status"], "sessions"),
        (&[], "sessions"),
        (&["log"], "sessions"),
        (&["log", "-n", "1"], "sessions"),
        (&["park", "for", "lunch"], "session"),
        (&["complete", "--session", &id], "session"),
        (&["install"], "hooks"),
        (&["uninstall"], "hooks"),
    ] {
        let answer = desk.json(command);
        let session = match key {
            "session" => &answer["session"],
            "sessions" => &answer["sessions"][0],
            _ => {
                assert!(answer["hooks"].as_array().unwrap().len() >= 5, "{answer}");
                continue;
            }
        };
        assert_eq!(session["id"], id.as_str(), "{command:?}: {answer}");
        for key in ["status", "intent", "started_at", "last_heartbeat", "commits", "events", "decisions"] {
            assert!(!session[key].is_null(), "{command:?} without {key}: {answer}");
        }
    }
}

#[test]
fn a_pipe_gets_a_record_a_line_with_tabs_between_the_fields_and_no_header() {
    let desk = Desk::new();
    let installed = desk.run(&["install"]);
    let id = desk.run(&["start", "One\tintent\nof several lines\u{1b}[31m"]);
    desk.repo.commit("A subject\twith a tab");
    desk.run(&["event", "line one\nline two"]);
    desk.run(&["decide", "this\tnow", "--because", "that\r\nthere"]);
    let fields = BTreeMap::from([
        ("session", 10),
        ("commit", 6),
        ("event", 4),
        ("decision", 5),
        ("hook", 5),
        ("worked", 5),
    ]);
    let answers =
        [installed, desk.run(&["show"]), desk.run(&["log"]), desk.run(&["status"]), desk.run(&["uninstall"])];
    // One for each hook: as a file, or as an entry, or as both.
    let hooks = answers[0].lines().count();
    assert!(hooks >= 5, "{}", answers[0]);
    let counts = [hooks, 5, 2, 1, hooks];
    for (answer, count) in answers.iter().zip(counts) {
        assert_eq!(answer.lines().count(), count, "{answer}");
        for line in answer.lines() {
            let row: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.get(row[0]), Some(&row.len()), "{line:?}");
            assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
        }
    }
    let show = &answers[1];
    assert!(show.lines().nth(1).unwrap().ends_with("\tA subject with a tab"), "{show}");
    // What writes answers with the session's id and nothing else.
    for command in [
        &["event", "x"][..],
        &["heartbeat"],
        &["next", "x"],
        &["activity", "x"],
        &["await", "x"],
        &["set", "--tag", "x"],
        &["park", "--reason", "y"],
    ] {
        assert_eq!(desk.run(command), id);
    }
}

#[test]
fn the_newest_session_comes_first_and_as_many_as_are_asked_for() {
    let desk = Desk::new();
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(desk.run(&["start", &format!("session {number}")]));
        desk.run(&["complete"]);
    }
    ids.reverse();
    assert_eq!(crate::desk::words(&desk.json(&["log"])["sessions"], "id"), ids);
    assert_eq!(crate::desk::words(&desk.json(&["log", "-n", "2"])["sessions"], "id"), ids[..2]);
    assert_eq!(desk.run(&["log", "--max-count", "2"]).lines().count(), 2);
    assert_eq!(desk.run(&["log", "-2"]).lines().count(), 2);
}

#[test]
fn status_lists_the_oldest_session_first() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..6).map(|number| desk.run(&["start", &format!("session {number}")])).collect();
    assert_eq!(crate::desk::words(&desk.json(&["status"])["sessions"], "id"), ids);
    let status = desk.run(&["status"]);
    assert_eq!(status.lines().map(|line| line.split('\t').nth(1).unwrap()).collect::<Vec<_>>(), ids);
}
