//! Asking which sessions are meant.

use std::rc::Rc;

use chrono::DateTime;
use core_model::{AuthorKind, Digest, SessionId, Time};
use rusqlite::types::Value;
use rusqlite::{Params, Statement, params, params_from_iter};

use crate::folded::fold;
use crate::known::parse_id;
use crate::names::{self, NameOf};
use crate::open::{Index, IndexError};
use crate::prepared::bytes_of;
use crate::short::{Columns, decode, millis};

/// How many sessions with a tag are many.
const MANY: usize = 1_000;

/// Whether a name is meant.
pub type NameTest<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// Whether an author is meant.
pub type AuthorTest<'a> = Box<dyn Fn(AuthorKind, &str) -> bool + 'a>;

/// Which sessions are meant. `None` and nothing of a kind: any.
#[derive(Default)]
pub struct Wanted<'a> {
    /// Those that gave a sign of life then, or later.
    pub since: Option<Time>,
    /// Those that began by then.
    pub until: Option<Time>,
    /// Those of such a project.
    pub project: Option<NameTest<'a>>,
    /// Those of such a worktree.
    pub worktree: Option<NameTest<'a>>,
    /// Those of such an author.
    pub author: Option<AuthorTest<'a>>,
    /// Those that began on such a branch, or have a commit that was made on one.
    pub branch: Option<NameTest<'a>>,
    /// Those with such a tag.
    pub tag: Option<NameTest<'a>>,
    /// Those with one of these commits, by its id in full, whatever it is called now.
    pub commits: Vec<String>,
    /// Those with a commit that changed one of these paths, or one below it. Others may be among the answers: whether it is
    /// so stands in the session.
    pub touched: Vec<String>,
    /// None of these.
    pub except: Vec<SessionId>,
}

impl Wanted<'_> {
    /// Whether all but those of [`Wanted::except`] are meant.
    pub(crate) fn is_of_all(&self) -> bool {
        self.branch.is_none() && self.tag.is_none() && self.is_of_no_more_than_marks()
    }

    /// Whether nothing but tags and branches says which are meant.
    fn is_of_no_more_than_marks(&self) -> bool {
        let Self { since, until, project, worktree, author, branch: _, tag: _, commits, touched, except: _ } =
            self;
        since.is_none()
            && until.is_none()
            && author.is_none()
            && [project, worktree].into_iter().all(Option::is_none)
            && commits.is_empty()
            && touched.is_empty()
    }
}

/// Which come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Those that began last.
    #[default]
    NewestFirst,
    /// Those that began first.
    OldestFirst,
}

/// A session that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// When it began.
    pub started_at: Time,
    /// Its name.
    pub id: SessionId,
    /// The folder that its file lies in.
    pub month: String,
}

/// A part of a question, and what stands for its marks.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: String,
    values: Vec<Bound>,
}

pub(crate) enum Bound {
    Value(Value),
    Several(Rc<Vec<Value>>),
}

impl Bound {
    fn ids(ids: &[SessionId]) -> Self {
        Self::Several(Rc::new(ids.iter().map(|id| Value::from(id.as_str().to_owned())).collect()))
    }
}

impl rusqlite::ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Value(value) => value.to_sql(),
            Self::Several(values) => values.to_sql(),
        }
    }
}

impl Conditions {
    fn add(&mut self, sql: &str, value: Bound) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.push(value);
    }

    fn add_several(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.add(sql, Bound::Several(Rc::new(values.into_iter().collect())));
    }

    /// What follows `WHERE started_at IS NOT NULL`.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    pub(crate) fn values(&self) -> &[Bound] {
        &self.values
    }

    fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }
}

impl Index {
    /// How many sessions are meant.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn count(&self, wanted: &Wanted<'_>) -> Result<usize, IndexError> {
        let conditions = self.conditions(wanted)?;
        // So many are added up, and none is looked at.
        let all = "SELECT (SELECT coalesce(sum(taken), 0) FROM month) - \
                   (SELECT count(*) FROM session WHERE started_at IS NOT NULL AND id IN rarray(?))";
        if let Some(count) = self.count_of_mark(wanted)? {
            return Ok(count);
        }
        let some = format!("SELECT count(*) FROM session WHERE started_at IS NOT NULL{}", conditions.sql());
        let found: i64 = if wanted.is_of_all() {
            let except = Bound::ids(&wanted.except);
            self.db.prepare(all)?.query_row([except], |row| row.get(0))?
        } else {
            self.db.prepare(&some)?.query_row(params_from_iter(conditions.values()), |row| row.get(0))?
        };
        Ok(usize::try_from(found).unwrap_or(0))
    }

    /// How many are meant where one tag or branch says it: none of them is looked at. `None`: more is asked.
    fn count_of_mark(&self, wanted: &Wanted<'_>) -> Result<Option<usize>, IndexError> {
        let (of, test) = match (&wanted.branch, &wanted.tag) {
            (Some(test), None) => (NameOf::Branch, test),
            (None, Some(test)) => (NameOf::Tag, test),
            (None, None) | (Some(_), Some(_)) => return Ok(None),
        };
        if !wanted.is_of_no_more_than_marks() {
            return Ok(None);
        }
        let [number] = names::passing(&self.db, of, test)?[..] else { return Ok(None) };
        let mut count = self.db.prepare(
            "SELECT (SELECT count(*) FROM mark WHERE name = ?1) - \
             (SELECT count(*) FROM session WHERE id IN rarray(?2) AND \
              EXISTS (SELECT 1 FROM mark WHERE name = ?1 AND mark.session = session.number))",
        )?;
        let found: i64 = count.query_row(params![number, Bound::ids(&wanted.except)], |row| row.get(0))?;
        Ok(Some(usize::try_from(found).unwrap_or(0)))
    }

    /// The sessions that are meant, at most so many.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn choose(
        &self,
        wanted: &Wanted<'_>,
        order: Order,
        limit: Option<usize>,
    ) -> Result<Vec<Chosen>, IndexError> {
        // Of few, all are looked at; of many, one meets enough of them from the newest or the oldest on.
        let are_many = limit.is_some() && self.count_of_mark(wanted)?.is_some_and(|count| count >= MANY);
        let conditions = self.conditions_met(wanted, are_many)?;
        let mut sql = String::from(
            "SELECT started_at, id, month.name FROM session JOIN month ON month.number = month \
             WHERE started_at IS NOT NULL",
        );
        sql.push_str(conditions.sql());
        sql.push_str(match order {
            Order::NewestFirst => " ORDER BY started_at DESC, id DESC",
            Order::OldestFirst => " ORDER BY started_at, id",
        });
        if let Some(limit) = limit {
            sql.push_str(&at_most(limit));
        }
        chosen(&mut self.db.prepare(&sql)?, params_from_iter(conditions.values()))
    }

    /// Where the files of these sessions lie. Those that it does not know are left out.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn places(&self, ids: &[SessionId]) -> Result<Vec<Chosen>, IndexError> {
        let sql = "SELECT started_at, id, month.name FROM session JOIN month ON month.number = month \
                   WHERE started_at IS NOT NULL AND id IN rarray(?)";
        chosen(&mut self.db.prepare(sql)?, [Bound::ids(ids)])
    }

    /// Hands out the sessions that are meant in short, those that began first before the others, one after another.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn digests(&self, wanted: &Wanted<'_>, each: &mut dyn FnMut(Digest)) -> Result<(), IndexError> {
        let conditions = self.conditions(wanted)?;
        let mut sql = String::from(
            "SELECT id, project, worktree, author, parent, started_at, last_sign, rest \
             FROM session JOIN short ON short.session = session.number WHERE started_at IS NOT NULL",
        );
        sql.push_str(conditions.sql());
        sql.push_str(" ORDER BY started_at, id");
        let names = names::texts(&self.db)?;
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(conditions.values()))?;
        while let Some(row) = rows.next()? {
            let text = |at| row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from);
            let name = |at| -> Result<&(i64, String), IndexError> {
                // A name that a session has is there.
                names.get(&row.get(at)?).ok_or(IndexError::Damaged(rusqlite::Error::QueryReturnedNoRows))
            };
            let (author_kind, author) = name(3)?;
            let is_agent = *author_kind == NameOf::Author(AuthorKind::Agent).number();
            let columns = Columns {
                id: parse_id(text(0)?.unwrap_or_default())?,
                project: name(1)?.1.clone(),
                worktree: name(2)?.1.clone(),
                author_kind: if is_agent { AuthorKind::Agent } else { AuthorKind::Person },
                author: author.clone(),
                parent: text(4)?.map(parse_id).transpose()?,
                started_at: row.get(5)?,
                last_sign: row.get(6)?,
            };
            each(decode(columns, row.get_ref(7)?.as_blob().map_err(rusqlite::Error::from)?)?);
        }
        Ok(())
    }

    /// The sessions whose id or its random part begins like this.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn begin_with(&self, piece: &str) -> Result<Vec<SessionId>, IndexError> {
        let piece = piece.to_ascii_lowercase();
        // After every sign that an id can have.
        let end = format!("{piece}~");
        let mut find = self.db.prepare(
            "SELECT id FROM session WHERE id >= ?1 AND id < ?2 UNION \
             SELECT id FROM session WHERE substr(id, 10) >= ?1 AND substr(id, 10) < ?2",
        )?;
        let mut rows = find.query([piece, end])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(parse_id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(ids)
    }

    /// The sessions that say of themselves that they go on with this one, those that began first before the others.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn children(&self, parent: &SessionId) -> Result<Vec<SessionId>, IndexError> {
        let mut find =
            self.db.prepare_cached("SELECT id FROM session WHERE parent = ? ORDER BY started_at, id")?;
        let mut rows = find.query([parent.as_str()])?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(parse_id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(ids)
    }

    /// What of a question stands in tables.
    pub(crate) fn conditions(&self, wanted: &Wanted<'_>) -> Result<Conditions, IndexError> {
        self.conditions_met(wanted, false)
    }

    /// The same. `on_the_way`: sessions are gone through in their order, rather than by their tags and branches.
    fn conditions_met(&self, wanted: &Wanted<'_>, on_the_way: bool) -> Result<Conditions, IndexError> {
        let mut all = Conditions::default();
        if let Some(since) = wanted.since {
            all.add("last_sign >= ?", Bound::Value(Value::from(millis(since))));
        }
        if let Some(until) = wanted.until {
            // Where few are left by the end, the order is made of those.
            let sql = if all.is_empty() { "started_at <= ?" } else { "+started_at <= ?" };
            all.add(sql, Bound::Value(Value::from(millis(until))));
        }
        let numbers = |of, test: &NameTest<'_>| names::passing(&self.db, of, test);
        let values = |numbers: Vec<i64>| numbers.into_iter().map(Value::from);
        if let Some(test) = &wanted.project {
            all.add_several("project IN rarray(?)", values(numbers(NameOf::Project, test)?));
        }
        if let Some(test) = &wanted.worktree {
            all.add_several("worktree IN rarray(?)", values(numbers(NameOf::Worktree, test)?));
        }
        if let Some(test) = &wanted.author {
            let mut passing = Vec::new();
            for kind in AuthorKind::ALL {
                passing.extend(names::passing(&self.db, NameOf::Author(kind), &|name| test(kind, name))?);
            }
            all.add_several("author IN rarray(?)", values(passing));
        }
        for (of, test) in [(NameOf::Branch, &wanted.branch), (NameOf::Tag, &wanted.tag)] {
            if let Some(test) = test {
                let marked = "session.number IN (SELECT session FROM mark WHERE mark.name IN rarray(?))";
                let marked = if on_the_way { format!("+{marked}") } else { marked.to_owned() };
                all.add_several(&marked, values(numbers(of, test)?));
            }
        }
        if !wanted.commits.is_empty() {
            let shas = wanted.commits.iter().map(|sha| Value::from(bytes_of(sha)));
            all.add_several("session.number IN (SELECT session FROM made WHERE sha IN rarray(?))", shas);
        }
        if let Some(phrases) = phrases_of(&wanted.touched) {
            let found = "session.number IN (SELECT rowid FROM said WHERE said MATCH ?)";
            all.add(found, Bound::Value(Value::from(format!("paths : ({phrases})"))));
        }
        if !wanted.except.is_empty() {
            all.add("id NOT IN rarray(?)", Bound::ids(&wanted.except));
        }
        Ok(all)
    }
}

/// Paths as phrases of their words. `None`: one of them has no words, so nothing can be said.
fn phrases_of(paths: &[String]) -> Option<String> {
    if paths.is_empty() || paths.iter().any(|path| !path.contains(char::is_alphanumeric)) {
        return None;
    }
    let quoted = paths.iter().map(|path| format!("\"{}\"", fold(path).replace('"', "\"\"")));
    Some(quoted.collect::<Vec<_>>().join(" OR "))
}

/// At most so many. SQLite counts no further than `i64` does.
pub(crate) fn at_most(limit: usize) -> String {
    format!(" LIMIT {}", i64::try_from(limit).unwrap_or(i64::MAX))
}

pub(crate) fn chosen(statement: &mut Statement<'_>, values: impl Params) -> Result<Vec<Chosen>, IndexError> {
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let started_at = DateTime::from_timestamp_millis(row.get(0)?).unwrap_or_default();
        let id = parse_id(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        found.push(Chosen { started_at, id, month: row.get(2)? });
    }
    Ok(found)
}
