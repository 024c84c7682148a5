//! Taking an object apart, field by field, so that what nobody took is known at the end.

use core_model::Time;

use super::error::FieldError;
use super::time::{self, parse_time};
use super::tree::{Tree, below};

/// A value that has no place in what it was read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Where it stood: `tasks[2].colour`.
    pub path: String,
    /// A text as it is, anything else as JSON.
    pub value: String,
}

/// What was read, and all that it has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was read.
    pub value: T,
    /// What has no place in it, in the file's order.
    pub leftovers: Vec<Leftover>,
    /// What is wrong with fields that it can be read without. Their values are among the leftovers.
    pub problems: Vec<FieldError>,
}

/// Where leftovers and problems are gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    leftovers: Vec<Leftover>,
    problems: Vec<FieldError>,
}

impl Gathered {
    pub(super) fn with<T>(self, value: T) -> Parsed<T> {
        Parsed { value, leftovers: self.leftovers, problems: self.problems }
    }

    fn leave(&mut self, path: String, tree: Tree) {
        tree.into_leaves(path, &mut self.leftovers);
    }
}

/// An object, and what was not yet taken from it.
pub(super) struct Fields<'g> {
    path: String,
    entries: Vec<(String, Tree)>,
    gathered: &'g mut Gathered,
}

impl<'g> Fields<'g> {
    /// The fields of an object. Of names that stand there more than once the last counts.
    ///
    /// # Errors
    /// [`FieldError::Kind`] where it is none.
    pub(super) fn of(
        tree: Tree,
        path: String,
        gathered: &'g mut Gathered,
    ) -> Result<Self, (FieldError, Tree)> {
        const ALLOWED: &str = "an object";
        let Tree::Object(all) = tree else {
            let place = if path.is_empty() { "the whole file".to_owned() } else { path };
            return Err((FieldError::Kind { path: place, found: tree.kind(), allowed: ALLOWED }, tree));
        };
        let mut last = std::collections::HashMap::new();
        for (index, (name, _)) in all.iter().enumerate() {
            last.insert(name.clone(), index);
        }
        let mut entries = Vec::with_capacity(all.len());
        for (index, (name, value)) in all.into_iter().enumerate() {
            if last.get(&name) == Some(&index) {
                entries.push((name, value));
            } else {
                let place = below(&path, &name);
                gathered.problems.push(FieldError::Doubled { path: place.clone() });
                gathered.leave(place, value);
            }
        }
        Ok(Self { path, entries, gathered })
    }

    /// The path of one of its fields.
    pub(super) fn place(&self, name: &str) -> String {
        below(&self.path, name)
    }

    /// Takes a value out. `None`: not there, or null.
    pub(super) fn take(&mut self, name: &str) -> Option<Tree> {
        let index = self.entries.iter().position(|(it, _)| it == name)?;
        match self.entries.remove(index).1 {
            Tree::Null => None,
            value => Some(value),
        }
    }

    /// Notes what is wrong with a value, and leaves it over.
    pub(super) fn complain(&mut self, error: FieldError, value: Tree) {
        self.gathered.leave(error.path().to_owned(), value);
        self.gathered.problems.push(error);
    }

    /// A text without which nothing can be made of it.
    ///
    /// # Errors
    /// [`FieldError::Missing`] where it is not there, null or empty; [`FieldError::Kind`] where it is no text.
    pub(super) fn must(&mut self, allowed: &'static str, name: &str) -> Result<String, FieldError> {
        match self.take(name) {
            Some(Tree::Text(text)) if !text.trim().is_empty() => Ok(text),
            None | Some(Tree::Text(_)) => Err(FieldError::Missing { path: self.place(name), allowed }),
            Some(other) => Err(self.kind(name, &other, allowed)),
        }
    }

    /// A text. `None`: not there, null, empty or no text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Tree::Text(text) => Some(text).filter(|text| !text.is_empty()),
            other => {
                self.complain(self.kind(name, &other, "a text"), other);
                None
            }
        }
    }

    /// A time. `None`: not there, null, empty or no time.
    pub(super) fn time(&mut self, name: &str) -> Option<Time> {
        let text = self.text(name)?;
        let time = parse_time(&text);
        if time.is_none() {
            self.complain(FieldError::said(self.place(name), &text, time::ALLOWED), Tree::Text(text));
        }
        time
    }

    /// A number that counts something. `None`: not there, null or no such number.
    pub(super) fn count(&mut self, name: &str) -> Option<u64> {
        const ALLOWED: &str = "a whole number, 0 or more";
        match self.take(name)? {
            Tree::Number(number) => match number.parse() {
                Ok(count) => Some(count),
                Err(_) => {
                    self.complain(FieldError::said(self.place(name), &number, ALLOWED), Tree::Number(number));
                    None
                }
            },
            other => {
                self.complain(self.kind(name, &other, ALLOWED), other);
                None
            }
        }
    }

    /// True or false. `None`: not there, null or neither.
    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.take(name)? {
            Tree::Bool(flag) => Some(flag),
            other => {
                self.complain(self.kind(name, &other, "true or false"), other);
                None
            }
        }
    }

    /// A word of a closed list. `None`: not there, null or not in the list.
    pub(super) fn word<W: Copy>(
        &mut self,
        name: &str,
        words: &[(&str, W)],
        allowed: &'static str,
    ) -> Option<W> {
        let text = self.text(name)?;
        let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if known.is_none() {
            self.complain(FieldError::said(self.place(name), &text, allowed), Tree::Text(text));
        }
        known
    }

    /// A list of texts; the empty ones are passed over.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (place, item) in self.items(name) {
            match item {
                Tree::Text(text) if text.is_empty() => {}
                Tree::Text(text) => texts.push(text),
                other => {
                    let error = FieldError::Kind { path: place, found: other.kind(), allowed: "a text" };
                    self.complain(error, other);
                }
            }
        }
        texts
    }

    /// A list of objects, each taken apart by `read`. What `read` does not take is left over.
    pub(super) fn objects<T>(&mut self, name: &str, mut read: impl FnMut(&mut Fields<'_>) -> T) -> Vec<T> {
        let mut values = Vec::new();
        for (place, item) in self.items(name) {
            values.extend(self.apart(item, place, &mut read));
        }
        values
    }

    /// An object, taken apart by `read`. `None`: not there, null or no object.
    pub(super) fn object<T>(&mut self, name: &str, read: impl FnMut(&mut Fields<'_>) -> T) -> Option<T> {
        let value = self.take(name)?;
        self.apart(value, self.place(name), read)
    }

    /// The values of an object whose names are not known, each an object taken apart by `read`.
    pub(super) fn named<T>(
        &mut self,
        name: &str,
        mut read: impl FnMut(&mut Fields<'_>) -> T,
    ) -> Vec<(String, T)> {
        self.object(name, |inner| {
            let entries = std::mem::take(&mut inner.entries);
            let apart = |(key, value): (String, Tree)| {
                let place = inner.place(&key);
                inner.apart(value, place, &mut read).map(|value| (key, value))
            };
            entries.into_iter().filter_map(apart).collect()
        })
        .unwrap_or_default()
    }

    /// Leaves over what nobody took.
    pub(super) fn finish(self) {
        for (name, value) in self.entries {
            self.gathered.leave(below(&self.path, &name), value);
        }
    }

    fn apart<T>(
        &mut self,
        value: Tree,
        place: String,
        mut read: impl FnMut(&mut Fields<'_>) -> T,
    ) -> Option<T> {
        match Fields::of(value, place, self.gathered) {
            Ok(mut fields) => {
                let value = read(&mut fields);
                fields.finish();
                Some(value)
            }
            Err((error, value)) => {
                self.complain(error, value);
                None
            }
        }
    }

    fn items(&mut self, name: &str) -> Vec<(String, Tree)> {
        let place = self.place(name);
        match self.take(name) {
            None => Vec::new(),
            Some(Tree::List(items)) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (format!("{place}[{index}]"), item))
                .collect(),
            Some(other) => {
                self.complain(self.kind(name, &other, "a list"), other);
                Vec::new()
            }
        }
    }

    fn kind(&self, name: &str, found: &Tree, allowed: &'static str) -> FieldError {
        FieldError::Kind { path: self.place(name), found: found.kind(), allowed }
    }
}
