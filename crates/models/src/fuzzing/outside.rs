//! What lies outside of the store.

use config::{Name, Place, Settings};
use core_model::Time;
use exchange::predecessor::{File, FileKind, Ground, import};
use report::json::{self, SessionJson};

use crate::properties::comes_back;

/// A setting, a value for it, and whether it holds.
type Set = (&'static str, &'static str, fn(&Settings) -> bool);

const SETTINGS: [Set; 3] = [
    ("auto_start", "false", |it| !it.auto_start),
    ("stale_after", "7d", |it| it.stale_after.as_secs() == 7 * 86_400),
    ("projects.shop.path", "services/shop", |it| {
        it.projects.iter().any(|(name, path)| (name.as_str(), path.as_str()) == ("shop", "services/shop"))
    }),
];

/// Reads settings, and changes one after the other.
pub(super) fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for place in [Place::Repository, Place::User] {
        let before = config::settings_of(text, place);
        for (name, value, is_set) in SETTINGS {
            let Ok(name) = Name::parse(name) else { panic!("{name} is a name") };
            let Ok(after) = config::edit::text_with(text, place, &name, value) else { continue };
            let Ok(settings) = config::settings_of(&after, place) else { panic!("it cannot be read again") };
            assert!(is_set(&settings), "it is not set");
            // A value that could not be read may be the one that was replaced.
            let Ok(before) = &before else { continue };
            assert_eq!(others(&settings, before), others(before, before), "another setting has changed");
            for comment in text.lines().map(str::trim).filter(|line| line.starts_with('#')) {
                assert!(after.contains(comment), "a comment is gone: {comment}");
            }
        }
    }
}

/// The settings without those that are set here.
fn others(it: &Settings, before: &Settings) -> Settings {
    let mut it = it.clone();
    (it.auto_start, it.stale_after) = (before.auto_start, before.stale_after);
    it.projects.retain(|name, _| name.as_str() != "shop");
    it
}

/// Reads a receipt and writes it again.
pub(super) fn receipt(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = hooks::fuzzing::receipt(text);
    }
}

/// Reads how far the commits of a worktree are recorded.
pub(super) fn ledger(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        app::check_ledger(text);
        if let Ok(cursor) = text.parse::<git::Cursor>() {
            assert_eq!(cursor.to_string().parse::<git::Cursor>().ok(), Some(cursor));
        }
    }
}

/// Reads a reflog from its beginning to its end, as the hooks do it, one after the other.
pub(super) fn reflog(bytes: &[u8]) {
    let read = |since: Option<&git::Cursor>| git::commits_in(bytes, since).ok().flatten();
    let Some(last) = read(None).and_then(|made| made.cursor) else { return };
    let place = last.to_string();
    let id = place.split(' ').next_back().unwrap_or_default();
    // A place that is there, one that is not, and one before everything.
    for start in [place.clone(), format!("{} {id}", bytes.len() / 2), format!("0 {id}")] {
        let mut since = start.parse::<git::Cursor>().ok();
        for _ in 0..100 {
            let Some(made) = read(since.as_ref()) else { break };
            // A rebase comes in one piece, however long; it begins with one of these.
            let may_be_a_rebase = [b"start)".as_slice(), b"checkout "]
                .iter()
                .any(|word| bytes.windows(word.len()).any(|it| it == *word))
                || made.commits.iter().any(|commit| commit.by_rebase);
            assert!(made.commits.len() <= 64 || may_be_a_rebase, "{} commits at once", made.commits.len());
            let went_on = made.cursor != since;
            since = made.cursor;
            if !made.more {
                break;
            }
            assert!(went_on, "there is more, and it does not go on");
        }
    }
}

/// Takes the dashboard's file over, wherever it may have lain; what came of it can be kept.
pub(super) fn predecessor(bytes: &[u8]) {
    let paths = ["sessions/sess_20260211T0903_0f3a.json", "projects/shop.json", "config.json"];
    let now = Time::from_timestamp_millis(1_800_000_000_000).unwrap_or_default();
    let ground = Ground { now, worktree_of: &|_| "main".to_owned() };
    for path in paths {
        let import = import(&[File { path, kind: FileKind::of(path), text: bytes }], &ground);
        for imported in import.sessions {
            if let Err(what) = comes_back(&imported.session) {
                panic!("{path}: {what}");
            }
        }
    }
}

/// Takes a session over from JSON; what came of it can be kept.
pub(super) fn json(bytes: &[u8]) {
    #[derive(serde::Deserialize)]
    struct One {
        session: SessionJson,
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(parsed) = json::parse::<One>(text) else { return };
    let Ok(session) = parsed.value.session.restore() else { return };
    if let Err(what) = comes_back(&session) {
        panic!("{what}");
    }
}
