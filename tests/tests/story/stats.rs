//! How long was worked, and what came of it.

use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{Desk, words};

/// Two sessions that overlap, one of an agent, with a commit; forty minutes of each.
fn two(desk: &Desk) {
    let mine = desk.run(&["start", "Refunds", "--tag", "billing"]);
    let others = desk.run(&["start", "Prices", "--agent", "claude", "--no-owner"]);
    for _ in 0..4 {
        desk.repo.let_pass(TimeDelta::minutes(10));
        desk.run(&["event", "mine", "--session", &mine]);
        desk.run(&["event", "others", "--session", &others]);
    }
    std::fs::write(desk.repo.path().join("prices.txt"), "one\ntwo\n").unwrap();
    desk.repo.git(&["add", "prices.txt"]);
    desk.git_as(&others, &["commit", "-q", "-m", "Move the prices to cents"]);
    desk.run(&["complete", "all are integers", "--session", &others]);
    desk.run(&["park", "--session", &mine, "--reason", "lunch", "--next", "ask support"]);
}

#[test]
fn active_time_is_of_each_session_for_itself_and_by_the_clock_an_hour_is_an_hour() {
    let desk = Desk::new();
    assert_eq!(desk.json(&["stats"])["stats"]["rows"], json!([]));
    two(&desk);
    let stats = desk.json(&["stats", "--by", "agent", "--since", "3 hours ago"])["stats"].take();
    let minutes = |value: &serde_json::Value, key: &str| (value[key].as_f64().unwrap() / 60.0).round() as i64;
    let total = &stats["total"];
    assert_eq!((minutes(total, "active_seconds"), minutes(total, "clock_seconds")), (80, 40), "{stats}");
    assert_eq!((&total["sessions"], &total["commits"], &total["added"]), (&json!(2), &json!(1), &json!(2)));
    let rows = stats["rows"].as_array().unwrap();
    let keys: Vec<_> = rows.iter().map(|row| row["key"].clone()).collect();
    assert!(keys.contains(&json!("claude")) && keys.contains(&json!(null)), "{keys:?}");
    let sum: i64 = rows.iter().map(|row| row["active_seconds"].as_i64().unwrap()).sum();
    assert_eq!(sum, total["active_seconds"].as_i64().unwrap(), "the whole is the sum of the rows");
    assert_eq!(stats["active_gap_seconds"], 900);

    // The limit is a setting.
    let short = desk.json(&["stats", "--since", "3 hours ago", "-c", "active_gap=5m"])["stats"].take();
    assert_eq!((minutes(&short["total"], "active_seconds"), &short["active_gap_seconds"]), (0, &json!(300)));
    assert!(minutes(&short["total"], "wall_seconds") >= 80);

    // Filters are those of the log.
    let billing = desk.json(&["stats", "--since", "3 hours ago", "--tag", "billing", "--by", "tag"]);
    assert_eq!(words(&billing["stats"]["rows"], "key"), ["billing"]);
    assert_eq!(billing["stats"]["total"]["sessions"], 1);
    assert_eq!(
        desk.json(&["stats", "--since", "3 hours ago", "--until", "2 hours ago"])["stats"]["total"]["sessions"],
        0
    );
}

#[test]
fn a_pipe_gets_the_rows_and_the_whole() {
    let desk = Desk::new();
    two(&desk);
    let lines = desk.run(&["stats", "--by", "project", "--since", "3 hours ago"]);
    let rows: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((rows.len(), rows[0].len(), rows[1].len()), (2, 10, 11), "{lines}");
    assert_eq!(rows[0][..3], ["figures", "project", "repo"]);
    assert_eq!((rows[0][6], rows[0][7], rows[0][8], rows[0][9]), ("2", "1", "2", "0"));
    assert_eq!((rows[1][0], rows[1][10]), ("total", "900"));
    assert_eq!(rows[0][3..], rows[1][3..10], "of one row, the whole is the row");
}

#[test]
fn what_is_no_time_and_no_kind_is_told_with_what_is() {
    let desk = Desk::new();
    let run = desk.program().run(&["stats", "--by", "colour"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("project, branch, tag, author, agent, day, week"), "{run:?}");
    assert_eq!(desk.program().run(&["stats", "--since", "soon"]).code, Some(2));
    assert_eq!(desk.program().run(&["stats", "--today", "--since", "yesterday"]).code, Some(2));
    // Nothing lies from later to earlier.
    for command in ["stats", "log"] {
        let run = desk.program().run(&[command, "--since", "today", "--until", "yesterday"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains("--since `today` is later than --until `yesterday`"), "{run:?}");
        let day = desk.program().run(&[command, "--since", "today", "--until", "today"]);
        assert_eq!(day.code, Some(0), "{day:?}");
    }
}

#[test]
fn a_standup_is_a_text_to_paste() {
    let desk = Desk::new();
    two(&desk);
    let text = desk.run(&["stats", "--standup", "--since", "3 hours ago"]);
    let (title, rest) = text.split_once('\n').unwrap();
    assert!(title.starts_with("# "), "{title}");
    insta::assert_snapshot!(rest, @"

    ## repo

    **Done**

    - Prices (done: all are integers)
      - commit: Move the prices to cents

    **In progress**

    - Refunds (parked: lunch)

    **Next**

    - Refunds: ask support
    ");
    let answer = desk.json(&["stats", "--standup", "--since", "3 hours ago"]);
    assert_eq!(answer["standup"].as_str().unwrap().trim_end(), text);
    let quiet = desk.run(&["stats", "--standup", "--since", "3 hours ago", "--until", "2 hours ago"]);
    assert!(quiet.ends_with("Nothing was recorded."), "{quiet}");
}

#[test]
fn a_standup_tells_of_the_statuses_and_the_time_that_are_asked_for_and_each_problem_once() {
    let desk = Desk::new();
    two(&desk);
    let search = desk.run(&["start", "Search"]);
    desk.run(&["decide", "By words", "--because", "nobody types more", "--session", &search]);
    let told = |rest: &[&str]| desk.run(&[&["stats", "--standup"], rest].concat());
    let week = ["--since", "7 days ago"];
    assert!(told(&week).contains("- Search\n"));
    for (status, is_told) in [("active", true), ("parked", false), ("completed", false)] {
        let text = told(&[&week[..], &["--status", status]].concat());
        assert_eq!(text.contains("Search"), is_told, "{status}: {text}");
    }
    // The whole of it is over, and then a part that the session at work was there in.
    let past = told(&["--since", "2020-10-01", "--until", "2020-10-07"]);
    assert!(past.ends_with("Nothing was recorded."), "{past}");
    desk.repo.let_pass(TimeDelta::hours(3));
    let past = told(&["--since", "9 hours ago", "--until", "2 hours ago"]);
    assert!(past.contains("decided: By words") && !past.contains("In progress"), "{past}");
    assert!(told(&["--since", "1 hour ago"]).contains("- Search"), "it is at work");

    let broken = desk.run(&["start", "Broken"]);
    std::fs::write(desk.repo.path().join(format!(".sessions/live/{broken}.toml")), "no = [").unwrap();
    let answer = desk.json(&["stats", "--standup"]);
    assert_eq!(words(&answer["problems"], "path").len(), 1, "{answer}");
}

#[test]
fn the_first_session_counts_from_its_first_second_on() {
    let desk = Desk::new();
    desk.run(&["start", "The first"]);
    assert_eq!(desk.json(&["stats"])["stats"]["total"]["sessions"], 1);
    let told = desk.run(&["stats"]);
    assert!(told.contains("figures"), "{told}");
}
