//! The user's repository and settings, and ours, know nothing of each other.

use std::process::Command;

use git_session_git::History;
use testkit::TestRepo;

use crate::at_once::{PACKS, child};
use crate::lab::{LONG, Lab, at, changes, read};

#[test]
fn nothing_is_seen_in_the_users_repository() {
    let lab = Lab::new();
    lab.kit.write("file", "1");
    lab.kit.commit("second");
    lab.kit.write("file", "2");
    lab.kit.write("untracked", "");
    let questions: [&[&str]; 8] = [
        &["log", "--all", "--oneline"],
        &["status", "--porcelain=v2", "--branch", "--ignored", "--untracked-files=all"],
        &["fsck", "--strict", "--full"],
        &["for-each-ref"],
        &["reflog", "show", "--all"],
        &["count-objects", "--verbose"],
        &["config", "--list", "--show-origin"],
        &["worktree", "list"],
    ];
    let ask = || questions.map(|question| lab.kit.git(question));
    let before = ask();
    for number in 0..3 {
        lab.record(&[("live/a.toml", Some(&number.to_string()))]);
    }
    assert_eq!(ask(), before);
    lab.kit.git(&["gc", "--quiet", "--prune=now"]);
    lab.fsck();
    assert_eq!(lab.history.log(10).unwrap().len(), 3);
}

#[test]
fn no_setting_of_the_users_reaches_it() {
    let lab = Lab::new();
    let hostile = lab.kit.root().join("hostile");
    let hook = hostile.join("hooks/reference-transaction");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, "#!/bin/sh\nexit 1\n").unwrap();
    std::fs::write(hostile.join("HEAD"), "ref: refs/heads/other\n").unwrap();
    let settings = format!(
        "[init]\n\ttemplateDir = {0}\n\tdefaultObjectFormat = sha256\n\tdefaultRefFormat = reftable\n\
         [core]\n\thooksPath = {0}/hooks\n\tlogAllRefUpdates = always\n\tsharedRepository = world\n\
         [commit]\n\tgpgSign = true\n[extensions]\n\tobjectFormat = sha256\n[user]\n\tname = Eve\n[and git stops here\n",
        hostile.display(),
    );
    std::fs::write(lab.kit.root().join("hostile.config"), settings).unwrap();
    let mut command: Command = child(&lab.state_dir, PACKS, 3);
    let settings = lab.kit.root().join("hostile.config");
    for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG"] {
        command.env(name, &settings);
    }
    for name in ["GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"] {
        command.env(name, lab.kit.path().join(".git"));
    }
    command.env("GIT_TEMPLATE_DIR", &hostile).env("GIT_NAMESPACE", "ns").env("GIT_AUTHOR_NAME", "Eve");
    command.env("GIT_DEFAULT_HASH", "sha256").env("GIT_INDEX_FILE", "none").env("GIT_REPLACE_REF_BASE", "x");
    assert!(command.output().unwrap().status.success());

    lab.fsck();
    assert_eq!(read(&lab.history).unwrap().len(), 3 + 1);
    let mut names: Vec<_> = std::fs::read_dir(lab.history.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["HEAD", "config", "objects", "refs"]);
    assert_eq!(
        lab.git(&["for-each-ref", "--format=%(refname) %(authorname)"]),
        "refs/heads/main git-session"
    );
}

#[test]
fn it_has_git_s_older_hash_whatever_the_user_s_repository_has() {
    let kit = TestRepo::without_repository("repo");
    kit.git(&["init", "--quiet", "--object-format=sha256"]);
    kit.commit("first");
    let history = History::at(&kit.path().join(".git/git-session"));
    history.record(&changes(&[("a", Some("1"))]), "m", at(0), LONG).unwrap();
    assert_eq!(history.tip().unwrap().unwrap().len(), 40);
    assert_eq!(kit.git_in(history.path(), &["rev-parse", "--show-object-format"]), "sha1");
    assert_eq!(kit.git(&["log", "--all", "--format=%s"]), "first");
}

#[test]
#[cfg(unix)]
fn nobody_else_may_look_into_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let lab = Lab::new();
    lab.record(&[("a", Some("1"))]);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    for folder in [lab.state_dir.clone(), lab.history.path().to_owned()] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
    assert_eq!(mode(&lab.state_dir.join("history.lock")), 0o600);
}
