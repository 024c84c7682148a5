//! What `git session install` answers in a pipe: a line for each hook (`docs/json.md`, "Pipes").

use anyhow::{Result, bail};

/// What became of one hook.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HookLine {
    /// git's name of the hook.
    pub(crate) event: String,
    pub(crate) outcome: String,
    /// `copy`, `script`, `block`, `entry` or `by-hand`; of a hook that was left alone or needs no file, why.
    pub(crate) how_or_why: String,
}

impl HookLine {
    pub(crate) fn is_in_place(&self) -> bool {
        ["installed", "refreshed", "unchanged"].contains(&self.outcome.as_str())
    }

    pub(crate) fn is_left_alone(&self) -> bool {
        self.outcome == "left-alone"
    }

    /// For people.
    pub(crate) fn sentence(&self) -> String {
        let Self { event, outcome, how_or_why } = self;
        let done = match outcome.as_str() {
            "installed" => "is in place",
            "refreshed" => "was brought up to date",
            "unchanged" => "is in place already",
            "left-alone" => return format!("{event:<15}  was left as it is: {how_or_why}"),
            "not-needed" => return format!("{event:<15}  needs no file: {how_or_why}"),
            other => other,
        };
        let how = match how_or_why.as_str() {
            "copy" => "a copy of the program",
            "script" => "a script",
            "block" => "a block in the script that was there",
            "entry" => "an entry in the configuration",
            "by-hand" => "a call in the hook that was there",
            other => other,
        };
        format!("{event:<15}  {done} ({how})")
    }
}

pub(crate) fn parse(answer: &str) -> Result<Vec<HookLine>> {
    answer.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Result<HookLine> {
    let fields: Vec<_> = line.split('\t').collect();
    let ["hook", event, outcome, how_or_why, _path] = fields[..] else {
        bail!("`git session install` answered what is not a hook's line: {line:?}");
    };
    let [event, outcome, how_or_why] = [event, outcome, how_or_why].map(str::to_owned);
    Ok(HookLine { event, outcome, how_or_why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_becomes_a_sentence() {
        let answer = "hook\tpost-merge\tinstalled\tentry\t/shop/.git/config\n\
                      hook\tpost-merge\tnot-needed\tit is run by perl, not by a shell\t/shop/.git/hooks/post-merge\n\
                      hook\tpost-commit\tinstalled\tcopy\t/shop/.git/hooks/post-commit\n\
                      hook\tpost-checkout\tleft-alone\tit is read-only\t/shop/.git/hooks/post-checkout\n";
        let hooks = parse(answer).unwrap();
        let sentences: Vec<_> = hooks.iter().map(HookLine::sentence).collect();
        assert_eq!(
            sentences,
            [
                "post-merge       is in place (an entry in the configuration)",
                "post-merge       needs no file: it is run by perl, not by a shell",
                "post-commit      is in place (a copy of the program)",
                "post-checkout    was left as it is: it is read-only",
            ]
        );
        assert_eq!(
            hooks.iter().map(HookLine::is_left_alone).collect::<Vec<_>>(),
            [false, false, false, true]
        );
    }

    #[test]
    fn what_is_not_a_hooks_line_is_refused() {
        assert!(parse("post-commit      is in place (a copy of the program)\n").is_err());
        assert_eq!(parse("").unwrap(), []);
    }
}
