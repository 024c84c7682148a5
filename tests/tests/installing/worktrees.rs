//! Worktrees that take their hooks from folders of their own.

use std::path::Path;

use testkit::Git;

use crate::bench::{Bench, assert_same, bytes};

fn old_git() -> Option<Git> {
    Git::all().into_iter().find(|git| !git.runs_entries())
}

fn put_manager(bench: &Bench, worktree: &Path) {
    std::fs::create_dir_all(worktree.join(".husky/_")).unwrap();
    std::fs::write(worktree.join(".husky/_/.gitignore"), "*").unwrap();
    let hook = worktree.join(".husky/_/post-commit");
    std::fs::write(&hook, "#!/bin/sh\nexit 0\n").unwrap();
    assert!(std::process::Command::new("chmod").arg("755").arg(hook).status().unwrap().success());
    let _ = bench;
}

#[test]
fn a_relative_folder_is_another_in_each_worktree() {
    let Some(git) = old_git() else { return };
    let bench = Bench::new(&git);
    let [one, two] = ["one", "it's two"].map(|name| {
        let path = bench.repo.root().join(name);
        bench.repo.git(&["worktree", "add", "--quiet", "--detach", path.to_str().unwrap()]);
        path
    });
    bench.repo.git(&["config", "core.hooksPath", ".husky/_"]);
    for worktree in [bench.repo.path(), &one, &two] {
        put_manager(&bench, worktree);
    }
    let before = bytes(&bench.photo());
    let run = bench.run(&["install"]);
    assert!(run.stderr.contains("git session install --all-worktrees"), "{run:?}");
    let unseen = bench.repo.commit_in(&one, "Not seen there");
    assert!(!bench.recorded(&one).contains(&unseen));
    let run = bench.run(&["install", "--all-worktrees"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    for worktree in [bench.repo.path(), &one, &two] {
        let commit = bench.repo.commit_in(worktree, "Seen");
        assert!(bench.recorded(worktree).contains(&commit), "{}", worktree.display());
    }
    bench.hooks(&["uninstall"], 0);
    assert_same(&bench.photo(), &before, "taken out");
    for worktree in [&one, &two] {
        let script = std::fs::read_to_string(worktree.join(".husky/_/post-commit")).unwrap();
        assert_eq!(script, "#!/bin/sh\nexit 0\n");
    }
}

#[test]
fn a_folder_that_a_worktree_has_set_for_itself_is_found() {
    let Some(git) = old_git() else { return };
    let bench = Bench::new(&git);
    let linked = bench.repo.worktree("linked");
    bench.repo.git(&["config", "extensions.worktreeConfig", "true"]);
    bench.repo.git_in(&linked, &["config", "--worktree", "core.hooksPath", ".husky/_"]);
    put_manager(&bench, &linked);
    assert_eq!(bench.run(&["install", "--all-worktrees"]).code, Some(0));
    let mut commits = vec![bench.repo.commit("Here"), bench.repo.commit_in(&linked, "There")];
    commits.sort();
    assert_eq!(bench.recorded(bench.repo.path()), commits);
}

#[test]
fn where_it_means_nothing_that_is_said() {
    let bench = Bench::new(&Git::all()[0]);
    let run = bench.run(&["install", "--all-worktrees"]);
    assert!(run.stderr.contains("there is no other worktree"), "{run:?}");
    let _ = bench.repo.worktree("linked");
    let run = bench.run(&["install", "--all-worktrees"]);
    assert!(run.stderr.contains("take their hooks from the same place: nothing more to do"), "{run:?}");
    assert_eq!(bench.run(&["install"]).stderr, "");
}
