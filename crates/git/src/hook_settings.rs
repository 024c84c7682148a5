//! What git's configuration says of hooks, wherever it says so.

use crate::Repo;
use crate::ask::{AskError, answer_of};

/// A setting, as git has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// git's word for the kind of place: `system`, `global`, `local`, `worktree` or `command`.
    pub scope: String,
    /// The file. Empty where it stands in none.
    pub file: String,
    /// Its name, with what git takes in any case in small letters.
    pub key: String,
    /// Its value. `None`: it is named and has none, which git takes for yes.
    pub value: Option<String>,
}

impl Repo {
    /// `core.hooksPath` and everything below `hook.`, in git's order: of several, the last holds.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn hook_settings(&self) -> Result<Vec<Setting>, AskError> {
        const QUESTION: &str = "config --null --show-scope --show-origin --list";
        let answer = answer_of(self.git(), QUESTION)?;
        let is_of_hooks = |it: &Setting| it.key == "core.hookspath" || it.key.starts_with("hook.");
        Ok(parse(&answer).into_iter().filter(is_of_hooks).collect())
    }
}

/// Scope, origin, and key with value: each ends with a NUL, and a line end stands between key and value.
fn parse(answer: &[u8]) -> Vec<Setting> {
    let text = String::from_utf8_lossy(answer);
    let mut parts = text.split('\0');
    let mut settings = Vec::new();
    while let (Some(scope), Some(origin), Some(setting)) = (parts.next(), parts.next(), parts.next()) {
        let (key, value) = match setting.split_once('\n') {
            Some((key, value)) => (key, Some(value.to_owned())),
            None => (setting, None),
        };
        let file = origin.strip_prefix("file:").unwrap_or_default().to_owned();
        settings.push(Setting { scope: scope.to_owned(), file, key: key.to_owned(), value });
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_told_from_the_next() {
        let answer = b"local\0file:.git/config\0core.bare\nfalse\0command\0command line:\0a.b\0\
                       global\0file:/h/.gitconfig\0hook.x.command\necho \"a\nb\"\0";
        let setting = |scope: &str, file: &str, key: &str, value: Option<&str>| Setting {
            scope: scope.into(),
            file: file.into(),
            key: key.into(),
            value: value.map(str::to_owned),
        };
        assert_eq!(
            parse(answer),
            [
                setting("local", ".git/config", "core.bare", Some("false")),
                setting("command", "", "a.b", None),
                setting("global", "/h/.gitconfig", "hook.x.command", Some("echo \"a\nb\"")),
            ]
        );
        assert_eq!(parse(b""), []);
    }
}
