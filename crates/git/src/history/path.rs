//! Which paths the history keeps.

use gix::bstr::BStr;
use gix::validate::path::{component, component::Options};

/// The longest path, in bytes; no system has longer ones.
const LIMIT: usize = 4096;

/// Whether the text is a path of plain names with `/` between them. What is restored from the history is written to a
/// disk, perhaps another system's, so the rules of all of them hold.
pub(super) fn is_path(text: &str) -> bool {
    text.len() <= LIMIT && text.split('/').all(|part| is_name(part.as_bytes()))
}

fn is_name(part: &[u8]) -> bool {
    component(BStr::new(part), None, Options::default()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_history_stays_inside_on_every_system() {
        for path in
            ["config.toml", "live/20261120-k7q2m9xzpw.toml", "archive/2026-11/x", ".gitignore", "é/漢"]
        {
            assert!(is_path(path), "{path}");
        }
        for path in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/..",
            "../a",
            "a/./b",
            "a\\b",
            "C:",
            "C:/a",
            ".git",
            "a/.GIT",
            ".git/config",
            "git~1",
            ".g\u{200c}it",
            "a:b",
            "nul",
            "a\0b",
            "a\nb",
            "a.",
            "a ",
        ] {
            assert!(!is_path(path), "{path:?}");
        }
        assert!(is_path(&"ab/c".repeat(1024)) && !is_path(&"ab/cd".repeat(1024)));
    }
}
