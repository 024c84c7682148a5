//! Repositories that a kill, a power cut or a broken disk left behind.

use std::fs;
use std::path::{Path, PathBuf};

use git_session_git::{History, HistoryError};

use crate::lab::{LONG, Lab, at, changes, read};

const FILES: [(&str, Option<&str>); 3] = [("a/b", Some("1")), ("a/c", Some("2")), ("d", Some("3"))];

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).unwrap();
        return;
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Everything in a folder, as paths below it, folders before what is in them.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            open.extend(path.is_dir().then(|| path.clone()));
            paths.push(path.strip_prefix(folder).unwrap().to_owned());
        }
    }
    paths.sort();
    paths
}

#[test]
fn damage_anywhere_is_recognised_or_harms_nothing() {
    let lab = Lab::new();
    lab.record(&[("a/b", Some("0"))]);
    lab.record(&FILES);
    let whole = lab.files();
    let paths = list(lab.history.path());
    assert!(paths.len() > 20);
    let another =
        fs::read(lab.history.path().join(paths.iter().find(|path| is_object(path)).unwrap())).unwrap();
    let mut damaged = 0;
    for (number, path) in paths.iter().enumerate() {
        for kind in KINDS {
            let state_dir = lab.kit.root().join(format!("{number}-{kind}"));
            copy(lab.history.path(), &state_dir.join("history.git"));
            hurt(&state_dir.join("history.git").join(path), kind, &another);
            let history = History::at(&state_dir);
            let case = format!("{} {kind}", path.display());
            damaged += usize::from(look_at(&history, &whole, &case));
            fs::remove_dir_all(&state_dir).unwrap();
        }
    }
    // Two commits, two trees and three files are needed; each of them, its folder when that is gone, the folder around
    // those, and the reference unless it is gone.
    assert_eq!(damaged, 7 * KINDS.len() + 7 + 1 + (KINDS.len() - 1));
}

/// Whether the damage was recognised. Afterwards there is a history that works.
fn look_at(history: &History, whole: &[(String, String)], case: &str) -> bool {
    let is_damage = |error: &HistoryError| matches!(error, HistoryError::Damaged { .. });
    let (files, logged) = (read(history), history.log(10));
    match &files {
        Ok(files) if files.is_empty() => assert_eq!(history.tip().unwrap(), None, "{case}"),
        Ok(files) => assert_eq!(files, whole, "{case}"),
        Err(error) => assert!(is_damage(error), "{case}: {error:?}"),
    }
    if let Err(error) = &logged {
        assert!(is_damage(error), "{case}: {error:?}");
    }
    let recorded = history.record(&changes(&[("a/b", Some("new")), ("e", Some("new"))]), "", at(0), LONG);
    if let Err(error) = recorded {
        assert!(is_damage(&error), "{case}: {error:?}");
    }
    history.put_damaged_aside(LONG).unwrap();
    let changes = changes(&[("a/b", Some("newer"))]);
    history.record(&changes, "", at(0), LONG).unwrap_or_else(|error| panic!("{case}: {error:?}"));
    history.check().unwrap_or_else(|error| panic!("{case}: {error:?}"));
    files.is_err() || logged.is_err()
}

const KINDS: [&str; 7] = ["gone", "empty", "half", "first bit", "middle bit", "something else", "another"];

fn hurt(path: &Path, kind: &str, another: &[u8]) {
    match kind {
        "gone" if path.is_dir() => fs::remove_dir_all(path).unwrap(),
        "gone" => fs::remove_file(path).unwrap(),
        _ if path.is_dir() => {}
        _ => {
            let mut content = fs::read(path).unwrap();
            let middle = content.len() / 2;
            match kind {
                "empty" => content.clear(),
                "half" => content.truncate(middle),
                "first bit" => content[0] ^= 1,
                "middle bit" => content[middle] ^= 4,
                "something else" => content = b"something else that is longer".to_vec(),
                // Whole, and in the wrong place. What it is taken from gets another one, too.
                "another" if content == another => content.reverse(),
                "another" => content = another.to_vec(),
                _ => panic!("{kind}"),
            }
            rewrite(path, &content);
        }
    }
}

/// git's objects are read-only.
fn rewrite(path: &Path, content: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, content).unwrap();
}

fn is_object(path: &Path) -> bool {
    path.to_string_lossy().replace(|c: char| !c.is_ascii_hexdigit(), "").len() >= 40
}

#[test]
fn a_kill_while_it_is_made_leaves_what_the_next_one_finishes() {
    let lab = Lab::new();
    lab.record(&FILES);
    let paths = list(lab.history.path());
    // In the order in which they are made; the folder itself is the first.
    let made = ["objects", "refs", "refs/heads", "config", "HEAD"];
    for steps in 0..=made.len() {
        let state_dir = lab.kit.root().join(format!("steps-{steps}"));
        let history = History::at(&state_dir);
        fs::create_dir_all(history.path()).unwrap();
        for name in &made[..steps] {
            match *name {
                "config" | "HEAD" => copy(&lab.history.path().join(name), &history.path().join(name)),
                folder => fs::create_dir(history.path().join(folder)).unwrap(),
            }
        }
        fs::write(history.path().join(".left.tmp"), "ref: re").unwrap();
        assert_eq!((history.exists(), history.tip().unwrap()), (true, None));
        assert_eq!(read(&history).unwrap(), []);
        assert_eq!(history.put_damaged_aside(LONG).unwrap(), None);
        history.record(&changes(&FILES), "a message", at(0), LONG).unwrap();
        fs::remove_file(history.path().join(".left.tmp")).unwrap();
        assert_eq!(list(history.path()), paths, "{steps}");
    }
}

#[test]
fn objects_that_a_power_cut_emptied_are_written_anew() {
    let lab = Lab::new();
    lab.record(&[("x", Some("1"))]);
    let before = fs::read(lab.history.path().join("refs/heads/main")).unwrap();
    lab.record(&FILES);
    // As if the reference had not moved yet, and nothing of the rest had been synced.
    fs::write(lab.history.path().join("refs/heads/main"), &before).unwrap();
    let kept = lab.git(&["rev-list", "--objects", "main"]);
    for path in list(&lab.history.path().join("objects")) {
        let id = path.to_string_lossy().replace('/', "");
        if id.len() == 40 && !kept.contains(&id) {
            rewrite(&lab.history.path().join("objects").join(path), b"");
        }
    }
    assert_eq!(lab.files().len(), 1);
    lab.record(&FILES);
    assert_eq!(lab.files().len(), 4);
    lab.history.check().unwrap();
    lab.fsck();
}

#[test]
fn a_lock_file_of_gits_that_was_left_holds_nobody_up() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1"))]);
    for name in ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock", "config.lock"] {
        fs::write(lab.history.path().join(name), "").unwrap();
    }
    lab.record(&[("a", Some("2"))]);
    assert_eq!(lab.files()[0].1, "2");
}

#[test]
#[cfg(unix)]
fn what_the_system_does_not_open_is_no_damage() {
    let lab = Lab::new();
    let tip = lab.record(&[("a", Some("1"))]).unwrap();
    // A link to itself is closed to everybody, also to those who may read all.
    let object = format!("objects/{}/{}", &tip[..2], &tip[2..]);
    for file in ["refs/heads/main", &object] {
        let (file, apart) = (lab.history.path().join(file), lab.kit.root().join("apart"));
        fs::rename(&file, &apart).unwrap();
        std::os::unix::fs::symlink(&file, &file).unwrap();
        let refused = lab.history.snapshot().unwrap_err();
        assert!(matches!(refused, HistoryError::Io { .. }), "{refused:?}");
        assert!(matches!(lab.history.put_damaged_aside(LONG), Err(HistoryError::Io { .. })));
        assert!(lab.try_record(&[("a", Some("2"))]).is_err());
        fs::rename(&apart, &file).unwrap();
    }
    assert_eq!(lab.files().len(), 1);
}

#[test]
fn a_path_that_leads_out_is_damage() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1"))]);
    let blob = lab.git(&["rev-parse", "HEAD:a"]);
    for name in [&b".."[..], b".git", b"c:d", b"e\\f", b"\xff"] {
        let line = [format!("100644 blob {blob}\t").as_bytes(), name, b"\0"].concat();
        fs::write(lab.kit.root().join("tree"), line).unwrap();
        let mut git = lab.kit.command(lab.history.path());
        git.args(["mktree", "-z"]).stdin(fs::File::open(lab.kit.root().join("tree")).unwrap());
        let tree = String::from_utf8(git.output().unwrap().stdout).unwrap();
        let commit = lab.git(&["commit-tree", "-m", "x", tree.trim_end()]);
        lab.git(&["update-ref", "refs/heads/main", &commit]);
        let refused = lab.history.snapshot().unwrap_err();
        assert!(matches!(refused, HistoryError::Damaged { .. }), "{name:?}: {refused:?}");
    }
}
