//! What a session is now, with what is true only then.

use crate::transition::{self, Outcome, Refusal, StatusName, Transition};
use crate::{SessionId, Text, Time};

/// What it is now, with what is true only then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Somebody is working.
    Active,
    /// Put aside.
    Parked(Parked),
    /// Over.
    Completed(Completed),
}

/// Put aside, to be taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its last sign of life: earlier than it was parked where nobody said so in time.
    pub stopped_at: Time,
    /// When.
    pub at: Time,
    /// The command that parked it.
    pub by: String,
    /// Why.
    pub reason: Text,
}

/// Over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// Its last sign of life.
    pub ended_at: Time,
    /// When it was closed: later than its end where nobody said so in time.
    pub closed_at: Time,
    /// The command or hook that closed it.
    pub closed_by: String,
    /// What came of it.
    pub outcome: Outcome,
}

impl Status {
    /// The status alone.
    #[must_use]
    pub fn name(&self) -> StatusName {
        match self {
            Self::Active => StatusName::Active,
            Self::Parked(_) => StatusName::Parked,
            Self::Completed(_) => StatusName::Completed,
        }
    }

    /// The session that goes on with it. `None`: it is not over, or ended otherwise.
    #[must_use]
    pub fn resumed_as(&self) -> Option<&SessionId> {
        match self {
            Self::Active | Self::Parked(_) => None,
            Self::Completed(over) => over.outcome.kind.resumed_as(),
        }
    }

    /// Whether the table allows this step; [`transition::step`] is the table.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`]; [`Refusal::Already`] where it is what it should become; [`Refusal::Resumed`] where
    /// another resume was quicker.
    pub fn step(&self, id: &SessionId, transition: Transition) -> Result<StatusName, Refusal> {
        let status = self.name();
        if let (None, Some(child)) = (transition::step(status, transition), self.resumed_as()) {
            return Err(Refusal::Resumed { id: id.clone(), child: child.clone() });
        }
        transition::step(status, transition).ok_or_else(|| match (self, transition) {
            (Self::Parked(_), Transition::Park) | (Self::Completed(_), Transition::Complete) => {
                Refusal::Already { id: id.clone(), status }
            }
            _ => Refusal::NoSuchStep { id: id.clone(), status, transition },
        })
    }
}
