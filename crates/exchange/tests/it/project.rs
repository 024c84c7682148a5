//! What becomes of a project.

use crate::kit::{FOLDER, import_all};

#[test]
fn what_people_said_of_a_project_is_a_project_and_the_rest_is_old() {
    let long = "x".repeat(1025);
    let odd = format!(
        "{{\"project_slug\": \"site\", \"current_phase\": \"{long}\", \"updated_at\": \"2999-01-01\", \
         \"roadmap_summary\": {{\"completed\": [\"a\"], \"next_up\": [\" a \", \"b\"]}}}}"
    );
    let import = import_all(&[FOLDER[1], ("projects/site.json", &odd)]);
    let told: Vec<String> = import.projects.iter().map(project_lines).collect();
    insta::assert_snapshot!(told.join("\n\n").replace(&long, "(long)"), @"
    shop
    phase: 2026-03-12 12:55:10.600 UTC Phase C
    r1 done 2026-03-12 12:55:10.600 UTC A1
    r2 in_progress 2026-03-12 12:55:10.600 UTC C1
    r3 next 2026-03-12 12:55:10.600 UTC C2
    r4 next 2026-03-12 12:55:10.600 UTC C3
    left over: roadmap_summary.dropped[0] = B1
    left over: active_sessions = 1
    left over: parked_sessions = 1
    left over: total_sessions = 4
    left over: last_activity = 2026-03-12T12:40:00Z
    left over: updated_at = 2026-03-12T12:55:10.600Z
    left over: recent_commits[0].sha = 83baae61804e65cc73a7201a7252750c76066a30
    left over: recent_commits[0].message = Old orders in cents
    left over: open_questions[0] = Who owns the test data?

    site
    r1 done 2026-11-20 06:00:00 UTC a
    r2 next 2026-11-20 06:00:00 UTC b
    left over: current_phase = (long)
    left over: roadmap_summary.next_up[0] =  a 
    left over: updated_at = 2999-01-01T00:00:00Z
    ");
}

fn project_lines(it: &exchange::predecessor::ImportedProject) -> String {
    let phase = it.project.phase.iter().map(|said| format!("phase: {} {}", said.at, said.text));
    let items = it.project.roadmap.as_slice().iter();
    let items = items.map(|item| format!("{} {} {} {}", item.id, item.status, item.at, item.text));
    let leftovers =
        it.leftovers.iter().map(|leftover| format!("left over: {} = {}", leftover.path, leftover.value));
    let name = std::iter::once(it.project.name.clone());
    name.chain(phase).chain(items).chain(leftovers).collect::<Vec<_>>().join("\n")
}
