//! The dashboard that came before.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, words};

/// The dashboard's folder, as the reader of its files has it for its own tests.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/exchange/tests/predecessor");

const IDS: [&str; 5] = [
    "20260211-jnghm0kwv5",
    "20260223-c8cz6a9bsy",
    "20260301-9s90f6bsmz",
    "20260310-7apv2wk8x7",
    "20260312-vshs81mka0",
];

fn outcomes(import: &Value) -> Vec<String> {
    words(&import["imported"]["sessions"], "outcome")
}

/// A copy of the dashboard's folder beside the repository.
fn copy(desk: &Desk) -> String {
    for (folder, names) in [
        ("", &["config.json"][..]),
        ("projects", &["shop.json"]),
        (
            "sessions",
            &[
                "archive/sess_20260223T1415_c2d0.json",
                "sess_20260211T0903_0f3a.json",
                "sess_20260301T0800_77aa.json",
                "sess_20260310T1930_be11.json",
                "sess_20260312T0815_51fe.json",
            ],
        ),
    ] {
        for name in names {
            let path = std::path::Path::new(folder).join(name);
            desk.put(
                &format!("dashboard/{}", path.display()),
                fs::read(std::path::Path::new(FOLDER).join(path)).unwrap(),
            );
        }
    }
    desk.beside("dashboard").to_str().unwrap().to_owned()
}

#[test]
fn the_dashboards_own_data_goes_round_and_comes_back_the_same() {
    let (here, there) = (Desk::new(), Desk::new());
    let import = here.json(&["import", FOLDER]);
    assert_eq!(words(&import["imported"]["sessions"], "id"), IDS);
    assert_eq!(outcomes(&import), ["new"; 5]);
    let first = here.run(&["export"]);
    there.run(&["import", &there.put("first.json", &first)]);
    assert_eq!(there.run(&["export"]), first);
    // And what came by way of an export is what comes from the dashboard itself.
    assert_eq!(outcomes(&there.json(&["import", FOLDER])), ["same"; 5]);
}

#[test]
fn the_same_imported_twice_is_the_same() {
    let desk = Desk::new();
    desk.run(&["import", FOLDER]);
    let before = desk.run(&["export"]);
    let again = desk.json(&["import", FOLDER]);
    assert_eq!(outcomes(&again), ["same"; 5]);
    assert_eq!(again["imported"]["projects"], json!([{ "name": "shop", "outcome": "same" }]));
    assert_eq!(desk.run(&["export"]), before);
}

#[test]
fn a_session_that_was_changed_here_stays_as_it_is_here() {
    let desk = Desk::new();
    desk.run(&["import", FOLDER]);
    desk.run(&["complete", "given up", "--session", IDS[2]]);
    let again = desk.json(&["import", FOLDER]);
    assert_eq!(outcomes(&again), ["same", "same", "other", "same", "same"]);
    assert_eq!(desk.json(&["show", IDS[2]])["session"]["completed"]["outcome_note"], "given up");
}

#[test]
fn a_dry_run_says_what_would_be_and_does_nothing() {
    let desk = Desk::new();
    let planned = desk.json(&["import", FOLDER, "--dry-run"]);
    assert_eq!(outcomes(&planned), ["new"; 5]);
    assert!(!desk.store().exists());
    let mut done = desk.json(&["import", FOLDER]);
    done["imported"]["dry_run"] = true.into();
    assert_eq!(done, planned);
    assert_eq!(outcomes(&desk.json(&["import", FOLDER, "--dry-run"])), ["same"; 5]);

    let other = Desk::new();
    other.run(&["start", "Here"]);
    let before = other.run(&["export"]);
    assert_eq!(outcomes(&other.json(&["import", FOLDER, "--dry-run"])), ["new"; 5]);
    assert_eq!(other.run(&["export"]), before);
}

#[test]
fn what_people_said_of_a_project_is_said_here() {
    let desk = Desk::new();
    desk.run(&["import", FOLDER]);
    let shop = desk.json(&["export", "--project", "shop"])["projects"][0].take();
    assert_eq!(shop["phase"], "Phase C");
    assert_eq!(words(&shop["roadmap"], "text"), ["A1", "C1", "C2", "C3"]);
    assert_eq!(shop["sessions"], json!({ "active": 1, "parked": 1, "completed": 3, "total": 5 }));
}

#[test]
fn what_was_set_there_is_a_suggestion_here_and_what_has_no_place_is_named() {
    let desk = Desk::new();
    let import = desk.json(&["import", FOLDER])["imported"].take();
    assert_eq!(import["suggestions"], json!(["git session config set stale_after 12h"]));
    assert!(!desk.store().join("config.toml").exists());
    desk.run(&["config", "set", "stale_after", "12h"]);
    assert_eq!(desk.json(&["import", FOLDER])["imported"]["suggestions"], json!([]));
    let fields = words(&import["leftovers"], "field");
    for field in ["settings.dashboard_port", "settings.theme", "projects.shop.path", "shop: total_sessions"] {
        assert!(fields.iter().any(|it| it == field), "{field} is not in {fields:?}");
    }
    let kept = &import["sessions"][0]["kept_as_events"];
    assert_eq!(*kept, json!(["session_id", "commits[0]"]));
}

#[test]
fn an_active_session_of_another_place_takes_no_commit_made_here() {
    let desk = Desk::new();
    desk.run(&["install"]);
    let run = desk.try_run(&["import", FOLDER]);
    assert!(run.stderr.contains("git session stale") && run.stderr.contains("git session clean"), "{run:?}");
    let commit = desk.repo.commit("After the import");
    let show = desk.json(&["show", IDS[0]])["session"].take();
    assert_eq!(
        (show["status"].as_str(), show["worktree"].as_str()),
        (Some("active"), Some("imported/unknown"))
    );
    assert_eq!(show["commits"], json!([]));
    let log = desk.run(&["log"]);
    assert_eq!(log.matches(&commit).count(), 1, "{log}");
    // And looking after it is as for any other.
    assert!(desk.run(&["stale"]).contains(IDS[0]));
    desk.run(&["clean"]);
    assert_ne!(desk.json(&["show", IDS[0]])["session"]["status"], "active");
}

#[test]
fn an_active_session_of_this_place_is_at_work_here_and_that_is_told() {
    let desk = Desk::new();
    let file = format!("{FOLDER}/sessions/sess_20260211T0903_0f3a.json");
    let text = fs::read_to_string(file).unwrap();
    let root = desk.repo.path().to_str().unwrap();
    let text = text.replace("\"git_branch\"", &format!("\"worktree_root\": {}, \"git_branch\"", json!(root)));
    let run = desk.try_run(&["import", &desk.put("sess_a.json", text)]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("belongs to the worktree main"), "{run:?}");
    assert_eq!(desk.json(&["show", IDS[0]])["session"]["worktree"], "main");
}

#[test]
fn a_file_or_the_folder_of_sessions_can_be_named_as_well() {
    let desk = Desk::new();
    let file = format!("{FOLDER}/sessions/sess_20260301T0800_77aa.json");
    assert_eq!(words(&desk.json(&["import", &file])["imported"]["sessions"], "id"), IDS[2..3]);
    let folder = format!("{FOLDER}/sessions");
    let import = desk.json(&["import", &folder]);
    assert_eq!(words(&import["imported"]["sessions"], "id"), IDS);
    assert_eq!(outcomes(&import), ["new", "new", "same", "new", "new"]);
}

#[test]
fn the_sessions_of_one_project_can_be_taken_alone() {
    let desk = Desk::new();
    let import = desk.json(&["import", FOLDER, "--project", "site"])["imported"].take();
    assert_eq!((&import["sessions"], &import["left_out"]), (&json!([]), &json!(5)));
    assert_eq!(import["projects"], json!([]));
    assert_eq!(desk.json(&["import", FOLDER, "--project", "shop"])["imported"]["left_out"], 0);
}

#[test]
fn what_is_derived_and_what_is_not_the_dashboards_is_not_read_and_named() {
    let desk = Desk::new();
    let folder = copy(&desk);
    desk.put("dashboard/sessions/_index.json", "{}");
    desk.put("dashboard/sessions/sess_20260211T0903_0f3a.lock", "");
    desk.put("dashboard/logs/today.log", "x");
    desk.put("dashboard/notes.txt", "x");
    let import = desk.json(&["import", &folder])["imported"].take();
    assert_eq!(outcomes(&json!({ "imported": import.clone() })), ["new"; 5]);
    let skipped: Vec<String> = words(&import["skipped"], "path")
        .iter()
        .map(|path| path.rsplit_once("dashboard/").unwrap().1.into())
        .collect();
    assert_eq!(
        skipped,
        ["logs", "notes.txt", "sessions/_index.json", "sessions/sess_20260211T0903_0f3a.lock"]
    );
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_out_of_the_folder() {
    let desk = Desk::new();
    let folder = copy(&desk);
    let outside = desk.put("outside/sess_20260101T0000_0000.json", "{\"session_id\": \"secret\"}");
    let inside = |name: &str| desk.beside(&format!("dashboard/{name}"));
    std::os::unix::fs::symlink(&outside, inside("sessions/sess_20260101T0000_0000.json")).unwrap();
    std::os::unix::fs::symlink(desk.beside("outside"), inside("logs")).unwrap();
    fs::remove_dir_all(inside("sessions/archive")).unwrap();
    std::os::unix::fs::symlink(desk.beside("outside"), inside("sessions/archive")).unwrap();
    let import = desk.json(&["import", &folder])["imported"].take();
    assert_eq!(words(&import["sessions"], "id").len(), 4);
    assert_eq!(words(&import["skipped"], "message"), ["a symbolic link, which is not followed"; 3]);
    // The folder itself may be one: it was named.
    std::os::unix::fs::symlink(&folder, desk.beside("link")).unwrap();
    desk.run(&["import", desk.beside("link").to_str().unwrap()]);
}

#[test]
fn a_session_that_cannot_be_read_stops_no_other() {
    let desk = Desk::new();
    let folder = copy(&desk);
    desk.put("dashboard/sessions/sess_20260101T0000_0000.json", "{\"session_id\": ");
    let run = desk.try_run(&["import", &folder]);
    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(run.stderr.contains("imported 5, 1 could not be read"), "{run:?}");
    assert!(run.stderr.contains("sess_20260101T0000_0000.json: it is not JSON"), "{run:?}");
    assert_eq!(desk.run(&["log"]).lines().count(), 5);
}

#[test]
fn secrets_are_taken_out_on_the_way_in() {
    let desk = Desk::new();
    let text = fs::read_to_string(format!("{FOLDER}/sessions/sess_20260301T0800_77aa.json")).unwrap();
    let token = ["ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"].concat();
    let text = text.replace("Waiting for the test data", &format!("Waiting, with {token}"));
    let run = desk.try_run(&["import", &desk.put("sess_a.json", text)]);
    assert!(run.stderr.contains("a secret was taken out"), "{run:?}");
    let export = desk.run(&["export"]);
    assert!(!export.contains(&token) && export.contains("[REDACTED:"), "{export}");
}
