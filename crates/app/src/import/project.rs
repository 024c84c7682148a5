//! What people said of a project: it is taken in beside what is said here, and takes nothing's place.

use core_model::project::{Project, RoadmapError};
use store::{ProjectError, Store};

use super::{ImportedProject, LeftOver};

/// What is left over of what was said: the field, and the value.
type Left = Vec<(String, String)>;

/// Takes in what people said of a project, or says what would be taken in.
pub(super) fn take(
    store: Option<&Store>,
    read: &Project,
    path: &str,
    dry_run: bool,
) -> Result<(ImportedProject, Vec<LeftOver>), ProjectError> {
    let (mut left, mut changed) = (Left::new(), false);
    let mut put = |project: &mut Project| -> Result<(), RoadmapError> {
        let before = project.clone();
        left = merge(project, read)?;
        changed = *project != before;
        Ok(())
    };
    match store {
        Some(store) if !dry_run => {
            store.change_project(&read.name, |project, _| put(project))?;
        }
        Some(store) => put(&mut store.read_projects().get(&read.name))?,
        None => put(&mut Project::new(&read.name))?,
    }
    let left = left.into_iter().map(|(field, value)| LeftOver {
        path: path.to_owned(),
        field: format!("{}: {field}", read.name),
        value,
    });
    Ok((ImportedProject { name: read.name.clone(), is_new: changed }, left.collect()))
}

/// Puts what was read into what is here. What is said otherwise here stays, and what was read is left over.
fn merge(here: &mut Project, read: &Project) -> Result<Left, RoadmapError> {
    let mut left = Left::new();
    match (&here.phase, &read.phase) {
        (Some(here), Some(read)) if here.text != read.text => {
            left.push(("phase".to_owned(), read.text.to_string()));
        }
        (None, Some(_)) => here.phase.clone_from(&read.phase),
        (_, None) | (Some(_), Some(_)) => {}
    }
    if here.roadmap.as_slice().is_empty() {
        here.roadmap.clone_from(&read.roadmap);
        return Ok(left);
    }
    for item in read.roadmap.as_slice() {
        match here.roadmap.as_slice().iter().find(|it| it.text == item.text) {
            None => {
                here.roadmap.add(item.text.clone(), item.status, item.at)?;
            }
            Some(there) if there.status == item.status => {}
            Some(_) => left.push((format!("roadmap ({})", item.status), item.text.to_string())),
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use core_model::project::RoadmapStatus;
    use core_model::{Text, Time};

    use super::*;

    fn project(phase: Option<&str>, items: &[(&str, RoadmapStatus)]) -> Project {
        let text = |raw: &str| Text::restored(raw.to_owned());
        let at: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut project = Project::new("shop");
        project.set_phase(phase.map(text), at);
        for (item, status) in items {
            project.roadmap.add(text(item), *status, at).unwrap();
        }
        project
    }

    #[test]
    fn what_is_said_here_stays_and_what_is_not_said_here_is_added() {
        use RoadmapStatus::{Done, Next};
        let read = project(Some("beta"), &[("one", Done), ("two", Next), ("three", Next)]);
        let mut empty = Project::new("shop");
        assert_eq!(merge(&mut empty, &read), Ok(vec![]));
        assert_eq!(empty, read);
        assert_eq!(merge(&mut empty, &read), Ok(vec![]), "the same twice is the same");
        assert_eq!(empty, read);

        let mut here = project(Some("alpha"), &[("two", Done), ("four", Next)]);
        let left = merge(&mut here, &read).unwrap();
        assert_eq!(left, [("phase".into(), "beta".into()), ("roadmap (next)".into(), "two".into())]);
        assert_eq!(here.phase.unwrap().text.as_str(), "alpha");
        let items: Vec<_> = here.roadmap.as_slice().iter().map(|it| (it.text.as_str(), it.status)).collect();
        assert_eq!(items, [("two", Done), ("four", Next), ("one", Done), ("three", Next)]);
    }
}
