//! Looking for what was said, in all sessions.

use core_model::{Session, SessionId, Time};
use index::{IndexError, Instead, Match, Overlaid, Query, matches_in};
use store::Problem;

use super::everything::{Everything, Meant};
use crate::error::AppError;
use crate::filter::Filter;
use crate::workspace::Workspace;

/// How many sessions are read at a time, to look for the lines in them.
const AT_A_TIME: usize = 64;

/// A session in which something was found.
#[derive(Debug)]
pub struct Hit {
    /// The session, as it is by now.
    pub session: Session,
    /// The lines in which it was found, those that say most first.
    pub matches: Vec<Match>,
}

/// The sessions in which something was found, one after another: those first in which it counts most.
#[derive(Debug)]
pub struct Hits {
    all: Option<Everything>,
    query: Query,
    meant: std::vec::IntoIter<Meant>,
    read: std::vec::IntoIter<Hit>,
    matching: usize,
    instead: Vec<Instead>,
    problems: Vec<Problem>,
    now: Time,
}

impl Hits {
    /// How many sessions there are in which it was found, whether they come or not.
    #[must_use]
    pub fn matching(&self) -> usize {
        self.matching
    }

    /// The words that were looked for in place of others, which are nowhere.
    #[must_use]
    pub fn instead(&self) -> &[Instead] {
        &self.instead
    }

    /// What could not be read up to now.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The time that all this was true.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    fn read_more(&mut self) -> Option<()> {
        let all = self.all.as_mut()?;
        let mut sessions = Vec::new();
        for meant in self.meant.by_ref().take(AT_A_TIME) {
            match all.read(&meant) {
                Ok(session) => sessions.extend(session),
                Err(problem) => self.problems.push(problem),
            }
        }
        if sessions.is_empty() && self.meant.len() == 0 {
            return None;
        }
        // Without a place for a table in memory, nothing is marked.
        let matches = matches_in(&self.query, &sessions).unwrap_or_default();
        let matches = matches.into_iter().map(Some).chain(std::iter::repeat_with(|| None));
        let hits = sessions.into_iter().zip(matches);
        let hits = hits.map(|(session, matches)| Hit { session, matches: matches.unwrap_or_default() });
        self.read = hits.collect::<Vec<_>>().into_iter();
        Some(())
    }
}

impl Iterator for Hits {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        loop {
            if let Some(hit) = self.read.next() {
                return Some(hit);
            }
            self.read_more()?;
        }
    }
}

impl Workspace {
    /// The sessions in which all of these words were said; see [`Query::parse`] for what a word may be. Where a word was never
    /// said, one that is like it is looked for instead. At most so many come.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::NothingToLookFor`].
    pub fn search(&self, words: &[String], filter: &Filter, most: Option<usize>) -> Result<Hits, AppError> {
        let now = self.edge.clock.now();
        let query = Query::parse(words);
        if query.is_empty() {
            return Err(AppError::NothingToLookFor);
        }
        let mut hits = Hits {
            all: None,
            query: query.clone(),
            meant: Vec::new().into_iter(),
            read: Vec::new().into_iter(),
            matching: 0,
            instead: Vec::new(),
            problems: Vec::new(),
            now,
        };
        let Some(store) = self.store_to_read()? else { return Ok(hits) };
        let mut all = self.everything(store, now);
        let found = all.ask(self, |all| all.find(&query, filter, most).map(Some)).unwrap_or_default();
        hits.meant = found.meant.into_iter();
        hits.matching = found.matching;
        if let Some((query, instead)) = found.respelt {
            (hits.query, hits.instead) = (query, instead);
        }
        hits.problems = std::mem::take(&mut all.problems);
        hits.all = Some(all);
        Ok(hits)
    }
}

#[derive(Debug, Default)]
struct Found {
    meant: Vec<Meant>,
    matching: usize,
    respelt: Option<(Query, Vec<Instead>)>,
}

impl Everything {
    fn find(&mut self, query: &Query, filter: &Filter, most: Option<usize>) -> Result<Found, IndexError> {
        let over = self.lay_over(filter)?;
        let mut found = self.find_in(&over, query, filter, most)?;
        if found.matching == 0
            && let Some((query, instead)) = over.respell(query)?
        {
            found = self.find_in(&over, &query, filter, most)?;
            if found.matching > 0 {
                found.respelt = Some((query, instead));
            }
        }
        // The index is asked again, for what goes on with what.
        self.archive.index = over.take_off();
        Ok(found)
    }

    /// The index, with what is not in it laid over it. Where that cannot be, all that is meant is laid over nothing.
    fn lay_over(&mut self, filter: &Filter) -> Result<Overlaid, IndexError> {
        let index = self.archive.index.take().filter(|_| filter.admits_completed());
        let over = match index {
            Some(index) => {
                let places = index.places(&self.except())?;
                let outdated: Vec<(String, SessionId)> =
                    places.into_iter().map(|it| (it.month, it.id)).collect();
                Overlaid::over(index, &outdated)
            }
            None => Overlaid::over_nothing(),
        };
        let mut over = match over {
            Ok(over) => over,
            // Somebody writes it just now, or it cannot be written.
            Err(_) => {
                self.take_in_without_index();
                Overlaid::over_nothing()?
            }
        };
        let mut laid = Ok(());
        for session in self.live.values().filter(|it| filter.admits(it)) {
            over.lay(LIVE, session)?;
        }
        self.each_loose(&mut |session, month| {
            if laid.is_ok() && filter.admits(session) {
                laid = over.lay(month, session);
            }
        });
        laid.map(|()| over)
    }

    fn find_in(
        &self,
        over: &Overlaid,
        query: &Query,
        filter: &Filter,
        most: Option<usize>,
    ) -> Result<Found, IndexError> {
        let asks = filter.asks_the_text();
        let (chosen, mut matching) =
            over.search(query, &filter.wanted(Vec::new()), most.filter(|_| !asks))?;
        let mut meant: Vec<Meant> = chosen.into_iter().map(Meant::from).collect();
        for it in &mut meant {
            it.month = it.month.take().filter(|month| month != LIVE);
        }
        if asks {
            meant.retain(|it| matches!(self.look_at(it), Some(session) if filter.admits(&session)));
            matching = meant.len();
            meant.truncate(most.unwrap_or(matching));
        }
        Ok(Found { meant, matching, respelt: None })
    }
}

/// What stands for the folder of those that are in none.
const LIVE: &str = "";

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
