//! What a line of a reflog tells of: a commit that was made, or one that HEAD or a branch was moved to.

use gix::bstr::ByteSlice as _;

/// What was done, by a line's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Somebody made a commit.
    Commit,
    /// `git am` made one of a patch.
    Patch,
    /// A rebase made one, as one of its steps.
    Step,
    /// `git replay` or `git history` made one, perhaps in the place of another.
    Replay,
    /// A rebase began.
    Begin,
    /// A rebase came to its end.
    Finish,
    /// A rebase was given up, and HEAD went back.
    Abort,
    /// `git am` was given up, and HEAD went back.
    AbortPatches,
    /// Something else: nothing was made.
    Move,
}

impl Deed {
    /// Whether the line names a commit that was made.
    pub(super) fn makes_commit(self) -> bool {
        matches!(self, Self::Commit | Self::Patch | Self::Step | Self::Replay)
    }
}

/// Steps of a rebase that make a commit, where another tool's word stands in the place of `rebase`.
const STEPS: [&[u8]; 7] = [b"pick", b"squash", b"fixup", b"reword", b"edit", b"merge", b"continue"];

/// What git says in the place of a commit's subject where it moved HEAD.
const MOVES: [&[u8]; 5] = [b"Fast-forward", b"updating HEAD", b"aborting", b"storing head", b"forced-update"];

/// What a line with this message was written for.
///
/// git says `ACTION: SUBJECT` of each commit that it makes. The action is a word of its own, or whatever
/// `GIT_REFLOG_ACTION` holds; so a word that is not known here counts, provided that what follows is not one of git's
/// phrases for having moved HEAD. Without a subject nothing was made: that is a checkout under such a word (`tool`), a
/// push into this worktree (`push`), `initial pull`, jj's `export from jj`, or an `update-ref` with no message. But for
/// `git replay`, which has no subject, and `git history`, whose `reword: updating HEAD` looks like a reset: both name
/// the last of the commits that they made.
pub(super) fn derive_deed(message: &[u8]) -> Deed {
    let Some((action, subject)) = split(message) else {
        return match message {
            b"am --abort" => Deed::AbortPatches,
            _ if message.starts_with(b"replay -") => Deed::Replay,
            _ => Deed::Move,
        };
    };
    let word = first_word(action);
    match word {
        b"commit" | b"revert" => Deed::Commit,
        b"am" => Deed::Patch,
        b"checkout" | b"reset" | b"clone" | b"branch" | b"Branch" | b"fetch" => Deed::Move,
        // A cherry-pick or a rebase that found the commit where it should be.
        _ if subject == b"fast-forward" => Deed::Move,
        b"cherry-pick" => Deed::Commit,
        _ if is_history(action, subject) => Deed::Replay,
        _ => match find_step(action) {
            Some(step) => derive_step(word, step),
            None if moves(action, subject) => derive_old_move(action, subject),
            None if is_old_rebase(action, word) => Deed::Step,
            None => Deed::Commit,
        },
    }
}

/// Whether the commit that a line names may have been made of several: by a squash, or after a conflict in one.
pub(super) fn joins(message: &[u8]) -> bool {
    let step = split(message).and_then(|(action, _)| find_step(action));
    step.is_some_and(|step| matches!(step, b"squash" | b"fixup" | b"continue"))
}

/// Of a line in a branch's own reflog: whether it was set to a commit that came from another repository.
pub(super) fn is_brought(message: &[u8]) -> bool {
    let (action, subject) = split(message).unwrap_or((message, b""));
    match first_word(action) {
        b"push" | b"fetch" | b"clone" => true,
        // `update by push` is said by the repository that is pushed to, `initial pull` by one without a commit.
        b"update" => message.starts_with(b"update by push"),
        b"initial" => message.starts_with(b"initial pull"),
        b"pull" => subject.is_empty() || moves(action, subject),
        _ => false,
    }
}

/// `git history`, since 2.54.
fn is_history(action: &[u8], subject: &[u8]) -> bool {
    matches!(action, b"reword" | b"split" | b"fixup" | b"drop" | b"squash")
        && subject.starts_with(b"updating ")
}

fn derive_step(word: &[u8], step: &[u8]) -> Deed {
    match step {
        b"start" => Deed::Begin,
        b"finish" => Deed::Finish,
        b"abort" => Deed::Abort,
        b"reset" | b"skip" | b"quit" => Deed::Move,
        _ if word == b"rebase" || word == b"pull" || STEPS.contains(&step) => Deed::Step,
        _ => Deed::Commit,
    }
}

/// Before git 2.26, a rebase by patches was `rebase: SUBJECT`.
fn is_old_rebase(action: &[u8], word: &[u8]) -> bool {
    word == b"rebase" || word == b"pull" && action.contains_str("--rebase")
}

fn derive_old_move(action: &[u8], subject: &[u8]) -> Deed {
    match subject {
        b"aborting" => Deed::Abort,
        _ if action.ends_with(b" finished") => Deed::Finish,
        _ if subject.starts_with(b"checkout ") => Deed::Begin,
        _ => Deed::Move,
    }
}

fn first_word(text: &[u8]) -> &[u8] {
    text.split_once_str(" ").map_or(text, |(word, _)| word)
}

/// The action and the subject. The space before an empty subject is gone: git trims the message.
fn split(message: &[u8]) -> Option<(&[u8], &[u8])> {
    message.split_once_str(": ").or_else(|| Some((message.strip_suffix(b":")?, b"".as_slice())))
}

/// `pick` of `rebase (pick)` and of `pull --rebase origin (pick)`.
fn find_step(action: &[u8]) -> Option<&[u8]> {
    Some(action.strip_suffix(b")")?.rsplit_once_str(" (")?.1)
}

fn moves(action: &[u8], subject: &[u8]) -> bool {
    // Before git 2.26: `rebase: checkout main`, `rebase finished: refs/heads/x onto …`.
    let checks_out = subject.strip_prefix(b"checkout ").is_some_and(|to| !to.contains(&b' '));
    // What is merged is named as it was typed, and may hold a colon: `merge HEAD^{/fix: it}: Fast-forward`.
    MOVES.contains(&subject)
        || subject.ends_with(b": Fast-forward")
        || checks_out
        || action.ends_with(b" finished")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_made_a_commit() {
        for message in [
            "commit: x",
            "commit:",
            "commit: Fast-forward",
            "commit: updating HEAD",
            "commit: fast-forward",
            "commit (initial): x",
            "commit (initial):",
            "commit (amend): x: y",
            "commit (merge): Merge branch 'x'",
            "commit (cherry-pick): x",
            "cherry-pick: x",
            "cherry-pick: checkout main",
            "revert: Revert \"x\"",
            "am: x",
            "rebase (pick): x",
            "rebase (pick): checkout main",
            "rebase (squash): x",
            "rebase (fixup): x",
            "rebase (reword): x",
            "rebase (edit): x",
            "rebase (continue): x",
            "rebase (merge): Merge branch 'x'",
            "rebase -i (pick): x",
            "rebase: x",
            "rebase: checkout the new way",
            "pull -q --rebase (pick): x",
            "merge x: Merge made by the 'ort' strategy.",
            "merge x: In-index merge",
            "merge HEAD^{/fix: it}: Merge made by the 'ort' strategy.",
            "pull origin main: Merge made by the 'ort' strategy.",
            "filter-branch: rewrite",
            "tool: x",
            "tool: Merge made by the 'ort' strategy.",
            "tool (pick): x",
            "push: x",
            "replay --onto 3eb6e",
            "replay --advance main",
            "replay --revert main",
            "reword: updating HEAD",
            "reword: updating HEAD~1",
            "split: updating HEAD",
            "fixup: updating main~2",
        ] {
            assert!(derive_deed(message.as_bytes()).makes_commit(), "{message}");
        }
    }

    #[test]
    fn what_moved_head() {
        for message in [
            "",
            "checkout: moving from main to x",
            "reset: moving to HEAD~1",
            "reset: updating HEAD",
            "clone: from /x",
            "branch: Reset to main",
            "branch: Created from main",
            "Branch: renamed refs/heads/x to refs/heads/y",
            "merge x: Fast-forward",
            "merge HEAD^{/fix: it}: Fast-forward",
            "pull: Fast-forward",
            "pull -q origin main: Fast-forward",
            "pull origin +main:main: storing head",
            "pull origin +main:main: forced-update",
            "pull -q --rebase (start): checkout 3eb6e",
            "pull -q --rebase (finish): returning to refs/heads/main",
            "pull --rebase: checkout 3eb6e",
            "initial pull",
            "fetch -q origin +x:x: forced-update",
            "fetch: fast-forward",
            "rebase: fast-forward",
            "rebase (pick): fast-forward",
            "rebase (start): checkout main",
            "rebase (finish): returning to refs/heads/x",
            "rebase (abort): returning to refs/heads/x",
            "rebase (abort): updating HEAD",
            "rebase (reset): 'branch-point'",
            "rebase -i (start): checkout main",
            "rebase -i (finish): returning to refs/heads/x",
            "rebase: checkout main",
            "rebase: aborting",
            "rebase finished: refs/heads/x onto 3eb6e",
            "rebase finished: returning to refs/heads/x",
            "cherry-pick: fast-forward",
            "am --abort",
            "push",
            "update by push",
            "export from jj",
            "tool",
            "tool: updating HEAD",
            "tool: Fast-forward",
            "tool (start): checkout main",
        ] {
            assert!(!derive_deed(message.as_bytes()).makes_commit(), "{message}");
        }
    }

    #[test]
    fn what_a_rebase_did() {
        for (message, deed) in [
            ("rebase (start): checkout main", Deed::Begin),
            ("rebase (pick): x", Deed::Step),
            ("rebase (squash): x", Deed::Step),
            ("rebase (label): x", Deed::Step),
            ("rebase (pick): fast-forward", Deed::Move),
            ("rebase (continue): x", Deed::Step),
            ("rebase (reset): 'onto'", Deed::Move),
            ("rebase (finish): returning to refs/heads/x", Deed::Finish),
            ("rebase (abort): returning to refs/heads/x", Deed::Abort),
            ("rebase (abort): updating HEAD", Deed::Abort),
            ("rebase -i (pick): x", Deed::Step),
            ("pull -q --rebase origin main (start): checkout 3eb6e", Deed::Begin),
            ("pull -q (pick): x", Deed::Step),
            ("pull -q (finish): returning to refs/heads/main", Deed::Finish),
            ("pull: Merge made by the 'ort' strategy.", Deed::Commit),
            ("tool (pick): x", Deed::Step),
            ("tool (of mine): x", Deed::Commit),
            ("commit (amend): x", Deed::Commit),
            ("commit (merge): x", Deed::Commit),
            ("commit: x (pick): y", Deed::Commit),
            ("merge x: In-index merge", Deed::Commit),
            ("am: x", Deed::Patch),
            ("am --abort", Deed::AbortPatches),
            ("rebase: checkout main", Deed::Begin),
            ("rebase: x", Deed::Step),
            ("pull --rebase: x", Deed::Step),
            ("rebase: aborting", Deed::Abort),
            ("rebase finished: refs/heads/x onto 3eb6e", Deed::Finish),
        ] {
            assert_eq!(derive_deed(message.as_bytes()), deed, "{message}");
        }
    }

    #[test]
    fn what_may_be_made_of_several() {
        for message in ["rebase (squash): x", "pull --rebase (fixup): x", "rebase (continue): x"] {
            assert!(joins(message.as_bytes()), "{message}");
        }
        for message in
            ["rebase (pick): squash", "rebase (reword): x", "commit: x", "rebase: x (fixup): y", ""]
        {
            assert!(!joins(message.as_bytes()), "{message}");
        }
    }

    #[test]
    fn what_brings_commits_to_a_branch() {
        for (message, brought) in [
            ("push", true),
            ("update by push", true),
            ("initial pull", true),
            ("fetch", true),
            ("pull origin", true),
            ("clone: from x", true),
            ("fetch -q origin x:x: storing head", true),
            ("fetch -q ../bundle x:x: forced-update", true),
            ("pull: Fast-forward", true),
            ("pull -q origin main: Fast-forward", true),
            ("", false),
            ("pull origin main: Merge made by the 'ort' strategy.", false),
            ("pull --rebase (pick): x", false),
            ("update: x", false),
            ("merge x: Fast-forward", false),
            ("branch: Created from main", false),
            ("branch: Reset to main", false),
            ("Branch: renamed refs/heads/x to refs/heads/y", false),
            ("reset: moving to HEAD~1", false),
            ("commit: fetch", false),
            ("rebase (finish): refs/heads/x onto 3eb6e", false),
            ("replay --onto 3eb6e", false),
            ("export from jj", false),
        ] {
            assert_eq!(is_brought(message.as_bytes()), brought, "{message}");
        }
    }
}
