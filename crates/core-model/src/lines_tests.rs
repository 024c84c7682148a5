use super::*;
use crate::{
    Author, AuthorKind, Commit, CommitFacts, Entry, Evidence, Files, MadeBy, Opening, Person, RandomBits,
    SessionId, Text, Time,
};

fn text(raw: &str) -> Text {
    Text::restored(raw.into())
}

fn session(commits: &[(&str, usize, &str, bool)]) -> Session {
    let at: Time = "2026-11-20T10:00:00Z".parse().unwrap();
    let mut session = Session::open(Opening {
        id: SessionId::new(at, RandomBits(7)),
        project: "shop".into(),
        intent: text("stop the double charge"),
        started_at: at,
        branch: None,
        worktree: "main".into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by: MadeBy::Start,
        tags: Vec::new(),
        owner: None,
        roadmap: None,
        parent: None,
    });
    for &(sha, parents, path, more) in commits {
        let facts = CommitFacts {
            sha: sha.into(),
            tree: "aa01".into(),
            parents: (0..parents).map(|number| format!("{sha}{number}")).collect(),
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at,
            branch: None,
            subject: "s".into(),
            files: Files { paths: vec![path.into()], more },
        };
        session.record_entry(Entry::Commit(Box::new(Commit::new(at, facts, Evidence::Worktree)))).unwrap();
    }
    session
}

#[test]
fn of_a_merge_neither_files_nor_lines_count() {
    let count = |files, added, removed| LineCounts { files, added, removed };
    let counts = HashMap::from([("9f2c".into(), count(1, 40, 7)), ("aa01".into(), count(0, 0, 0))]);
    let one = ("9f2c", 1, "src/pay.rs", false);
    let merge = ("aa01", 2, "src/prices.rs", true);
    let lines = SessionLines { files: 1, added: 40, removed: 7, ..SessionLines::default() };
    assert_eq!(SessionLines::of(&session(&[one, merge]), &counts), lines);
    assert_eq!(SessionLines::of(&session(&[merge]), &counts), SessionLines::default());
}

#[test]
fn a_file_counts_once_and_a_commit_that_is_gone_is_said() {
    let commits = [("9f2c", 0, "src/pay.rs", false), ("9f2d", 1, "src/pay.rs", false)];
    let counts = HashMap::from([("9f2c".into(), LineCounts { files: 1, added: 40, removed: 7 })]);
    let lines = SessionLines { files: 1, added: 40, removed: 7, gone: 1, ..SessionLines::default() };
    assert_eq!(SessionLines::of(&session(&commits), &counts), lines);
}
