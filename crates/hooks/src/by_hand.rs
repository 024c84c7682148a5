//! Calls of ours that people write into their own hooks.

use crate::Event;

/// Whether a hook, in whatever language, calls us for this event: `git session hook EVENT`, as words of a command or
/// as items of a list. Lines that are a comment in most languages do not count.
pub(crate) fn calls_by_hand(content: &[u8], event: Event) -> bool {
    let text = String::from_utf8_lossy(content);
    let is_comment = |line: &&str| ["#", "//", "--", ";"].iter().any(|mark| line.starts_with(mark));
    let lines = text.lines().map(str::trim_start).filter(|line| !is_comment(line));
    let words: Vec<&str> = lines
        .flat_map(|line| line.split(|it: char| it.is_whitespace() || "\"'`,;[](){}<>|&\\".contains(it)))
        .filter(|word| !word.is_empty())
        .collect();
    let is_call = |words: &[&str]| words == ["hook", event.file_name()];
    let is_ours = |word: &str| is_program(word, "git-session") || is_program(word, "git-session-hook");
    words.windows(3).any(|words| is_ours(words[0]) && is_call(&words[1..]))
        || words
            .windows(4)
            .any(|words| is_program(words[0], "git") && words[1] == "session" && is_call(&words[2..]))
}

fn is_program(word: &str, name: &str) -> bool {
    let last = word.rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".exe").unwrap_or(last) == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_known_in_any_language() {
        for call in [
            "git session hook post-commit </dev/null >/dev/null 2>&1 || true",
            "  /opt/my bin/git-session hook post-commit \"$@\"",
            "git session hook post-commit;",
            "'/home/ada/.cargo/bin/git-session-hook' hook post-commit",
            "subprocess.run(['git', 'session', 'hook', 'post-commit'])",
            "spawnSync(\"git\", [\"session\", \"hook\",\n  \"post-commit\"]);",
            "system(\"C:/tools/git-session.exe hook post-commit\");",
            "`git session hook post-commit`",
            "git session \\\n  hook post-commit",
        ] {
            assert!(calls_by_hand(format!("#!/x\n{call}\n").as_bytes(), Event::PostCommit), "{call}");
            assert!(!calls_by_hand(call.as_bytes(), Event::PostMerge), "{call}");
        }
        for none in [
            "# git session hook post-commit",
            "// git-session hook post-commit",
            "git session hook post-commits",
            "git session hook",
            "session hook post-commit",
            "git sessions hook post-commit",
            "legit session hook post-commit",
            "",
        ] {
            assert!(!calls_by_hand(none.as_bytes(), Event::PostCommit), "{none}");
        }
    }
}
