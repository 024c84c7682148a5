//! Answers for programs: whole, or a long list item by item.

use std::io::{self, BufWriter};

use report::json::{SCHEMA, render, render_part};
use serde::Serialize;

use super::{line, progress, wanted};

/// Prints a value as JSON, on one line.
pub(crate) fn json<T: Serialize>(value: T) -> io::Result<()> {
    line(&render(value))
}

/// What a list is called in an answer, and what one of its items is, where that has a line of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    /// As in `{"sessions": […]}`.
    pub(crate) name: &'static str,
    /// As in `{"session": …}`.
    pub(crate) item: &'static str,
}

/// Prints an answer whose list may be long: each item is written as it comes, and none is held. What stands beside the
/// list, a struct with fields, is asked for once the list is written, and follows it.
///
/// With `--json` that is one line, `{"schema": 1, "sessions": […], …}`; with `--jsonl` a line for each item,
/// `{"schema": 1, "session": …}`, and then one for what stands beside them.
pub(crate) fn json_list<T: Serialize, R: Serialize>(
    list: List,
    items: impl IntoIterator<Item = T>,
    beside: impl FnOnce() -> R,
) -> io::Result<()> {
    let _quiet = progress::quiet();
    write_list(&mut BufWriter::new(io::stdout().lock()), wanted().json_lines, list, items, beside)
}

fn write_list<T: Serialize, R: Serialize>(
    out: &mut impl io::Write,
    as_lines: bool,
    List { name, item }: List,
    items: impl IntoIterator<Item = T>,
    beside: impl FnOnce() -> R,
) -> io::Result<()> {
    if as_lines {
        for value in items {
            writeln!(out, "{{\"schema\":{SCHEMA},\"{item}\":{}}}", render_part(value))?;
        }
    } else {
        write!(out, "{{\"schema\":{SCHEMA},\"{name}\":[")?;
        for (at, value) in items.into_iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}{}", render_part(value))?;
        }
        write!(out, "]")?;
    }
    let beside = render_part(beside());
    let fields = beside.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or_default();
    match (as_lines, fields.is_empty()) {
        (true, true) => {}
        (true, false) => writeln!(out, "{{\"schema\":{SCHEMA},{fields}}}")?,
        (false, true) => writeln!(out, "}}")?,
        (false, false) => writeln!(out, ",{fields}}}")?,
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Beside {
        problems: Vec<String>,
    }

    #[derive(Serialize)]
    struct Nothing {}

    fn written<R: Serialize>(as_lines: bool, items: &[&str], beside: R) -> String {
        let mut out = Vec::new();
        let list = List { name: "words", item: "word" };
        write_list(&mut out, as_lines, list, items, || beside).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_list_is_one_object_or_a_line_for_each_item() {
        let beside = || Beside { problems: vec!["none".into()] };
        assert_eq!(
            written(false, &["a", "b\n"], beside()),
            "{\"schema\":1,\"words\":[\"a\",\"b\\n\"],\"problems\":[\"none\"]}\n"
        );
        assert_eq!(written(false, &[], Nothing {}), "{\"schema\":1,\"words\":[]}\n");
        assert_eq!(
            written(true, &["a", "b"], beside()),
            "{\"schema\":1,\"word\":\"a\"}\n{\"schema\":1,\"word\":\"b\"}\n{\"schema\":1,\"problems\":[\"none\"]}\n"
        );
        assert_eq!(written(true, &[], Nothing {}), "");
    }

    #[test]
    fn what_is_written_item_by_item_is_what_would_be_written_whole() {
        #[derive(Serialize)]
        struct Whole {
            words: Vec<&'static str>,
            problems: Vec<String>,
        }
        let words = ["a\u{1b}[31m", "\u{202e}b", "c"];
        let whole = render(Whole { words: words.to_vec(), problems: Vec::new() });
        assert_eq!(written(false, &words, Beside { problems: Vec::new() }), whole + "\n");
    }
}
