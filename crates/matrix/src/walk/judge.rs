//! What is wrong with a record, in words.

use std::collections::BTreeMap;
use std::fmt;

use super::world::Belongs;
use crate::{Judgement, Recorded};

/// What is wrong, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong(Vec<String>);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

pub(super) fn judge(
    judgement: &Judgement,
    recorded: &[Recorded],
    commits: &BTreeMap<String, Belongs>,
    killed: bool,
    describe: impl Fn(&str) -> String,
) -> Option<Wrong> {
    let mut lines = Vec::new();
    let lists = [
        ("missed", &judgement.missed),
        ("doubled", &judgement.doubled),
        ("foreign", &judgement.foreign),
        ("not to be recorded", &judgement.uncalled),
    ];
    for (what, shas) in lists {
        // A hook that is killed after it wrote and before it noted that leaves the next one to write again: in the same
        // session, where it counts once.
        let excused = |sha: &str| killed && what == "doubled" && stands_in_one(recorded, sha);
        lines.extend(shas.iter().filter(|sha| !excused(sha)).map(|sha| format!("{what}: {}", describe(sha))));
    }
    for commit in recorded {
        let Some(Belongs::To(sessions)) = commits.get(&commit.sha) else { continue };
        if !sessions.contains(&commit.session) {
            let name = |session: &Option<String>| session.clone().unwrap_or_else(|| "none".to_owned());
            let to = sessions.iter().map(name).collect::<Vec<_>>().join(" or ");
            let line = format!(
                "in {} ({}), belongs to {to}: {}",
                name(&commit.session),
                commit.evidence,
                describe(&commit.sha)
            );
            lines.push(line);
        }
    }
    (!lines.is_empty()).then_some(Wrong(lines))
}

fn stands_in_one(recorded: &[Recorded], sha: &str) -> bool {
    let mut places = recorded.iter().filter(|commit| commit.sha == sha).map(|commit| &commit.session);
    let first = places.next();
    places.all(|place| Some(place) == first)
}
