//! The protocols of the store as a model that is small enough to be explored in every order, with a kill at every step.
//!
//! The steps are those of the code; `docs/reliability.md` says which function each stands for. What a step does to a
//! file happens at once here, as it does there: a rename, a removal, one look.
//!
//! `world` is what lies on the disk, `actor` who is at work and how far, `change` and `reader` what a step does,
//! `claims` what must hold in every state. A [`Rule`] that is left out must be missed: some claim then fails.

mod actor;
mod change;
mod claims;
mod explore;
pub mod lock_files;
mod making;
mod reader;
mod rules;
mod scenario;
mod world;

pub use explore::{Explored, Failure, explore, missed};
pub use rules::Rule;
pub use scenario::Scenario;
