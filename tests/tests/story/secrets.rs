//! What people and agents say is kept without the secrets in it.

use std::cell::RefCell;
use std::fs::{self, File};
use std::path::Path;

use testkit::Run;

use crate::desk::Desk;

/// Says things with a secret in each, another one each time, and remembers them.
struct Careless<'d> {
    desk: &'d Desk,
    secrets: RefCell<Vec<String>>,
}

impl Careless<'_> {
    /// A text with a secret that nobody has.
    fn text(&self) -> String {
        let mut secrets = self.secrets.borrow_mut();
        let mut state = secrets.len() as u64 + 1;
        let letter = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(
                b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                    [(state >> 33) as usize % 62],
            )
        };
        let secret = format!("ghp_{}", (0..36).map(letter).collect::<String>());
        secrets.push(secret.clone());
        format!("{} uses {secret} for it", secrets.len())
    }

    /// Runs the program with a new secret in place of each `SECRET`. It must say that it took them out.
    fn say(&self, arguments: &[&str]) -> String {
        self.run(arguments, None)
    }

    /// The same, with a secret on its standard input.
    fn feed(&self, arguments: &[&str]) -> String {
        let input = self.desk.repo.root().join("input");
        fs::write(&input, self.text()).unwrap();
        self.run(arguments, Some(File::open(input).unwrap()))
    }

    fn run(&self, arguments: &[&str], input: Option<File>) -> String {
        let mut count = usize::from(input.is_some());
        let mut program = self.desk.program().command(self.desk.repo.path());
        for argument in arguments {
            if *argument == "SECRET" {
                program.arg(self.text());
                count += 1;
            } else {
                program.arg(argument);
            }
        }
        if let Some(input) = input {
            program.stdin(input);
        }
        let run = Run::new(&program.output().unwrap());
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        let rules = vec!["github-token"; count].join(", ");
        let what = if count == 1 { "a secret was".to_owned() } else { format!("{count} secrets were") };
        let note = format!("note: {what} taken out before it was written ({rules})\n");
        assert!(run.stderr.ends_with(&note), "{arguments:?}: {run:?}");
        run.stdout.lines().next().unwrap_or_default().split('\t').next().unwrap().to_owned()
    }
}

/// Each text that is kept: the files, and what the history holds, which is compressed.
fn kept(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let mut kept = Vec::new();
    let state = desk.repo.path().join(".git/git-session");
    for folder in [desk.repo.path().join(".sessions"), state.clone()] {
        collect(&folder, &mut kept);
    }
    let every_object = ["cat-file", "--batch", "--batch-all-objects"];
    let history = desk.repo.try_git_in(&state.join("history.git"), &every_object);
    assert!(history.status.success() && history.stdout.len() > 1000, "{history:?}");
    kept.push(("the history".into(), history.stdout));
    kept
}

fn collect(folder: &Path, kept: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, kept);
        } else {
            kept.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
}

fn holds(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|piece| piece == text.as_bytes())
}

#[test]
fn no_secret_that_was_said_is_kept_anywhere() {
    let desk = Desk::new();
    let careless = Careless { desk: &desk, secrets: RefCell::default() };
    let say = |arguments: &[&str]| careless.say(arguments);
    say(&["start", "SECRET", "--task", "SECRET", "--tag", "SECRET", "--roadmap", "SECRET"]);
    say(&["event", "SECRET"]);
    careless.feed(&["event", "-"]);
    say(&["decide", "SECRET", "--because", "SECRET"]);
    say(&["task", "add", "SECRET", "SECRET"]);
    say(&["task", "rename", "t2", "SECRET"]);
    say(&["ask", "SECRET"]);
    say(&["answer", "q1", "SECRET"]);
    careless.feed(&["next", "-"]);
    say(&["next", "SECRET", "SECRET"]);
    say(&["activity", "SECRET"]);
    say(&["await", "SECRET"]);
    say(&["set", "--intent", "SECRET", "--tag", "SECRET", "--roadmap", "SECRET"]);
    say(&["project", "phase", "SECRET"]);
    say(&["project", "roadmap", "add", "SECRET"]);
    say(&["project", "roadmap", "rename", "r1", "SECRET"]);
    say(&["park", "--reason", "SECRET", "--next", "SECRET"]);
    say(&["resume", "--intent", "SECRET"]);
    say(&["complete", "SECRET"]);
    say(&["start", "--agent", "SECRET"]);
    careless.feed(&["park", "--reason", "-"]);
    careless.feed(&["start", "-"]);
    // What a commit says stands in git, and a session opens for it.
    desk.repo.commit("Something else");

    let kept = kept(&desk);
    let secrets = careless.secrets.take();
    assert!(secrets.len() >= 30, "{}", secrets.len());
    for (place, content) in &kept {
        for secret in &secrets {
            assert!(!holds(content, &secret[4..]), "{place} holds what number {secret} was");
        }
    }
    let marks: usize =
        kept.iter().filter(|(_, content)| holds(content, "uses [REDACTED:github-token] for it")).count();
    assert!(marks > 3, "the words around them are kept");
}

#[test]
fn whoever_wants_to_keep_secrets_sets_it_for_themselves() {
    let desk = Desk::new();
    let careless = Careless { desk: &desk, secrets: RefCell::default() };
    desk.run(&["config", "set", "--user", "redact", "false"]);
    let text = careless.text();
    desk.run(&["start", &text]);
    assert_eq!(desk.json(&["show"])["session"]["intent"], text.as_str());
    let run = desk.program().run(&["event", &text, "-c", "redact=true"]);
    assert!(run.stderr.contains("a secret was taken out"), "{run:?}");
    assert_eq!(desk.json(&["show"])["session"]["events"][0]["text"], "1 uses [REDACTED:github-token] for it");
}
