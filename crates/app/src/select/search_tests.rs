//! What is found, with an index and without.

use std::fs;

use chrono::TimeDelta;
use core_model::{Decision, Entry, Event, Opening, RandomBits, Session, SessionId, StatusName};

use super::super::tests::{Bench, Dice, begin, filter, session, text};
use super::*;
use crate::select::Order;

/// What is found, with the passages, marked.
fn found(
    workspace: &Workspace,
    words: &[&str],
    filter: &Filter,
    most: Option<usize>,
) -> (Vec<String>, usize) {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let hits = workspace.search(&words, filter, most).unwrap();
    let matching = hits.matching();
    let marked = |hit: Hit| {
        let passages = hit.matches.into_iter().map(|it| {
            let text = it
                .pieces
                .into_iter()
                .map(|(is_found, text)| if is_found { format!("<{text}>") } else { text });
            format!("{} {}", it.passage.kind.as_str(), text.collect::<String>())
        });
        format!("{} {}", hit.session.id(), passages.collect::<Vec<_>>().join(" | "))
    };
    (hits.map(marked).collect(), matching)
}

#[test]
fn what_is_found_with_an_index_is_found_without_one_in_the_same_order() {
    let mut dice = Dice(13);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..60);
    bench.check(&Filter::default(), Order::default());
    assert!(bench.indexed() > 40);
    // Some are not in it.
    bench.fill(&mut dice, 60..66);
    let cache = bench.place.store().join("cache");
    let aside = bench.place.store().join("aside");
    for _ in 0..12 {
        let words: &[&str] = [
            &["gateway"][..],
            &["gateway", "charge"],
            &["GATE*"],
            &["the gateway"],
            &["\"double charge\"", "key"],
            &["扣款"],
            &["款"],
            &["uber"],
            &["gatway"],
            &["zebra"],
            &["key", "retry"],
            &["billing"],
        ][dice.below(12)];
        let (filter, most) = (filter(&mut dice), [None, Some(3)][dice.below(2)]);
        let with = found(&bench.place.open(), words, &filter, most);
        fs::rename(&cache, &aside).unwrap();
        fs::write(&cache, "").unwrap();
        let without = found(&bench.place.open(), words, &filter, most);
        fs::remove_file(&cache).unwrap();
        fs::rename(&aside, &cache).unwrap();
        assert_eq!(with, without, "{words:?} {filter:?}");
        assert!(bench.indexed() > 40 && !cache.join("index.sqlite-journal").exists());
    }
}

#[test]
fn what_is_found_is_marked_and_what_counts_most_comes_first() {
    let bench = Bench::new();
    let mut at = begin();
    let mut tell = |intent: &str, event: &str, decision: &str| {
        at += TimeDelta::hours(1);
        let mut session = session(&mut Dice(1), 0, None);
        while session.status().name() == StatusName::Completed {
            session = Session::open(Opening {
                id: SessionId::new(at, RandomBits(u64::try_from(at.timestamp()).unwrap())),
                intent: text(intent),
                started_at: at,
                tags: vec![],
                ..session.opening().clone()
            });
        }
        session.record_entry(Entry::Event(Event { at, text: text(event) })).unwrap();
        let decision = Decision { at, title: text(decision), because: text("it is so") };
        session.record_entry(Entry::Decision(decision)).unwrap();
        bench.store.adopt(&session).unwrap();
        session.id().random_part().to_owned()
    };
    let in_event = tell("Something", "the gateway retries, and retries", "x");
    let in_intent = tell("Retries of the gateway", "nothing", "x");
    let in_decision = tell("Something", "nothing", "Count retries");
    let in_japanese = tell("二重請求を止める", "naïve Café", "x");
    let workspace = bench.place.open();
    let look = |words: &[&str]| {
        let (found, _) = found(&workspace, words, &Filter::default(), None);
        found.into_iter().map(|it| it["20251120-".len()..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        look(&["retries"]),
        [
            format!("{in_intent} intent <Retries> of the gateway"),
            format!("{in_decision} decision Count <retries>"),
            format!("{in_event} event the gateway <retries>, and <retries>"),
        ]
    );
    assert_eq!(
        look(&["gateway", "retries"])[1],
        format!("{in_event} event the <gateway> <retries>, and <retries>")
    );
    assert_eq!(look(&["gateway retries"]), [format!("{in_event} event the <gateway retries>, and retries")]);
    assert_eq!(look(&["請求"]), [format!("{in_japanese} intent 二重<請求>を止める")]);
    assert_eq!(look(&["naive", "CAFE"]), [format!("{in_japanese} event <naïve> <Café>")]);
    // Nearly.
    let hits = workspace.search(&["getaway".to_owned()], &Filter::default(), None).unwrap();
    let expected = Instead { asked: "getaway".into(), found: "gateway".into() };
    assert_eq!((hits.instead(), hits.matching()), (&[expected][..], 2));
    let nothing = workspace.search(&["…".to_owned()], &Filter::default(), None);
    assert!(matches!(nothing, Err(AppError::NothingToLookFor)));
}

#[test]
fn however_many_are_wanted_and_however_many_ask_at_once_all_is_found() {
    let mut dice = Dice(29);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..40);
    bench.check(&Filter::default(), Order::default());
    let before = fs::read(bench.index()).unwrap();
    let (all, matching) = found(&bench.place.open(), &["gateway"], &Filter::default(), None);
    assert!(matching > 5);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let most = Some(usize::MAX);
                let (some, count) = found(&bench.place.open(), &["gateway"], &Filter::default(), most);
                assert_eq!((&some, count), (&all, matching));
            });
        }
    });
    let order = Order { most: Some(usize::MAX), oldest_first: false };
    assert_eq!(bench.place.open().select(&Filter::default(), order).unwrap().count(), 40);
    assert!(fs::read(bench.index()).unwrap() == before, "the index was made anew");
}
