//! A full disk. What stood there stays whole, nothing half-written is left, and all goes on once there is room.

use std::fs;

use testkit::TestRepo;

use crate::apart::{Disk, NO_DISK, contents, on_a_disk};
use crate::bed::{Bed, files_below, skipped};

#[test]
fn nothing_is_half_written_on_a_full_disk() {
    let Some((bed, disk, id)) = on_a_disk("size=256k") else { return };
    let before = contents(&bed, &disk);
    disk.fill();
    // Longer than what is free in the file's last page.
    let long = "x".repeat(5000);
    insta::assert_snapshot!(bed.seen(&["event", &long]), @"
    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch"]), @"
    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    for arguments in [vec!["decide", "x", "--because", &long], vec!["complete", "Done"]] {
        assert_eq!(bed.run(&arguments).code, Some(5), "{arguments:?}");
    }
    assert!(contents(&bed, &disk) == before, "something is not as it was");
    let shown = bed.run(&["show"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (Some(0), ""));
    assert!(shown.stdout.contains("Before"));

    disk.free();
    bed.ok(&["event", "After"]);
    bed.ok(&["park", "--reason", "Lunch"]);
    let shown = bed.ok(&["show", &id]);
    assert!(shown.contains("Before") && shown.contains("After"), "{shown}");
}

#[test]
fn no_store_is_begun_on_a_full_disk() {
    let Some((bed, disk, id)) = on_a_disk("size=256k") else { return };
    for file in fs::read_dir(disk.path(&bed.store())).unwrap() {
        let file = file.unwrap().path();
        if file.is_dir() { fs::remove_dir_all(file).unwrap() } else { fs::remove_file(file).unwrap() }
    }
    disk.fill();
    insta::assert_snapshot!(bed.seen(&["start", "Work"]), @"
    exit 5
    ---
    warning: it cannot be said whether the store is whole: cannot open the store /repo/.sessions: No space left on device (os error 28)
    error: cannot open the store /repo/.sessions
      because: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    bed.commit();
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: cannot open the store /repo/.sessions: No space left on device (os error 28)");
    disk.free();
    bed.ok(&["start", "Work"]);
    // What was in the store that is gone is there again, too.
    assert!(bed.ok(&["show", &id]).contains(&id));
}

#[test]
fn a_disk_without_room_for_names_is_told() {
    let Some((bed, disk, id)) = on_a_disk("size=256k,nr_inodes=60") else { return };
    let mut number = 0;
    while fs::write(disk.path(&bed.store()).join(format!("filler-{number}")), "").is_ok() {
        number += 1;
    }
    let before = contents(&bed, &disk);
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 5
    ---
    error: cannot write /repo/.sessions/worktrees/main: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch"]), @"
    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)

    hint: make room and try again; nothing was changed
    ");
    bed.ok(&["event", "There is room in this file"]);
    bed.assert_in(&id, &bed.commit());
    assert_eq!(contents(&bed, &disk).len(), before.len());
}

#[test]
fn hooks_are_whole_or_not_there_on_a_full_disk() {
    let mut bed = Bed::of(TestRepo::new());
    bed.repo.commit("Begin");
    let hooks = bed.repo.path().join(".git/hooks");
    let Some(disk) = Disk::mount(&bed, &hooks, "size=256k") else { return skipped(NO_DISK) };
    let before = files_below(&disk.path(&hooks));
    bed.set_around(bed.program().to_owned(), disk.enter());
    disk.fill();
    insta::assert_snapshot!(bed.seen(&["install"]), @"
    exit 1
    hook | post-commit | left-alone | No space left on device (os error 28) | /repo/.git/hooks/post-commit
    hook | post-merge | left-alone | No space left on device (os error 28) | /repo/.git/hooks/post-merge
    hook | post-applypatch | left-alone | No space left on device (os error 28) | /repo/.git/hooks/post-applypatch
    hook | post-rewrite | left-alone | No space left on device (os error 28) | /repo/.git/hooks/post-rewrite
    hook | post-checkout | left-alone | No space left on device (os error 28) | /repo/.git/hooks/post-checkout
    ---
    error: not every hook is in place
      because: /repo/.git/hooks/post-commit: No space left on device (os error 28)
      because: /repo/.git/hooks/post-merge: No space left on device (os error 28)
      because: /repo/.git/hooks/post-applypatch: No space left on device (os error 28)
      because: /repo/.git/hooks/post-rewrite: No space left on device (os error 28)
      because: /repo/.git/hooks/post-checkout: No space left on device (os error 28)
    ");
    disk.free();
    assert_eq!(files_below(&disk.path(&hooks)), before);
    bed.commit();
}
