//! Nothing is dropped in silence: each value of a file is found in the session that comes from it.

use core_model::Time;
use serde_json::{Map, Value, json};

use crate::kit::{FOLDER, import_all, kept, lines, now, written};

/// Each value that has no other in it, with its path. What says nothing is passed over.
fn leaves(value: &Value, path: &str, into: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Bool(it) => into.push((path.to_owned(), it.to_string())),
        Value::Number(it) => into.push((path.to_owned(), it.to_string())),
        Value::String(it) => into.push((path.to_owned(), it.trim().to_owned())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}[{index}]"), into);
            }
        }
        Value::Object(entries) => {
            for (name, value) in entries {
                leaves(value, &format!("{path}.{name}"), into);
            }
        }
    }
}

/// The values of a file that are not found in its session.
fn lost(path: &str, text: &str) -> Vec<String> {
    let import = import_all(&[(path, text)]);
    let [imported] = &import.sessions[..] else {
        panic!("{text}: {:?}", import.report);
    };
    imported.session.check().unwrap();
    assert!(imported.session.derive_latest() <= now(), "{text}");
    let said = lines(&imported.session);
    let mut all = Vec::new();
    leaves(&serde_json::from_str(text).unwrap(), "", &mut all);
    let is_found = |value: &str| {
        said.contains(value)
            || value
                .parse()
                .is_ok_and(|time: Time| said.contains(&kept(time)) || said.contains(&written(time)))
    };
    all.into_iter()
        .filter(|(_, value)| !is_found(value))
        .map(|(path, value)| format!("{path} = {value}"))
        .collect()
}

#[test]
fn each_value_of_each_fixture_is_found_in_its_session() {
    for (path, text) in FOLDER.into_iter().filter(|(path, _)| path.starts_with("sessions/")) {
        assert_eq!(lost(path, text), [""; 0], "{path}");
    }
}

#[test]
fn each_value_of_a_file_that_was_made_at_random_is_found_in_its_session() {
    for seed in 1..=300 {
        let text = serde_json::to_string(&Maker { bits: seed, number: 0 }.session()).unwrap();
        assert_eq!(lost("sessions/sess_x.json", &text), [""; 0], "seed {seed}: {text}");
    }
}

/// Makes sessions of which each value stands there only once, so that each can be missed.
struct Maker {
    bits: u64,
    number: u64,
}

impl Maker {
    fn up_to(&mut self, most: u64) -> u64 {
        self.bits = self.bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.bits >> 33) % (most + 1)
    }

    fn session(&mut self) -> Value {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("session_id", json!(format!("sess_20260211T0903_{:04x}", self.up_to(0xffff))));
        put("project_slug", json!("shop"));
        put("status", json!(["active", "parked", "completed"][usize::try_from(self.up_to(2)).unwrap()]));
        for name in ["started_at", "last_heartbeat", "ended_at"] {
            let time = self.time();
            put(
                name,
                if name == "started_at" { json!("2026-02-11T09:03:27.412905+00:00") } else { self.odd(time) },
            );
        }
        for name in [
            "intent",
            "roadmap_ref",
            "outcome",
            "parked_reason",
            "current_activity",
            "awaiting_action",
            "git_branch",
            "worktree_root",
            "claude_session_id",
            "a field of its own",
        ] {
            let text = self.text();
            put(name, self.odd(text));
        }
        for name in ["files_changed", "decisions", "open_questions", "next_steps"] {
            let list = self.list(Self::text);
            put(name, self.odd(list));
        }
        for (name, names) in [
            ("events", &["timestamp", "message", "level"][..]),
            ("commits", &["sha", "message", "author"]),
            ("tasks", &["id", "subject", "status", "added_at", "updated_at"]),
        ] {
            let list = self.list(|maker| maker.object(names));
            put(name, self.odd(list));
        }
        fields.retain(|name, _| {
            matches!(&name[..], "session_id" | "project_slug" | "status") || self.up_to(9) > 0
        });
        Value::Object(fields)
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> Value) -> Value {
        let mut items = Vec::new();
        for _ in 0..self.up_to(4) {
            let value = item(self);
            items.push(self.odd(value));
        }
        Value::Array(items)
    }

    fn object(&mut self, names: &[&str]) -> Value {
        let mut fields = Map::new();
        for &name in names {
            let value = match name {
                "timestamp" | "added_at" | "updated_at" => self.time(),
                "status" => {
                    json!(
                        ["pending", "in_progress", "completed", "skipped"]
                            [usize::try_from(self.up_to(3)).unwrap()]
                    )
                }
                // Now and then two tasks are called alike, or have one id.
                "subject" | "id" if self.up_to(3) == 0 => json!("same"),
                _ => self.text(),
            };
            if self.up_to(5) > 0 {
                fields.insert(name.to_owned(), self.odd(value));
            }
        }
        Value::Object(fields)
    }

    /// The value, or one of another kind.
    fn odd(&mut self, value: Value) -> Value {
        match self.up_to(19) {
            0 => Value::Null,
            1 => json!({"deep": [value, self.text()]}),
            2 => json!([value]),
            3 => {
                self.number += 1;
                json!(7_000_000 + self.number)
            }
            _ => value,
        }
    }

    fn text(&mut self) -> Value {
        self.number += 1;
        let text = format!("v{}v", self.number);
        json!(match self.up_to(19) {
            0 => format!("{text}\n\"\u{7}\u{1f642}\\ {text}"),
            1 => format!("  {text} "),
            2 => format!("{}{text}", "long ".repeat(usize::try_from(self.up_to(5000)).unwrap())),
            3 => "\u{200b}".to_owned(),
            _ => text,
        })
    }

    fn time(&mut self) -> Value {
        let second = self.up_to(59);
        let micros = self.up_to(999_999);
        json!(match self.up_to(9) {
            0 => format!("2025-12-31T10:11:{second:02}.{micros:06}+00:00"),
            1 => format!("2031-01-01T10:11:{second:02}.{micros:06}+00:00"),
            2 => format!("no time {micros}"),
            _ => format!("2026-03-0{}T10:11:{second:02}.{micros:06}+00:00", 1 + self.up_to(8)),
        })
    }
}
