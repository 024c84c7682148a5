//! A session's file.

use core_model::{Entry, Event, Session, SessionId, Text, Time};
use store::{Adopted, ChangeError, FileError, Loaded, Problem, Which};

use super::store_files::{ANY, Bench};

/// Reads it as the session that it says it is, and writes on it in each of the two ways.
pub(super) fn session(bytes: &[u8]) {
    let id = named_in(bytes);
    let bench = Bench::new();
    bench.put(&bench.live(&id), bytes);
    let found = bench.store.read(&id);
    let snapshot = bench.store.snapshot(Which::All);
    let alone = found.as_ref().ok().and_then(Option::as_ref).map(|loaded| &loaded.session);
    assert_eq!(snapshot.sessions.first(), alone, "a session alone is another than among all");
    assert_eq!(bench.content(&bench.live(&id)).as_deref(), Some(bytes), "reading has written");
    match found {
        Ok(Some(loaded)) => {
            appended(&bench, &id, &loaded, bytes);
            updated(bytes, &id, &loaded);
            forgotten(bytes, &id, &loaded);
        }
        Ok(None) => unreachable!("its file is there"),
        Err(_) => {
            // Nobody writes over what cannot be read.
            let changed = bench.store.update(&id, |it, _| it.set_intent(plain("another")));
            assert!(changed.is_err());
            assert_eq!(bench.content(&bench.live(&id)).as_deref(), Some(bytes), "it was written over");
        }
    }
}

/// The id that a head says, so that most files are read as the session that they are.
fn named_in(bytes: &[u8]) -> SessionId {
    let text = String::from_utf8_lossy(bytes);
    let said = text.split("id = \"").skip(1).find_map(|rest| rest.get(..19)?.parse().ok());
    said.unwrap_or_else(any)
}

fn any() -> SessionId {
    ANY.parse().unwrap_or_else(|_| unreachable!("an id"))
}

fn plain(text: &str) -> Text {
    Text::restored(text.to_owned())
}

fn is_newer(loaded: &Loaded) -> bool {
    loaded.problems.iter().any(|problem| matches!(problem.error, FileError::FormatTooNew { .. }))
}

/// What was written, which must be readable and without a problem; but for keys that nobody knows in entries before it,
/// where `unknown` says that there are some.
fn read_whole(bench: &Bench, id: &SessionId, unknown: bool) -> Session {
    let loaded = bench.store.read(id).ok().flatten();
    let Some(loaded) = loaded else { panic!("what was written cannot be read") };
    let mut problems = loaded.problems;
    problems.retain(|problem| !(unknown && matches!(problem.error, FileError::UnknownKeys(_))));
    assert!(problems.is_empty(), "what was written has problems: {problems:?}");
    loaded.session
}

fn appended(bench: &Bench, id: &SessionId, before: &Loaded, bytes: &[u8]) {
    let event = |at: Time| Entry::Event(Event { at, text: plain("later") });
    match bench.store.append(id, |_, now| Ok(event(now))) {
        Ok(written) => {
            assert!(!is_newer(before), "what is not understood was written");
            let unknown = |problem: &Problem| matches!(problem.error, FileError::UnknownKeys(_));
            let after = read_whole(bench, id, before.problems.iter().any(unknown));
            let mut expected = before.session.clone();
            let _ = expected.record_entry(written.value);
            if before.problems.iter().any(|problem| matches!(problem.error, FileError::Edited)) {
                // It was written whole, which is a change like any other.
                expected.stamp(after.head().changed_at);
                expected.fold_heartbeats();
            }
            let expected = in_order(&expected);
            assert_eq!(after, expected, "appending has changed something else");
        }
        Err(ChangeError::Refused(_)) => assert!(before.session.head().takes_entries().is_err()),
        Err(_) => {
            assert_eq!(bench.content(&bench.live(id)).as_deref(), Some(bytes), "it failed and has written");
        }
    }
}

/// As it is when it was written and read again.
fn in_order(it: &Session) -> Session {
    Session::restore(it.head().clone(), it.tasks().clone(), it.questions().clone(), it.record().clone())
}

fn updated(bytes: &[u8], id: &SessionId, before: &Loaded) {
    let bench = Bench::new();
    bench.put(&bench.live(id), bytes);
    let nothing = bench.store.update(id, |_, _| Ok(()));
    let over = before.session.head().is_not_over().is_err();
    if !over {
        assert_eq!(
            bench.content(&bench.live(id)).as_deref(),
            Some(bytes),
            "nothing was changed, and it was written"
        );
    }
    let changed = bench.store.update(id, |it, _| it.set_intent(plain("\u{202e}another\n")));
    assert!(changed.is_err() || nothing.is_ok(), "it can be changed and not looked at");
    if let Ok(written) = changed {
        assert!(!is_newer(before), "what is not understood was written");
        assert_eq!(read_whole(&bench, id, false), written.value, "it is not what was written");
    }
}

fn forgotten(bytes: &[u8], id: &SessionId, before: &Loaded) {
    let bench = Bench::new();
    bench.put(&bench.live(id), bytes);
    if bench.store.forget_in(id, &|text| text.replace('e', "")).is_ok_and(|took| took) {
        assert!(!is_newer(before), "what is not understood was written");
        let after = read_whole(&bench, id, false);
        assert_eq!(after.record().events.len(), before.session.record().events.len(), "an event is gone");
    }
    // Another store takes it in as it is, or not at all.
    let other = Bench::new();
    if let Ok(adopted) = other.store.adopt(&before.session) {
        assert_eq!(adopted, Adopted::New);
        assert_eq!(read_whole(&other, id, false), before.session, "taken in, it is another");
    }
}
