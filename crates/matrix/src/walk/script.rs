//! A walk as a script that walks it again, for people. It wants `git` and `git-session` on the path.

use std::fmt::Write as _;

use super::moves::{Kind, Move, WORKTREES};
use crate::operations::Base;
use crate::workbench::{GIVE_UP, THEM, UNLOCK};

pub(super) fn render(way: &[Move]) -> String {
    let mut script = String::from("#!/bin/sh\n# In an empty folder, with git and git-session on the path.\n");
    script.push_str(
        "export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 TZ=UTC THEIRS=$PWD/theirs PATH=$PWD/bin:$PATH; mkdir bin\n",
    );
    script.push_str("now=$(date +%s)\n");
    script.push_str("tick() { now=$((now + 1)); export GIT_COMMITTER_DATE=\"$now +0000\" GIT_AUTHOR_DATE=\"$now +0000\"; }\ntick\n");
    for (key, value) in [
        ("user.name", "Ada"),
        ("user.email", "ada@example.org"),
        ("init.defaultBranch", "main"),
        ("core.editor", "true"),
        ("gc.auto", "0"),
        ("protocol.file.allow", "always"),
    ] {
        let _ = writeln!(script, "git config --global {key} {value}");
    }
    for (name, text) in [("them", THEM), ("give-up", GIVE_UP), ("unlock", UNLOCK)] {
        let _ = write!(script, "cat >bin/{name} <<'END'\n{text}END\nchmod +x bin/{name}\n");
    }
    let _ = write!(script, "(\n{}) || exit\ncd repo\n", Base::Usual.scripts().0.script);
    for worktree in &WORKTREES[1..] {
        let _ = writeln!(script, "git worktree add --quiet -b {worktree} ../{worktree}");
    }
    script.push_str("git-session install\n");
    for (number, worktree) in WORKTREES.iter().enumerate() {
        let _ = writeln!(script, "export S{number}=$(cd ../{worktree} && git-session start {worktree})");
    }
    script.push_str("set -x\n");
    for step in way {
        let dir = WORKTREES[step.at];
        script.push_str("tick\n");
        let _ = match step.kind {
            Kind::Session => {
                writeln!(script, "S{}=$(cd ../{dir} && {} | cut -f1)", step.at, step.line)
            }
            Kind::Git(_) | Kind::Together | Kind::Unseen | Kind::Reconcile => {
                writeln!(script, "(cd ../{dir} && {})", step.line)
            }
        };
    }
    script
}
