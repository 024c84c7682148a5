//! What git-session itself has written out.

use core_model::project::{Project, ProjectState};
use exchange::ours::{self, Export, ReadError};
use report::export::{self, json, json_lines};

use crate::kit::{FOLDER, import_all};

fn sessions() -> Vec<core_model::Session> {
    import_all(&FOLDER).sessions.into_iter().map(|it| it.session).collect()
}

fn with<T>(write: impl FnOnce(&export::Export<'_>) -> T) -> T {
    let now = "2026-11-20T10:00:00Z".parse().unwrap();
    let stand = |project: Project| (project.clone(), ProjectState::derive(&project, &sessions(), now));
    let projects: Vec<_> = import_all(&FOLDER).projects.into_iter().map(|it| stand(it.project)).collect();
    write(&export::Export { sessions: &sessions(), unassigned: &[], projects: &projects })
}

fn read(bytes: &[u8]) -> Result<Export, ReadError> {
    ours::read(bytes, "2026-11-20T10:00:00Z".parse().unwrap())
}

fn good(text: &str) -> Export {
    let export = read(text.as_bytes()).unwrap();
    assert_eq!(export.unknown, [""; 0]);
    export
}

fn values<T>(items: Vec<ours::Item<T>>) -> Vec<T> {
    items.into_iter().map(|item| item.value.unwrap()).collect()
}

#[test]
fn what_was_written_is_read_as_it_was_in_either_form() {
    for text in [with(json), with(json_lines)] {
        let export = good(&text);
        assert_eq!(values(export.sessions), sessions());
        let projects = values(export.projects);
        assert_eq!((projects[0].name.as_str(), projects[0].roadmap.as_slice().len()), ("shop", 4));
        assert_eq!(projects[0].phase.as_ref().unwrap().text.as_str(), "Phase C");
    }
}

#[test]
fn the_answer_to_another_command_is_read_too() {
    let one = serde_json::to_string(&report::json::SessionJson::from(&sessions()[0])).unwrap();
    let export = read(format!("{{\"schema\":1,\"session\":{one},\"problems\":[]}}").as_bytes()).unwrap();
    assert_eq!(export.unknown, ["problems"]);
    assert_eq!(values(export.sessions), sessions()[..1]);
}

#[test]
fn a_session_that_is_broken_hides_no_other() {
    let text = with(json).replacen("\"status\":\"completed\"", "\"status\":\"gone\"", 1);
    let lines = with(json_lines).replacen("\"status\":\"completed\"", "\"status\":\"gone\"", 1);
    let cut = format!("{}\n{{\"schema\":2}}\n{{\"schema\":1,\"sess", lines.trim_end());
    let mut told = String::new();
    for text in [&text, &lines, &cut] {
        let sessions = read(text.as_bytes()).unwrap().sessions;
        assert_eq!(sessions.iter().filter(|it| it.value.is_ok()).count(), 4);
        for item in sessions {
            told += &item.value.err().map(|error| format!("{}: {error}\n", item.place)).unwrap_or_default();
        }
    }
    insta::assert_snapshot!(told, @r#"
    sessions.1: `status`: "gone" is not known; allowed are active, parked, completed
    line 2: `status`: "gone" is not known; allowed are active, parked, completed
    line 2: `status`: "gone" is not known; allowed are active, parked, completed
    line 7: `schema` is 2, and 1 is the latest that is known
    line 8: not JSON: EOF while parsing a string at line 1 column 17
    "#);
}

#[test]
fn what_no_store_would_have_written_is_refused_with_its_place() {
    let one: serde_json::Value =
        serde_json::to_value(report::json::SessionJson::from(&sessions()[0])).unwrap();
    let many = |count: usize| serde_json::Value::from(vec!["x"; count]);
    let event = |at: &str, text: &str| serde_json::json!([{ "at": at, "text": text }]);
    let (long, longest) = ("x".repeat(32 * 1024 + 1), "x".repeat(32 * 1024));
    let early = "2026-02-11T10:00:00Z";
    let mut told = String::new();
    for (key, to) in [
        ("/tags", many(32)),
        ("/tags", many(33)),
        ("/next_steps", many(33)),
        ("/intent", " \u{200b}".into()),
        ("/author/name", "".into()),
        ("/intent", long.as_str().into()),
        ("/events", event(early, &longest)),
        ("/events", event(early, &long)),
        ("/events", event("2026-11-20T10:01:00Z", "x")),
        ("/events", event("2026-11-20T10:01:01Z", "x")),
        ("/changed_at", "2126-11-20T10:00:00Z".into()),
    ] {
        let mut session = one.clone();
        *session.pointer_mut(key).unwrap() = to;
        let export = read(serde_json::json!({ "schema": 1, "sessions": [session] }).to_string().as_bytes());
        let outcome = match &export.unwrap().sessions[0].value {
            Ok(_) => "taken".to_owned(),
            Err(error) => error.to_string(),
        };
        told += &format!("{key}: {outcome}\n");
    }
    insta::assert_snapshot!(told, @"
    /tags: taken
    /tags: `tags` has 33; at most 32 are taken
    /next_steps: `next_steps` has 33; at most 32 are taken
    /intent: `intent` is empty
    /author/name: `author.name` is empty
    /intent: `intent` has 32769 bytes; at most 32768 are taken
    /events: taken
    /events: `events.0.text` has 32769 bytes; at most 32768 are taken
    /events: taken
    /events: `events.0.at` is 2026-11-20T10:01:01+00:00, which has not come yet
    /changed_at: `changed_at` is 2126-11-20T10:00:00+00:00, which has not come yet
    ");
}

#[test]
fn entries_out_of_order_are_put_in_order() {
    let mut value: serde_json::Value = serde_json::from_str(&with(json)).unwrap();
    for session in value["sessions"].as_array_mut().unwrap() {
        session["events"].as_array_mut().unwrap().reverse();
    }
    for session in values(good(&value.to_string()).sessions) {
        assert!(session.record().events.is_sorted_by_key(|event| event.at), "{}", session.id());
    }
}

#[test]
fn what_is_no_export_is_refused_with_a_word_that_says_why() {
    let newer = with(json).replacen("\"schema\":1", "\"schema\":7", 1);
    let newer_lines = with(json_lines).replacen("\"schema\":1", "\"schema\":7", 1);
    let mut told = String::new();
    for text in [
        "",
        "sessions",
        "[]",
        "{}",
        "{\"schema\": 1",
        "{\"schema\": \"one\", \"sessions\": []}",
        "{\"schema\": 1, \"sessions\": {}}",
        "{\"schema\": 1, \"settings\": []}",
        &newer,
        &newer_lines,
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        told += &format!("{}: {error}\n", core_model::shorten(text, 40));
    }
    told += &read(b"{\"a\": \"\xff\"}").unwrap_err().to_string();
    insta::assert_snapshot!(told, @r#"
    : it is not JSON: there is nothing in it
    sessions: it is not JSON: expected value at line 1 column 1
    []: it is not JSON: invalid type: sequence, expected a map at line 1 column 0
    {}: `schema` is missing: the number of the form, 1
    {"schema": 1: it is not JSON: EOF while parsing an object at line 1 column 12
    {"schema": "one", "sessions": []}: `schema` is missing: the number of the form, 1
    {"schema": 1, "sessions": {}}: `sessions` is not a list
    {"schema": 1, "settings": []}: it has neither `sessions` nor `session`
    {"schema":7,"sessions":[{"id":"202602…: `schema` is 7, and 1 is the latest that is known
    {"schema":7,"session":{"id":"20260211…: `schema` is 7, and 1 is the latest that is known
    it is not UTF-8 text: byte 7 begins no character
    "#);
    let long = vec![b' '; ours::MAX_TEXT + 1];
    assert!(matches!(read(&long), Err(ReadError::TooLong(_))));
}
