//! A word for a shell's prompt.

use core_model::SessionId;
use serde::Serialize;

use crate::short::Shorts;

/// What a prompt shows. The names are those of the JSON.
#[derive(Debug, Default, Serialize)]
pub struct PromptView {
    /// The session that commands mean here. `None`: none, or more than one.
    pub current: Option<String>,
    /// How many sessions compete for the commits made here, where no one of them is current.
    pub at_work_here: usize,
    /// How many of its tasks are open.
    pub tasks: usize,
    /// How many of its questions are open.
    pub questions: usize,
    /// How many sessions are parked.
    pub parked: usize,
    /// How many active sessions wait for a person.
    pub waiting: usize,
    /// Whether there are more sessions than were looked at.
    pub more: bool,
}

/// The marks of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// Those that look best.
    Unicode,
    /// Those that every terminal has.
    Ascii,
}

/// The word: `● k7q2m9 2t 1q ⏸3 !`. Empty where there is nothing to say.
#[must_use]
pub fn prompt(view: &PromptView, marks: Marks) -> String {
    let (at_work, parked) = match marks {
        Marks::Unicode => ("●", "⏸"),
        Marks::Ascii => ("*", "="),
    };
    let current = view.current.as_ref().and_then(|id| id.parse::<SessionId>().ok());
    let mut parts: Vec<String> = Vec::new();
    parts.extend(current.iter().map(|id| format!("{at_work} {}", Shorts::new([id]).of(id))));
    if view.at_work_here > 1 {
        parts.push(format!("{at_work}{}", view.at_work_here));
    }
    let mut count = |count: usize, text: String| {
        if count > 0 {
            parts.push(text);
        }
    };
    count(view.tasks, format!("{}t", view.tasks));
    count(view.questions, format!("{}q", view.questions));
    let more = if view.more { "+" } else { "" };
    count(view.parked, format!("{parked}{}{more}", view.parked));
    let waiting = if view.waiting > 1 { view.waiting.to_string() } else { String::new() };
    count(view.waiting, format!("!{waiting}"));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_is_said() {
        let id = Some("20261120-k7q2m9xzpw".to_owned());
        let view = PromptView {
            current: id,
            tasks: 2,
            questions: 1,
            parked: 3,
            waiting: 1,
            ..PromptView::default()
        };
        let several =
            PromptView { at_work_here: 2, parked: 200, waiting: 4, more: true, ..PromptView::default() };
        for (view, unicode, ascii) in [
            (PromptView::default(), "", ""),
            (view, "● k7q2m9 2t 1q ⏸3 !", "* k7q2m9 2t 1q =3 !"),
            (several, "●2 ⏸200+ !4", "*2 =200+ !4"),
            (PromptView { parked: 1, ..PromptView::default() }, "⏸1", "=1"),
        ] {
            assert_eq!(prompt(&view, Marks::Unicode), unicode);
            assert_eq!(prompt(&view, Marks::Ascii), ascii);
        }
    }
}
