//! What only the edge may read: the environment, the clock, randomness, the terminal.

use std::env::consts::EXE_SUFFIX;
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
            until: None,
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
        register: etcetera::choose_base_strategy().ok().map(|folders| {
            let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
            state.join("git-session/repositories.toml")
        }),
        author_name: std::env::var(env::GIT_AUTHOR_NAME).ok().filter(|value| !value.is_empty()),
        clock: Clock::new(chrono::Utc::now),
        random: Arc::new(|| Ok(getrandom::u64()?)),
        hook_program,
        processes: Processes {
            ancestors: processes::ancestors,
            above: processes::above,
            git_above: processes::git_above,
            process: processes::process,
            holder: processes::holder,
        },
        meter: app::Meter::unheard(),
    })
}

/// The program that is the hook and nothing else, where it lies beside this one and is of the same version; else this one,
/// which is the hook as well.
fn hook_program() -> io::Result<PathBuf> {
    let this = std::env::current_exe()?;
    // Links lead to where both lie.
    let there = this.canonicalize().ok().filter(|_| cfg!(unix)).unwrap_or_else(|| this.clone());
    let name = there.file_name().and_then(|name| name.to_str()?.strip_suffix(EXE_SUFFIX));
    let hook =
        name.map(|name| there.with_file_name(format!("{name}-hook{EXE_SUFFIX}"))).filter(|it| it.is_file());
    let is_of_this = |hook: &PathBuf| app::version_of(hook).is_some_and(|said| said == crate::hook::VERSION);
    Ok(hook.filter(is_of_this).unwrap_or(this))
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
pub(crate) fn hooks_are_off() -> bool {
    present(env::HOOKS).is_some_and(|value| value == "0")
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
    zoned(time).naive_local()
}

/// A moment with the time zone of the machine.
pub(crate) fn zoned(time: core_model::Time) -> chrono::DateTime<chrono::Local> {
    time.with_timezone(&chrono::Local)
}

/// Whether the terminal shows more than ASCII, by the locale. Windows has no such variables, and shows it.
pub(crate) fn takes_unicode() -> bool {
    let locale = env::LOCALE.iter().find_map(|name| variable(name)).map(|value| value.to_lowercase());
    locale.map_or(cfg!(windows), |locale| locale.contains("utf-8") || locale.contains("utf8"))
}

/// How many columns there are: what the environment says, as with git, else what the terminal says, else eighty.
pub(crate) fn width() -> usize {
    let said = variable(env::COLUMNS).and_then(|columns| columns.trim().parse().ok()).filter(|it| *it > 0);
    let asked = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    said.or_else(asked).unwrap_or(80)
}

/// How many lines the terminal has. Twenty-four where it does not say.
pub(crate) fn height() -> usize {
    terminal_size::terminal_size().map_or(24, |(_, lines)| usize::from(lines.0))
}

/// Whether the terminal can draw over what stands there.
pub(crate) fn can_draw() -> bool {
    variable("TERM").is_none_or(|term| term != "dumb")
}

/// The program that long answers are shown with, as a command line. `None`: none is wanted.
pub(crate) fn pager() -> Option<String> {
    let named = |name| present(name).map(|it| it.to_string_lossy().trim().to_owned());
    match named(env::PAGER).or_else(|| named(env::GIT_PAGER)) {
        Some(named) => Some(named).filter(|it| !it.is_empty() && it != "cat"),
        None => app::pager(&std::env::current_dir().ok()?),
    }
}

/// What a pager is told in the environment where it is told nothing else, as git tells it: colours pass, and what fits on
/// the screen stays there.
pub(crate) fn pager_variables() -> Vec<(&'static str, &'static str)> {
    [("LESS", "FRX"), ("LV", "-c")].into_iter().filter(|(name, _)| present(name).is_none()).collect()
}

/// Which shell asks what can stand at the cursor. `None`: none does.
pub(crate) fn completing_shell() -> Option<String> {
    variable(env::COMPLETE)
}

/// Whether git has started a pager for us.
pub(crate) fn is_paged() -> bool {
    variable(env::GIT_PAGER_IN_USE).is_some_and(|value| is_yes(&value))
}

/// Whether nobody has said in the environment that there are to be no colours.
pub(crate) fn may_be_coloured() -> bool {
    variable("NO_COLOR").is_none() && variable("CLICOLOR").is_none_or(|value| value != "0")
}

/// As git reads it.
fn is_yes(value: &str) -> bool {
    let named = ["true", "yes", "on"].iter().any(|it| value.eq_ignore_ascii_case(it));
    named || value.parse::<i64>().is_ok_and(|it| it != 0)
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<String> {
    present(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}

/// A variable of the environment, be it empty.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn present(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
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

/// The user's home. `None`: the system does not say where it is.
pub(crate) fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
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
