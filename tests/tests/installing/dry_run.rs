//! What would change is shown, and nothing is written.

use std::fs;

use testkit::{Git, Run};

use crate::bench::Bench;

fn told(bench: &Bench, run: &Run) -> String {
    let program = bench.program().path().to_str().unwrap().to_owned();
    let text = run.stdout.replace(bench.repo.path().to_str().unwrap(), "/repo").replace(&program, "PROGRAM");
    let is_size = |line: &str| line.starts_with("Binary files");
    let size =
        |line: &str| line.split_once("differ: ").map_or_else(String::new, |(words, _)| words.to_owned());
    text.lines().map(|line| if is_size(line) { size(line) } else { line.to_owned() } + "\n").collect()
}

#[test]
fn every_file_that_would_change_is_shown_and_none_is_written() {
    let Some(git) = Git::with_entries() else { return };
    let bench = Bench::new(&git);
    bench.put(".git/hooks/post-merge", "#!/bin/sh\necho theirs\n", 0o755);
    bench.put(".git/hooks/post-rewrite", "#!/usr/bin/perl\n", 0o755);
    let before = bench.photo();
    let run = bench.run(&["install", "--dry-run"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(bench.photo() == before, "nothing is written");
    let text = told(&bench, &run);
    let headers: Vec<&str> =
        text.lines().filter(|it| it.starts_with("+++ ") || it.starts_with("Bin")).collect();
    let mut expected = vec!["+++ /repo/.git/config"];
    if Git::all().iter().any(|git| !git.runs_entries()) {
        expected.extend([
            "Binary files /dev/null and /repo/.git/hooks/post-commit ",
            "+++ /repo/.git/hooks/post-merge",
            "Binary files /dev/null and /repo/.git/hooks/post-applypatch ",
            "+++ /repo/.git/hooks/post-checkout",
        ]);
        assert!(text.contains("@@ -1,2 +1,9 @@\n #!/bin/sh\n+# >>> git-session post-merge >>>\n"), "{text}");
        assert!(run.stderr.contains("post-rewrite: it is run by perl, not by a shell"), "{run:?}");
    }
    assert_eq!(headers, expected);
    assert!(text.contains("+[hook \"git-session-post-commit\"]\n+\tcommand = "), "{text}");
    assert!(run.stderr.ends_with("note: nothing was written\n"), "{run:?}");

    // What was foreseen is what happens.
    let answer: serde_json::Value =
        serde_json::from_str(&bench.run(&["install", "--dry-run", "--json"]).stdout).unwrap();
    assert_eq!(answer["dry_run"], true);
    bench.hooks(&["install"], 0);
    let after = bench.photo();
    for change in answer["changes"].as_array().unwrap() {
        let path = std::path::Path::new(change["path"].as_str().unwrap());
        assert_ne!(after.get(path), before.get(path));
    }
    let run = bench.run(&["install", "--dry-run"]);
    assert!(run.stdout.is_empty() && run.stderr.ends_with("note: nothing would change\n"), "{run:?}");
    assert!(bench.photo() == after);
}

#[test]
fn a_store_that_was_lost_is_not_put_back_by_looking() {
    let bench = Bench::new(&Git::all()[0]);
    bench.hooks(&["install"], 0);
    bench.run(&["start", "Work"]);
    fs::remove_dir_all(bench.repo.path().join(".sessions")).unwrap();
    let before = bench.photo();
    assert_eq!(bench.run(&["install", "--dry-run"]).code, Some(0));
    assert!(bench.photo() == before);
}

#[test]
fn where_ci_is_set_nothing_is_done_unless_it_is_meant() {
    let bench = Bench::new(&Git::all()[0]);
    let before = bench.photo();
    let run = |value: &str, arguments: &[&str]| {
        let mut program = bench.program().command(bench.repo.path());
        Run::new(&program.env("CI", value).args(arguments).output().unwrap())
    };
    let told = run("true", &["install"]);
    assert_eq!((told.code, told.stdout.as_str()), (Some(0), ""));
    assert!(told.stderr.contains("CI is set") && told.stderr.contains("--force"), "{told:?}");
    assert_eq!(run("1", &["install", "--json"]).stdout, "{\"schema\":1,\"hooks\":[]}\n");
    assert!(bench.photo() == before);
    assert!(run("true", &["install", "--dry-run"]).stdout.contains("post-commit"));
    assert!(bench.photo() == before);
    assert!(run("true", &["install", "--force"]).stdout.contains("post-commit\tinstalled"));
    assert!(run("true", &["uninstall"]).stdout.contains("post-commit\tremoved"));
    for off in ["", "0", "false"] {
        assert!(run(off, &["install"]).stdout.contains("post-commit\t"), "{off}");
    }
}
