//! Whether the user's shell will find the installed program, and what to do when it may not.

use std::env;
use std::path::{Path, PathBuf};

/// What to do about it. `None`: it will be found.
pub(crate) fn advise(installed: &Path, path: &[PathBuf], through_rustup: bool) -> Option<String> {
    let dir = installed.parent().unwrap_or(installed);
    let name = installed.file_name().unwrap_or_default();
    let line = format!("    export PATH=\"{}:$PATH\"", dir.display());
    let dir = dir.display();
    match path.iter().map(|entry| entry.join(name)).find(|candidate| candidate.is_file()) {
        Some(found) if !same_file(&found, installed) => {
            let found = found.display();
            Some(format!(
                "{found} comes before {dir} on your PATH, and is the one that runs: remove it, or put ours first."
            ))
        }
        Some(_) if through_rustup && is_put_first_by_rustup(installed, path) => {
            Some(format!("If `git session` is not found, add this line to your shell's profile:\n\n{line}"))
        }
        Some(_) => None,
        None => Some(format!("{dir} is not on your PATH. Add this line to your shell's profile:\n\n{line}")),
    }
}

/// rustup puts cargo's folder first on the path of what it runs, if it is not there. When that folder is
/// not where `cargo` itself was found, the user's own path may lack it.
fn is_put_first_by_rustup(installed: &Path, path: &[PathBuf]) -> bool {
    let dir = installed.parent();
    path.first().map(PathBuf::as_path) == dir
        && !installed.with_file_name("cargo").with_extension(env::consts::EXE_EXTENSION).is_file()
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program_in(dir: &Path) -> PathBuf {
        std::fs::create_dir_all(dir).unwrap();
        let program = dir.join("git-session");
        std::fs::write(&program, "").unwrap();
        program
    }

    #[test]
    fn a_program_off_the_path_gets_the_line_to_add() {
        let dir = tempfile::tempdir().unwrap();
        let advice = advise(&program_in(dir.path()), &[], false).unwrap();
        assert!(advice.contains("is not on your PATH"), "{advice}");
        assert!(advice.contains(&format!("export PATH=\"{}:$PATH\"", dir.path().display())), "{advice}");
    }

    #[test]
    fn a_program_on_the_path_gets_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(advise(&program_in(dir.path()), &[dir.path().to_owned()], false), None);
    }

    #[test]
    fn another_program_that_comes_first_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        let shadow = program_in(&old);
        let advice = advise(&program_in(&new), &[old, new], false).unwrap();
        assert!(advice.contains(&shadow.display().to_string()), "{advice}");
    }

    #[test]
    fn a_path_that_rustup_may_have_made_gets_it_on_a_condition() {
        let dir = tempfile::tempdir().unwrap();
        let (program, path) = (program_in(dir.path()), [dir.path().to_owned()]);
        let advice = advise(&program, &path, true).unwrap();
        assert!(advice.starts_with("If `git session` is not found, add "), "{advice}");

        std::fs::write(dir.path().join("cargo"), "").unwrap();
        assert_eq!(advise(&program, &path, true), None);
    }
}
