//! Two repositories in which the same is done at the same time of day, one with our hooks and one without.

use testkit::{Run, TestRepo};

use crate::desk::Desk;
use crate::foreign_hooks::put_hook;

pub(crate) struct Twins {
    pub(crate) ours: Desk,
    pub(crate) plain: TestRepo,
}

/// Hooks of others: each says its name and its arguments, to git's output and to a file, and what it is told on its
/// standard input.
pub(crate) const HOOKS: [&str; 8] = [
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
    pub(crate) fn new(with_hooks: bool) -> Self {
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

    pub(crate) fn write(&self, file: &str, text: &str) {
        self.ours.repo.write(file, text);
        self.plain.write(file, text);
    }

    /// Runs git in both and answers with what it said.
    pub(crate) fn git(&self, arguments: &[&str]) -> Run {
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
    pub(crate) fn work(&self) {
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
config --local --get core.bare
fsck";
