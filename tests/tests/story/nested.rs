//! Agents that are started by agents, and inherit what those say of themselves.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use testkit::Run;

use crate::desk::{Desk, shas, words};

/// What a shell is told in the place of an agent. `start` begins its session, which it holds; `commit` commits.
const AGENT: &str = r#"
start() { "$GS" start "$1" --agent "$2" --conversation "$3" --owner $$ >/dev/null || exit 9; }
commit() { git commit --quiet --allow-empty --message "$1" || exit 9; }
"#;

/// A shell in the place of an agent.
fn shell(desk: &Desk, dir: &Path) -> Command {
    let mut shell = Command::new("sh");
    let program = desk.program();
    shell.current_dir(dir).env_clear().env("GS", program.path()).env("AGENT", AGENT);
    shell.envs(program.command(dir).get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
}

/// Runs one to its end.
fn agent(desk: &Desk, script: &str) {
    // Without the last command the shell would become the one before it.
    let script = format!("{AGENT}\n{script}\ntrue");
    let run = Run::new(&shell(desk, desk.repo.path()).args(["-c", &script]).output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
}

/// What each session has, by what it is for: the subject of each commit and its evidence.
fn told(desk: &Desk) -> String {
    let log = desk.json(&["log"]);
    let mut sessions: Vec<String> = Vec::new();
    for session in log["sessions"].as_array().unwrap() {
        let subjects = words(&session["commits"], "subject");
        let evidence = words(&session["commits"], "evidence");
        let commits: Vec<String> = subjects
            .iter()
            .zip(&evidence)
            .map(|(subject, evidence)| format!("{subject} ({evidence})"))
            .collect();
        let intent = session["intent"].as_str().unwrap();
        sessions.push(format!("{intent}: {}", commits.join(", ")));
    }
    sessions.sort();
    for commit in log["unassigned"].as_array().unwrap() {
        let (subject, reason) = (commit["subject"].as_str().unwrap(), commit["reason"].as_str().unwrap());
        // Which ones is another each time.
        sessions.push(format!("nobody's: {subject}: {}", reason.split(": ").next().unwrap()));
    }
    sessions.join("\n")
}

/// A shell in the place of an agent, which is there until it is dropped.
struct Agent {
    shell: Child,
    answers: BufReader<ChildStdout>,
}

impl Agent {
    fn new(desk: &Desk) -> Self {
        let mut shell = shell(desk, desk.repo.path());
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let answers = BufReader::new(shell.stdout.take().unwrap());
        let mut agent = Self { shell, answers };
        agent.begin(AGENT);
        agent.end();
        agent
    }

    fn begin(&mut self, script: &str) {
        writeln!(self.shell.stdin.as_ref().unwrap(), "{script}\necho ended").unwrap();
    }

    fn end(&mut self) {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        assert_eq!(answer, "ended\n");
    }

    fn does(&mut self, script: &str) {
        self.begin(script);
        self.end();
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        drop(self.shell.wait());
    }
}

#[test]
fn two_agents_in_one_worktree_have_their_own_commits() {
    let desk = Desk::new();
    let [mut one, mut two] = [Agent::new(&desk), Agent::new(&desk)];
    one.does("start one claude c1");
    two.does("start two codex x1");
    one.does("commit 'of one'");
    two.does("commit 'of two'");
    one.does("export CLAUDE_CODE_SESSION_ID=c1; commit 'named by one'");
    two.does("export CODEX_THREAD_ID=x1; commit 'named by two'");
    one.does("commit 'of one again'");
    insta::assert_snapshot!(told(&desk), @"
    one: of one (process), named by one (conversation), of one again (conversation)
    two: of two (process), named by two (conversation)
    ");
}

#[test]
fn a_commit_that_no_hook_saw_does_not_take_the_next_one_from_its_agent() {
    let desk = Desk::new();
    let [mut one, mut two] = [Agent::new(&desk), Agent::new(&desk)];
    one.does("start one claude c1");
    two.does("start two codex x1");
    one.does("GIT_SESSION_HOOKS=0 git commit --quiet --allow-empty --message unseen");
    // What git was told to write is on its command line, and tells which of the two this hook is for.
    two.does("commit 'of two'");
    // Whoever finds the other one is not who made it.
    two.does("\"$GS\" status >/dev/null");
    one.does("GIT_SESSION_HOOKS=0 git commit --quiet --allow-empty --message 'unseen, too'");
    two.does("echo 'said on standard input' | git commit --quiet --allow-empty --file -");
    insta::assert_snapshot!(told(&desk), @"
    one: 
    two: of two (process)
    nobody's: unseen: 2 sessions are at work here
    nobody's: unseen, too: 2 sessions are at work here
    nobody's: said on standard input: 2 sessions are at work here
    ");
}

#[test]
fn two_agents_that_commit_at_the_same_time_are_never_taken_for_each_other() {
    const EACH: usize = 12;
    let desk = Desk::new();
    let [mut one, mut two] = [Agent::new(&desk), Agent::new(&desk)];
    one.does("start one claude c1");
    two.does("start two codex x1");
    for (agent, name) in [(&mut one, "one"), (&mut two, "two")] {
        // Whoever comes second is refused by git, and tries again.
        agent.begin(&format!(
            "n=0; while [ $n -lt {EACH} ]; do git commit --quiet --allow-empty --message {name}.$n 2>/dev/null && n=$((n+1)); done"
        ));
    }
    one.end();
    two.end();
    // On a machine that is busy, a hook may have given up.
    desk.run(&["reconcile"]);
    let log = desk.json(&["log"]);
    let mut seen = log["unassigned"].as_array().unwrap().len();
    for session in log["sessions"].as_array().unwrap() {
        let name = session["intent"].as_str().unwrap();
        for subject in words(&session["commits"], "subject") {
            assert!(
                subject.starts_with(name),
                "{subject} is in {name}: {}\n{}",
                session["commits"],
                desk.hook_log()
            );
            seen += 1;
        }
    }
    assert_eq!(seen, 2 * EACH);
}

#[test]
fn an_agent_that_an_agent_started_has_its_own_commits() {
    let desk = Desk::new();
    agent(
        &desk,
        r#"
        start outer claude c1
        export CLAUDE_CODE_SESSION_ID=c1
        commit before
        sh -c "$AGENT"'
            commit "a tool of the outer"
            start inner codex x1
            commit "by its process"
            export CODEX_SESSION_ID=x1
            commit "by its conversation"
            true'
        commit after
        "#,
    );
    insta::assert_snapshot!(told(&desk), @"
    inner: by its process (process), by its conversation (conversation)
    outer: before (conversation), a tool of the outer (conversation), after (conversation)
    ");
}

#[test]
fn a_session_that_an_outer_agent_named_stands_back_for_a_nearer_one() {
    let desk = Desk::new();
    let _other = desk.repo.worktree("other");
    agent(
        &desk,
        r#"
        start outer claude c1
        export GIT_SESSION_ID=$("$GS" status --json | sed 's/.*"current":"\([^"]*\)".*/\1/')
        commit before
        sh -c "$AGENT"'
            commit "a tool of the outer"
            cd ../other
            start inner gemini g1
            commit "of the inner"
            true'
        commit after
        "#,
    );
    insta::assert_snapshot!(told(&desk), @"
    inner: of the inner (process)
    outer: before (environment), a tool of the outer (environment), after (environment)
    ");
}

#[test]
fn the_name_of_a_session_that_a_stranger_holds_stands_back_for_the_agents_own() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let mut stranger = Agent::new(&desk);
    stranger.does(&format!("cd '{}'; start strange claude c1", other.display()));
    let name = desk.json_in(&other, &["status"])["current"].as_str().unwrap().to_owned();
    agent(&desk, &format!("start own codex x1\nexport GIT_SESSION_ID={name}\ncommit 'of its own'"));
    insta::assert_snapshot!(told(&desk), @"
    own: of its own (process)
    strange:
    ");
}

#[test]
fn an_agent_that_nobody_holds_inside_one_that_is_held_is_not_guessed_at() {
    let desk = Desk::new();
    agent(
        &desk,
        r#"
        start outer claude c1
        "$GS" start inner --agent codex --conversation x1 --no-owner >/dev/null
        export CLAUDE_CODE_SESSION_ID=c1 CODEX_SESSION_ID=x1
        commit whose
        "#,
    );
    let log = desk.json(&["log"]);
    let reason = log["unassigned"][0]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("the environment and the processes above speak for different sessions: "),
        "{reason}"
    );
    assert_eq!(log["unassigned"][0]["considered"].as_array().unwrap().len(), 2);
    assert!(desk.hook_log().contains(reason), "{}", desk.hook_log());
}

#[test]
fn the_conversation_of_a_session_that_is_over_says_nothing() {
    let desk = Desk::new();
    agent(
        &desk,
        r#"
        start over claude c1
        "$GS" complete >/dev/null
        "$GS" start "a person's" >/dev/null
        export CLAUDE_CODE_SESSION_ID=c1
        commit "by the worktree"
        "#,
    );
    insta::assert_snapshot!(told(&desk), @"
    a person's: by the worktree (worktree)
    over:
    ");
}

#[test]
fn an_agent_that_works_in_another_worktree_takes_its_session_along() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    desk.run_in(&other, &["start", "there"]);
    agent(
        &desk,
        r#"
        start here codex x1
        cd ../other
        commit "by its process"
        export CODEX_THREAD_ID=x1
        commit "by its conversation"
        "$GS" event "said there" >/dev/null
        "#,
    );
    desk.repo.commit_in(&other, "of whoever is there");
    insta::assert_snapshot!(told(&desk), @"
    here: by its process (process), by its conversation (conversation)
    there: of whoever is there (worktree)
    ");
    let sessions = desk.json(&["log"])["sessions"].take();
    let mut sessions = sessions.as_array().unwrap().iter();
    let here = sessions.find(|session| session["intent"] == "here").unwrap();
    assert_eq!(words(&here["events"], "text"), ["said there"]);
    assert_eq!(here["commits"][0]["considered"].as_array().unwrap().len(), 1, "the one of that worktree");
}

#[test]
fn a_later_process_of_the_same_number_is_another() {
    let desk = Desk::new();
    desk.run(&["start", "a person's"]);
    let pid = std::process::id().to_string();
    let id = desk.run(&["start", "agent's", "--agent", "bot", "--owner", &pid]);
    let own = desk.repo.commit("Of the process");
    assert_eq!(shas(&desk.show(&id)["commits"]), [own.as_str()]);
    // As if this process had come to the number of one that was there an hour ago.
    let path = desk.repo.path().join(format!(".sessions/live/{id}.toml"));
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.starts_with("process_started_at")).unwrap();
    std::fs::write(&path, text.replace(line, "process_started_at = 2026-01-01T00:00:00.000Z")).unwrap();
    desk.repo.commit("Of whoever");
    assert_eq!(shas(&desk.show(&id)["commits"]), [own]);
    insta::assert_snapshot!(told(&desk), @"
    a person's: Of whoever (worktree)
    agent's: Of the process (process)
    ");
}

#[test]
fn the_branch_tells_two_sessions_of_people_apart() {
    let desk = Desk::new();
    let repo = &desk.repo;
    let of_main = desk.run(&["start", "main's"]);
    repo.git(&["switch", "--quiet", "--create", "fix"]);
    desk.run(&["start", "fix's"]);
    repo.commit("on fix");
    repo.git(&["switch", "--quiet", "main"]);
    repo.commit("on main");
    repo.git(&["switch", "--quiet", "--detach"]);
    repo.commit("on none");
    // Where nothing is at work, one of another worktree that is on the branch.
    let other = repo.worktree("other");
    repo.git_in(&other, &["switch", "--quiet", "fix"]);
    desk.run(&["complete", "--session", &of_main]);
    repo.commit_in(&other, "on fix elsewhere");
    insta::assert_snapshot!(told(&desk), @"
    fix's: on fix (branch), on fix elsewhere (branch)
    main's: on main (branch)
    nobody's: on none: 2 sessions are at work here
    ");
}

#[test]
fn an_agent_that_comes_back_as_another_process_is_found_by_that() {
    let desk = Desk::new();
    desk.run(&["start", "a person's"]);
    agent(&desk, "start agent claude c1\ncommit first");
    agent(&desk, "start agent claude c1\ncommit second");
    // The first shell is gone, and so is its note.
    let notes = std::fs::read_dir(desk.repo.path().join(".sessions/held")).unwrap();
    assert_eq!(notes.count(), 2);
    insta::assert_snapshot!(told(&desk), @"
    a person's: 
    agent: first (process), second (process)
    ");
}
