//! Letting go: what is forgotten is nowhere in what is ours.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use store::files_below;
use testkit::Run;

use crate::desk::{Desk, words};
use crate::forget_edges::assert_nothing_to_forget;

/// What must be gone: in no file of the store, in none of what we keep in the git directories, and in no snapshot.
#[track_caller]
pub(crate) fn assert_gone(desk: &Desk, text: &str) {
    for path in ours(desk) {
        let content = fs::read(&path).unwrap();
        let shown = String::from_utf8_lossy(&content);
        assert!(!shown.contains(text), "{text:?} is in {}: {shown}", path.display());
        assert!(!path.to_string_lossy().contains(text), "{text:?} is in the name {}", path.display());
    }
    let snapshots = snapshots(desk);
    assert!(!snapshots.contains(text), "{text:?} is in a snapshot: {snapshots}");
}

fn ours(desk: &Desk) -> Vec<PathBuf> {
    let mut files = files_below(&desk.store());
    files.extend(files_below(&state(desk)));
    files
}

pub(crate) fn state(desk: &Desk) -> PathBuf {
    desk.repo.path().join(".git/git-session")
}

/// All that the objects of the history hold, unpacked by git.
fn snapshots(desk: &Desk) -> String {
    let history = state(desk).join("history.git");
    if !history.is_dir() {
        return String::new();
    }
    let output = desk.repo.try_git_in(&history, &["cat-file", "--batch-all-objects", "--batch"]);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs git as somebody who has named a session that is none: the commit belongs to no session.
fn commit_of_none(desk: &Desk, subject: &str) {
    let mut git = desk.repo.command(desk.repo.path());
    git.env("GIT_SESSION_ID", "none").args(["commit", "--quiet", "--allow-empty", "--message", subject]);
    assert!(git.output().unwrap().status.success());
}

pub(crate) fn forgotten(desk: &Desk, arguments: &[&str]) -> Value {
    desk.json(&[&["forget"], arguments, &["--yes"]].concat())["forgotten"].take()
}

/// A session that says a word wherever a session says something, in each status.
fn laden_with(desk: &Desk, word: &str) -> Vec<String> {
    let say = |text: &str| format!("{text} {word}!");
    let mut ids = Vec::new();
    for status in ["active", "parked", "completed"] {
        let id =
            desk.run(&["start", &say("for"), "--tag", word, "--task", &say("do"), "--roadmap", &say("part")]);
        desk.run(&["event", &say("seen")]);
        desk.run(&["decide", &say("so"), "--because", &say("since")]);
        desk.run(&["ask", &say("why")]);
        desk.run(&["answer", "q1", &say("because")]);
        desk.run(&["next", &say("then")]);
        desk.run(&["activity", &say("at")]);
        desk.run(&["await", &say("for")]);
        desk.repo.write(format!("{word}-{status}.txt"), "x");
        desk.repo.commit(&say("made"));
        match status {
            "active" => {}
            "parked" => drop(desk.run(&["park", "--reason", &say("late")])),
            _ => drop(desk.run(&["complete", &say("done")])),
        }
        ids.push(id);
        // One is active, and takes no more.
        if status == "active" {
            desk.run(&["park", "--reason", "to begin another"]);
        }
    }
    ids
}

#[test]
fn a_session_is_gone_with_all_that_it_said() {
    for which in 0..3 {
        let desk = Desk::new();
        desk.run(&["install"]);
        let ids = laden_with(&desk, "Zanzibar");
        let kept = desk.run(&["start", "another"]);
        let id = &ids[which];
        let words_of_it = desk.run(&["show", id]);
        assert!(words_of_it.contains("Zanzibar"));
        fs::write(desk.store().join(format!("quarantine/{id}.20260101T000000.000.tail")), "Zanzibar")
            .unwrap();
        fs::write(desk.store().join("live/.git-session-1-0.tmp"), format!("id = \"{id}\"\nZanzibar"))
            .unwrap();
        fs::write(state(&desk).join("hook.log"), format!("2026 post-commit: {id} Zanzibar\n2026 other\n"))
            .unwrap();
        for other in ids.iter().filter(|it| *it != id) {
            forgotten(&desk, &[other]);
        }
        assert!(snapshots(&desk).contains("Zanzibar"));
        let done = forgotten(&desk, &[id]);
        assert_eq!(words(&done["removed"], "id"), std::slice::from_ref(id));
        assert_eq!(done["left"], json!([]), "{done}");
        assert_gone(&desk, "Zanzibar");
        assert_eq!(fs::read_to_string(state(&desk).join("hook.log")).unwrap(), "2026 other\n");
        assert_eq!(desk.try_run(&["show", id]).code, Some(3));
        assert_eq!(desk.json(&["show", &kept])["session"]["intent"], "another");
    }
}

#[test]
fn a_session_that_cannot_be_read_can_be_forgotten() {
    let desk = Desk::new();
    let id = desk.run(&["start", "for Zanzibar"]);
    fs::write(desk.store().join(format!("live/{id}.toml")), "<<<<<<< Zanzibar").unwrap();
    assert_eq!(words(&forgotten(&desk, &[&id])["removed"], "id"), [id]);
    assert_gone(&desk, "Zanzibar");
}

#[test]
fn the_sessions_that_name_one_that_is_gone_are_told_and_stay() {
    let desk = Desk::new();
    let parent = desk.run(&["start", "one"]);
    desk.run(&["park", "--reason", "late"]);
    let child = desk.run(&["resume"]);
    let done = forgotten(&desk, &[&parent]);
    assert_eq!(done["relatives"], json!([child]));
    assert_eq!(desk.json(&["show", &child])["session"]["parent"], parent.as_str());
}

/// Puts a text wherever a text can be.
fn put_everywhere(desk: &Desk, word: &str) -> Vec<String> {
    desk.run(&["install"]);
    let ids = laden_with(desk, word);
    commit_of_none(desk, &format!("of none {word}"));
    desk.run(&["project", "phase", &format!("beta of {word}")]);
    desk.run(&["project", "roadmap", "add", &format!("sell {word}")]);
    let live = desk.store().join(format!("live/{}.toml", ids[0]));
    let text = fs::read_to_string(&live).unwrap();
    fs::write(&live, format!("{text}\n[[event]]\nat = 2026-11-20T10:00:00.000Z\ntext = \"cut off {word}"))
        .unwrap();
    let parked = desk.store().join(format!("live/{}.toml", ids[1]));
    let text = fs::read_to_string(&parked).unwrap();
    fs::write(&parked, text.replacen("[author]", &format!("# a note on {word}\n[author]"), 1)).unwrap();
    let state = state(desk);
    let quarantine = desk.store().join("quarantine");
    fs::write(quarantine.join("x.tail"), format!("text = \"{word}")).unwrap();
    fs::write(quarantine.join("x.reason.txt"), "why").unwrap();
    fs::write(quarantine.join("y.tail"), "text = \"nothing of it").unwrap();
    fs::write(quarantine.join("z.tail"), format!("text = \"{}", &word[..word.len() - 1])).unwrap();
    fs::write(desk.store().join("archive/.git-session-9-9.tmp"), word).unwrap();
    fs::create_dir_all(desk.store().join("cache/terms")).unwrap();
    fs::write(desk.store().join("cache/terms/0"), word).unwrap();
    fs::write(state.join("hook.log"), format!("2026 post-commit: {word} failed\n2026 other\n")).unwrap();
    ids
}

#[test]
fn a_text_is_gone_wherever_it_stood_and_the_rest_is_as_it_was() {
    let desk = Desk::new();
    let ids = put_everywhere(&desk, "Zanzibar");
    let tasks = desk.json(&["show", &ids[0]])["session"]["task_summary"].take();
    let done = forgotten(&desk, &["--text", "Zanzibar"]);
    assert_eq!(done["left"], json!([]), "{done}");
    assert_eq!(
        (&done["unassigned"], &done["log_lines"], &done["history"]),
        (&json!(true), &json!(1), &json!(true))
    );
    assert_gone(&desk, "Zanzibar");
    assert_gone(&desk, "Zanziba");
    assert_eq!(
        fs::read_to_string(state(&desk).join("hook.log")).unwrap(),
        "2026 post-commit: [forgotten] failed\n2026 other\n"
    );
    assert!(
        desk.store().join("quarantine/y.tail").exists()
            && !desk.store().join("quarantine/x.reason.txt").exists()
    );
    for (id, status) in ids.iter().zip(["parked", "parked", "completed"]) {
        let session = desk.json(&["show", id])["session"].take();
        assert_eq!((&session["intent"], &session["status"]), (&json!("for [forgotten]!"), &json!(status)));
        assert_eq!(session["decisions"][0]["because"], "since [forgotten]!");
        assert_eq!(session["commits"][0]["subject"], "made [forgotten]!");
    }
    assert_eq!(desk.json(&["show", &ids[0]])["session"]["task_summary"], tasks);
    assert_eq!(desk.json(&["project"])["project"]["phase"], "beta of [forgotten]");
    // Nothing is wrong with the store, and there is nothing left to forget.
    let export = desk.run(&["export"]);
    assert_nothing_to_forget(&desk, "Zanzibar");
    assert_eq!(desk.run(&["export"]), export);
}

#[test]
fn a_text_with_quotes_and_lines_is_found_as_it_is_written() {
    let desk = Desk::new();
    let text = "he said \"no\"\nand \\ left\u{7}";
    desk.run(&["start", "work"]);
    desk.run(&["event", &format!("then {text}, and then")]);
    fs::write(desk.store().join("quarantine/x.tail"), "text = \"he said \\\"no\\\"\\nand \\\\ left\\u0007")
        .unwrap();
    let done = forgotten(&desk, &["--text", text]);
    assert_eq!((&done["files"], &done["left"]), (&json!(1), &json!([])), "{done}");
    assert_gone(&desk, "he said");
}

#[test]
fn a_text_that_only_a_snapshot_has_is_gone_from_there_and_nothing_comes_back() {
    let desk = Desk::new();
    let id = desk.run(&["start", "for Zanzibar"]);
    desk.run(&["set", "--intent", "for nobody"]);
    desk.run(&["park", "--reason", "late"]);
    let other = desk.run(&["start", "another Zanzibar"]);
    assert!(snapshots(&desk).contains("Zanzibar"));
    // Nothing but snapshots has it now.
    fs::remove_file(desk.store().join(format!("live/{other}.toml"))).unwrap();
    assert_eq!(forgotten(&desk, &["--text", "Zanzibar"])["history"], true);
    assert_gone(&desk, "Zanzibar");
    // The store is put back from the snapshots that began anew.
    fs::remove_dir_all(desk.store()).unwrap();
    assert_eq!(desk.json(&["show", &id])["session"]["intent"], "for nobody");
    assert_eq!(desk.try_run(&["show", &other]).code, Some(3));
    assert_gone(&desk, "Zanzibar");
}

#[test]
fn without_snapshots_none_is_begun() {
    let desk = Desk::new();
    desk.run(&["start", "for Zanzibar"]);
    desk.run(&["config", "set", "history", "false"]);
    forgotten(&desk, &["--text", "Zanzibar"]);
    assert_gone(&desk, "Zanzibar");
    assert!(!state(&desk).join("history.git").exists());
}

#[test]
fn a_person_is_gone_with_their_sessions_and_their_name_from_the_others() {
    let desk = Desk::new();
    desk.run(&["install"]);
    let own = desk.run(&["start", "my work"]);
    desk.repo.commit("By Ada");
    desk.run(&["park", "--reason", "late"]);
    let agents = desk.run(&["start", "asked by Ada Lovelace", "--agent", "claude-code"]);
    desk.repo.commit("With Ada Lovelace <ada@example.org>");
    desk.run(&["event", "Adaptive, not Ada Lovelacean; mail ada@example.org"]);
    commit_of_none(&desk, "Of none");
    for asked in ["ada@example.org", "Ada Lovelace"] {
        let plan = desk.json(&["forget", "--person", asked, "--dry-run"])["forgotten"].take();
        assert_eq!(plan["names"], json!(["Ada Lovelace", "ada@example.org"]));
        assert_eq!(words(&plan["removed"], "id"), std::slice::from_ref(&own));
        assert_eq!(words(&plan["changed"], "id"), std::slice::from_ref(&agents));
    }
    let done = forgotten(&desk, &["--person", "ada@example.org"]);
    assert_eq!(done["left"], json!([]), "{done}");
    assert_gone(&desk, "ada@example.org");
    let session = desk.json(&["show", &agents])["session"].take();
    assert_eq!(session["intent"], "asked by [forgotten]");
    assert_eq!(session["commits"][0]["author_name"], "[forgotten]");
    assert_eq!(session["commits"][0]["subject"], "With [forgotten] <[forgotten]>");
    assert_eq!(session["events"][0]["text"], "Adaptive, not Ada Lovelacean; mail [forgotten]");
    assert_eq!(desk.json(&["export"])["unassigned"][0]["author_email"], "[forgotten]");
    assert_eq!(desk.try_run(&["show", &own]).code, Some(3));
}

pub(crate) fn contents(desk: &Desk) -> Vec<(PathBuf, Vec<u8>)> {
    ours(desk).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn a_dry_run_says_what_would_go_and_changes_nothing() {
    let desk = Desk::new();
    let ids = put_everywhere(&desk, "Zanzibar");
    let before = contents(&desk);
    let plan = desk.json(&["forget", "--text", "Zanzibar", "--dry-run"])["forgotten"].take();
    assert_eq!(contents(&desk), before);
    assert_eq!(words(&plan["changed"], "id").len(), 3);
    assert_eq!((&plan["log_lines"], &plan["files"], &plan["history"]), (&json!(1), &json!(3), &json!(true)));
    let plan = desk.json(&["forget", &ids[0], "--dry-run"])["forgotten"].take();
    assert_eq!(plan["removed"][0]["intent"], "for Zanzibar!");
    assert_eq!(contents(&desk), before);
}

#[test]
fn whoever_is_not_asked_must_say_that_it_is_meant() {
    let desk = Desk::new();
    let id = desk.run(&["start", "for Zanzibar"]);
    let before = contents(&desk);
    for arguments in
        [&["forget", id.as_str()][..], &["forget", "--text", "Zanzibar"], &["forget", &id, "--json"]]
    {
        let run = desk.try_run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.stderr.contains("--yes"), "{run:?}");
    }
    assert_eq!(contents(&desk), before);
}

#[test]
fn a_text_can_come_from_standard_input() {
    use std::io::Write as _;
    let desk = Desk::new();
    desk.run(&["start", "for Zanzibar"]);
    let mut command = desk.program().command(desk.repo.path());
    command.args(["forget", "--text", "-", "--yes"]).stdin(std::process::Stdio::piped());
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"Zanzibar\n").unwrap();
    assert!(child.wait().unwrap().success());
    assert_gone(&desk, "Zanzibar");
}

#[test]
fn what_is_not_reached_is_told_with_its_place_and_the_exit_code() {
    let desk = Desk::new();
    let id = desk.run(&["start", "for Zanzibar"]);
    fs::write(desk.store().join("config.toml"), "# Zanzibar\n").unwrap();
    fs::write(desk.store().join("live/20260101-0000000000.toml"), "<<<<<<< Zanzibar").unwrap();
    fs::write(desk.store().join("live/20260101-0000000001.toml"), "<<<<<<< nothing").unwrap();
    let run = desk.try_run(&["forget", "--text", "Zanzibar", "--yes", "--json"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    let done: Value = serde_json::from_str(&run.stdout).unwrap();
    let left: Vec<String> = words(&done["forgotten"]["left"], "place");
    let names: Vec<&str> =
        left.iter().map(|path| Path::new(path).file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["config.toml", "20260101-0000000000.toml"]);
    assert_eq!(desk.json(&["show", &id])["session"]["intent"], "for [forgotten]");
    assert!(run.stderr.contains("2 places that were not reached"), "{run:?}");
    assert!(done["forgotten"]["beyond"][0].as_str().unwrap().starts_with("git itself"), "{done}");
}

#[test]
fn a_name_of_a_project_stays_and_is_told() {
    let desk = Desk::new();
    let id = desk.run(&["start", "in this repo"]);
    let run = desk.try_run(&["forget", "--text", "repo", "--yes"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(run.stdout.contains("left\tproject repo\t"), "{run:?}");
    let session = desk.json(&["show", &id])["session"].take();
    assert_eq!((&session["intent"], &session["project"]), (&json!("in this [forgotten]"), &json!("repo")));
}

#[test]
fn what_is_too_short_or_the_mark_itself_is_refused() {
    let desk = Desk::new();
    desk.run(&["start", "for Zanzibar"]);
    let before = contents(&desk);
    for text in ["", "ab", "   ", " a ", "got", "[forgotten]", "x [forgotten] y"] {
        let run = desk.try_run(&["forget", "--text", text, "--yes"]);
        assert_eq!(run.code, Some(2), "{text:?}: {run:?}");
        assert!(run.stderr.starts_with("error: "), "{run:?}");
    }
    assert_eq!(desk.try_run(&["forget", "--yes"]).code, Some(2));
    assert_eq!(desk.try_run(&["forget", "zzzzzz", "--yes"]).code, Some(3));
    assert_eq!(contents(&desk), before);
}

/// Runs the program on a terminal of its own, with somebody who types this. `None`: there is no `script`.
#[cfg(target_os = "linux")]
fn on_a_terminal(desk: &Desk, arguments: &str, types: &str) -> Option<Run> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let program = desk.program().command(desk.repo.path());
    let line = format!("'{}' {arguments}", desk.program().path().display());
    let mut script = Command::new("script");
    script.current_dir(desk.repo.path()).env_clear().env("TERM", "xterm").env("SHELL", "/bin/sh");
    script.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    script.args(["--quiet", "--return", "--flush", "--command", &line, "/dev/null"]);
    let mut child =
        script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    child.stdin.take().unwrap().write_all(types.as_bytes()).unwrap();
    Some(Run::new(&child.wait_with_output().unwrap()))
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_sits_there_is_asked_and_only_a_clear_yes_is_one() {
    let desk = Desk::new();
    desk.run(&["start", "for Zanzibar"]);
    let before = contents(&desk);
    for answer in ["n\n", "\n", "yess\n"] {
        let Some(run) = on_a_terminal(&desk, "forget --text Zanzibar", answer) else { return };
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.stdout.contains("It cannot be taken back") && run.stdout.contains("(once)"), "{run:?}");
        assert_eq!(contents(&desk), before);
    }
    let Some(run) = on_a_terminal(&desk, "forget --text Zanzibar", "y\n") else { return };
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("Not ours to reach"), "{run:?}");
    assert_gone(&desk, "Zanzibar");
}
