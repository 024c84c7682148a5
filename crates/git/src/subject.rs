//! A commit's subject, as `git log --format=%s` shows it.

/// The lines of the message's first paragraph, joined by spaces; cut at `limit` bytes, with `…` at the end.
///
/// Differs from git's `%s` in two things: what is not UTF-8 is replaced (the commit's `encoding` is not looked at), and
/// it has an end.
pub(crate) fn derive_subject(message: &[u8], limit: usize) -> String {
    let mut lines = message.split(|&byte| byte == b'\n').map(trim_end).skip_while(|line| line.is_empty());
    let mut subject = Vec::new();
    // A few bytes beyond the limit suffice to know that there is more.
    while let Some(line) = lines.next().filter(|line| !line.is_empty() && subject.len() <= limit) {
        if !subject.is_empty() {
            subject.push(b' ');
        }
        subject.extend_from_slice(&line[..line.len().min(limit + 1)]);
    }
    core_model::shorten(&String::from_utf8_lossy(&subject), limit)
}

/// Without the white space at the end: what git counts as such.
fn trim_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    end.map_or(&[], |last| &line[..=last])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_paragraph_becomes_one_line() {
        for (message, subject) in [
            ("Fix it\n", "Fix it"),
            ("Fix it", "Fix it"),
            ("", ""),
            ("\n \n\n", ""),
            ("\n\n  Fix\t \nit \n\nBecause\n", "  Fix it"),
            ("Fix\r\nit\r\n\r\nBecause\r\n", "Fix it"),
            ("one\n two\n\t\nthree", "one  two"),
        ] {
            assert_eq!(derive_subject(message.as_bytes(), 100), subject, "{message:?}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_replaced() {
        assert_eq!(derive_subject(b"caf\xe9 au lait\n", 100), "caf\u{fffd} au lait");
    }

    #[test]
    fn a_subject_has_an_end() {
        assert_eq!(derive_subject(b"12345678", 8), "12345678");
        assert_eq!(derive_subject(b"123456789", 8), "12345…");
        assert_eq!(derive_subject(b"1234\n5678", 8), "12345…".replace('5', " "));
        assert_eq!(derive_subject("éééééé".as_bytes(), 8), "éé…");
        assert_eq!(derive_subject(&vec![b'x'; 10_000_000], 1024).len(), 1024);
        assert_eq!(derive_subject("x\n".repeat(1_000_000).as_bytes(), 1024).len(), 1024);
    }
}
