//! Telling what a text is.

use crate::ours;
use crate::predecessor::FileKind;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Something that git-session wrote out.
    Export,
    /// A file of the dashboard.
    Predecessor(FileKind),
}

/// Says what a text is, by the keys that it has at its top, and by its file's name where it has none that are known.
/// `None`: it is neither.
#[must_use]
pub fn detect(name: &str, text: &[u8]) -> Option<Found> {
    let keys = ours::top_keys(text).unwrap_or_default();
    let has = |key: &str| keys.iter().any(|it| it == key);
    if has("schema") {
        Some(Found::Export)
    } else if has("session_id") || (name.starts_with("sess_") && name.ends_with(".json")) {
        Some(Found::Predecessor(FileKind::Session))
    } else if has("project_slug") {
        Some(Found::Predecessor(FileKind::State))
    } else if has("settings") || (has("projects") && has("version")) {
        Some(Found::Predecessor(FileKind::Config))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_its_keys_and_then_by_its_name() {
        const OLD: Option<Found> = Some(Found::Predecessor(FileKind::Session));
        for (name, text, found) in [
            ("a.json", "{\"schema\": 1, \"sessions\": []}", Some(Found::Export)),
            ("a.json", "{\"schema\": 9}", Some(Found::Export)),
            (
                "a.txt",
                "\u{feff}\n{\"schema\":1,\"session\":{}}\n{\"schema\":1,\"session\":",
                Some(Found::Export),
            ),
            ("a.json", "{\"session_id\": \"sess_x\", \"project_slug\": \"shop\"}", OLD),
            ("sess_20260211T0903_0f3a.json", "{\"session_id\": ", OLD),
            ("sess_x.json", "{\"schema\": 1, \"sessions\": []}", Some(Found::Export)),
            ("shop.json", "{\"project_slug\": \"shop\"}", Some(Found::Predecessor(FileKind::State))),
            ("config.json", "{\"settings\": {}}", Some(Found::Predecessor(FileKind::Config))),
            ("config.json", "{\"projects\": {}, \"version\": 1}", Some(Found::Predecessor(FileKind::Config))),
            ("a.json", "{}", None),
            ("a.json", "[]", None),
            ("a.json", "", None),
            ("a.json", "schema", None),
            ("a.json", "\u{0}{\"schema\": 1}", None),
        ] {
            assert_eq!(detect(name, text.as_bytes()), found, "{name}: {text}");
        }
        assert_eq!(detect("a.json", b"\xff\xfe"), None);
    }
}
