//! `cargo xtask install-hooks`: from a clone to a repository that records, in one command.

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::program::{self, Linking};
use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct InstallHooksArgs {
    /// The repository that gets the hooks; by default the one you stand in.
    #[arg(long, value_name = "PATH", default_value = ".")]
    repo: PathBuf,
    /// Where to install the program; by default where `cargo install` puts it.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

pub(crate) fn run(args: &InstallHooksArgs) -> Result<()> {
    // Asked first: a build takes a minute, a typing error should not.
    let repo = args.repo.canonicalize().with_context(|| args.repo.display().to_string())?;
    workspace::read(Command::new("git").arg("-C").arg(&repo).args(["rev-parse", "--git-dir"]))
        .with_context(|| format!("no git repository at {}; name one with --repo", repo.display()))?;

    let root = match &args.root {
        Some(root) => path::absolute(root)?,
        None => install_root()?,
    };
    let linking = Linking::choose()?;
    eprintln!("installing git-session into {} …", root.join("bin").display());
    let installed = program::install(&linking, &root)?;

    eprintln!("installing the hooks into {} …", repo.display());
    workspace::run(Command::new(&installed).arg("install").current_dir(&repo))?;

    let path = env::var_os("PATH").unwrap_or_default();
    let path: Vec<_> = env::split_paths(&path).collect();
    print!("{}", next_step(&installed, &path, env::var_os("RUSTUP_TOOLCHAIN").is_some()));
    Ok(())
}

/// What to do now; when the shell would not find the program, that comes first.
fn next_step(installed: &Path, path: &[PathBuf], through_rustup: bool) -> String {
    let start = "git session start \"what you are about to do\"";
    let dir = installed.parent().unwrap_or(installed);
    let name = installed.file_name().unwrap_or_default();
    let line = format!("    export PATH=\"{}:$PATH\"\n", dir.display());
    let dir = dir.display();
    match path.iter().map(|entry| entry.join(name)).find(|candidate| candidate.is_file()) {
        Some(found) if !same_file(&found, installed) => {
            let found = found.display();
            format!(
                "\n{found} comes before {dir} on your PATH, and is the one that runs: remove it, or put ours first.\n\
                 then:  {start}\n"
            )
        }
        Some(_) if through_rustup && is_put_first_by_rustup(installed, path) => {
            format!(
                "\nnext:  {start}\n\nIf your shell does not find it, add this line to its profile:\n\n{line}"
            )
        }
        Some(_) => format!("\nnext:  {start}\n"),
        None => format!(
            "\n{dir} is not on your PATH. Add this line to your shell's profile:\n\n{line}\nthen:  {start}\n"
        ),
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

#[derive(Default, Deserialize)]
struct CargoConfig {
    #[serde(default)]
    install: InstallConfig,
}

#[derive(Default, Deserialize)]
struct InstallConfig {
    root: Option<PathBuf>,
}

/// Where cargo installs, in cargo's own order (`cargo help install`): the variable, the user's
/// configuration, cargo's home.
fn install_root() -> Result<PathBuf> {
    if let Some(root) = env::var_os("CARGO_INSTALL_ROOT") {
        return Ok(path::absolute(root)?);
    }
    let home = home::cargo_home().context("cannot tell where cargo installs; say it with --root")?;
    install_root_in(home)
}

fn install_root_in(home: PathBuf) -> Result<PathBuf> {
    let config = home.join("config.toml");
    let configured = match std::fs::read_to_string(&config) {
        Ok(text) => toml::from_str::<CargoConfig>(&text).with_context(|| config.display().to_string())?,
        Err(_) => CargoConfig::default(),
    };
    // A relative one is relative to the folder that holds cargo's home.
    Ok(match (configured.install.root, home.parent()) {
        (Some(root), Some(parent)) => parent.join(root),
        (Some(root), None) => root,
        (None, _) => home,
    })
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
        let text = next_step(&program_in(dir.path()), &[], false);
        assert!(text.contains(&format!("export PATH=\"{}:$PATH\"", dir.path().display())), "{text}");
    }

    #[test]
    fn a_program_on_the_path_gets_the_next_command_alone() {
        let dir = tempfile::tempdir().unwrap();
        let text = next_step(&program_in(dir.path()), &[dir.path().to_owned()], false);
        assert_eq!(text, "\nnext:  git session start \"what you are about to do\"\n");
    }

    #[test]
    fn another_program_that_comes_first_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        let shadow = program_in(&old);
        let text = next_step(&program_in(&new), &[old, new], false);
        assert!(text.contains(&shadow.display().to_string()), "{text}");
    }

    #[test]
    fn a_path_that_rustup_may_have_made_gets_both() {
        let dir = tempfile::tempdir().unwrap();
        let (program, path) = (program_in(dir.path()), [dir.path().to_owned()]);
        let text = next_step(&program, &path, true);
        assert!(text.contains("next:") && text.contains("export PATH="), "{text}");

        std::fs::write(dir.path().join("cargo"), "").unwrap();
        assert!(!next_step(&program, &path, true).contains("export PATH="));
    }

    #[test]
    fn the_users_configuration_of_cargo_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join(".cargo");
        std::fs::create_dir(&home).unwrap();
        assert_eq!(install_root_in(home.clone()).unwrap(), home);
        std::fs::write(home.join("config.toml"), "[net]\n[install]\nroot = \"tools\"\n").unwrap();
        assert_eq!(install_root_in(home).unwrap(), dir.path().join("tools"));
    }
}
