//! How the optimised program is built; decided here for whoever needs it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use cargo_metadata::Message;

use crate::workspace;

const PACKAGE: &str = "git-session";
const PACKAGE_DIR: &str = "crates/cli";

// A static program at a fixed address needs no dynamic linker: 0.3 ms less for each start, and each
// commit is a start.
const STATIC_FLAGS: &str = "-C target-feature=+crt-static -C relocation-model=static";

/// How the program is linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Linking {
    /// With all it needs inside, for this target.
    Static { target: String },
    /// As the target or the user's flags have it.
    Default,
}

impl Linking {
    /// Static where that works here and the user has not set flags of their own.
    pub(crate) fn choose() -> Result<Self> {
        let target = host()?;
        let static_links = || target.ends_with("-linux-gnu") && links_statically();
        if flag_variables(&target).iter().any(|name| env::var_os(name).is_some()) || !static_links() {
            return Ok(Self::Default);
        }
        Ok(Self::Static { target })
    }

    /// A cargo that builds with it.
    fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = workspace::cargo();
        cargo.args([subcommand, "--locked"]);
        match self {
            // The target's variable, not `RUSTFLAGS`: build scripts and macros run here, and are left alone.
            Self::Static { target } => {
                cargo.args(["--target", target]).env(target_flags_variable(target), STATIC_FLAGS);
            }
            Self::Default => {}
        }
        cargo
    }

    /// One word for a report.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Static { .. } => "static",
            Self::Default => "as the target links by default",
        }
    }
}

/// Builds the program in the build folder, and answers where it is.
pub(crate) fn build(linking: &Linking) -> Result<PathBuf> {
    let mut cargo = linking.cargo("build");
    cargo.args(["--release", "--package", PACKAGE, "--message-format", "json-render-diagnostics"]);
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot run cargo")?;
    let messages = workspace::checked_stdout(&cargo, output)?;
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(executable) = artifact.executable
            && artifact.target.name == PACKAGE
        {
            return Ok(executable.into());
        }
    }
    bail!("cargo built no program named {PACKAGE}");
}

/// Installs the program below `root` as cargo does, and answers where it is.
pub(crate) fn install(linking: &Linking, root: &Path) -> Result<PathBuf> {
    let mut cargo = linking.cargo("install");
    cargo.args(["--force", "--path", PACKAGE_DIR, "--root"]).arg(root);
    workspace::run(&mut cargo)?;
    let installed = root.join("bin").join(PACKAGE).with_extension(env::consts::EXE_EXTENSION);
    if !installed.is_file() {
        bail!("cargo install succeeded, but there is no {}", installed.display());
    }
    Ok(installed)
}

fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn host() -> Result<String> {
    let version = workspace::read(rustc().arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// Tried, since a system may lack the static libraries (Fedora's `glibc-static`, for one).
fn links_statically() -> bool {
    let Ok(dir) = tempfile::tempdir() else { return false };
    let (source, program) = (dir.path().join("probe.rs"), dir.path().join("probe"));
    if std::fs::write(&source, "fn main() {}").is_err() {
        return false;
    }
    let mut rustc = rustc();
    rustc.args(["--edition", "2024"]).args(STATIC_FLAGS.split(' ')).arg("-o").args([&program, &source]);
    succeeds(&mut rustc) && succeeds(&mut Command::new(&program))
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn target_flags_variable(target: &str) -> String {
    format!("CARGO_TARGET_{}_RUSTFLAGS", target.to_uppercase().replace(['-', '.'], "_"))
}

/// The variables in which a user says how, or for what, code is generated.
fn flag_variables(target: &str) -> [String; 5] {
    let others = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_BUILD_TARGET"];
    let [plain, encoded, build, build_target] = others.map(str::to_owned);
    [plain, encoded, build, build_target, target_flags_variable(target)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_flags_go_to_the_target_and_not_to_build_scripts() {
        let cargo = Linking::Static { target: "x86_64-unknown-linux-gnu".to_owned() }.cargo("build");
        let variables: Vec<_> = cargo.get_envs().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(variables, ["CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS"]);
        assert!(cargo.get_args().any(|arg| arg == "--target"));
    }

    #[test]
    fn default_linking_changes_nothing() {
        let cargo = Linking::Default.cargo("build");
        assert_eq!(cargo.get_envs().count(), 0);
        assert!(cargo.get_args().all(|arg| arg != "--target"));
    }
}
