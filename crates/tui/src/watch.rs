//! Being told when files of the store change.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::message::Part;
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How often the folders are looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_secs(2);

/// Who tells.
pub(crate) struct Watch {
    store: PathBuf,
    watcher: Option<Box<dyn Watcher + Send>>,
    tell: Tell,
    is_polling: bool,
}

type Tell = std::sync::Arc<dyn Fn(Part) + Send + Sync>;

impl Watch {
    /// Begins to watch a store, which need not be there yet.
    pub(crate) fn start(store: &Path, tell: impl Fn(Part) + Send + Sync + 'static) -> Self {
        let tell: Tell = std::sync::Arc::new(tell);
        let mut watch = Self { store: store.to_owned(), watcher: None, tell, is_polling: false };
        watch.watcher = watch.told_by_system();
        watch.renew();
        watch
    }

    /// Watches what is there by now: folders come with the first session, and with each month. Where the system does not
    /// tell, the folders are looked at.
    pub(crate) fn renew(&mut self) {
        if !self.watch_all() && !self.is_polling {
            self.is_polling = true;
            self.watcher = self.looked_at();
            self.watch_all();
        }
    }

    /// Whether everything is watched.
    fn watch_all(&mut self) -> bool {
        let folders = self.folders();
        let Some(watcher) = &mut self.watcher else { return false };
        // One that is gone again is no failure; it will be back, or is no concern.
        folders
            .iter()
            .all(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() || !folder.is_dir())
    }

    /// The folders in which a change is of interest: not those of locks and of what is derived, which reading touches.
    fn folders(&self) -> Vec<PathBuf> {
        if !self.store.is_dir() {
            return self.store.parent().map(Path::to_owned).into_iter().collect();
        }
        let archive = self.store.join("archive");
        let months = std::fs::read_dir(&archive).into_iter().flatten().flatten().map(|entry| entry.path());
        let months: Vec<PathBuf> = months.filter(|path| path.is_dir()).collect();
        [self.store.clone(), self.store.join("live"), archive]
            .into_iter()
            .filter(|folder| folder.is_dir())
            .chain(months)
            .collect()
    }

    fn told_by_system(&self) -> Option<Box<dyn Watcher + Send>> {
        let watcher = RecommendedWatcher::new(self.listener(), Config::default()).ok()?;
        Some(Box::new(watcher))
    }

    fn looked_at(&self) -> Option<Box<dyn Watcher + Send>> {
        let watcher = PollWatcher::new(self.listener(), Config::default().with_poll_interval(POLL)).ok()?;
        Some(Box::new(watcher))
    }

    fn listener(&self) -> impl Fn(notify::Result<Event>) + Send + 'static {
        let (store, tell) = (self.store.clone(), std::sync::Arc::clone(&self.tell));
        move |event| {
            if let Some(part) = concerned(event, &store) {
                tell(part);
            }
        }
    }
}

/// The part of the store that may have changed. `None`: none. Reading a file changes nothing; where it cannot be said,
/// everything may have changed.
fn concerned(event: notify::Result<Event>, store: &Path) -> Option<Part> {
    let Ok(event) = event else { return Some(Part::All) };
    match event.kind {
        EventKind::Access(_) => None,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => {
            if event.paths.is_empty() {
                return Some(Part::All);
            }
            let live = store.join("live");
            let part = |path: &PathBuf| if path.starts_with(&live) { Part::Live } else { Part::All };
            event.paths.iter().filter(|path| path.starts_with(store)).map(part).max()
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, RemoveKind};

    use super::*;

    #[test]
    fn reading_changes_nothing_and_what_is_over_is_read_again_only_where_it_changed() {
        let store = Path::new("/shop/.sessions");
        let part = |kind, paths: &[&str]| {
            let paths = paths.iter().map(PathBuf::from).collect();
            concerned(Ok(Event { kind, paths, attrs: notify::event::EventAttributes::default() }), store)
        };
        let made = EventKind::Create(CreateKind::File);
        let live = "/shop/.sessions/live/20261120-k7q2m9xzpw.toml";
        assert_eq!(part(EventKind::Access(AccessKind::Any), &[live]), None);
        assert_eq!(part(made, &["/shop/pay.rs"]), None);
        assert_eq!(part(made, &[live]), Some(Part::Live));
        assert_eq!(part(made, &[live, "/shop/.sessions/archive/2026-11/x.toml"]), Some(Part::All));
        assert_eq!(part(EventKind::Remove(RemoveKind::Any), &[]), Some(Part::All));
    }
}
