//! What people said of a project.

use core_model::project::Project;

use super::LeftOver;

/// No store keeps projects yet, so their words are left over, each by itself. Where one does, it takes them here.
pub(super) fn leave(project: &Project, path: &str) -> Vec<LeftOver> {
    let left = |field: String, value: &str| LeftOver {
        path: path.to_owned(),
        field: format!("{}: {field}", project.name),
        value: value.to_owned(),
    };
    let phase = project.phase.iter().map(|said| left("phase".into(), said.text.as_str()));
    let items = project.roadmap.as_slice().iter();
    let items = items.map(|item| left(format!("roadmap ({})", item.status), item.text.as_str()));
    phase.chain(items).collect()
}
