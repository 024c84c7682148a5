//! Texts as Markdown that means nothing but themselves: CommonMark, and what others have added to it (tables, tasks,
//! strikethrough, mathematics, attributes of headings).

use core_model::clean;

/// What has a meaning wherever it stands.
const ANYWHERE: [char; 16] =
    ['\\', '`', '*', '_', '[', ']', '{', '}', '<', '>', '#', '&', '|', '~', '$', '^'];

/// What has one at the beginning of a line alone.
const AT_FIRST: [char; 4] = ['+', '-', '=', ':'];

/// What stands where there is nothing to be seen.
const NOTHING: &str = "(nothing)";

/// The text on one line.
pub(crate) fn line(text: &str) -> String {
    let cleaned = clean(text);
    let text = cleaned.trim();
    if text.is_empty() {
        return NOTHING.to_owned();
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.chars().enumerate() {
        // `1.` and `1)` begin a list.
        let ends_number = at == digits && digits > 0 && matches!(c, '.' | ')');
        if ANYWHERE.contains(&c) || (at == 0 && AT_FIRST.contains(&c)) || ends_number {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The text with its lines kept, each but the first one after `indent`. Lines with nothing on them are left out.
pub(crate) fn lines(text: &str, indent: &str) -> String {
    let seen = |text: &&str| !clean(text).trim().is_empty();
    let lines: Vec<String> = text.lines().filter(seen).map(line).collect();
    if lines.is_empty() { NOTHING.to_owned() } else { lines.join(&format!("\\\n{indent}")) }
}
