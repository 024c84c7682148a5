//! Which git programs there may be on this machine.
//!
//! People have several: of the system, of a package manager, of a program with windows. Which one makes the next commit
//! nobody knows beforehand, and they do not run hooks alike.

use std::path::{Path, PathBuf};

/// Where git lies on most machines. Of macOS' `/usr/bin/git` only what it leads to: itself, it asks people to install
/// tools.
#[cfg(target_os = "macos")]
const USUAL: &[&str] = &[
    "/Library/Developer/CommandLineTools/usr/bin/git",
    "/Applications/Xcode.app/Contents/Developer/usr/bin/git",
    "/opt/homebrew/bin/git",
    "/usr/local/bin/git",
    "/opt/local/bin/git",
    "/Applications/GitHub Desktop.app/Contents/Resources/app/git/bin/git",
];
#[cfg(windows)]
const USUAL: &[&str] = &["C:/Program Files/Git/cmd/git.exe", "C:/Program Files (x86)/Git/cmd/git.exe"];
#[cfg(not(any(target_os = "macos", windows)))]
const USUAL: &[&str] = &[
    "/usr/bin/git",
    "/usr/local/bin/git",
    "/home/linuxbrew/.linuxbrew/bin/git",
    "/run/current-system/sw/bin/git",
];

/// What the program is called.
const NAME: &str = if cfg!(windows) { "git.exe" } else { "git" };

/// The git programs that are there, each once: those of these folders in their order, then those in the usual places.
/// A folder whose path is not absolute is somebody's work tree as easily as not, and nothing is run from there.
pub(crate) fn find(search_path: &[PathBuf]) -> Vec<PathBuf> {
    find_among(search_path, USUAL)
}

fn find_among(search_path: &[PathBuf], usual: &[&str]) -> Vec<PathBuf> {
    let in_path = search_path.iter().filter(|folder| folder.is_absolute()).map(|folder| folder.join(NAME));
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    for path in in_path.chain(usual.iter().map(|path| Path::new(path).to_owned())) {
        let Ok(real) = path.canonicalize() else { continue };
        if real.is_file() && found.iter().all(|(_, known)| *known != real) {
            found.push((path, real));
        }
    }
    found.into_iter().map(|(path, _)| path).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn each_git_is_found_once_and_the_one_that_people_run_first() {
        let root = std::env::current_exe().unwrap().with_extension("gits");
        let _ = std::fs::remove_dir_all(&root);
        let folder = |name: &str| {
            let folder = root.join(name);
            std::fs::create_dir_all(&folder).unwrap();
            folder
        };
        let [first, second, empty, usual, odd] = ["first", "second", "empty", "usual", "odd"].map(folder);
        for folder in [&second, &usual] {
            std::fs::write(folder.join("git"), "").unwrap();
        }
        symlink(usual.join("git"), first.join("git")).unwrap();
        std::fs::create_dir(odd.join("git")).unwrap();
        let usual = usual.join("git");
        let found = find_among(
            &[empty, odd, first.clone(), ".".into(), second.clone(), second.clone()],
            &[usual.to_str().unwrap(), "/nowhere/git"],
        );
        assert_eq!(found, [first.join("git"), second.join("git")]);
        std::fs::remove_dir_all(root).unwrap();
    }
}
