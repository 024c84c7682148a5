//! What an export looks like, and that no text in it becomes anything else.

use core_model::project::{Project, ProjectState, RoadmapStatus};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, MadeBy, Opening,
    Outcome, OutcomeKind, Person, RandomBits, Session, SessionId, TaskStatus, Text, Time,
};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use pulldown_cmark::{Event as Piece, Options, Parser};

use super::{Export, csv, json, json_lines, markdown};

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00.120Z".parse::<Time>().unwrap() + chrono::TimeDelta::minutes(minute)
}

/// A session in which each text is this one.
fn session(raw: &str) -> Session {
    let text = || Text::restored(raw.to_owned());
    let mut session = Session::open(Opening {
        id: SessionId::new(at(0), RandomBits(77)),
        project: raw.to_owned(),
        intent: text(),
        started_at: at(0),
        branch: Some(raw.to_owned()),
        worktree: raw.to_owned(),
        author: Author { kind: AuthorKind::Person, name: text(), conversation: Some(text()) },
        made_by: MadeBy::Start,
        tags: vec![text()],
        owner: None,
        roadmap: Some(text()),
        parent: Some(SessionId::new(at(-2000), RandomBits(3))),
    });
    session.add_tasks(&[text()], at(1)).unwrap();
    session.ask(text(), at(2)).unwrap();
    session.ask(Text::restored(format!("{raw}?")), at(2)).unwrap();
    session.answer("q1", text(), at(5)).unwrap();
    session.set_activity(Some(text()), at(6)).unwrap();
    session.set_awaiting(Some(text()), at(6)).unwrap();
    for entry in [
        Entry::Commit(Box::new(commit(raw))),
        Entry::Event(Event { at: at(8), text: text() }),
        Entry::Decision(Decision { at: at(9), title: text(), because: text() }),
    ] {
        session.record_entry(entry).unwrap();
    }
    session.plan_next(vec![text()], false).unwrap();
    session.stamp(at(9));
    session
}

fn commit(raw: &str) -> Commit {
    Commit::new(
        at(4),
        CommitFacts {
            sha: "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: raw.into(), email: raw.into() },
            authored_at: at(4),
            branch: None,
            subject: raw.into(),
            files: Files { paths: vec![raw.into()], more: true },
        },
        Evidence::Worktree,
    )
}

fn completed(raw: &str) -> Session {
    let mut session = session(raw);
    session.move_task("t1", TaskStatus::Completed, at(10)).unwrap();
    let note = Some(Text::restored(raw.to_owned()));
    session.complete(Outcome { kind: OutcomeKind::Done, note }, "complete", at(20)).unwrap();
    session
}

fn project(raw: &str) -> (Project, ProjectState) {
    let text = || Text::restored(raw.to_owned());
    let mut project = Project::new(raw);
    project.set_phase(Some(text()), at(1));
    project.roadmap.add(text(), RoadmapStatus::Done, at(1)).unwrap();
    let state = ProjectState::derive(&project, [], at(60));
    (project, state)
}

fn as_markdown(raw: &str) -> String {
    let mut parked = session(raw);
    parked.park(Text::restored(raw.to_owned()), vec![], at(30)).unwrap();
    let sessions = [completed(raw), parked];
    markdown(&Export { sessions: &sessions, unassigned: &[commit(raw)], projects: &[project(raw)] })
}

#[test]
fn a_session_is_a_document_to_be_read() {
    let sessions = [completed("Stop the *double* charge\non retry")];
    let export = Export { sessions: &sessions, unassigned: &[], projects: &[project("shop")] };
    insta::assert_snapshot!(markdown(&export), @r"
    # Stop the \*double\* charge on retry

    - session: 20261120-000000002d
    - status: completed, ended 2026-11-20 10:20 UTC, done: Stop the \*double\* charge\
      on retry
    - author: Stop the \*double\* charge on retry (person)
    - conversation: Stop the \*double\* charge on retry
    - project: Stop the \*double\* charge on retry
    - branch: Stop the \*double\* charge on retry
    - worktree: Stop the \*double\* charge on retry
    - started: 2026-11-20 10:00 UTC
    - last sign of life: 2026-11-20 10:20 UTC
    - goes on with: 20261119-0000000003
    - roadmap: Stop the \*double\* charge on retry
    - tag: Stop the \*double\* charge on retry
    - activity: Stop the \*double\* charge on retry
    - waits for a person: Stop the \*double\* charge on retry

    ## Next steps

    - Stop the \*double\* charge on retry

    ## Tasks

    - [x] Stop the \*double\* charge on retry (t1)

    ## Questions

    - Stop the \*double\* charge\
      on retry\
      answered 2026-11-20 10:05 UTC: Stop the \*double\* charge\
      on retry
    - Stop the \*double\* charge\
      on retry?\
      open since 2026-11-20 10:02 UTC

    ## Decisions

    - 2026-11-20 10:09 UTC: Stop the \*double\* charge on retry\
      because Stop the \*double\* charge\
      on retry

    ## Events

    - 2026-11-20 10:08 UTC: Stop the \*double\* charge\
      on retry

    ## Commits

    - 2026-11-20 10:04 UTC: 9f2c1ab34d5e Stop the \*double\* charge on retry

    ## Files

    - Stop the \*double\* charge on retry
    - and more that are not known

    # Project shop

    shop

    - [x] shop (r1, done)
    ");
}

#[test]
fn a_row_has_a_cell_for_each_column() {
    let sessions = [completed("two words"), session("a \"b\", c")];
    insta::assert_snapshot!(csv(&sessions), @r#"
    id,status,project,intent,author_kind,author,branch,worktree,parent,roadmap,tags,started_at,last_heartbeat,parked_at,parked_reason,ended_at,outcome,outcome_note,resumed_as,commits,decisions,events,tasks,open_tasks,open_questions
    20261120-000000002d,completed,two words,two words,person,two words,two words,two words,20261119-0000000003,two words,two words,2026-11-20T10:00:00.120Z,2026-11-20T10:20:00.120Z,,,2026-11-20T10:20:00.120Z,done,two words,,1,1,1,1,0,1
    20261120-000000002d,active,"a ""b"", c","a ""b"", c",person,"a ""b"", c","a ""b"", c","a ""b"", c",20261119-0000000003,"a ""b"", c","a ""b"", c",2026-11-20T10:00:00.120Z,2026-11-20T10:09:00.120Z,,,,,,,1,1,1,1,1,1
    "#);
}

#[test]
fn no_cell_begins_as_a_formula_does() {
    for raw in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\u{1b}=1", "\u{200b}=1", "  =1", "\r\n-2"] {
        let text = csv(&[session(raw)]);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        for row in reader.records().map(Result::unwrap) {
            for cell in &row {
                let first = cell.chars().find(|c| !c.is_whitespace() && !core_model::is_unseen(*c));
                assert!(!matches!(first, Some('=' | '+' | '-' | '@')), "{raw:?}: {cell:?}");
                assert!(!cell.contains(core_model::is_unseen), "{raw:?}: {cell:?}");
            }
            assert_eq!(&row[3], &format!("'{}", core_model::clean(raw)));
        }
    }
}

#[test]
fn of_the_children_those_are_named_that_the_export_knows_of() {
    let child = session("child");
    let parent_id = child.opening().parent.clone().unwrap();
    let mut opening = session("parent").opening().clone();
    opening.id = parent_id;
    opening.parent = None;
    let parent = Session::open(opening);
    let all = Export { sessions: &[parent.clone(), child.clone()], unassigned: &[], projects: &[] };
    assert!(json(&all).contains(&format!("\"children\":[\"{}\"]", child.id())));
    let one = Export { sessions: &[parent], ..all };
    assert!(!json(&one).contains(child.id().as_str()));
}

#[test]
fn each_line_says_what_it_holds() {
    let sessions = [session("one"), completed("two")];
    let text = json_lines(&Export {
        sessions: &sessions,
        unassigned: &[commit("three")],
        projects: &[project("four")],
    });
    let keys: Vec<&str> = text.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert_eq!(keys, ["session", "session", "commit", "project"]);
    assert!(text.lines().all(|line| line.starts_with("{\"schema\":1,")) && text.ends_with("}\n"), "{text}");
}

#[test]
fn what_steers_a_terminal_is_in_no_form() {
    let hostile = "\u{1b}[31mred\u{202e}\u{9b}\u{7}\u{2028}";
    let sessions = [session(hostile)];
    let export =
        Export { sessions: &sessions, unassigned: &[commit(hostile)], projects: &[project(hostile)] };
    for text in [json(&export), json_lines(&export), markdown(&export), csv(&sessions)] {
        assert!(!text.contains(|c| c != '\n' && core_model::is_unseen(c)), "{text:?}");
    }
}

/// What a reader of Markdown makes of it: the structure, with `…` for each run of text, and the texts.
fn read(source: &str) -> (Vec<String>, Vec<String>) {
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let (mut structure, mut texts) = (Vec::new(), Vec::<String>::new());
    let mut in_text = false;
    for piece in Parser::new_ext(source, options) {
        if let Piece::Text(text) = piece {
            if in_text {
                texts.last_mut().unwrap().push_str(&text);
            } else {
                texts.push(text.into_string());
                structure.push("…".to_owned());
            }
            in_text = true;
        } else {
            in_text = false;
            structure.push(format!("{piece:?}"));
        }
    }
    (structure, texts)
}

fn hostile_line() -> impl Strategy<Value = String> {
    let special = "[-+*_#=:>|~`<!\\[\\](){}&;\\\\$^.0-9 a\"'\t/@%é]{0,12}";
    let pieces = prop_oneof![
        special.prop_map(String::from),
        proptest::sample::select(vec![
            "---",
            "***",
            "===",
            "```",
            "~~~",
            "1. one",
            "- [x] done",
            "[a](b)",
            "![a](b)",
            "<b>",
            "<!--",
            "&amp;",
            "&#35;",
            "https://example.org",
            "| a | b |",
            "|---|---|",
            "[^1]: note",
            "[x]: y",
            "    code",
            "\\",
            "**",
            "$x$",
            "# h #",
            "h {#id}",
            "+++",
            ": definition",
            "\u{a0}x",
            "*a*",
            "_a_",
            "~~a~~",
            "`a`",
            "==",
            "> q",
            "\u{2003}- x",
            "^a^",
            "~a~",
            "[[wiki]]",
            "!!!",
            "1)",
            "10.",
            "\u{feff}# x",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec(pieces, 1..4).prop_map(|all| all.concat().replace(['\n', '\r'], ""))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_markup_and_each_is_read_as_it_was(raw in hostile_line()) {
        let (structure, texts) = read(&as_markdown(&raw));
        let (plain, expected) = read(&as_markdown("plainly"));
        prop_assert_eq!(structure, plain);
        let shown = core_model::clean(&raw);
        let shown = if shown.trim().is_empty() { "(nothing)" } else { shown.trim() };
        for (text, expected) in texts.iter().zip(&expected) {
            // The second question is never nothing: it has a mark of its own.
            let own = core_model::clean(&format!("{raw}?"));
            prop_assert_eq!(text, &expected.replace("plainly?", own.trim()).replace("plainly", shown));
        }
    }

    #[test]
    fn lines_stay_lines_and_begin_nothing(raw in proptest::collection::vec(hostile_line(), 1..4)) {
        let seen = |line: &String| !core_model::clean(line).trim().is_empty();
        let lines: Vec<String> = raw.into_iter().filter(seen).collect();
        let raw = lines.join("\n");
        let without_breaks = |source: &str| {
            let (mut structure, _) = read(source);
            structure.retain(|piece| piece != "HardBreak");
            structure.dedup();
            structure
        };
        let plain = if lines.is_empty() { "" } else { "plainly" };
        prop_assert_eq!(without_breaks(&as_markdown(&raw)), without_breaks(&as_markdown(plain)));
    }
}
