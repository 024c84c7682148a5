//! Two repositories in which the same is done at the same time of day, one with our hooks and one without: git must
//! say the same in both, to the byte, and so must whatever hooks of others are there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use testkit::{Run, TestRepo};

use crate::desk::Desk;
use crate::foreign_hooks::put_hook;

struct Twins {
    ours: Desk,
    plain: TestRepo,
}

/// Hooks of others: each says its name and its arguments, to git's output and to a file, and what it is told on its
/// standard input.
const HOOKS: [&str; 8] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "post-checkout",
    "post-merge",
    "post-rewrite",
    "pre-rebase",
];

impl Twins {
    fn new(with_hooks: bool) -> Self {
        let [plain, ours] = [TestRepo::new(), TestRepo::new()];
        for repo in [&plain, &ours] {
            for name in HOOKS.iter().filter(|_| with_hooks) {
                let trace = repo.root().join("trace");
                let script = format!(
                    "#!/bin/sh\necho \"out of {name}\"; echo \"err of {name}\" >&2\n\
                     {{ echo \"{name} $*\"; cat; }} >> '{}'\n",
                    trace.display()
                );
                put_hook(&repo.path().join(".git/hooks").join(name), script.as_bytes(), 0o755);
            }
        }
        let ours = Desk::with_hooks(ours);
        ours.run(&["start", "In the one and not in the other"]);
        Self { ours, plain }
    }

    fn write(&self, file: &str, text: &str) {
        self.ours.repo.write(file, text);
        self.plain.write(file, text);
    }

    /// Runs git in both and answers with what it said.
    fn git(&self, arguments: &[&str]) -> Run {
        self.git_in("repo", arguments)
    }

    fn git_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let [plain, ours] = [&self.plain, &self.ours.repo].map(|repo| {
            let mut git = repo.command(&repo.root().join(folder));
            git.env("GIT_AUTHOR_DATE", "1700000000 +0100").env("GIT_COMMITTER_DATE", "1700000000 +0100");
            git.env("GIT_EDITOR", "true").env("GIT_MERGE_AUTOEDIT", "no");
            let run = Run::new(&git.args(arguments).output().unwrap());
            let same = |text: &str| text.replace(repo.root().to_str().unwrap(), "ROOT");
            Run { stdout: same(&run.stdout), stderr: same(&run.stderr), ..run }
        });
        assert_eq!(ours, plain, "git {arguments:?}");
        ours
    }

    /// A morning with git: each line a command.
    fn work(&self) {
        for (number, line) in MORNING.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[0] {
                "write" => self.write(words[1], &format!("{line} {number}\n")),
                "linked" => drop(self.git_in("linked", &words[1..])),
                _ => drop(self.git(&words)),
            }
        }
    }
}

const MORNING: &str = "\
commit -m nothing-to-commit
write a.txt
add a.txt
commit -m first
write a.txt
commit -a -m second
write b.txt
add b.txt
commit --amend -m second-with-b
commit --amend --no-edit --reset-author
status
switch -c side
write side.txt
add -A
commit -m on-the-side
checkout main
write c.txt
add -A
commit -m on-main
merge --no-ff side
switch -c picked HEAD~1
cherry-pick side
revert --no-edit HEAD
switch -c moved side
rebase main~1
switch nowhere
checkout -- a.txt
write a.txt
write untracked.txt
stash -u
stash pop
checkout a.txt
clean -n -d
clean -f -d
worktree add ../linked -b linked
linked commit --allow-empty -m in-the-linked-one
linked status
branch -a -vv
reset --hard HEAD~1
tag -a v1 -m v1
commit --allow-empty -m with-the-hooks --no-verify
merge main
worktree list
worktree remove ../linked
status --porcelain --ignored=no
log --all --reflog --graph --format=%H%x20%s
reflog
for-each-ref
config --local --list
fsck";

#[test]
fn git_says_the_same_with_our_hooks_as_without_them() {
    let twins = Twins::new(false);
    twins.work();
    assert_eq!(twins.ours.hook_log(), "");
    let commits = twins.ours.show("@")["commits"].as_array().unwrap().len();
    assert!(commits >= 9, "our hooks were there: {commits}");
}

#[test]
fn the_hooks_of_others_run_as_before_in_their_order_with_their_arguments_and_their_input() {
    let twins = Twins::new(true);
    twins.work();
    let trace = |repo: &TestRepo| {
        let trace = std::fs::read_to_string(repo.root().join("trace")).unwrap();
        trace.replace(repo.root().to_str().unwrap(), "ROOT")
    };
    let (ours, plain) = (trace(&twins.ours.repo), trace(&twins.plain));
    assert_eq!(ours, plain);
    for name in HOOKS {
        assert!(ours.lines().any(|line| line.split(' ').next() == Some(name)), "{name} never ran");
    }
    let commits = twins.ours.show("@")["commits"].as_array().unwrap().len();
    assert!(commits >= 9, "our hooks were there: {commits}");
}

#[test]
fn a_hook_of_others_that_fails_fails_as_before() {
    let twins = Twins::new(true);
    twins.write("a.txt", "a\n");
    twins.git(&["add", "-A"]);
    twins.git(&["commit", "-m", "first"]);
    for (name, script) in [
        ("post-checkout", "#!/bin/sh\nexit 7\n"),
        ("post-commit", "#!/bin/sh\nset -eu\nfalse\necho never\n"),
        ("pre-commit", "#!/bin/sh\necho no >&2\nexit 1\n"),
    ] {
        twins.ours.run(&["uninstall"]);
        for repo in [&twins.plain, &twins.ours.repo] {
            put_hook(&repo.path().join(".git/hooks").join(name), script.as_bytes(), 0o755);
        }
        twins.ours.run(&["install"]);
        let mut codes = String::new();
        for arguments in [&["switch", "-c", name][..], &["commit", "--allow-empty", "-m", name]] {
            write!(codes, "{:?} ", twins.git(arguments).code).unwrap();
        }
        let expected = if name == "pre-commit" { "Some(1) Some(1) " } else { "Some(1) Some(0) " };
        assert_eq!(codes, expected, "{name}");
    }
}

#[test]
fn a_repository_that_had_our_hooks_is_as_one_that_never_had_them() {
    let twins = Twins::new(true);
    twins.work();
    twins.ours.run(&["uninstall"]);
    let [ours, plain] = [&twins.ours.repo, &twins.plain].map(|repo| {
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for part in [".git/config", ".git/info/exclude", ".git/hooks"] {
            collect(&repo.path().join(part), &mut files);
        }
        let relative = |path: &Path| path.strip_prefix(repo.path()).unwrap().to_owned();
        let same =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(repo.root().to_str().unwrap(), "ROOT");
        files.iter().map(|(path, bytes)| (relative(path), same(bytes))).collect::<Vec<_>>()
    });
    assert_eq!(ours, plain);
}

fn collect(path: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| collect(entry, files));
    } else {
        files.push((path.to_owned(), std::fs::read(path).unwrap()));
    }
}
