//! What each role looks like. Everything is understood without colour: what a colour says, a word or a mark says, too.

use ratatui::style::{Color, Modifier, Style};
use report::Role;

/// The looks: the same ones that commands have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    pub(crate) colour: bool,
}

impl Paint {
    pub(crate) fn role(self, role: Role) -> Style {
        match role {
            Role::Plain => Style::new(),
            Role::Id => self.coloured(Style::new(), Color::Yellow),
            Role::Heading => self.heading(),
            Role::Dim => self.dim(),
            Role::Alert => self.alert(),
            Role::Found => self.good().add_modifier(Modifier::BOLD),
        }
    }

    pub(crate) fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub(crate) fn dim(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    pub(crate) fn alert(self) -> Style {
        self.coloured(self.heading(), Color::Red)
    }

    /// What went well.
    pub(crate) fn good(self) -> Style {
        self.coloured(Style::new(), Color::Green)
    }

    /// A key.
    pub(crate) fn key(self) -> Style {
        self.coloured(self.heading(), Color::Cyan)
    }

    /// The title of what has the keys.
    pub(crate) fn focused(self) -> Style {
        self.heading().add_modifier(Modifier::REVERSED)
    }

    /// The row that is chosen, where the list has the keys: of one colour, whatever stands in it.
    pub(crate) fn chosen(self) -> Style {
        let style = Style::new().fg(Color::Reset).bg(Color::Reset);
        style.remove_modifier(Modifier::DIM).add_modifier(Modifier::REVERSED)
    }

    fn coloured(self, style: Style, colour: Color) -> Style {
        if self.colour { style.fg(colour) } else { style }
    }
}
