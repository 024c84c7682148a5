//! What shells offer while somebody types.

use std::path::PathBuf;
use std::process::Command;

use testkit::Run;

use crate::desk::Desk;

/// A desk with something to name, and the ids of its sessions: over, parked, active.
fn desk() -> (Desk, [String; 3]) {
    let desk = Desk::new();
    let random = |id: String| id.split_once('-').unwrap().1.to_owned();
    let over = desk.run(&["start", "Over: and out"]);
    desk.run(&["complete"]);
    let parked = desk.run(&["start", "Put aside"]);
    desk.run(&["park", "--reason", "lunch"]);
    let active = desk.run(&["start", "Stop the charge", "--tag", "billing", "--task", "test it"]);
    desk.run(&["ask", "Who retries?"]);
    (desk, [over, parked, active].map(random))
}

/// What is offered, each with what stands beside it.
fn offered(desk: &Desk, shell: &str, words: &[&str]) -> Vec<String> {
    let mut program = desk.program().command(desk.repo.path());
    program.env("GIT_SESSION_COMPLETE", shell).args(["--", "git-session"]).args(words);
    let run = Run::new(&program.output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{words:?}");
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn what_is_there_is_offered_with_its_intent() {
    let (desk, [over, parked, active]) = desk();
    let show = [
        format!("{active}\tStop the charge, active"),
        format!("{parked}\tPut aside, parked"),
        format!("{over}\tOver: and out, completed"),
        "@\tthe current session".to_owned(),
    ];
    assert_eq!(offered(&desk, "fish", &["show", ""]), show);
    assert_eq!(offered(&desk, "fish", &["show", &over[..4]]), show[2..3]);
    assert_eq!(offered(&desk, "fish", &["resume", ""]), show[1..2]);
    assert_eq!(offered(&desk, "zsh", &["show", &over[..4]]), [format!("{over}:Over: and out, completed")]);
    let today = &desk.json(&["show"])["session"]["id"].as_str().unwrap()[..9].to_owned();
    assert_eq!(offered(&desk, "fish", &["show", today]).len(), 3, "by the whole id");
    assert_eq!(offered(&desk, "fish", &["set", "--untag", ""]), ["billing"]);
    assert_eq!(offered(&desk, "fish", &["task", "done", ""]), ["t1\ttest it"]);
    assert_eq!(offered(&desk, "fish", &["answer", ""]), ["q1\tWho retries?"]);
    assert_eq!(offered(&desk, "fish", &["export", "--project", ""]), ["repo"]);
    assert_eq!(offered(&desk, "bash", &["config", "get", "auto"]), ["auto_start"]);
    assert_eq!(offered(&desk, "bash", &["-c", "redact"]), ["redact="]);
    assert_eq!(offered(&desk, "bash", &["log", "--color=al"]), ["--color=always"]);
    assert!(offered(&desk, "fish", &["sta"]).iter().any(|line| line.starts_with("status\t")));
}

#[test]
fn asking_changes_nothing_and_never_fails() {
    let (desk, _) = desk();
    let there = || store::files_below(&desk.repo.path().join(".sessions"));
    let before = there();
    // What a lost store had is not put back by a key.
    std::fs::rename(desk.repo.path().join(".sessions"), desk.repo.root().join("aside")).unwrap();
    assert!(offered(&desk, "bash", &["show", "k"]).is_empty());
    assert!(!desk.repo.path().join(".sessions").exists());
    std::fs::rename(desk.repo.root().join("aside"), desk.repo.path().join(".sessions")).unwrap();
    std::fs::write(desk.repo.path().join(".sessions/live/20261101-0123456789.toml"), "[").unwrap();
    assert_eq!(offered(&desk, "bash", &["show", ""]).len(), 4);
    std::fs::remove_file(desk.repo.path().join(".sessions/live/20261101-0123456789.toml")).unwrap();
    assert_eq!(there(), before);
    for words in [&["no-such-command", ""][..], &["show", "--", ""], &["log", "--no-such"], &[]] {
        let _ = offered(&desk, "zsh", words);
    }
    let _ = offered(&desk, "tcsh", &["show", ""]);
    // Outside of a repository there is nothing to name but commands.
    let nothing = Desk { repo: testkit::TestRepo::without_repository("nothing") };
    assert!(offered(&nothing, "bash", &["resume", "x"]).is_empty());
    assert_eq!(offered(&nothing, "bash", &["resu"]), ["resume\tTake up a parked session again"]);
}

/// A shell in the repository, in which the program goes by its name. `None`: there is no such shell.
fn shell(desk: &Desk, shell: &str, arguments: &[&str], script: &str) -> Option<String> {
    let folder: PathBuf = desk.repo.root().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let _ = std::os::unix::fs::symlink(desk.program().path(), folder.join("git-session"));
    let program = desk.program().command(desk.repo.path());
    let mut shell = Command::new(shell);
    shell.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let path = program.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value).unwrap();
    let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(path))).unwrap();
    shell.current_dir(desk.repo.path()).env("PATH", path).args(arguments).arg(script);
    let run = Run::new(&shell.output().ok()?);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{script}");
    Some(run.stdout)
}

#[allow(clippy::print_stderr, reason = "whoever reads the test's output should know")]
fn skipped(shell: &str) {
    eprintln!("not tried: there is no {shell}");
}

#[test]
fn bash_completes_both_names() {
    let (desk, [over, ..]) = desk();
    let try_both = "
        source <(git-session completions bash)
        COMP_WORDS=(git-session show OVER) COMP_CWORD=2 COMP_TYPE=9
        __git_session_main; printf '[%s]' \"${COMPREPLY[@]}\"
        COMP_WORDS=(git-session log --color = al) COMP_CWORD=4
        __git_session_main; printf '[%s]' \"${COMPREPLY[@]}\"
        cd /; words=(git -C REPO session show OVER) cword=5 __git_C_args=(-C REPO)
        _git_session; printf '[%s]' \"${COMPREPLY[@]}\"
        words=(git session show \"\") cword=3 COMP_TYPE=63
        _git_session; printf '[%s]' \"${COMPREPLY[2]}\"";
    let repo = desk.repo.path().to_str().unwrap();
    let script = try_both.replace("OVER", &over[..6]).replace("REPO", &format!("'{repo}'"));
    let Some(said) = shell(&desk, "bash", &["--norc", "-c"], &script) else { return skipped("bash") };
    assert_eq!(said, format!("[{over} ][always ][{over} ][{over}  (Over: and out, completed)]"));
}

#[test]
fn zsh_completes() {
    let (desk, [over, ..]) = desk();
    // Where nobody is at the keys, what is described is printed.
    let script = "compdef() { : }; _describe() { shift 4; print -r -- ${(P)1} $2 }
        source <(git-session completions zsh)
        words=(git-session show OVER) CURRENT=3; _git-session
        words=(session config get aut) CURRENT=4; _git-session
        words=(session -c redac) CURRENT=3; _git-session"
        .replace("OVER", &over[..6]);
    let Some(said) = shell(&desk, "zsh", &["-f", "-c"], &script) else { return skipped("zsh") };
    assert_eq!(said, format!("{over}:Over: and out, completed\nauto_start\nredact= -S\n"));
}

#[test]
fn fish_completes() {
    let (desk, [over, ..]) = desk();
    let script = "git-session completions fish | source
        complete -C'git-session show OVER'
        complete -C'git session show OVER'"
        .replace("OVER", &over[..6]);
    let Some(said) = shell(&desk, "fish", &["-c"], &script) else { return skipped("fish") };
    assert_eq!(said, format!("{over}\tOver: and out, completed\n").repeat(2));
}

#[test]
fn powershell_completes() {
    let (desk, [over, ..]) = desk();
    let script = "git-session completions powershell | Out-String | Invoke-Expression
        $line = 'git-session show OVER'
        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches |
            ForEach-Object { $_.CompletionText + ' ' + $_.ToolTip }"
        .replace("OVER", &over[..6]);
    let Some(said) = shell(&desk, "pwsh", &["-NoProfile", "-Command"], &script) else {
        return skipped("pwsh");
    };
    assert_eq!(said.trim_end(), format!("{over} Over: and out, completed"));
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let (desk, _) = desk();
    let folder = desk.repo.root().join("man/man1");
    desk.run(&["man", "--out", folder.to_str().unwrap()]);
    for page in ["git-session.1", "git-session-start.1", "git-session-task-add.1"] {
        let path = folder.join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
        let mut man = Command::new("man");
        man.env("MANWIDTH", "80").env("LC_ALL", "C").args(["--warnings", "-l"]).arg(&path);
        match man.output().map(|output| Run::new(&output)) {
            Ok(run) => {
                assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{page}");
                assert!(run.stdout.contains("SYNOPSIS"), "{run:?}");
            }
            Err(_) => skipped("man"),
        }
    }
    assert_eq!(desk.program().run(&["man", "nothing"]).code, Some(2));
}
