//! Command lines that are not understood.

use crate::bed::Bed;

#[test]
fn what_is_not_understood_is_named() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["strat", "Work"]), @"
    exit 2
    ---
    error: unrecognized subcommand 'strat'

      tip: some similar subcommands exist: 'stale', 'status', 'stats', 'start'

    Usage: git session [OPTIONS] [COMMAND]

    For more information, try 'git session help'.
    ");
    insta::assert_snapshot!(bed.seen(&["start", "Work", "--tagg", "x"]), @"
    exit 2
    ---
    error: unexpected argument '--tagg' found

      tip: a similar argument exists: '--tag'

    Usage: git session start --tag <TAG> <INTENT>...

    For more information, try 'git session help start'.
    ");
    insta::assert_snapshot!(bed.seen(&["log", "-n", "many"]), @"
    exit 2
    ---
    error: invalid value 'many' for '--max-count <COUNT>': invalid digit found in string

    For more information, try 'git session help log'.
    ");
    insta::assert_snapshot!(bed.seen(&["log", "charge"]), @"
    exit 2
    ---
    error: invalid value 'charge' for '[-COUNT]': a session is shown by git session show, what somebody said is found by git session search

    For more information, try 'git session help log'.
    ");
    insta::assert_snapshot!(bed.seen(&["log", "-2", "-n", "2"]), @"
    exit 2
    ---
    error: the argument '[-COUNT]' cannot be used with '--max-count <COUNT>'

    Usage: git session log <-COUNT>

    For more information, try 'git session help log'.
    ");
    insta::assert_snapshot!(bed.seen(&["park", "for lunch", "--reason", "lunch"]), @"
    exit 2
    ---
    error: the argument '[WHY]...' cannot be used with '--reason <WHY>'

    Usage: git session park <WHY>...

    For more information, try 'git session help park'.
    ");
    insta::assert_snapshot!(bed.seen(&["log", "--format", "%h"]), @"
    exit 0
    ---
    hint: this template shows nothing of a session, as '{{ short }} {{ intent }}' would: git session log --help
    ");
}

#[test]
fn what_is_missing_is_named() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["start"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      <INTENT>...

    Usage: git session start <INTENT>...

    For more information, try 'git session help start'.
    ");
    insta::assert_snapshot!(bed.seen(&["decide", "Key the charge on the order"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      --because <WHY>

    Usage: git session decide --because <WHY> <TITLE>...

    For more information, try 'git session help decide'.
    ");
    for arguments in [vec!["event"], vec!["park"], vec!["hook"], vec!["start", "x", "--conversation", "y"]] {
        assert_eq!(bed.run(&arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn what_is_too_much_is_named() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["start", "Stop", "the", "charge"]), @"
    exit 0
    ID1
    ");
    for arguments in [vec!["status", "x"], vec!["log", "x"], vec!["show", "x", "y"], vec!["install", "x"]] {
        assert_eq!(bed.run(&arguments).code, Some(2), "{arguments:?}");
    }
}
