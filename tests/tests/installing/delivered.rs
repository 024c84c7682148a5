//! Commits arrive: with each git, in each form, and once.

use std::fs;
use std::path::Path;

use testkit::{Git, TestRepo};

use crate::bench::{Bench, assert_same, bytes};

#[test]
fn a_commit_that_an_entry_and_a_file_see_is_recorded_once() {
    for git in Git::all() {
        let bench = Bench::new(&git);
        let forms: Vec<String> = bench.hooks(&["install"], 0).into_iter().map(|(_, _, how)| how).collect();
        assert_eq!(forms.contains(&"entry".to_owned()), git.runs_entries(), "{git:?}: {forms:?}");
        let mut commits = vec![bench.repo.commit("One"), bench.repo.commit("Two")];
        commits.sort();
        assert_eq!(bench.recorded(bench.repo.path()), commits, "{git:?}");
    }
}

/// Each hook takes it that its own commit is among those that it finds. The file that comes after an entry finds none
/// but the other one's.
#[test]
fn a_file_that_comes_after_an_entry_does_nothing() {
    for git in Git::all() {
        let bench = Bench::new(&git);
        bench.hooks(&["install"], 0);
        let commits: Vec<String> = (0..3).map(|number| bench.repo.commit(&format!("{number}"))).collect();
        bench.repo.git(&["switch", "--quiet", "-c", "other", "HEAD~3"]);
        let mut commits = commits;
        let onto = bench.repo.commit("Elsewhere");
        // One git, three commits: the entry and the file are run for each.
        bench.repo.git(&["cherry-pick", "--allow-empty", &commits[0], &commits[1], &commits[2]]);
        commits.push(onto);
        let mut picked: Vec<String> =
            bench.repo.git(&["rev-list", "HEAD~3..HEAD"]).lines().map(str::to_owned).collect();
        picked.extend(commits);
        picked.sort();
        assert_eq!(bench.recorded(bench.repo.path()), picked, "{git:?}");
        let answer: serde_json::Value =
            serde_json::from_str(&bench.program().ok(&["log", "--json"])).unwrap();
        let heartbeats = answer["sessions"][0]["heartbeats"].as_array().unwrap().len();
        assert_eq!(heartbeats, 1, "one switch, one sign of life: {git:?}");
        // Where an older git comes next, its files do their work.
        let Some(old) = Git::all().into_iter().find(|git| !git.runs_entries()) else { continue };
        let mut bench = bench;
        bench.repo.use_git(&old);
        let commit = bench.repo.commit("By another git");
        assert!(live(&bench).contains(&commit), "{git:?}");
    }
}

/// All that the live sessions hold, without any command that would catch up.
fn live(bench: &Bench) -> String {
    let live = fs::read_dir(bench.repo.path().join(".sessions/live")).unwrap();
    live.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_manager_that_takes_the_folder_over_takes_no_commit_from_entries() {
    let Some(git) = Git::with_entries() else { return };
    let bench = Bench::new(&git);
    bench.hooks(&["install"], 0);
    let mut commits = vec![bench.repo.commit("Before the manager")];
    bench.put(".husky/_/.gitignore", "*", 0o644);
    bench.put(".husky/_/post-commit", "#!/bin/sh\nexit 0\n", 0o755);
    bench.repo.git(&["config", "core.hooksPath", ".husky/_"]);
    fs::remove_dir_all(bench.repo.path().join(".git/hooks")).unwrap();
    commits.push(bench.repo.commit("After it"));
    let other = bench.repo.worktree("other");
    commits.push(bench.repo.commit_in(&other, "Where the folder is not there"));
    commits.sort();
    assert_eq!(bench.recorded(bench.repo.path()), commits);
}

#[test]
fn bare_repositories_linked_worktrees_and_submodules_have_their_own_place() {
    for git in Git::all() {
        let mut repo = TestRepo::without_repository("shop.git");
        repo.use_git(&git);
        repo.git(&["init", "--quiet", "--bare"]);
        let bench = Bench { repo };
        bench.hooks(&["install"], 0);
        let tree = bench.repo.root().join("tree");
        let empty = bench.repo.git(&["hash-object", "-t", "tree", "-w", "/dev/null"]);
        let first = bench.repo.git(&["commit-tree", "-m", "First", &empty]);
        bench.repo.git(&["update-ref", "refs/heads/main", &first]);
        bench.repo.git(&["worktree", "add", "--quiet", tree.to_str().unwrap(), "main"]);
        let commit = bench.repo.commit_in(&tree, "In a tree of a bare repository");
        assert_eq!(bench.recorded(&tree), [commit], "{git:?}");

        let bench = Bench::new(&git);
        let linked = bench.repo.worktree("linked");
        assert_eq!(bench.program().run_in(&linked, &["install"]).code, Some(0));
        let mut commits = vec![bench.repo.commit_in(&linked, "There"), bench.repo.commit("Here")];
        commits.sort();
        assert_eq!(bench.recorded(bench.repo.path()), commits, "{git:?}");

        let part = bench.repo.root().join("part");
        bench.repo.git(&["init", "--quiet", part.to_str().unwrap()]);
        bench.repo.commit_in(&part, "First");
        bench.repo.git(&["submodule", "--quiet", "add", part.to_str().unwrap(), "part"]);
        let submodule = bench.repo.path().join("part");
        let unseen = bench.repo.commit_in(&submodule, "Nobody sees it");
        assert_eq!(bench.program().run_in(&submodule, &["install"]).code, Some(0));
        let seen = bench.repo.commit_in(&submodule, "Seen");
        let recorded = bench.recorded(&submodule);
        assert!(recorded == [seen] && !recorded.contains(&unseen), "{git:?}: {recorded:?}");
    }
}

#[test]
fn switched_off_for_one_command_an_entry_does_nothing() {
    let Some(git) = Git::with_entries() else { return };
    let bench = Bench::new(&git);
    bench.hooks(&["install"], 0);
    fs::remove_file(bench.repo.path().join(".git/hooks/post-commit")).unwrap();
    let commit = |value: &str| {
        let mut git = bench.repo.command(bench.repo.path());
        git.args(["commit", "--quiet", "--allow-empty", "-m", "x"]).env("GIT_SESSION_HOOKS", value);
        assert!(git.status().unwrap().success());
    };
    let sessions = || fs::read_dir(bench.repo.path().join(".sessions/live")).map_or(0, Iterator::count);
    commit("0");
    assert_eq!(sessions(), 0);
    commit("1");
    assert_eq!(sessions(), 1);
}

/// Of one that was installed by the program before this one.
#[test]
fn a_receipt_of_the_program_before_is_read() {
    let git = Git::all().remove(0);
    let bench = Bench::new(&git);
    let before = bytes(&bench.photo());
    let block = "# >>> git-session post-checkout >>>\nold\n# <<< git-session post-checkout <<<\n";
    bench.put(".git/hooks/post-checkout", format!("#!/bin/sh\n{block}"), 0o755);
    bench.put(".git/hooks/post-commit", "old program", 0o755);
    let receipt = format!(
        "format = 1\n\n[[hook]]\nevent = \"post-commit\"\npath = \"../hooks/post-commit\"\nmade_script = false\n\
         blocks = []\n\n[[hook.copies]]\nlength = 11\ncrc32 = 2483564008\n\n[[hook]]\nevent = \"post-checkout\"\n\
         path = \"../hooks/post-checkout\"\nmade_script = true\ncopies = []\nblocks = ['''\n{block}''']\n"
    );
    bench.put(".git/git-session/hooks.toml", receipt, 0o600);
    let hooks = bench.hooks(&["install"], 0);
    let outcome = |event: &str| {
        let hook = hooks.iter().rfind(|(name, _, _)| name == event).unwrap();
        (hook.1.clone(), hook.2.clone())
    };
    assert_eq!(outcome("post-commit"), ("refreshed".into(), "copy".into()));
    assert_eq!(outcome("post-checkout"), ("refreshed".into(), "script".into()));
    assert_eq!(outcome("post-merge"), ("installed".into(), "script".into()));
    bench.hooks(&["uninstall"], 0);
    assert_same(&bench.photo(), &before, "an older receipt");
    assert!(!Path::new(&bench.repo.path().join(".git/git-session/hooks.toml")).exists());
}
