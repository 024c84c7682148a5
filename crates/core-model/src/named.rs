//! Things that people name by an id or by the beginning of their text: how an id is given, and how one is found.

/// Why a name does not say which is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotOne {
    /// None is called like that.
    None(String),
    /// More than one text begins like that.
    Several { asked: String, ids: Vec<String> },
}

/// How much of what was typed a message repeats, in bytes.
const SHOWN: usize = 60;

/// The id after the highest: `t3` after `t1` and `t2`. So no id is given twice as long as none is taken away.
pub(crate) fn next_id<'a>(letter: char, ids: impl Iterator<Item = &'a str>) -> String {
    let last = ids.filter_map(|id| id.strip_prefix(letter)?.parse::<u64>().ok()).max();
    format!("{letter}{}", last.unwrap_or(0).saturating_add(1))
}

/// Where the one of this id is, or of this text, or the only one whose text begins like this. `named` has an id and a
/// text of each.
pub(crate) fn find<'a>(
    named: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    asked: &str,
) -> Result<usize, NotOne> {
    if let Some(at) = named.clone().position(|(id, text)| id == asked || text == asked) {
        return Ok(at);
    }
    let begins = |(_, (_, text)): &(usize, (&str, &str))| !asked.is_empty() && text.starts_with(asked);
    let found: Vec<(usize, (&str, &str))> = named.enumerate().filter(begins).collect();
    let asked = crate::shorten(asked, SHOWN);
    match found[..] {
        [] => Err(NotOne::None(asked)),
        [(only, _)] => Ok(only),
        ref several => {
            Err(NotOne::Several { asked, ids: several.iter().map(|(_, (id, _))| (*id).to_owned()).collect() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_before_a_whole_text_and_that_before_a_beginning() {
        let found = |asked| find([("t1", "write more"), ("t2", "write"), ("t3", "t1")].into_iter(), asked);
        let several = NotOne::Several { asked: "w".into(), ids: vec!["t1".into(), "t2".into()] };
        for (asked, at) in [
            ("t1", Ok(0)),
            ("write", Ok(1)),
            ("write m", Ok(0)),
            ("w", Err(several)),
            ("x", Err(NotOne::None("x".into()))),
        ] {
            assert_eq!(found(asked), at, "{asked}");
        }
    }
}
