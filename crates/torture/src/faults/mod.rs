//! A disk that fails, at every call of every operation: what is answered is true, and nothing that was there is lost.

mod bases;
mod failing;
mod killed;
mod tried;

pub use failing::Fault;
pub use killed::kill_all;
pub use tried::{Cases, Extent, Failure, fail_all};
