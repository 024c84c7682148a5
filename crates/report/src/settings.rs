//! Settings, a line each.

use core_model::clean;
use unicode_width::UnicodeWidthStr as _;

use crate::page::{Line, Page, Role};
use crate::pipe::row;

/// A setting, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingView<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: &'a str,
    /// The layer that it comes from, in a word, and where that is. `None`: that is not asked for.
    pub origin: Option<(&'a str, &'a str)>,
}

/// For a person: in columns, and in full.
#[must_use]
pub fn page(settings: &[SettingView<'_>]) -> Page {
    let width = |text: fn(&SettingView<'_>) -> String| {
        settings.iter().map(|setting| text(setting).width()).max().unwrap_or_default()
    };
    let name = |setting: &SettingView<'_>| clean(setting.name);
    let value = |setting: &SettingView<'_>| clean(setting.value);
    let (names, values) = (width(name), width(value));
    let line = |setting: &SettingView<'_>| {
        let line = Line::default().with(Role::Plain, pad(&name(setting), names) + "  ");
        let Some((layer, place)) = setting.origin else { return line.with(Role::Heading, value(setting)) };
        let line = line.with(Role::Heading, pad(&value(setting), values));
        line.with(Role::Dim, "  ").with(Role::Dim, if place.is_empty() { layer } else { place })
    };
    Page(settings.iter().map(line).collect())
}

/// For a pipe: `setting`, name, value; then, where they are asked for, the layer and its place.
#[must_use]
pub fn record(setting: &SettingView<'_>) -> String {
    let mut fields = vec!["setting", setting.name, setting.value];
    if let Some((layer, place)) = setting.origin {
        fields.extend([layer, place]);
    }
    row(&fields)
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: [SettingView<'_>; 2] = [
        SettingView { name: "auto_start", value: "false", origin: Some(("environment", "AUTO")) },
        SettingView { name: "projects.büro.path", value: "a\u{1b}b", origin: Some(("default", "")) },
    ];

    #[test]
    fn people_get_columns_that_are_aligned() {
        let text = |line: &Line| line.0.iter().map(|span| span.text.as_str()).collect::<String>();
        let lines: Vec<String> = page(&SETTINGS).0.iter().map(text).collect();
        assert_eq!(lines, ["auto_start          false  AUTO", "projects.büro.path  ab     default"]);
    }

    #[test]
    fn a_pipe_gets_tabs_and_the_origin_where_it_is_asked_for() {
        assert_eq!(record(&SETTINGS[0]), "setting\tauto_start\tfalse\tenvironment\tAUTO");
        let without = SettingView { origin: None, ..SETTINGS[1].clone() };
        assert_eq!(record(&without), "setting\tprojects.büro.path\tab");
    }
}
