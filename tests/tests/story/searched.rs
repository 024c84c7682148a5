//! Finding what was said.

use insta::assert_snapshot;

use crate::desk::Desk;
use crate::output::masked;

/// Two sessions: one that is over, one that is live.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["start", "Stop the double charge on retry", "--tag", "billing"]);
    desk.run(&["decide", "Key the charge on the order", "--because", "the gateway retries on its own"]);
    desk.repo.commit("Key the charge");
    desk.run(&["complete"]);
    desk.run(&["start", "Look at the café page"]);
    desk.run(&["event", "nothing was charged twice here"]);
    desk
}

#[test]
fn a_pipe_gets_the_passages() {
    let desk = desk();
    assert_snapshot!(masked(&desk.run(&["search", "charge*"])), @"");
}

#[test]
fn json_says_where_in_a_passage_it_is() {
    let desk = desk();
    let answer = desk.json(&["search", "CAFE"]);
    assert_eq!(answer["matching"], 1);
    assert_eq!(
        answer["sessions"][0]["found"],
        serde_json::json!([{ "kind": "intent", "at": null, "text": "Look at the café page", "found": [[12, 16]] }])
    );
    let near = desk.json(&["search", "gatewya"]);
    assert_eq!(near["instead"], serde_json::json!([{ "asked": "gatewya", "found": "gateway" }]));
    assert_eq!(near["matching"], 1);
    assert_eq!(desk.json(&["search", "gateway", "--tag", "ui"])["matching"], 0);
}

#[test]
fn what_is_not_found_and_what_cannot_be_looked_for_is_said() {
    let desk = desk();
    let told = |arguments: &[&str]| {
        let run = desk.program().run(arguments);
        format!("{}{}exit {:?}", run.stdout, run.stderr, run.code)
    };
    assert_snapshot!(told(&["search", "zebra"]), @"");
    assert_snapshot!(told(&["search", "…"]), @"");
    assert_snapshot!(told(&["search", "gatewya"]).lines().last().unwrap_or_default(), @"");
}

#[test]
fn a_session_that_was_forgotten_is_found_no_more() {
    let desk = desk();
    for number in 0..20 {
        desk.run(&["start", &format!("Session {number} about a zebra")]);
        desk.run(&["complete"]);
    }
    assert_eq!(desk.json(&["search", "zebra", "--all"])["matching"], 20);
    let index = desk.repo.path().join(".sessions/cache/index.sqlite");
    let holds = |word: &str| {
        let bytes = std::fs::read(&index).unwrap_or_default();
        bytes.windows(word.len()).any(|it| it == word.as_bytes())
    };
    assert!(holds("zebra"));
    desk.run(&["forget", "--text", "zebra", "--yes"]);
    assert!(!holds("zebra"));
    assert_eq!(desk.json(&["search", "zebra"])["matching"], 0);
    assert_eq!(desk.json(&["search", "forgotten"])["matching"], 20);
}
