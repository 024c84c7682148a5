//! Installing and taking out happen one at a time.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::os::unix::fs::PermissionsExt as _;
use std::sync::Barrier;
use std::time::Duration;

use git_session_hooks::{Event, InstallError, LockError, Place, UninstallError, install, uninstall};
use site::{LONG, Site};

const SHORT: Duration = Duration::from_millis(20);

#[test]
fn while_somebody_else_is_at_it_nothing_is_touched() {
    let site = Site::new();
    site.install();
    std::fs::remove_file(site.hook(Event::PostCommit)).unwrap();
    let before = site.snapshot();
    let held = locking::lock_file("it", &site.state_dir.join("lock"), LONG).unwrap();
    let error = install(&Place { deadline: SHORT, ..site.place() }).unwrap_err();
    assert_eq!(error.to_string(), "the lock on the hooks was not free within 20 ms");
    assert!(matches!(error, InstallError::Lock(LockError::Timeout { .. })));
    let error = uninstall(&site.state_dir, SHORT).unwrap_err();
    assert!(matches!(error, UninstallError::Lock(LockError::Timeout { .. })));
    assert_eq!(site.snapshot(), before);
    drop(held);
    site.install();
    assert_ne!(site.snapshot(), before);
}

#[test]
fn the_lock_lies_where_only_its_owner_looks() {
    let site = Site::new();
    assert_eq!(site.uninstall(), []);
    assert!(!site.state_dir.exists(), "for taking out nothing, nothing is made");
    site.install();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(site.state_dir.clone()), mode(site.state_dir.join("lock"))), (0o700, 0o600));
    std::fs::remove_dir_all(&site.state_dir).unwrap();
    std::fs::write(&site.state_dir, "").unwrap();
    let error = install(&site.place()).unwrap_err();
    assert!(matches!(error, InstallError::Lock(LockError::Io { .. })), "{error:?}");
}

/// Without the lock, one reads the receipt that the other is about to replace.
#[test]
fn many_at_once_leave_what_one_leaves() {
    let site = Site::new();
    site.theirs(Event::PostCommit, "#!/bin/sh\necho theirs\n");
    let before = site.snapshot();
    let programs: Vec<_> =
        (0..6).map(|number| site.kit.root().join(format!("{number}/git-session"))).collect();
    for (number, program) in programs.iter().enumerate() {
        site.put(program, format!("{}# {number}\n", site::PROGRAM), 0o755);
    }
    for _ in 0..10 {
        let start = Barrier::new(programs.len() + 1);
        std::thread::scope(|scope| {
            for program in &programs {
                scope.spawn(|| {
                    start.wait();
                    install(&Place { program, ..site.place() }).unwrap();
                });
            }
            scope.spawn(|| {
                start.wait();
                site.uninstall();
            });
        });
        site.uninstall();
        assert_eq!(site.snapshot(), before);
    }
}
