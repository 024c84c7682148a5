//! Which processes are above this one, and whether one that was noted is still there.
//!
//! Not here: what that means for a session (that is `core_model::care`).
//!
//! Where to enter: [`ancestors`] and [`holder`]. Only the edge calls them.
//!
//! Invariants: a process is told by its number and its start on one run of one machine; of another machine, or another
//! run of this one, nothing is said that is not known.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use chrono::DateTime;
use core_model::Owner;
use core_model::care::Holder;
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, System};

/// How many processes may be above this one. More are a circle of reused numbers.
const MOST: usize = 64;

/// What only passes a command on: never what holds a session.
const PASSING: [&str; 33] = [
    "git",
    "git-session",
    "sh",
    "bash",
    "zsh",
    "dash",
    "ash",
    "fish",
    "ksh",
    "nu",
    "pwsh",
    "powershell",
    "cmd",
    "env",
    "sudo",
    "doas",
    "su",
    "timeout",
    "nice",
    "nohup",
    "setsid",
    "xargs",
    // Who is asked to run everything: what they hold, everybody would.
    "tmux",
    "tmux: server",
    "screen",
    "login",
    "sshd",
    "sshd-session",
    "init",
    "systemd",
    "launchd",
    "explorer",
    "tini",
];

/// A process above this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// It, as a session would keep it.
    pub owner: Owner,
    /// Whether it only passes commands on, as a shell does.
    pub is_passing: bool,
}

/// The processes above this one, the nearest first. Where the system does not say, there are none.
#[must_use]
pub fn ancestors() -> Vec<Ancestor> {
    let mut system = System::new();
    let mut above = Vec::new();
    let mut next = sysinfo::get_current_pid().ok().and_then(|pid| look_at(&mut system, pid)?.parent());
    while let Some(pid) = next.filter(|_| above.len() < MOST) {
        let Some(process) = look_at(&mut system, pid) else { break };
        let name = name_of(process);
        next = process.parent();
        let Some(owner) = owner_of(process) else { continue };
        above.push(Ancestor { owner, is_passing: PASSING.contains(&name.as_str()) });
    }
    above
}

/// The numbers of the processes above this one, the nearest first: all that it takes to see which of them are worth a
/// look. Where the system does not say, there are none.
#[must_use]
pub fn above() -> Vec<u32> {
    let mut above = Vec::new();
    let mut next = parent(std::process::id());
    while let Some(pid) = next.filter(|pid| *pid != 0 && above.len() < MOST) {
        above.push(pid);
        next = parent(pid);
    }
    above
}

/// The command line of the nearest process above this one that is git. `None`: none is, or the system does not say.
#[cfg(target_os = "linux")]
#[must_use]
pub fn git_above() -> Option<Vec<String>> {
    let mut next = Stat::read(std::process::id())?.parent;
    for _ in 0..MOST {
        let Stat { name, parent } = Stat::read(next)?;
        if name == b"git" {
            let line = read(next, "cmdline")?;
            let arguments = line.strip_suffix(b"\0").unwrap_or(&line).split(|&byte| byte == 0);
            return Some(arguments.map(|it| String::from_utf8_lossy(it).into_owned()).collect());
        }
        next = parent;
    }
    None
}

/// The command line of the nearest process above this one that is git. `None`: none is, or the system does not say.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn git_above() -> Option<Vec<String>> {
    let mut system = System::new();
    let kind = ProcessRefreshKind::nothing().with_cmd(sysinfo::UpdateKind::Always);
    above().into_iter().find_map(|pid| {
        let pid = Pid::from_u32(pid);
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, kind);
        let process = system.process(pid).filter(|process| name_of(process) == "git")?;
        Some(process.cmd().iter().map(|it| it.to_string_lossy().into_owned()).collect())
    })
}

/// What a hook wants to know of a process. sysinfo reads four files more, which a hook notices.
#[cfg(target_os = "linux")]
struct Stat {
    name: Vec<u8>,
    parent: u32,
}

#[cfg(target_os = "linux")]
impl Stat {
    /// `None`: there is no such process, or the system does not say.
    fn read(pid: u32) -> Option<Self> {
        // proc_pid_stat(5): number, name in brackets, state, parent. The name may hold anything, brackets, too.
        let stat = read(pid, "stat")?;
        let name =
            stat.iter().position(|&byte| byte == b'(')? + 1..stat.iter().rposition(|&byte| byte == b')')?;
        let rest = std::str::from_utf8(stat.get(name.end + 1..)?).ok()?;
        let parent = rest.split_ascii_whitespace().nth(1)?.parse().ok()?;
        Some(Self { name: stat.get(name)?.to_vec(), parent })
    }
}

/// A file of a process, as far as it is short. `None`: the system does not say.
#[cfg(target_os = "linux")]
fn read(pid: u32, file: &str) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut text = Vec::with_capacity(4 << 10);
    // The kernel does not tell the size of these: without the room, it is asked again and again.
    std::fs::File::open(format!("/proc/{pid}/{file}")).ok()?.take(1 << 20).read_to_end(&mut text).ok()?;
    Some(text)
}

/// The parent of a process. `None`: it has none, or the system does not say.
#[cfg(target_os = "linux")]
fn parent(pid: u32) -> Option<u32> {
    Some(Stat::read(pid)?.parent)
}

/// The parent of a process. `None`: it has none, or the system does not say.
#[cfg(not(target_os = "linux"))]
fn parent(pid: u32) -> Option<u32> {
    look_at(&mut System::new(), Pid::from_u32(pid))?.parent().map(Pid::as_u32)
}

/// The process of this number. `None`: there is none, or the system does not say.
#[must_use]
pub fn process(pid: u32) -> Option<Owner> {
    look_at(&mut System::new(), Pid::from_u32(pid)).and_then(owner_of)
}

/// Whether a process that was noted is still there. It is asked for by its number, so a later process of the same
/// number is told by its start.
#[must_use]
pub fn holder(noted: &Owner) -> Holder {
    let here = Owner { host: host(), boot: boot(), ..noted.clone() };
    if noted.host != here.host {
        return Holder::Unknown;
    }
    match (&noted.boot, &here.boot) {
        (Some(noted), Some(here)) if noted != here => return Holder::Gone,
        (Some(_), None) | (None, Some(_)) => return Holder::Unknown,
        (Some(_), Some(_)) | (None, None) => {}
    }
    match process(noted.pid) {
        Some(there) if there.is(noted) => Holder::Alive,
        // A system that says nothing of this very process says nothing of others.
        None if process(std::process::id()).is_none() => Holder::Unknown,
        Some(_) | None => Holder::Gone,
    }
}

fn look_at(system: &mut System, pid: Pid) -> Option<&Process> {
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, ProcessRefreshKind::nothing());
    system.process(pid)
}

/// Its name in small letters, without the ending that Windows wants.
fn name_of(process: &Process) -> String {
    let name = process.name().to_string_lossy().to_lowercase();
    name.strip_suffix(".exe").map_or_else(|| name.clone(), str::to_owned)
}

fn owner_of(process: &Process) -> Option<Owner> {
    let started_at = DateTime::from_timestamp(i64::try_from(process.start_time()).ok()?, 0)?;
    Some(Owner { host: host(), boot: boot(), pid: process.pid().as_u32(), started_at })
}

fn host() -> String {
    System::host_name().unwrap_or_default()
}

/// What tells this run of the machine from the next, where the machine has an id for it: Linux has. Elsewhere the start
/// of a process tells enough.
fn boot() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_there_and_its_parent_is_above_it() {
        let this = process(std::process::id()).unwrap();
        assert_eq!(holder(&this), Holder::Alive);
        let above = ancestors();
        assert!(!above.is_empty());
        assert_eq!(holder(&above[0].owner), Holder::Alive);
        assert!(above.iter().all(|it| it.owner.pid != this.pid));
        let numbers: Vec<u32> = above.iter().map(|it| it.owner.pid).collect();
        assert_eq!(super::above(), numbers);
    }

    #[test]
    fn a_process_that_ended_is_gone_and_so_is_one_whose_number_another_has() {
        let (program, arguments) =
            if cfg!(windows) { ("ping", &["-n", "600", "127.0.0.1"][..]) } else { ("sleep", &["600"][..]) };
        let mut command = std::process::Command::new(program);
        let mut child = command.args(arguments).stdout(std::process::Stdio::null()).spawn().unwrap();
        let noted = process(child.id()).unwrap();
        assert_eq!(holder(&noted), Holder::Alive);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(holder(&noted), Holder::Gone);
        let this = process(std::process::id()).unwrap();
        let earlier = Owner { started_at: this.started_at - chrono::TimeDelta::hours(1), ..this };
        assert_eq!(holder(&earlier), Holder::Gone);
    }

    #[test]
    fn of_another_machine_nothing_is_known_and_of_an_earlier_run_of_this_one_all_are_gone() {
        let this = process(std::process::id()).unwrap();
        assert_eq!(holder(&Owner { host: "elsewhere".into(), ..this.clone() }), Holder::Unknown);
        assert_eq!(holder(&Owner { boot: Some("earlier".into()), ..this.clone() }), Holder::Gone);
        assert_eq!(holder(&Owner { boot: None, ..this }), Holder::Unknown);
    }
}
