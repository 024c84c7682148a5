//! Where the predecessor kept what, below its folder.

/// What a file of the predecessor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A session: `sessions/sess_….json`, or the same in `sessions/archive`.
    Session,
    /// What it kept of a project: `projects/<slug>.json`.
    State,
    /// `config.json`
    Config,
    /// Made from the others, or only for the program that ran then: the index, locks, what was notified, and all
    /// that it did not make.
    Nothing,
}

impl FileKind {
    /// What the file at this path is. The path begins below the predecessor's folder, with `/` between its parts.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let is_json = |name: &str| name.ends_with(".json") && !name.contains('/');
        if let Some(name) = path.strip_prefix("sessions/") {
            let name = name.strip_prefix("archive/").unwrap_or(name);
            return if is_json(name) && name.starts_with("sess_") { Self::Session } else { Self::Nothing };
        }
        match path.strip_prefix("projects/") {
            Some(name) if is_json(name) => Self::State,
            None if path == "config.json" => Self::Config,
            Some(_) | None => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_what_a_file_is() {
        for (path, kind) in [
            ("sessions/sess_20260210T1430_a1b2.json", FileKind::Session),
            ("sessions/archive/sess_20260210T1430_a1b2.json", FileKind::Session),
            ("sessions/_index.json", FileKind::Nothing),
            ("sessions/sess_20260210T1430_a1b2.lock", FileKind::Nothing),
            ("sessions/tmpx1.tmp", FileKind::Nothing),
            ("sessions/old/sess_20260210T1430_a1b2.json", FileKind::Nothing),
            ("projects/shop.json", FileKind::State),
            ("projects/old/shop.json", FileKind::Nothing),
            ("config.json", FileKind::Config),
            ("config.example.json", FileKind::Nothing),
            ("notify_state.json", FileKind::Nothing),
            ("", FileKind::Nothing),
        ] {
            assert_eq!(FileKind::of(path), kind, "{path}");
        }
    }
}
