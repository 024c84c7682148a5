//! What a store looks like before the disk fails.

use std::sync::Arc;

use super::failing::{FailingDisk, Fault, Plan};
use crate::crash::Workload;
use crate::deeds::{DEEDS, Deed, Step, named};
use crate::memory::{Image, Item};
use crate::place::Place;

/// A store, and what is done to it while the disk fails.
pub(super) struct Base {
    pub(super) name: &'static str,
    pub(super) image: Image,
    pub(super) deeds: Vec<&'static Deed>,
}

/// Every store, with what is done to it.
///
/// # Errors
/// What went wrong on a sound disk.
pub(super) fn bases(place: &Place) -> Result<Vec<Base>, String> {
    let after = |names: &[&str]| -> Result<Image, String> {
        let deeds: Vec<&'static Deed> = names.iter().filter_map(|name| named(name)).collect();
        Workload::after_the_past(&deeds).image(place)
    };
    let only = |names: &[&str]| names.iter().filter_map(|name| named(name)).collect::<Vec<_>>();
    let whole = after(&["commit of no session", "start long ago"])?;
    let resumed = after(&["resume"])?;
    let torn = torn(after(&["commit of no session"])?);
    let half_made = half_made(place, &after(&[])?)?;
    Ok(vec![
        Base { name: "whole", image: whole, deeds: DEEDS.to_vec() },
        Base {
            name: "resumed",
            image: resumed,
            deeds: only(&["event in the child", "heartbeat in the child", "complete the child", "resume"]),
        },
        Base {
            name: "cut short",
            image: torn,
            deeds: only(&["event", "commit", "park", "complete", "commit of no session", "forget a text"]),
        },
        Base {
            name: "half resumed",
            image: half_made,
            deeds: only(&["finish", "event in the child", "next", "resume", "forget the parked one"]),
        },
    ])
}

/// Files whose last entry was cut short.
fn torn(mut image: Image) -> Image {
    for (path, item) in &mut image.0 {
        let is_one = path.ends_with("unassigned.toml") || path.to_string_lossy().contains("live");
        if let Item::File(content) = item
            && is_one
        {
            let torn = b"\n[[event]]\nat = 2026-11-20T10:00:00.000Z\ntext = \"never said";
            *content = [content, torn.as_slice()].concat().into();
        }
    }
    image
}

/// A resume that has happened and is not made: the disk failed right after its record had its name.
fn half_made(place: &Place, image: &Image) -> Result<Image, String> {
    let Some(resume) = named("resume") else { return Err("no resume".into()) };
    let is_recorded = |image: &Image| {
        let redo = std::path::Path::new(store::FOLDER).join("redo");
        image.files_below(&redo).any(|path| path.extension().is_some_and(|end| end == "toml"))
    };
    for at in 0.. {
        let disk = place.disk(image);
        let plan = Plan { at, fault: Fault::Broken, for_good: true };
        let failing = FailingDisk::new(Arc::new(disk.clone()), plan);
        if let Ok(Some(store)) = place.open(Arc::new(failing.clone())) {
            failing.begin();
            let _ = (resume.run)(&store, Step(5));
        }
        if is_recorded(&disk.image()) {
            return Ok(disk.image());
        }
        if failing.failed().is_none() {
            break;
        }
    }
    Err("no call leaves a record".into())
}
