//! The replay: two hundred commits made out of the source of a real crate, in two worktrees by turns, under sessions
//! that are started, parked and completed meanwhile. Each commit is then accounted for, exactly once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod account;
mod hand;
mod history;
mod making;
mod source;
mod workshop;

use account::Account;
use workshop::Workshop;

const COMMITS: usize = 200;

#[test]
fn log_and_show_account_for_each_of_two_hundred_commits_exactly_once() {
    let mut workshop = Workshop::new();
    while workshop.made.len() < COMMITS {
        workshop.step();
    }
    workshop.finish();
    let account = Account::read(&workshop);
    account.check_that_every_kind_of_commit_was_made();
    account.check_that_git_knows_no_others();
    account.check_log();
    account.check_pipe();
    account.check_each_session();
    account.check_facts();
    // Of the hooks, nothing is heard but why a commit went to no session.
    assert!(
        workshop
            .hook_log()
            .lines()
            .all(|line| line.contains(" goes to no session: 2 sessions are at work here: "))
    );
}
