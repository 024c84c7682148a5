//! Packing it, by us and by a person.

use std::fs;

use crate::lab::{LONG, Lab};

#[test]
fn what_a_person_packs_is_still_read() {
    let lab = Lab::new();
    lab.record(&[("a/b", Some("1")), ("c", Some("1"))]);
    lab.record(&[("a/b", Some("2"))]);
    let before = lab.files();
    lab.git(&["repack", "--quiet", "-a", "-d"]);
    lab.git(&["pack-refs", "--all"]);
    lab.git(&["prune", "--expire=now"]);
    assert_eq!(lab.files(), before);
    lab.record(&[("a/x", Some("3"))]);
    assert_eq!(lab.history.log(10).unwrap().len(), 3);
    assert_eq!(lab.files().len(), 3);
    lab.fsck();
}

#[test]
fn thousands_of_objects_are_worth_packing() {
    let lab = Lab::new();
    assert!(!lab.history.wants_packing());
    lab.record(&[("a", Some("1"))]);
    let folder = lab.history.path().join("objects/17");
    fs::create_dir(&folder).unwrap();
    for number in 0..30 {
        assert_eq!(lab.history.wants_packing(), number * 256 > 6000, "{number}");
        fs::write(folder.join(format!("{number:038x}")), "").unwrap();
    }
}

#[test]
fn packing_loses_nothing_and_leaves_few_files() {
    let lab = Lab::new();
    lab.history.pack(LONG).unwrap();
    assert!(!lab.state_dir.exists(), "there was nothing to pack");
    let texts: Vec<_> = (0..100).map(|number| format!("live/{number}.toml")).collect();
    let files: Vec<_> = texts.iter().map(|text| (text.as_str(), Some(text.as_str()))).collect();
    lab.record(&files[..10]);
    lab.record(&files);
    let (before, logged) = (lab.files(), lab.history.log(10).unwrap());
    // We do without it; git does not.
    fs::write(lab.history.path().join("HEAD"), "").unwrap();
    lab.history.pack(LONG).unwrap();
    assert!(lab.git(&["count-objects"]).starts_with("0 objects"));
    assert_eq!((lab.files(), lab.history.log(10).unwrap()), (before, logged));
    lab.record(&[("live/7.toml", Some("7")), ("live/8.toml", None)]);
    assert_eq!(
        lab.git(&["diff-tree", "-r", "--name-status", "HEAD~", "HEAD"]),
        "M\tlive/7.toml\nD\tlive/8.toml"
    );
    let all: Vec<_> = files.iter().copied().filter(|(path, _)| *path != "live/8.toml").collect();
    lab.record(&all);
    // For each of the two: the one file, its folder, the folder around that, and the commit.
    assert!(lab.git(&["count-objects"]).starts_with("8 objects"));
    assert_eq!(lab.history.put_damaged_aside(LONG).unwrap(), None);
    lab.fsck();
}
