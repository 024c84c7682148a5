//! Every state that a power cut could leave, opened and compared with what was promised.

mod check;
mod explore;
mod platter;
mod recording;
mod variants;
mod workloads;

pub(crate) use explore::after_a_cut;
pub use explore::{Figures, Finding, explore, explore_all};
pub use platter::{Bounds, Names};
pub use recording::Workload;
pub use variants::Detail;
pub use workloads::{all_triples, pairs, singles, triples};
