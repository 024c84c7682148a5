//! What becomes of a session.

use core_model::{OutcomeKind, Status};
use exchange::predecessor::{Import, OldId, Problem, derive_id};

use crate::kit::{FOLDER, import_all, lines, now};

fn session_of<'i>(import: &'i Import, old: &str) -> &'i core_model::Session {
    &import.sessions.iter().find(|it| it.old_id.as_str() == old).expect(old).session
}

fn one(fields: &str) -> String {
    format!("{{\"session_id\": \"sess_20260211T0903_0f3a\", \"project_slug\": \"shop\", {fields}}}")
}

fn import_one(fields: &str) -> Import {
    import_all(&[("sessions/sess_20260211T0903_0f3a.json", &one(fields))])
}

fn problems(import: &Import) -> String {
    let lines = import.report.problems().map(|(path, problem)| format!("{path}: {problem}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_session_of_the_folder_is_as_it_was() {
    let import = import_all(&FOLDER);
    let all: Vec<String> = import.sessions.iter().map(|it| lines(&it.session)).collect();
    insta::assert_snapshot!(all.join("\n\n").replace('\u{7}', "(bell)"), @r#"
    20260211-jnghm0kwv5 active of shop since 2026-02-11T09:03:27.412Z
    intent: Stop the double charge on retry
    at: main fix/double-charge
    roadmap: A1
    activity: 2026-02-11T11:48:02Z Reading the gateway's log
    question: q1 2026-02-11T11:48:02Z Does the gateway tell us which attempt it is?
    2026-02-11T09:20:44Z: Two charges within 300 ms, same order
    2026-02-11T10:02:10.998Z: Not the browser: the gateway retries
    on its own
    2026-02-11T11:48:02Z: heartbeat
    2026-02-11T11:48:02Z: imported: session_id = sess_20260211T0903_0f3a (schema_version 1)
    2026-02-11T11:48:02Z: imported: commit 9f2c41d Log the attempt with its order
    2026-02-11T11:48:02Z: decided: Key the charge on the order, not on the attempt, because: no reason was kept

    20260223-c8cz6a9bsy completed of shop since 2026-02-23T14:15:09.100Z
    intent: Check the invoices of January
    at: main main
    awaiting: 2026-02-23T15:40:31.250Z Which of the two ledgers is right?
    stale: ended 2026-02-23T15:40:31.250Z, closed 2026-02-25T03:00:00.700Z by clean: Automatisch afgesloten (stale — geen heartbeat)
    task: t1 completed 2026-02-23T15:38:12.500Z Compare both ledgers
    task: t2 pending 2026-02-23T15:40:31.250Z t2
    2026-02-23T15:40:31.250Z: Seven invoices are in one ledger only
    2026-02-23T15:40:31.250Z: imported: session_id = sess_20260223T1415_c2d0 (schema_version 2)
    2026-02-23T15:40:31.250Z: imported: tasks[0].added_at = 2026-02-23T14:16:00Z
    2026-02-23T15:40:31.250Z: imported: files_changed = ledger/january.csv

    20260301-9s90f6bsmz parked of shop since 2026-03-01T08:00:59.999Z
    intent: Try the new search index
    at: main search/index
    roadmap: B2
    activity: 2026-03-01T09:10:00.100Z Writing the loader
    next: Load the data
    next: Measure the memory
    parked: 2026-03-01T09:12:30Z by park, stopped 2026-03-01T09:12:30Z: Waiting for the test data
    task: t3b9f01c2 in_progress 2026-03-01T08:30:00Z Write the loader
    task: t88e0d4aa pending 2026-03-01T08:05:00Z Measure the memory
    task: t0c55d1ee skipped 2026-03-01T08:40:00Z Ask for the data
    question: q1 2026-03-01T09:10:00.100Z Who owns the test data?
    2026-03-01T09:10:00.100Z: heartbeat
    2026-03-01T09:10:00.100Z: imported: session_id = sess_20260301T0800_77aa (schema_version 2)
    2026-03-01T09:10:00.100Z: imported: tasks[0].added_at = 2026-03-01T08:05:00.000001Z
    2026-03-01T09:10:00.100Z: imported: tasks[2].added_at = 2026-03-01T08:05:00.000001Z
    2026-03-01T09:10:00.100Z: decided: One index a language, because: no reason was kept
    2026-03-01T09:10:00.100Z: decided: No stemming at first, because: no reason was kept

    20260310-7apv2wk8x7 completed of shop since 2026-03-10T19:30:12.345Z
    intent: Move the prices to cents
    at: shop-prices prices/cents
    next: Migrate the orders
    resumed: ended 2026-03-10T21:01:00Z, closed 2026-03-12T08:15:42Z by resume as 20260312-vshs81mka0: Resumed as sess_20260312T0815_51fe
    question: q1 2026-03-10T21:01:00Z What of the old orders?
    2026-03-10T20:00:00.123Z: Three places round on their own
    2026-03-10T21:01:00Z: heartbeat
    2026-03-10T21:01:00Z: imported: session_id = sess_20260310T1930_be11 (schema_version 3)
    2026-03-10T21:01:00Z: imported: parked_reason = Late; goes on on Thursday
    2026-03-10T21:01:00Z: imported: worktree_root = /home/mara/shop-prices
    2026-03-10T21:01:00Z: imported: commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904 Keep prices in cents
    2026-03-10T21:01:00Z: imported: files_changed = src/price.rs, src/cart.rs

    20260312-vshs81mka0 completed of shop since 2026-03-12T08:15:42Z
    intent: Move the prices to cents
    at: shop-prices prices/cents
    conversation: 0c9c47aa-3f11-4a52-9d7e-2f1d8e6b9a10
    roadmap: C1
    parent: 20260310-7apv2wk8x7
    activity: 2026-03-12T12:40:00Z Release notes
    next: Tell the shops
    done: ended 2026-03-12T12:55:10.500Z, closed 2026-03-12T12:55:10.500Z by complete: Prices are in cents, old orders too
    task: t5a5a5a5a completed 2026-03-12T11:00:00Z Migrate the orders
    question: q1 2026-03-12T12:40:00Z What of the old orders?
    2026-03-12T09:00:00Z: Old orders: 12 410 rows
    2026-03-12T12:40:00Z: heartbeat
    2026-03-12T12:40:00Z: imported: session_id = sess_20260312T0815_51fe (schema_version 4)
    2026-03-12T12:40:00Z: imported: tasks[0].added_at = 2026-03-12T08:20:00Z
    2026-03-12T12:40:00Z: imported: tasks[1].id = t6b6b6b6b
    2026-03-12T12:40:00Z: imported: tasks[1].subject = Migrate the orders
    2026-03-12T12:40:00Z: imported: tasks[1].status = pending
    2026-03-12T12:40:00Z: imported: tasks[1].added_at = 2026-03-12T08:21:00Z
    2026-03-12T12:40:00Z: imported: tasks[1].updated_at = 2026-03-12T08:21:00Z
    2026-03-12T12:40:00Z: imported: worktree_root = /home/mara/shop-prices
    2026-03-12T12:40:00Z: imported: commit 83baae61804e65cc73a7201a7252750c76066a30 Old orders in cents
    2026-03-12T12:40:00Z: imported: commit 83baae6 Old orders in cents
    2026-03-12T12:40:00Z: imported: events[0].level = info
    2026-03-12T12:40:00Z: imported: commits[0].author.name = Mara
    2026-03-12T12:40:00Z: imported: commits[0].author.lines[0] = 12
    2026-03-12T12:40:00Z: imported: commits[0].author.lines[1] = -3
    2026-03-12T12:40:00Z: imported: mood = "good" (bell)
    2026-03-12T12:40:00Z: imported: budget = 12.50
    2026-03-12T12:40:00Z: decided: Round half up, as the tax office does, because: no reason was kept
    "#);
    assert_eq!(problems(&import), "");
}

#[test]
fn the_report_says_what_was_read_and_what_became_events() {
    let import = import_all(&FOLDER);
    assert_eq!(import.report.derive_sessions(), 5);
    let lines: Vec<String> = import
        .report
        .files
        .iter()
        .map(|file| {
            let session = file.session.as_ref().map_or("-", |(_, id)| id.as_str());
            format!("{} {:?} {session} [{}]", file.path, file.kind, file.kept_as_events.join(", "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    config.json Config - []
    projects/shop.json State - []
    sessions/archive/sess_20260223T1415_c2d0.json Session 20260223-c8cz6a9bsy [session_id, tasks[0].added_at, files_changed]
    sessions/sess_20260211T0903_0f3a.json Session 20260211-jnghm0kwv5 [session_id, commits[0]]
    sessions/sess_20260301T0800_77aa.json Session 20260301-9s90f6bsmz [session_id, tasks[0].added_at, tasks[2].added_at]
    sessions/sess_20260310T1930_be11.json Session 20260310-7apv2wk8x7 [session_id, parked_reason, worktree_root, commits[0], files_changed]
    sessions/sess_20260312T0815_51fe.json Session 20260312-vshs81mka0 [session_id, tasks[0].added_at, tasks[1].id, tasks[1].subject, tasks[1].status, tasks[1].added_at, tasks[1].updated_at, worktree_root, commits[0], commits[1], events[0].level, commits[0].author.name, commits[0].author.lines[0], commits[0].author.lines[1], mood, budget]
    ");
    assert_eq!(import.projects.len(), 1);
    assert_eq!(import.configs[0].config.value.projects.len(), 2);
}

#[test]
fn what_is_imported_twice_has_the_same_name_and_says_the_same() {
    let (first, second) = (import_all(&FOLDER), import_all(&FOLDER));
    assert_eq!(first.sessions, second.sessions);
    let old = OldId::parse("sess_20260211T0903_0f3a").unwrap();
    assert_eq!(
        derive_id(&old, "2026-02-11T09:03:27.412905Z".parse().unwrap()).as_str(),
        "20260211-jnghm0kwv5"
    );
    assert_ne!(
        derive_id(&old, "2026-02-11T09:03:27.412905Z".parse().unwrap()),
        derive_id(&old, "2026-02-11T09:03:27.412906Z".parse().unwrap()),
        "two machines may have given one id"
    );
}

#[test]
fn an_imported_session_was_last_alive_when_it_was() {
    let import = import_all(&FOLDER);
    for (old, last_sign) in [
        ("sess_20260211T0903_0f3a", "2026-02-11T11:48:02Z"),
        // Closing it overwrote its heartbeat: its last event is what is left.
        ("sess_20260223T1415_c2d0", "2026-02-23T15:40:31.250Z"),
        ("sess_20260301T0800_77aa", "2026-03-01T09:12:30Z"),
        // Taking it up again overwrote when it was parked.
        ("sess_20260310T1930_be11", "2026-03-10T21:01:00Z"),
        ("sess_20260312T0815_51fe", "2026-03-12T12:55:10.500Z"),
    ] {
        let session = session_of(&import, old);
        assert_eq!(session.derive_last_sign(), last_sign.parse::<core_model::Time>().unwrap(), "{old}");
        session.check().unwrap();
    }
}

#[test]
fn a_resumed_session_and_the_one_that_went_on_know_each_other() {
    let import = import_all(&FOLDER);
    let (parent, child) =
        (session_of(&import, "sess_20260310T1930_be11"), session_of(&import, "sess_20260312T0815_51fe"));
    assert_eq!(parent.status().resumed_as(), Some(child.id()));
    assert_eq!(child.opening().parent.as_ref(), Some(parent.id()));
}

#[test]
fn a_session_that_went_on_as_one_that_is_not_there_is_done_and_that_is_told() {
    for outcome in
        ["Resumed as sess_20260312T0815_51fe", "Resumed as sess_20260211T0903_0f3a", "Resumed as ../x"]
    {
        let import = import_one(&format!("\"status\": \"completed\", \"outcome\": \"{outcome}\""));
        let Status::Completed(over) = import.sessions[0].session.status() else { panic!() };
        assert_eq!(over.outcome.kind, OutcomeKind::Done);
        assert_eq!(over.outcome.note.as_ref().unwrap().as_str(), outcome);
        assert!(matches!(import.report.problems().next(), Some((_, Problem::NoChild(_)))));
    }
}

#[test]
fn sessions_that_name_each_other_make_no_circle() {
    let session = |id: &str, start: &str, child: &str| {
        format!(
            "{{\"session_id\": \"{id}\", \"project_slug\": \"p\", \"status\": \"completed\", \"started_at\": \"{start}\", \
             \"outcome\": \"Resumed as {child}\"}}"
        )
    };
    for later in ["2026-01-01", "2026-01-02"] {
        let (a, b) = (session("a", "2026-01-01", "b"), session("b", later, "a"));
        let import = import_all(&[("sessions/sess_a.json", &a), ("sessions/sess_b.json", &b)]);
        let resumed = import.sessions.iter().filter(|it| it.session.status().resumed_as().is_some()).count();
        let children = import.sessions.iter().filter(|it| it.session.opening().parent.is_some()).count();
        let expected = usize::from(later == "2026-01-02");
        assert_eq!((resumed, children), (expected, expected), "{later}");
    }
}

#[test]
fn a_session_that_stands_in_two_files_is_imported_once_and_that_is_told() {
    let (a, b) =
        (one("\"status\": \"active\", \"intent\": \"a\""), one("\"status\": \"active\", \"intent\": \"b\""));
    let import = import_all(&[
        ("sessions/sess_20260211T0903_0f3a.json", &a),
        ("sessions/archive/sess_20260211T0903_0f3a.json", &a),
        ("sessions/sess_copy.json", &b),
    ]);
    assert_eq!(import.sessions.len(), 1);
    assert_eq!(import.sessions[0].session.opening().intent.as_str(), "a");
    insta::assert_snapshot!(problems(&import), @"
    sessions/archive/sess_20260211T0903_0f3a.json: session sess_20260211T0903_0f3a stands in sessions/sess_20260211T0903_0f3a.json already
    sessions/sess_copy.json: session sess_20260211T0903_0f3a stands in sessions/sess_20260211T0903_0f3a.json already, with another content
    ");
}

#[test]
fn a_file_that_cannot_be_read_hides_no_other() {
    let good = one("\"status\": \"active\"");
    let import = import_all(&[
        ("sessions/sess_a.json", "{"),
        ("projects/shop.json", "[]"),
        ("config.json", "{\"version\": \"1\"}"),
        ("sessions/sess_b.json", "{\"session_id\": \"b\", \"project_slug\": \"p\", \"status\": \"paused\"}"),
        ("sessions/_index.json", "no JSON"),
        ("sessions/sess_20260211T0903_0f3a.json", &good),
    ]);
    assert_eq!(import.sessions.len(), 1);
    insta::assert_snapshot!(problems(&import), @"
    sessions/sess_a.json: it is not JSON: EOF while parsing an object at line 1 column 1
    projects/shop.json: `the whole file` is a list; it should be an object
    config.json: `version` is a text; it should be a whole number, 0 or more
    sessions/sess_b.json: `status` says `paused`; it should be `active`, `parked` or `completed`
    ");
}

#[test]
fn a_time_that_has_not_been_or_is_out_of_order_is_told_and_kept_as_an_event() {
    let import = import_one(
        "\"status\": \"parked\", \"started_at\": \"2026-02-11T09:03:00Z\", \"ended_at\": \"2026-02-10T00:00:00Z\", \
         \"last_heartbeat\": \"2999-01-01T00:00:00Z\", \"schema_version\": 5, \
         \"events\": [{\"timestamp\": \"2999-01-02T00:00:00Z\", \"message\": \"later\"}], \
         \"tasks\": [{\"subject\": \"t\", \"updated_at\": \"2999-01-03T00:00:00Z\"}]",
    );
    insta::assert_snapshot!(problems(&import), @"
    sessions/sess_20260211T0903_0f3a.json: it has schema 5; 4 is the newest that is known
    sessions/sess_20260211T0903_0f3a.json: `last_heartbeat` says `2999-01-01T00:00:00Z`; it should be a time that has been
    sessions/sess_20260211T0903_0f3a.json: `events[0].timestamp` says `2999-01-02T00:00:00Z`; it should be a time that has been
    sessions/sess_20260211T0903_0f3a.json: `tasks[0].updated_at` says `2999-01-03T00:00:00Z`; it should be a time that has been
    sessions/sess_20260211T0903_0f3a.json: `ended_at` says `2026-02-10T00:00:00Z`; it should be no earlier than `started_at`
    ");
    insta::assert_snapshot!(lines(&import.sessions[0].session), @"
    20260211-9240272cdc parked of shop since 2026-02-11T09:03:00Z
    intent: session sess_20260211T0903_0f3a of the dashboard
    at: main -
    parked: 2026-02-11T09:03:00Z by park, stopped 2026-02-11T09:03:00Z: no reason was kept
    task: t1 pending 2026-02-11T09:03:00Z t
    2026-02-11T09:03:00Z: later
    2026-02-11T09:03:00Z: imported: session_id = sess_20260211T0903_0f3a (schema_version 5)
    2026-02-11T09:03:00Z: imported: last_heartbeat = 2999-01-01T00:00:00Z
    2026-02-11T09:03:00Z: imported: events[0].timestamp = 2999-01-02T00:00:00Z
    2026-02-11T09:03:00Z: imported: tasks[0].updated_at = 2999-01-03T00:00:00Z
    2026-02-11T09:03:00Z: imported: ended_at = 2026-02-10T00:00:00Z
    ");

    let future = import_one("\"status\": \"active\", \"started_at\": \"2999-01-01T00:00:00Z\"");
    assert!(future.sessions.is_empty());
    insta::assert_snapshot!(problems(&future), @"sessions/sess_20260211T0903_0f3a.json: `started_at` says `2999-01-01T00:00:00Z`; it should be a time that has been");
}

#[test]
fn what_belongs_to_another_status_is_kept_as_an_event() {
    let fields = "\"parked_reason\": \"lunch\", \"outcome\": \"done\", \"ended_at\": \"2026-02-11T12:00:00Z\", \
                  \"last_heartbeat\": \"2026-02-11T10:00:00Z\"";
    for (status, kept) in [
        ("active", "parked_reason, outcome, ended_at"),
        ("parked", "outcome"),
        ("completed", "parked_reason"),
    ] {
        let import = import_one(&format!("\"status\": \"{status}\", {fields}"));
        assert_eq!(import.report.files[0].kept_as_events[1..].join(", "), kept, "{status}");
    }
    // It was parked before it was completed, so nobody worked until then.
    let import = import_one(&format!("\"status\": \"completed\", {fields}"));
    let Status::Completed(over) = import.sessions[0].session.status() else { panic!() };
    assert_eq!((over.ended_at.to_string(), over.closed_at.to_string()), {
        ("2026-02-11 10:00:00 UTC".to_owned(), "2026-02-11 12:00:00 UTC".to_owned())
    });
}

#[test]
fn tasks_keep_their_ids_where_they_are_ids() {
    let import = import_one(
        "\"status\": \"active\", \"tasks\": [{\"id\": \"t2\", \"subject\": \"a\"}, {\"id\": \"t2\", \"subject\": \"b\"}, \
         {\"id\": \"a b\", \"subject\": \"c\"}, {\"subject\": \"d\"}, {\"id\": \"t9\", \"subject\": \" a \"}, {}, {\"id\": \"t1\"}]",
    );
    let session = &import.sessions[0].session;
    let tasks: Vec<String> =
        session.tasks().as_slice().iter().map(|task| format!("{} {}", task.id, task.subject)).collect();
    assert_eq!(tasks, ["t2 a", "t3 b", "t4 c", "t5 d", "t1 t1"]);
    assert_eq!(
        import.report.files[0].kept_as_events,
        ["session_id", "tasks[1].id", "tasks[2].id", "tasks[4].id", "tasks[4].subject"]
    );
}

#[test]
fn beyond_what_a_session_takes_the_rest_is_kept_as_events() {
    let many = |name: &str, of: &dyn Fn(usize) -> String| {
        format!("\"{name}\": [{}]", (0..1002).map(of).collect::<Vec<_>>().join(","))
    };
    let text = |index: usize| format!("\"v{index}\"");
    let fields = [
        many("next_steps", &text),
        many("open_questions", &text),
        many("tasks", &|index| format!("{{\"subject\": \"v{index}\"}}")),
    ];
    let import = import_one(&format!("\"status\": \"active\", {}", fields.join(", ")));
    let session = &import.sessions[0].session;
    let sizes = (
        session.head().next_steps.len(),
        session.questions().as_slice().len(),
        session.tasks().as_slice().len(),
        session.record().events.len(),
    );
    assert_eq!(sizes, (32, 1000, 1000, 1 + 970 + 2 + 2));
    assert_eq!(now().max(session.derive_latest()), now());
}

#[test]
fn events_are_in_the_order_of_their_times_as_a_document_keeps_them() {
    let import = import_one(
        "\"status\": \"active\", \"events\": [{\"message\": \"a\"}, {\"timestamp\": \"2026-02-12\", \"message\": \"b\"}, \
         {\"timestamp\": \"2026-02-11T10:00:00\", \"message\": \"c\"}]",
    );
    let events = &import.sessions[0].session.record().events;
    assert!(events.is_sorted_by_key(|event| event.at), "{events:?}");
    assert_eq!(events.len(), 4);
}
