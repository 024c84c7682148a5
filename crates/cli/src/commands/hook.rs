use std::ffi::OsString;

use config::Assignment;

use crate::hook;

/// What git runs after a commit, a merge, a patch, a rewrite or a checkout, or with a message
///
/// It records what git has just done. It prints nothing, and ends with 0 whatever happens; what went wrong stands in
/// git-session/hook.log in the git directory. Events: post-commit, post-merge, post-applypatch, post-rewrite,
/// post-checkout, prepare-commit-msg, commit-msg. An event that is not known is left alone. With GIT_SESSION_HOOKS=0 in the environment nothing is done.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example (as git runs it, right after a commit):\n  git session hook post-commit")]
pub(crate) struct Args {
    /// git's name of the hook
    event: String,
    /// What git hands to the hook
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

pub(crate) fn run(args: &Args, flags: Vec<Assignment>) {
    hook::run(hook::Call::of(&args.event, &args.arguments), flags);
}
