//! How projects stand, end to end.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, words};

fn counts(project: &Value) -> [i64; 4] {
    ["active", "parked", "completed", "total"].map(|key| project["sessions"][key].as_i64().unwrap())
}

#[test]
fn a_project_is_what_its_sessions_come_to() {
    let desk = Desk::new();
    let name = desk.json(&["project"])["project"]["name"].as_str().unwrap().to_owned();
    assert_eq!(counts(&desk.json(&["project"])["project"]), [0, 0, 0, 0]);
    let done = desk.run(&["start", "Stop the double charge"]);
    desk.repo.commit("Reproduce it");
    desk.run(&["decide", "Key the charge on the order", "--because", "the gateway retries"]);
    desk.run(&["complete", "--abandon"]);
    desk.run(&["start", "Refunds"]);
    desk.repo.commit("A page for refunds");
    desk.run(&["ask", "In part, too?"]);
    desk.run(&["park", "--reason", "lunch", "--next", "write the test"]);
    let active = desk.run(&["start", "Receipts"]);
    let project = desk.json(&["project", &name])["project"].take();
    assert_eq!(counts(&project), [1, 1, 1, 3]);
    assert_eq!((&project["outcomes"]["abandoned"], &project["outcomes"]["total"]), (&1.into(), &1.into()));
    assert_eq!((&project["commits"], &project["decisions"]), (&2.into(), &1.into()));
    assert_eq!(words(&project["recent_commits"], "subject"), ["A page for refunds", "Reproduce it"]);
    assert_eq!(project["recent_commits"][1]["session"], done.as_str());
    assert_eq!(words(&project["open_questions"], "text"), ["In part, too?"]);
    assert_eq!(words(&project["next_steps"], "text"), ["write the test"]);
    // Whatever became of the figures, they follow from the sessions.
    desk.run(&["complete", "--session", &active]);
    fs::remove_dir_all(desk.repo.path().join(".sessions/projects")).unwrap();
    assert_eq!(counts(&desk.json(&["project"])["project"]), [0, 1, 2, 3]);
    assert_eq!(desk.run(&["project", "rebuild"]), name);
    assert_eq!(desk.run(&["project", "rebuild"]), "");
    assert_eq!(counts(&desk.json(&["project"])["project"]), [0, 1, 2, 3]);
}

#[test]
fn a_roadmap_is_what_people_say_of_it() {
    let desk = Desk::new();
    let name = desk.json(&["project"])["project"]["name"].as_str().unwrap().to_owned();
    assert_eq!(desk.run(&["project", "phase", "beta,", "behind", "a", "switch"]), name);
    assert_eq!(desk.run(&["project", "roadmap", "add", "refunds"]), format!("{name}\tr1"));
    let added = desk.json(&["project", "roadmap", "add", "receipts", "--status", "in_progress"]);
    assert_eq!(added["item"], "r2");
    assert_eq!(added["project"]["phase"], "beta, behind a switch");
    desk.run(&["project", "roadmap", "start", "ref"]);
    desk.run(&["project", "roadmap", "done", "r2"]);
    desk.run(&["project", "roadmap", "next", "r2"]);
    desk.run(&["project", "roadmap", "rename", "r2", "receipts by mail"]);
    let rows: Vec<Vec<String>> = desk
        .run(&["project", "roadmap"])
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    let told: Vec<[&str; 4]> =
        rows.iter().map(|row| [0, 2, 3, 5].map(|at: usize| row[at].as_str())).collect();
    assert_eq!(told, [["item", "r1", "in_progress", "refunds"], ["item", "r2", "next", "receipts by mail"]]);
    desk.run(&["project", "phase", "--clear"]);
    assert_eq!(desk.json(&["project"])["project"]["phase"], Value::Null);
    let all = desk.run(&["project"]);
    assert!(all.starts_with(&format!("project\t{name}\t")) && all.contains("\nitem\t"), "{all}");
}

#[test]
fn what_cannot_be_done_to_a_project_is_said() {
    let desk = Desk::new();
    desk.run(&["project", "roadmap", "add", "refunds"]);
    desk.run(&["project", "roadmap", "add", "receipts"]);
    let long = "x".repeat(2000);
    for (arguments, code, said) in [
        (&["project", "shop"][..], 3, "there is no project `shop`"),
        (&["project", "phase", "beta", "--project", "shop"], 3, "git session project list"),
        (&["project", "roadmap", "add", "refunds"], 1, "item r1 of the roadmap is called `refunds` already"),
        (&["project", "roadmap", "rename", "r2", "refunds"], 1, "called `refunds` already"),
        (&["project", "roadmap", "done", "r9"], 3, "there is no `r9` in the roadmap"),
        (&["project", "roadmap", "done", "re"], 3, "`re` could be r1 or r2"),
        (&["project", "roadmap", "add", " "], 2, "the roadmap item is empty"),
        (&["project", "roadmap", "add", &long], 2, "at most 1024 are taken"),
        (
            &["project", "roadmap", "add", "x", "--status", "soon"],
            2,
            "[possible values: done, in_progress, next]",
        ),
        (&["project", "phase"], 2, "<TEXT>"),
        (&["project", "phase", "beta", "--clear"], 2, "cannot be used with"),
        (&["project", "shop", "list"], 2, "name a project with --project"),
    ] {
        let run = desk.program().run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {run:?}");
    }
    let items = desk.json(&["project"])["project"]["roadmap"].take();
    assert_eq!(words(&items, "text"), ["refunds", "receipts"]);
}

#[test]
fn a_part_of_the_repository_is_a_project_of_its_own() {
    let desk = Desk::new();
    let whole = desk.json(&["project"])["project"]["name"].as_str().unwrap().to_owned();
    let inside = desk.repo.path().join("services/shop/src");
    fs::create_dir_all(&inside).unwrap();
    desk.run(&["config", "set", "projects.shop.path", "services/shop"]);
    desk.run_in(&inside, &["project", "roadmap", "add", "refunds"]);
    let session = desk.run_in(&inside, &["start", "Refunds"]);
    assert_eq!(desk.show(&session)["project"], "shop");
    assert_eq!(desk.json_in(&inside, &["status"])["project"], "shop");
    desk.run_in(&inside, &["complete"]);
    assert_eq!(counts(&desk.json(&["project", "shop"])["project"]), [0, 0, 1, 1]);
    assert_eq!(counts(&desk.json(&["project"])["project"]), [0, 0, 0, 0]);
    let list = desk.json_in(&inside, &["project", "list"]);
    assert_eq!(list["here"], "shop");
    let mut both = ["shop".to_owned(), whole.clone()];
    both.sort();
    assert_eq!(words(&list["projects"], "name"), both);
    // From elsewhere it is named, and a linked worktree has the same parts.
    desk.run(&["project", "phase", "beta", "--project", "shop"]);
    assert_eq!(desk.json(&["project", "shop"])["project"]["phase"], "beta");
    let other = desk.repo.worktree("other").join("services/shop");
    fs::create_dir_all(&other).unwrap();
    assert_eq!(desk.json_in(&other, &["project"])["project"]["phase"], "beta");
}

#[test]
fn where_there_is_no_store_yet_a_project_is_empty_and_asking_makes_none() {
    let desk = Desk { repo: testkit::TestRepo::new() };
    assert_eq!(counts(&desk.json(&["project"])["project"]), [0, 0, 0, 0]);
    assert_eq!(desk.run(&["project", "rebuild"]), "");
    assert_eq!(desk.program().run(&["project", "phase", "x", "--project", "shop"]).code, Some(3));
    assert!(!desk.repo.path().join(".sessions").exists());
    desk.run(&["project", "roadmap", "add", "refunds"]);
    assert_eq!(words(&desk.json(&["project"])["project"]["roadmap"], "id"), ["r1"]);
}
