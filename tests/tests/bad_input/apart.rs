//! A disk of a few pages, in a namespace of its own: it is seen by what runs in there, and vanishes with it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::bed::{Bed, files_below, skipped};

/// What is told where there can be none.
pub(crate) const NO_DISK: &str = "no disk can be mounted here, neither by unshare -m nor by unshare -Urm";

/// A process that holds the namespace.
pub(crate) struct Disk {
    holder: Child,
    /// Whether the user's own ids are kept by another namespace, which is entered as well.
    as_user: bool,
    /// Where it is mounted.
    at: PathBuf,
}

impl Disk {
    /// Mounts one in place of a folder, with what was in the folder. `None`: the system does not let us.
    pub(crate) fn mount(bed: &Bed, at: &Path, size: &str) -> Option<Self> {
        const SCRIPT: &str = "cp -a \"$1\" \"$2\" && mount -t tmpfs -o \"$3,mode=0700\" tmpfs \"$1\" \
            && cp -a \"$2/.\" \"$1\" && echo ready && read -r _";
        let as_user = !bed.is_root();
        let copy = bed.repo.root().join(format!("copy of {}", at.file_name()?.to_str()?));
        let mut command = Command::new("unshare");
        command.arg(if as_user { "-Urm" } else { "-m" }).args(["sh", "-c", SCRIPT, "sh"]);
        command.arg(at).arg(copy).arg(size);
        let mut holder = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take()?).read_line(&mut line).ok()?;
        let disk = Self { holder, as_user, at: at.to_owned() };
        (line == "ready\n").then_some(disk)
    }

    /// The command, run in there.
    pub(crate) fn enter(&self) -> impl Fn(Command) -> Command + use<> {
        let holder = self.holder.id().to_string();
        let as_user = self.as_user;
        move |command| {
            let mut inside = Command::new("nsenter");
            inside.args(["--target", &holder, "--mount"]);
            if as_user {
                inside.args(["--user", "--preserve-credentials"]);
            }
            // Entering leads to the root of the file system.
            inside.args(["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"]);
            inside
                .arg(command.get_current_dir().unwrap())
                .arg(command.get_program())
                .args(command.get_args());
            inside.env_clear();
            inside.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
            inside
        }
    }

    /// A path in there, as it is seen from here.
    pub(crate) fn path(&self, path: &Path) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.holder.id()));
        root.join(path.strip_prefix("/").unwrap())
    }

    /// Fills it to its last byte.
    pub(crate) fn fill(&self) {
        let mut filler = File::create(self.path(&self.at).join("filler")).unwrap();
        while filler.write_all(&[b'x'; 512]).is_ok() {}
    }

    /// Frees what [`Disk::fill`] took.
    pub(crate) fn free(&self) {
        fs::remove_file(self.path(&self.at).join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It reads from us, so it ends when there is nothing more to read.
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

/// A repository with an active session, whose store lies on a disk of its own. `None`: there can be none here.
pub(crate) fn on_a_disk(size: &str) -> Option<(Bed, Disk, String)> {
    let (mut bed, id) = Bed::at_work();
    bed.ok(&["event", "Before"]);
    let disk = Disk::mount(&bed, &bed.store(), size);
    let Some(disk) = disk else {
        skipped(NO_DISK);
        return None;
    };
    bed.set_around(bed.program().to_owned(), disk.enter());
    Some((bed, disk, id))
}

/// What is in the store, with what is in each file.
pub(crate) fn contents(bed: &Bed, disk: &Disk) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files_below(&disk.path(&bed.store()));
    // Lock files are made where they are needed, and hold nothing.
    let files = files
        .into_iter()
        .filter(|file| !file.parent().unwrap().ends_with("locks") && !file.ends_with("filler"));
    files.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}
