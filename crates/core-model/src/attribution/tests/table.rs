//! Who is meant, case by case.

use super::*;

#[test]
fn the_worktree_and_the_branch() {
    let unreadable = Ask { unreadable: true, ..PLAIN };
    let detached = Ask { branch: None, ..PLAIN };
    let near = Ask { all: false, ..PLAIN };
    insta::assert_snapshot!(table(vec![
        ("none here", PLAIN, vec![]),
        ("one here", PLAIN, vec![session(1)]),
        ("one here, silent for long", PLAIN, vec![session(1).silent()]),
        ("one here, on another branch", PLAIN, vec![session(1).on("fix")]),
        ("one here, one parked", PLAIN, vec![session(1), session(2).parked()]),
        ("only a parked one", PLAIN, vec![session(2).parked()]),
        ("one made by the tool", PLAIN, vec![session(1).by_tool()]),
        ("one made by the tool, silent for long", PLAIN, vec![session(1).by_tool().silent()]),
        ("one made by the tool, one asked for", PLAIN, vec![session(1).by_tool(), session(2)]),
        ("two made by the tool", PLAIN, vec![session(1).by_tool(), session(2).by_tool()]),
        ("two here", PLAIN, vec![session(1), session(2)]),
        ("two here, one on the branch", PLAIN, vec![session(1).on("fix"), session(2)]),
        ("two here, one on the branch, HEAD detached", detached, vec![session(1).on("fix"), session(2)]),
        ("two here, none on the branch", PLAIN, vec![session(1).on("fix"), session(2).on("fix")]),
        ("three here, two on the branch", PLAIN, vec![session(1).on("fix"), session(2), session(3)]),
        ("one here, one unreadable", unreadable, vec![session(1)]),
        ("two here, one on the branch, one unreadable", unreadable, vec![session(1).on("fix"), session(2)]),
        ("only an unreadable one", unreadable, vec![]),
        ("only an unreadable one, one elsewhere on the branch", unreadable, vec![session(1).away()]),
        ("only one here, its process is gone", PLAIN, vec![session(1).held(66)]),
        ("one alive, one gone", PLAIN, vec![session(1).held(70), session(2).held(66)]),
        ("one that nobody holds, two gone", PLAIN, vec![session(1).held(66), session(2), session(3).held(67)]),
        ("one not known, one gone", PLAIN, vec![session(1).held(50), session(2).held(66)]),
        ("two alive", PLAIN, vec![session(1).held(70), session(2).held(71)]),
        ("two alive, one gone", PLAIN, vec![session(1).held(70), session(2).held(71), session(3).held(66)]),
        ("two gone", PLAIN, vec![session(1).held(66), session(2).held(67)]),
        ("two gone, one of them on the branch", PLAIN, vec![session(1).held(66), session(2).held(67).on("fix")]),
        ("two gone, one made by the tool", PLAIN, vec![session(1).held(66), session(2).held(67), session(3).by_tool()]),
        ("one alive, one gone, one unreadable", unreadable, vec![session(1).held(70), session(2).held(66)]),
        ("elsewhere one on the branch", PLAIN, vec![session(1).away(), session(2).away().on("fix")]),
        ("elsewhere one on the branch, one here", PLAIN, vec![session(1).away(), session(2).on("fix")]),
        ("elsewhere one on the branch, made by the tool", PLAIN, vec![session(1).away().by_tool()]),
        ("elsewhere two on the branch", PLAIN, vec![session(1).away(), session(2).away()]),
        ("elsewhere two on the branch, one gone", PLAIN, vec![session(1).away(), session(2).away().held(66)]),
        ("elsewhere one on the branch, others not looked for", near, vec![session(1).away()]),
        ("two here, one and HEAD on no branch", detached, vec![session(1), session(2).on_none()]),
        ("elsewhere one on the branch, HEAD detached", detached, vec![session(1).away()]),
    ]), @"
    none here                                                none
    one here                                                 1 (worktree)
    one here, silent for long                                1 (worktree)
    one here, on another branch                              1 (worktree)
    one here, one parked                                     1 (worktree)
    only a parked one                                        none
    one made by the tool                                     1 (worktree)
    one made by the tool, silent for long                    none
    one made by the tool, one asked for                      2 (worktree)
    two made by the tool                                     ambiguous (Worktree): 1 2
    two here                                                 ambiguous (Worktree): 1 2
    two here, one on the branch                              2 (branch)
    two here, one on the branch, HEAD detached               ambiguous (Worktree): 1 2
    two here, none on the branch                             ambiguous (Worktree): 1 2
    three here, two on the branch                            ambiguous (Worktree): 1 2 3
    one here, one unreadable                                 ambiguous (Worktree): 1
    two here, one on the branch, one unreadable              ambiguous (Worktree): 1 2
    only an unreadable one                                   ambiguous (Worktree): 
    only an unreadable one, one elsewhere on the branch      ambiguous (Worktree): 
    only one here, its process is gone                       1 (worktree)
    one alive, one gone                                      1 (worktree)
    one that nobody holds, two gone                          2 (worktree)
    one not known, one gone                                  1 (worktree)
    two alive                                                ambiguous (Worktree): 1 2
    two alive, one gone                                      ambiguous (Worktree): 1 2
    two gone                                                 ambiguous (Worktree): 1 2
    two gone, one of them on the branch                      ambiguous (Worktree): 1 2
    two gone, one made by the tool                           ambiguous (Worktree): 1 2
    one alive, one gone, one unreadable                      ambiguous (Worktree): 1
    elsewhere one on the branch                              1 (branch)
    elsewhere one on the branch, one here                    2 (worktree)
    elsewhere one on the branch, made by the tool            none
    elsewhere two on the branch                              none
    elsewhere two on the branch, one gone                    1 (branch)
    elsewhere one on the branch, others not looked for       none
    two here, one and HEAD on no branch                      ambiguous (Worktree): 1 2
    elsewhere one on the branch, HEAD detached               none
    ");
}

#[test]
fn the_environment_and_the_processes_above() {
    let claude = talks(&[("claude", "c1")]);
    let both = talks(&[("claude", "c1"), ("codex", "x1")]);
    let one = || session(1).talk("claude", "c1");
    let two = || session(2).talk("codex", "x1");
    let unreadable = Ask { unreadable: true, ..claude };
    insta::assert_snapshot!(table(vec![
        ("named, not found", named(9), vec![session(1)]),
        ("named, one of two here", named(2), vec![session(1), session(2)]),
        ("named, elsewhere", named(2), vec![session(1), session(2).away()]),
        ("named, parked", named(2), vec![session(1), session(2).parked()]),
        ("named, and one unreadable", Ask { unreadable: true, ..named(2) }, vec![session(2)]),
        ("named, its holder unknown, one held by a process above", named(2), vec![session(1).held(10), session(2)]),
        ("named, held further up than another", named(2), vec![session(1).held(10), session(2).held(11)]),
        ("named, held nearer than another", named(2), vec![session(1).held(11), session(2).held(10)]),
        ("named, held by the same process as another", named(2), vec![session(1).held(10), session(2).held(10)]),
        ("named, held by no process above, one by one above", named(2), vec![session(1).held(12), session(2).held(70)]),
        ("named, held by no process above", named(2), vec![session(1), session(2).held(70)]),
        ("named, over, held by no process above, one by one above", named(2), vec![session(1).held(12), session(2).held(66).parked()]),
        ("named, its holder unknown, and a conversation", Ask { named: Some(2), ..claude }, vec![one(), session(2)]),
        ("named, held further up than the conversation's", Ask { named: Some(2), ..claude }, vec![one().held(10), session(2).held(11)]),
        ("a conversation, one of two here", claude, vec![one(), session(2)]),
        ("a conversation, elsewhere", claude, vec![one().away(), session(2)]),
        ("a conversation, and one unreadable", unreadable, vec![one()]),
        ("a conversation that is parked", claude, vec![one().parked(), session(2)]),
        ("a conversation that is nobody's", claude, vec![two(), session(3).by_tool()]),
        ("a conversation of another agent of that id", talks(&[("codex", "c1")]), vec![one(), session(2)]),
        ("a conversation of an agent of its own name", claude, vec![session(1).talk("Reviewer", "c1"), session(2)]),
        ("a conversation of an agent by a longer name", claude, vec![session(1).talk("Claude Code", "c1"), session(2)]),
        ("a conversation, one held by a process above", claude, vec![one(), session(2).held(10)]),
        ("a conversation held further up than another", claude, vec![one().held(11), session(2).held(10)]),
        ("a conversation held nearer than another", claude, vec![one().held(10), session(2).held(11)]),
        ("a conversation, one of two that one process holds", claude, vec![one().held(10), session(2).held(10)]),
        ("a conversation held by no process above", claude, vec![one().held(70), session(2)]),
        ("a conversation held by none above, another by one above", claude, vec![one().held(70), session(2).held(12)]),
        ("two conversations, both above", both, vec![one().held(12), two().held(10)]),
        ("two conversations, both above, another nearer", both, vec![one().held(12), two().held(11), session(3).held(10)]),
        ("two conversations of one process", both, vec![one().held(10), two().held(10)]),
        ("two conversations, one above, one by none above", both, vec![one().held(12), two().held(70)]),
        ("two conversations, one above, one unknown", both, vec![one().held(12), two()]),
        ("two conversations, neither known", both, vec![one(), two()]),
        ("two conversations, one of them over", both, vec![one(), two().parked()]),
        ("two variables of one conversation", talks(&[("claude", "c1"), ("claude", "c1")]), vec![one()]),
        ("one held by a process above, another here", PLAIN, vec![session(1).held(11), session(2)]),
        ("one held by a process above, elsewhere", PLAIN, vec![session(1).held(11).away(), session(2)]),
        ("one held by a process above, parked", PLAIN, vec![session(1).held(11).parked(), session(2)]),
        ("two held, one nearer", PLAIN, vec![session(1).held(12), session(2).held(11).away()]),
        ("two that one process holds, one here", PLAIN, vec![session(1).held(10), session(2).held(10).away()]),
        ("two that one process holds, both here", PLAIN, vec![session(1).held(10), session(2).held(10), session(3).held(11)]),
        ("two that one process holds, one on the branch", PLAIN, vec![session(1).held(10).on("fix"), session(2).held(10)]),
        ("two that one process holds elsewhere", PLAIN, vec![session(1).held(10).away().on("a"), session(2).held(10).away().on("b")]),
        ("two that one process holds elsewhere, one here", PLAIN, vec![session(1).held(10).away(), session(2).held(10).away(), session(3)]),
        ("one of that number before", PLAIN, vec![session(1).with_earlier_holder(10), session(2)]),
    ]), @"
    named, not found                                         9 (environment)
    named, one of two here                                   2 (environment)
    named, elsewhere                                         2 (environment)
    named, parked                                            2 (environment)
    named, and one unreadable                                2 (environment)
    named, its holder unknown, one held by a process above   2 (environment)
    named, held further up than another                      1 (process)
    named, held nearer than another                          2 (environment)
    named, held by the same process as another               2 (environment)
    named, held by no process above, one by one above        1 (process)
    named, held by no process above                          2 (environment)
    named, over, held by no process above, one by one above  1 (process)
    named, its holder unknown, and a conversation            2 (environment)
    named, held further up than the conversation's           1 (conversation)
    a conversation, one of two here                          1 (conversation)
    a conversation, elsewhere                                1 (conversation)
    a conversation, and one unreadable                       1 (conversation)
    a conversation that is parked                            2 (worktree)
    a conversation that is nobody's                          2 (worktree)
    a conversation of another agent of that id               ambiguous (Worktree): 1 2
    a conversation of an agent of its own name               1 (conversation)
    a conversation of an agent by a longer name              1 (conversation)
    a conversation, one held by a process above              ambiguous (Claims): 2 1
    a conversation held further up than another              2 (process)
    a conversation held nearer than another                  1 (conversation)
    a conversation, one of two that one process holds        1 (conversation)
    a conversation held by no process above                  1 (conversation)
    a conversation held by none above, another by one above  2 (process)
    two conversations, both above                            2 (conversation)
    two conversations, both above, another nearer            3 (process)
    two conversations of one process                         ambiguous (Claims): 1 2
    two conversations, one above, one by none above          1 (conversation)
    two conversations, one above, one unknown                ambiguous (Claims): 1 2
    two conversations, neither known                         ambiguous (Claims): 1 2
    two conversations, one of them over                      1 (conversation)
    two variables of one conversation                        1 (conversation)
    one held by a process above, another here                1 (process)
    one held by a process above, elsewhere                   1 (process)
    one held by a process above, parked                      2 (worktree)
    two held, one nearer                                     2 (process)
    two that one process holds, one here                     1 (process)
    two that one process holds, both here                    ambiguous (Process): 1 2
    two that one process holds, one on the branch            2 (branch)
    two that one process holds elsewhere                     ambiguous (Process): 1 2
    two that one process holds elsewhere, one here           3 (worktree)
    one of that number before                                ambiguous (Worktree): 1 2
    ");
}
