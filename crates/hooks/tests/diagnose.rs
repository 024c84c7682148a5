//! Each cause from the facts that it is known by.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use git_session_hooks::{
    Cause, EntryFacts, Event, EventFacts, Facts, Failing, FileFacts, GitVersion, HooksPath, diagnose,
};

const OLD: Option<GitVersion> = Some(GitVersion { major: 2, minor: 47 });
const NEW: Option<GitVersion> = Some(GitVersion { major: 2, minor: 55 });

fn ours() -> FileFacts {
    let path = "/r/.git/hooks/post-commit".into();
    FileFacts::Ours { path, is_executable: true, ended_by: None, failing: None }
}

fn theirs(manager: Option<&'static str>, was_ours: bool) -> FileFacts {
    FileFacts::Theirs { path: "/r/.git/hooks/post-commit".into(), manager, was_ours }
}

fn there() -> EntryFacts {
    EntryFacts::There { off_by: None, failing: None }
}

fn facts(git: Option<GitVersion>, entry: EntryFacts, file: FileFacts) -> Facts {
    let event = |event| EventFacts { event, entry: entry.clone(), file: file.clone(), elsewhere: None };
    Facts {
        git,
        switched_off: false,
        hooks_path: None,
        folder: "/r/.git/hooks".into(),
        folder_is_there: true,
        was_installed: true,
        events: Event::ALL.map(event).into(),
    }
}

fn told(facts: &Facts) -> Vec<String> {
    diagnose(facts).iter().map(ToString::to_string).collect()
}

#[test]
fn by_an_entry_or_by_a_file_commits_arrive() {
    for git in [None, OLD, NEW] {
        assert_eq!(diagnose(&facts(git, EntryFacts::Missing, ours())), []);
        assert_eq!(diagnose(&facts(git, EntryFacts::Changed, ours())), []);
    }
    for git in [None, NEW] {
        assert_eq!(diagnose(&facts(git, there(), FileFacts::Missing)), []);
        assert_eq!(diagnose(&facts(git, there(), theirs(Some("husky"), true))), []);
    }
    // A git that takes no entries has files alone.
    assert_eq!(diagnose(&facts(OLD, there(), FileFacts::Missing)).len(), 1);
}

#[test]
fn each_cause_in_a_line() {
    let path = || "/r/.git/hooks/post-commit".into();
    let off = EntryFacts::There {
        off_by: Some("hook.post-commit.enabled=false (local, .git/config)".into()),
        failing: None,
    };
    let gone = || Failing::Gone("/gone/git-session".into());
    let without_program = EntryFacts::There { off_by: None, failing: Some(gone()) };
    let file = |is_executable, ended_by: Option<&str>, failing: Option<Failing>| FileFacts::Ours {
        path: path(),
        is_executable,
        ended_by: ended_by.map(str::to_owned),
        failing,
    };
    for (facts, line, word) in [
        (
            Facts { was_installed: false, ..facts(OLD, EntryFacts::Missing, FileFacts::Missing) },
            "the hooks are not installed",
            "not installed",
        ),
        (
            Facts { was_installed: false, ..facts(OLD, EntryFacts::Missing, theirs(None, false)) },
            "the hooks are not installed",
            "not installed",
        ),
        (
            facts(OLD, EntryFacts::Missing, FileFacts::Missing),
            "the post-commit hook was removed since it was installed",
            "gone",
        ),
        (
            facts(OLD, EntryFacts::Missing, theirs(Some("lefthook"), true)),
            "/r/.git/hooks/post-commit was replaced by lefthook",
            "replaced",
        ),
        (
            facts(OLD, EntryFacts::Missing, theirs(None, false)),
            "/r/.git/hooks/post-commit is somebody else's and does not call git session",
            "not in place",
        ),
        (
            facts(OLD, EntryFacts::Missing, file(false, None, None)),
            "/r/.git/hooks/post-commit is not executable, so git does not run it",
            "not executable",
        ),
        (
            facts(OLD, EntryFacts::Missing, file(true, Some("exec husky"), None)),
            "/r/.git/hooks/post-commit ends at `exec husky`, before it comes to git session",
            "not reached",
        ),
        (
            facts(OLD, EntryFacts::Missing, file(true, None, Some(gone()))),
            "the program that the hooks run is gone: /gone/git-session",
            "program gone",
        ),
        (
            facts(
                OLD,
                EntryFacts::Missing,
                file(true, None, Some(Failing::Broken("/bad/git-session".into()))),
            ),
            "the program that the hooks run does not work: /bad/git-session",
            "program broken",
        ),
        (
            facts(NEW, without_program, FileFacts::Missing),
            "the program that the hooks run is gone: /gone/git-session",
            "program gone",
        ),
        (
            facts(NEW, off, FileFacts::Missing),
            "hook.post-commit.enabled=false (local, .git/config) switches the entry off",
            "switched off",
        ),
        (
            facts(NEW, EntryFacts::Changed, theirs(None, false)),
            "the entry for post-commit in the configuration was changed since it was installed",
            "changed",
        ),
    ] {
        assert_eq!(told(&facts)[0], line);
        assert_eq!(diagnose(&facts)[0].word(), word);
    }
}

#[test]
fn who_leads_git_elsewhere_is_named_with_the_place() {
    let hooks_path =
        HooksPath { value: ".husky/_".into(), scope: "local".into(), file: ".git/config".into() };
    let mut led = facts(OLD, EntryFacts::Missing, theirs(Some("husky"), false));
    led.hooks_path = Some(hooks_path.clone());
    led.folder = "/r/.husky/_".into();
    for event in &mut led.events {
        event.elsewhere = Some("/r/.git/hooks".into());
    }
    assert_eq!(
        told(&led),
        ["core.hooksPath=.husky/_ (local, .git/config) leads git past the hooks in /r/.git/hooks"]
    );
    led.folder_is_there = false;
    assert_eq!(
        told(&led),
        ["core.hooksPath=.husky/_ (local, .git/config) leads git to /r/.husky/_, which is not there"]
    );
    // With an entry it does not matter.
    for event in &mut led.events {
        event.entry = there();
    }
    assert_eq!(told(&led).len(), 1, "that git takes no entries");
    led.git = NEW;
    assert_eq!(diagnose(&led), []);
    led.hooks_path = Some(HooksPath { scope: "command".into(), file: String::new(), ..hooks_path });
    led.git = OLD;
    assert!(told(&led)[0].starts_with("core.hooksPath=.husky/_ (command) leads"));
}

#[test]
fn the_environment_comes_first_and_one_of_each_kind_is_told() {
    let mut all = facts(OLD, EntryFacts::Missing, theirs(None, true));
    all.switched_off = true;
    all.events[1].file = FileFacts::Missing;
    let causes = diagnose(&all);
    assert_eq!(causes.len(), 3, "{causes:?}");
    assert_eq!(causes[0], Cause::SwitchedOff);
    assert!(matches!(causes[1], Cause::Replaced { .. }));
    assert_eq!(causes[2], Cause::Gone { event: Event::PostMerge });
    assert!(!causes[0].is_for_install(), "whoever switched them off meant it");
    assert!(causes[1].is_for_install());
}
