//! Which commits are recorded, where, and what became of them: what makes it cheap to ask about one commit among a hundred
//! thousand.
//!
//! It lies beside the store, in the git directory, and says nothing that the sessions do not say: whoever finds it missing
//! has it made anew. A line is added to one of 256 files, by the first two digits of the commit's id, with one write and
//! without a lock. A line that was cut short is none, and the next one begins on a line of its own.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use core_model::SessionId;

use crate::problem::Problem;

/// The folder, below the state folder.
const FOLDER: &str = "commits";

/// The file that says that nothing is missing.
const WHOLE: &str = "whole";

/// The most that is read of one file, in bytes. A repository with a million commits has less.
const LIMIT: u64 = 16 << 20;

/// The commits that are known.
#[derive(Debug, Clone)]
pub struct KnownCommits {
    folder: PathBuf,
}

/// What is known of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Where it is recorded. `None`: nowhere.
    pub home: Option<Home>,
    /// The commits that took its place, in the order in which they were told.
    pub became: Vec<String>,
}

/// Where a commit is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// In this session.
    Session(SessionId),
    /// Among those of no session.
    Nobody,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A commit is recorded there.
    Home {
        /// The commit.
        sha: String,
        /// Where.
        home: Home,
    },
    /// A commit took the place of another.
    Became {
        /// The other.
        old: String,
        /// The commit.
        new: String,
    },
}

impl Fact {
    fn sha(&self) -> &str {
        match self {
            Self::Home { sha, .. } => sha,
            Self::Became { old, .. } => old,
        }
    }

    fn render(&self) -> String {
        match self {
            Self::Home { sha, home: Home::Session(id) } => format!("\n{sha} {id}\n"),
            Self::Home { sha, home: Home::Nobody } => format!("\n{sha} -\n"),
            Self::Became { old, new } => format!("\n{old} > {new}\n"),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let (sha, rest) = line.split_once(' ')?;
        if !is_an_id(sha) {
            return None;
        }
        if let Some(new) = rest.strip_prefix("> ") {
            return (new.len() == sha.len() && is_an_id(new))
                .then(|| Self::Became { old: sha.to_owned(), new: new.to_owned() });
        }
        let home = if rest == "-" { Home::Nobody } else { Home::Session(rest.parse().ok()?) };
        Some(Self::Home { sha: sha.to_owned(), home })
    }
}

/// Whether a text is the id of a commit in full, by either hash.
fn is_an_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

impl KnownCommits {
    /// Those of the repository with this state folder. Nothing is read yet.
    #[must_use]
    pub fn at(state_dir: &Path) -> Self {
        Self { folder: state_dir.join(FOLDER) }
    }

    /// What is known of a commit. Nothing is known of what is no whole id.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be read.
    pub fn find(&self, sha: &str) -> Result<Known, Problem> {
        let mut known = Known::default();
        if !is_an_id(sha) {
            return Ok(known);
        }
        let path = self.file_of(sha);
        let text = read(&path).map_err(|error| Problem::new(&path, error))?;
        for fact in text.lines().filter(|line| line.starts_with(sha)).filter_map(Fact::parse) {
            match fact {
                // Whoever put it elsewhere came later.
                Fact::Home { home, .. } => known.home = Some(home),
                Fact::Became { new, .. } if !known.became.contains(&new) => known.became.push(new),
                Fact::Became { .. } => {}
            }
        }
        Ok(known)
    }

    /// Adds what is not known yet.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be written; then some may be added.
    pub fn add(&self, facts: &[Fact]) -> Result<(), Problem> {
        for fact in facts.iter().filter(|fact| is_an_id(fact.sha())) {
            let path = self.file_of(fact.sha());
            self.append(&path, &fact.render()).map_err(|error| Problem::new(path, error))?;
        }
        Ok(())
    }

    fn append(&self, path: &Path, line: &str) -> io::Result<()> {
        let open = || OpenOptions::new().append(true).create(true).open(path);
        let mut file = match open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::create_dir_all(&self.folder)?;
                open()?
            }
            opened => opened?,
        };
        file.write_all(line.as_bytes())
    }

    /// Whether every commit that sessions have recorded is known.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.folder.join(WHOLE).exists()
    }

    /// Notes that something may be missing: sessions came from elsewhere. It is put together anew when it is next asked for.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn doubt(&self) -> Result<(), Problem> {
        let path = self.folder.join(WHOLE);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Problem::new(path, error)),
            _ => Ok(()),
        }
    }

    /// Lets go of all of it: somebody wants a session to leave no trace.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn forget(&self) -> Result<(), Problem> {
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Problem::new(&self.folder, error)),
            _ => Ok(()),
        }
    }

    /// Every commit that is recorded somewhere, and where.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be read.
    pub fn homes(&self) -> Result<BTreeMap<String, Home>, Problem> {
        let mut homes = BTreeMap::new();
        let files = match std::fs::read_dir(&self.folder) {
            Ok(files) => files,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(homes),
            Err(error) => return Err(Problem::new(&self.folder, error)),
        };
        for file in files.flatten() {
            let path = file.path();
            let text = read(&path).map_err(|error| Problem::new(&path, error))?;
            for fact in text.lines().filter_map(Fact::parse) {
                if let Fact::Home { sha, home } = fact {
                    homes.insert(sha, home);
                }
            }
        }
        Ok(homes)
    }

    /// Adds every fact of `all` that is not known, and notes that nothing is missing.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn complete(&self, all: impl IntoIterator<Item = Fact>) -> Result<(), Problem> {
        for fact in all {
            let known = self.find(fact.sha())?;
            let is_there = match &fact {
                Fact::Home { home, .. } => known.home.as_ref() == Some(home),
                Fact::Became { new, .. } => known.became.contains(new),
            };
            if !is_there {
                self.add(&[fact])?;
            }
        }
        let path = self.folder.join(WHOLE);
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| File::create(&path).map(drop))
            .map_err(|error| Problem::new(path, error))
    }

    fn file_of(&self, sha: &str) -> PathBuf {
        self.folder.join(&sha[..2])
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(LIMIT).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sha(digit: char) -> String {
        digit.to_string().repeat(40)
    }

    fn id(number: u64) -> SessionId {
        let at = "2026-11-20T10:00:00Z".parse().unwrap();
        SessionId::new(at, core_model::RandomBits(number))
    }

    fn home(digit: char, number: u64) -> Fact {
        Fact::Home { sha: sha(digit), home: Home::Session(id(number)) }
    }

    #[test]
    fn a_commit_is_found_where_it_was_put_last_with_all_that_it_became() {
        let folder = tempfile::tempdir().unwrap();
        let known = KnownCommits::at(folder.path());
        assert_eq!(known.find(&sha('a')).unwrap(), Known::default());
        let became = |new| Fact::Became { old: sha('a'), new: sha(new) };
        known
            .add(&[home('a', 1), home('b', 2), became('b'), became('b'), became('c'), home('a', 3)])
            .unwrap();
        let found = known.find(&sha('a')).unwrap();
        assert_eq!(found, Known { home: Some(Home::Session(id(3))), became: vec![sha('b'), sha('c')] });
        known.add(&[Fact::Home { sha: sha('a'), home: Home::Nobody }]).unwrap();
        assert_eq!(known.find(&sha('a')).unwrap().home, Some(Home::Nobody));
    }

    #[test]
    fn a_line_that_was_cut_short_is_none_and_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let known = KnownCommits::at(folder.path());
        let whole = home('a', 1).render();
        for cut in 1..whole.len() - 1 {
            known.append(&known.file_of(&sha('a')), &whole[..cut]).unwrap();
        }
        assert_eq!(known.find(&sha('a')).unwrap(), Known::default());
        known.add(&[home('a', 2)]).unwrap();
        assert_eq!(known.find(&sha('a')).unwrap().home, Some(Home::Session(id(2))));
    }

    #[test]
    fn what_is_missing_is_added_once() {
        let folder = tempfile::tempdir().unwrap();
        let known = KnownCommits::at(folder.path());
        assert!(!known.is_whole());
        let all = [home('a', 1), Fact::Became { old: sha('a'), new: sha('b') }];
        known.complete(all.clone()).unwrap();
        let text = read(&known.file_of(&sha('a'))).unwrap();
        known.complete(all).unwrap();
        assert_eq!(read(&known.file_of(&sha('a'))).unwrap(), text);
        assert!(known.is_whole());
        known.doubt().unwrap();
        known.doubt().unwrap();
        assert!(!known.is_whole());
    }

    #[test]
    fn all_homes_are_listed_until_they_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let known = KnownCommits::at(folder.path());
        known.add(&[home('a', 1), home('b', 2), home('a', 3)]).unwrap();
        let homes = known.homes().unwrap();
        assert_eq!(
            homes.into_iter().collect::<Vec<_>>(),
            [(sha('a'), Home::Session(id(3))), (sha('b'), Home::Session(id(2))),]
        );
        known.forget().unwrap();
        assert!(known.homes().unwrap().is_empty());
    }

    #[test]
    fn a_beginning_of_an_id_is_no_commit() {
        let folder = tempfile::tempdir().unwrap();
        let known = KnownCommits::at(folder.path());
        for text in ["", "a", "../../../etc/passwd", "HEAD", &sha('a')[..39], &sha('g')] {
            assert_eq!(known.find(text).unwrap(), Known::default(), "{text}");
            known.add(&[Fact::Home { sha: text.to_owned(), home: Home::Nobody }]).unwrap();
        }
        assert!(!folder.path().join(FOLDER).exists());
    }
}
