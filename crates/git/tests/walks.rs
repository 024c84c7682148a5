//! Which commits lead to which, what they change, and which one somebody means.
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

use git_session_git::{CommitError, Environment, Repo, ResolveError, Walk, discover};
use testkit::TestRepo;

fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

/// Commits a new file and answers with the commit's id.
fn change(kit: &TestRepo, file: &str) -> String {
    kit.write(file, format!("{file}\n"));
    kit.commit(file)
}

fn nobody() -> String {
    "9".repeat(40)
}

#[test]
fn what_is_new_between_tips() {
    let kit = TestRepo::new();
    let shas: Vec<String> = ["a", "b", "c", "d"].iter().map(|file| change(&kit, file)).collect();
    kit.git(&["checkout", "--quiet", "-b", "side", &shas[1]]);
    let side = change(&kit, "side");
    let repo = open(kit.path());
    let walk = |tips: &[&String], hidden: &[&String], limit| {
        let owned = |shas: &[&String]| shas.iter().map(|sha| (*sha).clone()).collect::<Vec<_>>();
        repo.new_commits(&owned(tips), &owned(hidden), limit).unwrap()
    };
    let all = |commits: &[&String]| Walk {
        commits: commits.iter().map(|it| (*it).clone()).collect(),
        complete: true,
    };
    assert_eq!(walk(&[&shas[3]], &[&shas[0]], 10), all(&[&shas[1], &shas[2], &shas[3]]));
    assert_eq!(walk(&[&shas[3]], &[], 4), all(&[&shas[0], &shas[1], &shas[2], &shas[3]]));
    assert_eq!(walk(&[&side], &[&shas[3]], 10), all(&[&side]));
    assert_eq!(walk(&[&shas[1]], &[&shas[3]], 10), all(&[]));
    assert_eq!(walk(&[], &[&shas[3]], 10), all(&[]));
    // The newest are told, and that there is more.
    let walked = walk(&[&shas[3]], &[], 2);
    assert_eq!(walked, Walk { commits: vec![shas[2].clone(), shas[3].clone()], complete: false });
    // What is not here, or is no id, says nothing.
    assert_eq!(
        walk(&[&nobody(), &shas[1]], &[&nobody(), &"nonsense".into(), &shas[0]], 10),
        all(&[&shas[1]])
    );
    assert_eq!(walk(&[&nobody()], &[], 10), all(&[]));
    assert_eq!(walk(&[&shas[1]], &[&"HEAD".into()], 10).commits.len(), 2);
    assert_eq!(walk(&[&"HEAD".into(), &"nonsense".into()], &[], 10), all(&[]));
    // Each after its parents, whatever the clock said.
    let mut early = kit.command(kit.path());
    early
        .args(["commit", "--quiet", "--allow-empty", "-m", "early"])
        .env("GIT_COMMITTER_DATE", "@1000 +0000");
    assert!(early.status().unwrap().success());
    let early = kit.git(&["rev-parse", "HEAD"]);
    assert_eq!(walk(&[&early], &[&shas[1]], 10), all(&[&side, &early]));
    let merge = kit.git(&["commit-tree", "HEAD^{tree}", "-p", &side, "-p", &early, "-m", "merge"]);
    assert_eq!(walk(&[&merge], &[&shas[1]], 10), all(&[&side, &early, &merge]));
}

#[test]
fn what_is_new_in_a_shallow_clone() {
    let kit = TestRepo::new();
    for file in ["a", "b", "c"] {
        change(&kit, file);
    }
    let url = format!("file://{}", kit.path().display());
    kit.git_in(kit.root(), &["clone", "--quiet", "--depth", "2", &url, "shallow"]);
    let shallow = kit.root().join("shallow");
    let here = kit.commit_in(&shallow, "here");
    let repo = open(&shallow);
    assert_eq!(repo.new_commits(&[here.clone()], &[], 10).unwrap().commits.len(), 3);
    let first = kit.git(&["rev-parse", "HEAD~2"]);
    let hidden = [kit.git(&["rev-parse", "HEAD"]), first.clone()];
    assert_eq!(repo.new_commits(&[here.clone()], &hidden, 10).unwrap().commits, [here.clone()]);
    assert!(!repo.exists(&first) && repo.exists(&here));
    assert_eq!(repo.reachable(&[first, here.clone()]).unwrap(), HashSet::from([here]));
}

#[test]
fn what_nothing_leads_to_any_more() {
    let kit = TestRepo::new();
    let first = change(&kit, "a");
    let repo = open(kit.path());
    let reachable = |sha: &String| repo.reachable(&[sha.clone(), nobody()]).unwrap().contains(sha);
    let lost = change(&kit, "b");
    assert!(reachable(&lost) && reachable(&first));
    kit.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    assert!(!reachable(&lost) && reachable(&first), "ORIG_HEAD and the reflog keep it, and do not count");
    for keep in [
        &["tag", "keep", &lost][..],
        &["branch", "keep", &lost],
        &["update-ref", "refs/remotes/origin/keep", &lost],
    ] {
        kit.git(keep);
        assert!(reachable(&lost), "{keep:?}");
        let kept = kit.git(&["for-each-ref", "--format=%(refname)", "--contains", &lost]);
        kit.git(&["update-ref", "-d", &kept]);
    }
    kit.git(&["checkout", "--quiet", "--detach", &lost]);
    assert!(reachable(&lost), "HEAD");
    kit.git(&["checkout", "--quiet", "main"]);
    let worktree = kit.worktree("wt1");
    kit.git_in(&worktree, &["checkout", "--quiet", "--detach", &lost]);
    assert!(reachable(&lost), "the HEAD of another worktree");
    assert!(open(&worktree).reachable(&[first.clone()]).unwrap().contains(&first));
    kit.git_in(&worktree, &["checkout", "--quiet", "--detach", "main"]);
    assert!(!reachable(&lost));
    // What is put away is not what somebody works on.
    kit.write("a", "changed");
    kit.git(&["stash", "--quiet"]);
    let stash = kit.git(&["rev-parse", "stash"]);
    assert!(!reachable(&stash));
    assert_eq!(repo.reachable(&[]).unwrap(), HashSet::new());
    assert!(repo.exists(&lost) && !repo.exists(&nobody()) && !repo.exists("HEAD"));
    kit.git(&["gc", "--quiet", "--prune=now"]);
    assert!(repo.exists(&first), "in a pack");
}

#[test]
fn a_commit_that_was_put_elsewhere_changes_the_same() {
    let kit = TestRepo::new();
    kit.write(".gitattributes", "*.x diff=theirs\n");
    kit.write("a.x", "one\ntwo\nthree\nfour\nfive\nsix\n");
    kit.write("caf\u{e9}", "1\n");
    let root = kit.commit("root");
    kit.write("a.x", "one\ntwo\nthree\nfour\nfive\nSIX\n");
    kit.write("caf\u{e9}", "2\n");
    let changed = kit.commit("changed");
    let empty = kit.commit("nothing");
    kit.git(&["checkout", "--quiet", "-b", "side", &root]);
    kit.write("a.x", "zero\none\ntwo\nthree\nfour\nfive\nsix\n");
    let other = kit.commit("other");
    kit.git(&["cherry-pick", &changed]);
    let picked = kit.git(&["rev-parse", "HEAD"]);
    kit.git(&["merge", "--quiet", "--no-edit", "main"]);
    let merge = kit.git(&["rev-parse", "HEAD"]);

    let repo = open(kit.path());
    let shas = [&root, &changed, &empty, &other, &picked, &merge, &nobody()].map(Clone::clone);
    let ids = repo.patch_ids(&shas).unwrap();
    assert_eq!(ids[&changed], ids[&picked]);
    assert_eq!(ids.values().collect::<HashSet<_>>().len(), 3);
    assert!(!ids.contains_key(&merge) && !ids.contains_key(&empty) && ids.contains_key(&root));
    assert_eq!(repo.patch_ids(&[]).unwrap().len(), 0);
    assert_eq!(repo.patch_ids(&[nobody()]).unwrap().len(), 0);

    // Whatever somebody has set, it is the same, and none of it is run.
    let trap = kit.root().join("trapped").display().to_string();
    let run = format!("touch '{trap}'; cat");
    for (key, value) in [
        ("diff.external", run.as_str()),
        ("diff.theirs.command", &run),
        ("diff.theirs.textconv", &run),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.context", "0"),
        ("diff.interHunkContext", "20"),
        ("diff.algorithm", "patience"),
        ("diff.renames", "copies"),
        ("diff.indentHeuristic", "false"),
        ("diff.relative", "true"),
        ("diff.orderFile", "/dev/null"),
        ("diff.submodule", "log"),
        ("color.ui", "always"),
        ("color.diff", "always"),
        ("core.quotePath", "false"),
        ("core.pager", &run),
        ("log.showSignature", "true"),
        ("patchid.stable", "false"),
    ] {
        kit.git(&["config", key, value]);
    }
    assert_eq!(repo.patch_ids(&shas).unwrap(), ids);
    assert!(!Path::new(&trap).exists());
}

#[test]
fn many_patches_are_asked_for_at_once() {
    let kit = TestRepo::new();
    let text: String = (0..20_000).map(|number| format!("line {number}\n")).collect();
    let mut shas = Vec::new();
    for number in 0..10 {
        kit.write("large", format!("{number}\n{text}{number}\n"));
        kit.write(format!("file {number}"), &text);
        shas.push(kit.commit("x"));
    }
    assert_eq!(open(kit.path()).patch_ids(&shas).unwrap().len(), 10);
}

#[test]
fn what_somebody_typed_is_a_commit() {
    let kit = TestRepo::new();
    let (first, second) = (change(&kit, "first"), change(&kit, "second: with a colon"));
    kit.git(&["tag", "--annotate", "-m", "x", "v1", "HEAD~1"]);
    kit.git(&["checkout", "--quiet", "-b", "fix/it"]);
    let repo = open(kit.path());
    for (text, sha) in [
        ("HEAD", &second),
        ("@", &second),
        ("HEAD~1", &first),
        ("HEAD^", &first),
        (&second, &second),
        (&second[..8], &second),
        ("main", &second),
        ("fix/it", &second),
        ("v1", &first),
        ("v1^{}", &first),
        (":/first", &first),
        ("HEAD^{/first}", &first),
        ("main@{0}", &second),
    ] {
        assert_eq!(&repo.resolve_commit(text).unwrap(), sha, "{text}");
    }
    let tree = kit.git(&["rev-parse", "HEAD^{tree}"]);
    let none = [
        "",
        " ",
        "nobody",
        "HEAD~2",
        "HEAD~99",
        "--all",
        "-h",
        "HEAD..main",
        "^HEAD",
        "main main",
        "a\0b",
        "é",
    ];
    for text in none.into_iter().chain([nobody().as_str(), &tree, "HEAD:first", "HEAD^{tree}", ":/nothing"]) {
        let error = repo.resolve_commit(text).unwrap_err();
        assert!(matches!(error, ResolveError::NoSuchCommit { .. }), "{text}: {error:?}");
    }
    let error = repo.resolve_commit("nobody").unwrap_err().to_string();
    assert_eq!(error, "`nobody` names no commit");
}

#[test]
fn the_beginning_of_several_ids_names_none() {
    let kit = TestRepo::new();
    let tree = kit.git(&["mktree", "--missing"]);
    // Enough of them that four digits are not enough.
    let mut stream = String::new();
    for number in 0..2000 {
        stream += &format!("commit refs/heads/many\ncommitter A <a@b> {number} +0000\ndata 1\nx\n");
    }
    std::fs::write(kit.root().join("stream"), stream).unwrap();
    let mut import = kit.command(kit.path());
    import.args(["fast-import", "--quiet"]).stdin(std::fs::File::open(kit.root().join("stream")).unwrap());
    assert!(import.status().unwrap().success(), "{tree}");
    let shas = kit.git(&["rev-list", "many"]);
    let mut seen = HashSet::new();
    let twice = shas.lines().map(|sha| &sha[..4]).find(|piece| !seen.insert(*piece)).unwrap();
    let error = open(kit.path()).resolve_commit(twice).unwrap_err();
    assert!(matches!(error, ResolveError::Ambiguous { .. }), "{error:?}");
    assert_eq!(error.to_string(), format!("several commits begin with `{twice}`"));
}

#[test]
fn who_put_it_there() {
    let kit = TestRepo::new();
    let first = change(&kit, "a");
    let mut commit = kit.command(kit.path());
    commit.args(["commit", "--quiet", "--allow-empty", "-m", "x", "--author", "Eve <eve@example.org>"]);
    commit.env("GIT_COMMITTER_NAME", "Bob").env("GIT_COMMITTER_EMAIL", "bob@example.org");
    assert!(commit.env("GIT_COMMITTER_DATE", "@1700000000 -0730").status().unwrap().success());
    let second = kit.git(&["rev-parse", "HEAD"]);
    let repo = open(kit.path());
    let (person, at) = repo.committer(&second).unwrap();
    assert_eq!((person.name.as_str(), person.email.as_str()), ("Bob", "bob@example.org"));
    assert_eq!(at.timestamp(), 1_700_000_000);
    assert_eq!(repo.parents(&second).unwrap(), [first.clone()]);
    assert_eq!(repo.parents(&first).unwrap(), Vec::<String>::new());
    assert!(matches!(repo.parents(&nobody()), Err(CommitError::NotFound { .. })));
    assert!(matches!(repo.committer("HEAD"), Err(CommitError::NotAnId { .. })));
}

#[test]
fn the_others_are_the_worktrees_that_are_there() {
    let kit = TestRepo::new();
    kit.commit("first");
    let (one, two) = (kit.worktree("one"), kit.worktree("two"));
    let gone = kit.worktree("gone");
    std::fs::remove_dir_all(&gone).unwrap();
    let there = kit.commit_in(&two, "there");
    let seen = |dir: &Path| -> Vec<(String, Option<std::path::PathBuf>)> {
        let others = open(dir).others();
        others
            .iter()
            .map(|repo| (repo.worktree_name().to_owned(), repo.work_tree().map(Path::to_owned)))
            .collect()
    };
    let (main, one_is, two_is) = (
        ("main".to_owned(), Some(kit.path().to_owned())),
        ("one".to_owned(), Some(one.clone())),
        ("two".to_owned(), Some(two.clone())),
    );
    assert_eq!(seen(kit.path()), [one_is.clone(), two_is.clone()]);
    assert_eq!(seen(&one), [main.clone(), two_is.clone()]);
    assert_eq!(seen(&two), [main, one_is]);
    let others = open(&one).others();
    let other = others.last().unwrap();
    assert_eq!(other.head().unwrap().commit(), Some(there.as_str()));
    assert_eq!(other.head().unwrap().branch(), Some("two"));
    assert_eq!(other.commits_made_since(None).unwrap().commits[0].sha, there);
    assert_eq!(other.store_dir(), open(&one).store_dir());
    assert_eq!(other.git_dir(), open(&two).git_dir());
    // A bare one has a HEAD, and no work tree.
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
    let bare = kit.root().join("bare");
    kit.git_in(&bare, &["worktree", "add", "--quiet", "-b", "linked", "../linked"]);
    assert_eq!(seen(&kit.root().join("linked")), [("main".to_owned(), None)]);
    assert_eq!(seen(&bare), [("linked".to_owned(), Some(kit.root().join("linked")))]);
}
