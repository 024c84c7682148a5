//! Eight processes at once, of which none is disturbed: all that they wrote is there, exactly once.

use crate::contents::{Contents, Recorded};
use crate::lab::Lab;
use crate::random::Random;

const WRITERS: usize = 8;
const EACH: usize = 100;

/// What one writer said, and the subjects of its commits.
struct Said {
    events: Vec<String>,
    subjects: Vec<String>,
}

/// Events and commits in turn, each by a process of its own.
fn say_and_commit(lab: &Lab, session: Option<&str>) -> Vec<Said> {
    let mut said = lab.at_once(|writer, dir| {
        let mut random = Random::new(writer as u64);
        let mut said = Said { events: Vec::new(), subjects: Vec::new() };
        for number in 0..EACH {
            let label = format!("{writer}-{number}");
            let text = random.text(&label, 2000);
            let named: Vec<&str> = session.iter().flat_map(|id| ["--session", id]).collect();
            lab.run(dir, &[&["event", &text], named.as_slice()].concat());
            lab.commit(dir, session, &label);
            said.events.push(text);
            said.subjects.push(label);
        }
        said
    });
    for (writer, dir) in lab.worktrees.iter().enumerate() {
        // What a hook had to leave, the next one records.
        let label = format!("{writer}-last");
        lab.commit(dir, session, &label);
        said[writer].subjects.push(label);
    }
    // And what the last one had to leave, whoever looks.
    lab.run(&lab.worktrees[0], &["reconcile"]);
    said
}

/// A session holds these events and these commits of git's, each once, and nothing else. Answers with the commits that
/// are excused from it.
fn check(lab: &Lab, contents: &Contents, id: &str, said: &[Said], evidence: &str) -> Vec<Recorded> {
    let session = contents.of(id);
    let mut found = session.events();
    let mut expected: Vec<&String> = said.iter().flat_map(|said| &said.events).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert!(found == expected, "{id}: {} events of {}", found.len(), expected.len());

    let (shas, excused) = (lab.commits(), lab.excused());
    let recorded = |subject: &String| {
        let sha = shas[subject].clone();
        let evidence = if excused.contains(&sha) { "none" } else { evidence }.to_owned();
        Recorded { sha, subject: subject.clone(), evidence }
    };
    let expected = said.iter().flat_map(|said| &said.subjects).map(recorded);
    let (unassigned, mut expected): (Vec<_>, Vec<_>) = expected.partition(|commit| commit.evidence == "none");
    let mut found = session.commits();
    found.sort_unstable();
    expected.sort_unstable();
    let (has, wants) = (found.len(), expected.len());
    assert!(found == expected, "{id}: {has} commits of {wants}; the hooks say:\n{}", lab.hook_log());
    unassigned
}

/// The commits that are among the unassigned are those that must be; most are not, on the busiest machine.
fn check_unassigned(contents: &Contents, mut expected: Vec<Recorded>) {
    let mut found = contents.unassigned.clone();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert!(found.len() <= WRITERS * EACH / 4, "{} commits went to no session", found.len());
}

#[test]
fn eight_that_write_to_one_session_lose_nothing() {
    let lab = Lab::new(WRITERS);
    let id = lab.start(lab.repo.path(), "one for all");
    let said = say_and_commit(&lab, Some(&id));
    let contents = Contents::read(&lab.store());
    assert_eq!(contents.sessions.len(), 1);
    let unassigned = check(&lab, &contents, &id, &said, "environment");
    eprintln!("{} commits went to no session", unassigned.len());
    check_unassigned(&contents, unassigned);
}

#[test]
fn eight_that_write_to_eight_sessions_lose_nothing_and_mix_nothing() {
    let lab = Lab::new(WRITERS);
    let ids = lab.at_once(|writer, dir| lab.start(dir, &format!("the work of {writer}")));
    let said = say_and_commit(&lab, None);
    let contents = Contents::read(&lab.store());
    assert_eq!(contents.sessions.len(), WRITERS);
    let mut unassigned = Vec::new();
    for (writer, id) in ids.iter().enumerate() {
        assert_eq!(contents.of(id).word("worktree"), format!("wt{writer}"));
        unassigned.extend(check(&lab, &contents, id, &said[writer..=writer], "worktree"));
    }
    eprintln!("{} commits went to no session", unassigned.len());
    check_unassigned(&contents, unassigned);
}

#[test]
fn commits_of_eight_that_belong_to_nobody_are_kept_apart_each_once() {
    let lab = Lab::new(WRITERS);
    std::fs::write(lab.store().join("config.toml"), "auto_start = false\n").unwrap();
    lab.at_once(|writer, dir| {
        for number in 0..10 {
            lab.commit(dir, None, &format!("{writer}-{number}"));
        }
    });
    for (writer, dir) in lab.worktrees.iter().enumerate() {
        lab.commit(dir, None, &format!("{writer}-last"));
    }
    let contents = Contents::read(&lab.store());
    assert!(contents.sessions.is_empty());
    let mut found: Vec<String> = contents.unassigned.into_iter().map(|commit| commit.sha).collect();
    found.sort_unstable();
    let mut expected: Vec<String> = lab.commits().into_values().filter(|sha| *sha != lab.root).collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "the hooks say:\n{}", lab.hook_log());
}

#[test]
fn commits_that_eight_make_in_one_worktree_are_each_recorded_once() {
    let lab = Lab::new(WRITERS);
    let dir = lab.repo.path();
    let id = lab.start(dir, "one worktree for all");
    lab.at_once(|writer, _| {
        for number in 0..10 {
            let subject = format!("{writer}-{number}");
            let commit = ["commit", "--quiet", "--allow-empty", "--message", &subject];
            // git lets one in at a time and turns the others away; their hooks run side by side all the same.
            let tries = (0..5000).take_while(|_| !lab.repo.try_git(&commit).status.success()).count();
            assert!(tries < 5000, "{subject} was never made");
        }
    });
    lab.commit(dir, None, "last");
    // By their ids: git keeps the message of a commit in one file for all, so one may get another's.
    let made = lab.repo.git(&["rev-list", "main", &format!("^{}", lab.root)]);
    let mut expected: Vec<String> = made.lines().map(str::to_owned).collect();
    assert_eq!(expected.len(), WRITERS * 10 + 1);
    let commits = Contents::read(&lab.store()).of(&id).commits();
    let mut found: Vec<String> = commits.into_iter().map(|commit| commit.sha).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "the hooks say:\n{}", lab.hook_log());
}
