//! The story of the session that is chosen, as a page.

use app::Shown;
use core_model::{Session, SessionId, Time};
use report::people::ShowView;
use report::{Look, Page};

use crate::around::Told;

/// What is known of the chosen session's story.
#[derive(Debug, Default)]
pub(crate) struct Story {
    /// Whose it is. `None`: no session is chosen.
    pub(crate) of: Option<SessionId>,
    /// What was read. `None`: nothing yet.
    pub(crate) shown: Option<Result<Box<Shown>, Told>>,
    /// How often time has passed since it was asked for.
    pub(crate) waited: usize,
    /// It as lines.
    pub(crate) page: Page,
    /// For how many columns the lines are, and as of when. `None`: there are none yet.
    pub(crate) laid_out: Option<(usize, Time)>,
    /// The line at the top.
    pub(crate) top: usize,
}

impl Story {
    /// A story that is to be read.
    pub(crate) fn to_read(of: SessionId) -> Self {
        Self { of: Some(of), ..Self::default() }
    }

    /// Takes what was read.
    pub(crate) fn take(&mut self, read: Result<Box<Shown>, Told>) {
        self.shown = Some(read);
        self.laid_out = None;
    }

    /// Makes the lines anew.
    pub(crate) fn lay_out(&mut self, look: &Look<'_>) {
        self.laid_out = Some((look.width, look.now));
        self.page = match &self.shown {
            Some(Ok(shown)) => {
                let relatives: Vec<&Session> = shown.parent.iter().chain(&shown.children_read).collect();
                let (session, children) = (&shown.session, shown.children.as_slice());
                let view =
                    ShowView { session, found_by: None, children, relatives: &relatives, gap: shown.gap };
                report::people::show(&view, look)
            }
            Some(Err(_)) | None => Page::default(),
        };
    }

    /// The session, as the story has it.
    pub(crate) fn session(&self) -> Option<&Session> {
        match &self.shown {
            Some(Ok(shown)) => Some(&shown.session),
            Some(Err(_)) | None => None,
        }
    }

    /// Moves it by this many lines, within what is seen at once.
    pub(crate) fn scroll(&mut self, by: isize, height: usize) {
        self.top = self.top.saturating_add_signed(by);
        self.keep_within(height);
    }

    /// The last line does not leave the bottom.
    pub(crate) fn keep_within(&mut self, height: usize) {
        self.top = self.top.min(self.page.0.len().saturating_sub(height));
    }
}
