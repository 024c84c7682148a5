//! The keys: one table, which the help, the line at the bottom and the document are made from.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What a key asks for, where no text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Switch,
    Enter,
    Back,
    Filter,
    Park,
    Resume,
    ResumeHere,
    Complete,
    Answer,
    Event,
    Decide,
    TaskDone,
    Notices,
    Reload,
    Redraw,
    Help,
    Suspend,
    Quit,
}

/// A line of the help.
pub(crate) struct Key {
    /// As it is written.
    pub(crate) keys: &'static str,
    /// What it does.
    pub(crate) what: &'static str,
    /// The commands that it stands for.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a test holds the table to the keys that are understood")
    )]
    pub(crate) commands: &'static [Command],
}

const fn key(keys: &'static str, what: &'static str, commands: &'static [Command]) -> Key {
    Key { keys, what, commands }
}

/// The keys by what they are for, each group with its name.
pub(crate) const TABLE: [(&str, &[Key]); 3] = [
    (
        "Look",
        &[
            key("j k ↓ ↑", "the next, the one before", &[Command::Up, Command::Down]),
            key("Space b PgDn PgUp", "a page further, a page back", &[Command::PageUp, Command::PageDown]),
            key("g G Home End", "the first, the last", &[Command::First, Command::Last]),
            key("Tab", "to the story and back; the keys above move in it", &[Command::Switch]),
            key("Enter →", "to the story", &[Command::Enter]),
            key("Esc ←", "back to the sessions; then away with the filter or the message", &[Command::Back]),
            key("/", "filter as you type; Esc clears it", &[Command::Filter]),
            key("w", "what is wrong, in full", &[Command::Notices]),
        ],
    ),
    (
        "Do, with the session that is chosen",
        &[
            key("p", "park it: why, and what comes next", &[Command::Park]),
            key("r", "resume it where it was worked on", &[Command::Resume]),
            key("R", "resume it in this worktree, on its branch", &[Command::ResumeHere]),
            key("c", "complete it: what came of it", &[Command::Complete]),
            key("a", "answer an open question", &[Command::Answer]),
            key("e", "record what happened", &[Command::Event]),
            key("d", "record what was decided, and why", &[Command::Decide]),
            key("t", "say that a task is done", &[Command::TaskDone]),
        ],
    ),
    (
        "The screen",
        &[
            key("?", "this help", &[Command::Help]),
            key("Ctrl-R", "read everything again", &[Command::Reload]),
            key("Ctrl-L", "draw everything again", &[Command::Redraw]),
            key("Ctrl-Z", "to the shell; fg comes back", &[Command::Suspend]),
            key("q Ctrl-C", "leave", &[Command::Quit]),
        ],
    ),
];

/// What a key asks for where no text is typed. `None`: nothing.
pub(crate) fn command_of(key: KeyEvent) -> Option<Command> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Command::Quit),
            KeyCode::Char('z') => Some(Command::Suspend),
            KeyCode::Char('l') => Some(Command::Redraw),
            KeyCode::Char('r') => Some(Command::Reload),
            KeyCode::Char('n') => Some(Command::Down),
            KeyCode::Char('p') => Some(Command::Up),
            KeyCode::Char('d' | 'f') => Some(Command::PageDown),
            KeyCode::Char('u' | 'b') => Some(Command::PageUp),
            _ => None,
        };
    }
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    Some(match key.code {
        KeyCode::Up | KeyCode::Char('k') => Command::Up,
        KeyCode::Down | KeyCode::Char('j') => Command::Down,
        KeyCode::PageUp | KeyCode::Char('b') => Command::PageUp,
        KeyCode::PageDown | KeyCode::Char(' ') => Command::PageDown,
        KeyCode::Home | KeyCode::Char('g') => Command::First,
        KeyCode::End | KeyCode::Char('G') => Command::Last,
        KeyCode::Tab | KeyCode::BackTab => Command::Switch,
        KeyCode::Enter | KeyCode::Right | KeyCode::Char('l') => Command::Enter,
        KeyCode::Esc | KeyCode::Left | KeyCode::Char('h') => Command::Back,
        KeyCode::Char('/') => Command::Filter,
        KeyCode::Char('p') => Command::Park,
        KeyCode::Char('r') => Command::Resume,
        KeyCode::Char('R') => Command::ResumeHere,
        KeyCode::Char('c') => Command::Complete,
        KeyCode::Char('a') => Command::Answer,
        KeyCode::Char('e') => Command::Event,
        KeyCode::Char('d') => Command::Decide,
        KeyCode::Char('t') => Command::TaskDone,
        KeyCode::Char('w') => Command::Notices,
        KeyCode::Char('?') | KeyCode::F(1) => Command::Help,
        KeyCode::Char('q') => Command::Quit,
        _ => return None,
    })
}
