//! Repositories of every kind.

use std::path::Path;

use testkit::TestRepo;

use crate::desk::{Desk, shas, words};

fn status(repo: &TestRepo, dir: &Path) -> String {
    repo.git_in(dir, &["status", "--porcelain", "--untracked-files=all"])
}

#[test]
fn the_store_is_shared_by_linked_worktrees_and_git_does_not_see_it() {
    let desk = Desk::new();
    let other = desk.repo.worktree("shop-wt1");
    desk.run_in(&other, &["start", "There"]);
    desk.repo.commit_in(&other, "There");
    desk.repo.write(".sessions/config.toml", "auto_start = false\n");
    desk.repo.commit("Here");
    assert!(desk.repo.path().join(".sessions/live").is_dir());
    assert!(desk.repo.path().join(".sessions/unassigned.toml").is_file());
    assert!(!other.join(".sessions").exists());
    assert_eq!(status(&desk.repo, desk.repo.path()), "");
    assert_eq!(status(&desk.repo, &other), "");
    assert_eq!(desk.repo.git(&["ls-files", ".sessions"]), "");
    assert_eq!(
        desk.repo.git(&["for-each-ref", "--format=%(refname)"]),
        "refs/heads/main\nrefs/heads/shop-wt1"
    );
}

#[test]
fn a_session_is_found_from_any_folder_below() {
    let desk = Desk::new();
    let deep = desk.repo.path().join("a/b c/d");
    std::fs::create_dir_all(&deep).unwrap();
    let id = desk.run_in(&deep, &["start", "Deep"]);
    desk.run_in(&deep, &["event", "from below"]);
    assert_eq!(words(&desk.show(&id)["events"], "text"), ["from below"]);
    assert!(!deep.join(".sessions").exists());
}

#[test]
fn a_bare_repository_keeps_the_store_in_its_git_directory() {
    let repo = TestRepo::without_repository("shop.git");
    repo.git(&["init", "--quiet", "--bare"]);
    let desk = Desk::with_hooks(repo);
    let dir = desk.repo.root().join("tree");
    desk.repo.git(&["worktree", "add", "--quiet", "--orphan", "-b", "main", dir.to_str().unwrap()]);
    let id = desk.run_in(&dir, &["start", "In a tree of a bare repository"]);
    std::fs::write(dir.join("a.txt"), "a\n").unwrap();
    let commit = desk.repo.commit_in(&dir, "First");
    assert!(desk.repo.path().join(".sessions/live").is_dir());
    assert!(!dir.join(".sessions").exists());
    assert_eq!(status(&desk.repo, &dir), "");
    // It is read from the bare repository as well.
    assert_eq!(shas(&desk.show(&id)["commits"]), [commit]);
    let bare = desk.run(&["start", "Beside every tree"]);
    desk.run(&["event", "said there"]);
    assert_ne!(desk.show(&bare)["worktree"], desk.show(&id)["worktree"]);
}

#[test]
fn an_empty_tree_that_git_does_not_store_is_a_tree_all_the_same() {
    let desk = Desk::new();
    let id = desk.run(&["start", "From nothing"]);
    let nothing = desk.repo.git(&["hash-object", "-t", "tree", "/dev/null"]);
    let commit = desk.repo.git(&["commit-tree", &nothing, "-m", "Of nothing"]);
    desk.repo.git(&["switch", "--quiet", "--detach", &commit]);
    drop(std::fs::remove_file(desk.repo.path().join(".git/objects").join(&nothing[..2]).join(&nothing[2..])));
    // git takes it for granted; the first commit in an orphan worktree of a bare repository leaves it out.
    assert_eq!(desk.repo.git(&["ls-tree", "HEAD"]), "");
    desk.run(&["event", "nothing is wrong"]);
    desk.repo.git(&["commit", "--quiet", "--amend", "--allow-empty", "--message", "Still of nothing"]);
    assert_eq!(desk.hook_log(), "");
    assert_eq!(shas(&desk.show(&id)["commits"]), [desk.repo.git(&["rev-parse", "HEAD"])]);
}

#[test]
fn a_repository_without_a_commit_has_sessions_too() {
    let desk = Desk::with_hooks(TestRepo::new());
    assert_eq!(desk.run(&["log"]), "");
    assert_eq!(desk.json(&["status"])["branch"], "main");
    let id = desk.run(&["start", "The first"]);
    desk.run(&["event", "nothing is there yet"]);
    let commit = desk.repo.commit("Root");
    let session = desk.show(&id);
    assert_eq!(shas(&session["commits"]), [commit]);
    assert_eq!(session["commits"][0]["parents"].as_array().unwrap().len(), 0);
}

#[test]
fn the_first_commit_of_all_opens_a_session_by_itself() {
    let desk = Desk::with_hooks(TestRepo::new());
    desk.repo.write("a.txt", "a\n");
    let commit = desk.repo.commit("Root");
    let session = desk.json(&["show"])["session"].take();
    assert_eq!(session["intent"], "main: Root");
    assert_eq!(shas(&session["commits"]), [commit]);
    assert_eq!(session["commits"][0]["files"][0], "a.txt");
}

#[test]
fn on_a_detached_head_there_is_no_branch_and_everything_else() {
    let desk = Desk::new();
    desk.repo.git(&["checkout", "--quiet", "--detach"]);
    let made = desk.repo.commit("Nowhere in particular");
    let session = desk.json(&["show"])["session"].take();
    assert_eq!(session["intent"], "Nowhere in particular");
    assert_eq!(shas(&session["commits"]), [made]);
    let id = desk.run(&["start", "Somewhere"]);
    let commit = desk.repo.commit("On no branch");
    let session = desk.show(&id);
    assert!(session["branch"].is_null());
    assert_eq!(shas(&session["commits"]), [commit]);
    assert!(session["commits"][0]["branch"].is_null());
    assert!(desk.json(&["status"])["branch"].is_null());
}

#[test]
fn a_switch_of_branches_is_a_sign_of_life() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Look around"]);
    desk.repo.git(&["switch", "--quiet", "--create", "side"]);
    desk.repo.git(&["checkout", "--quiet", "main"]);
    let session = desk.show(&id);
    assert_eq!(words(&session["heartbeats"], "source"), ["post-checkout", "post-checkout"]);
    assert_eq!(session["last_heartbeat"], session["heartbeats"][1]["at"]);
    // A file that is checked out is none of the worktree's business, but git runs the hook for it, too.
    let other = desk.repo.worktree("shop-wt1");
    assert_eq!(desk.json_in(&other, &["status"])["current"], serde_json::Value::Null);
}

#[test]
fn a_folder_with_a_trying_name_is_a_folder() {
    let desk = Desk::with_hooks(TestRepo::new_in("o'neil \"the\" $HOME é (1)"));
    let id = desk.run(&["start", "Quoting"]);
    let commit = desk.repo.commit("Quoted");
    desk.repo.git(&["switch", "--quiet", "--create", "side"]);
    let session = desk.show(&id);
    assert_eq!(shas(&session["commits"]), [commit]);
    assert_eq!(session["heartbeats"].as_array().unwrap().len(), 1);
}

#[test]
fn objects_may_have_longer_names_and_branches_lie_in_a_reftable() {
    for (kind, length) in [
        (&["--object-format=sha256"][..], 64),
        (&["--ref-format=reftable"], 40),
        (&["--object-format=sha256", "--ref-format=reftable"], 64),
    ] {
        let repo = TestRepo::without_repository("shop");
        if !repo.try_git(&[&["init", "--quiet"], kind].concat()).status.success() {
            eprintln!("skipped: this git knows no {kind:?}");
            continue;
        }
        let desk = Desk::with_hooks(repo);
        let id = desk.run(&["start", "Here"]);
        desk.repo.write("a.txt", "a\n");
        let first = desk.repo.commit("First");
        desk.repo.git(&["commit", "--quiet", "--allow-empty", "--message", "Second"]);
        let second = desk.repo.git(&["rev-parse", "HEAD"]);
        assert_eq!(second.len(), length);
        let session = desk.show(&id);
        assert_eq!(shas(&session["commits"]), [first.clone(), second]);
        assert_eq!(session["commits"][0]["files"][0], "a.txt");
        assert_eq!(session["commits"][1]["parents"][0], first.as_str());
        let linked = desk.repo.worktree("shop-wt1");
        let there = desk.repo.commit_in(&linked, "There");
        let session = desk.json_in(&linked, &["show"])["session"].take();
        assert_eq!(shas(&session["commits"]), [there]);
        assert_eq!(session["branch"], "shop-wt1");
        assert_eq!(desk.hook_log(), "");
    }
}

/// Where git must be asked, a git that takes its time keeps nobody waiting, and knows that it is asked by a hook.
#[test]
#[cfg(unix)]
fn a_git_that_takes_long_keeps_no_commit_waiting() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let repo = TestRepo::without_repository("shop");
    if !repo.try_git(&["init", "--quiet", "--ref-format=reftable"]).status.success() {
        eprintln!("skipped: this git knows no reftable");
        return;
    }
    let desk = Desk::with_hooks(repo);
    let id = desk.run(&["start", "Here"]);
    let first = desk.repo.commit("First");
    // git puts the folder of its commands before all others in the PATH of hooks.
    let (commands, slow) = (desk.repo.git(&["--exec-path"]), desk.repo.root().join("slow"));
    std::fs::create_dir(&slow).unwrap();
    for command in std::fs::read_dir(&commands).unwrap() {
        let command = command.unwrap();
        if command.file_name() != "git" {
            symlink(command.path(), slow.join(command.file_name())).unwrap();
        }
    }
    let seen = desk.repo.root().join("seen");
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *walk-reflogs*)\n  echo \"$GIT_SESSION_HOOKS $GIT_OPTIONAL_LOCKS\" >'{}'\n  exec sleep 20\nesac\nexec '{commands}/git' \"$@\"\n",
        seen.display(),
    );
    std::fs::write(slow.join("git"), script).unwrap();
    std::fs::set_permissions(slow.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();

    let began = std::time::Instant::now();
    let mut commit = desk.repo.command(desk.repo.path());
    commit.args(["commit", "--quiet", "--allow-empty", "--message", "Second"]).env("GIT_EXEC_PATH", &slow);
    let output = commit.output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    assert!(began.elapsed() < std::time::Duration::from_secs(15), "somebody held the pipe");
    assert_eq!(std::fs::read_to_string(seen).unwrap(), "0 0\n");
    assert!(desk.hook_log().contains("took longer than"), "{}", desk.hook_log());
    // The next one records it.
    let second = desk.repo.git(&["rev-parse", "HEAD"]);
    let third = desk.repo.commit("Third");
    assert_eq!(shas(&desk.show(&id)["commits"]), [first, second, third]);
}

/// A disk that does not answer, or a pipe where a file belongs: whatever a hook waits for, it ends soon, also where whoever
/// started git lets no alarm through.
#[test]
#[cfg(unix)]
fn a_hook_that_waits_for_ever_ends_all_the_same() {
    let desk = Desk::with_hooks(TestRepo::new());
    let id = desk.run(&["start", "Here"]);
    let first = desk.repo.commit("First");
    let shards = desk.repo.path().join(".git/git-session/commits");
    let there = desk.repo.root().join("commits");
    std::fs::rename(&shards, &there).unwrap();
    std::fs::create_dir(&shards).unwrap();
    let pipes = (0..256).map(|number| shards.join(format!("{number:02x}")));
    assert!(std::process::Command::new("mkfifo").args(pipes).status().unwrap().success());

    let blocking = ["--block-signal=ALRM"];
    let blocks = std::process::Command::new("env").args(blocking).arg("true").output().unwrap();
    for arguments in [&[][..], &blocking].into_iter().take(if blocks.status.success() { 2 } else { 1 }) {
        let began = std::time::Instant::now();
        let mut git = desk.repo.command(desk.repo.path());
        git.args(["commit", "--quiet", "--allow-empty", "--message", "Later"]);
        let mut commit = std::process::Command::new("env");
        let said = git.get_envs().filter_map(|(name, value)| Some((name, value?)));
        commit.env_clear().envs(said).current_dir(desk.repo.path());
        commit.args(arguments).arg(git.get_program()).args(git.get_args());
        let output = commit.output().unwrap();
        assert!(
            output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(),
            "{output:?}"
        );
        assert!(began.elapsed() >= std::time::Duration::from_millis(250), "it waited for nothing");
        assert!(began.elapsed() < std::time::Duration::from_secs(15), "it went on");
    }
    // The disk answers again, and the next hook records what is left.
    std::fs::remove_dir_all(&shards).unwrap();
    std::fs::rename(&there, &shards).unwrap();
    desk.repo.commit("Last");
    let made = desk.repo.git(&["rev-list", "--reverse", "HEAD"]);
    let recorded = shas(&desk.show(&id)["commits"]);
    assert_eq!(recorded, made.lines().collect::<Vec<_>>());
    assert_eq!(recorded[0], first);
}
