use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, Heartbeat, MadeBy,
    Opening, Outcome, OutcomeKind, Owner, Person, RandomBits, Session, SessionId, Source, TaskStatus, Text,
    TextKind, Time,
};

use super::parse::parse_session;
use super::*;
use crate::problem::FileError;

fn at(second: i64) -> Time {
    "2026-11-20T10:00:00.120Z".parse::<Time>().unwrap() + chrono::TimeDelta::seconds(second)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

const HOSTILE: &str =
    "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u{1b}[31m \u{202e} \u{0}\u{7f} é";

fn session() -> Session {
    let mut session = Session::open(Opening {
        id: SessionId::new(at(0), RandomBits(0xabcdef)),
        project: "shop".into(),
        intent: text("Stop the double charge on retry"),
        started_at: at(0),
        branch: Some("fix/double-charge".into()),
        worktree: "main".into(),
        author: Author {
            kind: AuthorKind::Agent,
            name: text("claude-code"),
            conversation: Some(text("0c9c47")),
        },
        made_by: MadeBy::Start,
        tags: vec![text("billing")],
        owner: Some(Owner { host: "lab".into(), boot: Some("5a1e".into()), pid: 4242, started_at: at(-60) }),
        roadmap: Some(text("r2")),
        parent: Some(SessionId::new(at(-900), RandomBits(3))),
    });
    session.add_tasks(&[text("Reproduce with two retries"), text(HOSTILE)], at(1)).unwrap();
    session.move_task("t1", TaskStatus::InProgress, at(2)).unwrap();
    session.ask(text(HOSTILE), at(2)).unwrap();
    session.ask(text("Which key?"), at(3)).unwrap();
    session.answer("q2", text("The order's"), at(4)).unwrap();
    session.plan_next(vec![text("write the test")], false).unwrap();
    session.set_activity(Some(text("reading the gateway's log")), at(3)).unwrap();
    session.set_awaiting(Some(text("the key to the sandbox")), at(4)).unwrap();
    session.stamp(at(4));
    let commit = Commit::new(
        at(2),
        CommitFacts {
            sha: "9f2c".into(),
            tree: "aa01".into(),
            parents: vec!["77b0".into()],
            author: Person { name: "Ada".into(), email: "ada@example.org".into() },
            authored_at: at(1),
            branch: Some("fix/double-charge".into()),
            subject: HOSTILE.into(),
            files: Files { paths: vec!["src/pay.rs".into()], more: true },
        },
        Evidence::Worktree,
    );
    for entry in [
        Entry::Heartbeat(Heartbeat { at: at(1), until: None, source: Source::PostCheckout }),
        Entry::Commit(Box::new(commit)),
        Entry::Event(Event { at: at(3), text: text(HOSTILE) }),
        Entry::Decision(Decision {
            at: at(4),
            title: text("Key the charge on the order"),
            because: text("why"),
        }),
    ] {
        session.record_entry(entry).unwrap();
    }
    session
}

fn parsed(document: &str) -> Session {
    let parsed = parse_session(document.as_bytes()).unwrap();
    assert!(parsed.remarks.is_empty(), "{:?}", parsed.remarks);
    assert!(!parsed.is_torn());
    parsed.value
}

#[test]
fn a_document_reads_as_a_person_expects() {
    insta::assert_snapshot!(render_session(&session()), @r#"
    format = 1
    id = "20261120-00000aqkff"
    status = "active"
    project = "shop"
    intent = "Stop the double charge on retry"
    started_at = 2026-11-20T10:00:00.120Z
    branch = "fix/double-charge"
    worktree = "main"
    made_by = "start"
    tags = ["billing"]
    next_steps = ["write the test"]
    roadmap = "r2"
    parent = "20261120-0000000003"
    changed_at = 2026-11-20T10:00:04.120Z
    activity_at = 2026-11-20T10:00:03.120Z
    activity = "reading the gateway's log"
    awaiting_since = 2026-11-20T10:00:04.120Z
    awaiting = "the key to the sandbox"

    [author]
    kind = "agent"
    name = "claude-code"
    conversation = "0c9c47"

    [owner]
    host = "lab"
    boot = "5a1e"
    pid = 4242
    process_started_at = 2026-11-20T09:59:00.120Z
    #. 673 9fd15dbe

    [[task]]
    id = "t1"
    subject = "Reproduce with two retries"
    status = "in_progress"
    at = 2026-11-20T10:00:02.120Z
    #. 112 a2f9c062

    [[task]]
    id = "t2"
    subject = "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u001B[31m \u202E \u0000\u007F é"
    status = "pending"
    at = 2026-11-20T10:00:01.120Z
    #. 168 b650603b

    [[question]]
    id = "q1"
    asked_at = 2026-11-20T10:00:02.120Z
    text = "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u001B[31m \u202E \u0000\u007F é"
    #. 156 2baeb6c3

    [[question]]
    id = "q2"
    asked_at = 2026-11-20T10:00:03.120Z
    text = "Which key?"
    answered_at = 2026-11-20T10:00:04.120Z
    answer = "The order's"
    #. 142 c372c794

    [[heartbeat]]
    at = 2026-11-20T10:00:01.120Z
    source = "post-checkout"
    #. 70 70784482

    [[commit]]
    at = 2026-11-20T10:00:02.120Z
    sha = "9f2c"
    tree = "aa01"
    parents = ["77b0"]
    author_name = "Ada"
    author_email = "ada@example.org"
    authored_at = 2026-11-20T10:00:01.120Z
    branch = "fix/double-charge"
    subject = "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u001B[31m \u202E \u0000\u007F é"
    files = ["src/pay.rs"]
    more_files = true
    evidence = "worktree"
    #. 371 53c669f5

    [[event]]
    at = 2026-11-20T10:00:03.120Z
    text = "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u001B[31m \u202E \u0000\u007F é"
    #. 137 e3a08279

    [[decision]]
    at = 2026-11-20T10:00:04.120Z
    title = "Key the charge on the order"
    because = "why"
    #. 98 0b09a0c7
    "#);
}

#[test]
fn what_was_written_is_read_back() {
    let mut session = session();
    assert_eq!(parsed(&render_session(&session)), session);
    session.park(text("weekend"), vec![text("write the test"), text(HOSTILE)], at(10)).unwrap();
    assert_eq!(parsed(&render_session(&session)), session);
    for kind in [
        OutcomeKind::Done,
        OutcomeKind::Abandoned,
        OutcomeKind::Stale,
        OutcomeKind::ResumedAs(SessionId::new(at(0), RandomBits(1))),
    ] {
        let mut session = session.clone();
        session.complete(Outcome { kind, note: Some(text(HOSTILE)) }, "complete", at(20)).unwrap();
        assert_eq!(parsed(&render_session(&session)), session);
    }
}

#[test]
fn an_appended_entry_is_the_same_as_a_written_one() {
    let mut session = session();
    let entry = Entry::Event(Event { at: at(9), text: text(HOSTILE) });
    let appended = render_session(&session) + &render_entry(&entry);
    session.record_entry(entry).unwrap();
    assert_eq!(appended, render_session(&session));
}

#[test]
fn the_head_ends_before_the_first_entry_whatever_the_texts_say() {
    let document = render_session(&session());
    let head = parse_head(&document.as_bytes()[..head_end(document.as_bytes()).unwrap().at]).unwrap();
    assert_eq!(head.value, *session().head());
}

#[test]
fn wherever_a_document_is_cut_nothing_is_misread() {
    let session = session();
    let document = render_session(&session);
    let head = head_end(document.as_bytes()).unwrap().at;
    for cut in head..document.len() {
        let parsed = parse_session(&document.as_bytes()[..cut]).unwrap();
        let (cut_short, whole) =
            (parsed.value.record().derive_timeline(), session.record().derive_timeline());
        assert!(whole.starts_with(&cut_short), "cut after {cut} bytes");
        assert_eq!(parsed.is_torn(), !parsed.remarks.is_empty(), "cut after {cut} bytes");
    }
}

#[test]
fn the_time_of_the_last_entry_is_read_from_its_block() {
    let beat = |until| Entry::Heartbeat(Heartbeat { at: at(1), until, source: Source::Several });
    assert_eq!(parse_tail_time(render_entry(&beat(None)).as_bytes()), Some(at(1)));
    assert_eq!(parse_tail_time(render_entry(&beat(Some(at(7)))).as_bytes()), Some(at(7)));
    assert_eq!(parse_tail_time(b"nothing"), None);
}

fn error(document: &str) -> String {
    parse_session(document.as_bytes()).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_named() {
    let good = render_session(&session());
    insta::assert_snapshot!(error("hello"), @"the file is not TOML: line 1: key with no value, expected `=`");
    insta::assert_snapshot!(error("[a]\nb = 1\n"), @"the file is not a session: missing field `format`");
    insta::assert_snapshot!(error("format = \"one\"\n"), @r#"the file is not a session: invalid type: string "one", expected i64"#);
    insta::assert_snapshot!(error(&good.replace("status = \"active\"", "status = \"asleep\"")), @r#"the file is not a session: `status` is "asleep"; allowed are active, parked, completed"#);
    insta::assert_snapshot!(error(&good.replace("status = \"active\"", "status = \"parked\"")), @"the file is not a session: `stopped_at` is missing");
    insta::assert_snapshot!(error(&good.replace("started_at = 2026-11-20T10:00:00.120Z", "started_at = 2026-11-20")), @"the file is not a session: `started_at` is 2026-11-20; it must be a moment in UTC");
    insta::assert_snapshot!(error(&good.replace("id = \"2026", "id = \"../2")), @"the file is not a session: `id`: `../21120-00000aqkff` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw");
    insta::assert_snapshot!(error(&good.replace("[[event]]\nat", "[[event]]\nnow")), @"the file is not a session: missing field `at`");
}

#[test]
fn a_moment_that_could_not_be_written_again_is_refused_and_a_part_of_a_millisecond_is_dropped() {
    let good = render_session(&session());
    let edited =
        |at: &str| good.replace("authored_at = 2026-11-20T10:00:01.120Z", &format!("authored_at = {at}"));
    let finer = parse_session(edited("2026-11-20T10:00:01.120999Z").as_bytes()).unwrap();
    assert_eq!(finer.value, session());
    assert!(error(&edited("9999-12-31T23:59:59-01:00")).contains("must be a moment in UTC"));
}

#[test]
fn a_moment_is_the_same_whether_it_is_read_as_we_write_it_or_not() {
    for written in [
        "2026-11-20T10:00:00.120Z",
        "2026-11-20T10:00:00Z",
        "2026-11-20T23:59:60Z",
        "2026-11-20T10:00:00.120999Z",
        "2026-11-20t10:00:00.5z",
        "2026-11-20T12:00:00+02:00",
        "2026-11-20 10:00:00-00:30",
        "2024-02-29T00:00:00Z",
    ] {
        let value: toml::value::Datetime = written.parse().unwrap();
        let time = stored::time("at", value).unwrap();
        assert_eq!(Some(time), core_model::parse_time(&value.to_string()), "{written}");
    }
}

#[test]
fn our_format_is_the_one_that_we_write() {
    assert_eq!(OUR_FORMAT, format!("format = {FORMAT}\n"));
}

#[test]
fn an_unknown_key_is_read_over_and_forbids_writing() {
    let document = render_session(&session()).replace("project =", "mood = \"good\"\nproject =");
    let parsed = parse_session(document.as_bytes()).unwrap();
    assert_eq!(parsed.value, session());
    assert_eq!(
        parsed.writable().unwrap_err().to_string(),
        "the file has keys that this version does not know: mood"
    );
}

#[test]
fn a_newer_format_is_read_as_far_as_it_goes_and_forbids_writing() {
    let newer = render_session(&session()).replace("format = 1", "format = 2\nmood = \"good\"");
    let parsed = parse_session(newer.as_bytes()).unwrap();
    assert_eq!(parsed.value, session());
    let too_new = "the file has format 2; this version writes format 1";
    assert_eq!(parsed.writable().unwrap_err().to_string(), too_new);
    let not_understood = newer.replace("status = \"active\"", "state = \"active\"");
    assert!(matches!(
        parse_session(not_understood.as_bytes()),
        Err(FileError::FormatTooNew { found: 2, .. })
    ));
}

#[test]
fn a_file_that_another_program_wrote_anew_is_read_in_full_and_may_be_written() {
    let document = render_session(&session());
    let without_remarks: String =
        document.lines().filter(|line| !line.starts_with('#')).map(|l| format!("{l}\n")).collect();
    let with_a_remark = format!("{document}# mine\n");
    for edited in [document.replace('\n', "\r\n"), without_remarks, with_a_remark] {
        let parsed = parse_session(edited.as_bytes()).unwrap();
        assert!(matches!(parsed.remarks[..], [FileError::Edited]), "{:?}", parsed.remarks);
        assert_eq!(parsed.writable().unwrap(), session());
    }
}

#[test]
fn a_file_without_a_mark_and_without_an_entry_was_edited_too() {
    let document = render_session(&Session::open(session().opening().clone()));
    let (head, _mark) = document.split_once("#. ").unwrap();
    let parsed = parse_session(head.as_bytes()).unwrap();
    assert!(matches!(parsed.remarks[..], [FileError::Edited]), "{:?}", parsed.remarks);
}

#[test]
fn a_commit_that_is_recorded_twice_is_one() {
    let session = session();
    let twice = Entry::Commit(Box::new(session.record().commits[0].clone()));
    assert_eq!(parsed(&(render_session(&session) + &render_entry(&twice))), session);
}
