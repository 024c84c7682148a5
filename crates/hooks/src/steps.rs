//! All that an installation does: planned, announced in the receipt, done, and settled there.

use std::io;
use std::path::PathBuf;

use disk::Existing;

use crate::entries::{self, Outcomes, Wanted, config_path};
use crate::git_lock::GitConfig;
use crate::install::{HooksFolder, InstallError, Place};
use crate::path::relative;
use crate::plan::{Claim, Plan, Program, plan};
use crate::receipt::{Entries, Receipt};
use crate::write::write_whole;
use crate::{Event, HookReport, Outcome, Why};

/// What is to be done.
pub(crate) struct Steps<'a> {
    /// `None`: no entries are wanted.
    entries: Option<EntriesStep<'a>>,
    files: Vec<FileStep<'a>>,
    /// What is left alone before it is looked at.
    obstacles: Vec<HookReport>,
}

struct EntriesStep<'a> {
    wanted: Wanted<'a>,
    /// What the receipt is to say, and what is to become of each; or why nothing can be done.
    announced: Result<(Entries, Outcomes), Why>,
}

struct FileStep<'a> {
    folder: &'a HooksFolder,
    event: Event,
    /// The path, as the receipt has it.
    key: String,
    plan: Plan,
}

impl<'a> Steps<'a> {
    pub(crate) fn plan(
        place: &'a Place<'a>,
        program: &Program,
        before: &'a Receipt,
    ) -> Result<Self, InstallError> {
        let (mut files, mut obstacles) = (Vec::new(), Vec::new());
        let trailer = place.trailer || Event::TRAILER.into_iter().any(|event| before.names(event));
        let events: Vec<Event> =
            Event::every().filter(|event| trailer || !Event::TRAILER.contains(event)).collect();
        // What an earlier installation put there is kept up to date, whatever git is about by now.
        let wants_files = place.forms.files || !before.hooks.is_empty();
        for folder in place.folders.iter().filter(|_| wants_files) {
            if derive_obstacle(folder).is_some() {
                obstacles.extend(report_obstacle(folder));
                continue;
            }
            for &event in &events {
                let path = folder.path.join(event.file_name());
                let key = relative(place.state_dir, &path).filter(|_| path.is_absolute());
                let key = key.ok_or(InstallError::Path { path })?;
                let plan = plan(folder, program, event, before.entry(&key));
                files.push(FileStep { folder, event, key, plan });
            }
        }
        let wants_entries = place.forms.entries || before.config.is_some();
        let entries = wants_entries
            .then(|| EntriesStep::plan(place, Wanted::new(&events, &program.path, wants_files, before)));
        Ok(Self { entries, files, obstacles })
    }

    /// The receipt, with what is about to happen.
    pub(crate) fn announce(&self, before: &Receipt, place: &Place<'_>) -> Receipt {
        let mut receipt = before.clone();
        if let Some(EntriesStep { announced: Ok((entries, _)), .. }) = &self.entries {
            receipt.config = Some(entries.clone());
        }
        for FileStep { folder, event, key, plan } in &self.files {
            announce(&mut receipt, *event, key, plan);
            if plan.write.is_some() && !folder.path.exists() {
                receipt.made_folder = relative(place.state_dir, &folder.path);
            }
        }
        receipt
    }

    /// Does it all. Answers with the receipt as it is to be in the end, and with what became of each hook.
    pub(crate) fn take(
        self,
        announced: &Receipt,
        before: &Receipt,
        place: &Place<'_>,
    ) -> (Receipt, Vec<HookReport>) {
        let mut settled = announced.clone();
        let entries = self.entries.map_or_else(Vec::new, |step| step.take(&mut settled, place));
        let mut reports = self.obstacles;
        for FileStep { folder, event, key, plan } in self.files {
            let written = write(folder, &plan);
            settle(&mut settled, before, &key, &plan, written.is_ok());
            if !folder.path.exists() {
                settled.made_folder.clone_from(&before.made_folder);
            }
            let outcome = match written {
                Ok(()) => plan.outcome,
                Err(error) => Outcome::LeftAlone { why: Why::Failed(error.to_string()) },
            };
            reports.push(HookReport { event, path: plan.path, outcome });
        }
        (settled, join(entries, reports, place))
    }

    /// What would be done: what would become of each hook, and which files would change.
    pub(crate) fn foresee(self, place: &Place<'_>) -> Foreseen {
        let (mut changes, mut entries, mut reports) = (Vec::new(), Vec::new(), self.obstacles);
        if let Some(EntriesStep { wanted, announced }) = self.entries {
            let path = config_path(place.state_dir);
            entries = wanted.report(&path, announced.map(|(_, outcomes)| outcomes));
            if let Ok(config) = GitConfig::read(&path)
                && let (Some(after), _) = wanted.edit(&config)
                && Some(&after) != config.content.as_ref()
            {
                changes.push(FileChange { path, before: config.content, after });
            }
        }
        for FileStep { event, plan, .. } in self.files {
            reports.push(HookReport { event, path: plan.path.clone(), outcome: plan.outcome });
            if let Some(file) = plan.write {
                // It was read a moment ago.
                let is_there = file.if_there == Existing::Replace;
                let before = is_there.then(|| std::fs::read(&plan.path).unwrap_or_default());
                changes.push(FileChange { path: plan.path, before, after: file.content });
            }
        }
        Foreseen { reports: join(entries, reports, place), changes }
    }
}

/// What an installation would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// What would become of each hook.
    pub reports: Vec<HookReport>,
    /// The files that would change, but for the receipt.
    pub changes: Vec<FileChange>,
}

/// A file that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// What is in it. `None`: it is not there.
    pub before: Option<Vec<u8>>,
    /// What would be in it.
    pub after: Vec<u8>,
}

/// What is said of the entries, then of the files. A file that was left alone is no loss where the entry runs.
fn join(entries: Vec<HookReport>, mut files: Vec<HookReport>, place: &Place<'_>) -> Vec<HookReport> {
    let runs_as_entry = |event: Event| {
        let runs = |report: &HookReport| report.event == event && report.outcome.is_in_place();
        place.forms.entries_suffice && entries.iter().any(runs)
    };
    for report in files.iter_mut().filter(|report| runs_as_entry(report.event)) {
        if let Outcome::LeftAlone { why } = &report.outcome {
            report.outcome = Outcome::NotNeeded { why: why.clone() };
        }
    }
    [entries, files].concat()
}

impl<'a> EntriesStep<'a> {
    fn plan(place: &Place<'_>, wanted: Wanted<'a>) -> Self {
        let announced = GitConfig::read(&config_path(place.state_dir)).map(|config| {
            let (_, outcomes) = wanted.edit(&config);
            (wanted.announce(&config, &outcomes), outcomes)
        });
        Self { wanted, announced }
    }

    fn take(self, settled: &mut Receipt, place: &Place<'_>) -> Vec<HookReport> {
        let (entries, _) = match self.announced {
            Ok(announced) => announced,
            Err(why) => return self.wanted.report(&config_path(place.state_dir), Err(why)),
        };
        let reports = entries::put_in(place.state_dir, &self.wanted, place.deadline);
        settled.config = self.wanted.settle(entries, &reports);
        reports
    }
}

/// Why no hook can be put into the folder. `None`: they can.
pub(crate) fn derive_obstacle(folder: &HooksFolder) -> Option<Why> {
    if !folder.inside {
        return Some(Why::OutsideRepository);
    }
    if folder.tracked {
        return Some(Why::TrackedFolder);
    }
    // Its manager makes it, and says in the same breath that git ignores it.
    (!folder.owned && !folder.path.is_dir()).then_some(Why::NoFolder)
}

/// What is said of each hook of a folder that none can be put into. Nothing where they can.
pub(crate) fn report_obstacle(folder: &HooksFolder) -> Vec<HookReport> {
    let report = |why: &Why, event: Event| {
        let path = folder.path.join(event.file_name());
        HookReport { event, path, outcome: Outcome::LeftAlone { why: why.clone() } }
    };
    let why = derive_obstacle(folder);
    why.map_or_else(Vec::new, |why| Event::ALL.map(|event| report(&why, event)).into())
}

fn announce(receipt: &mut Receipt, event: Event, key: &str, plan: &Plan) {
    match &plan.claim {
        None => {}
        Some(Claim::ByHand) => receipt.entry_mut(event, key).by_hand = true,
        Some(Claim::Copy(print)) => {
            let copies = &mut receipt.entry_mut(event, key).copies;
            if !copies.contains(print) {
                copies.push(*print);
            }
        }
        Some(Claim::Block { block, made_script }) => {
            let entry = receipt.entry_mut(event, key);
            entry.made_script = *made_script;
            if !entry.blocks.contains(block) {
                entry.blocks.push(block.clone());
            }
        }
    }
}

fn settle(receipt: &mut Receipt, before: &Receipt, key: &str, plan: &Plan, done: bool) {
    let Some(at) = receipt.hooks.iter().position(|entry| entry.path == key) else { return };
    if !done {
        receipt.hooks.remove(at);
        receipt.hooks.extend(before.entry(key).cloned());
        return;
    }
    match &plan.claim {
        None | Some(Claim::ByHand) => {}
        Some(Claim::Copy(print)) => receipt.hooks[at].copies = vec![*print],
        Some(Claim::Block { block, .. }) => receipt.hooks[at].blocks = vec![block.clone()],
    }
}

fn write(folder: &HooksFolder, plan: &Plan) -> io::Result<()> {
    let Some(file) = &plan.write else { return Ok(()) };
    std::fs::create_dir_all(&folder.path)?;
    write_whole(&plan.path, &file.content, file.permissions.clone(), file.if_there)
}
