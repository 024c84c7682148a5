//! Entries in git's configuration: they come and go to the byte, whatever else is in the file and whoever writes it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use git_session_hooks::{Event, How, Outcome, Place, Why, install, uninstall};
use site::{BOTH, ENTRIES, FILES, Site, check_round, installed, outcome};
use testkit::Git;

const POST_COMMIT: Event = Event::PostCommit;

fn site() -> Site {
    let mut site = Site::new();
    site.forms = ENTRIES;
    site
}

fn config(site: &Site) -> PathBuf {
    site.kit.path().join(".git/config")
}

fn read(site: &Site) -> String {
    fs::read_to_string(config(site)).unwrap()
}

/// What git itself reads of it.
fn value(site: &Site, key: &str) -> String {
    site.kit.git(&["config", "--get-all", key])
}

#[test]
fn every_configuration_comes_back_to_the_byte() {
    let own = read(&site());
    let with = |more: &str| format!("{own}{more}");
    for content in [
        String::new(),
        own.clone(),
        own.trim_end().to_owned(),
        own.replace('\n', "\r\n"),
        with("# a remark\n\n\n"),
        with("; no end"),
        with("[a]\n\tx = y\\"),
        with("[a]\n\tx = y\\\n"),
        with("[include]\n\tpath = elsewhere"),
        with("[includeIf \"gitdir:~/x\"]\n\tpath = ~/elsewhere\n"),
        with("[hook]\n\tjobs = 3\n[hook \"mine\"]\n\tcommand = \"echo mine\"\n\tevent = post-commit\n"),
        with("[alias]\n\tx = \"!f() { \\\n\t  echo \\\"x\\\"; }; f\"\n"),
        format!("\u{feff}{own}"),
    ] {
        for forms in [ENTRIES, BOTH] {
            for mode in [0o644, 0o600, 0o664] {
                let mut site = site();
                site.forms = forms;
                site.put(&config(&site), &content, mode);
                check_round(&site, &installed(How::Entry));
            }
        }
    }
}

#[test]
fn a_configuration_that_was_not_there_goes_again() {
    let site = site();
    fs::remove_file(config(&site)).unwrap();
    check_round(&site, &installed(How::Entry));
    assert!(!config(&site).exists());
    // What somebody else put there since is theirs.
    site.install();
    site.kit.git(&["config", "--file", config(&site).to_str().unwrap(), "user.name", "Grace"]);
    site.uninstall();
    assert_eq!(read(&site), "[user]\n\tname = Grace\n");
}

#[test]
fn git_reads_what_was_meant_and_in_paths_of_any_kind() {
    for name in ["repo", "a repo", "o'neil's \"repo\" $HOME `x` \\ #;", "tab\tand\nline"] {
        let mut site = Site::new_in(name);
        site.forms = ENTRIES;
        site.install();
        for event in Event::ALL {
            let [command, events] =
                ["command", "event"].map(|key| value(&site, &format!("hook.git-session-{event}.{key}")));
            assert_eq!(events, event.file_name());
            let quoted = site.program.to_str().unwrap().replace('\'', r"'\''");
            assert!(command.contains(&format!("{{ p='{quoted}';")), "{command}");
        }
        site.uninstall();
    }
}

#[test]
fn what_cannot_take_an_entry_is_left_alone_with_the_reason() {
    let before = read(&site());
    let left_alone = |content: &str, mode: u32, why: Why| {
        let site = site();
        site.put(&config(&site), content, mode);
        check_round(&site, &Outcome::LeftAlone { why });
        site
    };
    left_alone(&before, 0o444, Why::ReadOnly);
    let by_hand = format!("{before}[hook \"git-session-post-commit\"]\n\tcommand = git-session hook\n");
    let site = site();
    site.put(&config(&site), &by_hand, 0o644);
    let reports = site.install();
    assert_eq!(outcome(&reports, POST_COMMIT), &Outcome::LeftAlone { why: Why::ChangedSince });
    assert_eq!(outcome(&reports, Event::PostMerge), &installed(How::Entry), "the others are put in");
    assert_eq!(
        site.uninstall().len(),
        Event::ALL.len() - 1,
        "of what never was ours there is nothing to say"
    );
    assert_eq!(read(&site), by_hand);

    fs::rename(config(&site), site.kit.root().join("config")).unwrap();
    std::os::unix::fs::symlink(site.kit.root().join("config"), config(&site)).unwrap();
    check_round(&site, &Outcome::LeftAlone { why: Why::SymbolicLink });
}

#[test]
fn a_newer_program_changes_the_command_and_nothing_else() {
    let mut site = site();
    let before = site.snapshot();
    site.install();
    let old = read(&site);
    let first = site.program.clone();
    site.program = site.kit.root().join("elsewhere/git-session");
    site.put(&site.program, site::PROGRAM, 0o755);
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Refreshed(How::Entry));
    let (first, second) = (first.to_str().unwrap(), site.program.to_str().unwrap());
    assert_eq!(read(&site), old.replace(first, second));
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Unchanged(How::Entry));
    site.uninstall();
    assert_eq!(site.snapshot(), before);
}

#[test]
fn what_others_change_around_and_inside_stays_theirs() {
    let site = site();
    let path = config(&site);
    site.put(&path, read(&site).trim_end(), 0o644);
    let before = read(&site);
    site.install();
    site.kit.git(&["config", "user.name", "Grace"]);
    site.kit.git(&["config", "hook.git-session-post-merge.enabled", "false"]);
    let reports = site.install();
    assert!(reports.iter().all(|it| it.outcome == Outcome::Unchanged(How::Entry)), "{reports:?}");
    site.uninstall();
    let theirs = "[hook \"git-session-post-merge\"]\n\tenabled = false\n";
    assert_eq!(read(&site), format!("{theirs}{before}\n[user]\n\tname = Grace\n"));
    assert!(value(&site, "user.name").ends_with("Grace"));

    // With a command of somebody else, or one more event, taking ours out might stop git.
    for (key, value) in [("command", "echo theirs"), ("event", "pre-push")] {
        let site = self::site();
        site.install();
        site.kit.git(&["config", "--add", &format!("hook.git-session-post-commit.{key}"), value]);
        let changed = fs::read_to_string(config(&site)).unwrap();
        let reports = site.uninstall();
        assert_eq!(outcome(&reports, POST_COMMIT), &Outcome::LeftAlone { why: Why::ChangedSince });
        assert_eq!(outcome(&reports, Event::PostMerge), &Outcome::Removed);
        let section = changed.find("[hook \"git-session-post-commit\"]").unwrap();
        let next = changed.find("[hook \"git-session-post-merge\"]").unwrap();
        assert_eq!(read(&site), format!("{}{before}\n", &changed[section..next]));
        // It is still known, and goes when it is as it was.
        site.kit.git(&["config", "--unset", &format!("hook.git-session-post-commit.{key}"), value]);
        assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
        assert_eq!(read(&site), format!("{before}\n"));
    }
}

#[test]
fn taken_out_with_git_itself_they_are_gone_and_come_back() {
    let site = site();
    let before = site.snapshot();
    site.install();
    site.kit.git(&["config", "--remove-section", "hook.git-session-post-commit"]);
    assert_eq!(outcome(&site.install(), POST_COMMIT), &installed(How::Entry));
    site.kit.git(&["config", "--remove-section", "hook.git-session-post-commit"]);
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Gone);
    assert_eq!(site.snapshot(), before);
}

#[test]
fn without_its_receipt_what_is_exactly_ours_is_ours() {
    let site = site();
    let before = site.snapshot();
    site.install();
    let content = read(&site);
    fs::remove_dir_all(&site.state_dir).unwrap();
    assert_eq!(outcome(&site.install(), POST_COMMIT), &Outcome::Unchanged(How::Entry));
    assert_eq!(read(&site), content);
    site.uninstall();
    assert_eq!(site.snapshot(), before);
}

#[test]
fn whoever_holds_gits_lock_is_waited_for_and_then_told() {
    let site = site();
    let lock = site.kit.path().join(".git/config.lock");
    fs::write(&lock, "somebody's\n").unwrap();
    let before = site.snapshot();
    let place = Place { deadline: Duration::from_millis(30), ..site.place() };
    let why = Why::ConfigLocked(lock.clone());
    assert_eq!(outcome(&install(&place).unwrap(), POST_COMMIT), &Outcome::LeftAlone { why: why.clone() });
    assert_eq!(site.snapshot(), before);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| site.install());
        while !site.state_dir.join("hooks.toml").exists() {
            std::thread::yield_now();
        }
        fs::remove_file(&lock).unwrap();
        assert_eq!(outcome(&waiting.join().unwrap(), POST_COMMIT), &installed(How::Entry));
    });
    fs::write(&lock, "somebody's\n").unwrap();
    let reports = uninstall(&site.state_dir, Duration::from_millis(30)).unwrap();
    assert_eq!(outcome(&reports, POST_COMMIT), &Outcome::LeftAlone { why });
    fs::remove_file(&lock).unwrap();
    assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
}

#[test]
fn nothing_that_git_writes_at_the_same_time_is_lost() {
    let site = site();
    let is_over = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = Vec::new();
            for number in 0.. {
                let key = format!("theirs.key{number}");
                // git does not wait for its lock.
                if site.kit.try_git(&["config", &key, "x"]).status.success() {
                    written.push(key);
                }
                if is_over.load(Ordering::Relaxed) && !written.is_empty() {
                    break;
                }
            }
            written
        });
        for _ in 0..15 {
            let reports = site.install();
            assert_eq!(outcome(&reports, POST_COMMIT), &installed(How::Entry));
            assert_eq!(outcome(&site.uninstall(), POST_COMMIT), &Outcome::Removed);
        }
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    });
    let read = read(&site);
    for key in written {
        assert!(read.contains(&format!("\t{} = x\n", key.strip_prefix("theirs.").unwrap())), "{key}\n{read}");
    }
    assert!(!read.contains("git-session"), "{read}");
}

/// A kill leaves the receipt before or after, git's lock or none, and the configuration as it was or as it is to be.
#[test]
fn after_a_kill_at_any_point_both_ways_are_open_and_git_works() {
    for line_end in ["\n", ""] {
        let mut site = site();
        let (path, lock) = (config(&site), site.kit.path().join(".git/config.lock"));
        let receipt = site.state_dir.join("hooks.toml");
        let half = site.kit.path().join(".git/.git-session-1-0.tmp");
        let bare = format!("{}{line_end}", read(&site).trim_end());
        site.put(&path, &bare, 0o644);
        site.install();
        let (old, old_receipt) = (read(&site), fs::read_to_string(&receipt).unwrap());
        site.program = site.kit.root().join("elsewhere/git-session");
        site.put(&site.program, site::PROGRAM, 0o755);
        site.install();
        let (new, new_receipt) = (read(&site), fs::read_to_string(&receipt).unwrap());
        let both = join_receipts(&old_receipt, &new_receipt);
        for (config, left, receipt_text) in [
            (&bare, None, &new_receipt),
            (&bare, Some(&new), &new_receipt),
            (&new, None, &new_receipt),
            (&old, None, &both),
            (&old, Some(&new), &both),
            (&new, None, &both),
            // Killed while they were taken out.
            (&new, Some(&bare), &new_receipt),
            (&bare, None, &new_receipt),
        ] {
            let leave = || {
                site.put(&path, config, 0o644);
                site.put(&receipt, receipt_text, 0o600);
                let _ = fs::remove_file(&lock);
                left.map(|left| site.put(&lock, left, 0o644)).unwrap_or_default();
                site.put(&half, "half", 0o600);
                assert!(site.kit.try_git(&["commit", "--allow-empty", "-m", "x"]).status.success());
            };
            leave();
            site.install();
            assert_eq!(
                (read(&site), fs::read_to_string(&receipt).unwrap()),
                (new.clone(), new_receipt.clone())
            );
            assert!(!lock.exists() && !half.exists());
            leave();
            site.uninstall();
            assert_eq!(read(&site), bare);
            assert!(!lock.exists() && !half.exists() && !receipt.exists());
        }
    }
}

fn join_receipts(old: &str, new: &str) -> String {
    let mut joined: toml::Table = old.parse().unwrap();
    let new: toml::Table = new.parse().unwrap();
    let texts = new["config"]["texts"].as_array().unwrap().clone();
    joined["config"]["texts"].as_array_mut().unwrap().extend(texts);
    joined.to_string()
}

#[test]
fn a_lock_of_gits_own_is_not_taken_for_one_of_ours() {
    let site = site();
    site.install();
    let lock = site.kit.path().join(".git/config.lock");
    for left in [String::new(), read(&site), format!("{}[a]\n\tx = 1\n", read(&site))] {
        fs::write(&lock, &left).unwrap();
        let _ = uninstall(&site.state_dir, Duration::from_millis(5)).unwrap();
        assert_eq!(fs::read_to_string(&lock).unwrap(), left);
    }
}

#[test]
fn in_which_forms_decides_and_what_is_there_is_kept_fresh() {
    let mut site = Site::new();
    site.forms = FILES;
    let before = site.snapshot();
    site.install();
    assert_eq!(site.snapshot()[&config(&site)], before[&config(&site)]);
    // A newer git came, and later the older ones went.
    for forms in [BOTH, ENTRIES, FILES] {
        site.forms = forms;
        let reports = site.install();
        assert_eq!(reports.len(), 2 * Event::ALL.len(), "{forms:?}");
        assert!(reports.iter().all(|report| report.outcome.is_in_place()));
    }
    site.uninstall();
    assert_eq!(site.snapshot(), before);
}

#[test]
fn a_file_that_cannot_be_put_there_is_no_loss_where_the_entry_runs() {
    let mut site = Site::new();
    site.theirs(POST_COMMIT, "#!/usr/bin/env python3\n");
    let why = Why::Interpreter("python3".into());
    let of_file = |site: &Site| {
        let path = site.hook(POST_COMMIT);
        site.install().into_iter().find(|report| report.path == path).unwrap().outcome
    };
    assert_eq!(of_file(&site), Outcome::LeftAlone { why: why.clone() });
    site.forms = BOTH;
    assert_eq!(of_file(&site), Outcome::NotNeeded { why: why.clone() });
    site.forms.entries_suffice = false;
    assert_eq!(of_file(&site), Outcome::LeftAlone { why: why.clone() });
    // The entry cannot be put there either.
    site.forms = BOTH;
    site.uninstall();
    site.put(&config(&site), read(&site), 0o444);
    assert_eq!(of_file(&site), Outcome::LeftAlone { why });
}

#[test]
fn git_runs_them_wherever_core_hooks_path_leads() {
    let Some(git) = Git::with_entries() else { return };
    let mut site = Site::new_in("o'neil's \"repo\" $HOME");
    site.kit.use_git(&git);
    site.forms = ENTRIES;
    site.install();
    site.kit.git(&["config", "core.hooksPath", "/nowhere"]);
    let record = site.kit.root().join("record");
    let run = |arguments: &[&str]| {
        let output =
            site.kit.command(site.kit.path()).args(arguments).env("RECORD", &record).output().unwrap();
        let seen = (output.status.code(), String::from_utf8(output.stdout), String::from_utf8(output.stderr));
        assert_eq!(seen, (Some(0), Ok(String::new()), Ok(String::new())), "{arguments:?}");
        let text = fs::read_to_string(&record).unwrap_or_default();
        let _ = fs::remove_file(&record);
        text
    };
    let commit = &["commit", "--quiet", "--allow-empty", "-m", "x"];
    assert_eq!(run(commit), "git-session <hook> <post-commit>\n");
    let sha = site.kit.git(&["rev-parse", "HEAD"]);
    let switched = format!("git-session <hook> <post-checkout> <{sha}> <{sha}> <1>\n");
    assert_eq!(run(&["checkout", "--quiet", "-B", "other"]), switched);
    let amend = run(&["commit", "--quiet", "--amend", "--allow-empty", "-m", "y"]);
    assert_eq!(amend, "git-session <hook> <post-commit>\ngit-session <hook> <post-rewrite> <amend>\n");
    site.uninstall();
    assert_eq!(run(commit), "");
}
