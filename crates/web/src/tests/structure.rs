//! The parts of the page, and what they are for each store.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use core_model::{Session, SessionId, worked::ACTIVE_GAP};

use super::made::{at, described, elements, of_every_kind, opened, page, page_of, parse, text_of, told, utc};
use crate::Report;

/// The landmarks, headings and regions of a page, a line each.
fn outline(page: &str) -> String {
    let dom = parse(page);
    let mut lines = String::new();
    for element in elements(&dom.document) {
        let (name, _) = described(&element);
        let depth = match name.as_str() {
            "header" | "nav" | "main" | "footer" => 0,
            "h1" | "h2" => 1,
            "h3" => 2,
            "h4" => 3,
            "h5" => 4,
            _ => continue,
        };
        let text = if name.starts_with('h') && name.len() == 2 { text_of(&element) } else { String::new() };
        lines.push_str(format!("{}{name} {}", "  ".repeat(depth), text.trim()).trim_end());
        lines.push('\n');
    }
    lines
}

#[test]
fn every_part_has_its_heading() {
    let mut session = told(1, 0, "Stop the double charge");
    session.park(super::made::text("weekend"), Vec::new(), at(10)).unwrap();
    insta::assert_snapshot!(outline(&page(&[session], false)), @r"
    header
      h1 shop
    nav
    main
      h2 At a glance
      h2 Timeline
        h3 Week 47
      h2 Hours
      h2 Tables
        h3 Sessions
        h3 Projects
        h3 People and agents
        h3 Tags
        h3 Commits
      h2 Stories
        h3 November 2026 1 session
          h4 7hqf6w Stop the double charge
            h5 What happened
            h5 Tasks
            h5 Questions
    footer
    ");
}

#[test]
fn a_store_without_sessions_has_a_page_that_says_so() {
    let page = page(&[], false);
    insta::assert_snapshot!(outline(&page), @r"
    header
      h1 shop
    main
      h2 At a glance
    footer
    ");
    assert!(page.contains("There are no sessions here."));
}

#[test]
fn every_link_leads_somewhere_and_no_id_is_there_twice() {
    for private in [false, true] {
        let page = page(&of_every_kind("Refunds"), private);
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        let mut links = Vec::new();
        for (_, attributes) in elements(&parse(&page).document).iter().map(described) {
            for (name, value) in attributes {
                match name.as_str() {
                    "id" => *ids.entry(value).or_default() += 1,
                    "href" => links.push(value.strip_prefix('#').unwrap().to_owned()),
                    _ => {}
                }
            }
        }
        assert!(ids.values().all(|times| *times == 1), "{ids:?}");
        assert!(links.len() > 15 && links.iter().all(|link| ids.contains_key(link)), "{links:?}");
    }
}

#[test]
fn nothing_is_asked_for_and_nothing_but_its_own_parts_may_run() {
    let page = page(&of_every_kind("See https://example.org/x.png"), false);
    let mut scripts = 0;
    for element in elements(&parse(&page).document) {
        let (name, attributes) = described(&element);
        scripts += usize::from(name == "script");
        for (attribute, value) in attributes {
            assert!(
                !["src", "srcset", "style", "action", "background"].contains(&attribute.as_str()),
                "{name}"
            );
            assert!(!attribute.starts_with("on"), "{name} {attribute}");
            let is_policy = value.starts_with("default-src 'none'; style-src 'sha256-");
            assert!(attribute != "content" || !value.contains("src") || is_policy, "{value}");
        }
    }
    assert_eq!(scripts, 1);
    let style = include_str!("../../templates/style.css");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_session_of_one_moment_is_seen() {
    let page = page(&[opened(1, 0, "Look")], false);
    assert!(page.contains("<rect class=\"span person\" x=\"22.222%\" width=\"0.2%\""), "{page}");
    assert!(page.contains("Nothing was recorded but signs of life."));
}

#[test]
fn what_lies_parked_until_it_goes_on_is_a_line_to_the_one_that_does() {
    let page = page(&of_every_kind("Refunds"), false);
    let line = page.lines().find(|line| line.contains("<g class=\"link\">")).unwrap();
    assert!(line.contains(" goes on with "), "{line}");
    let lanes = page.split("<line class=\"parked\"").skip(2).filter_map(|it| it.split("<title>").nth(1));
    let told: Vec<&str> = lanes.filter_map(|it| it.split('<').next()).collect();
    assert_eq!(
        told,
        [
            "parked 2026-11-20 10:10 – 11:40, 1 h 30 min",
            "parked 2026-11-22 12:10 – 2026-11-23 06:20, 18 h 10 min",
        ]
    );
}

#[test]
fn figures_count_what_lies_in_the_time_that_is_asked_for() {
    let sessions = [told(1, 0, "Refunds"), told(2, 30, "Retries")];
    let shown: Vec<&Session> = sessions.iter().collect();
    let of = |since, until| {
        let (all, local) = (&sessions[..], &utc);
        let (chosen, limit, now) = (&[][..], ACTIVE_GAP, at(4100));
        let report = Report {
            name: "shop",
            all,
            shown: &shown,
            since,
            until,
            chosen,
            limit,
            private: false,
            local,
            now,
        };
        let page = page_of(&report);
        let values = page.split("<dd class=\"value\">").skip(1).filter_map(|it| it.split('<').next());
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of(None, None), ["2", "16 min", "16 min", "2", "2", "0"]);
    assert_eq!(of(Some(at(5)), None), ["2", "11 min", "11 min", "1", "2", "0"]);
    assert_eq!(of(Some(at(5)), Some(at(33))), ["2", "6 min", "6 min", "0", "1", "0"]);
}

#[test]
fn thousands_of_sessions_stay_a_file_that_a_browser_opens() {
    let made: Vec<Session> =
        (0..1200).map(|it| told(it, 41 * i64::try_from(it).unwrap(), "Refunds")).collect();
    let page = page(&made, false);
    let each = page.len() / made.len();
    assert!(each < 6000, "{each} bytes a session");
    assert_eq!(page.matches("<details class=\"told\" open>").count(), 12, "the newest stories are open");
    assert_eq!(page.matches("<details class=\"week\"").count(), 6);
    assert!(page.contains("<h4>Friday, 20 November 2026</h4>"), "a full week is drawn day by day");
}

#[test]
fn sessions_that_are_not_on_the_page_are_named_without_a_link() {
    let sessions = of_every_kind("Refunds");
    let shown = [&sessions[1]];
    let (chosen, limit, now) = (&[("project", "Refunds")][..], ACTIVE_GAP, at(4100) + TimeDelta::days(1));
    let (all, local) = (&sessions[..], &utc);
    let report = Report {
        name: "shop",
        all,
        shown: &shown,
        since: None,
        until: None,
        chosen,
        limit,
        private: false,
        local,
        now,
    };
    let page = page_of(&report);
    let parent: &SessionId = sessions[0].id();
    assert!(page.contains(&format!("<span>goes on with {}</span>", &parent.random_part()[..6])), "{page}");
    assert!(page.contains("project Refunds"));
}
