//! Several repositories.

use std::path::Path;

use core_model::care::{Care, Remedy, Why};

use super::*;
use crate::everywhere::{LiveView, ThereView, page, pipe};

#[test]
fn each_repository_has_a_block_and_those_where_nothing_is_live_share_a_line() {
    let mut waiting = session(7, "shop-wt2", "Refunds by hand");
    waiting.set_awaiting(Some(text("the key to the sandbox")), at(150)).unwrap();
    let sessions = [worked(), parked(), session(8, "shop-wt3", "Upgrade the framework"), waiting];
    let care = Care { why: Why::Orphaned, remedy: Remedy::Close, due: true };
    let stale = [(sessions[2].id(), &care)];
    let live = |project, sessions, unassigned| Ok(LiveView { project, sessions, stale: &stale, unassigned });
    let there = |path, live| ThereView { path: Path::new(path), live };
    let all = [
        there("/home/ada/src/shop", live("shop", &sessions, 2)),
        there("/home/ada/blog", live("blog", &[], 0)),
        there("/srv/odd", Err("the store is a symbolic link")),
        there("/srv/till", live("till", &[], 0)),
    ];
    insta::assert_snapshot!(plain(&page(&all, Some(Path::new("/home/ada")), &look(80))), @"
    shop  ~/src/shop
      000007  Refunds by hand
              waits for a person (30 minutes ago): the key to the sandbox
      000001  Stop the double charge on retry
              active · Ada · last sign of life 2 hours ago · worktree main
      000008  Upgrade the framework
              its process is gone · last sign of life 3 hours ago · Ada · worktree
              shop-wt3
      000002  Refund page
              parked 2 hours ago: waiting for the design
      2 commits without a session

    odd  /srv/odd
      cannot be read: the store is a symbolic link

    Nothing is active or parked in ~/blog, /srv/till
    ");
    insta::assert_snapshot!(plain(&page(&all, Some(Path::new("/home/ada")), &look(40))), @"
    shop  ~/src/shop
      000007  Refunds by hand
              waits for a person (30 minutes
              ago): the key to the sandbox
      000001  Stop the double charge on ret…
              active · Ada · last sign of
              life 2 hours ago · worktree
              main
      000008  Upgrade the framework
              its process is gone · last
              sign of life 3 hours ago · Ada
              · worktree shop-wt3
      000002  Refund page
              parked 2 hours ago: waiting
              for the design
      2 commits without a session

    odd  /srv/odd
      cannot be read: the store is a
      symbolic link

    Nothing is active or parked in ~/blog,
    /srv/till
    ");
    let lines: Vec<String> = all.iter().flat_map(pipe).collect();
    insta::assert_snapshot!(lines.join("\n").replace('\t', " | "), @"
    repository | /home/ada/src/shop | shop | 2 | 
    session | 20261120-0000010000 | active | 2026-11-20T10:00:00.000Z |  | 1 | main | fix/double-charge | Ada | Stop the double charge on retry
    session | 20261120-0000020000 | parked | 2026-11-20T10:00:00.000Z | 2026-11-20T11:00:00.000Z | 0 | shop-wt1 | fix/double-charge | Ada | Refund page
    session | 20261120-0000080000 | active | 2026-11-20T10:00:00.000Z |  | 0 | shop-wt3 | fix/double-charge | Ada | Upgrade the framework
    session | 20261120-0000070000 | active | 2026-11-20T10:00:00.000Z |  | 0 | shop-wt2 | fix/double-charge | Ada | Refunds by hand
    awaiting | 20261120-0000070000 | 2026-11-20T12:30:00.000Z | the key to the sandbox
    repository | /home/ada/blog | blog | 0 | 
    repository | /srv/odd |  |  | the store is a symbolic link
    repository | /srv/till | till | 0 |
    ");
}
