//! What would change in a file, as a unified diff.

use std::fmt::Write as _;

use app::FileChange;
use similar::TextDiff;

/// The lines around a change that are shown.
const AROUND: usize = 3;

/// The change as `git diff` would show it. What steers a terminal is left out of the lines.
pub(crate) fn render(change: &FileChange) -> String {
    let path = core_model::clean(&change.path.display().to_string());
    let before = if change.before.is_some() { path.as_str() } else { "/dev/null" };
    let content = change.before.as_deref().unwrap_or_default();
    let (Ok(old), Ok(new)) = (std::str::from_utf8(content), std::str::from_utf8(&change.after)) else {
        return format!("Binary files {before} and {path} differ: {} bytes\n", change.after.len());
    };
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(AROUND).header(before, &path).to_string();
    text.lines().fold(String::new(), |mut lines, line| {
        let line: String = line.chars().filter(|it| *it == '\t' || !core_model::is_unseen(*it)).collect();
        let _ = writeln!(lines, "{line}");
        lines
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(before: Option<&[u8]>, after: &[u8]) -> String {
        let change = FileChange {
            path: "/r/.git/config".into(),
            before: before.map(<[u8]>::to_vec),
            after: after.to_vec(),
        };
        render(&change)
    }

    #[test]
    fn what_was_there_what_is_new_and_what_no_line_ended() {
        insta::assert_snapshot!(rendered(Some(b"[a]\n\tx = 1"), b"[a]\n\tx = 1\n[b]\n"), @r"
        --- /r/.git/config
        +++ /r/.git/config
        @@ -1,2 +1,3 @@
         [a]
        -	x = 1
        \ No newline at end of file
        +	x = 1
        +[b]
        ");
        insta::assert_snapshot!(rendered(None, b"#!/bin/sh\n"), @r"
        --- /dev/null
        +++ /r/.git/config
        @@ -0,0 +1 @@
        +#!/bin/sh
        ");
        assert_eq!(
            rendered(None, b"\x7fELF\xff"),
            "Binary files /dev/null and /r/.git/config differ: 5 bytes\n"
        );
        assert!(!rendered(Some(b"\x1b[31m\n"), b"\x1b[32m\n").contains('\x1b'));
    }
}
