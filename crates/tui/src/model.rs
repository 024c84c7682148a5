//! All that the screen knows.

use core_model::{Session, SessionId, Time};
use ratatui::layout::Rect;
use ratatui_textarea::TextArea;
use report::Look;

use crate::around::{Around, Told};
use crate::board::{Archive, Board, Group, Notice, Row};
use crate::choose::Choose;
use crate::deed::Done;
use crate::filter::Filter;
use crate::form::{self, Form};
use crate::layout::{self, Areas, Wanted};
use crate::story::Story;

/// How many of what is over are read at first.
pub(crate) const FIRST: usize = 100;

/// How many of what is over are read at most. Whoever looks further back asks `git session log`.
pub(crate) const MOST: usize = 20_000;

/// All that the screen knows.
pub(crate) struct Model {
    pub(crate) around: Around,
    pub(crate) now: Time,
    /// Columns and lines.
    pub(crate) size: (u16, u16),
    /// What is live. `None`: it was not read yet.
    pub(crate) board: Option<Board>,
    pub(crate) archive: Archive,
    /// What was true once and is to be known: it stays until it was looked at.
    pub(crate) news: Vec<Notice>,
    /// How many of what is over were asked for last.
    pub(crate) asked: usize,
    /// All that was read, in the order of the list.
    pub(crate) rows: Vec<Row>,
    /// Those of them that the filter lets through.
    pub(crate) shown: Vec<usize>,
    /// The lines of the list.
    pub(crate) lines: Vec<ListLine>,
    /// The line of the list that is at the top.
    pub(crate) top: usize,
    /// Where in `shown` the chosen session is.
    pub(crate) at: usize,
    /// The session that is chosen. `None`: there is none.
    pub(crate) chosen: Option<SessionId>,
    /// The session that is chosen as soon as it is there: the one that goes on. `None`: none is awaited.
    pub(crate) awaited: Option<SessionId>,
    pub(crate) story: Story,
    /// Whether keys move the story, and not the list.
    pub(crate) in_story: bool,
    pub(crate) typed_filter: TextArea<'static>,
    pub(crate) filter: Filter,
    pub(crate) mode: Mode,
    pub(crate) said: Said,
    /// Whether a deed is under way.
    pub(crate) busy: bool,
    /// Whether to leave when that is done.
    pub(crate) leaving: bool,
}

/// What has the keys.
#[derive(Debug)]
pub(crate) enum Mode {
    Browse,
    Filter,
    Form(Box<Form>),
    Choose(Choose),
    /// The help, from this line on.
    Help(usize),
    /// What is not as it should be, from this line on.
    Notices(usize),
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListLine {
    Gap,
    Title(Group),
    /// What a session is for: its place in `shown`.
    Intent(usize),
    /// What else there is to say of it.
    Detail(usize),
}

/// What just happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Said {
    #[default]
    Nothing,
    Doing(String),
    Done(Done),
    Refused(Told),
}

/// What a line of that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// It went well.
    Good,
    /// Its first word says that somebody should look.
    Alert,
}

impl Model {
    /// The screen before anything was read.
    pub(crate) fn new(around: Around, now: Time, size: (u16, u16)) -> Self {
        Self {
            around,
            now,
            size,
            board: None,
            archive: Archive::default(),
            news: Vec::new(),
            asked: FIRST,
            rows: Vec::new(),
            shown: Vec::new(),
            lines: Vec::new(),
            top: 0,
            at: 0,
            chosen: None,
            awaited: None,
            story: Story::default(),
            in_story: false,
            typed_filter: form::text_area(false),
            filter: Filter::default(),
            mode: Mode::Browse,
            said: Said::Nothing,
            busy: false,
            leaving: false,
        }
    }

    /// Where what stands.
    pub(crate) fn areas(&self) -> Areas {
        let (width, height) = self.size;
        let said = u16::try_from(self.said_lines(usize::from(width)).len()).unwrap_or(u16::MAX);
        let wanted = Wanted { story: self.in_story, said, notice: !self.notices().is_empty() };
        layout::cut(width, height, wanted)
    }

    /// Whether something is awaited that should come soon: then it is said when it does not.
    pub(crate) fn is_waiting(&self) -> bool {
        self.busy || self.story.of.is_some() && self.story.shown.is_none()
    }

    /// Whether the list is filtered, or is about to be: then the filter has a line above it.
    pub(crate) fn is_filtered(&self) -> bool {
        matches!(self.mode, Mode::Filter) || !self.filter.is_empty()
    }

    /// Where the rows of the list are.
    pub(crate) fn rows_area(&self) -> Rect {
        let area = layout::below_title(self.areas().list);
        let filter = u16::from(self.is_filtered() && area.height > 2);
        Rect { y: area.y + filter, height: area.height - filter, ..area }
    }

    /// What just happened, in lines.
    pub(crate) fn said_lines(&self, width: usize) -> Vec<(Kind, String)> {
        let texts: Vec<(Kind, String)> = match &self.said {
            Said::Nothing => return Vec::new(),
            Said::Doing(text) => vec![(Kind::Plain, text.clone())],
            Said::Done(done) => {
                let remarks = done.remarks.iter().map(|remark| (Kind::Alert, format!("warning: {remark}")));
                std::iter::once((Kind::Good, done.text.clone())).chain(remarks).collect()
            }
            Said::Refused(told) => {
                let hint = told.hint.iter().map(|hint| (Kind::Plain, format!("hint: {hint}")));
                std::iter::once((Kind::Alert, format!("error: {}", told.text))).chain(hint).collect()
            }
        };
        let mut lines = Vec::new();
        for (kind, text) in texts {
            for (at, line) in textwrap::wrap(&core_model::clean(&text), width.max(1)).into_iter().enumerate()
            {
                let is_more = at > 0 && kind == Kind::Alert;
                lines.push((if is_more { Kind::Plain } else { kind }, line.into_owned()));
            }
        }
        lines
    }

    /// What is not as it should be.
    pub(crate) fn notices(&self) -> Vec<&Notice> {
        let live = self.board.iter().flat_map(|board| &board.notices);
        let mut all: Vec<&Notice> = Vec::new();
        for notice in live.chain(&self.archive.notices).chain(&self.news) {
            if !all.contains(&notice) {
                all.push(notice);
            }
        }
        all.sort_by_key(|notice| !notice.alert);
        all
    }

    /// The row of the chosen session. `None`: there is none.
    pub(crate) fn chosen_row(&self) -> Option<&Row> {
        self.rows.get(*self.shown.get(self.at)?)
    }

    /// The chosen session, as far as it was read.
    pub(crate) fn chosen_session(&self) -> Option<&Session> {
        let id = self.chosen.as_ref()?;
        let mut live = self.board.iter().flat_map(|board| &board.live);
        live.find(|session| session.id() == id)
            .or_else(|| self.story.session().filter(|session| session.id() == id))
    }

    /// The look of a text that has this many columns.
    pub(crate) fn look(&self, width: usize) -> Look<'_> {
        Look { width, local: &self.around.local, now: self.now }
    }
}
