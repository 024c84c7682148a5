//! Paths as the receipt keeps them.

use std::path::{Component, Path, PathBuf};

/// `path`, as seen from `from`, with `/` between folders; both are absolute. `None`: it is not UTF-8.
pub(crate) fn relative(from: &Path, path: &Path) -> Option<String> {
    let shared = from.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        // Another drive.
        return path.to_str().map(str::to_owned);
    }
    let up = from.components().skip(shared).map(|_| Some(".."));
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    Some(parts?.join("/"))
}

/// The path that [`relative`] was given.
pub(crate) fn resolve(from: &Path, path: &str) -> PathBuf {
    let mut resolved = from.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_as_seen_from_the_receipt() {
        let state = Path::new("/r/.git/git-session");
        for (path, seen) in [
            ("/r/.git/hooks/post-commit", "../hooks/post-commit"),
            ("/r/.husky/_/post-commit", "../../.husky/_/post-commit"),
            ("/other/post-commit", "../../../other/post-commit"),
        ] {
            assert_eq!(relative(state, Path::new(path)).as_deref(), Some(seen));
            assert_eq!(resolve(state, seen), Path::new(path));
        }
    }
}
