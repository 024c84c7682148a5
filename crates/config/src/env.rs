//! The environment variables that mean something to us, in one place.

/// The session that commands and commits belong to: an id in full.
pub const SESSION: &str = "GIT_SESSION_ID";

/// Set to `0`, our hooks do nothing.
pub const HOOKS: &str = "GIT_SESSION_HOOKS";

/// What git runs us as, and the number of its process: `entry:NUMBER`, `file:NUMBER`. Our own texts say it.
pub const RUN_BY: &str = "GIT_SESSION_RUN_BY";

/// Sets `auto_start`.
pub const AUTO_START: &str = "GIT_SESSION_AUTO_START";

/// Sets `lock_timeout`.
pub const LOCK_TIMEOUT: &str = "GIT_SESSION_LOCK_TIMEOUT";

/// Sets `stale_after`.
pub const STALE_AFTER: &str = "GIT_SESSION_STALE_AFTER";

/// Sets `orphan_grace`.
pub const ORPHAN_GRACE: &str = "GIT_SESSION_ORPHAN_GRACE";

/// Sets `active_gap`.
pub const ACTIVE_GAP: &str = "GIT_SESSION_ACTIVE_GAP";

/// Sets `history`.
pub const HISTORY: &str = "GIT_SESSION_HISTORY";

/// Sets `redact`.
pub const REDACT: &str = "GIT_SESSION_REDACT";

/// git's own: the git directory, where it is not found by walking up.
pub const GIT_DIR: &str = "GIT_DIR";

/// git's own: the directory that linked worktrees share.
pub const GIT_COMMON_DIR: &str = "GIT_COMMON_DIR";

/// git's own: the top of the work tree, where `GIT_DIR` says where the rest is.
pub const GIT_WORK_TREE: &str = "GIT_WORK_TREE";

/// git's own: the name of whoever commits.
pub const GIT_AUTHOR_NAME: &str = "GIT_AUTHOR_NAME";

/// git's own: the user's configuration file, in place of the usual ones.
pub const GIT_CONFIG_GLOBAL: &str = "GIT_CONFIG_GLOBAL";

/// git's own: the machine's configuration file, in place of the usual one.
pub const GIT_CONFIG_SYSTEM: &str = "GIT_CONFIG_SYSTEM";

/// git's own: the machine's configuration file is not read.
pub const GIT_CONFIG_NOSYSTEM: &str = "GIT_CONFIG_NOSYSTEM";

/// git's own: folders above which no repository is looked for.
pub const GIT_CEILING_DIRECTORIES: &str = "GIT_CEILING_DIRECTORIES";

/// The system's own: how characters are written, the first that is set and not empty.
pub const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// The variables in which agents name their conversations to what they start, each with its agent: the first word of
/// the names that it goes by, in small letters. Gemini, Cline, Aider and OpenCode have none.
pub const CONVERSATIONS: [(&str, &str); 5] = [
    ("CLAUDE_CODE_SESSION_ID", "claude"),
    ("CODEX_SESSION_ID", "codex"),
    ("CODEX_THREAD_ID", "codex"),
    ("COPILOT_AGENT_SESSION_ID", "copilot"),
    ("CURSOR_CONVERSATION_ID", "cursor"),
];

/// Set by what `git session completions` prints: which shell asks what can stand at the cursor.
pub const COMPLETE: &str = "GIT_SESSION_COMPLETE";

/// The program that shows long answers, before git's own choice. Empty or `cat`: none does.
pub const PAGER: &str = "GIT_SESSION_PAGER";

/// git's own: a program that shows long answers reads ours already.
pub const GIT_PAGER_IN_USE: &str = "GIT_PAGER_IN_USE";

/// git's own: the program that shows long answers, a command line for the shell.
pub const GIT_PAGER: &str = "GIT_PAGER";

/// How many columns there are, as shells and git say it.
pub const COLUMNS: &str = "COLUMNS";
