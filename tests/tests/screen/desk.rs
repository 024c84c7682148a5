//! A repository with sessions, and a shell on a terminal in it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use testkit::{Program, Run, Terminal, TestRepo};

pub(crate) struct Desk {
    pub(crate) repo: TestRepo,
}

impl Desk {
    /// One session is parked with a question, the other is active.
    pub(crate) fn new() -> Self {
        let desk = Self { repo: TestRepo::new() };
        desk.repo.commit("Before");
        desk.ok(&["install"]);
        desk.ok(&["start", "Refund page"]);
        desk.ok(&["ask", "Who approves a refund?"]);
        desk.ok(&["park", "--reason", "waiting for the design"]);
        desk.ok(&["start", "Stop the double charge"]);
        desk
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program::new(Path::new(env!("CARGO_BIN_EXE_git-session-under-test")), &self.repo)
    }

    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        self.program().ok(arguments)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.program().run(arguments)
    }

    /// The live and the completed sessions with this intent, the newest first.
    pub(crate) fn sessions(&self, intent: &str) -> Vec<Value> {
        let answer: Value = serde_json::from_str(&self.ok(&["log", "--json"])).unwrap();
        let all = answer["sessions"].as_array().unwrap().clone();
        all.into_iter().filter(|session| session["intent"] == intent).collect()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.repo.path().join(".sessions")
    }

    /// A shell on a terminal, with the program as `$GS`.
    pub(crate) fn shell(&self, columns: u16, lines: u16) -> Terminal {
        let program = self.program();
        let mut shell = program.command(self.repo.path());
        shell.env("GS", program.path()).env("PS1", "ready> ").env("ENV", "");
        let mut sh = std::process::Command::new("sh");
        sh.arg("-i").current_dir(self.repo.path());
        sh.envs(shell.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let terminal = Terminal::run(&sh, columns, lines);
        terminal.wait_for("ready>");
        terminal
    }

    /// The screen, on a shell's terminal.
    pub(crate) fn screen(&self, columns: u16, lines: u16) -> Terminal {
        let terminal = self.shell(columns, lines);
        terminal.send("stty -g > ../before; \"$GS\" ui; echo \"ended: $?\"\r");
        terminal.wait("the screen", |it| it.is_alternate && it.text.contains("Stop the double charge"));
        terminal
    }

    /// Holds the terminal to what it was before the screen, when the shell has it again.
    pub(crate) fn assert_given_back(&self, terminal: &Terminal) {
        terminal.wait("the shell", |it| !it.is_alternate && it.text.trim_end().ends_with("ready>"));
        // What is typed is seen, too, and is not what is waited for.
        terminal.send("stty -g > ../after; echo no''ted\r");
        let picture = terminal.wait_for("noted");
        assert!(!picture.is_alternate && picture.has_cursor && !picture.marks_pastes, "{picture:?}");
        let modes = |name: &str| std::fs::read_to_string(self.repo.root().join(name)).unwrap();
        assert_eq!(modes("before"), modes("after"));
    }
}
