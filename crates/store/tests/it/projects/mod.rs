//! What is kept of the projects is what their sessions come to, whatever happens.

mod spoilt;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Barrier;

use core_model::project::{Past, Project, RoadmapError, RoadmapStatus};
use core_model::{Author, AuthorKind, Continuation, MadeBy, Opening, RandomBits, Session, SessionId};
use store::{ProjectError, Which};

use crate::kit::{Kit, commit, done, text};

fn started_in(kit: &Kit, project: &str) -> SessionId {
    let opened = kit.store.create::<()>("main", |_, now| {
        Ok(Session::open(Opening { project: project.into(), ..kit.opening(now, MadeBy::Start) }))
    });
    opened.unwrap().unwrap().id().clone()
}

fn completed_in(kit: &Kit, project: &str) -> SessionId {
    let id = started_in(kit, project);
    complete(kit, &id);
    id
}

fn complete(kit: &Kit, id: &SessionId) {
    let written = kit.store.update(id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(written.remarks.is_empty(), "{:?}", written.remarks);
    // What cannot be counted now is counted when it is read.
    let _ = kit.store.note_completed(&written.value);
}

fn file_of(kit: &Kit, project: &str) -> PathBuf {
    kit.root.join("projects").join(format!("{project}.toml"))
}

/// The past of each project, from the sessions themselves.
fn derived(kit: &Kit) -> BTreeMap<String, Past> {
    let mut pasts = BTreeMap::<String, Past>::new();
    for session in kit.store.snapshot(Which::All).sessions {
        let project = session.opening().project.clone();
        pasts.entry(project).or_default().add(&session);
    }
    pasts
}

fn assert_read_is_right(kit: &Kit, when: &str) {
    let (read, derived) = (kit.store.read_projects(), derived(kit));
    for (name, past) in &derived {
        assert_eq!(&read.derive_state(name, kit.store.now()).past, past, "{name} {when}");
    }
    for name in read.names() {
        let past = derived.get(name).cloned().unwrap_or_default();
        assert_eq!(read.derive_state(name, kit.store.now()).past, past, "{name} {when}");
    }
}

fn assert_kept_is_right(kit: &Kit, when: &str) {
    let rebuilt = kit.store.rebuild_projects().unwrap();
    assert_eq!(rebuilt.changed, Vec::<String>::new(), "{when}");
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// As if the process had been killed after its session was in the archive: nothing was noted.
fn complete_and_kill(kit: &Kit, id: &SessionId) {
    let folder = kit.root.join("projects");
    let before = files_in(&folder);
    complete(kit, id);
    files_in(&folder).keys().for_each(|path| fs::remove_file(path).unwrap());
    before.iter().for_each(|(path, content)| fs::write(path, content).unwrap());
}

#[test]
fn a_session_that_is_completed_is_counted_with_its_project() {
    let kit = Kit::new();
    assert!(kit.store.read_projects().names().is_empty());
    let first = started_in(&kit, "shop");
    kit.store.append(&first, |_, now| Ok(commit("9f2c", now))).unwrap();
    complete(&kit, &first);
    completed_in(&kit, "till");
    let parked = started_in(&kit, "shop");
    kit.store.update(&parked, |session, now| session.park(text("lunch"), vec![text("go on")], now)).unwrap();
    started_in(&kit, "café");
    let read = kit.store.read_projects();
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(Vec::from_iter(read.names()), ["café", "shop", "till"]);
    let state = read.derive_state("shop", kit.store.now());
    assert_eq!((state.sessions.completed, state.sessions.parked, state.sessions.active), (1, 1, 0));
    assert_eq!((state.commits, state.recent.as_slice()[0].sha.as_str()), (1, "9f2c"));
    assert_eq!(state.next_steps[0].session, parked);
    assert_kept_is_right(&kit, "after each was noted");
}

#[test]
fn a_kill_between_completing_and_noting_is_seen_by_the_next_reader_and_mended_by_the_next_writer() {
    let kit = Kit::new();
    completed_in(&kit, "shop");
    let killed = started_in(&kit, "shop");
    complete_and_kill(&kit, &killed);
    let kept = fs::read(file_of(&kit, "shop")).unwrap();
    let read = kit.store.read_projects();
    assert_eq!(read.derive_state("shop", kit.store.now()).sessions.completed, 2);
    assert_eq!(fs::read(file_of(&kit, "shop")).unwrap(), kept, "reading does not write");
    // Of another project, and yet all are mended with it.
    completed_in(&kit, "till");
    assert_kept_is_right(&kit, "after another was noted");
}

#[test]
fn noting_a_session_again_adds_nothing() {
    let kit = Kit::new();
    let id = completed_in(&kit, "shop");
    let kept = fs::read(file_of(&kit, "shop")).unwrap();
    kit.store.note_completed(&kit.read(&id)).unwrap();
    assert_eq!(fs::read(file_of(&kit, "shop")).unwrap(), kept);
    let live = started_in(&kit, "shop");
    kit.store.note_completed(&kit.read(&live)).unwrap();
    assert_eq!(fs::read(file_of(&kit, "shop")).unwrap(), kept);
}

/// Numbers that look random and are the same on each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn whatever_happens_what_is_read_is_what_the_sessions_come_to() {
    for seed in 0..6 {
        let (kit, mut dice) = (Kit::new(), Dice(seed));
        let (mut live, mut over) = (Vec::<SessionId>::new(), Vec::<SessionId>::new());
        for step in 0..50 {
            kit.set_clock(step * 60);
            let when = format!("seed {seed}, step {step}");
            let pick = |dice: &mut Dice, ids: &[SessionId]| (!ids.is_empty()).then(|| dice.roll(ids.len()));
            match dice.roll(10) {
                0..=2 => live.push(started_in(&kit, ["shop", "till", "café"][dice.roll(3)])),
                3 | 4 => {
                    if let Some(at) = pick(&mut dice, &live) {
                        let sha = format!("{seed}-{step}");
                        let _ = kit.store.append(&live[at], |_, now| Ok(commit(&sha, now)));
                    }
                }
                5 | 6 => {
                    if let Some(at) = pick(&mut dice, &live) {
                        let id = live.swap_remove(at);
                        complete(&kit, &id);
                        assert_kept_is_right(&kit, &when);
                        over.push(id);
                    }
                }
                7 => {
                    if let Some(at) = pick(&mut dice, &live) {
                        let id = live.swap_remove(at);
                        complete_and_kill(&kit, &id);
                        over.push(id);
                    }
                }
                8 => {
                    if let Some(at) = pick(&mut dice, &over) {
                        kit.store.note_completed(&kit.read(&over[at])).unwrap();
                    }
                }
                _ => {
                    if let Some(at) = pick(&mut dice, &over) {
                        let id = over.swap_remove(at);
                        fs::remove_file(kit.archive_file(&id)).unwrap();
                    }
                }
            }
            assert_read_is_right(&kit, &when);
        }
    }
}

#[test]
fn several_that_complete_at_once_are_all_counted_and_no_reader_counts_one_twice_or_misses_it() {
    let kit = Kit::new();
    let ids: Vec<SessionId> = (0..24).map(|number| started_in(&kit, ["shop", "till"][number % 2])).collect();
    let start = Barrier::new(5);
    std::thread::scope(|scope| {
        for writer in ids.chunks(6) {
            let (kit, start) = (&kit, &start);
            scope.spawn(move || {
                start.wait();
                writer.iter().for_each(|id| complete(kit, id));
            });
        }
        start.wait();
        loop {
            let (read, now) = (kit.store.read_projects(), kit.store.now());
            let (shop, till) = (read.derive_state("shop", now), read.derive_state("till", now));
            assert_eq!((shop.sessions.total(), till.sessions.total()), (12, 12));
            if shop.sessions.active + till.sessions.active == 0 {
                break;
            }
        }
    });
    assert_kept_is_right(&kit, "after all were noted");
}

#[test]
fn what_people_say_of_a_project_outlives_its_figures() {
    let kit = Kit::new();
    let add = |project: &mut Project, now| {
        project.set_phase(Some(text("beta")), now);
        project.roadmap.add(text("refunds"), RoadmapStatus::Next, now).map(drop)
    };
    kit.store.change_project("shop", add).unwrap();
    completed_in(&kit, "shop");
    let killed = started_in(&kit, "shop");
    complete_and_kill(&kit, &killed);
    let rebuilt = kit.store.rebuild_projects().unwrap();
    assert_eq!(rebuilt.changed, ["shop"]);
    let project = kit.store.read_projects().get("shop");
    assert_eq!(project.past.outcomes.done, 2);
    assert_eq!(project.phase.unwrap().text, text("beta"));
    assert_eq!(project.roadmap.as_slice()[0].text, text("refunds"));
}

#[test]
fn a_change_that_is_refused_or_changes_nothing_writes_nothing_and_time_does_not_go_back() {
    let kit = Kit::new();
    kit.store.change_project("shop", |_, _| Ok(())).unwrap();
    assert!(!file_of(&kit, "shop").exists());
    kit.set_clock(100);
    let add =
        |project: &mut Project, now| project.roadmap.add(text("refunds"), RoadmapStatus::Next, now).map(drop);
    let added = kit.store.change_project("shop", add).unwrap();
    let kept = fs::read(file_of(&kit, "shop")).unwrap();
    let refused = kit.store.change_project("shop", |project, now| {
        project.set_phase(Some(text("beta")), now);
        add(project, now)
    });
    assert!(matches!(refused, Err(ProjectError::Refused(RoadmapError::Taken { .. }))));
    assert_eq!(fs::read(file_of(&kit, "shop")).unwrap(), kept);
    kit.set_clock(50);
    let moved = kit.store.change_project("shop", |project, now| {
        project.roadmap.set_status("r1", RoadmapStatus::Done, now).map(drop)
    });
    assert_eq!(moved.unwrap().roadmap.as_slice()[0].at, added.roadmap.as_slice()[0].at);
}

#[test]
fn what_is_forgotten_in_sessions_is_forgotten_in_what_they_come_to() {
    let kit = Kit::new();
    let add = |project: &mut Project, now| {
        project.roadmap.add(text("the secret plan"), RoadmapStatus::Next, now).map(drop)
    };
    kit.store.change_project("shop", add).unwrap();
    let id = started_in(&kit, "shop");
    kit.store.append(&id, |_, now| Ok(commit("9f2c", now))).unwrap();
    complete(&kit, &id);
    completed_in(&kit, "till");
    let forget = |text: &str| text.replace("secret", "[forgotten]").replace("charge", "[forgotten]");
    assert!(kit.store.forget_in(&id, &forget).unwrap());
    assert_eq!(kit.store.forget_in_projects(&forget).unwrap().changed, ["shop"]);
    let kept = fs::read_to_string(file_of(&kit, "shop")).unwrap();
    assert!(kept.contains("Key the [forgotten] on the order") && kept.contains("the [forgotten] plan"));
    assert!(!kept.contains("secret") && !kept.contains("charge"));
    assert_eq!(kit.store.forget_in_projects(&forget).unwrap().changed, Vec::<String>::new());
}

#[test]
fn a_session_that_is_resumed_is_counted_as_such() {
    let kit = Kit::new();
    let id = started_in(&kit, "shop");
    kit.store.update(&id, |session, now| session.park(text("lunch"), vec![], now)).unwrap();
    let author = Author { kind: AuthorKind::Person, name: text("Bob"), conversation: None };
    let child = SessionId::new(kit.store.now(), RandomBits(7));
    let with = Continuation { id: child.clone(), author, owner: None, intent: None, place: None };
    let pair = kit.store.update_and_open(&id, &child, |session, now| session.resume(with, now)).unwrap();
    kit.store.note_completed(&pair.value.changed).unwrap();
    assert_kept_is_right(&kit, "after it was noted");
    assert_eq!(kit.store.read_projects().get("shop").past.outcomes.resumed, 1);
}
