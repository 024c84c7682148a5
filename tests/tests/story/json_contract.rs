//! What programs rely on: JSON only grows, and every name in it is explained.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use testkit::Run;

use crate::desk::Desk;
use crate::laden_desk::laden;

/// Every command that reads, as it is asked; names in braces are those of [`laden`]. One that is added is added here.
const READING: &[&[&str]] = &[
    &["status"],
    &["log"],
    &["log", "--stat"],
    &["show", "{active}"],
    &["show", "{parked}"],
    &["show", "{detached}"],
    &["show", "{done}"],
    &["show", "{resumed}"],
    &["show", "{child}"],
    &["brief", "{active}"],
    &["brief", "{done}"],
    &["stats"],
    &["stats", "--by", "tag", "--lines"],
    &["stats", "--standup"],
    &["show", "{commit}"],
    &["blame", "src/charge.rs"],
    &["blame", "--lines", "src/charge.rs"],
    &["why", "{commit}"],
    &["why", "{loose}"],
    &["why", "HEAD~1"],
    &["why", "HEAD~2"],
    &["task", "list", "--session", "{active}"],
    &["task", "list", "--session", "{resumed}"],
    &["task", "list", "--session", "{done}"],
    &["project"],
    &["project", "list"],
    &["project", "roadmap"],
    &["stale"],
    &["clean", "--dry-run"],
    &["doctor"],
    &["export"],
    &["forget", "{done}", "--dry-run"],
    &["forget", "--text", "gateway", "--dry-run"],
    &["install", "--dry-run"],
    &["config", "list"],
    &["config", "get", "auto_start"],
    &["config", "get", "lock_timeout"],
];

/// The same, asked where there is nothing yet, or where HEAD is on no branch.
const READING_LITTLE: &[&[&str]] = &[&["status"], &["log"], &["project"], &["doctor"]];

/// A path in the answer of a command, and the types that stand there.
type Paths<'a> = BTreeMap<String, BTreeSet<&'a str>>;

fn collect(value: &Value, path: &str, paths: &mut Paths<'_>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(items) => {
            items.iter().for_each(|item| collect(item, &format!("{path}[]"), paths));
            "array"
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                collect(value, &format!("{path}.{key}"), paths);
            }
            "object"
        }
    };
    paths.entry(path.to_owned()).or_default().insert(kind);
}

/// The words of a command: how it is called, without what it is asked for.
fn name(arguments: &[&str]) -> String {
    let is_word = |it: &&&str| it.bytes().all(|b| b.is_ascii_lowercase()) && !it.is_empty();
    let below = ["task", "project", "config"].contains(&arguments[0]);
    arguments.iter().take(if below { 2 } else { 1 }).filter(is_word).copied().collect::<Vec<_>>().join(" ")
}

fn asked(desk: &Desk, dir: &Path, arguments: &[String]) -> Value {
    let mut program = desk.program().command(dir);
    let run = Run::new(&program.args(arguments).arg("--json").output().unwrap());
    // That something cannot be read, or is not as it should be, is an answer.
    assert!(matches!(run.code, Some(0 | 1 | 5)), "{arguments:?}: {run:?}");
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {run:?}"))
}

fn seen() -> Paths<'static> {
    let (desk, names) = laden();
    let mut paths = Paths::new();
    for arguments in READING {
        let answer = asked(&desk, desk.repo.path(), &names.fill(arguments));
        collect(&answer, &name(arguments), &mut paths);
    }
    let (new, detached) = (Desk::new(), desk.repo.root().join("detached"));
    for arguments in READING_LITTLE {
        let words = names.fill(arguments);
        for answer in [asked(&new, new.repo.path(), &words), asked(&desk, &detached, &words)] {
            collect(&answer, &name(arguments), &mut paths);
        }
    }
    paths
}

fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

fn kept(text: &str) -> Paths<'_> {
    let line =
        |line| str::split_once(line, ": ").map(|(path, types)| (path.into(), types.split(" | ").collect()));
    text.lines().filter_map(line).collect()
}

fn read_kept() -> String {
    std::fs::read_to_string(documents().join("json-1.txt")).unwrap_or_default()
}

fn in_words(types: &BTreeSet<&str>) -> String {
    types.iter().copied().collect::<Vec<_>>().join(" | ")
}

/// Whether programs that rely on what was there are told something else. That there was never anything but null says
/// nothing, and where null is to be expected it need not come.
fn is_another(was: &BTreeSet<&str>, is: &BTreeSet<&str>) -> bool {
    let values = |types: &BTreeSet<&str>| types.iter().filter(|it| **it != "null").count();
    let is_known = |it: &&&str| was.contains(**it);
    let lost = values(was) != is.iter().filter(|it| **it != "null").filter(is_known).count();
    values(was) > 0 && (lost || values(is) != values(was)) || is.contains("null") && !was.contains("null")
}

#[test]
#[allow(clippy::disallowed_methods, reason = "whoever adds a name says so to the test, in the environment")]
fn the_json_of_every_reading_command_only_grows() {
    let (seen, text) = (seen(), read_kept());
    let mut kept = kept(&text);
    if std::env::var_os("GIT_SESSION_ADD_JSON").is_some() {
        for (path, found) in &seen {
            let there = kept.entry(path.clone()).or_default();
            if there.is_empty() || there.iter().all(|it| *it == "null") {
                there.extend(found);
            }
        }
        let text = kept.iter().fold(String::new(), |mut text, (path, types)| {
            let _ = writeln!(text, "{path}: {}", in_words(types));
            text
        });
        std::fs::write(documents().join("json-1.txt"), text).unwrap();
    }
    let mut wrong = Vec::new();
    for (path, was) in &kept {
        match seen.get(path) {
            None => wrong.push(format!("{path}: was {}, and is not there any more", in_words(was))),
            Some(is) if is_another(was, is) => {
                wrong.push(format!("{path}: was {}, and is {}", in_words(was), in_words(is)));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "programs rely on what docs/json-1.txt lists:\n{}", wrong.join("\n"));
    let new: Vec<&String> = seen.keys().filter(|path| !kept.contains_key(*path)).collect();
    assert!(
        new.is_empty(),
        "new in JSON; explain it in docs/json.md and add it with GIT_SESSION_ADD_JSON=1: {new:#?}"
    );
}

#[test]
fn what_may_be_null_need_not_be_and_what_is_never_null_stays_so() {
    let set = |types: &'static str| types.split(" | ").collect::<BTreeSet<&str>>();
    for (was, is, expected) in [
        ("string", "string", false),
        ("null | string", "string", false),
        ("null", "number", false),
        ("null", "null | number", false),
        ("string", "null | string", true),
        ("string", "number", true),
        ("null | string", "null", true),
        ("string", "number | string", true),
    ] {
        assert_eq!(is_another(&set(was), &set(is)), expected, "{was}: {is}");
    }
}

#[test]
fn every_name_in_json_is_explained() {
    let text = std::fs::read_to_string(documents().join("json.md")).unwrap();
    let in_code = text.split('`').skip(1).step_by(2);
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let explained: BTreeSet<&str> = in_code.flat_map(|code| code.split(|c| !is_of_word(c))).collect();
    let names: BTreeSet<String> = kept(&read_kept())
        .into_keys()
        .flat_map(|path| path.split('.').skip(1).map(|it| it.replace("[]", "")).collect::<Vec<_>>())
        .collect();
    assert!(!names.is_empty());
    let unknown: Vec<&String> = names.iter().filter(|name| !explained.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "docs/json.md does not explain {unknown:?}");
}
