//! What a person sees of sessions that need care, and of one that goes on.

use core_model::care::{Care, Holder, Policy, Seen, judge};

use super::*;
use crate::people::{self, Tended};

/// Sessions with all that can be the matter with them, three hours after they began.
fn needing_care() -> Vec<(Session, Care)> {
    let held = |number, intent: &str| {
        let mut opening = session(number, "shop-wt1", intent).opening().clone();
        opening.owner = Some(Owner { host: "lab".into(), boot: None, pid: 4242, started_at: at(-60) });
        Session::open(opening)
    };
    let tools = |number| {
        let mut opening = session(number, "main", "fix/double-charge: Reproduce it").opening().clone();
        opening.made_by = MadeBy::AutoStart;
        Session::open(opening)
    };
    let (gone, unknown) = (Holder::Gone, Holder::Unknown);
    let policy = |stale_hours, grace_minutes| Policy {
        stale_after: chrono::TimeDelta::hours(stale_hours),
        orphan_grace: chrono::TimeDelta::minutes(grace_minutes),
    };
    let cases = [
        (
            session(1, "main", "Stop the double charge on retry, wherever it comes from"),
            unknown,
            false,
            policy(2, 0),
        ),
        (held(2, "Refund page"), gone, false, policy(24, 15)),
        (held(3, "Receipts \u{1b}[31mby\u{202e} mail"), gone, false, policy(24, 600)),
        (session(4, "shop-with-a-very-long-name-of-its-own", "漢字 in names"), unknown, true, policy(24, 15)),
        (tools(5), unknown, false, policy(24, 15)),
    ];
    let judged = cases.into_iter().map(|(session, holder, worktree_gone, policy)| {
        let care = judge(&session, Seen { holder, worktree_gone }, &policy, at(180)).unwrap();
        (session, care)
    });
    judged.collect()
}

fn fits(page: &Page, width: usize) {
    for line in plain(page).lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{line}");
        assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line}");
    }
}

#[test]
fn stale_for_a_person() {
    let found = needing_care();
    let found: Vec<_> = found.iter().map(|(session, care)| (session, care)).collect();
    let page = people::stale(&found, &look(80));
    fits(&page, 80);
    insta::assert_snapshot!(plain(&page), @"
    000001  Stop the double charge on retry, wherever it comes from
            stale · last sign of life 3 hours ago · worktree main · clean closes it
    000002  Refund page
            its process is gone · last sign of life 3 hours ago · worktree shop-wt1
            · clean parks it
    000003  Receipts [31mby mail
            its process is gone · last sign of life 3 hours ago · worktree shop-wt1
            · clean parks it later
    000004  漢字 in names
            its worktree is gone · last sign of life 3 hours ago · worktree shop-
            with-a-very-long-name-of-its-own · clean parks it
    000005  fix/double-charge: Reproduce it
            was opened by the tool and has ended · last sign of life 3 hours ago ·
            worktree main · clean closes it
    ");
    let narrow = people::stale(&found, &look(40));
    fits(&narrow, 40);
    insta::assert_snapshot!(plain(&narrow), @"
    000001  Stop the double charge on retry…
            stale · last sign of life 3
            hours ago · worktree main ·
            clean closes it
    000002  Refund page
            its process is gone · last sign
            of life 3 hours ago · worktree
            shop-wt1 · clean parks it
    000003  Receipts [31mby mail
            its process is gone · last sign
            of life 3 hours ago · worktree
            shop-wt1 · clean parks it later
    000004  漢字 in names
            its worktree is gone · last sign
            of life 3 hours ago · worktree
            shop-with-a-very-long-name-of-
            its-own · clean parks it
    000005  fix/double-charge: Reproduce it
            was opened by the tool and has
            ended · last sign of life 3
            hours ago · worktree main ·
            clean closes it
    ");
}

#[test]
fn clean_for_a_person() {
    let found = needing_care();
    let done = |at: usize| Tended::Done(&found[at].1);
    let done = [done(0), done(1), Tended::Left, Tended::Failed, done(4)];
    let tended: Vec<_> = found.iter().map(|(session, _)| session).zip(done).collect();
    let page = people::cleaned(&tended, &look(80));
    fits(&page, 80);
    insta::assert_snapshot!(plain(&page), @"
    000001  Stop the double charge on retry, wherever it comes from
            closed: stale · last sign of life 3 hours ago
    000002  Refund page
            parked: its process is gone · last sign of life 3 hours ago
    000003  Receipts [31mby mail
            left as it is: not due, or it gave a sign of life
    000004  漢字 in names
            failed
    000005  fix/double-charge: Reproduce it
            closed: was opened by the tool and has ended · last sign of life 3 hours
            ago
    ");
    let narrow = people::cleaned(&tended, &look(40));
    fits(&narrow, 40);
    insta::assert_snapshot!(plain(&narrow), @"
    000001  Stop the double charge on retry…
            closed: stale · last sign of
            life 3 hours ago
    000002  Refund page
            parked: its process is gone ·
            last sign of life 3 hours ago
    000003  Receipts [31mby mail
            left as it is: not due, or it
            gave a sign of life
    000004  漢字 in names
            failed
    000005  fix/double-charge: Reproduce it
            closed: was opened by the tool
            and has ended · last sign of
            life 3 hours ago
    ");
}

#[test]
fn resume_for_a_person() {
    let mut parent = laden();
    parent.park(text("weekend"), vec![], at(10)).unwrap();
    let author = Author { kind: AuthorKind::Person, name: text("Bob"), conversation: None };
    let id = SessionId::new(at(180), RandomBits(9 << 20));
    let with = Continuation { id, author, owner: None, intent: None, place: None };
    let child = parent.resume(with, at(180)).unwrap();
    let reason = text("weekend");
    let page = people::resumed(&child, &parent, Some(&reason), &look(80));
    fits(&page, 80);
    insta::assert_snapshot!(plain(&page), @r#"
    000009 goes on with 000005: Stop the double charge on retry
      stopped   2 hours ago
      parked    weekend
      task      t1  Reproduce with two retries
      task      t2  Test with three
      question  q2  a tab, a line
                and [31mred "quoted" \ é 漢字 🙂
      next      write the test
      next      tell support
    "#);
    let narrow = people::resumed(&child, &parent, Some(&reason), &look(40));
    fits(&narrow, 40);
    insta::assert_snapshot!(plain(&narrow), @r#"
    000009 goes on with 000005: Stop the do…
      stopped   2 hours ago
      parked    weekend
      task      t1  Reproduce with two
                retries
      task      t2  Test with three
      question  q2  a tab, a line
                and [31mred "quoted" \ é
                漢字 🙂
      next      write the test
      next      tell support
    "#);
}
