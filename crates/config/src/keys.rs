//! The table of the keys. Reading, listing, changing, messages and `docs/config.md` are derived from it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::duration;
use crate::env;
use crate::error::{Found, ValueError};
use crate::project::{ProjectName, ProjectPath};

/// A key that can be set.
#[derive(Debug)]
pub struct Key {
    /// What it is called in a file.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// The environment variable that sets it.
    pub variable: &'static str,
    /// Whether a repository's own file may set it.
    pub in_repository: bool,
    kind: Kind,
}

/// What a key's values are. No kind holds text of any form: so nothing can be named in a value.
#[derive(Debug)]
enum Kind {
    Switch { slot: Slot<bool> },
    Span { slot: Slot<Duration>, least: Duration, most: Duration },
}

/// Where a value lies in the settings.
#[derive(Debug)]
struct Slot<T> {
    get: fn(&Settings) -> T,
    put: fn(&mut Settings, T),
}

/// A value, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Switch(bool),
    /// A duration with its unit, or a path.
    Text(String),
}

macro_rules! keys {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident: $type:ty = $default:expr, $kind:ident { $($bound:ident: $at:expr),* }, $variable:expr, $place:ident;
    )+) => {
        /// What holds.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($(#[doc = $doc])+ pub $name: $type,)+
            /// The named parts of the repository, each with its path below the top of the work tree, `/` between the
            /// folders.
            pub projects: BTreeMap<ProjectName, ProjectPath>,
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($name: $default,)+ projects: BTreeMap::new() }
            }
        }

        /// Every key, in the order in which they are listed. `[projects.NAME]` is beside them.
        pub static KEYS: &[Key] = &[$(Key {
            name: stringify!($name),
            doc: concat!($($doc),+).trim_ascii(),
            variable: $variable,
            in_repository: matches!(Set::$place, Set::Anywhere),
            kind: Kind::$kind {
                slot: Slot { get: |settings| settings.$name, put: |settings, value| settings.$name = value },
                $($bound: $at,)*
            },
        }),+];
    };
}

/// Where a key may be set.
#[allow(dead_code, reason = "each word is used by the keys that it is said of")]
enum Set {
    /// In each layer.
    Anywhere,
    /// Not in a repository's own file: it may come from somebody else, and is no reason to be less careful.
    ByTheUser,
}

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

const fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

const fn days(count: u64) -> Duration {
    hours(count * 24)
}

keys! {
    /// Whether a commit without a session opens one.
    auto_start: bool = true, Switch {}, env::AUTO_START, Anywhere;
    /// How long a command waits for a lock. Hooks wait for 100 ms, whatever stands here.
    lock_timeout: Duration = Duration::from_secs(5),
        Span { least: Duration::from_millis(1), most: minutes(10) }, env::LOCK_TIMEOUT, Anywhere;
    /// How long after its last sign of life an active session is stale.
    stale_after: Duration = hours(24), Span { least: minutes(1), most: days(365) }, env::STALE_AFTER, Anywhere;
    /// How long after its owner's process died a session is left before `clean` parks it.
    orphan_grace: Duration = minutes(15),
        Span { least: Duration::ZERO, most: days(30) }, env::ORPHAN_GRACE, Anywhere;
    /// How far apart two signs of life may be so that the time in between counts as active.
    active_gap: Duration = minutes(15), Span { least: minutes(1), most: hours(12) }, env::ACTIVE_GAP, Anywhere;
    /// Whether snapshots of the sessions are kept in `history.git`.
    history: bool = true, Switch {}, env::HISTORY, Anywhere;
    /// Whether secrets are redacted before they are written.
    redact: bool = true, Switch {}, env::REDACT, ByTheUser;
}

impl Key {
    /// The key of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Its value in these settings.
    #[must_use]
    pub fn value(&self, settings: &Settings) -> Value {
        match &self.kind {
            Kind::Switch { slot } => Value::Switch((slot.get)(settings)),
            Kind::Span { slot, .. } => Value::Text(duration::render((slot.get)(settings))),
        }
    }

    /// What its values are, in a word.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            Kind::Switch { .. } => "boolean",
            Kind::Span { .. } => "duration",
        }
    }

    /// The least and the most that it can be. `None`: it has no such bounds.
    #[must_use]
    pub fn bounds(&self) -> Option<(String, String)> {
        match self.kind {
            Kind::Switch { .. } => None,
            Kind::Span { least, most, .. } => Some((duration::render(least), duration::render(most))),
        }
    }

    /// Puts a value that was typed, or that stands in the environment, into the settings, and answers with the form in
    /// which it belongs in a file.
    pub(crate) fn put_text(
        &self,
        settings: &mut Settings,
        text: &str,
    ) -> Result<toml_edit::Value, ValueError> {
        let found = || Found::Text(text.to_owned());
        match &self.kind {
            Kind::Switch { slot } => {
                let on = match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" | "on" | "1" => true,
                    "false" | "no" | "off" | "0" => false,
                    _ => return Err(ValueError::Switch(found())),
                };
                (slot.put)(settings, on);
                Ok(on.into())
            }
            Kind::Span { slot, least, most } => {
                (slot.put)(settings, duration::parse(text, *least, *most)?);
                Ok(text.trim().into())
            }
        }
    }

    /// Puts a value that stands in a file into the settings.
    pub(crate) fn put_toml(
        &self,
        settings: &mut Settings,
        value: &toml::de::DeValue<'_>,
    ) -> Result<(), ValueError> {
        let found = || Found::of(value);
        match &self.kind {
            Kind::Switch { slot } => {
                (slot.put)(settings, value.as_bool().ok_or_else(|| ValueError::Switch(found()))?);
            }
            Kind::Span { slot, least, most } => {
                let text = value.as_str().ok_or_else(|| ValueError::Duration(found()))?;
                (slot.put)(settings, duration::parse(text, *least, *most)?);
            }
        }
        Ok(())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch(on) => on.fmt(out),
            Self::Text(text) => out.write_str(text),
        }
    }
}
