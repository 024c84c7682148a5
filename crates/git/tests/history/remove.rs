//! Taking it away.

use std::fs;

use crate::lab::{LONG, Lab};

fn names(lab: &Lab) -> Vec<String> {
    let entries = fs::read_dir(&lab.state_dir).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn damage(lab: &Lab) {
    fs::remove_dir_all(lab.history.path().join("objects")).unwrap();
}

#[test]
fn nothing_is_left_of_what_is_forgotten() {
    let lab = Lab::new();
    lab.history.forget_all(LONG).unwrap();
    assert!(!lab.state_dir.exists(), "there was nothing to forget");
    lab.record(&[("a", Some("secret"))]);
    damage(&lab);
    lab.history.put_damaged_aside(LONG).unwrap();
    lab.record(&[("a", Some("secret"))]);
    fs::write(lab.state_dir.join("hook.log"), "").unwrap();
    lab.history.forget_all(LONG).unwrap();
    assert_eq!(names(&lab), ["history.lock", "hook.log"]);
    assert_eq!((lab.history.exists(), lab.history.tip().unwrap()), (false, None));
    lab.history.forget_all(LONG).unwrap();
    lab.record(&[("a", Some("2"))]);
    assert_eq!(lab.history.log(10).unwrap().len(), 1);
    lab.fsck();
}

#[test]
fn a_removal_that_a_kill_cut_short_is_ended_by_the_next_writer() {
    let leave_a_part = |lab: &Lab| {
        lab.record(&[("a", Some("secret"))]);
        let leaving = lab.state_dir.join("history.git.forgotten");
        fs::rename(lab.history.path(), &leaving).unwrap();
        fs::remove_dir_all(leaving.join("refs")).unwrap();
        assert_eq!(lab.history.tip().unwrap(), None);
    };
    let lab = Lab::new();
    leave_a_part(&lab);
    lab.record(&[("a", Some("2"))]);
    assert_eq!(names(&lab), ["history.git", "history.lock"]);
    leave_a_part(&lab);
    lab.history.forget_all(LONG).unwrap();
    assert_eq!(names(&lab), ["history.lock"]);
}

#[test]
fn what_is_damaged_is_put_aside_and_what_is_not_stays() {
    let lab = Lab::new();
    assert_eq!(lab.history.put_damaged_aside(LONG).unwrap(), None);
    for number in 1..=3 {
        lab.record(&[("a", Some("1"))]);
        assert_eq!(lab.history.put_damaged_aside(LONG).unwrap(), None, "two found it, and one was faster");
        damage(&lab);
        let aside = lab.history.put_damaged_aside(LONG).unwrap().unwrap();
        assert_eq!(aside, lab.state_dir.join(format!("history.git.damaged-{number}")));
        assert!(aside.join("refs/heads/main").is_file());
        assert!(!lab.history.exists());
    }
}

#[test]
fn damage_of_one_file_is_damage_and_hides_no_other() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1")), ("b", Some("2")), ("c", Some("3"))]);
    let id = lab.history.snapshot().unwrap().unwrap().files()[1].1.to_string();
    fs::remove_file(lab.history.path().join("objects").join(&id[..2]).join(&id[2..])).unwrap();
    let snapshot = lab.history.snapshot().unwrap().unwrap();
    let read: Vec<_> = snapshot.contents().map(|(path, content)| (path, content.is_ok())).collect();
    assert_eq!(read, [("a", true), ("b", false), ("c", true)]);
    assert!(lab.history.put_damaged_aside(LONG).unwrap().is_some());
}

#[test]
fn damage_of_an_older_commit_is_damage() {
    let lab = Lab::new();
    let first = lab.record(&[("a", Some("1"))]).unwrap();
    lab.record(&[("a", Some("2"))]);
    fs::remove_file(lab.history.path().join("objects").join(&first[..2]).join(&first[2..])).unwrap();
    assert_eq!(lab.files()[0].1, "2", "the last snapshot is whole");
    assert!(lab.history.log(1).is_ok() && lab.history.log(2).is_err());
    assert!(lab.history.put_damaged_aside(LONG).unwrap().is_some());
}
