//! `cargo xtask install-hooks`: from a clone to a repository that records, in one command.

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::hook_lines::{self, HookLine};
use crate::program::{self, Linking};
use crate::{path_advice, workspace};

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
    eprintln!(
        "Builds git-session, installs it into {}, and puts its hooks into {}; the first time this takes some \
         minutes, and the network for the crates.",
        root.join("bin").display(),
        repo.display()
    );
    let installed = program::install(&Linking::choose()?, &root)?;
    let hooks = put_in_place(&installed, &repo)?;
    if let Err(error) = write_manual(&installed, &root) {
        // Everything works without it.
        eprintln!("the manual pages were not written: {error:#}");
    }

    let path = env::var_os("PATH").unwrap_or_default();
    let path: Vec<_> = env::split_paths(&path).collect();
    let advice = path_advice::advise(&installed, &path, env::var_os("RUSTUP_TOOLCHAIN").is_some());
    print!("{}", render_outcome(&hooks, advice.as_deref()));
    check_in_place(&hooks)
}

/// Runs `install` of the program; its stderr, which says why a hook was left alone, is ours.
fn put_in_place(installed: &Path, repo: &Path) -> Result<Vec<HookLine>> {
    let mut install = Command::new(installed);
    install.arg("install").current_dir(repo).stderr(Stdio::inherit());
    let output = install.output().with_context(|| format!("cannot run {}", installed.display()))?;
    read_answer(output.status, &String::from_utf8_lossy(&output.stdout))
}

/// Writes the manual pages where `man` looks for those of a program in the folder beside.
fn write_manual(installed: &Path, root: &Path) -> Result<()> {
    let mut man = Command::new(installed);
    man.arg("man").arg("--out").arg(root.join("share/man/man1")).stdout(Stdio::null());
    let status = man.status().with_context(|| format!("cannot run {}", installed.display()))?;
    if !status.success() {
        bail!("`git session man` failed ({status})");
    }
    Ok(())
}

/// That a hook was left alone is an answer, too.
fn read_answer(status: ExitStatus, stdout: &str) -> Result<Vec<HookLine>> {
    const REFUSED: i32 = 1;
    let hooks = hook_lines::parse(stdout);
    let left_alone = || hooks.as_ref().is_ok_and(|hooks| hooks.iter().any(HookLine::is_left_alone));
    if !(status.success() || status.code() == Some(REFUSED) && left_alone()) {
        bail!("`git session install` failed ({status})");
    }
    hooks
}

/// What there is now, and what to do next.
fn render_outcome(hooks: &[HookLine], advice: Option<&str>) -> String {
    let mut text = String::from("\n");
    for hook in hooks {
        text.push_str(&hook.sentence());
        text.push('\n');
    }
    if let Some(advice) = advice {
        text.push_str(&format!("\n{advice}\n"));
    }
    text + "\nnext:  git session start \"what you are about to do\"\n"
}

fn check_in_place(hooks: &[HookLine]) -> Result<()> {
    let left: Vec<_> =
        hooks.iter().filter(|hook| hook.is_left_alone()).map(|hook| hook.event.as_str()).collect();
    if !left.is_empty() {
        bail!("not every hook is in place: {} was left as it is", left.join(" and "));
    }
    Ok(())
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

    fn hooks(checkout: [&str; 2]) -> Vec<HookLine> {
        let hook = |event: &str, [outcome, how_or_why]: [&str; 2]| HookLine {
            event: event.to_owned(),
            outcome: outcome.to_owned(),
            how_or_why: how_or_why.to_owned(),
        };
        vec![hook("post-commit", ["installed", "copy"]), hook("post-checkout", checkout)]
    }

    #[test]
    fn the_next_command_comes_once_and_last() {
        let text = render_outcome(&hooks(["installed", "script"]), Some("Mend the PATH."));
        assert_eq!(
            text,
            "\npost-commit      is in place (a copy of the program)\n\
             post-checkout    is in place (a script)\n\
             \nMend the PATH.\n\
             \nnext:  git session start \"what you are about to do\"\n"
        );
        let text = render_outcome(&hooks(["installed", "script"]), None);
        assert!(text.ends_with("(a script)\n\nnext:  git session start \"what you are about to do\"\n"));
    }

    #[test]
    fn a_hook_that_was_left_alone_is_a_failure_in_one_line() {
        let left = hooks(["left-alone", "it is read-only"]);
        let error = check_in_place(&left).unwrap_err();
        assert_eq!(format!("{error:#}"), "not every hook is in place: post-checkout was left as it is");
        assert!(check_in_place(&hooks(["unchanged", "script"])).is_ok());
    }

    #[test]
    #[cfg(unix)]
    fn an_install_that_left_a_hook_alone_answers_and_one_that_failed_does_not() {
        use std::os::unix::process::ExitStatusExt as _;
        let read = |code: i32, stdout: &str| read_answer(ExitStatus::from_raw(code << 8), stdout);
        let left_alone = "hook\tpost-commit\tleft-alone\tit is read-only\tx\n";
        assert!(read(1, left_alone).unwrap()[0].is_left_alone());
        for (code, stdout) in [(1, ""), (5, left_alone), (1, "no hook")] {
            let error = read(code, stdout).unwrap_err().to_string();
            assert!(error.starts_with("`git session install` failed"), "{error}");
        }
        assert!(read(0, "no hook").is_err());
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
