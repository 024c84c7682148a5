//! What the sessions of a stretch of time come to.

use std::collections::HashMap;

use chrono::{SubsecRound as _, TimeDelta};
use core_model::figures::{By, Day, Table, Worked, derive_table};
use core_model::worked::Span;
use core_model::{DigestCommit, LineCounts, Session, StatusName, Time};
use store::Problem;

use crate::error::AppError;
use crate::filter::Filter;
use crate::select::Digested;
use crate::workspace::Workspace;

/// Of how many commits lines are counted where nobody asks for it: git compares each, which takes about a millisecond.
const QUICKLY: usize = 500;

/// What is asked for.
pub struct Stats<'a> {
    /// Which sessions.
    pub filter: Filter,
    /// The stretch of time: from its first moment to the first after it.
    pub range: Span,
    /// What the rows are.
    pub by: By,
    /// Whether lines are counted however many commits there are.
    pub lines: bool,
    /// The days between two moments, where the reader is; the first and the last may be cut.
    pub days: &'a dyn Fn(Span) -> Vec<Day>,
}

/// What they come to.
#[derive(Debug)]
pub struct Stated {
    /// The figures.
    pub table: Table,
    /// The stretch of time that they are of.
    pub range: Span,
    /// How far apart two signs of life may be so that the time between them counts.
    pub active_gap: TimeDelta,
    /// Whether it is known what the commits changed.
    pub has_lines: bool,
    /// Why it is not, where git was asked. `None`: it was not, or it said it.
    pub no_lines: Option<AppError>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

/// The sessions that somebody tells others of.
#[derive(Debug)]
pub struct Recent {
    /// Those that gave a sign of life then, and those that are at work by now, the oldest first.
    pub sessions: Vec<Session>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

impl Workspace {
    /// What the sessions of a stretch of time come to. Nothing of it lies in the future, and nothing before there was a
    /// session.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn stats(&self, asked: &Stats<'_>) -> Result<Stated, AppError> {
        let active_gap = self.active_gap();
        let (sessions, problems, now) = self.worked(&asked.filter, active_gap)?;
        // Figures are of whole seconds.
        let first = sessions.iter().map(|it| it.digest.started_at.trunc_subsecs(0)).min().unwrap_or(now);
        let end = asked.range.to.min(now + TimeDelta::milliseconds(1));
        let range = Span { from: asked.range.from.max(first).min(end), to: end };
        let days = (asked.days)(range);
        let of_range = |commit: &&DigestCommit| range.from <= commit.at && commit.at < range.to;
        let commits = || sessions.iter().flat_map(|it| &it.digest.commits).filter(of_range);
        let is_asked = asked.lines || commits().nth(QUICKLY).is_none();
        let counted = is_asked.then(|| {
            let shas: Vec<String> = commits().map(|commit| commit.sha.clone()).collect();
            self.repo.line_counts(&shas)
        });
        let (lines, no_lines): (HashMap<String, LineCounts>, _) = match counted {
            Some(Ok(lines)) => (lines, None),
            Some(Err(error)) => (HashMap::new(), Some(AppError::from(error))),
            None => (HashMap::new(), None),
        };
        let has_lines = no_lines.is_none() && is_asked;
        let table = derive_table(&sessions, &days, asked.by, &lines);
        let range = Span { from: asked.range.from, to: asked.range.to };
        Ok(Stated { table, range, active_gap, has_lines, no_lines, problems, now })
    }

    /// The sessions that gave a sign of life in a stretch of time and are meant, and where that reaches the present, those of
    /// them that are at work, whenever they gave one.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn recent(&self, filter: &Filter, reaches_now: bool) -> Result<Recent, AppError> {
        let active = StatusName::Active;
        let mut filters = vec![filter.clone()];
        if reaches_now && (filter.statuses.is_empty() || filter.statuses.contains(&active)) {
            filters.push(Filter { since: None, until: None, statuses: vec![active], ..filter.clone() });
        }
        let mut selection = self.select_any(&filters)?;
        let sessions = selection.by_ref().map(|selected| selected.session).collect();
        let now = selection.now();
        Ok(Recent { sessions, problems: selection.into_problems(), now })
    }

    /// The sessions that are meant, in short, without what no figure is derived from: they may be very many.
    fn worked(
        &self,
        filter: &Filter,
        active_gap: TimeDelta,
    ) -> Result<(Vec<Worked>, Vec<Problem>, Time), AppError> {
        let mut sessions = Vec::new();
        let Digested { problems, now, .. } = self.each_digest(filter, &mut |mut digest| {
            digest.intent = String::new();
            sessions.push(Worked::of(digest, active_gap));
        })?;
        Ok((sessions, problems, now))
    }
}
