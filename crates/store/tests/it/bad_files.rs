//! What lies there is not what it should be. It is told, it hides nothing else, and it is not written over.

use std::fs;
use std::path::Path;
use std::time::Duration;

use core_model::SessionId;
use store::{ChangeError, Clock, Deadline, FileError, OpenError, Store, Which};

use crate::kit::{Kit, done, event, start_of_time};

/// Puts bytes where a second session's file belongs, and expects every way in to name what is wrong.
fn check(bytes: &[u8], expected: fn(&FileError) -> bool) {
    let kit = Kit::new();
    let (good, bad) = (kit.started(), kit.started());
    kit.say(&good, "here");
    let path = kit.live_file(&bad);
    fs::write(&path, bytes).unwrap();

    let snapshot = kit.store.snapshot(Which::All);
    assert_eq!(snapshot.sessions.iter().map(core_model::Session::id).collect::<Vec<_>>(), [&good]);
    assert_eq!(snapshot.problems.len(), 1);
    assert_eq!(snapshot.problems[0].path, path);
    assert!(expected(&snapshot.problems[0].error), "{:?}", snapshot.problems[0]);

    let here = kit.store.here("main");
    assert_eq!((here.candidates.len(), here.problems.len()), (1, 1), "{:?}", here.problems);

    let ChangeError::File(problem) = kit.store.append(&bad, |_, now| Ok(event("x", now))).unwrap_err() else {
        panic!("an append that says nothing of the file");
    };
    assert_eq!(problem.path, path);
    let changed = kit.store.update(&bad, |session, now| session.complete(done(), "complete", now));
    let ChangeError::File(problem) = changed.unwrap_err() else {
        panic!("an update that says nothing of the file")
    };
    assert!(expected(&problem.error), "{problem:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes, "it was written over");
}

fn document(kit: &Kit, id: &SessionId) -> String {
    fs::read_to_string(kit.live_file(id)).unwrap()
}

#[test]
fn an_empty_file() {
    check(b"", |error| matches!(error, FileError::Empty));
}

#[test]
fn a_file_that_is_not_toml() {
    check(b"<<<<<<< HEAD\nid = 1\n", |error| matches!(error, FileError::NotToml(_)));
}

#[test]
fn a_file_that_is_not_text() {
    check(&[0xff; 100], |error| matches!(error, FileError::NotText));
}

#[test]
fn a_file_that_is_toml_and_no_session() {
    check(b"format = 1\nname = \"shop\"\n", |error| matches!(error, FileError::NotASession(_)));
}

#[test]
fn a_head_that_is_cut_in_the_middle() {
    let kit = Kit::new();
    let id = kit.started();
    let whole = document(&kit, &id);
    let cut = whole.find("worktree").unwrap() + 5;
    check(&whole.as_bytes()[..cut], |error| matches!(error, FileError::NotToml(_)));
}

#[test]
fn another_session_under_this_name() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "x");
    let other = document(&kit, &id).replace(id.as_str(), "20200101-aaaaaaaaaa");
    check(other.as_bytes(), |error| matches!(error, FileError::WrongName(_)));
}

#[test]
fn a_newer_format_is_read_and_not_written() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    fs::write(&path, document(&kit, &id).replace("format = 1", "format = 2\nmood = \"good\"")).unwrap();
    let before = fs::read(&path).unwrap();
    let loaded = kit.store.read(&id).unwrap().unwrap();
    assert_eq!(loaded.session.id(), &id);
    assert!(matches!(loaded.problems[0].error, FileError::FormatTooNew { found: 2, known: 1 }));
    let too_new = |error: &FileError| matches!(error, FileError::FormatTooNew { .. });
    let error = kit.store.append(&id, |_, now| Ok(event("x", now))).unwrap_err();
    assert!(matches!(&error, ChangeError::File(problem) if too_new(&problem.error)), "{error:?}");
    let error = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap_err();
    assert!(matches!(&error, ChangeError::File(problem) if too_new(&problem.error)), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_of_fifty_megabytes_is_not_read() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    fs::File::options().write(true).open(&path).unwrap().set_len(50 * 1024 * 1024).unwrap();
    let snapshot = kit.store.snapshot(Which::All);
    let message = "the file has 52428800 bytes; at most 33554432 are read";
    assert_eq!(snapshot.problems[0].error.to_string(), message);
    assert!(kit.store.append(&id, |_, now| Ok(event("x", now))).is_err());
    assert_eq!(fs::metadata(&path).unwrap().len(), 50 * 1024 * 1024);
}

#[test]
#[cfg(unix)]
fn a_link_in_place_of_a_session_is_not_followed() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    let elsewhere = kit.root.with_file_name("elsewhere.toml");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let before = fs::read(&elsewhere).unwrap();
    assert!(kit.store.append(&id, |_, now| Ok(event("x", now))).is_err());
    assert!(kit.store.read(&id).is_err());
    assert_eq!(fs::read(&elsewhere).unwrap(), before);
}

#[test]
#[cfg(unix)]
fn no_folder_further_down_leads_out_of_the_store() {
    let kit = Kit::new();
    let outside = tempfile::tempdir().unwrap();
    let id = kit.started();
    std::os::unix::fs::symlink(outside.path(), kit.root.join("archive/2026-11")).unwrap();
    let written = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(matches!(written.remarks[..], [store::Remark::NotMoved(_)]), "{:?}", written.remarks);
    fs::remove_dir_all(kit.root.join("worktrees/main")).unwrap();
    std::os::unix::fs::symlink(outside.path(), kit.root.join("worktrees/main")).unwrap();
    assert!(
        kit.store
            .create::<()>("main", |_, now| Ok(core_model::Session::open(
                kit.opening(now, core_model::MadeBy::Start)
            )))
            .is_err()
    );
    std::os::unix::fs::symlink(outside.path().join("made"), kit.root.join("locks/3f")).unwrap();
    let stripes = locking::Stripes::new(kit.root.join("locks"));
    let of_that_file =
        (0..).map(|number| number.to_string()).find(|name| stripes.path_of(name).ends_with("3f"));
    assert!(stripes.lock(&of_that_file.unwrap(), Duration::ZERO).is_err());
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_store_that_is_a_file_or_a_link_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| {
        Store::open(path, Clock::new(start_of_time), Deadline(Duration::ZERO)).map(|it| it.is_some())
    };
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(open(&file), Err(OpenError::NotAFolder { .. })));
    assert!(matches!(open(&folder.path().join("nothing")), Ok(false)));
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        assert!(matches!(open(&link), Err(OpenError::SymbolicLink { .. })));
        // Nor may one of its own folders lead out of it.
        let kit = Kit::new();
        fs::remove_dir(kit.root.join("archive")).unwrap();
        std::os::unix::fs::symlink(folder.path(), kit.root.join("archive")).unwrap();
        assert!(matches!(open(&kit.root), Err(OpenError::SymbolicLink { .. })));
    }
}
