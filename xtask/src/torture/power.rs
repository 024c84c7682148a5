//! Real power cuts: a file system on a loop device is shut down in the middle of work (`FS_IOC_SHUTDOWN`, without flushing its
//! log), mounted again, and what the program had acknowledged is looked for. Linux, and root, since it mounts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{self, Linking};
use crate::workspace;

/// How often the power is cut.
#[derive(clap::Args)]
pub(crate) struct PowerArgs {
    /// How many cuts for each file system.
    #[arg(long, value_name = "N", default_value_t = 50)]
    cuts: usize,
    /// The same moments again.
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
}

/// A file system, how it is made, and how it is mounted.
const FILE_SYSTEMS: [(&str, &[&str], &str); 3] = [
    ("ext4", &["mkfs.ext4", "-q", "-F"], "loop"),
    ("ext4, noauto_da_alloc", &["mkfs.ext4", "-q", "-F"], "loop,noauto_da_alloc"),
    ("xfs", &["mkfs.xfs", "-q", "-f"], "loop"),
];

/// XFS takes no less.
const IMAGE_BYTES: u64 = 320 * 1024 * 1024;

/// The shutdown of a file system without flushing its log: `_IOR('X', 125, __u32)` with 2. An ioctl needs `unsafe`, and
/// Python has it already.
const CUT: &str = "import fcntl, os, struct, sys\n\
    fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

pub(crate) fn power(args: &PowerArgs) -> Result<()> {
    if !cfg!(target_os = "linux") || !nix::unistd::geteuid().is_root() {
        bail!("power cuts need Linux and root: they mount a file system on a loop device");
    }
    let seed = args.seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    fastrand::seed(seed);
    let program = program::build(&Linking::choose()?)?;
    for (name, make, options) in FILE_SYSTEMS {
        if workspace::read(Command::new("which").arg(make[0])).is_err() {
            println!("{name}: left out, there is no {}", make[0]);
            continue;
        }
        let begun = Instant::now();
        let mut lab = Lab::new(&program, make, options)?;
        let mut sums = Sums::default();
        for _ in 0..args.cuts {
            lab.cut_once(&mut sums).with_context(|| format!("{name}, seed {seed}"))?;
        }
        println!(
            "{name}: {} cuts in {} s; {} answers acknowledged before a cut, all of them there after it; {} resumed, each by \
             one; {} commands that the cut hit; {} entries cut short, told and kept aside",
            args.cuts,
            begun.elapsed().as_secs(),
            sums.acknowledged,
            sums.resumed,
            sums.hit,
            sums.torn,
        );
    }
    Ok(())
}

#[derive(Default)]
struct Sums {
    acknowledged: usize,
    resumed: usize,
    hit: usize,
    torn: usize,
}

/// What the worker has at hand.
enum At {
    Nothing,
    Active(String),
    Parked(String),
}

/// What a text was said for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The intent of a session that begins, or goes on.
    Begin,
    /// An entry or a task.
    Say,
    /// The reason for parking.
    Park,
    /// The outcome.
    End,
}

/// A repository on a file system of its own.
struct Lab {
    program: PathBuf,
    /// On the machine's own disk: what is acknowledged outlives the cut.
    outside: TempDir,
    options: &'static str,
    /// What was said and acknowledged.
    said: BTreeMap<String, Kind>,
    /// Which session was resumed as which.
    resumed: BTreeMap<String, String>,
    mounted: bool,
}

impl Lab {
    fn new(program: &Path, make: &[&str], options: &'static str) -> Result<Self> {
        let outside = TempDir::with_prefix("git-session-power-")?;
        let image = outside.path().join("image");
        fs::File::create(&image)?.set_len(IMAGE_BYTES)?;
        workspace::read(Command::new(make[0]).args(&make[1..]).arg(&image))?;
        fs::create_dir(outside.path().join("disk"))?;
        fs::create_dir(outside.path().join("home"))?;
        let (said, resumed) = (BTreeMap::new(), BTreeMap::new());
        let mut lab = Self { program: program.to_owned(), outside, options, said, resumed, mounted: false };
        lab.mount()?;
        workspace::read(Command::new("git").args(["init", "--quiet"]).arg(lab.repo()))?;
        workspace::read(&mut Command::new("sync"))?;
        Ok(lab)
    }

    fn disk(&self) -> PathBuf {
        self.outside.path().join("disk")
    }

    fn repo(&self) -> PathBuf {
        self.disk().join("repo")
    }

    fn mount(&mut self) -> Result<()> {
        let image = self.outside.path().join("image");
        workspace::read(Command::new("mount").args(["-o", self.options]).arg(image).arg(self.disk()))?;
        self.mounted = true;
        Ok(())
    }

    /// Waits until the loop device is given back: else the next mount would share what is left of this one.
    fn unmount(&mut self) -> Result<()> {
        workspace::read(Command::new("umount").arg(self.disk()))?;
        self.mounted = false;
        let image = self.outside.path().join("image");
        for _ in 0..500 {
            if workspace::read(Command::new("losetup").arg("-j").arg(&image))?.is_empty() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(10));
        }
        bail!("the loop device of {} is not given back", image.display())
    }

    fn run(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(self.repo()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.outside.path().join("home"));
        Ok(command.output()?)
    }

    /// Works until the power goes, puts it on again, and looks.
    fn cut_once(&mut self, sums: &mut Sums) -> Result<()> {
        let after = Duration::from_micros(fastrand::u64(5_000..250_000));
        let (is_cut, disk) = (AtomicBool::new(false), self.disk());
        let done = thread::scope(|scope| {
            let cutter = scope.spawn(|| {
                thread::sleep(after);
                let cut = workspace::read(Command::new("python3").args(["-c", CUT]).arg(&disk));
                is_cut.store(true, Ordering::SeqCst);
                cut
            });
            let worked = self.work(&is_cut, sums);
            cutter.join().map_err(|_| anyhow::anyhow!("the cutter panicked"))??;
            worked
        });
        self.unmount()?;
        done?;
        self.mount()?;
        self.look(sums)
    }

    /// One command after another, until one fails because the disk is gone.
    fn work(&mut self, is_cut: &AtomicBool, sums: &mut Sums) -> Result<()> {
        let mut at = At::Nothing;
        while !is_cut.load(Ordering::SeqCst) {
            let text = format!("said-{:016x}", fastrand::u64(..));
            let (reply, kind) = match &at {
                At::Nothing => (self.run(&["start", &text])?, Kind::Begin),
                At::Parked(id) => (self.run(&["resume", id, "--intent", &text])?, Kind::Begin),
                At::Active(id) => match fastrand::u32(0..10) {
                    0..=4 => (self.run(&["event", &text, "--session", id])?, Kind::Say),
                    5 => (self.run(&["decide", &text, "--because", "it is so", "--session", id])?, Kind::Say),
                    6 => (self.run(&["task", "add", &text, "--session", id])?, Kind::Say),
                    7 | 8 => (self.run(&["park", "--reason", &text, "--session", id])?, Kind::Park),
                    _ => (self.run(&["complete", &text, "--session", id])?, Kind::End),
                },
            };
            let told = String::from_utf8_lossy(&reply.stderr);
            // A command that says that the disk does not confirm it has not promised anything.
            if !reply.status.success() || told.contains("does not confirm") {
                let broke_down = matches!(reply.status.code(), Some(70 | 101) | None);
                ensure!(!broke_down, "the program broke down: {told}");
                sums.hit += 1;
                at = At::Nothing;
                continue;
            }
            sums.acknowledged += 1;
            self.said.insert(text, kind);
            let stdout = String::from_utf8_lossy(&reply.stdout);
            let id = stdout.split_whitespace().next().unwrap_or_default().to_owned();
            at = match (at, kind) {
                (At::Parked(parent), Kind::Begin) => {
                    sums.resumed += 1;
                    self.resumed.insert(parent, id.clone());
                    At::Active(id)
                }
                (_, Kind::Begin) => At::Active(id),
                (at, Kind::Say) => at,
                (_, Kind::Park) => At::Parked(id),
                (_, Kind::End) => At::Nothing,
            };
        }
        Ok(())
    }

    fn look(&mut self, sums: &mut Sums) -> Result<()> {
        let output = self.run(&["log", "--json"])?;
        ensure!(output.status.success(), "log: {}", String::from_utf8_lossy(&output.stderr));
        let log: Value = serde_json::from_slice(&output.stdout)?;
        for problem in log["problems"].as_array().into_iter().flatten() {
            let message = problem["message"].as_str().unwrap_or_default();
            ensure!(message.contains("cut short") || message.contains("zeros"), "{problem}");
            sums.torn += 1;
        }
        // Whoever reads sees it, and so does whoever opens the files: the texts are in them, whole.
        let mut all = String::new();
        for session in log["sessions"].as_array().into_iter().flatten() {
            all.push_str(&session.to_string());
        }
        for (text, kind) in &self.said {
            ensure!(all.contains(text) || *kind == Kind::Park && self.is_overtaken(text), "{text} is lost");
        }
        for (parent, child) in &self.resumed {
            let children = log["sessions"].as_array().into_iter().flatten();
            let children: Vec<&str> = children
                .filter(|session| session["parent"].as_str() == Some(parent))
                .filter_map(|session| session["id"].as_str())
                .collect();
            ensure!(children == [child.as_str()], "{parent} was resumed as {child}, and has {children:?}");
        }
        let doctor = self.run(&["doctor", "--fix"])?;
        ensure!(doctor.status.success(), "doctor: {}", String::from_utf8_lossy(&doctor.stdout));
        Ok(())
    }

    /// The reason for parking goes when a session is taken up again or completed; the history has it still.
    fn is_overtaken(&self, text: &str) -> bool {
        let mut git = Command::new("git");
        git.current_dir(self.repo()).args(["--git-dir", ".git/git-session/history.git"]);
        git.args(["log", "--all", "--oneline", "-S", text]);
        workspace::read(&mut git).is_ok_and(|found| !found.is_empty())
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg("-l").arg(self.disk()).status();
        }
    }
}
