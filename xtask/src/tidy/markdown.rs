//! Where the links in a Markdown text lead to.

/// A link's target as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) target: String,
}

/// Links, images, and what `[name]: target` defines; not what stands in code.
pub(super) fn links(text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut fence = None;
    for (number, line) in (1..).zip(text.lines()) {
        match (fence, fence_of(line)) {
            (None, Some(opened)) => fence = Some(opened),
            (Some((mark, length)), Some((found, count))) if found == mark && count >= length => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                let line = without_code(line);
                let targets = inline_targets(&line).chain(definition(&line));
                links.extend(targets.map(|target| Link { line: number, target: target.to_owned() }));
            }
        }
    }
    links
}

/// The mark of a fence, and how often it stands there.
fn fence_of(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let count = line.len() - rest.len();
    // "```code``` in a line" opens nothing.
    (count >= 3 && !rest.contains('`')).then_some((mark, count))
}

/// The line without what stands between backticks. A run of them ends at the next one of the same length.
fn without_code(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        kept.push_str(&rest[..at]);
        let (ticks, after) = leading_ticks(&rest[at..]);
        match end_of_code(after, ticks.len()) {
            Some(end) => rest = &after[end..],
            None => {
                kept.push_str(ticks);
                rest = after;
            }
        }
    }
    kept + rest
}

fn leading_ticks(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches('`').len())
}

fn end_of_code(text: &str, length: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('`') {
        let (ticks, _) = leading_ticks(&text[from + at..]);
        from += at + ticks.len();
        if ticks.len() == length {
            return Some(from);
        }
    }
    None
}

fn inline_targets(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, opening)| target(&line[at + opening.len()..]))
}

/// `[name]: target`; `[^name]: …` is a footnote.
fn definition(line: &str) -> Option<&str> {
    let (name, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    if name.starts_with('^') || name.contains(']') { None } else { target(rest) }
}

/// The target at the beginning, without the title that may follow it.
fn target(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if let Some(quoted) = text.strip_prefix('<') {
        return quoted.split_once('>').map(|(target, _)| target);
    }
    let mut depth = 0_usize;
    let end = text.find(|letter: char| match letter {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        ')' => true,
        other => other.is_whitespace(),
    });
    Some(&text[..end.unwrap_or(text.len())]).filter(|target| !target.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<String> {
        links(text).into_iter().map(|link| link.target).collect()
    }

    #[test]
    fn each_way_to_write_a_link_is_known() {
        assert_eq!(targets("[a](b.md) and ![c](d/e.png \"a title\")"), ["b.md", "d/e.png"]);
        assert_eq!(targets("[`code`](b.md#part), [x](<with space.md>)"), ["b.md#part", "with space.md"]);
        assert_eq!(targets("[a]: b.md \"a title\"\n[^1]: not.md"), ["b.md"]);
        assert_eq!(targets("([a](b_(c).md))"), ["b_(c).md"]);
    }

    #[test]
    fn what_stands_in_code_is_no_link() {
        assert_eq!(targets("`[a](b)` and ``x ` [a](c)`` but ` [a](d)"), ["d"]);
        assert_eq!(targets("```text\n[a](b)\n~~~\n```\n[a](c)"), ["c"]);
        assert_eq!(targets("````\n```\n[a](b)\n````\n[a](c)"), ["c"]);
    }

    #[test]
    fn a_link_knows_its_line() {
        assert_eq!(links("x\n\n[a](b)"), [Link { line: 3, target: "b".to_owned() }]);
    }
}
