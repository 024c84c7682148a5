//! Reports whose names are hidden.

use core_model::{Session, worked::ACTIVE_GAP};

use super::made::{at, of_every_kind, page, page_of, utc};
use crate::Report;

#[test]
fn no_name_text_path_or_id_is_in_it() {
    let sessions = of_every_kind("Zanzibar");
    let page = page(&sessions, true);
    assert!(!page.contains("Zanzibar"), "{page}");
    assert!(!page.contains("shop"));
    for session in &sessions {
        assert!(!page.contains(session.id().random_part()));
        let piece = &session.id().random_part()[..6];
        let place = page.find(piece);
        assert!(place.is_none(), "{piece}: {}", &page[place.unwrap() - 60..][..120]);
    }
    for commit in sessions.iter().flat_map(|session| &session.record().commits) {
        assert!(!page.contains(&commit.facts.sha[32..]), "{}", commit.facts.sha);
    }
}

#[test]
fn a_session_has_the_same_number_whatever_else_is_shown() {
    let sessions = of_every_kind("Zanzibar");
    let last = [sessions.last().unwrap()];
    let all: Vec<&Session> = sessions.iter().collect();
    for shown in [&last[..], &all[..]] {
        let page = page_of(&Report {
            name: "shop",
            all: &sessions,
            shown,
            since: None,
            until: None,
            chosen: &[("project", "Zanzibar")],
            limit: ACTIVE_GAP,
            private: true,
            local: &utc,
            now: at(4100),
        });
        assert!(page.contains("<article class=\"story\" id=\"s-5\""));
        assert!(page.contains("Session 5") && page.contains("Person 1") && page.contains("Commit 4"));
        assert!(!page.contains("Zanzibar"), "what was asked for is hidden, too");
    }
}
