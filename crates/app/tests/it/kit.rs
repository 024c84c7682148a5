//! A workspace in a repository of its own, whose clock the test moves and whose processes it makes up.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use app::{Agent, Clock, Edge, Environment, Foreign, Launched, OwnerAsked, Processes, Start, Workspace};
use chrono::{DateTime, TimeDelta};
use core_model::care::Holder;
use core_model::{Owner, Session, SessionId, Time};
use testkit::TestRepo;

pub(crate) struct Kit {
    pub(crate) repo: TestRepo,
    clock: Arc<AtomicI64>,
    drawn: Arc<AtomicU64>,
    /// How far the clock goes on each time that it is read, in milliseconds.
    step: Arc<AtomicI64>,
}

/// What is done when it is asked whether a process runs, one thing each time.
type Meanwhile = Vec<Box<dyn FnOnce()>>;

thread_local! {
    static MEANWHILE: RefCell<Meanwhile> = RefCell::default();
}

/// Each time that it is asked whether a process runs, the next of these is done first.
pub(crate) fn meanwhile(mut deeds: Meanwhile) {
    deeds.reverse();
    MEANWHILE.set(deeds);
}

fn start_of_time() -> Time {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

/// Every process was there, and is gone.
fn process(pid: u32) -> Option<Owner> {
    Some(Owner { host: "lab".into(), boot: None, pid, started_at: start_of_time() })
}

fn holder(_: &Owner) -> Holder {
    let deed = MEANWHILE.with_borrow_mut(Vec::pop);
    deed.into_iter().for_each(|deed| deed());
    Holder::Unknown
}

impl Kit {
    pub(crate) fn new() -> Self {
        let repo = TestRepo::new();
        repo.commit("Begin");
        let clock = Arc::new(AtomicI64::new(start_of_time().timestamp_millis()));
        Self { repo, clock, drawn: Arc::default(), step: Arc::default() }
    }

    pub(crate) fn let_pass(&self, span: TimeDelta) {
        self.clock.fetch_add(span.num_milliseconds(), Ordering::SeqCst);
    }

    pub(crate) fn let_each_look_take(&self, span: TimeDelta) {
        self.step.store(span.num_milliseconds(), Ordering::SeqCst);
    }

    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::open(self.edge()).unwrap()
    }

    pub(crate) fn edge(&self) -> Edge {
        let (clock, drawn, step) = (self.clock.clone(), self.drawn.clone(), self.step.clone());
        let now = move || clock.fetch_add(step.load(Ordering::SeqCst), Ordering::SeqCst);
        Edge {
            cwd: self.repo.path().to_owned(),
            git: Environment {
                until: None,
                git_dir: None,
                common_dir: None,
                work_tree: None,
                ceiling_dirs: Vec::new(),
                foreign: Foreign::Refuse,
            },
            session: None,
            conversations: Vec::new(),
            settings: config::Sources::default(),
            register: None,
            author_name: Some("Ada".into()),
            clock: Clock::new(move || DateTime::from_timestamp_millis(now()).unwrap()),
            random: Arc::new(move || Ok(drawn.fetch_add(1, Ordering::SeqCst) << 25)),
            hook_program: std::env::current_exe,
            processes: Processes {
                ancestors: Vec::new,
                above: Vec::new,
                git_above: || None,
                process,
                holder,
            },
            meter: app::Meter::unheard(),
        }
    }

    /// Begins the session of an agent whose process is gone whenever it is asked for.
    pub(crate) fn started(&self, intent: &str) -> SessionId {
        let agent = Agent { name: "claude".into(), conversation: None, owner: OwnerAsked::Numbered(42) };
        let asked = Start { intent: Some(intent.into()), agent: Some(agent), ..Start::default() };
        let Launched::Started(started) = self.workspace().launch(&asked).unwrap() else {
            panic!("{intent} did not begin")
        };
        started.session.id().clone()
    }

    pub(crate) fn read(&self, id: &SessionId) -> Session {
        self.workspace().read(id).unwrap()
    }
}
