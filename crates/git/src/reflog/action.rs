//! What a line of the reflog tells of: a commit that was made, or one that HEAD was moved to.

use gix::bstr::ByteSlice as _;

/// Steps of a rebase that move HEAD and make nothing; the others name the commit that they made.
const STEPS_THAT_MOVE: [&[u8]; 6] = [b"start", b"finish", b"abort", b"reset", b"skip", b"quit"];

/// What git says in the place of a commit's subject where it moved HEAD.
const MOVES: [&[u8]; 5] = [b"Fast-forward", b"updating HEAD", b"aborting", b"storing head", b"forced-update"];

/// Whether a line with this message was written because a commit was made.
///
/// git says `ACTION: SUBJECT` of each commit that it makes. The action is a word of its own, or whatever
/// `GIT_REFLOG_ACTION` holds; so a word that is not known here counts, provided that what follows is not one of git's
/// phrases for having moved HEAD. Without a subject nothing was made: that is a checkout under such a word (`tool`), a
/// push into this worktree (`push`), `am --abort`, `initial pull`, jj's `export from jj`, or an `update-ref` with no
/// message.
pub(super) fn makes_commit(message: &[u8]) -> bool {
    let Some((action, subject)) = split(message) else { return false };
    let word = action.split_once_str(" ").map_or(action, |(word, _)| word);
    match word {
        b"commit" | b"revert" | b"am" => true,
        b"checkout" | b"reset" | b"clone" | b"branch" | b"Branch" | b"fetch" => false,
        // A cherry-pick or a rebase that found the commit where it should be.
        _ if subject == b"fast-forward" => false,
        b"cherry-pick" => true,
        _ => match find_step(action) {
            Some(step) => !STEPS_THAT_MOVE.contains(&step),
            None => !moves(action, subject),
        },
    }
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
        ] {
            assert!(makes_commit(message.as_bytes()), "{message}");
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
            assert!(!makes_commit(message.as_bytes()), "{message}");
        }
    }
}
