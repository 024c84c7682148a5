//! What each error means to a user: the code, and the command that helps.

use app::errors::{
    ChangeError, CreateError, DiscoverError, FileError, FindError, LedgerError, LockError, OpenError,
    ProjectError, UnassignedError,
};
use app::{
    AppError, BlameError, ExportError, ForgetError, ImportError, ProgressError, ReportError, ResolveError,
};
use config::{ConfigError, EditError, SettingError};
use core_model::project::RoadmapError;
use core_model::{QuestionError, Refusal, SessionId, StatusName, TaskError, Transition};

use super::Code;

type Explained = (Code, Option<String>);

const WHAT_THERE_IS: &str = "see what there is: git session log";

const WHICH_PROJECTS: &str = "see what there is: git session project list";

const WHICH_SETTINGS: &str = "see what there is: git session config list";

/// The exit code of an error, and a hint. `None`: nothing helps but reading the message.
pub(super) fn explain(error: &AppError) -> Explained {
    let (code, hint): (Code, Option<&str>) = match error {
        AppError::Discover(error) => return discover(error),
        AppError::Open(error) => return open(error),
        AppError::NoneHere { parked } => return (Code::NotFound, Some(none_here(parked))),
        AppError::Create(CreateError::Lock(error)) | AppError::Change(ChangeError::Lock(error)) => {
            return lock(error);
        }
        AppError::Progress(ProgressError::Ledger(LedgerError::Lock(error))) => return lock(error),
        AppError::Create(CreateError::File(problem)) => return (Code::Data, file(&problem.error)),
        AppError::Change(ChangeError::File(problem)) => return (Code::Data, file(&problem.error)),
        AppError::Change(ChangeError::Refused(refusal)) => return refused(refusal),
        AppError::Progress(ProgressError::Ledger(LedgerError::File(problem))) => {
            return (Code::Data, file(&problem.error));
        }
        AppError::Project(error) => return project(error),
        AppError::NoProject(_) => (Code::NotFound, Some(WHICH_PROJECTS)),
        AppError::Unreadable(problem) => return (Code::Data, file(&problem.error)),
        AppError::HasSession(id) => {
            let id = id.random_part();
            let hint = format!(
                "complete that one first: git session complete --session {id}, or leave out --parent"
            );
            return (Code::Refused, Some(hint));
        }
        AppError::OutcomeIsSession(session) => {
            return (
                Code::Usage,
                Some(format!("to complete that session: git session complete --session {session}")),
            );
        }
        AppError::Head(_)
        | AppError::Tracks(_)
        | AppError::CommitUnreadable(_)
        | AppError::Progress(ProgressError::Reflog(_) | ProgressError::Tips(_)) => {
            (Code::Data, Some("look at the repository: git fsck"))
        }
        AppError::Progress(ProgressError::Branches { .. }) => {
            (Code::Data, Some("see what is wrong: git session doctor"))
        }
        AppError::Commit(ResolveError::NoSuchCommit { .. }) => {
            (Code::NotFound, Some("see what was recorded: git session log"))
        }
        AppError::Commit(ResolveError::Ambiguous { .. }) => (Code::NotFound, Some("type more of the id")),
        AppError::Commit(ResolveError::Ask(_)) => (Code::Data, Some("see that git runs here: git status")),
        AppError::Neither(_) => (Code::NotFound, Some(WHAT_THERE_IS)),
        AppError::OfNone { sha } => {
            let sha = &sha[..sha.len().min(8)];
            return (Code::NotFound, Some(format!("see why: git session why {sha}")));
        }
        AppError::Filter(_) => (Code::Usage, None),
        AppError::NothingToLookFor => (Code::Usage, Some("name a word: git session search retry")),
        AppError::Blame(error) => return blame(error),
        AppError::Unassigned(UnassignedError::Lock(error)) => return lock(error),
        AppError::Unassigned(UnassignedError::File(problem)) => return (Code::Data, file(&problem.error)),
        AppError::Register(_) => {
            (Code::Data, Some("it is made anew when a session is started: move the file away"))
        }
        AppError::Ask(_) => (Code::Data, Some("see that git runs here: git status")),
        AppError::Tracked { .. } => (
            Code::Refused,
            Some(
                "sessions are not for committing; take them out: git rm -r --cached .sessions && git commit",
            ),
        ),
        AppError::Config(error) => return config(error),
        AppError::Export(error) => return export(error),
        AppError::Import(error) => return import(error),
        AppError::Report(ReportError::Nothing) => {
            (Code::NotFound, Some("begin one: git session start \"what you are about to do\""))
        }
        AppError::Report(ReportError::Broken(_)) => (Code::Defect, Some("please report this")),
        AppError::Configure(error) => return configure(error),
        AppError::Setting(error) => return (Code::Usage, setting(error)),
        AppError::NotSet(_) => (Code::NotFound, Some(WHICH_SETTINGS)),
        AppError::NoUserFile => (Code::Data, Some("say where your files are: export HOME=FOLDER")),
        AppError::Forget(ForgetError::Nowhere) => (Code::NotFound, None),
        AppError::Forget(_) | AppError::Text(_) | AppError::TooMany { .. } | AppError::Tasks(_) => {
            (Code::Usage, None)
        }
        AppError::ManyHere { sessions } => return (Code::NotFound, many_here(sessions)),
        AppError::ManyParked { .. } => (Code::NotFound, Some("say which: git session resume SESSION")),
        AppError::NoneParked { elsewhere } => {
            let hint = if elsewhere.is_empty() {
                "begin one: git session start \"what you are about to do\""
            } else {
                "take one of those up in this worktree: git session resume SESSION --here"
            };
            (Code::NotFound, Some(hint))
        }
        AppError::NoProcess(_) => (Code::NotFound, Some("name one that runs, or none: --no-owner")),
        AppError::History(_) => (Code::Data, Some("see what is wrong: git session doctor")),
        AppError::Variable(_) => {
            (Code::Usage, Some("name a session in full there, or take it back: unset GIT_SESSION_ID"))
        }
        AppError::Find(FindError::NotFound(_)) | AppError::TooFarBack { .. } => {
            (Code::NotFound, Some(WHAT_THERE_IS))
        }
        AppError::Change(ChangeError::NotFound(_)) => (Code::NotFound, Some(WHAT_THERE_IS)),
        AppError::Find(FindError::Ambiguous { .. }) => (Code::NotFound, Some("type more of the id")),
        AppError::Find(FindError::File(_)) => (Code::Data, None),
        AppError::Create(CreateError::NoFreeId(_)) | AppError::Change(ChangeError::Taken(_)) => {
            (Code::Defect, None)
        }
        AppError::Change(ChangeError::Broken(_)) => {
            (Code::Defect, Some("please report this; the session is as it was"))
        }
        AppError::Install(app::InstallError::Lock(error)) => return lock(error),
        AppError::Uninstall(app::UninstallError::Lock(error)) => return lock(error),
        AppError::Install(_) | AppError::Uninstall(_) | AppError::Random(_) | AppError::Program(_) => {
            (Code::Data, None)
        }
    };
    (code, hint.map(str::to_owned))
}

fn import(error: &ImportError) -> Explained {
    match error {
        ImportError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            (Code::NotFound, None)
        }
        ImportError::Io { .. } | ImportError::NotAFile(_) => (Code::Data, None),
        ImportError::Unknown { .. } => {
            (Code::Data, Some("see what can be imported: git session help import".into()))
        }
        ImportError::Nothing(_) => {
            (Code::NotFound, Some("see what can be imported: git session help import".into()))
        }
        ImportError::TooMuch(_) => (Code::Data, Some("import it in parts".into())),
    }
}

fn export(error: &ExportError) -> Explained {
    match error {
        ExportError::Taken(_) => (Code::Refused, Some("to write over it: --force".into())),
        ExportError::Folder(_) => (Code::Usage, Some("name a file in it".into())),
        ExportError::NoFile(_) => (Code::Usage, Some("name a file; for standard output: -o -".into())),
        ExportError::NoFolder(_) => {
            (Code::Usage, Some("make it first, or name a file in a folder that is there".into()))
        }
        ExportError::Io { source, .. } => (Code::Data, io(source)),
    }
}

fn config(error: &ConfigError) -> Explained {
    match error {
        ConfigError::Variable { variable, .. } => {
            (Code::Usage, Some(format!("correct it, or take it back: unset {variable}")))
        }
        ConfigError::Invalid { .. } | ConfigError::Io { .. } => {
            (Code::Data, Some("mend the file, or remove it to have the defaults".into()))
        }
    }
}

fn setting(error: &SettingError) -> Option<String> {
    match error {
        SettingError::Name(_) => Some(WHICH_SETTINGS.into()),
        SettingError::NotInRepository(name) => {
            Some(format!("set it in your own: git session config set --user {name} VALUE"))
        }
        SettingError::OnlyInRepository(_) => Some("leave out --user".into()),
        SettingError::NoValue | SettingError::Value { .. } => None,
    }
}

fn configure(error: &EditError) -> Explained {
    match error {
        EditError::Setting(error) => (Code::Usage, setting(error)),
        EditError::Lock(error) => lock(error),
        EditError::Config(error) => config(error),
        EditError::Io { source, .. } => (Code::Data, io(source)),
    }
}

fn discover(error: &DiscoverError) -> Explained {
    match error {
        DiscoverError::NotARepository { .. } => {
            (Code::NotFound, Some("change to a repository, or make one: git init".into()))
        }
        DiscoverError::Untrusted { path } => {
            let trust =
                format!("if you trust it: git config --global --add safe.directory {}", path.display());
            (Code::Refused, Some(trust))
        }
        DiscoverError::Dangling { .. } => {
            (Code::Data, Some("if the main repository was moved, run there: git worktree repair".into()))
        }
        DiscoverError::Unsupported { .. } | DiscoverError::Unreadable { .. } => (Code::Data, None),
    }
}

fn open(error: &OpenError) -> Explained {
    match error {
        OpenError::NotAFolder { .. } | OpenError::SymbolicLink { .. } => {
            (Code::Refused, Some("move it away; git session makes the folder itself".into()))
        }
        OpenError::ForeignOwner { path, .. } => {
            let own = format!("work as that user, or make it yours: chown -R \"$USER\" {}", path.display());
            (Code::Refused, Some(own))
        }
        OpenError::Io { source, .. } => (Code::Data, io(source)),
    }
}

fn many_here(sessions: &[app::AtWork]) -> Option<String> {
    let ids = report::Shorts::new(sessions.iter().map(|it| &it.id));
    let any = ids.of(&sessions.first()?.id);
    Some(format!("say which one you mean, as in --session {any}, or have its id in GIT_SESSION_ID"))
}

fn none_here(parked: &[SessionId]) -> String {
    match parked.last() {
        None => "begin one: git session start \"what you are about to do\"".into(),
        Some(id) => {
            let id = id.random_part();
            let others = match parked.len() {
                1 => String::new(),
                count => format!(", the newest of {count}"),
            };
            format!(
                "{id} is parked here{others}: take it up again with git session resume {id}, or begin another: git session start INTENT"
            )
        }
    }
}

fn refused(refusal: &Refusal) -> Explained {
    let id = refusal.session().random_part();
    let tasks = || Some(format!("see its tasks: git session task list --session {id}"));
    let questions = || Some(format!("see its questions: git session show {id}"));
    match refusal {
        Refusal::Task { error, .. } => match error {
            TaskError::NotFound(_) | TaskError::Ambiguous { .. } => (Code::NotFound, tasks()),
            TaskError::Taken { .. } | TaskError::TwoOfOneId(_) | TaskError::Full => (Code::Refused, tasks()),
        },
        Refusal::Question { error, .. } => match error {
            QuestionError::NotFound(_) | QuestionError::Ambiguous { .. } => (Code::NotFound, questions()),
            QuestionError::Answered(_) | QuestionError::TwoOfOneId(_) | QuestionError::Full => {
                (Code::Refused, questions())
            }
        },
        Refusal::Resumed { child, .. } => {
            (Code::Refused, Some(format!("see what goes on: git session show {}", child.random_part())))
        }
        Refusal::NoSuchStep { status: StatusName::Completed, transition: Transition::Resume, .. } => {
            (Code::Refused, Some(format!("go on with it in another: git session start --parent {id}")))
        }
        Refusal::NotOver { status: StatusName::Parked, .. } => {
            (Code::Refused, Some(format!("take it up again: git session resume {id}")))
        }
        Refusal::NoSuchStep { .. }
        | Refusal::Already { .. }
        | Refusal::NotActive { .. }
        | Refusal::Over { .. }
        | Refusal::NotOver { .. }
        | Refusal::Full { .. } => (Code::Refused, Some(format!("see what it is: git session show {id}"))),
    }
}

fn project(error: &ProjectError) -> Explained {
    match error {
        ProjectError::Lock(error) => lock(error),
        ProjectError::File(problem) => (Code::Data, file(&problem.error)),
        ProjectError::Refused(error) => {
            let code = match error {
                RoadmapError::NotFound(_) | RoadmapError::Ambiguous { .. } => Code::NotFound,
                RoadmapError::Taken { .. } | RoadmapError::TwoOfOneId(_) | RoadmapError::Full => {
                    Code::Refused
                }
            };
            (code, Some("see what is on it: git session project roadmap".into()))
        }
    }
}

fn lock(error: &LockError) -> Explained {
    match error {
        LockError::Timeout { path, .. } => {
            let who =
                format!("another process holds it; see which: fuser {}, then try again", path.display());
            (Code::Lock, Some(who))
        }
        LockError::Io { source, .. } => (Code::Data, io(source)),
    }
}

/// What helps against what is wrong with a file. `None`: nothing needs to be done.
pub(crate) fn file(error: &FileError) -> Option<String> {
    match error {
        FileError::FormatTooNew { .. } => {
            Some("install a newer git-session; the file was left as it is".into())
        }
        FileError::UnknownKeys(_) => {
            Some("if a newer git-session wrote it, install that; else take the key out of the file".into())
        }
        FileError::Full { .. } => Some("complete the session, and start another".into()),
        FileError::Empty
        | FileError::TooLarge { .. }
        | FileError::NotText
        | FileError::NotToml(_)
        | FileError::NotASession(_)
        | FileError::NotAProject(_)
        | FileError::NotARecord(_)
        | FileError::WrongName(_)
        | FileError::Edited
        | FileError::NotAFile => {
            Some("the file was left as it is; mend it with git session doctor --fix, or by hand".into())
        }
        FileError::Io(error) => io(error),
        FileError::TornTail { .. } | FileError::Holes { .. } => None,
    }
}

fn io(error: &std::io::Error) -> Option<String> {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Some("make room and try again; nothing was changed".into())
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Some("see that you may write there; nothing was changed".into())
        }
        _ => None,
    }
}

fn blame(error: &BlameError) -> Explained {
    let (code, hint) = match error {
        BlameError::Commit(ResolveError::NoSuchCommit { .. }) => {
            (Code::NotFound, Some("see what there is: git log"))
        }
        BlameError::Commit(ResolveError::Ambiguous { .. }) => (Code::NotFound, Some("type more of the id")),
        BlameError::NoCommit => (Code::NotFound, Some("commit the file first: git add FILE && git commit")),
        BlameError::NoSuchFile { .. } => (Code::NotFound, Some("see which files git has: git ls-files")),
        BlameError::Gone(path) => {
            return (Code::NotFound, Some(format!("look at it as it was: git session blame {path} HEAD")));
        }
        BlameError::Folder(_) => (Code::Usage, Some("name a file in it")),
        BlameError::NoText(_) => {
            (Code::Usage, Some("see which sessions changed it: git session log --touched FILE"))
        }
        BlameError::Range { .. } => (Code::Usage, Some("lines are named like -L 40,60 or -L 40,+20")),
        BlameError::Commit(ResolveError::Ask(_)) | BlameError::Ask(_) => {
            (Code::Data, Some("see that git runs here: git status"))
        }
    };
    (code, hint.map(str::to_owned))
}
