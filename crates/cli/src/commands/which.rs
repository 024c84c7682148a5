//! Which session is meant.

/// The session that a command is for.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

impl Which {
    /// What was typed. `None`: the current one is meant.
    pub(super) fn asked(&self) -> Option<&str> {
        self.session.as_deref()
    }
}
