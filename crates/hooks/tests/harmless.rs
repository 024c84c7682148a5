//! No text of ours can make git fail, or a hook of somebody else: in whatever shell, whatever is wrong with the program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git_session_hooks::Event;
use site::{BOTH, Site};
use testkit::Git;

/// Everything that may be wrong with the program.
fn programs(root: &Path) -> Vec<(&'static str, PathBuf)> {
    let script = |body: &str| format!("#!/bin/sh\n{body}\n").into_bytes();
    let noise = fs::read("/bin/sh").unwrap().into_iter().step_by(7).take(4096);
    let foreign = [b"\x7fELF\x02\x01\x01\0".to_vec(), noise.collect()].concat();
    [
        ("missing", None),
        ("not executable", Some((script("exit 0"), 0o644))),
        ("of another architecture", Some((foreign, 0o755))),
        ("of no kind", Some((vec![0, 159, 146, 150], 0o755))),
        ("empty", Some((Vec::new(), 0o755))),
        ("without its interpreter", Some((b"#!/nowhere/sh\n".to_vec(), 0o755))),
        ("ends with 9", Some((script("exit 9"), 0o755))),
        ("killed", Some((script("kill -KILL $$"), 0o755))),
        ("ended by a signal", Some((script("kill -TERM $$"), 0o755))),
        ("ended by a defect", Some((script("kill -SEGV $$"), 0o755))),
        ("ended by an abort", Some((script("kill -ABRT $$"), 0o755))),
        ("says much", Some((script("echo to stdout; echo to stderr >&2; exit 3"), 0o755))),
        ("reads", Some((script("cat; exit 1"), 0o755))),
        ("a folder", Some((Vec::new(), 0o040))),
    ]
    .into_iter()
    .map(|(name, program)| {
        let path = root.join(format!("it's {name}/git-session"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match program {
            None => {}
            Some((_, 0o040)) => fs::create_dir(&path).unwrap(),
            Some((content, mode)) => {
                fs::write(&path, content).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            }
        }
        (name, path)
    })
    .collect()
}

/// The shells of this machine, and how each is told to be strict.
fn shells() -> Vec<Vec<&'static str>> {
    [
        vec!["/bin/sh"],
        vec!["/bin/dash", "-eu"],
        vec!["/bin/dash", "-eux"],
        vec!["/bin/bash", "-eu"],
        vec!["/bin/bash", "-eux", "-o", "pipefail"],
        vec!["/bin/bash", "--posix", "-eu"],
        vec!["/bin/zsh", "-eu"],
        vec!["/bin/ksh", "-eu"],
        vec!["/bin/busybox", "sh", "-eu"],
    ]
    .into_iter()
    .filter(|shell| Path::new(shell[0]).exists())
    .collect()
}

/// Runs it with something to read, and answers with how it ended and all that it said.
fn run(shell: &[&str], arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).args(arguments).env_clear().env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Whether it is read or not.
    let _ = child.stdin.take().unwrap().write_all(b"for the hook\n");
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    // What `-x` tells of their own commands is theirs.
    let is_said = |line: &&str| !line.starts_with("+ ");
    let said = text(output.stdout) + &text(output.stderr);
    (output.status.code(), said.lines().filter(is_said).map(|line| format!("{line}\n")).collect())
}

/// A hook of somebody else with our block, and the command of our entry, for a program.
fn texts(program: &Path, event: Event) -> (String, String) {
    let mut site = Site::new();
    site.program = site.kit.root().join("git-session");
    site.put(&site.program, "", 0o755);
    (site.forms, site.trailer) = (BOTH, true);
    site.theirs(event, "#!/bin/sh\nread line; echo \"theirs: $line $#\"\n");
    site.install();
    let script = fs::read_to_string(site.hook(event)).unwrap();
    let command = site.kit.git(&["config", &format!("hook.git-session-{event}.command")]);
    // As it would be, were this the program: what is not there cannot be installed.
    let quoted = |path: &Path| format!("'{}'", path.to_str().unwrap().replace('\'', r"'\''"));
    let put = |text: String| text.replace(&quoted(&site.program), &quoted(program));
    assert!(script.contains(&quoted(&site.program)) && command.contains(&quoted(&site.program)));
    (put(script), put(command))
}

#[test]
fn a_block_is_never_noticed() {
    let kit = Site::new();
    for (name, program) in programs(kit.kit.root()) {
        for event in [Event::PostCommit, Event::PostRewrite, Event::PrepareCommitMsg, Event::CommitMsg] {
            let (script, _) = texts(&program, event);
            let path = kit.kit.root().join("hook");
            fs::write(&path, &script).unwrap();
            for shell in shells() {
                let seen = run(&shell, &[path.to_str().unwrap(), "amend"]);
                assert_eq!(seen, (Some(0), "theirs: for the hook 1\n".into()), "{shell:?}: {name}");
            }
        }
    }
}

/// git runs `sh -c 'COMMAND "$@"' COMMAND ARGUMENTS…`, and without arguments `sh -c COMMAND COMMAND`.
#[test]
fn an_entry_is_never_noticed() {
    let kit = Site::new();
    for (name, program) in programs(kit.kit.root()) {
        let commands = [Event::PostCheckout, Event::PrepareCommitMsg].map(|event| texts(&program, event).1);
        for (shell, command) in shells().iter().flat_map(|shell| commands.iter().map(move |it| (shell, it))) {
            for arguments in [&[][..], &["a b", "$(exit 3)", "1"][..]] {
                let ending = if arguments.is_empty() { "" } else { " \"$@\"" };
                let text = format!("{command}{ending}\nread line; echo \"left: $line\"");
                let seen = run(shell, &[&["-c", &text, command], arguments].concat());
                assert_eq!(seen, (Some(0), "left: for the hook\n".into()), "{shell:?}: {name}");
            }
        }
    }
}

/// Of the events that we have hooks for, a checkout is the one in which git tells how a hook ended.
#[test]
fn git_never_notices_whatever_is_wrong_with_the_program() {
    let kit = Site::new();
    let programs = programs(kit.kit.root());
    for git in Git::all() {
        let mut site = Site::new();
        site.kit.use_git(&git);
        (site.forms, site.trailer) = (BOTH, true);
        site.kit.commit("first");
        site.install();
        let own = site.program.to_str().unwrap().to_owned();
        let installed = site.snapshot();
        for (name, program) in &programs {
            let escaped = program.to_str().unwrap().replace('\'', r"'\''");
            for (path, (mode, content)) in &installed {
                let Ok(text) = std::str::from_utf8(content) else { continue };
                let is_config = path.ends_with("config");
                let escaped = if is_config { escaped.replace('\\', r"\\") } else { escaped.clone() };
                if path.is_file() && (is_config || path.parent() == Some(&*site.hooks_dir)) {
                    site.put(path, text.replace(&own, &escaped), mode & 0o7777);
                }
            }
            // Where nothing stands, the program itself is the hook.
            let copy = site.hook(Event::PostCommit);
            fs::remove_file(&copy).unwrap();
            let _ = fs::copy(program, &copy);
            for arguments in [
                &["checkout", "--quiet", "-B", "other"][..],
                &["commit", "--quiet", "--allow-empty", "-m", "x"],
                &["commit", "--quiet", "--amend", "--allow-empty", "-m", "y"],
            ] {
                let output = site.kit.try_git(arguments);
                assert_eq!(output.status.code(), Some(0), "{git:?}: {name}: {arguments:?}");
                let is_copy = arguments[0] == "commit";
                assert!(
                    is_copy || output.stderr.is_empty() && output.stdout.is_empty(),
                    "{name}: {output:?}"
                );
            }
            let _ = fs::remove_file(&copy);
            site.put(&copy, &installed[&copy].1, 0o755);
        }
    }
}
