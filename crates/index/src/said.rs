//! Where a passage of a session counts.

use core_model::{PassageKind, Session};

use crate::folded::fold;

/// The columns of what was said, as they stand in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Intent,
    Decided,
    Told,
    Commits,
}

fn column(kind: PassageKind) -> Column {
    match kind {
        PassageKind::Intent | PassageKind::Tag | PassageKind::Roadmap => Column::Intent,
        PassageKind::Decision | PassageKind::Because => Column::Decided,
        PassageKind::Event
        | PassageKind::Task
        | PassageKind::Question
        | PassageKind::Answer
        | PassageKind::Next
        | PassageKind::Activity
        | PassageKind::Awaiting
        | PassageKind::Parked
        | PassageKind::Outcome => Column::Told,
        PassageKind::Commit => Column::Commits,
    }
}

/// The text of each column of the table of what was said: those of [`Column`], in order, and the paths of what was changed.
pub(crate) fn columns_of(session: &Session) -> [String; 5] {
    let mut columns = <[String; 5]>::default();
    let mut add = |at: usize, text: &str| {
        let column = &mut columns[at];
        if !column.is_empty() {
            column.push('\n');
        }
        column.push_str(&fold(text));
    };
    for passage in session.passages() {
        add(column(passage.kind) as usize, &passage.text);
    }
    let mut paths: Vec<&str> =
        session.record().commits.iter().flat_map(|it| &it.facts.files.paths).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.iter().for_each(|path| add(4, path));
    columns
}
