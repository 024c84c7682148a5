//! Finds paths in Rust source: on tokens, so that comments and strings say what they like, and macros and
//! `use std::{…}` hide nothing. A renamed import (`use std as s`) is not followed.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, LexError, Spacing, TokenStream, TokenTree};

pub(super) struct Use<'t> {
    pub(super) line: usize,
    pub(super) piece: &'t str,
    pub(super) reason: &'t str,
}

/// Where the source, its tests left out, has one of these pieces of a path (`std::fs`, `Utc::now`, `print!`).
pub(super) fn find_uses<'t>(
    source: &str,
    pieces: &'t BTreeMap<String, String>,
) -> Result<Vec<Use<'t>>, LexError> {
    let mut paths = Vec::new();
    collect_paths(source.parse()?, &[], &mut paths);
    let mut uses = Vec::new();
    for path in &paths {
        for (piece, reason) in pieces.iter().filter(|(piece, _)| path.has(piece)) {
            uses.push(Use { line: path.line, piece, reason });
        }
    }
    Ok(uses)
}

struct Path {
    line: usize,
    names: Vec<String>,
}

impl Path {
    fn has(&self, piece: &str) -> bool {
        let piece: Vec<_> = piece.split("::").collect();
        self.names.windows(piece.len()).any(|names| names == piece)
    }
}

/// `prefix` is what stands before the braces in `use std::{fs, io}`.
fn collect_paths(tokens: TokenStream, prefix: &[String], paths: &mut Vec<Path>) {
    let mut rest = &*tokens.into_iter().collect::<Vec<_>>();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            TokenTree::Punct(hash) if hash.as_char() == '#' => rest = skip_attribute(rest),
            TokenTree::Group(group) => collect_paths(group.stream(), &[], paths),
            TokenTree::Ident(name) => {
                let line = name.span().start().line;
                let mut names = [prefix, &[name.to_string()]].concat();
                let braces;
                (rest, braces) = read_path(rest, &mut names);
                match braces {
                    Some(group) => collect_paths(group.stream(), &names, paths),
                    None => paths.push(Path { line, names }),
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Reads `::name…` and a `!` or `::{…}` at the end; answers what follows, and the braces.
fn read_path<'t>(mut rest: &'t [TokenTree], names: &mut Vec<String>) -> (&'t [TokenTree], Option<&'t Group>) {
    loop {
        match rest {
            [TokenTree::Punct(a), TokenTree::Punct(b), next, after @ ..]
                if a.as_char() == ':' && a.spacing() == Spacing::Joint && b.as_char() == ':' =>
            {
                match next {
                    TokenTree::Ident(name) => names.push(name.to_string()),
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                        return (after, Some(group));
                    }
                    TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => return (rest, None),
                }
                rest = after;
            }
            [TokenTree::Punct(bang), after @ ..]
                if bang.as_char() == '!' && bang.spacing() == Spacing::Alone =>
            {
                if let Some(last) = names.last_mut() {
                    last.push('!');
                }
                return (after, None);
            }
            _ => return (rest, None),
        }
    }
}

/// What follows the attribute; and the item under it, too, if the item is for tests alone.
fn skip_attribute(rest: &[TokenTree]) -> &[TokenTree] {
    let [TokenTree::Group(attribute), after @ ..] = rest else { return rest };
    let text = attribute.stream().to_string().replace(' ', "");
    if text != "cfg(test)" && !text.starts_with("cfg(all(test,") {
        return after;
    }
    let ends_item = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let item = after.iter().position(ends_item).map_or(after.len(), |last| last + 1);
    &after[item..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(usize, String)> {
        let pieces = ["std::fs", "SystemTime", "Utc::now", "println!"];
        let pieces = pieces.map(|piece| (piece.to_owned(), String::new())).into();
        let uses = find_uses(source, &pieces).unwrap();
        uses.into_iter().map(|found| (found.line, found.piece.to_owned())).collect()
    }

    fn one(line: usize, piece: &str) -> Vec<(usize, String)> {
        vec![(line, piece.to_owned())]
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        assert_eq!(found("use std::fs;"), one(1, "std::fs"));
        assert_eq!(found("fn f() {\n  ::std::fs::read(p);\n}"), one(2, "std::fs"));
        assert_eq!(
            found("use std::{collections::BTreeMap,\n fs::{self, File}};"),
            [one(2, "std::fs"), one(2, "std::fs")].concat()
        );
        assert_eq!(found("fn f() { chrono::Utc::now() }"), one(1, "Utc::now"));
        assert_eq!(found("use std::time::SystemTime;"), one(1, "SystemTime"));
    }

    #[test]
    fn macros_hide_nothing() {
        assert_eq!(found("fn f() { println!(\"x\") }"), one(1, "println!"));
        assert_eq!(found("fn f() { format!(\"{}\", Utc::now()) }"), one(1, "Utc::now"));
    }

    #[test]
    fn comments_strings_and_other_names_are_left_alone() {
        assert!(found("//! std::fs\n/// println!(\"x\")\nconst A: &str = \"std::fs\";").is_empty());
        assert!(found("use std::fmt; fn println() {} fn f(now: Utc) -> bool { println != now }").is_empty());
    }

    #[test]
    fn tests_may_do_what_they_like_but_what_follows_them_may_not() {
        let source = "#[cfg(test)]\nmod tests { use std::fs; }\n#[cfg(test)]\nuse std::fs;\nuse std::fs;";
        assert_eq!(found(source), one(5, "std::fs"));
        assert_eq!(found("#[cfg(not(test))] use std::fs;"), one(1, "std::fs"));
    }
}
