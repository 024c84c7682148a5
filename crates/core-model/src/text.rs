//! What people and agents say: never empty, never without end.

use std::fmt;

/// What a text is for: its name in messages, and how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// What a session is for.
    Intent,
    /// What happened.
    Event,
    /// What was decided.
    DecisionTitle,
    /// Why it was decided.
    DecisionReason,
    /// Why a session was parked.
    ParkedReason,
    /// What should be done next.
    NextStep,
    /// What came of a session.
    Outcome,
    /// A tag.
    Tag,
    /// What a session does just now.
    Activity,
    /// Why it waits for a person.
    AwaitReason,
    /// What a task is about.
    TaskSubject,
    /// A question.
    Question,
    /// The answer to one.
    Answer,
    /// Where a project stands.
    Phase,
    /// A part of a project's roadmap.
    RoadmapItem,
    /// The name of a person or an agent.
    AuthorName,
    /// An agent's own id of its conversation.
    Conversation,
}

impl TextKind {
    /// The name, as it stands in a message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Event => "event",
            Self::DecisionTitle => "decision",
            Self::DecisionReason => "reason",
            Self::ParkedReason => "reason for parking",
            Self::NextStep => "next step",
            Self::Outcome => "outcome",
            Self::Tag => "tag",
            Self::Activity => "activity",
            Self::AwaitReason => "reason for waiting",
            Self::TaskSubject => "task",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Phase => "phase",
            Self::RoadmapItem => "roadmap item",
            Self::AuthorName => "author's name",
            Self::Conversation => "conversation id",
        }
    }

    /// The most bytes it may have. The head of a session is read by every hook, so what stands there is kept short;
    /// what is appended may be longer.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Intent | Self::ParkedReason | Self::Outcome => 4 * 1024,
            Self::NextStep | Self::DecisionTitle | Self::TaskSubject => 1024,
            Self::Activity | Self::AwaitReason | Self::Phase | Self::RoadmapItem => 1024,
            Self::Event | Self::DecisionReason | Self::Question | Self::Answer => 32 * 1024,
            Self::Tag => 64,
            Self::AuthorName | Self::Conversation => 256,
        }
    }
}

/// A text of a person or an agent: trimmed, not empty, within the limit of its kind. It may hold any other
/// characters; whoever shows it cleans it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text(String);

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or nothing that can be seen.
    #[error("the {} is empty; it takes 1 to {} bytes of text", .0.name(), .0.limit())]
    Empty(TextKind),
    /// More than the limit of its kind.
    #[error("the {} has {length} bytes; at most {} are taken", .kind.name(), .kind.limit())]
    TooLong {
        /// What it was for.
        kind: TextKind,
        /// How many bytes it has.
        length: usize,
    },
}

impl Text {
    /// Takes what was said.
    ///
    /// # Errors
    /// [`TextError::Empty`] and [`TextError::TooLong`].
    pub fn parse(kind: TextKind, raw: &str) -> Result<Self, TextError> {
        let text = raw.trim();
        if !text.chars().any(|c| !c.is_whitespace() && !crate::is_unseen(c)) {
            return Err(TextError::Empty(kind));
        }
        if text.len() > kind.limit() {
            return Err(TextError::TooLong { kind, length: text.len() });
        }
        Ok(Self(text.to_owned()))
    }

    /// Takes what the tool itself says (an intent made from a branch and a subject): shortened where it is too
    /// long, `fallback` where it is empty.
    #[must_use]
    pub fn shortened(kind: TextKind, raw: &str, fallback: &str) -> Self {
        let text = raw.trim();
        let text = if text.is_empty() { fallback } else { text };
        Self(shorten(text, kind.limit()))
    }

    /// A text as it was kept: it was checked when it was taken, and limits may have changed since.
    #[must_use]
    pub fn restored(kept: String) -> Self {
        Self(kept)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text, or its beginning and `…` where it has more than `limit` bytes.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let room = limit.saturating_sub('…'.len_utf8());
    let cut = (0..=room).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    format!("{}…", &text[..cut])
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_never_empty() {
        assert_eq!(Text::parse(TextKind::Intent, "  fix it \n").unwrap().as_str(), "fix it");
        for raw in ["", "  ", "\n\t", "\u{200b}", "\u{1b}", "\u{202e}"] {
            assert_eq!(Text::parse(TextKind::Intent, raw), Err(TextError::Empty(TextKind::Intent)));
        }
    }

    #[test]
    fn a_text_beyond_its_limit_is_refused_and_says_both_numbers() {
        let error = Text::parse(TextKind::Intent, &"x".repeat(10 * 1024 * 1024)).unwrap_err();
        assert_eq!(error.to_string(), "the intent has 10485760 bytes; at most 4096 are taken");
        assert!(Text::parse(TextKind::Intent, &"x".repeat(4096)).is_ok());
    }

    #[test]
    fn shortening_cuts_between_characters() {
        assert_eq!(shorten("ééé", 6), "ééé");
        assert_eq!(shorten("éééé", 6), "é…");
        assert_eq!(shorten("abc", 2), "…");
    }
}
