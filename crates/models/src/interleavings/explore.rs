//! Exploring every order of steps.

use std::hash::Hash;

use stateright::{Checker as _, Expectation, HasDiscoveries, Model, Property};

use super::rules::{Rule, Rules};
use super::scenario::Scenario;
use super::world::World;
use super::{change, claims};

/// A scenario under some rules.
#[derive(Debug, Clone)]
pub(crate) struct Protocol {
    scenario: Scenario,
    rules: Rules,
}

/// One step of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Step(usize),
    Kill(usize),
}

impl Protocol {
    /// Whether anybody can do anything, unless somebody is killed.
    pub(crate) fn can_go_on(&self, world: &World) -> bool {
        (0..world.actors.len()).any(|number| change::can_step(self.rules, world, number))
    }
}

impl Model for Protocol {
    type State = World;
    type Action = Act;

    fn init_states(&self) -> Vec<World> {
        vec![self.scenario.begin()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Act>) {
        for (number, actor) in world.actors.iter().enumerate() {
            if change::can_step(self.rules, world, number) {
                actions.push(Act::Step(number));
            }
            if world.kills_left > 0 && actor.can_be_killed() {
                actions.push(Act::Kill(number));
            }
        }
    }

    fn next_state(&self, world: &World, act: Act) -> Option<World> {
        let mut next = world.clone();
        match act {
            Act::Step(number) => change::step(self.rules, self.scenario.child_first, &mut next, number),
            Act::Kill(number) => change::kill(&mut next, number),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = claims::claims();
        properties.extend(self.scenario.possible.iter().map(|&it| claims::possible(it)));
        properties
    }
}

/// What was found.
#[derive(Debug)]
pub struct Explored {
    /// How many different states there are; told apart by a fingerprint of 64 bits.
    pub states: usize,
    /// How many steps lead to the last of them.
    pub depth: usize,
    /// What does not hold. Where a rule is left out, the search ends with the first.
    pub failures: Vec<Failure>,
}

/// A claim that does not hold.
#[derive(Debug)]
pub struct Failure {
    /// The claim.
    pub claim: &'static str,
    /// The steps that lead there, one a line. Empty: something that must be possible is not.
    pub steps: Vec<String>,
}

/// Explores a scenario with every rule, or without one of them.
#[must_use]
pub fn explore(scenario: &Scenario, without: Option<Rule>, threads: usize) -> Explored {
    let protocol = Protocol { scenario: scenario.clone(), rules: Rules { without } };
    run(protocol, without.is_none(), threads, describe)
}

/// What goes wrong without a rule, in the first small scenario in which it does, by the fewest steps. `None`: nothing.
#[must_use]
pub fn missed(rule: Rule) -> Option<(String, Failure)> {
    Scenario::all(2, 1).into_iter().find_map(|scenario| {
        let failure = explore(&scenario, Some(rule), 1).failures.into_iter().next()?;
        Some((scenario.name, failure))
    })
}

/// Explores a model: all of it, or until something does not hold.
pub(crate) fn run<M>(
    model: M,
    all: bool,
    threads: usize,
    describe: impl Fn(&M::State, M::Action, &M::State) -> String,
) -> Explored
where
    M: Model + Send + Sync + 'static,
    M::State: Clone + Hash + PartialEq + Send + Sync + 'static,
    M::Action: Clone + Copy + PartialEq + Send + Sync + 'static,
{
    let finish = if all { HasDiscoveries::All } else { HasDiscoveries::AnyFailures };
    let checker = model.checker().threads(threads).finish_when(finish).spawn_bfs().join();
    let mut found = checker.discoveries();
    let mut failures = Vec::new();
    for property in checker.model().properties() {
        let claim = property.name;
        match (property.expectation, found.remove(claim)) {
            (Expectation::Always, Some(path)) => {
                let mut states = path.into_vec();
                // The search goes on for a moment after it has found something.
                let first =
                    states.iter().position(|(state, _)| !(property.condition)(checker.model(), state));
                states.truncate(first.map_or(states.len(), |at| at + 1));
                let line = |pair: &[(M::State, Option<M::Action>)]| {
                    pair[0].1.map(|act| describe(&pair[0].0, act, &pair[1].0))
                };
                failures.push(Failure { claim, steps: states.windows(2).filter_map(line).collect() });
            }
            (Expectation::Sometimes, None) if all => failures.push(Failure { claim, steps: Vec::new() }),
            _ => {}
        }
    }
    Explored { states: checker.unique_state_count(), depth: checker.max_depth(), failures }
}

/// A step as a line: who, what was wanted, what was done.
fn describe(before: &World, act: Act, after: &World) -> String {
    let (Act::Step(number) | Act::Kill(number)) = act;
    let (was, is) = (&before.actors[number], &after.actors[number]);
    let came = is.outcome().map_or(String::new(), |outcome| format!(" → {outcome:?}"));
    match act {
        Act::Step(_) => format!("{number} ({:?}): {:?}{came}", was.wish, was.at),
        Act::Kill(_) => format!("{number} ({:?}): killed before {:?}", was.wish, was.at),
    }
}
