//! What is asked before a deed: texts, with a cursor.

use core_model::SessionId;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Modifier, Style};
use ratatui_textarea::{TextArea, WrapMode};

use crate::deed::{Deed, What};

/// What the texts are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ask {
    Park,
    Complete,
    /// The id of the question.
    Answer(String),
    Event,
    Decide,
}

/// A text that is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) label: &'static str,
    /// Whether nothing can be done without it.
    required: bool,
    /// Whether the cursor was in it.
    visited: bool,
    pub(crate) area: TextArea<'static>,
}

/// Texts that are asked for.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The session that they are about.
    pub(crate) id: SessionId,
    /// What that is for.
    intent: String,
    pub(crate) ask: Ask,
    /// What they are about, in full: the question. Empty: the title says it.
    pub(crate) about: String,
    /// Never empty.
    pub(crate) fields: Vec<Field>,
    /// The field that is typed in.
    pub(crate) at: usize,
    /// Whether the deed was asked for, and is not done yet. The texts stay until it is.
    pub(crate) sent: bool,
}

/// What a key did in a form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// The texts have changed, or the cursor, or nothing has.
    Goes,
    /// It is given up.
    Left,
    /// It is complete.
    Ready(Deed),
}

/// A text to type, of one line that scrolls or of several that wrap.
pub(crate) fn text_area(wraps: bool) -> TextArea<'static> {
    let mut area = TextArea::default();
    area.set_cursor_line_style(Style::default());
    area.set_wrap_mode(if wraps { WrapMode::WordOrGlyph } else { WrapMode::None });
    area
}

/// A key in a text, with what a shell's users expect of it.
pub(crate) fn type_key(area: &mut TextArea<'static>, key: KeyEvent) {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('u') if control => {
            area.delete_line_by_head();
        }
        KeyCode::Char('j') if control => area.insert_newline(),
        _ => {
            area.input(key);
        }
    }
}

/// A pasted text without what would steer the terminal; its lines stay lines.
pub(crate) fn clean_paste(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text.split('\n').map(core_model::clean).collect();
    lines.join("\n")
}

impl Form {
    pub(crate) fn new(id: SessionId, intent: &str, ask: Ask, about: &str) -> Self {
        let fields: &[(&'static str, bool)] = match &ask {
            Ask::Park => &[("Why", true), ("What comes next, one step a line (may be empty)", false)],
            Ask::Complete => &[("What came of it (may be empty)", false)],
            Ask::Answer(_) => &[("The answer", true)],
            Ask::Event => &[("What happened", true)],
            Ask::Decide => &[("What was decided", true), ("Because", true)],
        };
        let field = |&(label, required): &(&'static str, bool)| Field {
            label,
            required,
            visited: false,
            area: text_area(true),
        };
        let fields = fields.iter().map(field).collect();
        let intent = core_model::clean(intent);
        let mut form = Self { id, intent, ask, about: core_model::clean(about), fields, at: 0, sent: false };
        form.show_cursor();
        form
    }

    pub(crate) fn title(&self) -> String {
        let what = match &self.ask {
            Ask::Park => "Park".to_owned(),
            Ask::Complete => "Complete, for good,".to_owned(),
            Ask::Answer(question) => format!("Answer {question} of"),
            Ask::Event | Ask::Decide => "Record with".to_owned(),
        };
        format!("{what} {}: {}", crate::deed::short(&self.id), self.intent)
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, key: KeyEvent) -> Typed {
        let plain =
            !key.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SHIFT | KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Typed::Left,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Typed::Left,
            // It is under way: what is typed now would be lost with it.
            _ if self.sent => {}
            KeyCode::Enter if plain => match (self.first_missing(), self.untouched()) {
                (Some(missing), _) if missing != self.at => self.go_to(missing),
                (None, Some(next)) => self.go_to(next),
                (Some(_), _) | (None, None) => return Typed::Ready(self.deed()),
            },
            KeyCode::Enter => self.area().insert_newline(),
            KeyCode::Tab => self.go_to((self.at + 1) % self.fields.len()),
            KeyCode::BackTab => self.go_to((self.at + self.fields.len() - 1) % self.fields.len()),
            _ => type_key(self.area(), key),
        }
        Typed::Goes
    }

    /// Takes a text that was pasted.
    pub(crate) fn paste(&mut self, text: &str) {
        if !self.sent {
            self.area().insert_str(clean_paste(text));
        }
    }

    fn area(&mut self) -> &mut TextArea<'static> {
        &mut self.fields[self.at].area
    }

    fn go_to(&mut self, at: usize) {
        self.at = at;
        self.fields[at].visited = true;
        self.show_cursor();
    }

    /// The cursor is seen in the field that is typed in, and in no other.
    fn show_cursor(&mut self) {
        for (at, field) in self.fields.iter_mut().enumerate() {
            let style = Style::default();
            field.area.set_cursor_style(if at == self.at {
                style.add_modifier(Modifier::REVERSED)
            } else {
                style
            });
        }
    }

    fn first_missing(&self) -> Option<usize> {
        self.fields.iter().position(|field| field.required && field.text().trim().is_empty())
    }

    /// The next field, where nobody has been in it yet: whoever goes on typing after the first one means that one.
    fn untouched(&self) -> Option<usize> {
        let next = self.at + 1;
        self.fields.get(next).filter(|field| !field.visited && field.text().is_empty()).map(|_| next)
    }

    fn deed(&self) -> Deed {
        let text = |at: usize| self.fields.get(at).map(Field::text).unwrap_or_default();
        let lines = |text: String| {
            text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
        };
        let what = match &self.ask {
            Ask::Park => What::Park { reason: text(0), next_steps: lines(text(1)) },
            Ask::Complete => What::Complete { outcome: Some(text(0)).filter(|it| !it.trim().is_empty()) },
            Ask::Answer(question) => What::Answer { question: question.clone(), text: text(0) },
            Ask::Event => What::Event { text: text(0) },
            Ask::Decide => What::Decide { title: text(0), because: text(1) },
        };
        Deed { id: self.id.clone(), what }
    }
}

impl Field {
    pub(crate) fn text(&self) -> String {
        self.area.lines().join("\n")
    }
}
