//! A store that was deleted, or that older files were put over: the next command puts back what the last snapshot has.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::desk::{Desk, shas, words};

/// A repository with sessions in each status, a setting, a commit of no session, and something said of the project.
fn full() -> Desk {
    let desk = Desk::new();
    desk.run(&["config", "set", "auto_start", "false"]);
    desk.repo.commit("Nobody's");
    desk.run(&["start", "Over", "--task", "reproduce"]);
    desk.repo.commit("Of what is over");
    desk.run(&["complete", "Done"]);
    desk.run(&["start", "Closed in a hurry"]);
    desk.run(&["complete", "--abandon"]);
    desk.run(&["start", "Aside"]);
    desk.run(&["decide", "This", "--because", "that"]);
    desk.run(&["park", "--reason", "weekend", "--next", "the test"]);
    desk.run(&["resume"]);
    desk.run(&["ask", "Who?"]);
    desk.run(&["park", "--reason", "weekend again"]);
    desk.run(&["project", "phase", "beta"]);
    desk.run(&["start", "At work"]);
    desk
}

fn store(desk: &Desk) -> PathBuf {
    desk.repo.path().join(".sessions")
}

fn history(desk: &Desk) -> PathBuf {
    desk.repo.path().join(".git/git-session/history.git")
}

/// All that there is to know of the sessions, and of what is beside them.
fn all(desk: &Desk) -> [Value; 4] {
    let setting = desk.json(&["config", "get", "auto_start"]);
    [desk.json(&["log"]), desk.json(&["status"]), desk.json(&["project"]), setting]
}

/// What the next command says of it.
fn note(desk: &Desk, dir: &Path) -> String {
    let run = desk.program().run_in(dir, &["log"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let told = run.stderr.replace(store(desk).to_str().unwrap(), "STORE");
    // Until when is another minute on each run.
    match told.split_once(" as of ") {
        Some((before, after)) => format!("{before} as of TIME{}", &after["2026-11-20 10:00".len()..]),
        None => told,
    }
}

/// The paths of the files below a folder, and what is in them.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn what_was_deleted_is_there_again_in_every_part() {
    let desk = full();
    let other = desk.repo.worktree("other");
    let before = all(&desk);
    let clean = || drop(desk.repo.git(&["clean", "-fdxq"]));
    let remove = || fs::remove_dir_all(store(&desk)).unwrap();
    let empty = || {
        remove();
        fs::create_dir(store(&desk)).unwrap();
    };
    let deletions: [(&str, &dyn Fn(), &Path); 4] = [
        ("git clean -fdx", &clean, desk.repo.path()),
        ("rm -r .sessions", &remove, desk.repo.path()),
        ("an empty folder", &empty, desk.repo.path()),
        ("from a linked worktree", &remove, &other),
    ];
    for (deletion, delete, dir) in deletions {
        delete();
        let note = note(&desk, dir);
        let told = "note: STORE was gone or older than its last snapshot: 8 files of it are there again, as of TIME; \
                    what was recorded since is lost\n";
        assert_eq!(note, told, "{deletion}");
        assert_eq!(all(&desk), before, "{deletion}");
        assert_eq!(self::note(&desk, dir), "", "{deletion}: it is told once");
    }
    // Nor are the notes missing by which a commit finds its session.
    let commit = desk.repo.commit("Of what is at work");
    assert_eq!(shas(&desk.json(&["show"])["session"]["commits"]), [commit]);
}

#[test]
fn a_hook_that_comes_first_does_no_harm() {
    let desk = full();
    let id = desk.json(&["show"])["session"]["id"].as_str().unwrap().to_owned();
    let before = words(&desk.json(&["log"])["sessions"], "id");
    fs::remove_dir_all(store(&desk)).unwrap();
    let commit = desk.repo.commit("While the store was gone");
    assert!(note(&desk, desk.repo.path()).contains("there again"));
    let log = desk.json(&["log"]);
    let mut ids = words(&log["sessions"], "id");
    let holds = |session: &&Value| shas(&session["commits"]).contains(&commit);
    let of_commit: Vec<&Value> = log["sessions"].as_array().unwrap().iter().filter(holds).collect();
    assert_eq!(of_commit.len(), 1, "{log}");
    assert_eq!(of_commit[0]["made_by"], "auto-start");
    ids.retain(|id| of_commit[0]["id"] != id.as_str());
    assert_eq!(ids, before);
    assert_eq!(desk.show(&id)["status"], "active");
}

#[test]
fn a_branch_that_has_an_older_store_changes_nothing_when_one_comes_back_from_it() {
    let desk = Desk::new();
    let repo = &desk.repo;
    let id = desk.run(&["start", "Work"]);
    repo.git(&["switch", "--quiet", "--create", "with-a-store"]);
    repo.git(&["add", "--force", ".sessions"]);
    repo.git(&["commit", "--quiet", "--message", "A store in a commit"]);
    // The folder is deleted by git, since this branch has none.
    repo.git(&["switch", "--quiet", "main"]);
    assert!(!store(&desk).join("live").join(format!("{id}.toml")).exists());
    assert!(note(&desk, repo.path()).contains("there again"));
    desk.run(&["event", "newer"]);
    desk.run(&["park", "--reason", "weekend"]);
    let before = desk.json(&["log"]);

    // What is ignored, git overwrites without a word.
    repo.git(&["switch", "--quiet", "with-a-store"]);
    let run = desk.program().run(&["status"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("is tracked by git"), "{run:?}");
    repo.git(&["switch", "--quiet", "main"]);
    assert!(note(&desk, repo.path()).contains("there again"));
    assert_eq!(desk.json(&["log"]), before);
}

#[test]
fn older_files_that_were_put_over_the_store_are_kept_aside_and_newer_ones_stay() {
    let desk = Desk::new();
    let [older, newer] = ["older", "newer"].map(|intent| desk.run(&["start", intent]));
    let file = |id: &str| store(&desk).join("live").join(format!("{id}.toml"));
    let old = fs::read(file(&older)).unwrap();
    let stamp = fs::read(store(&desk).join("snapshot")).unwrap();
    desk.run(&["event", "later", "--session", &older]);
    desk.run(&["park", "--reason", "weekend", "--session", &older]);
    desk.run(&["event", "since the last snapshot", "--session", &newer]);
    fs::write(file(&older), &old).unwrap();
    fs::write(store(&desk).join("snapshot"), stamp).unwrap();
    assert!(note(&desk, desk.repo.path()).contains("1 file of it is there again"));
    assert_eq!(desk.show(&older)["parked_reason"], "weekend");
    assert_eq!(words(&desk.show(&older)["events"], "text"), ["later"]);
    assert_eq!(words(&desk.show(&newer)["events"], "text"), ["since the last snapshot"]);
    let aside = files(&store(&desk).join("quarantine"));
    assert!(aside.iter().any(|(_, content)| *content == old), "what stood there is not kept");
    assert!(aside.iter().any(|(path, _)| path.to_str().unwrap().ends_with(".reason.txt")));
}

#[test]
fn one_file_that_is_gone_with_the_stamp_is_put_back() {
    let desk = full();
    let before = desk.json(&["log"]);
    let archived = files(&store(&desk).join("archive"));
    fs::remove_file(&archived[0].0).unwrap();
    // As long as the store says that it is the one of the last snapshot, doctor is who looks.
    assert_eq!(note(&desk, desk.repo.path()), "");
    let doctor = desk.program().run(&["doctor"]);
    assert!(doctor.stdout.contains("it is gone, and the last snapshot has it"), "{doctor:?}");
    fs::remove_file(store(&desk).join("snapshot")).unwrap();
    assert!(note(&desk, desk.repo.path()).contains("1 file of it is there again"));
    assert_eq!(files(&store(&desk).join("archive")).len(), archived.len());
    assert_eq!(fs::read(&archived[0].0).unwrap(), archived[0].1);
    assert_eq!(desk.json(&["log"]), before);
}

#[test]
fn a_linked_worktree_that_is_removed_takes_no_session_with_it() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let id = desk.run_in(&other, &["start", "There"]);
    let commit = desk.repo.commit_in(&other, "There");
    desk.repo.git(&["worktree", "remove", "--force", other.to_str().unwrap()]);
    let stale = "note: nobody seems to work on one of them any more: git session stale\n";
    assert_eq!(note(&desk, desk.repo.path()), stale, "nothing had to be put back");
    let session = desk.show(&id);
    assert_eq!((&session["status"], shas(&session["commits"])), (&"active".into(), vec![commit]));
}

#[test]
fn what_is_kept_is_seen_by_nobody() {
    let desk = full();
    let repo = &desk.repo;
    assert!(history(&desk).is_dir());
    assert_eq!(repo.git(&["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
    assert_eq!(repo.git(&["log", "--all", "--format=%s"]), "Of what is over\nNobody's\nBefore the hooks");
    assert_eq!(repo.git(&["status", "--porcelain", "--ignored"]), "!! .sessions/");
    repo.git(&["fsck", "--strict"]);
    // It can be read with git, where somebody looks for it.
    let kept = repo.git_in(&history(&desk), &["log", "--all", "--format=%s"]);
    assert!(kept.lines().next().unwrap().starts_with("start "), "{kept}");
}

#[test]
fn without_a_history_what_is_deleted_is_gone() {
    let desk = Desk::new();
    desk.repo.write(".sessions/config.toml", "history = false\n");
    desk.run(&["start", "Work"]);
    assert!(!history(&desk).exists());
    desk.run(&["config", "set", "--user", "history", "false"]);
    fs::remove_dir_all(store(&desk)).unwrap();
    assert_eq!(note(&desk, desk.repo.path()), "");
    assert_eq!(desk.run(&["log"]), "");
    assert!(!store(&desk).exists(), "reading makes no store");
}

#[test]
fn a_project_called_like_a_device_of_some_system_is_kept_and_put_back_as_any_other() {
    let desk = Desk { repo: testkit::TestRepo::new_in("aux") };
    let run = desk.program().run(&["start", "Work"]);
    assert!(!run.stderr.contains("warning"), "{run:?}");
    desk.run(&["project", "phase", "The first"]);
    fs::remove_dir_all(store(&desk)).unwrap();
    let project = desk.json(&["project"])["project"].take();
    assert_eq!((&project["name"], &project["phase"]), (&"aux".into(), &"The first".into()));
}

#[test]
fn what_was_decided_asked_and_planned_is_there_again_and_what_only_happened_may_be_lost() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    let sayings: [&[&str]; 8] = [
        &["decide", "This", "--because", "that"],
        &["ask", "Who?"],
        &["answer", "q1", "Me"],
        &["task", "add", "test it"],
        &["task", "done", "t1"],
        &["task", "rename", "t1", "test it all"],
        &["next", "the rest"],
        &["set", "--intent", "Other work"],
    ];
    for said in sayings {
        desk.run(said);
        let before = desk.show(&id);
        desk.repo.git(&["clean", "-fdxq"]);
        assert!(note(&desk, desk.repo.path()).contains("what was recorded since is lost"), "{said:?}");
        assert_eq!(desk.show(&id), before, "{said:?}");
    }
    let kept = || desk.repo.git_in(&history(&desk), &["rev-list", "--count", "--all"]);
    let before = kept();
    desk.run(&["event", "seen"]);
    desk.run(&["activity", "at it"]);
    assert_eq!(kept(), before, "what happens often costs no snapshot");
}

#[test]
fn a_history_that_has_grown_is_packed_by_clean_whether_or_not_it_found_something() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    let folder = history(&desk).join("objects/17");
    fs::create_dir_all(&folder).unwrap();
    // What grows, but is no object.
    (0..100).for_each(|number| fs::write(folder.join(format!("x{number}")), "").unwrap());
    desk.run(&["clean"]);
    let packs = files(&history(&desk).join("objects/pack"));
    assert!(packs.iter().any(|(path, _)| path.extension().is_some_and(|it| it == "pack")), "{packs:?}");
}
