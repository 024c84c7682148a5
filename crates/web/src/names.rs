//! How things are called on the page: by their names, or, where those are hidden, by numbers that stay the same from one
//! report to the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use core_model::{Author, AuthorKind, Session, SessionId, clean};

/// How many characters of a session's random part are shown.
const PIECE: usize = 6;

/// How many characters of a commit's id are shown.
const SHA: usize = 8;

/// The names of a report.
pub(crate) struct Names {
    hidden: Option<Hidden>,
}

/// The numbers, in the order in which each thing first came up.
#[derive(Default)]
struct Hidden {
    sessions: HashMap<SessionId, usize>,
    projects: Numbers,
    people: Numbers,
    agents: Numbers,
    branches: Numbers,
    worktrees: Numbers,
    tags: Numbers,
    commits: Numbers,
}

#[derive(Default)]
struct Numbers(BTreeMap<String, usize>);

impl Numbers {
    fn note(&mut self, name: &str) {
        let next = self.0.len() + 1;
        self.0.entry(name.to_owned()).or_insert(next);
    }

    /// What is not of any session has no number.
    fn tell(&self, kind: &str, name: &str) -> String {
        self.0.get(name).map_or_else(|| kind.to_owned(), |number| format!("{kind} {number}"))
    }
}

impl Hidden {
    fn new(all: &[Session]) -> Self {
        let mut hidden = Self::default();
        let order: BTreeSet<_> = all.iter().map(|it| (it.opening().started_at, it.id())).collect();
        let sessions: HashMap<&SessionId, &Session> = all.iter().map(|it| (it.id(), it)).collect();
        for (number, session) in (1..).zip(order.iter().filter_map(|(_, id)| sessions.get(id))) {
            let opening = session.opening();
            hidden.sessions.insert(session.id().clone(), number);
            hidden.projects.note(&opening.project);
            hidden.worktrees.note(&opening.worktree);
            opening.branch.iter().for_each(|branch| hidden.branches.note(branch));
            opening.tags.iter().for_each(|tag| hidden.tags.note(tag.as_str()));
            match opening.author.kind {
                AuthorKind::Person => hidden.people.note(opening.author.name.as_str()),
                AuthorKind::Agent => hidden.agents.note(opening.author.name.as_str()),
            }
            session.record().commits.iter().for_each(|commit| hidden.commits.note(&commit.facts.sha));
        }
        hidden
    }
}

impl Names {
    /// Names as they are.
    pub(crate) fn shown() -> Self {
        Self { hidden: None }
    }

    /// Numbers in place of names.
    pub(crate) fn hidden(all: &[Session]) -> Self {
        Self { hidden: Some(Hidden::new(all)) }
    }

    /// Whether names are hidden.
    pub(crate) fn are_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// What a session is called in a few characters.
    pub(crate) fn session(&self, id: &SessionId) -> String {
        match &self.hidden {
            None => id.random_part()[..PIECE].to_owned(),
            Some(hidden) => match hidden.sessions.get(id) {
                Some(number) => format!("Session {number}"),
                None => "A session".to_owned(),
            },
        }
    }

    /// Where a session's story is on the page.
    pub(crate) fn anchor(&self, id: &SessionId) -> String {
        match &self.hidden {
            None => format!("s-{id}"),
            Some(hidden) => format!("s-{}", hidden.sessions.get(id).copied().unwrap_or_default()),
        }
    }

    /// What a session is for.
    pub(crate) fn intent(&self, session: &Session) -> String {
        match &self.hidden {
            None => clean(session.opening().intent.as_str()),
            Some(_) => self.session(session.id()),
        }
    }

    /// A text that somebody wrote; its lines stay lines. `None`: it is hidden.
    pub(crate) fn text(&self, text: &str) -> Option<String> {
        let lines = || text.lines().map(clean).collect::<Vec<_>>().join("\n");
        self.hidden.is_none().then(lines)
    }

    /// Who works.
    pub(crate) fn author(&self, author: &Author) -> String {
        self.pick(author.name.as_str(), |hidden, name| match author.kind {
            AuthorKind::Person => hidden.people.tell("Person", name),
            AuthorKind::Agent => hidden.agents.tell("Agent", name),
        })
    }

    pub(crate) fn project(&self, name: &str) -> String {
        self.pick(name, |hidden, name| hidden.projects.tell("Project", name))
    }

    pub(crate) fn worktree(&self, name: &str) -> String {
        self.pick(name, |hidden, name| hidden.worktrees.tell("Worktree", name))
    }

    pub(crate) fn branch(&self, name: &str) -> String {
        self.pick(name, |hidden, name| hidden.branches.tell("Branch", name))
    }

    pub(crate) fn tag(&self, name: &str) -> String {
        self.pick(name, |hidden, name| hidden.tags.tell("Tag", name))
    }

    pub(crate) fn commit(&self, sha: &str) -> String {
        let short: String = sha.chars().take(SHA).collect();
        match &self.hidden {
            None => clean(&short),
            Some(hidden) => hidden.commits.tell("Commit", sha),
        }
    }

    fn pick(&self, name: &str, number: impl Fn(&Hidden, &str) -> String) -> String {
        self.hidden.as_ref().map_or_else(|| clean(name), |hidden| number(hidden, name))
    }
}
