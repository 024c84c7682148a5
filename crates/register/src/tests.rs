use super::*;

fn at(hour: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::hours(hour)
}

fn register() -> (Register, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Register::at(folder.path().join("git-session/repositories.toml")), folder)
}

#[test]
fn what_is_noted_is_read_back_until_it_is_forgotten() {
    let (register, _folder) = register();
    assert_eq!(register.read().unwrap(), Known::new());
    let paths = ["/home/ada/shop", "/home/ada/a \"quoted\"\n\ttab, é 漢字"].map(PathBuf::from);
    for path in &paths {
        register.note(path, at(0)).unwrap();
    }
    assert_eq!(register.read().unwrap(), paths.iter().cloned().map(|path| (path, at(0))).collect());
    register.forget(&paths[..1]).unwrap();
    assert_eq!(register.read().unwrap().into_keys().collect::<Vec<_>>(), paths[1..]);
}

#[test]
fn a_repository_is_noted_once_a_day() {
    let (register, _folder) = register();
    let path = Path::new("/shop");
    for (hour, seen) in [(0, 0), (23, 0), (24, 24), (30, 24), (-30, -30)] {
        register.note(path, at(hour)).unwrap();
        assert_eq!(register.read().unwrap()[path], at(seen), "at {hour}");
    }
}

#[test]
fn what_cannot_be_read_is_not_written_over() {
    let (register, _folder) = register();
    register.note(Path::new("/shop"), at(0)).unwrap();
    for (text, told) in [
        ("", "missing field `format`"),
        ("format = 2\n[[repository]]\nroad = 1\n", "has format 2; this version knows format 1"),
        ("format = 1\n[[repository]]\npath = \"/x\"\nseen = \"yesterday\"\n", "`yesterday` is no moment"),
        ("format = 1\nrepository = 3\n", "no register"),
        ("\u{0}", "no register"),
    ] {
        std::fs::write(&register.path, text).unwrap();
        let error = register.note(Path::new("/other"), at(99)).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
        assert_eq!(std::fs::read_to_string(&register.path).unwrap(), text);
    }
}

#[test]
fn those_that_were_seen_longest_ago_make_room() {
    let (register, _folder) = register();
    let many = (0..MOST as i64).map(|n| (PathBuf::from(format!("/{n}")), at(n))).collect();
    std::fs::create_dir_all(register.path.parent().unwrap()).unwrap();
    std::fs::write(&register.path, render(&many)).unwrap();
    register.note(Path::new("/new"), at(5000)).unwrap();
    let known = register.read().unwrap();
    assert_eq!((known.len(), known.contains_key(Path::new("/0"))), (MOST, false));
}
