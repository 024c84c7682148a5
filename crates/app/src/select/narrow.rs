//! A filter as a question to the index.

use core_model::{SessionId, StatusName};
use index::{NameTest, Wanted};

use crate::filter::{Filter, Name};

impl Filter {
    /// Whether sessions that are completed can be meant.
    pub(super) fn admits_completed(&self) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&StatusName::Completed)
    }

    /// Whether only the session itself says whether it is meant.
    pub(super) fn asks_the_text(&self) -> bool {
        !self.grep.is_empty() || !self.touched.is_empty()
    }

    /// The question. Whoever is not among its answers is not meant; of the others, all are, unless the filter
    /// [`Filter::asks_the_text`].
    pub(super) fn wanted(&self, except: Vec<SessionId>) -> Wanted<'_> {
        let has_author = !self.authors.is_empty() || !self.agents.is_empty();
        Wanted {
            since: self.since,
            until: self.until,
            project: test(&self.projects),
            worktree: None,
            author: has_author.then(|| Box::new(|kind, name: &str| self.admits_author(kind, name)) as _),
            branch: test(&self.branches),
            tag: test(&self.tags),
            commits: self.commits.clone(),
            touched: self.touched.clone(),
            except,
        }
    }
}

fn test(names: &[Name]) -> Option<NameTest<'_>> {
    let any = move |text: &str| names.iter().any(|name| name.admits(text));
    (!names.is_empty()).then(|| Box::new(any) as _)
}
