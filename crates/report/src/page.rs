//! Lines of text with roles, cut to a width.

use chrono::TimeDelta;
use core_model::{Time, clean};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How a page should look: what only the edge knows.
pub struct Look<'a> {
    /// How many columns there are.
    pub width: usize,
    /// A moment in the reader's time zone.
    pub local: &'a dyn Fn(Time) -> chrono::NaiveDateTime,
    /// The present.
    pub now: Time,
}

/// What a piece of text is, so that the edge can choose a colour. It is understood without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// The name of a session or a commit.
    Id,
    /// What stands out.
    Heading,
    /// What stands back.
    Dim,
    /// What somebody must do something about.
    Alert,
    /// What was looked for.
    Found,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub role: Role,
    /// The text, clean.
    pub text: String,
}

/// What stands between a text and what is beside it, and between the parts of that.
const BESIDE: &str = " · ";

/// A line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

/// Lines, to be written one below the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page(pub Vec<Line>);

impl Line {
    /// Adds a piece, cleaned.
    #[must_use]
    pub(crate) fn with(mut self, role: Role, text: impl AsRef<str>) -> Self {
        self.0.push(Span { role, text: clean(text.as_ref()) });
        self
    }

    /// Adds a text, and what stands beside it, within `width` columns: the text is cut first, as long as enough of it is left;
    /// then parts of what stands beside it are left out, the last first.
    #[must_use]
    pub(crate) fn with_beside(self, text: &str, beside: &str, width: usize) -> Self {
        const LEAST: usize = 24;
        let taken: usize = self.0.iter().map(|span| span.text.width()).sum();
        let (text, beside) = (clean(text), clean(beside));
        let mut beside = beside.as_str();
        let room = |beside: &str| width.saturating_sub(taken + beside.width());
        while text.width().min(LEAST) > room(beside)
            && let Some((before, _)) = beside.rsplit_once(BESIDE)
        {
            beside = before;
        }
        self.with(Role::Plain, cut_to(&text, room(beside).max(1))).with(Role::Dim, beside)
    }

    /// The line within `width` columns: what goes beyond ends with `…`.
    fn width(&self) -> usize {
        self.0.iter().map(|span| span.text.width()).sum()
    }

    fn cut(mut self, width: usize) -> Self {
        let mut left = width;
        for at in 0..self.0.len() {
            let wide = self.0[at].text.width();
            if wide <= left {
                left -= wide;
                continue;
            }
            self.0.truncate(at + 1);
            self.cut_last(left);
            break;
        }
        self
    }

    /// Cuts the last piece to `left` columns. Where that leaves no room for the `…`, it takes the place of what stands before.
    fn cut_last(&mut self, mut left: usize) {
        while let Some(last) = self.0.last_mut() {
            if left > 0 {
                last.text = cut_text(&last.text, left);
                return;
            }
            self.0.pop();
            left = self.0.last().map_or(0, |span| span.text.width());
        }
    }
}

/// The text within so many columns: what goes beyond ends with `…`.
pub(crate) fn cut_to(text: &str, width: usize) -> String {
    if text.width() <= width { text.to_owned() } else { cut_text(text, width) }
}

fn cut_text(text: &str, width: usize) -> String {
    let mut kept = String::new();
    let Some(mut left) = width.checked_sub(1) else { return kept };
    // What is one sign to the reader is kept or left out in whole: an accent on its letter, an emoji of several characters.
    for sign in text.graphemes(true) {
        let wide = sign.width();
        if wide > left {
            break;
        }
        left -= wide;
        kept.push_str(sign);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
impl Page {
    /// The text alone.
    pub(crate) fn to_plain(&self) -> String {
        let lines =
            self.0.iter().map(|line| line.0.iter().map(|span| span.text.as_str()).collect::<String>());
        lines.map(|line| line.trim_end().to_owned() + "\n").collect()
    }
}

impl Page {
    /// Adds a line, cut to the width.
    pub(crate) fn line(&mut self, look: &Look<'_>, line: Line) {
        self.0.push(line.cut(look.width));
    }

    /// Adds an empty line.
    pub(crate) fn gap(&mut self) {
        self.0.push(Line::default());
    }

    /// Adds a text that may take several lines, each after `indent` columns; the first one after `first`. Lines of the
    /// text stay lines.
    pub(crate) fn wrapped(&mut self, look: &Look<'_>, first: Line, indent: usize, role: Role, text: &str) {
        let room = look.width.saturating_sub(indent).max(20);
        // What stands before the text may be wider than what the other lines are indented by.
        let mut taken = " ".repeat(first.width().saturating_sub(indent));
        let mut before = first;
        for line in text.lines().map(clean) {
            for piece in textwrap::wrap(&line, textwrap::Options::new(room).initial_indent(&taken)) {
                let next = Line::default().with(Role::Plain, " ".repeat(indent));
                let piece = piece.get(taken.len()..).unwrap_or_default();
                self.line(look, std::mem::replace(&mut before, next).with(role, piece));
                taken.clear();
            }
        }
    }
}

/// How long before `now` a moment was, in words.
pub(crate) fn ago(time: Time, now: Time) -> String {
    let past = (now - time).to_std().unwrap_or_default();
    if past.as_secs() == 0 { "just now".into() } else { timeago::Formatter::new().convert(past) }
}

/// How long something took, in minutes, hours and days: what is shorter than a minute is one of less than that.
pub(crate) fn length(time: TimeDelta) -> String {
    let minutes = time.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, 0) => "less than a minute".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

impl Look<'_> {
    /// How long ago a moment was, in words.
    #[must_use]
    pub fn ago(&self, time: Time) -> String {
        ago(time, self.now)
    }

    /// The date and the minute, where the reader is.
    #[must_use]
    pub fn minute(&self, time: Time) -> String {
        (self.local)(time).format("%Y-%m-%d %H:%M").to_string()
    }

    /// The date, where the reader is.
    pub(crate) fn date(&self, time: Time) -> String {
        (self.local)(time).format("%Y-%m-%d").to_string()
    }

    /// How many days lie between two moments, where the reader is.
    pub(crate) fn days_between(&self, first: Time, second: Time) -> usize {
        let days = ((self.local)(second).date() - (self.local)(first).date()).num_days();
        usize::try_from(days).unwrap_or(0)
    }

    /// The minute of the day, where the reader is.
    pub(crate) fn clock(&self, time: Time) -> String {
        (self.local)(time).format("%H:%M").to_string()
    }

    /// The day, where the reader is.
    pub(crate) fn day(&self, time: Time) -> String {
        (self.local)(time).format("%A, %-d %B %Y").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, width: usize) -> String {
        let line = Line::default().with(Role::Id, "k7q2m9  ").with(Role::Plain, text).cut(width);
        line.0.into_iter().map(|span| span.text).collect()
    }

    #[test]
    fn no_line_is_wider_than_there_are_columns_whatever_is_written_on_it() {
        for text in [
            "plain words, many of them",
            "二重請求を止める、再試行のときも",
            "e\u{301}té à la n\u{303}andu e\u{301}",
            "❤️❤️❤️❤️❤️❤️❤️❤️",
            "👩‍👩‍👧 🇳🇱 👍🏽 and so on",
            "नमस्ते दुनिया",
            "\u{1b}[31mred",
            "ﷺ﷽",
        ] {
            for width in [1, 2, 9, 10, 11, 12, 13, 20, 40, 300] {
                let shown = cut(text, width);
                assert!(shown.width() <= width, "{shown:?} is wider than {width}");
                assert!(
                    shown.width() + 3 >= width.min(8 + clean(text).width()),
                    "{shown:?} leaves room in {width}"
                );
            }
        }
    }

    #[test]
    fn of_a_text_nothing_is_lost_however_wide_is_what_stands_before_it() {
        let text = "We use the second gateway: its answers are long enough to wrap on a screen.";
        for before in ["", "  q1  ", "      answered 2 hours ago: "] {
            let mut page = Page::default();
            let look = Look { width: 60, local: &|time| time.naive_utc(), now: Time::default() };
            page.wrapped(&look, Line::default().with(Role::Dim, before), 6, Role::Plain, text);
            let shown: String =
                page.0.iter().flat_map(|line| &line.0).map(|span| format!(" {}", span.text)).collect();
            let words: Vec<&str> = shown.split_whitespace().collect();
            assert!(words.ends_with(&text.split(' ').collect::<Vec<_>>()), "{shown}");
        }
    }

    #[test]
    fn where_nothing_is_left_the_piece_before_is_cut() {
        assert_eq!(cut("more", 8), "k7q2m9 …");
        assert_eq!(cut("more", 9), "k7q2m9  …");
        assert_eq!(cut("more", 0), "");
        assert_eq!(cut_to("more", 0), "");
        let line = Line::default().with(Role::Plain, "one two").with(Role::Id, "").with(Role::Dim, " · Ada");
        assert_eq!(line.cut(7).0, [Span { role: Role::Plain, text: "one tw…".into() }]);
    }

    #[test]
    fn a_text_is_cut_before_what_stands_beside_it_is_left_out() {
        let shown = |width| {
            let line = Line::default().with(Role::Id, "k7q2m9  ");
            let beside = " · claude-code · 12 commits";
            line.with_beside("Stop the double charge on retry", beside, width).0
        };
        let shown = |width| shown(width).iter().map(|span| span.text.as_str()).collect::<String>();
        assert_eq!(shown(80), "k7q2m9  Stop the double charge on retry · claude-code · 12 commits");
        assert_eq!(shown(60), "k7q2m9  Stop the double charge o… · claude-code · 12 commits");
        assert_eq!(shown(58), "k7q2m9  Stop the double charge on retry · claude-code");
        assert_eq!(shown(46), "k7q2m9  Stop the double charge … · claude-code");
        assert_eq!(shown(40), "k7q2m9  Stop the double charge on retry");
        assert_eq!(shown(20), "k7q2m9  Stop the do…");
    }

    #[test]
    fn what_is_one_sign_is_not_taken_apart() {
        assert_eq!(cut("二重請求", 12), "k7q2m9  二…");
        assert_eq!(cut("e\u{301}te\u{301}s", 11), "k7q2m9  e\u{301}t…");
        assert_eq!(cut("👩‍👩‍👧 three", 12), "k7q2m9  👩‍👩‍👧 …");
        assert_eq!(cut("🇳🇱🇧🇪", 11), "k7q2m9  🇳🇱…");
        assert_eq!(cut("❤️❤️", 11), "k7q2m9  ❤️…");
    }
}
