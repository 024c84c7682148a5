//! Finding sessions again: the log with its filters, the session of a commit, the session of a line.

use chrono::TimeDelta;
use serde_json::Value;

use crate::desk::{Desk, words};
use crate::output::masked;

/// The intents that a log has.
fn intents(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    words(&desk.json(&[&["log"], arguments].concat())["sessions"], "intent")
}

/// Starts a session, commits a change of a file in it, and completes it. The commit is the answer.
fn work(desk: &Desk, intent: &str, file: &str, text: &str, more: &[&str]) -> String {
    let id = desk.run(&[&["start", intent], more].concat());
    desk.repo.write(file, text);
    let sha = desk.repo.commit(&format!("Change {file}"));
    desk.run(&["complete", "--session", &id]);
    sha
}

#[test]
fn a_log_has_the_sessions_that_its_filters_mean() {
    let desk = Desk::new();
    work(&desk, "Prices in cents", "src/price.rs", "1\n", &["--tag", "billing"]);
    desk.repo.git(&["switch", "--quiet", "-c", "fix/double"]);
    let sha = work(&desk, "Stop the double charge", "src/pay.rs", "1\n2\n", &["--agent", "claude-code"]);
    desk.run(&["start", "Refund page", "--tag", "ui"]);
    desk.run(&["decide", "No refund of nothing", "--because", "The bank says so"]);
    desk.run(&["park", "--reason", "weekend"]);
    let (prices, charge, refund) = ("Prices in cents", "Stop the double charge", "Refund page");
    for (filters, found) in [
        (&[][..], &[refund, charge, prices][..]),
        (&["--reverse"], &[prices, charge, refund]),
        (&["-n", "2"], &[refund, charge]),
        (&["-n", "2", "--reverse"], &[charge, refund]),
        (&["--status", "completed"], &[charge, prices]),
        (&["--status", "parked", "--status", "active"], &[refund]),
        (&["--agent"], &[charge]),
        (&["--agent", "claude"], &[charge]),
        (&["--agent", "codex"], &[]),
        (&["--author", "CLAUDE"], &[charge]),
        (&["--branch", "fix/*"], &[refund, charge]),
        (&["--tag", "ui", "--tag", "billing"], &[refund, prices]),
        (&["--tag", "ui", "--status", "completed"], &[]),
        (&["--grep", "^the bank"], &[refund]),
        (&["--grep", "The Bank"], &[]),
        (&["--grep", "change src/(price|pay)"], &[charge, prices]),
        (&["--touched", "src"], &[charge, prices]),
        (&["--touched", "src/pay.rs"], &[charge]),
        (&["--commit", "HEAD"], &[charge]),
        (&["--commit", &sha[..10]], &[charge]),
        (&["--since", "today"], &[refund, charge, prices]),
        (&["--until", "yesterday"], &[]),
        (&["--since", "1 hour ago", "--until", "now"], &[refund, charge, prices]),
    ] {
        assert_eq!(intents(&desk, filters), found, "{filters:?}");
    }
    // A path begins where somebody stands.
    let src = desk.repo.path().join("src");
    let here = desk.json_in(&src, &["log", "--touched", "pay.rs"]);
    assert_eq!(words(&here["sessions"], "intent"), [charge]);
    // What was at work before a day is not of that day.
    desk.repo.let_pass(TimeDelta::days(3));
    assert_eq!(intents(&desk, &["--since", "yesterday"]), [charge, prices]);
    assert_eq!(intents(&desk, &["--until", "2 days ago"]), [refund]);
}

#[test]
fn in_a_template_what_is_not_there_is_nothing_and_a_list_may_be_json() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    let run = desk.program().run(&[
        "log",
        "--format",
        "{{ parked_at | ago }}|{{ tags | tojson }}|{{ intent[:2] }}",
    ]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("|[]|Wo\n", ""), "{run:?}");
}

#[test]
fn a_filter_that_is_not_understood_is_told_with_what_is() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    for (filters, told) in [
        (
            &["--since", "soon"][..],
            "error: `soon` is no moment; understood is a day (today, yesterday, monday,",
        ),
        (&["--status", "done"], "[possible values: active, parked, completed]"),
        (&["--branch", "[a"], "error: `[a` is no pattern: unclosed character class; missing ']'"),
        (&["--grep", "a("], "error: `a(` is no regular expression: unclosed group"),
        (&["--touched", "../other"], "error: ../other is outside of this repository"),
        (
            &["--format", "{{ intnet }}"],
            "error: the template does not work, line 1: there is no `intnet`; there is id,",
        ),
        (
            &["--json", "--format", "x"],
            "error: --format sets text, and JSON has a form of its own: leave out one",
        ),
        (&["--all", "-n", "3"], "cannot be used with"),
    ] {
        let run = desk.program().run(&[&["log"], filters].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{filters:?}: {run:?}");
        assert!(run.stderr.contains(told), "{filters:?}: {run:?}");
    }
    let run = desk.program().run(&["log", "--commit", "nothing"]);
    assert_eq!(run.code, Some(3), "{run:?}");
    let run = desk.program().run(&["log", "--tag", "nothing"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(
        run.stderr,
        "note: no session is like that\nhint: leave out a filter, or see what there is: git session log\n"
    );
}

#[test]
fn a_log_in_a_pipe_tells_how_much_was_changed_and_what_goes_on_with_what() {
    let desk = Desk::new();
    let first = desk.run(&["start", "The work"]);
    desk.repo.write("a", "1\n2\n3\n");
    desk.repo.commit("One");
    desk.repo.write("a", "1\ntwo\n3\n");
    desk.repo.commit("Two");
    desk.run(&["park", "--reason", "lunch"]);
    desk.run(&["resume"]);
    insta::assert_snapshot!(masked(&desk.run(&["log", "--oneline", "--graph", "--stat"])), @"
    session ⇥ SESSION-0 ⇥ active ⇥ TIME ⇥  ⇥ 0 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ The work
    parent ⇥ SESSION-0 ⇥ SESSION-1
    stat ⇥ SESSION-0 ⇥ 0 ⇥ 0 ⇥ 0 ⇥ 0
    session ⇥ SESSION-1 ⇥ completed ⇥ TIME ⇥ TIME ⇥ 2 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ The work
    child ⇥ SESSION-1 ⇥ SESSION-0
    stat ⇥ SESSION-1 ⇥ 1 ⇥ 4 ⇥ 1 ⇥ 0
    ");
    let stat = desk.json(&["log", "--stat", "--reverse"]);
    assert_eq!(stat["sessions"][0]["id"], first.as_str());
    assert_eq!(
        stat["sessions"][0]["lines"],
        serde_json::json!({"files": 1, "more_files": false, "added": 4, "removed": 1, "gone": 0})
    );
    assert!(desk.json(&["log"])["sessions"][0].get("lines").is_none());
    let set = desk.run(&[
        "log",
        "--stat",
        "--format",
        r"{{ intent }}\t{{ lines.added }} {{ 'no' if parent else 'yes' }}",
    ]);
    assert_eq!(set, "The work\t0 no\nThe work\t4 yes");
    // Commits that git has let go of are told as such.
    desk.repo.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    desk.repo.git(&["reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all"]);
    desk.repo.git(&["gc", "--quiet", "--prune=now"]);
    assert_eq!(desk.json(&["log", "--stat", "--reverse"])["sessions"][0]["lines"]["gone"], 2);
}

#[test]
fn show_finds_the_session_of_a_commit() {
    let desk = Desk::new();
    let before = desk.repo.git(&["rev-parse", "HEAD"]);
    let id = desk.run(&["start", "The work"]);
    desk.repo.write("a", "1\n");
    let first = desk.repo.commit("One");
    desk.repo.git(&["commit", "--quiet", "--amend", "--message", "One, again"]);
    let now = desk.repo.git(&["rev-parse", "HEAD"]);
    for commit in ["HEAD", "main", &now, &now[..8]] {
        let shown = desk.json(&["show", commit]);
        assert_eq!(shown["session"]["id"], id.as_str(), "{commit}");
        assert_eq!(shown["found_by"]["sha"], now.as_str());
        assert_eq!(shown["found_by"]["evidence"], "rewrite");
    }
    let old = desk.json(&["show", &first[..10]]);
    assert_eq!(old["session"]["id"], id.as_str());
    assert_eq!(old["found_by"]["became"], serde_json::json!([now]));
    assert_eq!(desk.json(&["show"])["found_by"], Value::Null);
    let told = desk.run(&["show", "HEAD"]);
    assert!(told.lines().any(|line| line == format!("found-by\t{id}\t{now}\trewrite\t")), "{told}");
    for (commit, told) in [
        (
            "nothing",
            "error: there is no session and no commit `nothing`\n\nhint: see what there is: git session log\n",
        ),
        (
            "@~7",
            "error: there is no session `@~7`: this worktree has 1\n\nhint: see what there is: git session log\n",
        ),
        (
            &before[..],
            &format!(
                "error: commit {}… belongs to no session\n\nhint: see why: git session why {}\n",
                &before[..9],
                &before[..8]
            ),
        ),
    ] {
        let run = desk.program().run(&["show", commit]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(3), "", told), "{commit}");
    }
}

#[test]
fn show_knows_what_came_before_and_after() {
    let desk = Desk::new();
    let first = desk.run(&["start", "The work"]);
    desk.run(&["park", "--reason", "lunch"]);
    let second = desk.run(&["resume"]);
    desk.run(&["set", "--intent", "The rest of it"]);
    let shown = desk.json(&["show", &first]);
    assert_eq!(shown["parent"], Value::Null);
    assert_eq!(
        shown["children"],
        serde_json::json!([{"id": second, "status": "active", "intent": "The rest of it"}])
    );
    let shown = desk.json(&["show", &second]);
    assert_eq!(shown["parent"]["intent"], "The work");
    assert_eq!(shown["worked"]["gap_seconds"], 900);
    assert_eq!(desk.json(&["-c", "active_gap=1h", "show", &second])["worked"]["gap_seconds"], 3600);
    assert_eq!(
        desk.run(&["show", "--format", "{{ intent }} after {{ parent }}"]),
        format!("The rest of it after {first}")
    );
    assert_eq!(desk.run(&["show", "--oneline"]).lines().count(), 1);
}

#[test]
fn each_line_of_a_file_has_its_session() {
    let desk = Desk::new();
    work(&desk, "Prices in cents", "src/pay.rs", "fn pay() {\n    cents();\n}\n", &[]);
    work(
        &desk,
        "Stop the double charge",
        "src/pay.rs",
        "fn pay() {\n    cents();\n    once();\n    again();\n}\n",
        &[],
    );
    desk.repo.git(&["mv", "src/pay.rs", "src/charge.rs"]);
    desk.repo.write("src/charge.rs", "fn pay() {\n    cents();\n    once();\n    again();\n}\n// new\n");
    let src = desk.repo.path().join("src");
    let parts = desk.run_in(&src, &["blame", "charge.rs"]);
    insta::assert_snapshot!(masked(&parts), @"
    part ⇥ 1 ⇥ 2 ⇥ SESSION-0 ⇥ COMMIT-1 ⇥ TIME ⇥ Ada Lovelace ⇥ Prices in cents
    part ⇥ 3 ⇥ 4 ⇥ SESSION-2 ⇥ COMMIT-3 ⇥ TIME ⇥ Ada Lovelace ⇥ Stop the double charge
    part ⇥ 5 ⇥ 5 ⇥ SESSION-0 ⇥ COMMIT-1 ⇥ TIME ⇥ Ada Lovelace ⇥ Prices in cents
    part ⇥ 6 ⇥ 6 ⇥  ⇥  ⇥  ⇥  ⇥
    ");
    let json = desk.json(&["blame", "src/charge.rs", "-L", "3,4", "--lines"]);
    assert_eq!(json["path"], "src/charge.rs");
    assert_eq!(json["parts"].as_array().unwrap().len(), 1);
    assert_eq!(json["parts"][0]["lines"], serde_json::json!(["    once();", "    again();"]));
    assert_eq!(json["parts"][0]["session"], json["sessions"][0]["id"]);
    assert_eq!(json["sessions"][0]["intent"], "Stop the double charge");
    for (arguments, code, told) in [
        (&["src"][..], 2, "error: src is a folder\n\nhint: name a file in it\n"),
        (
            &["nothing"],
            3,
            "error: git has no file nothing in HEAD\n\nhint: see which files git has: git ls-files\n",
        ),
        (&["../x"], 2, "error: ../x is outside of this repository\n"),
        (
            &["src/charge.rs", "nowhere"],
            3,
            "error: `nowhere` names no commit\n\nhint: see what there is: git log\n",
        ),
    ] {
        let run = desk.program().run(&[&["blame"], arguments].concat());
        assert_eq!(
            (run.code, run.stdout.as_str(), run.stderr.as_str()),
            (Some(code), "", told),
            "{arguments:?}"
        );
    }
}
