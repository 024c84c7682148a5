//! Letting go where there is nothing, where somebody was interrupted, and where somebody else writes.

use std::fs;
use std::path::PathBuf;

use crate::desk::{Desk, words};
use crate::forget::{assert_gone, contents, forgotten, state};

/// Nothing is touched, no snapshot either, and it is said.
#[track_caller]
pub(crate) fn assert_nothing_to_forget(desk: &Desk, text: &str) {
    let before = contents(desk);
    for how in [&["--yes"][..], &["--dry-run"], &["--yes", "--json"]] {
        let run = desk.try_run(&[&["forget", "--text", text], how].concat());
        assert_eq!(run.code, Some(3), "{run:?}");
        assert!(run.stderr.starts_with("error: there is nothing to forget"), "{run:?}");
    }
    assert_eq!(contents(desk), before);
}

#[test]
fn where_there_is_nothing_to_forget_nothing_is_touched() {
    let desk = Desk::new();
    assert_nothing_to_forget(&desk, "Zanzibar");
    desk.run(&["start", "work"]);
    assert_nothing_to_forget(&desk, "Zanzibar");
    // What a kill has left is something.
    fs::write(desk.store().join("live/.git-session-1-0.tmp"), "Zanzibar").unwrap();
    assert_eq!(forgotten(&desk, &["--text", "Zanzibar"])["files"], 1);
    assert_gone(&desk, "Zanzibar");
}

#[test]
fn what_an_interrupted_forget_has_left_of_a_session_goes_with_the_next() {
    let desk = Desk::new();
    desk.run(&["start", "another"]);
    let id = "20260101-k7q2m9xzpw";
    let quarantine = desk.store().join("quarantine");
    let worktree = fs::read_dir(desk.store().join("worktrees")).unwrap().next().unwrap().unwrap().path();
    let leftovers: [(PathBuf, &str); 4] = [
        (quarantine.join(format!("{id}.toml.20260101T000000.000.tail")), "Zanzibar"),
        (quarantine.join(format!("20260101-a7q2m9xzpw+{id}.toml.20260101T000000.000")), "Zanzibar"),
        (worktree.join(id), ""),
        (state(&desk).join("hook.log"), "2026 post-commit: 20260101-k7q2m9xzpw\n"),
    ];
    for (path, content) in &leftovers {
        fs::write(path, content).unwrap();
        assert_eq!(
            words(&forgotten(&desk, &[id])["removed"], "id").len(),
            usize::from(!path.ends_with("hook.log"))
        );
        assert_gone(&desk, id);
        assert_gone(&desk, "Zanzibar");
    }
    assert_eq!(desk.try_run(&["forget", id, "--yes"]).code, Some(3));
}

#[test]
fn the_temporary_file_of_somebody_who_writes_just_now_stays() {
    let desk = Desk::new();
    let id = desk.run(&["start", "work"]);
    fs::write(desk.store().join("config.toml"), "lock_timeout = \"40ms\"\n").unwrap();
    let locks = locking::Stripes::new(desk.store().join("locks"));
    let own = ["unassigned", "repo", id.as_str()].map(|name| locks.path_of(name));
    let mut others = (0..).map(|number: u32| format!("20260101-{number:010}"));
    let other = others.find(|other| !own.contains(&locks.path_of(other))).unwrap();
    let held = locks.lock(&other, std::time::Duration::from_secs(30)).unwrap();
    let file = desk.store().join("live/.git-session-1-0.tmp");
    fs::write(&file, format!("parent = \"{id}\"")).unwrap();
    desk.try_run(&["forget", &id, "--yes"]);
    assert_eq!(desk.try_run(&["show", &id]).code, Some(3));
    assert!(file.exists());
    drop(held);
}
