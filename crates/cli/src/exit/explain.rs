//! What each error means to a user: the code, and the command that helps.

use app::AppError;
use app::errors::{
    AppendError, CreateError, DiscoverError, FileError, FindError, LockError, OpenError, UpdateError,
};
use core_model::SessionId;

use super::Code;

type Explained = (Code, Option<String>);

/// The exit code of an error, and a hint. `None`: nothing helps but reading the message.
pub(super) fn explain(error: &AppError) -> Explained {
    match error {
        AppError::Discover(error) => discover(error),
        AppError::Head(_) | AppError::Tracks(_) => {
            (Code::Data, Some("look at the repository: git fsck".into()))
        }
        AppError::Ask(_) => (Code::Data, Some("see that git runs here: git status".into())),
        AppError::Open(error) => open(error),
        AppError::Tracked { .. } => (
            Code::Refused,
            Some(
                "sessions are not for committing; take them out of git: git rm -r --cached .sessions".into(),
            ),
        ),
        AppError::Config(_) => (Code::Data, Some("mend the file, or remove it to have the defaults".into())),
        AppError::Text(_) => (Code::Usage, None),
        AppError::NoneHere { parked } => (Code::NotFound, Some(none_here(parked))),
        AppError::ManyHere { ids } => (
            Code::NotFound,
            ids.first().map(|id| {
                format!("say which: --session {}, or export GIT_SESSION_ID={id}", id.random_part())
            }),
        ),
        AppError::Variable(_) => {
            (Code::Usage, Some("name it in full, or take the name back: unset GIT_SESSION_ID".into()))
        }
        AppError::Find(error) => find(error),
        AppError::TooFarBack { .. } => (Code::NotFound, Some("see what there is: git session log".into())),
        AppError::Create(error) => match error {
            CreateError::Lock(error) => lock(error),
            CreateError::File(problem) => (Code::Data, file(&problem.error)),
            CreateError::NoFreeId(_) => (Code::Defect, None),
        },
        AppError::Append(error) => match error {
            AppendError::NotFound(_) => (Code::NotFound, Some("see what there is: git session log".into())),
            AppendError::Refused(_) => (Code::Refused, Some(refused())),
            AppendError::Lock(error) => lock(error),
            AppendError::File(problem) => (Code::Data, file(&problem.error)),
        },
        AppError::Update(error) => match error {
            UpdateError::NotFound(_) => (Code::NotFound, Some("see what there is: git session log".into())),
            UpdateError::Refused(_) => (Code::Refused, Some(refused())),
            UpdateError::Broken(_) => {
                (Code::Defect, Some("please report this; the session is as it was".into()))
            }
            UpdateError::Lock(error) => lock(error),
            UpdateError::File(problem) => (Code::Data, file(&problem.error)),
        },
        AppError::Unreadable(problem) => (Code::Data, file(&problem.error)),
        AppError::Lock(error) => lock(error),
        AppError::Install(_) | AppError::Uninstall(_) => (Code::Data, None),
        AppError::Random(_) => (Code::Data, None),
    }
}

fn discover(error: &DiscoverError) -> Explained {
    match error {
        DiscoverError::NotARepository { .. } => {
            (Code::NotFound, Some("change to a repository, or make one: git init".into()))
        }
        _ => (Code::Data, None),
    }
}

fn open(error: &OpenError) -> Explained {
    let hint = match error {
        OpenError::NotAFolder { .. } | OpenError::SymbolicLink { .. } => {
            "move it away; git session makes the folder itself"
        }
        OpenError::ForeignOwner { .. } => {
            "work as the user that it belongs to, or have it given to you: chown -R"
        }
        OpenError::Io { .. } => "see that the folder can be read and written by you",
    };
    (Code::Data, Some(hint.into()))
}

fn find(error: &FindError) -> Explained {
    match error {
        FindError::NotFound(_) => (Code::NotFound, Some("see what there is: git session log".into())),
        FindError::Ambiguous { .. } => (Code::NotFound, Some("type more of the id".into())),
        FindError::File(_) => (Code::Data, None),
    }
}

fn none_here(parked: &[SessionId]) -> String {
    match parked.first() {
        None => "begin one: git session start \"what you are about to do\"".into(),
        Some(id) => {
            let id = id.random_part();
            format!(
                "{id} is parked here: see it with git session show {id}, or begin another with git session start"
            )
        }
    }
}

fn refused() -> String {
    "see what it is: git session show; begin another: git session start".into()
}

fn lock(error: &LockError) -> Explained {
    match error {
        LockError::Timeout { path, .. } => (
            Code::Lock,
            Some(format!("another process holds it; see which: fuser {}, then try again", path.display())),
        ),
        LockError::Io { .. } => (Code::Data, None),
    }
}

fn file(error: &FileError) -> Option<String> {
    match error {
        FileError::FormatTooNew { .. } | FileError::UnknownKeys(_) => {
            Some("a newer git-session wrote it; install that version".into())
        }
        FileError::Empty
        | FileError::TooLarge { .. }
        | FileError::NotText
        | FileError::NotToml(_)
        | FileError::NotASession(_)
        | FileError::WrongName(_)
        | FileError::NotAFile => {
            Some("the file was left as it is; mend it, or move it out of .sessions".into())
        }
        FileError::TornTail { .. } | FileError::Io(_) => None,
    }
}
