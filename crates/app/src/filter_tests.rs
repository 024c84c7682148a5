use core_model::{
    Author, Commit, CommitFacts, Decision, Entry, Evidence, Files, MadeBy, Opening, Person, RandomBits,
    SessionId, Text,
};

use super::*;

fn at(hour: i64) -> Time {
    "2026-11-20T00:00:00Z".parse::<Time>().unwrap() + chrono::TimeDelta::hours(hour)
}

fn text(raw: &str) -> Text {
    Text::restored(raw.into())
}

/// From 10 to 14 o'clock, with one commit that took the place of another.
fn session() -> Session {
    let mut session = Session::open(Opening {
        id: SessionId::new(at(10), RandomBits(7)),
        project: "shop".into(),
        intent: text("Stop the double charge"),
        started_at: at(10),
        branch: Some("main".into()),
        worktree: "main".into(),
        author: Author { kind: AuthorKind::Agent, name: text("Claude-Code"), conversation: None },
        made_by: MadeBy::Start,
        tags: vec![text("billing"), text("urgent")],
        owner: None,
        roadmap: None,
        parent: None,
    });
    let facts = CommitFacts {
        sha: "9f2c".repeat(10),
        tree: "aa01".into(),
        parents: vec![],
        author: Person { name: "Ada".into(), email: String::new() },
        authored_at: at(11),
        branch: Some("fix/double-charge".into()),
        subject: "Key the charge on the order".into(),
        files: Files { paths: vec!["src/pay.rs".into(), "docs/a b.md".into()], more: false },
    };
    let mut commit = Commit::new(at(11), facts, Evidence::Worktree);
    commit.replaces = vec!["77b0".repeat(10)];
    session.record_entry(Entry::Commit(Box::new(commit))).unwrap();
    let decision = Decision { at: at(12), title: text("One key"), because: text("The gateway retries") };
    session.record_entry(Entry::Decision(decision)).unwrap();
    session.park(text("lunch"), vec![text("tell Support")], at(14)).unwrap();
    session
}

fn names(texts: &[&str]) -> Vec<Name> {
    texts.iter().map(|text| Name::parse(text).unwrap()).collect()
}

fn check(filter: &Filter, admits: bool) {
    assert_eq!(filter.admits(&session()), admits, "{filter:?}");
}

#[test]
fn a_session_is_meant_where_it_was_at_work_in_the_range() {
    for (since, until, admits) in [
        (None, None, true),
        (Some(9), None, true),
        (Some(14), None, true),
        (Some(15), None, false),
        (None, Some(9), false),
        (None, Some(10), true),
        (None, Some(12), true),
        (Some(12), Some(13), true),
        (Some(15), Some(16), false),
        (Some(8), Some(9), false),
    ] {
        let filter = Filter { since: since.map(at), until: until.map(at), ..Filter::default() };
        check(&filter, admits);
        assert_eq!(filter.is_empty(), since.is_none() && until.is_none());
    }
}

#[test]
fn of_one_kind_one_must_hold_and_of_several_kinds_each() {
    let with = |authors: &[&str], tags: &[&str]| Filter {
        authors: authors.iter().map(|&it| it.to_owned()).collect(),
        tags: names(tags),
        ..Filter::default()
    };
    check(&with(&["ada", "claude"], &[]), true);
    check(&with(&["CODE"], &["urgent", "later"]), true);
    check(&with(&["ada"], &["urgent"]), false);
    check(&with(&["claude"], &["later"]), false);
}

#[test]
fn an_agent_is_named_by_a_piece_or_not_at_all() {
    for (agent, admits) in [("", true), ("claude", true), ("codex", false)] {
        let filter = Filter { agents: vec![agent.into()], ..Filter::default() };
        check(&filter, admits);
    }
    let mut opening = session().opening().clone();
    opening.author.kind = AuthorKind::Person;
    let person = Session::open(opening);
    assert!(!Filter { agents: vec![String::new()], ..Filter::default() }.admits(&person));
    assert!(Filter { authors: vec!["claude".into()], ..Filter::default() }.admits(&person));
}

#[test]
fn a_status_is_the_one_that_it_has() {
    for (status, admits) in [(StatusName::Parked, true), (StatusName::Active, false)] {
        check(&Filter { statuses: vec![status], ..Filter::default() }, admits);
    }
}

#[test]
fn a_branch_is_the_first_or_that_of_a_commit() {
    for (branch, admits) in [
        ("main", true),
        ("mai", false),
        ("fix/double-charge", true),
        ("fix/*", true),
        ("*charge", true),
        ("{main,trunk}", true),
        ("Main", false),
    ] {
        check(&Filter { branches: names(&[branch]), ..Filter::default() }, admits);
    }
}

#[test]
fn a_project_or_a_tag_is_named_in_full_or_by_a_pattern() {
    for (name, admits) in [("shop", true), ("sh?p", true), ("sho", false), ("*", true), ("[a-r]hop", false)] {
        check(&Filter { projects: names(&[name]), ..Filter::default() }, admits);
    }
    let broken = Name::parse("[a").unwrap_err().to_string();
    assert_eq!(broken, "`[a` is no pattern: unclosed character class; missing ']'");
}

#[test]
fn an_expression_is_looked_for_in_everything_that_was_said() {
    for (expression, admits) in [
        ("double charge", true),
        ("^stop", true),
        ("STOP", false),
        ("Key the charge", true),
        ("gateway", true),
        (r"tell \Support", true),
        (r"tell \p{Lu}", true),
        ("support|nothing", true),
        ("lunch", true),
        ("urgent", true),
        ("supper", false),
    ] {
        let grep = vec![Expression::parse(expression).unwrap()];
        check(&Filter { grep, ..Filter::default() }, admits);
    }
    let broken = Expression::parse("a(b").unwrap_err().to_string();
    assert_eq!(broken, "`a(b` is no regular expression: unclosed group");
}

#[test]
fn a_path_means_the_file_and_all_below_it() {
    for (path, admits) in [
        ("src/pay.rs", true),
        ("src", true),
        ("", true),
        ("sr", false),
        ("src/pay", false),
        ("docs/a b.md", true),
        ("pay.rs", false),
    ] {
        check(&Filter { touched: vec![path.into()], ..Filter::default() }, admits);
    }
}

#[test]
fn a_commit_is_found_by_what_it_is_called_and_by_what_it_was_called() {
    for (sha, admits) in [("9f2c", true), ("77b0", true), ("aaaa", false)] {
        check(&Filter { commits: vec![sha.repeat(10)], ..Filter::default() }, admits);
    }
}
