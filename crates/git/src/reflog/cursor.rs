//! Where reading stopped.

use std::fmt;
use std::str::FromStr;

use gix::ObjectId;

use crate::commit::parse_id;

/// A place in the reflog: after a line that was read. As text it is one short line, `OFFSET ID`: how many bytes there
/// are up to there, and the commit that the line moved HEAD to. Where the reflog is no file, the seconds of the line's
/// own time take the place of the bytes, and where several lines agree in both, `.1` and so on tell which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(super) offset: u64,
    pub(super) nth: u32,
    pub(super) id: ObjectId,
}

/// The text is no [`Cursor`].
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is no place in a reflog")]
pub struct CursorError {
    /// The text, or its beginning.
    pub text: String,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            0 => write!(f, "{} {}", self.offset, self.id),
            nth => write!(f, "{}.{nth} {}", self.offset, self.id),
        }
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    /// Reads what [`Cursor`] shows, with or without a newline behind it.
    fn from_str(text: &str) -> Result<Self, CursorError> {
        let read = || {
            let (offset, id) = text.trim_end().split_once(' ')?;
            let (offset, nth) = offset.split_once('.').unwrap_or((offset, "0"));
            Some(Self { offset: offset.parse().ok()?, nth: nth.parse().ok()?, id: parse_id(id).ok()? })
        };
        read().ok_or_else(|| CursorError { text: core_model::shorten(text, 80) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let text = format!("1234 {}", "9f".repeat(20));
        let cursor: Cursor = text.parse().unwrap();
        assert_eq!(cursor.to_string(), text);
        assert_eq!(format!("{text}\n").parse::<Cursor>().unwrap(), cursor);
        for text in [format!("1.7 {}", "9f".repeat(20)), format!("1234 {}", "9f".repeat(32))] {
            assert_eq!(text.parse::<Cursor>().unwrap().to_string(), text);
        }
        for text in ["", "1234", " ", "x 9f", "-1 9f", &text.replace(' ', "  "), &text[..30]] {
            let error = text.parse::<Cursor>().unwrap_err().to_string();
            assert_eq!(error, format!("`{text}` is no place in a reflog"));
        }
    }
}
