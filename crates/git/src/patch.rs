//! What a commit changes, as a number: the same for a commit that was put elsewhere. For commands.

use std::collections::HashMap;

use crate::child::run_piped;
use crate::commit::parse_id;
use crate::pieces::ask_in_pieces;
use crate::{AskError, Repo};

/// How the changes are written out: as git does with no setting at all, and by git alone. The git of today heeds hardly
/// any setting here; what another one may heed is said.
const WRITTEN_OUT: [&str; 18] = [
    "diff-tree",
    "--stdin",
    "--root",
    "-r",
    "--patch",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-renames",
    "--no-relative",
    "--full-index",
    "--unified=3",
    "--inter-hunk-context=0",
    "--diff-algorithm=myers",
    "--indent-heuristic",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--submodule=short",
];

impl Repo {
    /// The patch id of each commit that has one: a merge has none, nor has a commit that changes nothing, or one whose
    /// files are not all here (the clone is a partial one). What is not in this repository is passed over.
    ///
    /// Runs git, each time for as long as 30 seconds.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn patch_ids(&self, shas: &[String]) -> Result<HashMap<String, String>, AskError> {
        let here: Vec<&String> = shas.iter().filter(|sha| self.exists(sha)).collect();
        // git stops where something is missing.
        Ok(ask_in_pieces(&here, |piece| self.ask_for_patch_ids(piece))?.into_iter().collect())
    }

    fn ask_for_patch_ids(&self, shas: &[&String]) -> Result<Vec<(String, String)>, AskError> {
        const QUESTION: &str = "patch-id";
        let input: String = shas.iter().map(|sha| format!("{sha}\n")).collect();
        let mut changes = self.git_as_written();
        changes.args(["-c", "core.quotePath=true"]).args(WRITTEN_OUT);
        let mut ids = self.git();
        ids.args(["patch-id", "--stable"]);
        let said = run_piped(changes, ids, QUESTION, input.as_bytes(), self.bounds())?;
        let answer = said.well(QUESTION)?;
        let text = String::from_utf8_lossy(&answer);
        let pairs = text.lines().filter_map(|line| line.split_once(' '));
        let pairs = pairs.filter(|(_, sha)| parse_id(sha).is_ok());
        Ok(pairs.map(|(id, sha)| (sha.to_owned(), id.to_owned())).collect())
    }
}
