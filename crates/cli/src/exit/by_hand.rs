//! What a person can do about a hook that could not be put in.

use app::HookWhy as Why;

/// What to do in the way of that reason. `None`: the reason says it all.
pub(crate) fn hint(why: &Why) -> Option<String> {
    Some(match why {
        Why::NoFolder => {
            "whoever set core.hooksPath has to make that folder (npm install, for husky); or take the \
                          setting back, see where it stands: git config --show-origin core.hooksPath. \
                          Then: git session install"
                .into()
        }
        Why::OutsideRepository | Why::TrackedFolder => {
            format!("with git 2.54 or later, hooks need no folder; else {BY_HAND}")
        }
        Why::SymbolicLink
        | Why::NotAFile
        | Why::WindowsLines
        | Why::Interpreter(_)
        | Why::NoScript
        | Why::Empty
        | Why::TooLarge => BY_HAND.into(),
        Why::NotExecutable => "if git is to run it: chmod +x FILE, then: git session install".into(),
        Why::ReadOnly => "if it may be changed: chmod u+w FILE, then: git session install".into(),
        Why::ChangedSince => {
            "take the part between the git-session marks out, or the entry, then: git session install".into()
        }
        Why::ConfigLocked(path) => {
            format!("if no git is at work any more, remove it: rm {}", path.display())
        }
        Why::ByHand | Why::Failed(_) => return None,
    })
}

const BY_HAND: &str = "put this line into that hook, with its name, or its like in the hook's language: \
                       git session hook post-commit </dev/null >/dev/null 2>&1 || true";
