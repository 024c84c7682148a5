//! How much commits changed, in lines. For commands: git compares.

use std::collections::HashMap;

use core_model::LineCounts;

use crate::child::run;
use crate::commit::parse_id;
use crate::pieces::ask_in_pieces;
use crate::{AskError, Repo};

/// About how many commits git is asked at once: it has an end in time.
const AT_ONCE: usize = 4096;

/// Against the first parent, with renames found: as `git log --stat` counts where nothing is set.
const COUNTED: [&str; 11] = [
    "diff-tree",
    "--stdin",
    "--root",
    "-r",
    "-M",
    "--numstat",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--diff-algorithm=myers",
];

impl Repo {
    /// How much each of these commits changed. A merge changes nothing. What is not in this repository, or not wholly, is
    /// left out.
    ///
    /// Runs git once, where there are no more than some thousands and all are here.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn line_counts(&self, shas: &[String]) -> Result<HashMap<String, LineCounts>, AskError> {
        let here: Vec<&String> = shas.iter().filter(|sha| self.exists(sha)).collect();
        let mut counts = HashMap::new();
        for some in here.chunks(AT_ONCE) {
            counts.extend(ask_in_pieces(some, |piece| self.ask_for_lines(piece))?);
        }
        Ok(counts)
    }

    fn ask_for_lines(&self, shas: &[&String]) -> Result<Vec<(String, LineCounts)>, AskError> {
        const QUESTION: &str = "diff-tree --numstat";
        let input: String = shas.iter().map(|sha| format!("{sha}\n")).collect();
        let mut git = self.git_as_written();
        git.args(["-c", "core.quotePath=true"]).args(COUNTED);
        let answer = run(git, QUESTION, input.as_bytes(), self.bounds())?.well(QUESTION)?;
        // git names no commit that changes nothing.
        let mut counts: HashMap<String, LineCounts> =
            shas.iter().map(|&sha| (sha.clone(), LineCounts::default())).collect();
        let mut of = None;
        for line in String::from_utf8_lossy(&answer).lines() {
            match line.split_once('\t') {
                None => of = parse_id(line).is_ok().then(|| line.to_owned()),
                Some((added, rest)) => {
                    let removed = rest.split('\t').next().unwrap_or_default();
                    // Of what is no text there are no lines: `-`.
                    let lines = |text: &str| text.parse().unwrap_or(0);
                    if let Some(of) = of.as_ref().and_then(|sha| counts.get_mut(sha)) {
                        *of += LineCounts { files: 1, added: lines(added), removed: lines(removed) };
                    }
                }
            }
        }
        Ok(counts.into_iter().collect())
    }
}
