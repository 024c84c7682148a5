//! What is no repository, or none that can be worked with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

use git_session_git::{DiscoverError, Environment, Repo, Unsupported, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Result<Repo, DiscoverError> {
    discover(dir, &Environment::default())
}

/// The message, with the causes behind it.
fn say(error: &dyn std::error::Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", say(cause)));
    error.to_string() + &cause.unwrap_or_default()
}

#[test]
fn a_folder_outside_of_any_repository() {
    let kit = TestRepo::without_repository("plain");
    let error = open(kit.path()).unwrap_err();
    assert!(matches!(&error, DiscoverError::NotARepository { dir } if dir == kit.path()));
    assert_eq!(error.to_string(), format!("{} is not in a git repository", kit.path().display()));

    let named = Environment { git_dir: Some("nowhere".into()), ..Environment::default() };
    let error = discover(kit.path(), &named).unwrap_err();
    assert!(matches!(error, DiscoverError::NotARepository { dir } if dir == kit.path().join("nowhere")));
}

#[test]
fn a_folder_that_is_not_there() {
    let kit = TestRepo::new();
    assert!(matches!(open(&kit.root().join("gone")), Err(DiscoverError::Unreadable { .. })));
}

#[test]
fn a_worktree_that_the_repository_forgot_is_not_taken_for_the_one_around_it() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git(&["worktree", "add", "--quiet", "-b", "wt1", "inner/wt1"]);
    let linked = kit.path().join("inner/wt1");
    std::fs::create_dir(linked.join("sub")).unwrap();
    assert!(open(&linked.join("sub")).is_ok());
    std::fs::remove_dir_all(kit.path().join(".git/worktrees/wt1")).unwrap();
    assert!(!kit.try_git_in(&linked, &["status"]).status.success(), "git refuses as well");
    for dir in [linked.clone(), linked.join("sub")] {
        let error = open(&dir).unwrap_err();
        assert!(
            matches!(&error, DiscoverError::Dangling { file } if *file == linked.join(".git")),
            "{error:?}"
        );
    }
    assert!(open(&kit.path().join("inner")).is_ok());
}

#[test]
fn objects_named_by_what_nobody_knows() {
    let kit = TestRepo::new();
    kit.commit("first");
    kit.git(&["worktree", "add", "--quiet", "../wt1"]);
    kit.git(&["config", "extensions.objectFormat", "sha3"]);
    for dir in [kit.path().to_owned(), kit.root().join("wt1")] {
        let error = open(&dir).unwrap_err();
        assert!(matches!(
            &error,
            DiscoverError::Unsupported { what: Unsupported::ObjectFormat(name), .. } if name == "sha3"
        ));
        let message = "names its objects by sha3; only sha1 and sha256 are supported so far";
        assert!(error.to_string().ends_with(message));
        assert_eq!(error.git_dir(), Some(kit.path().join(".git").as_path()));
    }
}

#[test]
fn a_configuration_that_makes_no_sense_is_named() {
    for text in ["[core\n", "[core]\n\tbare = perhaps\n"] {
        let kit = TestRepo::new();
        let config = kit.path().join(".git/config");
        std::fs::write(&config, text).unwrap();
        let error = open(kit.path()).unwrap_err();
        assert!(
            matches!(&error, DiscoverError::Unreadable { path, .. } if *path == config),
            "{}",
            say(&error)
        );
        assert_eq!(error.git_dir(), Some(kit.path().join(".git").as_path()));
    }
}

#[test]
#[cfg(unix)]
fn the_git_directory_is_known_as_soon_as_it_is_found() {
    let kit = TestRepo::new();
    kit.commit("first");
    let linked = kit.worktree("wt1");
    let own = kit.path().join(".git/worktrees/wt1");
    std::os::unix::fs::symlink("circle", kit.root().join("circle")).unwrap();
    let environment = Environment { common_dir: Some("../circle".into()), ..Environment::default() };
    let error = discover(&linked, &environment).unwrap_err();
    assert_eq!(error.git_dir(), Some(own.as_path()), "{error:?}");
    assert_eq!(open(&kit.root().join("gone")).unwrap_err().git_dir(), None);
    assert_eq!(open(kit.root()).unwrap_err().git_dir(), None);
}

#[test]
fn a_repository_without_a_configuration_is_one() {
    let kit = TestRepo::new();
    std::fs::remove_file(kit.path().join(".git/config")).unwrap();
    assert_eq!(open(kit.path()).unwrap().main_work_tree(), Some(kit.path()));
}

#[test]
#[cfg(unix)]
fn a_repository_that_somebody_else_owns() {
    let kit = TestRepo::new();
    kit.commit("first");
    if std::os::unix::fs::chown(kit.path().join(".git"), Some(12345), None).is_err() {
        eprintln!("skipped: only root can give a folder away");
        return;
    }
    let ask = Environment { foreign: git_session_git::Foreign::AskGit, ..Environment::default() };
    let named = Environment { git_dir: Some(".git".into()), ..Environment::default() };
    // The tests' own git configuration is not seen by the git that is asked here: it is the machine's, which may
    // allow everything. So the answer is compared with what that git says.
    let mut git = std::process::Command::new("git");
    let allowed = git.current_dir(kit.path()).arg("rev-parse").output().unwrap().status.success();
    for environment in [Environment::default(), named] {
        let error = discover(kit.path(), &environment).unwrap_err();
        assert!(matches!(&error, DiscoverError::Untrusted { path } if path.ends_with(".git")), "{error:?}");
        assert!(error.to_string().ends_with(".git belongs to another user"));
        assert_eq!(error.git_dir(), None, "it is not for us to write to");
    }
    assert_eq!(discover(kit.path(), &ask).is_ok(), allowed);
}
