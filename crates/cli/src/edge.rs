//! What only the edge may read: the environment, the clock, randomness, the terminal.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use app::hook::RunBy;
use app::{Clock, Conversation, Edge, Environment, Foreign, Processes};
use config::{Assignment, KEYS, Sources, env};
use etcetera::BaseStrategy as _;

/// Reads what the use cases need.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment and the clock"
)]
pub(crate) fn read() -> io::Result<Edge> {
    let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let ceilings = std::env::var_os(env::GIT_CEILING_DIRECTORIES);
    let variable = |key: &'static config::Key| {
        let value = std::env::var_os(key.variable).filter(|value| !value.is_empty())?;
        Some((key, value.to_string_lossy().into_owned()))
    };
    Ok(Edge {
        cwd: std::env::current_dir()?,
        git: Environment {
            git_dir: path(env::GIT_DIR),
            common_dir: path(env::GIT_COMMON_DIR),
            work_tree: path(env::GIT_WORK_TREE),
            ceiling_dirs: ceilings.map(|dirs| std::env::split_paths(&dirs).collect()).unwrap_or_default(),
            foreign: Foreign::Refuse,
        },
        // What is not text is no id, and will be told as such.
        session: std::env::var_os(env::SESSION)
            .filter(|value| !value.is_empty())
            .map(|value| value.to_string_lossy().into_owned()),
        conversations: conversations(),
        settings: Sources {
            user_file: etcetera::choose_base_strategy()
                .ok()
                .map(|folders| folders.config_dir().join("git-session/config.toml")),
            variables: KEYS.iter().filter_map(variable).collect(),
            flags: Vec::new(),
        },
        author_name: std::env::var(env::GIT_AUTHOR_NAME).ok().filter(|value| !value.is_empty()),
        clock: Clock::new(chrono::Utc::now),
        random: Arc::new(|| Ok(getrandom::u64()?)),
        program: std::env::current_exe,
        processes: Processes {
            ancestors: processes::ancestors,
            above: processes::above,
            git_above: processes::git_above,
            process: processes::process,
            holder: processes::holder,
        },
    })
}

/// The conversations that the environment names.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn conversations() -> Vec<Conversation> {
    let named = |&(variable, agent): &(&str, &'static str)| {
        let id = std::env::var(variable).ok()?.trim().to_owned();
        (!id.is_empty()).then_some(Conversation { agent, id })
    };
    env::CONVERSATIONS.iter().filter_map(named).collect()
}

/// Reads what a command needs: as a hook does, but git may be asked about a repository of somebody else's.
pub(crate) fn read_for_command(flags: Vec<Assignment>) -> io::Result<Edge> {
    let mut edge = read()?;
    edge.settings.flags = flags;
    edge.git.foreign = Foreign::AskGit;
    Ok(edge)
}

/// Whether the user switched our hooks off.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn hooks_are_off() -> bool {
    std::env::var_os(env::HOOKS).is_some_and(|value| value == "0")
}

/// What git started, where our texts say it, or where it is the program itself as a file.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn run_by(is_copy: bool) -> Option<RunBy> {
    #[cfg(unix)]
    if is_copy {
        return Some(RunBy::File(std::os::unix::process::parent_id()));
    }
    let _ = is_copy;
    RunBy::parse(std::env::var_os(env::RUN_BY)?.to_str()?)
}

/// A moment in the time zone of the machine.
pub(crate) fn local(time: core_model::Time) -> chrono::NaiveDateTime {
    time.with_timezone(&chrono::Local).naive_local()
}

/// Whether the terminal shows more than ASCII, by the locale. Windows has no such variables, and shows it.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn takes_unicode() -> bool {
    let set = |name: &&str| std::env::var_os(name).filter(|value| !value.is_empty());
    let locale = env::LOCALE.iter().find_map(set).map(|value| value.to_string_lossy().to_lowercase());
    locale.map_or(cfg!(windows), |locale| locale.contains("utf-8") || locale.contains("utf8"))
}

/// How wide the terminal is. Eighty columns where it does not say.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(terminal_size::Width(columns), _)| usize::from(columns))
}

/// How many lines the terminal has. Twenty-four where it does not say.
pub(crate) fn height() -> usize {
    terminal_size::terminal_size().map_or(24, |(_, terminal_size::Height(rows))| usize::from(rows))
}

/// git's configuration files of the machine and of the user, the weakest first, where they usually are.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn git_config_files() -> Vec<PathBuf> {
    let path = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let no_system =
        std::env::var(env::GIT_CONFIG_NOSYSTEM).is_ok_and(|it| !matches!(&*it, "" | "0" | "false"));
    let system = path(env::GIT_CONFIG_SYSTEM).unwrap_or_else(|| "/etc/gitconfig".into());
    let system = (!no_system).then_some(system);
    let users = path(env::GIT_CONFIG_GLOBAL).map_or_else(
        || {
            let home = etcetera::home_dir().ok();
            let base = etcetera::choose_base_strategy().ok().map(|it| it.config_dir().join("git/config"));
            base.into_iter().chain(home.map(|home| home.join(".gitconfig"))).collect()
        },
        |path| vec![path],
    );
    system.into_iter().chain(users).collect()
}

/// The folders of `PATH`, in their order.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

/// Whether this is a machine that builds and tests by itself: `CI` is set, as such services do.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
pub(crate) fn is_ci() -> bool {
    let value = std::env::var_os("CI").unwrap_or_default();
    !(value.is_empty() || value == "0" || value.eq_ignore_ascii_case("false"))
}
