//! The program that git would show a long answer with.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::child::{Bounds, run};

/// What `git var GIT_PAGER` answers: a command line for the shell, from `GIT_PAGER`, `core.pager`, `PAGER` or git's own
/// choice. `None`: the answer is shown without one, because somebody said so (`cat`) or git cannot be asked.
#[must_use]
pub fn pager(dir: &Path) -> Option<String> {
    // In the environment as it is: whoever calls us with `git -c core.pager=…` means this.
    let mut git = Command::new("git");
    git.current_dir(dir);
    answer_of(git)
}

fn answer_of(mut git: Command) -> Option<String> {
    const QUESTION: &str = "var GIT_PAGER";
    git.stdin(Stdio::null()).stderr(Stdio::piped()).args(QUESTION.split(' '));
    let answer = run(git, QUESTION, b"", Bounds::COMMAND).and_then(|said| said.well(QUESTION)).ok()?;
    let named = String::from_utf8(answer).ok()?.trim().to_owned();
    Some(named).filter(|it| !it.is_empty() && it != "cat")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_says_which_pager_it_wants() {
        let repo = testkit::TestRepo::new();
        let answer = || answer_of(repo.command(repo.path()));
        repo.git(&["config", "core.pager", "more -s"]);
        assert_eq!(answer().as_deref(), Some("more -s"));
        repo.git(&["config", "core.pager", "cat"]);
        assert_eq!(answer(), None);
    }
}
