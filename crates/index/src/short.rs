//! A session in short, as it is kept.

use std::borrow::Cow;

use chrono::DateTime;
use core_model::worked::Span;
use core_model::{AuthorKind, Digest, DigestCommit, OutcomeName, SessionId, StatusName, Time};
use serde::{Deserialize, Serialize};

use crate::open::IndexError;

/// What of a digest stands in no column. Times are milliseconds since the session began: small numbers take little room.
#[derive(Serialize, Deserialize)]
struct Rest<'a> {
    outcome: Option<u8>,
    branch: Option<Cow<'a, str>>,
    intent: Cow<'a, str>,
    tags: Vec<Cow<'a, str>>,
    ended_after: Option<i64>,
    signs: Vec<(i64, i64)>,
    commits: Vec<(i64, Cow<'a, str>)>,
    decisions: usize,
}

/// What of a digest stands in columns.
pub(crate) struct Columns {
    pub(crate) id: SessionId,
    pub(crate) project: String,
    pub(crate) worktree: String,
    pub(crate) author_kind: AuthorKind,
    pub(crate) author: String,
    pub(crate) parent: Option<SessionId>,
    pub(crate) started_at: i64,
    pub(crate) last_sign: i64,
}

/// A moment in milliseconds since 1970, as it is kept.
pub(crate) fn millis(at: Time) -> i64 {
    at.timestamp_millis()
}

pub(crate) fn encode(digest: &Digest) -> Result<Vec<u8>, IndexError> {
    let after = |at: Time| (at - digest.started_at).num_milliseconds();
    let rest = Rest {
        outcome: digest.outcome.and_then(|outcome| {
            let at = OutcomeName::ALL.iter().position(|it| *it == outcome)?;
            u8::try_from(at).ok()
        }),
        branch: digest.branch.as_deref().map(Cow::from),
        intent: Cow::from(digest.intent.as_str()),
        tags: digest.tags.iter().map(|tag| Cow::from(tag.as_str())).collect(),
        ended_after: digest.ended_at.map(after),
        signs: digest.signs.iter().map(|it| (after(it.from), it.length().num_milliseconds())).collect(),
        commits: digest.commits.iter().map(|it| (after(it.at), Cow::from(it.sha.as_str()))).collect(),
        decisions: digest.decisions,
    };
    postcard::to_allocvec(&rest).map_err(unfit)
}

pub(crate) fn decode(columns: Columns, rest: &[u8]) -> Result<Digest, IndexError> {
    let rest: Rest<'_> = postcard::from_bytes(rest).map_err(unfit)?;
    let moment = |millis: i64| DateTime::from_timestamp_millis(millis).ok_or_else(|| unfit(Odd));
    let started_at = moment(columns.started_at)?;
    let after = |millis: i64| moment(columns.started_at.saturating_add(millis));
    let span = |(from, length): (i64, i64)| {
        let at = after(from)?;
        // Most are moments.
        Ok(Span { from: at, to: if length == 0 { at } else { after(from.saturating_add(length))? } })
    };
    let commit = |(at, sha): (i64, Cow<'_, str>)| Ok(DigestCommit { at: after(at)?, sha: sha.into_owned() });
    let outcome =
        rest.outcome.map(|at| OutcomeName::ALL.get(usize::from(at)).copied().ok_or_else(|| unfit(Odd)));
    Ok(Digest {
        id: columns.id,
        status: StatusName::Completed,
        outcome: outcome.transpose()?,
        project: columns.project,
        worktree: columns.worktree,
        branch: rest.branch.map(Cow::into_owned),
        author_kind: columns.author_kind,
        author: columns.author,
        intent: rest.intent.into_owned(),
        tags: rest.tags.into_iter().map(Cow::into_owned).collect(),
        parent: columns.parent,
        started_at,
        ended_at: rest.ended_after.map(after).transpose()?,
        last_sign: moment(columns.last_sign)?,
        signs: rest.signs.into_iter().map(span).collect::<Result<_, IndexError>>()?,
        commits: rest.commits.into_iter().map(commit).collect::<Result<_, IndexError>>()?,
        decisions: rest.decisions,
    })
}

#[derive(Debug, thiserror::Error)]
#[error("a value is out of its range")]
struct Odd;

fn unfit(error: impl std::error::Error + Send + Sync + 'static) -> IndexError {
    let kind = rusqlite::types::Type::Blob;
    IndexError::Damaged(rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error)))
}
