//! What is offered for the values of arguments.

use std::collections::BTreeMap;
use std::ffi::OsStr;

use app::AtHand;
use clap_complete::engine::CompletionCandidate;
use core_model::{Session, StatusName, Text, clean, shorten};

use crate::edge;

/// How many sessions that are over are offered.
const OVER: usize = 20;

/// How much of a text stands beside what is offered, in bytes.
const BESIDE: usize = 60;

/// How much of a commit's id is offered: what people read.
const SHA: usize = 10;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Session(Whose),
    Tag,
    Task,
    Question,
    RoadmapItem,
    Branch,
    Commit,
    Project,
    Author,
    Agent,
    Setting { with_value: bool },
}

/// Which sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Active,
    Parked,
    Live,
    Any,
}

/// A value, and what is said beside it.
type Offer = (String, String);

impl Kind {
    /// What begins with what is typed.
    pub(super) fn offer(self, typed: &OsStr) -> Vec<CompletionCandidate> {
        let Some(typed) = typed.to_str() else { return Vec::new() };
        let offers = self.offers(typed).unwrap_or_default().into_iter();
        let fitting = offers.filter(|(value, _)| value.starts_with(typed)).enumerate();
        fitting
            .map(|(at, (value, beside))| {
                let beside = shorten(&clean(&beside), BESIDE);
                let help = Some(beside).filter(|it| !it.is_empty()).map(Into::into);
                CompletionCandidate::new(value).help(help).display_order(Some(at))
            })
            .collect()
    }

    fn offers(self, typed: &str) -> Option<Vec<Offer>> {
        if let Self::Setting { with_value } = self {
            return Some(settings(with_value));
        }
        let here = AtHand::look(&edge::read().ok()?)?;
        Some(match self {
            Self::Session(whose) => sessions(&here, whose, typed),
            Self::Tag => {
                counted(&here, |session| session.opening().tags.iter().map(Text::to_string).collect())
            }
            Self::Author | Self::Agent => counted(&here, |session| {
                let author = &session.opening().author;
                let is_meant = self == Self::Author || author.kind.as_str() == "agent";
                is_meant.then(|| author.name.to_string()).into_iter().collect()
            }),
            Self::Task => here.at_work().iter().flat_map(tasks).collect(),
            Self::Question => here.at_work().iter().flat_map(questions).collect(),
            Self::RoadmapItem => here.roadmap(),
            Self::Branch => here.branches(OVER).into_iter().map(|name| (name, String::new())).collect(),
            Self::Commit => commits(&here),
            Self::Project => here.projects().into_iter().map(|name| (name, String::new())).collect(),
            Self::Setting { .. } => Vec::new(),
        })
    }
}

/// By the random part, which is what people type; by the whole id where they began with the date.
fn sessions(here: &AtHand, whose: Whose, typed: &str) -> Vec<Offer> {
    let is_meant = |session: &Session| match whose {
        Whose::Active => session.status().name() == StatusName::Active,
        Whose::Parked => session.status().name() == StatusName::Parked,
        Whose::Live | Whose::Any => true,
    };
    let mut found = here.live();
    found.retain(is_meant);
    if whose == Whose::Any {
        found.extend(here.over(OVER));
    }
    let is_short = |session: &Session| session.id().random_part().starts_with(typed);
    let as_whole = !found.iter().any(is_short);
    let name = |session: &Session| {
        let id = session.id();
        if as_whole { id.to_string() } else { id.random_part().to_owned() }
    };
    let beside = |session: &Session| format!("{}, {}", session.opening().intent, session.status().name());
    let mut offers: Vec<Offer> = found.iter().map(|it| (name(it), beside(it))).collect();
    if whose != Whose::Parked {
        offers.push(("@".into(), "the current session".into()));
    }
    offers
}

/// What sessions have of a thing, the most frequent first.
fn counted(here: &AtHand, of: impl Fn(&Session) -> Vec<String>) -> Vec<Offer> {
    let mut counts = BTreeMap::<String, usize>::new();
    for session in here.live().iter().chain(&here.over(OVER)) {
        for name in of(session) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(name, _)| (name, String::new())).collect()
}

fn tasks(session: &Session) -> Vec<Offer> {
    let open = session.tasks().as_slice().iter().filter(|task| task.status.is_open());
    open.map(|task| (task.id.clone(), task.subject.to_string())).collect()
}

fn questions(session: &Session) -> Vec<Offer> {
    let open = session.questions().as_slice().iter().filter(|question| question.answer.is_none());
    open.map(|question| (question.id.clone(), question.text.to_string())).collect()
}

fn commits(here: &AtHand) -> Vec<Offer> {
    let of = |session: &Session| {
        let offer = |commit: &core_model::Commit| {
            (commit.facts.sha.chars().take(SHA).collect(), commit.facts.subject.clone())
        };
        session.record().derive_current().map(offer).collect::<Vec<Offer>>()
    };
    here.live().iter().chain(&here.over(OVER)).flat_map(of).collect()
}

fn settings(with_value: bool) -> Vec<Offer> {
    let end = if with_value { "=" } else { "" };
    config::KEYS.iter().map(|key| (format!("{}{end}", key.name), String::new())).collect()
}
