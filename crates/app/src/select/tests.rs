//! The answer with an index is the answer without one.

use std::fs;
use std::time::{Duration, SystemTime};

use chrono::TimeDelta;
use core_model::attribution::derive_by_now;
use core_model::transition::{Outcome, OutcomeKind};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, MadeBy, Opening,
    Person, RandomBits, Session, SessionId, StatusName, Text, Time, derive_children,
};
use store::{Clock, Deadline, Store, Which};

use super::*;
use crate::filter::{Expression, Name};
use crate::history_tests::Place;

/// Numbers in an order that is the same on every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const PROJECTS: [&str; 3] = ["shop", "shop/pay", "Übung"];
const BRANCHES: [&str; 4] = ["main", "fix/charge", "fix/retry", "重复"];
const TAGS: [&str; 3] = ["billing", "urgent", "ui"];
const AUTHORS: [&str; 3] = ["Ada", "claude-code", "Grace Hopper"];
const PATHS: [&str; 5] = ["src/pay.rs", "src/pay/key.rs", "docs/a b.md", "src", "文/字.txt"];

pub(super) fn text(raw: &str) -> Text {
    Text::restored(raw.into())
}

pub(super) fn begin() -> Time {
    "2025-11-20T10:00:00Z".parse().unwrap()
}

fn sha(number: usize) -> String {
    format!("{number:040x}")
}

pub(super) fn session(dice: &mut Dice, number: usize, parent: Option<SessionId>) -> Session {
    let started_at = begin() + TimeDelta::minutes(i64::try_from(dice.below(120 * 24 * 60)).unwrap());
    let kind = AuthorKind::ALL[dice.below(2)];
    let mut session = Session::open(Opening {
        id: SessionId::new(started_at, RandomBits(u64::try_from(number).unwrap() * 0x2_545f_4914_f6cd)),
        project: dice.one(&PROJECTS).into(),
        intent: text(dice.one(&["Stop the double charge", "Retry: key it", "Über die 重复扣款", "x"])),
        started_at,
        branch: (dice.below(5) > 0).then(|| dice.one(&BRANCHES).into()),
        worktree: dice.one(&["main", "wt1"]).into(),
        author: Author { kind, name: text(dice.one(&AUTHORS)), conversation: None },
        made_by: MadeBy::Start,
        tags: TAGS.iter().filter(|_| dice.below(3) == 0).map(|tag| text(tag)).collect(),
        owner: None,
        roadmap: None,
        parent,
    });
    let mut at = started_at;
    for entry in 0..dice.below(6) {
        at += TimeDelta::minutes(i64::try_from(dice.below(50)).unwrap());
        let entry = match dice.below(3) {
            0 => Entry::Event(Event { at, text: text(dice.one(&["looked at it", "the gateway retries"])) }),
            1 => Entry::Decision(Decision { at, title: text("One key"), because: text("of the gateway") }),
            _ => {
                let facts = CommitFacts {
                    sha: sha(number * 10 + entry),
                    tree: "aa01".into(),
                    parents: vec![],
                    author: Person { name: "Ada".into(), email: String::new() },
                    authored_at: at,
                    branch: Some(dice.one(&BRANCHES).into()),
                    subject: dice.one(&["Key the charge", "Retry less"]).into(),
                    files: Files {
                        paths: vec![dice.one(&PATHS).into(), dice.one(&PATHS).into()],
                        more: false,
                    },
                };
                let mut commit = Commit::new(at, facts, Evidence::Worktree);
                if dice.below(3) == 0 && entry > 0 {
                    commit.replaces = vec![sha(number * 10 + entry - 1)];
                }
                Entry::Commit(Box::new(commit))
            }
        };
        session.record_entry(entry).unwrap();
    }
    at += TimeDelta::minutes(1);
    if dice.below(12) > 0 {
        let outcome = Outcome { kind: OutcomeKind::Done, note: Some(text("done")) };
        session.complete(outcome, "complete", at).unwrap();
        session.stamp(at);
    }
    session
}

pub(super) fn filter(dice: &mut Dice) -> Filter {
    let mut filter = Filter::default();
    let moment = |dice: &mut Dice| begin() + TimeDelta::days(i64::try_from(dice.below(120)).unwrap());
    for _ in 0..dice.below(3) {
        match dice.below(11) {
            0 => filter.since = Some(moment(dice)),
            1 => filter.until = Some(moment(dice)),
            2 => filter.statuses.push(StatusName::ALL[dice.below(3)]),
            3 => filter.authors.push(dice.one(&["ada", "hop", "CLAUDE", "nobody"]).into()),
            4 => filter.agents.push(dice.one(&["", "claude"]).into()),
            5 => filter.branches.push(Name::parse(dice.one(&["main", "fix/*", "重?", "none"])).unwrap()),
            6 => filter.tags.push(Name::parse(dice.one(&["billing", "u*", "none"])).unwrap()),
            7 => filter.projects.push(Name::parse(dice.one(&["shop", "shop*", "Ü*"])).unwrap()),
            8 => filter
                .grep
                .push(Expression::parse(dice.one(&["gateway", "^key", "扣款", "(?-i)Über"])).unwrap()),
            9 => filter.touched.push(dice.one(&["src", "src/pay", "src/pay.rs", "docs", "", "文"]).into()),
            _ => filter.commits.push(sha(dice.below(400))),
        }
    }
    filter
}

/// A store, and what is expected of it.
pub(super) struct Bench {
    pub(super) place: Place,
    pub(super) store: Store,
}

impl Bench {
    pub(super) fn new() -> Self {
        let place = Place::new();
        let clock = Clock::new(|| begin() + TimeDelta::days(300));
        let store = Store::open_or_make(&place.store(), clock, Deadline(Duration::from_secs(5))).unwrap();
        Self { place, store }
    }

    pub(super) fn fill(&self, dice: &mut Dice, numbers: std::ops::Range<usize>) -> Vec<SessionId> {
        let mut ids: Vec<SessionId> = Vec::new();
        for number in numbers {
            let parent = (dice.below(4) == 0).then(|| ids.last().cloned()).flatten();
            let session = session(dice, number, parent);
            self.store.adopt(&session).unwrap();
            ids.push(session.id().clone());
        }
        ids
    }

    /// Lets time pass for the folders of the archive.
    fn settle(&self) {
        for month in fs::read_dir(self.place.store().join("archive")).unwrap() {
            let folder = fs::File::open(month.unwrap().path()).unwrap();
            let written = folder.metadata().unwrap().modified().unwrap();
            folder.set_modified(written - Duration::from_secs(5)).unwrap();
        }
    }

    pub(super) fn index(&self) -> std::path::PathBuf {
        self.place.store().join("cache").join(index::FILE)
    }

    /// How many sessions the index has.
    pub(super) fn indexed(&self) -> usize {
        let index = index::Index::open(&self.place.store().join("cache")).unwrap();
        index.count(&index::Wanted::default()).unwrap()
    }

    pub(super) fn check(&self, filter: &Filter, order: Order) {
        let workspace = self.place.open();
        let now = workspace.now();
        let all: Vec<Session> =
            self.store.snapshot(Which::All).sessions.into_iter().map(|it| derive_by_now(it, now)).collect();
        let children = derive_children(&all);
        let mut expected: Vec<(&SessionId, Vec<SessionId>)> = all
            .iter()
            .filter(|session| filter.admits(session))
            .map(|it| {
                let children = children.get(it.id()).into_iter().flatten().map(|&id| id.clone());
                (it.id(), children.collect())
            })
            .collect();
        let matching = expected.len();
        expected.reverse();
        expected.truncate(order.most.unwrap_or(matching));
        if order.oldest_first {
            expected.reverse();
        }
        let mut selection = workspace.select(filter, order).unwrap();
        let selected: Vec<Selected> = selection.by_ref().collect();
        let found: Vec<(&SessionId, Vec<SessionId>)> =
            selected.iter().map(|it| (it.session.id(), it.children.clone())).collect();
        assert_eq!(found, expected, "{filter:?} {order:?}");
        assert_eq!(selection.matching(), matching, "{filter:?} {order:?}");
        for selected in &selected {
            let whole = all.iter().find(|it| it.id() == selected.session.id()).unwrap();
            assert_eq!(selected.session, *whole);
        }
    }

    fn check_digests(&self, filter: &Filter) {
        let workspace = self.place.open();
        let all = self.store.snapshot(Which::All).sessions;
        let all = all.into_iter().map(|it| derive_by_now(it, workspace.now()));
        let expected: Vec<Digest> = all.filter(|it| filter.admits(it)).map(|it| Digest::of(&it)).collect();
        let mut found = Vec::new();
        workspace.each_digest(filter, &mut |digest| found.push(digest)).unwrap();
        assert_eq!(found, expected, "{filter:?}");
    }

    fn check_names(&self, dice: &mut Dice) {
        let workspace = self.place.open();
        let all = self.store.snapshot(Which::All).sessions;
        let here: Vec<&SessionId> =
            all.iter().rev().filter(|it| it.opening().worktree == "main").map(Session::id).collect();
        let session = &all[dice.below(all.len())];
        let piece = &session.id().random_part()[..1 + dice.below(4)];
        assert_eq!(
            workspace.find_piece(&self.store, piece).map_err(|error| error.to_string()),
            self.store.find(piece).map_err(|error| error.to_string())
        );
        let back = dice.below(here.len() + 3);
        let (found, count) = workspace.back_from(&self.store, None, back);
        assert_eq!((found.as_ref(), count), (here.get(back).copied(), count), "{back}");
        let from = dice.below(here.len());
        let (found, _) = workspace.back_from(&self.store, Some(here[from]), back);
        assert_eq!(found.as_ref(), here.get(from + back).copied());
        let children = derive_children(&all);
        let expected: Vec<SessionId> =
            children.get(session.id()).into_iter().flatten().map(|&id| id.clone()).collect();
        if session.status().name() == StatusName::Completed {
            assert_eq!(workspace.children_of(self.store.clone(), session), expected);
        }
    }

    fn check_much(&self, dice: &mut Dice, times: usize) {
        self.check(&Filter::default(), Order::default());
        for _ in 0..times {
            let most = (dice.below(2) == 0).then(|| dice.below(30));
            self.check(&filter(dice), Order { most, oldest_first: dice.below(3) == 0 });
            self.check_digests(&filter(dice));
            if self.store.count(Which::All) > 0 {
                self.check_names(dice);
            }
        }
    }
}

#[test]
fn the_answer_with_an_index_is_the_answer_without_one() {
    let mut dice = Dice(7);
    let bench = Bench::new();
    bench.check_much(&mut dice, 3);
    let mut ids = bench.fill(&mut dice, 0..10);
    bench.check_much(&mut dice, 10);
    assert!(!bench.index().exists(), "few are read as quickly");
    ids.extend(bench.fill(&mut dice, 10..45));
    bench.check_much(&mut dice, 20);
    assert!(bench.indexed() > 30);
    for round in 0..4_usize {
        if round % 2 == 0 {
            bench.settle();
        }
        bench.check_much(&mut dice, 3);
        let gone = ids.remove(dice.below(ids.len()));
        bench.store.forget_session(&gone).unwrap();
        bench.check_much(&mut dice, 3);
        let from = 45 + round * 20;
        let more = [1, 20][dice.below(2)];
        ids.extend(bench.fill(&mut dice, from..from + more));
        bench.check_much(&mut dice, 5);
    }
}

#[test]
fn what_a_person_said_of_a_commit_is_seen_where_the_index_says_otherwise() {
    let mut dice = Dice(21);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..60);
    bench.check_much(&mut dice, 5);
    let all = bench.store.snapshot(Which::All).sessions;
    let with = |it: &&Session| it.status().name() == StatusName::Completed && !it.record().commits.is_empty();
    let from: Vec<&Session> = all.iter().filter(with).take(4).collect();
    for (giver, taker) in [(from[0], Some(from[1])), (from[2], None)] {
        let mut commit = giver.record().commits[0].clone();
        commit.session = taker.map(|it| it.id().clone());
        bench.store.assign(|now| Commit { at: now, assigned_at: Some(now), ..commit.clone() }).unwrap();
        let filter = Filter { commits: vec![commit.facts.sha.clone()], ..Filter::default() };
        bench.check(&filter, Order::default());
    }
    bench.check_much(&mut dice, 20);
}

#[test]
fn an_index_that_is_damaged_old_or_not_ours_is_made_anew_and_nobody_notices() {
    let mut dice = Dice(3);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..60);
    bench.settle();
    bench.check_much(&mut dice, 3);
    let whole = fs::read(bench.index()).unwrap();
    let spoils: [&dyn Fn() -> Vec<u8>; 7] = [
        &Vec::new,
        &|| b"not a database at all, and longer than its head would be if it were one".repeat(9),
        &|| whole[..whole.len() / 2].to_vec(),
        &|| whole[..whole.len() / 2 + 77].to_vec(),
        // Another version.
        &|| [&whole[..60], &[0, 0, 0, 99], &whole[64..]].concat(),
        // Every page but the first is nothing.
        &|| [&whole[..4096], &vec![0; whole.len() - 4096]].concat(),
        // Every page but the first is something else.
        &|| [&whole[..4096], &vec![0xa5; whole.len() - 4096]].concat(),
    ];
    for spoil in spoils {
        fs::write(bench.index(), spoil()).unwrap();
        bench.check_much(&mut dice, 2);
        assert!(bench.indexed() > 40);
        bench.check_much(&mut dice, 2);
    }
    fs::remove_file(bench.index()).unwrap();
    fs::create_dir(bench.index()).unwrap();
    bench.check_much(&mut dice, 3);
    fs::remove_dir(bench.index()).unwrap();
    bench.check_much(&mut dice, 3);
    assert!(bench.indexed() > 40);
}

#[test]
fn a_file_that_cannot_be_read_is_told_each_time() {
    let mut dice = Dice(5);
    let bench = Bench::new();
    let ids = bench.fill(&mut dice, 0..40);
    let archived = |id: &SessionId| bench.place.store().join(format!("archive/{}/{id}.toml", id.month()));
    let there: Vec<_> = ids.iter().map(archived).filter(|path| path.exists()).collect();
    fs::write(&there[0], "format = \n").unwrap();
    fs::write(&there[1], fs::read_to_string(&there[1]).unwrap() + "# A note.\n").unwrap();
    let odd = there[2].with_file_name("notes.toml");
    fs::write(&odd, "").unwrap();
    let told = |problems: &[Problem]| {
        let mut told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        told.sort();
        told
    };
    let snapshot = bench.store.snapshot(Which::All);
    assert_eq!(snapshot.problems.len(), 3);
    for _ in 0..3 {
        let mut selection = bench.place.open().select(&Filter::default(), Order::default()).unwrap();
        assert_eq!(selection.by_ref().count(), snapshot.sessions.len());
        assert_eq!(told(selection.problems()), told(&snapshot.problems));
        bench.settle();
    }
}

#[test]
fn a_folder_that_was_written_just_now_is_looked_at_again() {
    let bench = Bench::new();
    let mut dice = Dice(11);
    bench.fill(&mut dice, 0..30);
    bench.check_much(&mut dice, 1);
    let stamp = |path: &std::path::Path| fs::metadata(path).unwrap().modified().unwrap();
    let months: Vec<_> =
        fs::read_dir(bench.place.store().join("archive")).unwrap().map(|it| it.unwrap().path()).collect();
    let before: Vec<SystemTime> = months.iter().map(|month| stamp(month)).collect();
    bench.fill(&mut dice, 30..40);
    // As on a file system that counts in seconds.
    for (month, before) in months.iter().zip(before) {
        fs::File::open(month).unwrap().set_modified(before).unwrap();
    }
    bench.check_much(&mut dice, 10);
}

#[test]
fn who_asks_sees_one_moment_and_who_reads_on_keeps_nobody_from_the_index() {
    let mut dice = Dice(18);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..40);
    bench.check_much(&mut dice, 1);
    let folder = bench.store.cache().unwrap().unwrap();
    let asking = index::Index::open(&folder).unwrap();
    let before = asking.count(&index::Wanted::default()).unwrap();
    bench.fill(&mut dice, 40..80);
    let selection = bench.place.open().select(&Filter::default(), Order::default()).unwrap();
    assert_eq!(selection.matching(), bench.store.count(Which::All));
    assert_eq!(asking.count(&index::Wanted::default()).unwrap(), before, "it was changed under who asks");
    drop(asking);
    // Somebody with a pager has the selection still.
    bench.check_much(&mut dice, 1);
    assert!(bench.indexed() > before + 20, "it was not brought up to date beside a selection");
    assert_eq!(selection.count(), bench.store.count(Which::All));
}

#[test]
fn several_that_bring_it_up_to_date_at_once_all_answer() {
    let mut dice = Dice(17);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..80);
    let expected = bench.store.count(Which::All);
    for _ in 0..2 {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let selection = bench.place.open().select(&Filter::default(), Order::default()).unwrap();
                    assert_eq!(selection.matching(), expected);
                    assert_eq!(selection.count(), expected);
                });
            }
        });
        // Whoever still had the one open that was thrown away may have spoiled the new one, as it closed: the next one mends it.
        assert_eq!(
            bench.place.open().select(&Filter::default(), Order::default()).unwrap().count(),
            expected
        );
        assert!(bench.indexed() > 50);
        fs::write(bench.index(), "no database").unwrap();
    }
}

#[test]
fn a_store_that_may_not_be_written_is_read_and_nothing_is_said() {
    let mut dice = Dice(19);
    let bench = Bench::new();
    bench.fill(&mut dice, 0..40);
    let cache = bench.place.store().join("cache");
    // A file where the folder should be stands for whatever keeps it from being made, for root as well.
    fs::write(&cache, "").unwrap();
    bench.check_much(&mut dice, 4);
    fs::remove_file(&cache).unwrap();
    bench.check_much(&mut dice, 2);
    assert!(bench.indexed() > 20);
    bench.fill(&mut dice, 40..70);
    // Somebody writes it for long.
    let held = bench.store.cache_to_write().unwrap().unwrap();
    bench.check_much(&mut dice, 4);
    drop(held);
    bench.check_much(&mut dice, 2);
    assert!(bench.indexed() > 50);
}
