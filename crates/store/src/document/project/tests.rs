use core_model::project::RoadmapStatus;
use core_model::{Said, TextKind, Time};

use super::*;

fn at(second: i64) -> Time {
    "2026-11-20T10:00:00.120Z".parse::<Time>().unwrap() + chrono::TimeDelta::seconds(second)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::RoadmapItem, raw).unwrap()
}

fn project() -> Project {
    let mut roadmap = Roadmap::default();
    roadmap.add(text("Refunds"), RoadmapStatus::Done, at(1)).unwrap();
    roadmap
        .add(text("one\n[[roadmap]]\n\u{1b}[31m \u{202e} \"\"\""), RoadmapStatus::InProgress, at(2))
        .unwrap();
    let recent = RecentCommit {
        at: at(3),
        session: "20261120-k7q2m9xzpw".parse().unwrap(),
        sha: "9f2c".into(),
        subject: "Key the charge on the order".into(),
    };
    Project {
        name: "shop".into(),
        phase: Some(Said { at: at(0), text: text("beta") }),
        roadmap,
        past: Past {
            outcomes: Outcomes { done: 3, resumed: 1, abandoned: 0, stale: 2 },
            ids: 0xab_cdef,
            commits: 41,
            decisions: 7,
            last_activity: Some(at(9)),
            recent: Recent::restore(vec![recent]),
        },
    }
}

#[test]
fn a_project_reads_back_as_it_was_written() {
    for project in [project(), Project::new("é/../x")] {
        let parsed = parse_project(render_project(&project).as_bytes()).unwrap();
        assert!(parsed.remarks.is_empty());
        assert_eq!(parsed.value, project);
    }
}

#[test]
fn the_document_is_one_that_a_person_can_read() {
    insta::assert_snapshot!(render_project(&project()), @r#"
    format = 1
    name = "shop"
    phase = "beta"
    phase_since = 2026-11-20T10:00:00.120Z

    [[roadmap]]
    id = "r1"
    text = "Refunds"
    status = "done"
    at = 2026-11-20T10:00:01.120Z

    [[roadmap]]
    id = "r2"
    text = "one\n[[roadmap]]\n\u001B[31m \u202E \"\"\""
    status = "in_progress"
    at = 2026-11-20T10:00:02.120Z

    [past]
    done = 3
    resumed = 1
    abandoned = 0
    stale = 2
    ids = "0000000000abcdef"
    commits = 41
    decisions = 7
    last_activity = 2026-11-20T10:00:09.120Z

    [[recent]]
    at = 2026-11-20T10:00:03.120Z
    session = "20261120-k7q2m9xzpw"
    sha = "9f2c"
    subject = "Key the charge on the order"
    "#);
}

fn changed(from: &str, to: &str) -> Result<Parsed<Project>, FileError> {
    let text = render_project(&project());
    assert!(text.contains(from), "{from}");
    parse_project(text.replacen(from, to, 1).as_bytes())
}

#[test]
fn what_is_no_project_is_refused_with_the_reason() {
    let mut told = String::new();
    for (from, to) in [
        ("status = \"done\"", "status = \"finished\""),
        ("id = \"r2\"", "id = \"r1\""),
        ("stale = 2", "stale = -2"),
        ("stale = 2", "stale = 9000000000"),
        ("stale = 2", ""),
        ("ids = \"0000000000abcdef\"", "ids = \"many\""),
        ("session = \"20261120-k7q2m9xzpw\"", "session = \"../../etc\""),
        ("phase_since = 2026-11-20T10:00:00.120Z", ""),
        ("last_activity = 2026-11-20T10:00:09.120Z", "last_activity = 2026-11-20"),
        ("[past]", "[past"),
        ("format = 1", ""),
    ] {
        told += &format!("{}\n", changed(from, to).unwrap_err());
    }
    insta::assert_snapshot!(told, @r#"
    the file is not a project: `roadmap.status` is "finished"; allowed are done, in_progress, next
    the file is not a project: two items of the roadmap have the id r1
    the file is not a project: invalid value: integer `-2`, expected u32
    the file is not a project: invalid value: integer `9000000000`, expected u32
    the file is not a project: missing field `stale`
    the file is not a project: `past.ids` is "many"; it has 16 hexadecimal digits
    the file is not a project: `session`: `../../etc` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw
    the file is not a project: `phase_since` is missing
    the file is not a project: `last_activity` is 2026-11-20; it must be a moment in UTC
    the file is not TOML: line 18: unclosed table, expected `]`
    the file is not a project: missing field `format`
    "#);
}

#[test]
fn what_a_newer_version_wrote_is_read_as_far_as_it_is_understood_and_never_written() {
    let newer = changed("format = 1", "format = 2\nmood = \"good\"").unwrap();
    assert_eq!(newer.value, project());
    assert!(matches!(newer.writable(), Err(FileError::FormatTooNew { found: 2, known: 1 })));
    let unknown = changed("format = 1", "format = 1\nmood = \"good\"").unwrap();
    assert_eq!(unknown.value, project());
    assert!(matches!(unknown.writable(), Err(FileError::UnknownKeys(_))));
    let other = changed("format = 1", "format = 2").and_then(|_| {
        parse_project(
            render_project(&project())
                .replace("format = 1", "format = 2")
                .replace("[past]", "[before]")
                .as_bytes(),
        )
    });
    assert!(matches!(other, Err(FileError::FormatTooNew { found: 2, .. })));
}
