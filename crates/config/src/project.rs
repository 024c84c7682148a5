//! Named parts of a repository.

use std::fmt;
use std::path::Path;

use crate::error::{NameError, ValueError};
use crate::keys::Settings;

/// The longest name, in characters.
const LONGEST_NAME: usize = 64;

/// The longest path, in bytes.
const LONGEST_PATH: usize = 1024;

/// The name of a part: ASCII letters, digits, `-` and `_`, so that it can be typed and be the name of a file anywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectName(String);

impl ProjectName {
    pub(crate) fn parse(name: &str) -> Result<Self, NameError> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(plain) {
            return Err(NameError::Project(name.to_owned()));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A folder of the work tree, as git writes it: below the top, `/` between the folders, none of them `..`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPath(String);

impl ProjectPath {
    /// Reads a path. Nothing that could lead out of the work tree is taken, on whatever system it would.
    pub(crate) fn parse(path: &str) -> Result<Self, ValueError> {
        let refuse = |why| Err(ValueError::Path { path: path.to_owned(), why });
        let folders = path.strip_suffix('/').unwrap_or(path);
        if path.starts_with('/') || path.starts_with('~') {
            return refuse("it begins at the top of the work tree, without / or ~");
        }
        if path.contains('\\') {
            return refuse("it has / between the folders, not \\");
        }
        if path.contains(':') {
            return refuse("it has no drive, and no colon");
        }
        if path.contains(char::is_control) || path.len() > LONGEST_PATH {
            return refuse("it is one line of at most 1024 bytes");
        }
        for folder in folders.split('/') {
            match folder {
                "" => return refuse("it names a folder, and each one once"),
                "." | ".." => return refuse("it names each folder as it is, without . and .."),
                // Windows drops dots and spaces at the end of a name.
                folder if folder.ends_with(['.', ' ']) => {
                    return refuse("no folder in it ends with a dot or a space");
                }
                folder if folder.eq_ignore_ascii_case(".git") => {
                    return refuse("it has nothing of git's own folder");
                }
                _ => {}
            }
        }
        Ok(Self(folders.to_owned()))
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Settings {
    /// The part of the repository that holds a folder, which is given from the top of the work tree: the deepest one; of
    /// two with one path, the first by name. `None`: the folder is in no part.
    #[must_use]
    pub fn project_of(&self, folder: &Path) -> Option<&ProjectName> {
        let holding = self.projects.iter().filter(|(_, path)| folder.starts_with(path.as_str()));
        let deepest = holding.rev().max_by_key(|(_, path)| path.as_str().split('/').count());
        deepest.map(|(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_in_the_deepest_part_that_holds_it() {
        let mut settings = Settings::default();
        for (name, path) in [
            ("all", "services"),
            ("shop", "services/shop"),
            ("bazaar", "services/shop"),
            ("cli", "tools/cli/"),
        ] {
            let path = ProjectPath::parse(path).unwrap();
            settings.projects.insert(ProjectName::parse(name).unwrap(), path);
        }
        for (folder, part) in [
            ("", None),
            ("services", Some("all")),
            ("services/till", Some("all")),
            ("services/shop", Some("bazaar")),
            ("services/shop/src/pay", Some("bazaar")),
            ("services/shopping", Some("all")),
            ("tools/cli", Some("cli")),
            ("tools", None),
            ("my/services", None),
        ] {
            assert_eq!(settings.project_of(Path::new(folder)).map(ProjectName::as_str), part, "{folder}");
        }
    }
}
