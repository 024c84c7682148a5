//! Reading the predecessor's files.

use exchange::predecessor::{
    NEWEST_SCHEMA, OldId, ParseError, Parsed, Session, Status, TaskStatus, parse_config, parse_session,
    parse_state,
};

const V1: &str = include_str!("../predecessor/sessions/sess_20260211T0903_0f3a.json");
const STALE: &str = include_str!("../predecessor/sessions/archive/sess_20260223T1415_c2d0.json");
const V2: &str = include_str!("../predecessor/sessions/sess_20260301T0800_77aa.json");
const V3: &str = include_str!("../predecessor/sessions/sess_20260310T1930_be11.json");
const V4: &str = include_str!("../predecessor/sessions/sess_20260312T0815_51fe.json");

fn read(text: &str) -> Parsed<Session> {
    parse_session(text.as_bytes()).unwrap()
}

/// The smallest session that is read, with more fields.
fn with(fields: &str) -> String {
    format!(
        "{{\"session_id\": \"sess_20260211T0903_0f3a\", \"project_slug\": \"shop\", \"status\": \"active\", \
         \"intent\": \"x\"{fields}}}"
    )
}

fn told<T>(parsed: &Parsed<T>) -> String {
    let problems = parsed.problems.iter().map(|problem| format!("! {problem}"));
    let leftovers = parsed.leftovers.iter().map(|it| format!("{} = {}", it.path, it.value.escape_debug()));
    problems.chain(leftovers).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_of_each_schema_is_read() {
    for (text, schema, status) in [
        (V1, 1, Status::Active),
        (STALE, 2, Status::Completed),
        (V2, 2, Status::Parked),
        (V3, 3, Status::Completed),
        (V4, NEWEST_SCHEMA, Status::Completed),
    ] {
        let session = read(text).value;
        assert_eq!((session.schema, session.status), (schema, status));
        assert_eq!(session.project, "shop");
    }
}

#[test]
fn what_the_program_wrote_has_a_place() {
    for text in [V1, STALE, V2, V3] {
        assert_eq!(told(&read(text)), "");
    }
}

#[test]
fn a_session_is_read_as_it_was_kept() {
    let session = read(V2).value;
    assert_eq!(session.id.as_str(), "sess_20260301T0800_77aa");
    assert_eq!(session.started_at, "2026-03-01T08:00:59.999999Z".parse::<core_model::Time>().unwrap());
    assert_eq!(session.parked_reason.as_deref(), Some("Waiting for the test data"));
    assert_eq!(session.decisions, ["One index a language", "No stemming at first"]);
    assert_eq!(session.tasks[2].status, Some(TaskStatus::Skipped));
    assert_eq!(read(V1).value.commits[0].sha.as_deref(), Some("9f2c41d"));
    assert_eq!(read(V3).value.worktree_root.as_deref(), Some("/home/mara/shop-prices"));
    assert!(read(V4).value.claude_session_id.is_some());
}

#[test]
fn what_has_no_place_is_old() {
    insta::assert_snapshot!(told(&read(V4)), @r#"
    events[0].level = info
    commits[0].author.name = Mara
    commits[0].author.lines[0] = 12
    commits[0].author.lines[1] = -3
    mood = \"good\" \u{7}
    budget = 12.50
    "#);
}

#[test]
fn a_field_that_is_wrong_is_told_and_left_over() {
    let text = with(
        ", \"intent\": 7, \"last_heartbeat\": \"noon\", \"ended_at\": 5, \"next_steps\": [\"a\", 1, \"\"], \
         \"events\": [\"x\", {\"timestamp\": \"2026-13-01T00:00:00\", \"message\": [\"y\"]}], \"decisions\": {\"a\": 1}, \
         \"tasks\": [{\"subject\": \"s\", \"status\": \"do\\u001bne\"}], \"outcome\": null, \"started_at\": \"early\"",
    );
    insta::assert_snapshot!(told(&read(&text)), @r"
    ! `intent` stands there more than once; the last one counts
    ! `started_at` says `early`; it should be a time like 2026-02-10T14:30:00+00:00
    ! `intent` is a number; it should be a text
    ! `last_heartbeat` says `noon`; it should be a time like 2026-02-10T14:30:00+00:00
    ! `ended_at` is a number; it should be a text
    ! `events[0]` is a text; it should be an object
    ! `events[1].timestamp` says `2026-13-01T00:00:00`; it should be a time like 2026-02-10T14:30:00+00:00
    ! `events[1].message` is a list; it should be a text
    ! `decisions` is an object; it should be a list
    ! `next_steps[1]` is a number; it should be a text
    ! `tasks[0].status` says `done`; it should be `pending`, `in_progress`, `completed` or `skipped`
    intent = x
    started_at = early
    intent = 7
    last_heartbeat = noon
    ended_at = 5
    events[0] = x
    events[1].timestamp = 2026-13-01T00:00:00
    events[1].message[0] = y
    decisions.a = 1
    next_steps[1] = 1
    tasks[0].status = do\u{1b}ne
    ");
}

#[test]
fn what_nothing_can_be_made_of_is_refused_by_its_field() {
    let cases = [
        ("[]", "`the whole file` is a list; it should be an object"),
        ("{}", "`session_id` is missing; it should be an id like"),
        (
            "{\"session_id\": \"a\", \"project_slug\": \"p\\u001b[2J\"}",
            "`project_slug` says `p[2J`; it should be the name of a project",
        ),
        ("{\"session_id\": 7}", "`session_id` is a number; it should be an id like"),
        ("{\"session_id\": \"../../x\"}", "`session_id` says `../../x`; it should be an id like"),
        ("{\"session_id\": \"a\"}", "`project_slug` is missing; it should be the name of a project"),
        (
            "{\"session_id\": \"a\", \"project_slug\": \"../p\"}",
            "`project_slug` says `../p`; it should be the name of a project: 1 to 200 bytes",
        ),
        (
            "{\"session_id\": \"a\", \"project_slug\": \"p\"}",
            "`status` is missing; it should be `active`, `parked` or",
        ),
        (
            "{\"session_id\": \"a\", \"project_slug\": \"p\", \"status\": \"Active\"}",
            "`status` says `Active`; it should be `active`, `parked` or `completed`",
        ),
        (
            "{\"session_id\": \"a\", \"project_slug\": \"p\", \"status\": \"active\"}",
            "`started_at` is missing; it should be a time like 2026-02-10T14:30:00+00:00",
        ),
        ("{\"schema_version\": \"4\"}", "`schema_version` is a text; it should be a whole number, 1 or more"),
        ("{\"schema_version\": 0}", "`schema_version` says `0`; it should be a whole number, 1 or more"),
    ];
    for (text, message) in cases {
        let error = parse_session(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ParseError::Field(_)), "{error:?}");
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

#[test]
fn the_id_says_when_a_session_began_where_the_file_does_not() {
    let begins = |started_at: &str| {
        read(&with(&format!(", \"started_at\": {started_at}"))).value.started_at.to_rfc3339()
    };
    for missing in ["null", "\"\""] {
        assert_eq!(begins(missing), "2026-02-11T09:03:00+00:00");
    }
    for (id, minute) in [
        ("sess_20260211T0903_0f3a", true),
        ("sess_20261311T0903_0f3a", false),
        ("sess_20260211-0903_0f3a", false),
        ("sess_2026-2-1T0903_0f3a", false),
        ("sess_2026", false),
        ("x", false),
    ] {
        assert_eq!(OldId::parse(id).unwrap().derive_minute().is_some(), minute, "{id}");
    }
}

#[test]
fn of_a_doubled_field_the_last_counts_and_the_others_are_left_over() {
    let parsed = read(&with(", \"intent\": \"y\", \"intent\": \"z\""));
    assert_eq!(parsed.value.intent.as_deref(), Some("z"));
    insta::assert_snapshot!(told(&parsed), @"
    ! `intent` stands there more than once; the last one counts
    ! `intent` stands there more than once; the last one counts
    intent = x
    intent = y
    ");
}

#[test]
fn a_newer_schema_is_read_as_far_as_it_is_understood() {
    let parsed = read(&with(", \"schema_version\": 9, \"team\": \"north\""));
    assert_eq!(parsed.value.schema, 9);
    assert_eq!(told(&parsed), "team = north");
}

#[test]
fn project_state_and_configuration_are_read() {
    let state = parse_state(include_bytes!("../predecessor/projects/shop.json")).unwrap();
    assert_eq!(state.value.current_phase.as_deref(), Some("Phase C"));
    assert_eq!(state.value.roadmap.next_up, ["C2", "C3"]);
    assert_eq!(state.value.total_sessions, Some(4));
    assert_eq!(told(&state), "roadmap_summary.dropped[0] = B1");

    let config = parse_config(include_bytes!("../predecessor/config.json")).unwrap();
    let folders: Vec<_> =
        config.value.projects.iter().map(|it| (it.slug.as_str(), it.path.as_deref())).collect();
    assert_eq!(folders, [("shop", Some("/home/mara/shop")), ("site", Some("/home/mara/site"))]);
    assert_eq!(config.value.settings.stale_threshold_hours, Some(12));
    assert_eq!(config.value.settings.notifications_enabled, None);
    assert_eq!(told(&config), "projects.site.owner = Mara\nsettings.theme = dark");

    let odd = parse_config(
        br#"{"projects": {"a": 1}, "settings": {"dashboard_port": -1, "notifications_enabled": 1}}"#,
    );
    insta::assert_snapshot!(told(&odd.unwrap()), @"
    ! `projects.a` is a number; it should be an object
    ! `settings.dashboard_port` says `-1`; it should be a whole number, 0 or more
    ! `settings.notifications_enabled` is a number; it should be true or false
    projects.a = 1
    settings.dashboard_port = -1
    settings.notifications_enabled = 1
    ");
    assert!(parse_state(b"{}").is_err());
}

#[test]
fn no_input_makes_it_panic() {
    let mut bits = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        usize::try_from(bits % 1_000_003).unwrap()
    };
    for text in [
        V1,
        V4,
        include_str!("../predecessor/projects/shop.json"),
        include_str!("../predecessor/config.json"),
    ] {
        for cut in 0..text.len() {
            let _ = parse_session(&text.as_bytes()[..cut]);
        }
        for _ in 0..4_000 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=next() % 3 {
                let (place, other) = (next() % bytes.len(), next() % bytes.len());
                match next() % 3 {
                    0 => bytes[place] = b"\"{}[]:,\\0-9eutn\xc3\x00 "[next() % 18],
                    1 => bytes.swap(place, other),
                    _ => drop(bytes.drain(place.min(other)..place.max(other))),
                }
                if bytes.is_empty() {
                    bytes.push(b'{');
                }
            }
            let _ = (parse_session(&bytes), parse_state(&bytes), parse_config(&bytes));
        }
    }
}
