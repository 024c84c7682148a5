//! `cargo xtask report-check`: the report in a real browser, at length, and pictures of it to look at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use testkit::{Browser, View};

use crate::{demo, workspace};

#[derive(clap::Args)]
pub(crate) struct ReportCheckArgs {
    /// About how many sessions the report of the pictures has.
    #[arg(long, default_value_t = 300)]
    sessions: usize,
    /// Over how many weeks.
    #[arg(long, default_value_t = 14)]
    weeks: u32,
}

pub(crate) fn run(args: &ReportCheckArgs) -> Result<()> {
    let browser = find_or_install()?;
    workspace::run(workspace::cargo().args([
        "test",
        "--locked",
        "--package",
        "git-session-tests",
        "--test",
        "report",
    ]))?;
    workspace::run(workspace::cargo().args(["build", "--quiet", "--locked", "--package", "git-session"]))?;
    let program = workspace::target()?.join("debug/git-session");
    let work = tempfile::tempdir()?;
    let repo = work.path().join("demo");
    demo::make(&repo, args.sessions, args.weeks)?;
    let pictures = workspace::target()?.join("report");
    fs::create_dir_all(&pictures)?;
    for (name, options) in [("report", &[][..]), ("private", &["--private"])] {
        let file = pictures.join(name).with_extension("html");
        let mut report = Command::new(&program);
        report.current_dir(&repo).args(["report", "--force", "-o"]).arg(&file).args(options);
        eprint!("{}", workspace::read(&mut report)?);
        take_pictures(&browser, &file, &pictures, name)?;
    }
    println!("{}", pictures.display());
    Ok(())
}

/// Puts a browser on this machine where one can be had quickly, or says why not: the tests that want one say that they were
/// left out.
pub(crate) fn provide() {
    if let Err(error) = find_or_install() {
        eprintln!("there is no browser, so the report is not looked at in one: {error:#}");
    }
}

fn find_or_install() -> Result<PathBuf> {
    if let Some(browser) = Browser::find() {
        return Ok(browser);
    }
    if nix::unistd::geteuid().as_raw() != 0 {
        bail!("chromium is not installed, and only root can install it: apt-get install chromium");
    }
    eprintln!("installing chromium …");
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(["--quiet", "--yes"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null());
        workspace::read(&mut apt)
    };
    apt(&["update"])?;
    apt(&["install", "--no-install-recommends", "chromium"])?;
    Browser::find().context("it was installed, and is not found")
}

fn take_pictures(program: &Path, file: &Path, folder: &Path, name: &str) -> Result<()> {
    let url = format!("file://{}", file.display());
    let wide = View::wide(1280);
    let views = [
        ("light", wide),
        ("dark", View { dark: true, ..wide }),
        ("narrow", View { width: 400, ..wide }),
        ("no-script", View { scripts: false, ..wide }),
        ("print", View { width: 760, print: true, ..wide }),
    ];
    let mut browser = Browser::start(program);
    for (kind, view) in views {
        for part in ["content", "timeline", "hours", "tables", "stories"] {
            browser.open(&format!("{url}#{part}"), View { height: 1300, ..view });
            fs::write(folder.join(format!("{name}-{kind}-{part}.png")), browser.picture(false))?;
        }
        if let Some(error) = browser.errors().first() {
            bail!("{name}, {kind}: {error}");
        }
    }
    browser.open(&url, wide);
    fs::write(folder.join(name).with_extension("pdf"), browser.print())?;
    Ok(())
}
