//! What only the edge knows, handed in once.

use app::AppError;
use chrono::NaiveDateTime;
use core_model::Time;

/// What only the edge knows.
#[derive(Debug, Clone, Copy)]
pub struct Around {
    /// A moment in the reader's time zone.
    pub local: fn(Time) -> NaiveDateTime,
    /// What an error means to a user.
    pub explain: fn(&AppError) -> Told,
    /// Whether colours are wanted. The screen is understood without.
    pub colour: bool,
}

/// An error as a user is told it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What is wrong.
    pub text: String,
    /// A command that helps. `None`: nothing does.
    pub hint: Option<String>,
}
