//! Asking git about many commits, where it stops at one that is not all here.

use crate::AskError;

/// How often git is run for one answer.
const MOST_RUNS: usize = 200;

/// Asks about all of these at once. Where git fails, the rest is asked for in smaller pieces, and what it fails at is left
/// out.
pub(crate) fn ask_in_pieces<T>(
    shas: &[&String],
    ask: impl Fn(&[&String]) -> Result<Vec<T>, AskError>,
) -> Result<Vec<T>, AskError> {
    let (mut answers, mut pieces) = (Vec::new(), vec![shas]);
    for _ in 0..MOST_RUNS {
        let Some(piece) = pieces.pop() else { break };
        if piece.is_empty() {
            continue;
        }
        match ask(piece) {
            Ok(found) => answers.extend(found),
            Err(AskError::Failed { .. }) => {
                let (left, right) = piece.split_at(piece.len() / 2);
                if !left.is_empty() {
                    pieces.extend([right, left]);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(answers)
}
