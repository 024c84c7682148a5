//! One file a command: its arguments, whose comments are its help, and what it does with them.

pub(crate) mod activity;
pub(crate) mod answer_question;
pub(crate) mod ask;
pub(crate) mod assign;
pub(crate) mod awaiting;
pub(crate) mod clean;
pub(crate) mod complete;
pub(crate) mod config;
pub(crate) mod decide;
pub(crate) mod doctor;
pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod forget;
pub(crate) mod heartbeat;
pub(crate) mod hook;
pub(crate) mod import;
pub(crate) mod install;
pub(crate) mod log;
pub(crate) mod next;
pub(crate) mod park;
pub(crate) mod project;
pub(crate) mod reconcile;
pub(crate) mod resume;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod stale;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod task;
pub(crate) mod uninstall;
pub(crate) mod why;

mod answer;
mod begun;
mod hooks_answer;
mod text;
mod which;
