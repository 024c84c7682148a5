//! Looking for what was said.

use std::time::Duration;

use core_model::{Passage, Session, SessionId};
use rusqlite::{Connection, params, params_from_iter};

use crate::choose::{Chosen, Wanted, at_most, chosen};
use crate::folded::{BETWEEN, fold};
use crate::known::Filed;
use crate::open::{Index, IndexError};
use crate::prepared::Prepared;
use crate::query::Query;
use crate::take::Writer;

/// How much more a match counts in what a session is for and in what was decided than in what else was said, and that than in
/// the subject of a commit. The paths of what was changed are not what was said.
const WEIGHTS: &str = "8.0, 6.0, 3.0, 1.0, 0.0";

/// The columns in which is looked.
const COLUMNS: &str = "{intent decided told commits}";

/// Of what stands in very many sessions, so many are ranked: those that were taken in last.
const RANKED: usize = 4_000;

/// What stands before a match and after it, while it is looked for. No passage has them.
const MARKS: [char; 2] = ['\u{1}', '\u{2}'];

/// A word that was looked for and is nowhere, and one that is like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// What was looked for.
    pub asked: String,
    /// What is there.
    pub found: String,
}

/// A passage in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The passage.
    pub passage: Passage,
    /// Its text in pieces, and of each whether it is what was looked for.
    pub pieces: Vec<(bool, String)>,
}

/// How long others who look for something are waited for. Each needs it for some milliseconds.
const TURN: Duration = Duration::from_secs(2);

/// An index with other sessions laid over it, for as long as it is asked. Nothing of that is written.
#[derive(Debug)]
pub struct Overlaid {
    writer: Writer,
    is_over_one: bool,
}

impl Overlaid {
    /// Lays sessions over an index. None of `outdated` is in it then.
    ///
    /// # Errors
    /// [`IndexError`]: somebody writes it for long or has just written it, or it may not be written at all, not even in passing.
    pub fn over(index: Index, outdated: &[(String, SessionId)]) -> Result<Self, IndexError> {
        let before = index.moment()?;
        index.let_go();
        // What is written goes nowhere: it is taken back when this is dropped.
        index.db.pragma_update(None, "journal_mode", "MEMORY")?;
        index.db.pragma_update(None, "cache_spill", false)?;
        index.hold(before, TURN)?;
        let mut writer = Writer::begin(index)?;
        for (month, id) in outdated {
            writer.drop(month, id)?;
        }
        Ok(Self { writer, is_over_one: true })
    }

    /// Lays sessions over nothing, in a file that is nobody's.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn over_nothing() -> Result<Self, IndexError> {
        Ok(Self { writer: Writer::begin(Index::of_nobody()?)?, is_over_one: false })
    }

    /// Lays a session over it; `month` is what it is found by.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn lay(&mut self, month: &str, session: &Session) -> Result<(), IndexError> {
        let file = Filed { id: session.id().clone(), bytes: 0, stamp: None };
        self.writer.take(month, &file, &Prepared::of(session)?, false)
    }

    /// The index as it was, or nothing where there was none.
    #[must_use]
    pub fn take_off(self) -> Option<Index> {
        let Self { writer, is_over_one } = self;
        let index = writer.give_up()?;
        is_over_one.then_some(index)
    }

    /// The sessions in which all of it is found, those first in which it counts most and of equals the newer ones, at most so
    /// many; and how many there are.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn search(
        &self,
        query: &Query,
        wanted: &Wanted<'_>,
        most: Option<usize>,
    ) -> Result<(Vec<Chosen>, usize), IndexError> {
        let index = self.writer.index();
        let conditions = index.conditions(wanted)?;
        let expression = format!("{COLUMNS} : ({})", query.all());
        let values = || {
            let asked = std::iter::once(&expression as &dyn rusqlite::ToSql);
            params_from_iter(asked.chain(conditions.values().iter().map(|it| it as &dyn rusqlite::ToSql)))
        };
        let from = "said JOIN session ON session.number = said.rowid";
        let meant = format!("said MATCH ? AND started_at IS NOT NULL{}", conditions.sql());
        let count = if wanted.is_of_all() && wanted.except.is_empty() {
            // The index knows this without looking at any session.
            index
                .db
                .prepare("SELECT count(*) FROM said WHERE said MATCH ?")?
                .query_row(values(), |row| row.get(0))?
        } else {
            let sql = format!("SELECT count(*) FROM {from} WHERE {meant}");
            index.db.prepare(&sql)?.query_row(values(), |row| row.get::<_, i64>(0))?
        };
        let count = usize::try_from(count).unwrap_or(0);
        let ranked = if count > RANKED && most.is_some() {
            format!("ORDER BY said.rowid DESC LIMIT {RANKED}")
        } else {
            String::new()
        };
        let limit = most.map(at_most).unwrap_or_default();
        let sql = format!(
            "SELECT started_at, id, month.name FROM \
             (SELECT started_at, id, month, bm25(said, {WEIGHTS}) AS weight FROM {from} WHERE {meant} {ranked}) \
             JOIN month ON month.number = month ORDER BY weight, started_at DESC, id DESC{limit}"
        );
        Ok((chosen(&mut index.db.prepare(&sql)?, values())?, count))
    }

    /// The same with words that are like those that are nowhere. `None`: every word is somewhere, or nothing is like it.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn respell(&self, query: &Query) -> Result<Option<(Query, Vec<Instead>)>, IndexError> {
        let db = &self.writer.index().db;
        let (mut other, mut instead) = (query.clone(), Vec::new());
        for (at, part) in query.parts().iter().enumerate() {
            let expression = format!("{COLUMNS} : {}", part.to_fts());
            let mut find = db.prepare_cached("SELECT 1 FROM said WHERE said MATCH ? LIMIT 1")?;
            if !part.is_a_word() || find.exists([expression])? {
                continue;
            }
            let Some(found) = nearest(db, &part.text().to_lowercase())? else { return Ok(None) };
            other = other.with(at, &found);
            instead.push(Instead { asked: part.text().to_owned(), found });
        }
        Ok((!instead.is_empty()).then_some((other, instead)))
    }
}

/// The word that is most like this one, and of several the one that stands in most sessions. Its beginning is right more often
/// than not, so what begins alike is looked at first.
fn nearest(db: &Connection, word: &str) -> Result<Option<String>, IndexError> {
    let Some(first) = word.chars().next() else { return Ok(None) };
    let letters = word.chars().count();
    let most = match letters {
        0..=2 => return Ok(None),
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut words = db.prepare_cached(
        "SELECT term, sum(doc) FROM word WHERE term >= ?1 AND term < ?2 AND col <> 'paths' GROUP BY term",
    )?;
    let after = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
    for (from, to) in [(first.to_string(), after.to_string()), (String::new(), char::MAX.to_string())] {
        let mut best: Option<(usize, std::cmp::Reverse<i64>, String)> = None;
        let mut rows = words.query(params![from, to])?;
        while let Some(row) = rows.next()? {
            let term = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if term.chars().count().abs_diff(letters) > most {
                continue;
            }
            let far = strsim::damerau_levenshtein(word, term);
            let this = (far, std::cmp::Reverse(row.get(1)?));
            if far <= most && best.as_ref().is_none_or(|best| this < (best.0, best.1)) {
                best = Some((this.0, this.1, term.to_owned()));
            }
        }
        if let Some((_, _, term)) = best {
            return Ok(Some(term));
        }
    }
    Ok(None)
}

/// The passages of sessions in which anything of it is found: of each, those with most of it first, and otherwise in the order in
/// which they are told.
///
/// # Errors
/// [`IndexError`].
pub fn matches_in(query: &Query, sessions: &[Session]) -> Result<Vec<Vec<Match>>, IndexError> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(
        "CREATE VIRTUAL TABLE passage USING fts5 (text, tokenize = \"unicode61 remove_diacritics 2\"); BEGIN",
    )?;
    let mut passages: Vec<(usize, Passage)> = Vec::new();
    let mut add = db.prepare("INSERT INTO passage (rowid, text) VALUES (?, ?)")?;
    for (of, session) in sessions.iter().enumerate() {
        for passage in session.passages() {
            add.execute(params![passages.len() as i64, fold(&passage.text)])?;
            passages.push((of, passage));
        }
    }
    let mut parts_in = vec![0_usize; passages.len()];
    let mut find = db.prepare("SELECT rowid FROM passage WHERE passage MATCH ?")?;
    for part in query.parts() {
        let mut rows = find.query([part.to_fts()])?;
        while let Some(row) = rows.next()? {
            let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            parts_in.get_mut(at).into_iter().for_each(|count| *count += 1);
        }
    }
    let mut found: Vec<Vec<(usize, Match)>> = sessions.iter().map(|_| Vec::new()).collect();
    let mut mark = db.prepare(
        "SELECT rowid, highlight(passage, 0, ?2, ?3) FROM passage WHERE passage MATCH ?1 ORDER BY rowid",
    )?;
    let [before, after] = MARKS.map(String::from);
    let mut rows = mark.query(params![query.any(), before, after])?;
    while let Some(row) = rows.next()? {
        let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
        let Some((of, passage)) = passages.get(at) else { continue };
        let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        found[*of].push((parts_in[at], Match { passage: passage.clone(), pieces: pieces_of(text) }));
    }
    Ok(found
        .into_iter()
        .map(|mut matches| {
            matches.sort_by_key(|(parts, _)| std::cmp::Reverse(*parts));
            matches.into_iter().map(|(_, it)| it).collect()
        })
        .collect())
}

/// A text with marks around what was found, in pieces.
fn pieces_of(text: &str) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = vec![(false, String::new())];
    for letter in text.chars() {
        match letter {
            _ if letter == MARKS[0] => pieces.push((true, String::new())),
            _ if letter == MARKS[1] => pieces.push((false, String::new())),
            BETWEEN => {}
            letter => pieces.iter_mut().last().into_iter().for_each(|piece| piece.1.push(letter)),
        }
    }
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}
