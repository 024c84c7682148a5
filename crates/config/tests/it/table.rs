//! The table of the keys.

use config::{KEYS, Key, Settings};

const DOCUMENT: &str = include_str!("../../../../docs/config.md");

#[test]
fn the_document_has_the_table_of_the_code() {
    let settings = Settings::default();
    let row = |key: &Key| {
        let bounds = key.bounds().map_or_else(String::new, |(least, most)| format!(", {least} to {most}"));
        format!(
            "| `{}` | {}{bounds} | `{}` | {} | {} |",
            key.name,
            key.kind_name(),
            key.value(&settings),
            if key.in_repository { "yes" } else { "no" },
            key.doc,
        )
    };
    let rows: Vec<String> = KEYS.iter().map(row).collect();
    let written: Vec<&str> = DOCUMENT.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(written, rows, "docs/config.md should have:\n{}", rows.join("\n"));
}

#[test]
fn the_variable_of_a_key_has_its_name() {
    for key in KEYS {
        assert_eq!(key.variable, format!("GIT_SESSION_{}", key.name.to_uppercase()));
        assert!(std::ptr::eq(Key::of(key.name).unwrap(), key));
    }
}
