//! Hooks that meet a full disk.

use std::fs;

use crate::apart::{Disk, NO_DISK, contents, on_a_disk};
use crate::bed::{Bed, skipped};

#[test]
fn a_commit_stands_though_the_stores_disk_is_full() {
    let Some((bed, disk, id)) = on_a_disk("size=256k") else { return };
    // Up to the end of the page, so that not even a commit fits.
    let page = bed.live_file(&id);
    while fs::metadata(disk.path(&page)).unwrap().len() % 4096 < 3700 {
        bed.ok(&["event", "Going on"]);
    }
    disk.fill();
    let before = contents(&bed, &disk);
    let commit = bed.commit();
    assert!(contents(&bed, &disk) == before, "something is not as it was");
    bed.assert_in("lost", &commit);
    bed.switch("elsewhere");
    let told = bed.run(&["show"]);
    assert!(told.stderr.contains("No space left on device") && told.code == Some(0), "{told:?}");
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 is left to the next hook: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)");

    disk.free();
    let next = bed.commit();
    bed.assert_in(&id, &next);
    bed.assert_in(&id, &commit);
    assert_eq!(bed.run(&["show"]).stderr, "");
}

#[test]
fn a_commit_without_a_session_stands_though_the_stores_disk_is_full() {
    let Some((bed, disk, id)) = on_a_disk("size=256k") else { return };
    bed.ok(&["complete", "--session", &id]);
    disk.fill();
    let before = contents(&bed, &disk);
    bed.commit();
    assert!(contents(&bed, &disk) == before, "something is not as it was");
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 is left to the next hook: cannot write /repo/.sessions/live/ID1.toml: No space left on device (os error 28)");
    disk.free();
    assert_ne!(bed.session_of(&bed.commit()), "lost");
}

#[test]
fn a_disk_that_is_full_for_the_log_of_the_hooks_as_well_is_not_felt() {
    let (mut bed, id) = Bed::at_work();
    fs::write(bed.live_file(&id), "").unwrap();
    let Some(disk) = Disk::mount(&bed, &bed.state(), "size=64k") else {
        return skipped(NO_DISK);
    };
    bed.set_around(bed.program().to_owned(), disk.enter());
    disk.fill();
    bed.assert_in("none", &bed.commit());
    bed.switch("elsewhere");
    let run = bed.run(&["install"]);
    assert!(matches!(run.code, Some(0 | 5)), "{run:?}");
}
