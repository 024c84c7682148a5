//! Texts that somebody may want to confuse a reader with.

use core_model::{Text, TextKind};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};

/// Pieces that mean something to the format, to a terminal or to an editor.
const PIECES: [&str; 24] = [
    "\n",
    "\r\n",
    "\n[[event]]\nat = 2026-11-20T10:00:00.000Z\n",
    "\n[author]\n",
    "#. 3 00000000\n",
    "\n#. 12 4788814e\n",
    "format = 2",
    "\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u0000",
    "\u{0}",
    "\u{7f}",
    "\u{1b}[2J",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{e0041}",
    "e\u{301}",
    "👩‍👩‍👧",
    "[forgotten]",
];

/// Any text at all, the empty one included.
pub fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z ]{0,6}",
        3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => prop::collection::vec(any::<char>(), 0..4).prop_map(String::from_iter),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// A text as somebody may say it.
pub fn said() -> impl Strategy<Value = Text> {
    let parsed =
        any_text().prop_filter_map("nothing to be seen", |raw| Text::parse(TextKind::Tag, &raw).ok());
    prop_oneof![2 => prop::sample::select(&["a", "ab", "abc", "b", "t1"][..]).prop_map(plain), 1 => parsed]
}

/// A short text that is known to be one.
pub(crate) fn plain(raw: &str) -> Text {
    Text::restored(raw.to_owned())
}

/// A word that may stand in such texts and is to be forgotten.
pub fn needle() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("a".to_owned()),
        Just("abc".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("\n".to_owned())
    ]
}
