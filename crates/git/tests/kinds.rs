//! Repositories of each kind: objects named by SHA-1 and by SHA-256, references in files and in a reftable.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::cloned_ref_to_slice_refs,
    reason = "tests"
)]

use std::collections::HashSet;
use std::path::Path;

use git_session_git::{
    CommitError, Cursor, Environment, Head, HeadError, Made, ReflogError, Repo, ResolveError, discover,
};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Does it in a new repository of each kind that this git knows.
fn in_each(check: impl Fn(&TestRepo)) {
    in_those(&KINDS, check);
}

const KINDS: [(&str, &str); 4] =
    [("sha1", "files"), ("sha256", "files"), ("sha1", "reftable"), ("sha256", "reftable")];

fn in_those(kinds: &[(&str, &str)], check: impl Fn(&TestRepo)) {
    for (hash, refs) in kinds {
        let kit = TestRepo::without_repository("repo");
        let mut arguments = vec!["init".to_owned(), "--quiet".to_owned(), format!("--object-format={hash}")];
        if *refs != "files" {
            arguments.push(format!("--ref-format={refs}"));
        }
        if !kit.try_git(&arguments).status.success() {
            eprintln!("skipped: this git has no {refs}");
            continue;
        }
        eprintln!("{hash} in {refs}");
        kit.git(&["config", "core.editor", "true"]);
        check(&kit);
    }
}

/// Commits a new file and answers with the commit's id.
fn change(kit: &TestRepo, file: &str) -> String {
    kit.write(file, format!("{file}\n"));
    kit.commit(file)
}

fn shas(made: &Made) -> Vec<String> {
    made.commits.iter().map(|commit| commit.sha.clone()).collect()
}

/// What was made, and where to go on: through text, as it is kept.
fn made(dir: &Path, since: &mut Option<Cursor>) -> Made {
    let made = open(dir).commits_made_since(since.as_ref()).unwrap();
    *since = made.cursor.map(|cursor| cursor.to_string().parse().unwrap());
    made
}

#[test]
fn a_commit_is_recorded_with_its_facts() {
    in_each(|kit| {
        let repo = open(kit.path());
        assert_eq!(repo.head().unwrap(), Head::Branch { name: "main".into(), commit: None });
        assert_eq!(repo.commits_made_since(None).unwrap(), Made::default());
        assert_eq!(repo.reflog_end().unwrap(), None);
        let first = change(kit, "first");
        let mut since = None;
        assert_eq!(shas(&made(kit.path(), &mut since)), [first.clone()]);
        kit.write("dir/second", "1");
        let second = change(kit, "second");
        let made = made(kit.path(), &mut since);
        assert_eq!(shas(&made), [second.clone()]);
        assert_eq!((made.commits[0].before.as_ref(), made.commits[0].by_rebase), (Some(&first), false));
        assert_eq!(made.cursor, open(kit.path()).reflog_end().unwrap());
        for (sha, files) in [(&first, &["first"][..]), (&second, &["dir/second", "second"])] {
            let facts = repo.commit(sha, Some("main".into())).unwrap();
            let show = |format: &str| kit.git(&["show", "--no-patch", &format!("--format={format}"), sha]);
            assert_eq!((&facts.sha, facts.tree, facts.parents.join(" ")), (sha, show("%T"), show("%P")));
            assert_eq!(
                (facts.files.paths, facts.files.more),
                (files.iter().map(|it| (*it).into()).collect(), false)
            );
            assert_eq!((facts.subject, facts.author.name), (show("%s"), show("%an")));
            let (person, at) = repo.committer(sha).unwrap();
            assert_eq!((person.email, at.timestamp().to_string()), (show("%ce"), show("%ct")));
        }
        kit.git(&["gc", "--quiet"]);
        assert_eq!(repo.commit(&second, None).unwrap().files.paths, ["dir/second", "second"], "in a pack");
        let other_kind = if first.len() == 40 { 64 } else { 40 };
        assert!(matches!(repo.commit(&"9".repeat(other_kind), None), Err(CommitError::NotAnId { .. })));
    });
}

#[test]
fn head_is_where_git_says() {
    in_each(|kit| {
        let first = change(kit, "first");
        kit.git(&["checkout", "--quiet", "-b", "fix/it"]);
        let on =
            |name: &str, commit: &String| Head::Branch { name: name.into(), commit: Some(commit.clone()) };
        assert_eq!(open(kit.path()).head().unwrap(), on("fix/it", &first));
        let linked = kit.worktree("wt1");
        let there = kit.commit_in(&linked, "there");
        assert_eq!(open(&linked).head().unwrap(), on("wt1", &there));
        assert_eq!(open(kit.path()).head().unwrap(), on("fix/it", &first));
        kit.git(&["checkout", "--quiet", "--detach"]);
        assert_eq!(open(kit.path()).head().unwrap(), Head::Detached { commit: first.clone() });
        let others = open(&linked).others();
        assert_eq!(others.len(), 1);
        assert_eq!(others[0].head().unwrap(), Head::Detached { commit: first });
        assert_eq!(shas(&open(kit.path()).others()[0].commits_made_since(None).unwrap()), [there]);
    });
}

#[test]
fn commits_are_told_from_moves() {
    in_each(|kit| {
        let first = change(kit, "first");
        let mut since = open(kit.path()).reflog_end().unwrap();
        assert_eq!(made(kit.path(), &mut since).commits, []);
        kit.git(&["checkout", "--quiet", "-b", "side"]);
        let side = change(kit, "side");
        kit.git(&["checkout", "--quiet", "main"]);
        kit.git(&["branch", "--move", "side", "aside"]);
        let main = change(kit, "main");
        assert_eq!(shas(&made(kit.path(), &mut since)), [side.clone(), main]);
        kit.git(&["merge", "--quiet", "--no-edit", "aside"]);
        kit.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        let merged = made(kit.path(), &mut since);
        assert_eq!(merged.commits.len(), 1, "the merge, though HEAD is elsewhere by now");
        kit.git(&["rebase", "--quiet", "aside"]);
        let rebased = made(kit.path(), &mut since);
        assert_eq!(shas(&rebased), [kit.git(&["rev-parse", "HEAD"])]);
        assert_eq!((rebased.commits[0].by_rebase, &rebased.commits[0].before), (true, &Some(side.clone())));
        kit.git(&["commit", "--quiet", "--amend", "-m", "amended"]);
        let amended = made(kit.path(), &mut since).commits.pop().unwrap();
        let repo = open(kit.path());
        let facts = repo.commit(&amended.sha, None).unwrap();
        assert_eq!(repo.replaced_by_amend(&amended, &facts), Some(rebased.commits[0].sha.clone()));
        kit.git(&["checkout", "--quiet", "--orphan", "fresh"]);
        let root = change(kit, "root");
        let made = made(kit.path(), &mut since).commits.pop().unwrap();
        assert_eq!((made.sha, made.before), (root, None));
        assert_eq!(repo.parents(&first).unwrap(), Vec::<String>::new());
    });
}

#[test]
fn a_rebase_that_was_given_up_made_nothing() {
    in_each(|kit| {
        change(kit, "first");
        kit.git(&["checkout", "--quiet", "-b", "side"]);
        change(kit, "a");
        kit.write("clash", "1");
        kit.commit("clash");
        kit.git(&["checkout", "--quiet", "main"]);
        kit.write("clash", "2");
        kit.commit("other");
        kit.git(&["checkout", "--quiet", "side"]);
        let mut since = open(kit.path()).reflog_end().unwrap();
        assert!(!kit.try_git(&["rebase", "--quiet", "main"]).status.success());
        let repo = open(kit.path());
        assert!(repo.is_rebasing());
        assert_eq!(repo.rewritten().unwrap()[0].0, kit.git(&["rev-parse", "side~1"]));
        kit.git(&["rebase", "--abort"]);
        assert_eq!(made(kit.path(), &mut since).commits, []);
    });
}

#[test]
fn many_commits_come_in_steps() {
    in_those(&[("sha1", "reftable")], |kit| {
        change(kit, "first");
        let mut since = open(kit.path()).reflog_end().unwrap();
        for number in 0..70 {
            kit.git(&["commit", "--quiet", "--allow-empty", "-m", &number.to_string()]);
        }
        let head = made(kit.path(), &mut since);
        assert_eq!((head.commits.len(), head.more), (64, true));
        let rest = made(kit.path(), &mut since);
        assert_eq!((rest.commits.len(), rest.more), (6, false));
        let told = [shas(&head), shas(&rest)].concat().join("\n");
        assert_eq!(told, kit.git(&["rev-list", "--reverse", "HEAD~70..HEAD"]));
    });
}

#[test]
fn a_place_survives_what_expires() {
    in_each(|kit| {
        let commit = |at: u64| {
            let mut git = kit.command(kit.path());
            git.args(["commit", "--quiet", "--allow-empty", "-m", "x"]);
            assert!(git.env("GIT_COMMITTER_DATE", format!("@{at} +0000")).status().unwrap().success());
            kit.git(&["rev-parse", "HEAD"])
        };
        for at in 1_000_000_000..1_000_000_005 {
            commit(at);
        }
        let mut since = open(kit.path()).reflog_end().unwrap();
        let new = [commit(1_700_000_000), commit(1_700_000_000), commit(1_700_000_001)];
        let before = since;
        assert_eq!(shas(&made(kit.path(), &mut since)), new);
        let all = ["reflog", "expire", "--expire=2020-01-01", "--expire-unreachable=2020-01-01", "--all"];
        kit.git(&all);
        let (mut gone, mut there) = (before, since);
        assert_eq!(shas(&made(kit.path(), &mut there)), Vec::<String>::new());
        assert_eq!(shas(&made(kit.path(), &mut gone)), [new[2].clone()], "its line is gone: the last counts");
        let last = commit(1_700_000_002);
        assert_eq!(shas(&made(kit.path(), &mut there)), [last]);
    });
}

#[test]
fn branches_and_who_set_them() {
    in_each(|kit| {
        assert_eq!(open(kit.path()).branch_tips().unwrap(), []);
        let first = change(kit, "first");
        kit.git(&["branch", "fix/it"]);
        kit.git(&["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
        let second = change(kit, "second");
        kit.git(&["update-ref", "refs/remotes/origin/main", &first]);
        let repo = open(kit.path());
        let pair = |name: &str, sha: &String| (name.to_owned(), sha.clone());
        assert_eq!(repo.branch_tips().unwrap(), [pair("fix/it", &first), pair("main", &second)]);
        assert_eq!(repo.remote_tips().unwrap(), [pair("origin/main", &first)]);
        kit.git(&["fetch", "--quiet", ".", "main:brought"]);
        assert_eq!(repo.brought_to("brought"), [second]);
        assert_eq!(repo.brought_to("fix/it"), [first], "what it was begun at");
        assert!(["main", "nobody"].iter().all(|branch| repo.brought_to(branch).is_empty()));
    });
}

#[test]
fn what_is_asked_of_git() {
    in_each(|kit| {
        let (first, second) = (change(kit, "first"), change(kit, "second"));
        let repo = open(kit.path());
        let walk = repo.new_commits(&[second.clone()], &[first.clone()], 10).unwrap();
        assert_eq!((walk.commits, walk.complete), (vec![second.clone()], true));
        assert_eq!(repo.resolve_commit("HEAD~1").unwrap(), first);
        assert_eq!(repo.resolve_commit(&second[..7]).unwrap(), second);
        assert!(matches!(repo.resolve_commit("no"), Err(ResolveError::NoSuchCommit { .. })));
        assert!(repo.exists(&first));
        kit.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        let both = [first.clone(), second.clone()];
        assert_eq!(repo.reachable(&both).unwrap(), HashSet::from([first.clone()]));
        kit.git(&["commit", "--quiet", "--allow-empty", "-m", "between"]);
        kit.git(&["cherry-pick", &second]);
        let picked = kit.git(&["rev-parse", "HEAD"]);
        let ids = repo.patch_ids(&[first, second.clone(), picked.clone()]).unwrap();
        assert_eq!((ids.len(), &ids[&second]), (3, &ids[&picked]));
    });
}

#[test]
fn what_is_tracked_is_seen() {
    in_each(|kit| {
        change(kit, "first");
        let linked = kit.worktree("wt1");
        for dir in [kit.path(), linked.as_path()] {
            assert!(!open(dir).store_is_tracked_in_head(".sessions", None).unwrap());
            assert!(!open(dir).store_is_tracked_in_index(".sessions").unwrap());
        }
        kit.write(".sessions/x", "1");
        kit.git(&["add", "--all"]);
        assert!(open(kit.path()).store_is_tracked_in_index(".sessions").unwrap());
        kit.commit("tracked");
        for dir in [kit.path(), linked.as_path()] {
            assert!(open(dir).store_is_tracked_in_head(".sessions", None).unwrap(), "by the main worktree");
            assert!(open(dir).store_is_tracked_in_index(".sessions").unwrap());
        }
        let tree = kit.git(&["rev-parse", "HEAD~1^{tree}"]);
        assert!(!open(kit.path()).store_is_tracked_in_head(".sessions", Some(&tree)).unwrap());
    });
}

#[test]
fn without_a_reflog_head_is_the_answer() {
    in_each(|kit| {
        kit.git(&["config", "core.logAllRefUpdates", "false"]);
        let first = change(kit, "first");
        let mut since = None;
        assert_eq!(shas(&made(kit.path(), &mut since)), [first.clone()]);
        assert_eq!(since, None);
        // In a bare repository, too, and in what is linked to it there is one.
        kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
        let bare = kit.root().join("bare");
        assert_eq!(shas(&made(&bare, &mut None)), [first.clone()]);
        kit.git_in(&bare, &["worktree", "add", "--quiet", "-b", "linked", "../linked"]);
        let linked = kit.root().join("linked");
        let there = kit.commit_in(&linked, "there");
        assert_eq!(shas(&made(&linked, &mut None)), [there.clone()]);
        assert_eq!(open(&linked).commit(&there, None).unwrap().parents, [first]);
        assert_eq!(open(&linked).store_dir(), bare.join(".sessions"));
    });
}

#[test]
fn a_reftable_that_is_broken_is_no_empty_one() {
    let kit = TestRepo::without_repository("repo");
    if !kit.try_git(&["init", "--quiet", "--ref-format=reftable"]).status.success() {
        eprintln!("skipped: this git has no reftable");
        return;
    }
    change(&kit, "first");
    let since = open(kit.path()).reflog_end().unwrap();
    std::fs::write(kit.path().join(".git/reftable/tables.list"), "nonsense.ref\n").unwrap();
    let repo = open(kit.path());
    assert!(matches!(repo.head(), Err(HeadError::Unreadable { .. })), "{:?}", repo.head());
    let error = repo.commits_made_since(since.as_ref()).unwrap_err();
    assert!(matches!(error, ReflogError::Ask(_) | ReflogError::Head(_)), "{error:?}");
}

/// A ledger of before the reference storage was changed names bytes, and is read as what it is.
#[test]
fn a_repository_may_change_its_kind() {
    let kit = TestRepo::new();
    change(&kit, "first");
    let mut since = open(kit.path()).reflog_end().unwrap();
    if !kit.try_git(&["refs", "migrate", "--ref-format=reftable"]).status.success() {
        eprintln!("skipped: this git changes no reference storage");
        return;
    }
    let second = change(&kit, "second");
    let told = shas(&made(kit.path(), &mut since));
    assert_eq!(told, [second]);
    kit.git(&["refs", "migrate", "--ref-format=files"]);
    let third = change(&kit, "third");
    assert_eq!(shas(&made(kit.path(), &mut since)), [third]);
}

/// Since 2.54 references may be files that lie somewhere else.
#[test]
fn references_may_lie_in_another_place() {
    let kit = TestRepo::new();
    let elsewhere = kit.root().join("elsewhere");
    std::fs::create_dir_all(elsewhere.join("refs/heads")).unwrap();
    std::fs::copy(kit.path().join(".git/HEAD"), elsewhere.join("HEAD")).unwrap();
    kit.git(&["config", "core.repositoryFormatVersion", "1"]);
    kit.git(&["config", "extensions.refStorage", &format!("files://{}", elsewhere.display())]);
    if !kit.try_git(&["commit", "--quiet", "--allow-empty", "-m", "first"]).status.success() {
        eprintln!("skipped: this git has references in one place alone");
        return;
    }
    assert!(elsewhere.join("refs/heads/main").exists());
    let first = kit.git(&["rev-parse", "HEAD"]);
    let mut since = None;
    assert_eq!(shas(&made(kit.path(), &mut since)), [first]);
    let second = change(&kit, "second");
    assert_eq!(shas(&made(kit.path(), &mut since)), [second.clone()]);
    assert_eq!(open(kit.path()).head().unwrap().commit(), Some(second.as_str()));
    assert_eq!(open(kit.path()).branch_tips().unwrap(), [("main".to_owned(), second)]);
}
