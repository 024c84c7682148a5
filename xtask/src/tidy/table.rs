//! The written table, `xtask/rooms.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Where the table is, from the workspace's root.
pub(super) const PLACE: &str = "xtask/rooms.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Room → the rooms it may depend on; `*` is any.
    pub(super) rooms: BTreeMap<String, Vec<String>>,
    pub(super) dev: Dev,
    /// Package → the rooms that may depend on it.
    pub(super) homes: BTreeMap<String, Vec<String>>,
    pub(super) pure: Pure,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dev {
    pub(super) everywhere: Vec<String>,
}

/// What a pure room may not have, each with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pure {
    pub(super) rooms: Vec<String>,
    pub(super) packages: BTreeMap<String, String>,
    /// `package/feature`.
    pub(super) features: BTreeMap<String, String>,
    /// A piece of a path, as it is written in Rust.
    pub(super) source: BTreeMap<String, String>,
}
