//! Texts that want to be something else.

use core_model::is_unseen;
use proptest::prelude::*;

use super::made::{described, elements, of_every_kind, page, parse, text_of};

/// The elements of a page, their attributes' names, and nothing that a text could have brought.
fn shape(page: &str) -> Vec<(String, Vec<String>)> {
    let named = |node: &markup5ever_rcdom::Handle| {
        let (name, attributes) = described(node);
        (name, attributes.into_iter().map(|(name, _)| name).collect())
    };
    elements(&parse(page).document).iter().map(named).collect()
}

const HOSTILE: [&str; 10] = [
    "</script><script>alert(1)</script>",
    "</style><svg onload=alert(1)>",
    "</title></head><body onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "<!-- a comment that does not end",
    "{{ 7 * 7 }}{% include \"page.html\" %}",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "]]></textarea><plaintext>",
    "javascript:alert(1)",
];

#[test]
fn a_text_is_never_markup() {
    let plain = shape(&page(&of_every_kind("a plain text"), false));
    for text in HOSTILE {
        let page = page(&of_every_kind(text), false);
        assert_eq!(shape(&page), plain, "{text}");
        let dom = parse(&page);
        let titles = elements(&dom.document).into_iter().filter(|it| described(it).0 == "h4");
        assert!(titles.into_iter().any(|it| text_of(&it).contains(text)), "{text} is shown as it is");
    }
}

#[test]
fn what_turns_text_around_or_hides_it_is_not_on_the_page() {
    let page = page(
        &of_every_kind("a\u{202e}b\u{2066}c\u{200f}d\u{1b}[31me\u{0}f\u{9b}g\u{feff}h\u{e0041}i"),
        false,
    );
    assert!(page.contains("abcd[31mefghi"));
    assert!(page.chars().all(|c| c == '\n' || !is_unseen(c)));
}

#[test]
fn lines_of_a_text_stay_lines() {
    let page = page(&of_every_kind("one\r\ntwo\tthree"), false);
    assert!(page.contains("<span class=\"text\">one\ntwo three</span>"), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_the_shape_of_the_page(text in "([\\PC\\n\\r\\t\u{0}\u{1b}\u{202e}]|[<>&\"'/={}%!-]|<!--|</script|]]>){1,60}") {
        prop_assume!(core_model::Text::parse(core_model::TextKind::Event, &text).is_ok());
        let plain = shape(&page(&of_every_kind("a plain text"), false));
        let page = page(&of_every_kind(&text), false);
        prop_assert_eq!(shape(&page), plain);
        prop_assert!(page.chars().all(|c| c == '\n' || !is_unseen(c)));
    }
}
