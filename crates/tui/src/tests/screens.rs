//! What the screen looks like.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::deed::Done;
use crate::model::Said;
use crate::view;

/// The screen as text: what a wide character hides is not part of it.
fn picture(model: &Model) -> String {
    let mut terminal = Terminal::new(TestBackend::new(model.size.0, model.size.1)).unwrap();
    terminal.draw(|frame| view::draw(model, frame)).unwrap();
    let text = terminal.backend().to_string();
    let line = |line: &str| {
        let line = line.split_once("\" Hidden by").map_or(line, |(shown, _)| shown);
        line.trim_matches('"').trim_end().to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn at_60_columns_the_sessions_have_all_the_room() {
    insta::assert_snapshot!(picture(&filled(60, 20)), @r#"
    shop · worktree main · main
    ─ Sessions ─────────────────────────────────────────────────
     Waits for you
    >! Stop the double charge on retry
       000001  waits: the key to the sandbox · 59 minutes ago ·…

     Active here
     * Move the prices to cents
       000002  1 hour ago · Ada

     Active elsewhere
       Suche mit Umlauten: 漢字 und 🙂
       000003  1 hour ago · Ada in shop-wt1

     Parked
       Refund page
       000004  parked 30 minutes ago: waiting for the design · …

     Completed
    ? help  q quit  Tab story  a answer  p park  c complete
    "#);
}

#[test]
fn at_60_columns_tab_shows_the_story() {
    let mut model = filled(60, 20);
    press(&mut model, "Tab");
    insta::assert_snapshot!(picture(&model), @"
    shop · worktree main · main
    ─ Story of 000001 ──────────────────────────────────────────
     20261120-0000010000  active                               ┃
     Stop the double charge on retry                           ┃
                                                               ┃
       awaiting the key to the sandbox (since 2026-11-20       ┃
                10:31, 59 minutes ago)                         ┃
       author   Ada (person)                                   ┃
       started  2026-11-20 10:00 (1 hour ago)                  ┃
       last     sign of life 59 minutes ago                    ┃
       worked   15 min of 31 min (pauses of up to 15 min       ┃
                count)                                         │
       where    fix/double-charge, worktree main, project shop │
       tags     billing                                        │
                                                               │
     2 tasks: 2 pending                                        │
       t1  pending      Reproduce with two retries             │
       t2  pending      Tell support                           │
                                                               │
    ? help  q quit  Tab sessions  a answer  p park  c complete
    ");
}

#[test]
fn at_80_columns_a_panel_asks_why_and_what_was_refused_is_told() {
    let mut model = filled(80, 24);
    press(&mut model, "p");
    model.said =
        Said::Refused(Told { text: "the reason for parking is empty".into(), hint: Some("say why".into()) });
    update(&mut model, Message::Tick(at(91)));
    insta::assert_snapshot!(picture(&model), @r#"
    shop · worktree main · main                    3 active · 1 parked · 8 completed
    ─ Sessions ─────────────────────────────────────────────────────────────────────
     Waits for you
    >! Stop the double charge on retry
       000001  waits: the key to the sandbox · 1 hour ago · Ada

     Active here
     * Move the prices to cents
       000002  1 hour ago · Ada

     Active elsewhere
       Suche mit Umlauten: 漢字 und 🙂
       000003  1 hour ago · Ada in shop-wt1

     Parked
    ┌ Park 000001: Stop the double charge on retry ────────────────────────────────┐
    │ Why                                                                          │
    │                                                                              │
    │ What comes next, one step a line (may be empty)                              │
    │                                                                              │
    └──────────────────────────────────────────────────────────────────────────────┘
    error: the reason for parking is empty
    hint: say why
    Enter do it  Esc leave it  Tab other field  Alt-Enter new line
    "#);
}

#[test]
fn at_120_columns_both_stand_side_by_side() {
    let mut model = filled(120, 40);
    let mut board = board();
    board.notices = vec![notice(".sessions/live/20261120-x.toml: is not TOML"), notice("another")];
    update(&mut model, Message::Board(Ok(Box::new(board))));
    let remarks = vec!["a secret was taken out before it was written (github-pat)".to_owned()];
    model.said = Said::Done(Done { text: "Recorded with 000000.".into(), remarks, id: id(1) });
    update(&mut model, Message::Tick(at(91)));
    insta::assert_snapshot!(picture(&model), @"
    shop · worktree main · main                                                            3 active · 1 parked · 8 completed
    ─ Sessions ───────────────────────────────────── ─ Story of 000001 ─────────────────────────────────────────────────────
     Waits for you                                    20261120-0000010000  active
    >! Stop the double charge on retry                Stop the double charge on retry
       000001  waits: the key to the sandbox · 1 ho…
                                                        awaiting the key to the sandbox (since 2026-11-20 10:31, 1 hour
     Active here                                                 ago)
     * Move the prices to cents                         author   Ada (person)
       000002  1 hour ago · Ada                         started  2026-11-20 10:00 (1 hour ago)
                                                        last     sign of life 1 hour ago
     Active elsewhere                                   worked   15 min of 31 min (pauses of up to 15 min count)
       Suche mit Umlauten: 漢字 und 🙂                  where    fix/double-charge, worktree main, project shop
       000003  1 hour ago · Ada in shop-wt1             tags     billing

     Parked                                           2 tasks: 2 pending
       Refund page                                      t1  pending      Reproduce with two retries
       000004  parked 31 minutes ago: waiting for t…    t2  pending      Tell support

     Completed                                        1 question: 1 open
       Old work 100                                     q1  Does the gateway retry on its own?
       000034  2026-11-20 10:00 · done · Ada                open, asked 1 hour ago
       Old work 99
       000033  2026-11-20 10:00 · done · Ada          Friday, 20 November 2026
       Old work 98                                      10:04  commit    9f2c1ab3  Reproduce with two retries
       000032  2026-11-20 10:00 · done · Ada            10:20  decision  Key the charge on the order
       Old work 97                                                       because the gateway retries on its own
       000031  2026-11-20 10:00 · done · Ada            10:30  event     both tests pass
       Old work 96
       000030  2026-11-20 10:00 · done · Ada          1 file changed
       Old work 95                                      src/pay.rs
       00002z  2026-11-20 10:00 · done · Ada
       Old work 94
       00002y  2026-11-20 10:00 · done · Ada
       Old work 93
       00002x  2026-11-20 10:00 · done · Ada

    warning: .sessions/live/20261120-x.toml: is not TOML (w shows all 2)
    Recorded with 000000.
    warning: a secret was taken out before it was written (github-pat)
    ? help  q quit  Tab story  a answer  p park  c complete  t task done  e event  d decide  / filter
    ");
}

#[test]
fn a_filter_stands_above_what_it_finds() {
    let mut model = filled(60, 20);
    press(&mut model, "/");
    type_in(&mut model, "refund");
    insta::assert_snapshot!(picture(&model), @"
    shop · worktree main · main
    ─ Sessions: 1 found ────────────────────────────────────────
     /refund
     Parked
    >  Refund page
       000004  parked 30 minutes ago: waiting for the design · …













    Enter keep  Esc clear  ↑↓ choose
    ");
}

#[test]
fn the_help_has_all_keys() {
    let mut model = filled(80, 40);
    press(&mut model, "?");
    insta::assert_snapshot!(picture(&model), @"
    shop · worktree main · main                    3 active · 1 parked · 8 completed
    ─ Sessions ─────────────────────────────────────────────────────────────────────
     Waits for you
    >! Stop the double charge on retry
       000001  waits: the key to the sandbox · 59 minutes ago · Ada
    ┌ Keys ────────────────────────────────────────────────────────────────────────┐
    │ Look                                                                         │
    │  j k ↓ ↑            the next, the one before                                 │
    │  Space b PgDn PgUp  a page further, a page back                              │
    │  g G Home End       the first, the last                                      │
    │  Tab                to the story and back; the keys above move in it         │
    │  Enter →            to the story                                             │
    │  Esc ←              back to the sessions; then away with the filter or the   │
    │                     message                                                  │
    │  /                  filter as you type; Esc clears it                        │
    │  w                  what is wrong, in full                                   │
    │                                                                              │
    │ Do, with the session that is chosen                                          │
    │  p                  park it: why, and what comes next                        │
    │  r                  resume it where it was worked on                         │
    │  R                  resume it in this worktree, on its branch                │
    │  c                  complete it: what came of it                             │
    │  a                  answer an open question                                  │
    │  e                  record what happened                                     │
    │  d                  record what was decided, and why                         │
    │  t                  say that a task is done                                  │
    │                                                                              │
    │ The screen                                                                   │
    │  ?                  this help                                                │
    │  Ctrl-R             read everything again                                    │
    │  Ctrl-L             draw everything again                                    │
    │  Ctrl-Z             to the shell; fg comes back                              │
    │  q Ctrl-C           leave                                                    │
    └──────────────────────────────────────────────────────────────────────────────┘
       00002x  2026-11-20 10:00 · done · Ada




    Esc close  ↑↓ scroll
    ");
}

#[test]
fn without_a_session_the_screen_says_how_one_begins() {
    let mut model = new(60, 12);
    update(&mut model, Message::Board(Ok(Box::new(Board { live: Vec::new(), ..board() }))));
    insta::assert_snapshot!(picture(&model), @r#"
    shop · worktree main · main
    ─ Sessions ─────────────────────────────────────────────────

       There are no sessions yet. Begin one in a shell: git
       session start "what you are about to do"






    ? help  q quit  Tab story  / filter
    "#);
}

#[test]
fn no_size_is_too_small_and_none_too_large_whatever_is_shown() {
    let ways: [&[&str]; 8] =
        [&[], &["Tab", "G"], &["p"], &["d", "Tab"], &["/", "o"], &["?", "G"], &["w"], &["j", "j", "j", "a"]];
    for (width, height) in [(1, 1), (2, 2), (20, 5), (5, 20), (3, 60), (200, 3), (95, 9), (96, 10), (300, 90)]
    {
        for keys in ways {
            let mut model = filled(80, 24);
            let mut board = board();
            board.notices = vec![notice("something")];
            update(&mut model, Message::Board(Ok(Box::new(board))));
            keys.iter().for_each(|key| drop(press(&mut model, key)));
            model.said =
                Said::Refused(Told { text: "a text that is long ".repeat(30), hint: Some("x".repeat(500)) });
            update(&mut model, Message::Resized(0, 0));
            update(&mut model, Message::Resized(width, height));
            picture(&model);
        }
    }
}
