//! The text of an entry in git's configuration, and finding it again. Pure: bytes in, bytes out.
//!
//! What stands there is changed by nothing but inserting and cutting out whole texts of ours, so that what somebody
//! else wrote keeps its bytes: `git config` would add a line end here and leave an empty header there.

use std::ops::Range;

use crate::Event;
use crate::block::{find_block, quote};

const COMMAND: &str = include_str!("../../../hooks/entry.sh");

/// The mark of the encoding that some editors put before a text. git takes it at the very beginning alone.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The entry that has `program` run for `event`. The command stands first: git refuses all work where an event has
/// none. `beside_files`: whether there are files as well, which are to know of its run.
pub(crate) fn render_section(event: Event, program: &str, beside_files: bool) -> String {
    let run_by = if beside_files { "GIT_SESSION_RUN_BY=entry:$PPID " } else { "" };
    let command = COMMAND.trim_end().replace("{run_by}", run_by).replace("{event}", event.file_name());
    let command = command.replace("{program}", &quote(program));
    format!("{}\tcommand = {}\n\tevent = {event}\n", render_header(event), quote_value(&command))
}

/// The line that each of our entries for `event` begins with.
pub(crate) fn render_header(event: Event) -> String {
    format!("[hook \"{}\"]\n", name(event))
}

/// What git calls the entry.
pub(crate) fn name(event: Event) -> String {
    format!("git-session-{event}")
}

/// A value that git reads as exactly this text.
fn quote_value(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A text with values in it, as git reads them, but for the quotes around.
pub(crate) fn unquote_value(text: &str) -> String {
    let mut read = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        read.extend(match character {
            '\\' => characters.next().map(|next| match next {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            other => Some(other),
        });
    }
    read
}

/// What stands there of the entry for an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// Nothing.
    Nothing,
    /// This text of ours, whole.
    Ours { text: &'a str, at: Range<usize> },
    /// An entry of that name which is not as we wrote it.
    Changed,
}

/// Looks for the entry of an event. `texts`: what we may have written, for whatever event.
pub(crate) fn find_section<'a>(
    content: &[u8],
    event: Event,
    texts: impl IntoIterator<Item = &'a str>,
) -> Found<'a> {
    let keys = keys_of(content, &name(event));
    if keys.is_empty() {
        return Found::Nothing;
    }
    let header = render_header(event);
    let mut ours = texts.into_iter().filter(|text| text.starts_with(&header)).filter_map(|text| {
        let at = find_block(content, text)?;
        begins_a_line(content, at.start).then_some(Found::Ours { text, at })
    });
    // With one event more than ours, without our command git would refuse all work.
    let is_once = |key: &str| keys.iter().filter(|it| it.eq_ignore_ascii_case(key)).count() == 1;
    ours.next().filter(|_| is_once("command") && is_once("event")).unwrap_or(Found::Changed)
}

fn begins_a_line(content: &[u8], at: usize) -> bool {
    let before = &content[..at];
    before.is_empty() || before.ends_with(b"\n") || before == MARK
}

/// The keys below every header of that name, and an empty one for each header.
fn keys_of(content: &[u8], name: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut is_below = false;
    for line in String::from_utf8_lossy(content.strip_prefix(MARK).unwrap_or(content)).lines() {
        let mut line = line.trim_start();
        if let Some(header) = line.strip_prefix('[') {
            let rest = rest_of_header(header, name);
            is_below = rest.is_some();
            keys.extend(rest.map(|_| String::new()));
            line = rest.unwrap_or_default().trim_start();
        }
        let key = line.split(|it: char| !it.is_ascii_alphanumeric() && it != '-').next().unwrap_or_default();
        if is_below && !key.is_empty() {
            keys.push(key.to_owned());
        }
    }
    keys
}

/// What stands behind a header, where it is `hook "NAME"]`. `None`: it is another.
fn rest_of_header<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let (section, rest) = header.split_at_checked(4)?;
    if !section.eq_ignore_ascii_case("hook") {
        return None;
    }
    rest.trim_start().strip_prefix('"')?.strip_prefix(name)?.strip_prefix("\"]")
}

/// Puts an entry before all others: where one of somebody else names a program that is gone, git skips all that come
/// after it.
pub(crate) fn insert_section(content: &mut Vec<u8>, text: &str) {
    let start = if content.starts_with(MARK) { MARK.len() } else { 0 };
    content.splice(start..start, text.bytes());
}

/// The content without our text at that place. What somebody added to the entry keeps its header.
pub(crate) fn cut_section(content: &[u8], at: &Range<usize>) -> Vec<u8> {
    let is_begun = |line: &[u8]| {
        let line = line.trim_ascii();
        (!line.is_empty() && !line.starts_with(b"#") && !line.starts_with(b";"))
            .then(|| !line.starts_with(b"["))
    };
    let has_more = content[at.end..].split(|&byte| byte == b'\n').find_map(is_begun).unwrap_or(false);
    let header = content[at.clone()].iter().position(|&byte| byte == b'\n').filter(|_| has_more);
    let from = header.map_or(at.start, |end| at.start + end + 1);
    [&content[..from], &content[at.end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: Event = Event::PostCommit;
    const TEXT: &str = "[hook \"git-session-post-commit\"]\n\tcommand = x\n\tevent = post-commit\n";

    #[test]
    fn the_whole_entry() {
        assert_eq!(
            render_section(Event::PostRewrite, "/home/o'neil/my \"bin\"/git-session", true),
            r#"[hook "git-session-post-rewrite"]
	command = "[ \"${GIT_SESSION_HOOKS-1}\" = 0 ] || { p='/home/o'\\''neil/my \"bin\"/git-session'; [ -x \"$p\" ] || p=git-session; GIT_SESSION_RUN_BY=entry:$PPID \"$p\" hook post-rewrite \"$@\"; } </dev/null >/dev/null 2>&1 || :"
	event = post-rewrite
"#
        );
    }

    #[test]
    fn an_entry_is_found_whole_and_only_where_git_would_run_just_that() {
        let find = |content: &str| match find_section(content.as_bytes(), EVENT, [TEXT]) {
            Found::Nothing => "nothing",
            Found::Ours { .. } => "ours",
            Found::Changed => "changed",
        };
        let with = |more: &str| format!("[core]\n\tbare = false\n{TEXT}{more}");
        for (content, found) in [
            (String::new(), "nothing"),
            ("[core]\n\tbare = false\n".into(), "nothing"),
            ("[hook \"git-session-post-commit-2\"]\n\tcommand = x\n".into(), "nothing"),
            ("# [hook \"git-session-post-commit\"]\n".into(), "nothing"),
            (with(""), "ours"),
            (with("\tenabled = false\n"), "ours"),
            (with("[hook \"git-session-post-commit\"]\n\tenabled = false\n"), "ours"),
            (with("\tevent = pre-push\n"), "changed"),
            (with("[HOOK  \"git-session-post-commit\"] EVENT = pre-push\n"), "changed"),
            (with("\tcommand = y\n"), "changed"),
            (with(TEXT), "changed"),
            (with("").replace("= x", "= y"), "changed"),
            (with("").replace("command", "Command"), "changed"),
            ("[hook \"git-session-post-commit\"]\n\tevent = post-commit\n".into(), "changed"),
            ("[hook \"git-session-post-commit\"]\n".into(), "changed"),
        ] {
            assert_eq!(find(&content), found, "{content}");
        }
    }

    #[test]
    fn what_is_cut_out_leaves_what_was_there_before_and_what_came_since() {
        for (before, after, left) in [
            ("", "", ""),
            ("[a]\n\tx = 1\n", "", "[a]\n\tx = 1\n"),
            ("[a]\n", "[b]\n\ty = 2", "[a]\n[b]\n\ty = 2"),
            ("[a]\n", "\n# of b\n  [b]\n", "[a]\n\n# of b\n  [b]\n"),
            ("", "\n; nothing more\n", "\n; nothing more\n"),
        ] {
            let content = format!("{before}{TEXT}{after}");
            let cut = cut_section(content.as_bytes(), &(before.len()..before.len() + TEXT.len()));
            assert_eq!(String::from_utf8(cut).unwrap(), left);
        }
        // Without its header, it would be said of the section above.
        let content = format!("[a]\n{TEXT}\n# mine\n\tenabled = false\n[b]\n");
        let cut = cut_section(content.as_bytes(), &(4..4 + TEXT.len()));
        let left = "[a]\n[hook \"git-session-post-commit\"]\n\n# mine\n\tenabled = false\n[b]\n";
        assert_eq!(String::from_utf8(cut).unwrap(), left);
    }

    #[test]
    fn an_entry_stands_before_all_others_and_behind_the_mark_of_the_encoding() {
        for (before, after) in [
            ("", "T\n"),
            ("[a]\n\tx = 1\\", "T\n[a]\n\tx = 1\\"),
            ("# remark\r\n[a]\r\n", "T\n# remark\r\n[a]\r\n"),
            ("\u{feff}[a]\n", "\u{feff}T\n[a]\n"),
        ] {
            let mut content = before.as_bytes().to_vec();
            insert_section(&mut content, "T\n");
            assert_eq!(String::from_utf8(content).unwrap(), after);
        }
    }
}
