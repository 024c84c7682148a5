//! Who the person is, in git's words.

use crate::Repo;
use crate::child::run;

impl Repo {
    /// The name that git would put on a commit here, without looking at the environment: `author.name`, else
    /// `user.name`, from whichever configuration sets it. `None`: none does, or there is no git to ask.
    ///
    /// Runs git: it follows its own configuration to the end, and gix's way to do so would be linked into the program
    /// that hooks start.
    #[must_use]
    pub fn user_name(&self) -> Option<String> {
        let question = ["config", "--null", "--get-regexp", r"^(author|user)\.name$"];
        let output = self.git().args(question).output().ok()?;
        derive_name(&String::from_utf8_lossy(&output.stdout))
    }
}

impl Repo {
    /// The address that git would put on a commit made here and now, as it resolves it from the environment, its
    /// configuration and the machine. `None`: there is none that git would take, or there is no git to ask.
    ///
    /// Runs git.
    #[must_use]
    pub fn user_email(&self) -> Option<String> {
        let mut git = self.git();
        git.args(["var", "GIT_COMMITTER_IDENT"]);
        let answer = run(git, "var GIT_COMMITTER_IDENT", b"", self.bounds()).ok()?.well("var").ok()?;
        let text = String::from_utf8_lossy(&answer);
        let (_, address) = text.rsplit_once('<')?;
        let (address, _) = address.split_once('>')?;
        (!address.is_empty()).then(|| address.to_owned())
    }
}

/// Each setting is a key, a newline, its value and a NUL; a later one overrides an earlier one of its key.
fn derive_name(settings: &str) -> Option<String> {
    let last = |key| {
        let mut values = settings.split('\0').filter_map(|setting| setting.split_once('\n'));
        let value = values.rfind(|(name, _)| *name == key)?.1.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    last("author.name").or_else(|| last("user.name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_setting_counts_and_an_author_before_a_user() {
        for (settings, name) in [
            ("", None),
            ("user.name\nAda\0", Some("Ada")),
            ("user.name\nAda\0user.name\nBob\0", Some("Bob")),
            ("author.name\nEve\0user.name\nBob\0", Some("Eve")),
            ("user.name\n \0", None),
            ("user.name\0", None),
        ] {
            assert_eq!(derive_name(settings).as_deref(), name, "{settings:?}");
        }
    }
}
