//! A JSON text as a tree that keeps all of it: doubled names, the order, and numbers as they were written.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_TEXT;
use super::error::ParseError;
use super::fields::Leftover;

/// How deep lists and objects may lie in one another. The predecessor's lie three deep.
pub(super) const MAX_DEPTH: usize = 24;
/// How many values a text may have. A session that fills the longest text with one-word events has fewer.
pub(super) const MAX_VALUES: usize = 500_000;
/// How long the paths of all its values may be together, in bytes: one long name above many values makes them grow.
const MAX_PATHS: usize = 64 * 1024 * 1024;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Parses a whole text. A byte order mark before it is passed over.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        if bytes.len() > MAX_TEXT {
            return Err(ParseError::TooLong(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| ParseError::NotText(error.valid_up_to()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Walks the whole text without recursion, and says line and column of what is wrong.
        let raw: &RawValue =
            serde_json::from_str(text).map_err(|error| ParseError::NotJson(error.to_string()))?;
        Grower { values: MAX_VALUES, paths: MAX_PATHS }.grow(raw.get(), "", 0)
    }

    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Each value in it that has no other in it, with its path below `path`.
    pub(super) fn into_leaves(self, path: String, leaves: &mut Vec<Leftover>) {
        let value = match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(value) | Self::Text(value) => value,
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Self::List(items) => {
                for (index, item) in items.into_iter().enumerate() {
                    item.into_leaves(format!("{path}[{index}]"), leaves);
                }
                return;
            }
            Self::Object(entries) => {
                for (name, value) in entries {
                    value.into_leaves(below(&path, &name), leaves);
                }
                return;
            }
        };
        leaves.push(Leftover { path, value });
    }
}

/// The path of a name in the object at `path`.
pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// What is left of the limits.
struct Grower {
    values: usize,
    paths: usize,
}

impl Grower {
    fn grow(&mut self, raw: &str, path: &str, depth: usize) -> Result<Tree, ParseError> {
        if depth > MAX_DEPTH {
            return Err(ParseError::TooDeep(core_model::shorten(path, 80)));
        }
        self.paths = self.paths.checked_sub(path.len()).ok_or(ParseError::TooMany)?;
        let broken = |_| ParseError::NotACharacter(core_model::shorten(path, 80));
        match raw.as_bytes().first() {
            Some(b'{') => {
                let Entries(raws) = serde_json::from_str(raw).map_err(broken)?;
                self.count(raws.len())?;
                let mut entries = Vec::with_capacity(raws.len());
                for (name, value) in raws {
                    let value = self.grow(value.get(), &below(path, &name), depth + 1)?;
                    entries.push((name, value));
                }
                Ok(Tree::Object(entries))
            }
            Some(b'[') => {
                let raws: Vec<&RawValue> = serde_json::from_str(raw).map_err(broken)?;
                self.count(raws.len())?;
                let grow = |(index, value): (usize, &RawValue)| {
                    self.grow(value.get(), &format!("{path}[{index}]"), depth + 1)
                };
                Ok(Tree::List(raws.into_iter().enumerate().map(grow).collect::<Result<_, _>>()?))
            }
            Some(b'"') => serde_json::from_str(raw).map(Tree::Text).map_err(broken),
            Some(b't') => Ok(Tree::Bool(true)),
            Some(b'f') => Ok(Tree::Bool(false)),
            // A raw value is never empty.
            Some(b'n') | None => Ok(Tree::Null),
            Some(_) => Ok(Tree::Number(raw.to_owned())),
        }
    }

    fn count(&mut self, values: usize) -> Result<(), ParseError> {
        self.values = self.values.checked_sub(values).ok_or(ParseError::TooMany)?;
        Ok(())
    }
}

/// The entries of an object as they stand there, doubled names too.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(text: &str) -> Vec<String> {
        let mut leaves = Vec::new();
        Tree::parse(text.as_bytes()).unwrap().into_leaves(String::new(), &mut leaves);
        leaves.into_iter().map(|leaf| format!("{} = {}", leaf.path, leaf.value)).collect()
    }

    #[test]
    fn each_leaf_has_its_path_and_stands_as_it_was_written() {
        let text = "\u{feff} {\"a\": 1.50, \"b\": [true, null, \"x\\n\\u00e9\"], \"a\": {\"c\": 123456789012345678901234567890, \"d\": []}, \"e\": {}}\n";
        insta::assert_snapshot!(leaves(text).join("\n"), @"
        a = 1.50
        b[0] = true
        b[1] = null
        b[2] = x
        é
        a.c = 123456789012345678901234567890
        a.d = []
        e = {}
        ");
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, message) in [
            ("", "it is not JSON: EOF while parsing a value at line 1 column 0"),
            ("{\n  \"a\": 1,\n}", "it is not JSON: key must be a string at line 3 column 1"),
            ("{} {}", "it is not JSON: trailing characters at line 1 column 4"),
            ("{\"a\": NaN}", "it is not JSON: expected value at line 1 column 7"),
            ("{\"a\": [\"\\ud800\"]}", "`a[0]` has an escape that stands for no character"),
            ("{\"\\ud800\": 1}", "`` has an escape that stands for no character"),
        ] {
            assert_eq!(Tree::parse(text.as_bytes()).unwrap_err().to_string(), message, "{text}");
        }
        assert_eq!(Tree::parse(b"{\"a\": \"\xff\"}"), Err(ParseError::NotText(7)));
    }

    #[test]
    fn neither_depth_nor_length_nor_number_is_without_limit() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(Tree::parse(deep(MAX_DEPTH + 1).as_bytes()).is_ok());
        for levels in [MAX_DEPTH + 2, 1_000_000] {
            let error = Tree::parse(deep(levels).as_bytes()).unwrap_err();
            assert!(matches!(error, ParseError::TooDeep(_)), "{error}");
        }
        let list = |items: usize| format!("[{}0]", "0,".repeat(items - 1));
        assert!(Tree::parse(list(MAX_VALUES).as_bytes()).is_ok());
        assert_eq!(Tree::parse(list(MAX_VALUES + 1).as_bytes()), Err(ParseError::TooMany));
        let named = format!("{{\"{}\": {}}}", "n".repeat(1024), list(MAX_PATHS / 1024));
        assert_eq!(Tree::parse(named.as_bytes()), Err(ParseError::TooMany));
        let long = " ".repeat(MAX_TEXT + 1);
        assert_eq!(Tree::parse(long.as_bytes()), Err(ParseError::TooLong(MAX_TEXT + 1)));
    }
}
