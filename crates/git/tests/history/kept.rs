//! What is recorded is kept.

use core_model::Time;
use git_session_git::{Change, History, HistoryError};

use crate::lab::{LONG, Lab, at, changes};

fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_snapshot_has_what_was_changed_and_what_was_not() {
    let lab = Lab::new();
    assert!(!lab.history.exists());
    assert_eq!((lab.history.tip().unwrap(), lab.files()), (None, Vec::new()));
    lab.record(&[("live/a.toml", Some("a")), ("live/b.toml", Some("b")), ("config.toml", Some("c"))]);
    lab.record(&[
        ("live/a.toml", None),
        ("archive/2026-11/a.toml", Some("a done")),
        ("config.toml", Some("c\n")),
    ]);
    let tip = lab.record(&[("live/empty", Some(""))]);
    let files = [
        ("archive/2026-11/a.toml", "a done"),
        ("config.toml", "c\n"),
        ("live/b.toml", "b"),
        ("live/empty", ""),
    ];
    assert_eq!(lab.files(), pairs(&files));
    let snapshot = lab.history.snapshot().unwrap().unwrap();
    assert_eq!(snapshot.content("live/b.toml").unwrap().unwrap(), b"b");
    assert_eq!(snapshot.content("live/a.toml").unwrap(), None);
    assert_eq!(Some(snapshot.id()), tip);

    lab.fsck();
    assert_eq!(lab.history.tip().unwrap(), Some(lab.git(&["rev-parse", "HEAD"])));
    let listed = lab.git(&["ls-tree", "-r", "HEAD"]);
    let ours: Vec<_> =
        snapshot.files().iter().map(|(path, id)| format!("100644 blob {id}\t{path}")).collect();
    assert_eq!(listed, ours.join("\n"));
}

#[test]
fn a_snapshot_stays_as_it_was_when_it_was_asked_for() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1"))]);
    let snapshot = lab.history.snapshot().unwrap().unwrap();
    lab.record(&[("a", Some("2")), ("b", Some("2"))]);
    assert_eq!(snapshot.content("a").unwrap().unwrap(), b"1");
    assert_eq!(snapshot.files().len(), 1);
}

#[test]
fn where_nothing_changes_nothing_is_written() {
    let lab = Lab::new();
    assert_eq!(lab.record(&[("a", None)]), None);
    assert_eq!(lab.record(&[]), None);
    assert!(!lab.history.exists());
    let tip = lab.record(&[("a/b", Some("1")), ("c", Some("1"))]);
    let objects = lab.git(&["count-objects"]);
    for same in
        [&[("a/b", Some("1")), ("c", Some("1"))][..], &[("a/x", None), ("a", None), ("x/y", None)], &[]]
    {
        assert_eq!(lab.record(same), tip, "{same:?}");
    }
    assert_eq!(lab.git(&["count-objects"]), objects);
    assert_eq!(lab.history.log(10).unwrap().len(), 1);
}

#[test]
fn all_may_go_and_come_back() {
    let lab = Lab::new();
    lab.record(&[("a/b/c", Some("1")), ("a/d", Some("1"))]);
    lab.record(&[("a/b/c", None)]);
    assert_eq!(lab.git(&["ls-tree", "-r", "-t", "--name-only", "HEAD"]), "a\na/d", "no empty folder stays");
    lab.record(&[("a/d", None)]);
    assert_eq!(lab.files(), []);
    lab.fsck();
    lab.record(&[("a/d", Some("1"))]);
    assert_eq!(lab.files(), pairs(&[("a/d", "1")]));
    assert_eq!(lab.history.log(10).unwrap().len(), 4);
    lab.fsck();
}

#[test]
fn a_file_takes_the_place_of_a_folder_and_the_other_way_round() {
    let lab = Lab::new();
    lab.record(&[("a/b", Some("1")), ("a/c", Some("1")), ("a.b", Some("1"))]);
    lab.record(&[("a/b", None), ("a", Some("2"))]);
    assert_eq!(lab.files(), pairs(&[("a", "2"), ("a.b", "1")]));
    lab.record(&[("a", None), ("a/d", Some("3"))]);
    assert_eq!(lab.files(), pairs(&[("a.b", "1"), ("a/d", "3")]));
    lab.record(&[("a.b", None), ("a/d/e/f", Some("4"))]);
    assert_eq!(lab.files(), pairs(&[("a/d/e/f", "4")]));
    lab.fsck();
}

#[test]
fn of_several_changes_of_one_path_the_last_counts() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1")), ("b", Some("1")), ("a", None), ("b", Some("2"))]);
    assert_eq!(lab.files(), pairs(&[("b", "2")]));
}

#[test]
fn the_trail_is_read_newest_first() {
    let lab = Lab::new();
    let record = |text: &str, message: &str, at: Time| {
        lab.history.record(&changes(&[("a", Some(text))]), message, at, LONG).unwrap().unwrap()
    };
    let ids = [
        record("1", "start 20261120-k7q2m9xzpw", at(0)),
        record("2", "", at(-7)),
        record("3", "two\n\nlines\0 and an end\n\n", at(60)),
        record("4", "before git's time", "1969-01-01T00:00:00Z".parse().unwrap()),
    ];
    let logged = lab.history.log(usize::MAX).unwrap();
    let told: Vec<_> = logged.iter().map(|one| (one.id.clone(), one.message.as_str(), one.at)).collect();
    let [first, second, third, fourth] = ids.clone();
    assert_eq!(
        told,
        [
            (fourth, "before git's time", Time::UNIX_EPOCH),
            (third, "two\n\nlines and an end", at(60)),
            (second, "", at(-7)),
            (first, "start 20261120-k7q2m9xzpw", at(0)),
        ]
    );
    assert_eq!(lab.history.log(2).unwrap(), logged[..2]);
    assert_eq!(lab.history.log(0).unwrap(), []);
    lab.fsck();
    let people = lab.git(&["log", "--format=%an <%ae> %cn <%ce>"]);
    let us = "git-session <git-session@localhost>";
    assert_eq!(people, vec![format!("{us} {us}"); 4].join("\n"));
    assert_eq!(lab.git(&["log", "-1", "--skip=3", "--format=%aI %cI"]).split(' ').count(), 2);
}

#[test]
fn what_cannot_be_kept_is_refused_before_anything_is_written() {
    let lab = Lab::new();
    for path in ["", "/etc/passwd", "../a", "a//b", "a/", ".git/hooks/x", "C:\\a"] {
        for content in [None, Some("1")] {
            let refused = lab.try_record(&[("good", Some("1")), (path, content)]).unwrap_err();
            assert!(matches!(refused, HistoryError::Path { .. }), "{path}: {refused}");
        }
    }
    let refused = lab.try_record(&[("a/b/c", Some("1")), ("a-", Some("1")), ("a", Some("1"))]).unwrap_err();
    assert_eq!(refused.to_string(), "`a` is a file and a folder at once");
    let large = Change { path: "large".to_owned(), content: Some(vec![b'x'; (64 << 20) + 1]) };
    let refused = lab.history.record(&[large], "", at(0), LONG).unwrap_err();
    assert!(matches!(refused, HistoryError::TooLarge { bytes: 67_108_865, limit: 67_108_864, .. }));
    assert!(!lab.state_dir.exists());
}

#[test]
fn no_folder_is_made_beside_what_is_gone() {
    let lab = Lab::new();
    let history = History::at(&lab.kit.root().join("gone/git-session"));
    let refused = history.record(&changes(&[("a", Some("1"))]), "", at(0), LONG).unwrap_err();
    assert!(matches!(refused, HistoryError::Io { .. }), "{refused}");
}
