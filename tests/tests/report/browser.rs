//! What a browser makes of a report. Where there is none, that is said, and nothing is tried.

use serde_json::{Value, json};
use testkit::{Browser, View};

use crate::desk::Desk;

/// A report in a browser.
struct Looked {
    browser: Browser,
    url: String,
    /// Held, since the report lies in it.
    _desk: Desk,
}

/// `None`: there is no browser on this machine.
fn look(desk: Desk) -> Option<Looked> {
    use std::io::Write as _;
    let Some(program) = Browser::find() else {
        // Past the test's own output, which is not shown where a test passes.
        let told = "skipped: there is no chromium here; cargo xtask report-check installs it\n";
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        return None;
    };
    let (_, path) = desk.report(&[]);
    let url = format!("file://{}", path.display());
    Some(Looked { browser: Browser::start(&program), url, _desk: desk })
}

const EVERY_VIEW: [View; 6] = {
    let wide = View { width: 1280, height: 900, dark: false, scripts: true, print: false };
    let narrow = View { width: 400, ..wide };
    [
        wide,
        View { dark: true, ..wide },
        View { scripts: false, ..wide },
        narrow,
        View { dark: true, scripts: false, ..narrow },
        View { print: true, width: 760, ..wide },
    ]
};

#[test]
fn it_asks_for_nothing_complains_of_nothing_and_fits() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    for view in EVERY_VIEW {
        it.browser.open(&it.url, view);
        assert_eq!(it.browser.errors(), [""; 0], "{view:?}");
        let foreign: Vec<String> =
            it.browser.requests().into_iter().filter(|url| *url != it.url && url != "about:blank").collect();
        assert_eq!(foreign, [""; 0], "{view:?}");
        let wide = it.browser.eval("document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= u64::from(view.width), "{view:?}: {wide}");
        let dark = it.browser.eval("getComputedStyle(document.body).backgroundColor");
        assert_eq!(dark == "rgb(20, 23, 26)", view.dark, "{dark}");
    }
}

#[test]
fn each_text_stands_out_from_what_is_behind_it() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    for view in EVERY_VIEW {
        it.browser.open(&it.url, view);
        let weak = it.browser.eval(CONTRAST);
        assert_eq!(weak, json!([]), "{view:?}");
    }
}

/// The texts whose contrast is less than WCAG's AA asks for, 4.5 to 1.
const CONTRAST: &str = r#"(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let it = element; it; it = it.parentElement) {
      const color = rgba(getComputedStyle(it).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const weak = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("script, title")) continue;
    const style = getComputedStyle(element);
    const text = light(rgba(element.closest("svg") ? style.fill : style.color));
    const ground = light(behind(element));
    const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (ratio < 4.5) weak.push(`${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}: ${ratio}`);
  }
  return weak;
})()"#;

#[test]
fn headings_regions_and_pictures_have_names_in_order() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    it.browser.open(&it.url, View::wide(1280));
    let levels = it
        .browser
        .eval("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((it) => Number(it.tagName[1]))");
    let levels: Vec<u64> = levels.as_array().unwrap().iter().map(|level| level.as_u64().unwrap()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
    let nameless = it.browser.eval(
        "[...document.querySelectorAll('svg[role=img], [role=region], nav, article, input, table')].filter((it) => \
         !(it.ariaLabel || it.labels?.length || it.caption || document.getElementById(it.getAttribute('aria-labelledby'))))\
         .map((it) => it.outerHTML.slice(0, 80))",
    );
    assert_eq!(nameless, json!([]));
    let doubled = it.browser.eval(
        "[...document.querySelectorAll('[id]')].map((it) => it.id).filter((id, at, all) => all.indexOf(id) !== at)",
    );
    assert_eq!(doubled, json!([]));
    let dead = it.browser.eval(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map((it) => it.hash.slice(1)).filter((id) => !document.getElementById(id))",
    );
    assert_eq!(dead, json!([]), "each link leads somewhere");
}

/// What stands in a column of the sessions, as far as it is shown.
fn column(browser: &mut Browser, number: usize) -> Vec<String> {
    let cells = browser.eval(&format!(
        "[...document.querySelectorAll('#sessions-table tbody tr')].filter((it) => !it.hidden).map((it) => it.cells[{number}].textContent)"
    ));
    cells.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_table_is_sorted_with_the_keyboard_and_says_how() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    let browser = &mut it.browser;
    browser.open(&it.url, View::wide(1280));
    let heading = |browser: &mut Browser, number: usize| {
        browser.eval(&format!("document.querySelectorAll('#sessions-table thead th')[{number}].ariaSort"))
    };
    let newest_first = column(browser, 0);
    assert_eq!(heading(browser, 0), "descending");
    let mut by_intent = column(browser, 2);
    by_intent.sort();
    browser.eval("document.querySelectorAll('#sessions-table thead button')[2].focus()");
    browser.press("Enter", 13, "\r");
    assert_eq!(column(browser, 2), by_intent);
    assert_eq!((heading(browser, 0), heading(browser, 2)), (Value::Null, json!("ascending")));
    browser.press(" ", 32, " ");
    by_intent.reverse();
    assert_eq!((column(browser, 2), heading(browser, 2)), (by_intent, json!("descending")));
    browser.eval("document.querySelectorAll('#sessions-table thead button')[0].click()");
    browser.eval("document.querySelectorAll('#sessions-table thead button')[0].click()");
    assert_eq!(column(browser, 0), newest_first);
    browser.eval("document.querySelectorAll('#sessions-table thead button')[7].click()");
    assert_eq!(column(browser, 7), ["1", "0", "0"], "of numbers, the largest come first");
}

#[test]
fn a_table_is_filtered_while_one_types() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    let browser = &mut it.browser;
    browser.open(&it.url, View::wide(1280));
    browser.eval("document.getElementById('sessions-filter').focus()");
    browser.write("REFUNDS claude");
    assert_eq!(column(browser, 2), ["Refunds for whoever paid twice"]);
    assert_eq!(browser.eval("document.querySelector('#sessions output').textContent"), "1 of 3 sessions");
    browser.write(" nothing");
    assert_eq!(column(browser, 2), [""; 0]);
}

#[test]
fn a_story_is_reached_and_opened_by_its_link() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    let browser = &mut it.browser;
    let anchor = {
        browser.open(&it.url, View::wide(1280));
        browser.eval("document.querySelector('#sessions-table a').hash").as_str().unwrap().to_owned()
    };
    browser.eval("for (const it of document.querySelectorAll('details')) it.open = false");
    browser.eval("document.querySelector('#sessions-table a').click()");
    browser.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assert_eq!(browser.eval(&format!("document.querySelector('{anchor} details').open")), true);
    let top = browser.eval(&format!("document.querySelector('{anchor}').getBoundingClientRect().top"));
    assert!((0.0..900.0).contains(&top.as_f64().unwrap()), "{top}");
}

#[test]
fn lanes_grow_and_all_weeks_open_at_once() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    let browser = &mut it.browser;
    browser.open(&it.url, View::wide(1280));
    let wide =
        |browser: &mut Browser| browser.eval("document.querySelector('.plot').clientWidth").as_f64().unwrap();
    let before = wide(browser);
    browser.eval("document.getElementById('zoom').focus()");
    browser.press("ArrowRight", 39, "");
    browser.press("ArrowRight", 39, "");
    assert!((wide(browser) - before * 4.0).abs() <= 4.0);
    assert_eq!(browser.eval("document.querySelector('output[for=zoom]').textContent"), "4×");
    browser.eval("document.querySelector('[data-all=\"details.week\"]').click()");
    assert_eq!(browser.eval("document.querySelectorAll('details.week:not([open])').length"), 0);
}

#[test]
fn without_scripts_nothing_is_missing_and_the_colours_still_change() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    let browser = &mut it.browser;
    browser.open(&it.url, View { scripts: false, ..View::wide(1280) });
    let text = browser.eval("document.body.textContent").as_str().unwrap().to_owned();
    for told in ["Key the charge on the order", "the gateway retries on its own", "reproduce it", "charge.rs"]
    {
        assert!(text.contains(told), "{told}");
    }
    assert_eq!(column(browser, 2).len(), 3);
    let dead = browser.eval("[...document.querySelectorAll('button, input[type=search], input[type=range]')].filter((it) => it.checkVisibility()).length");
    assert_eq!(dead, 0, "nothing is there that does nothing");
    browser.eval("document.getElementById('theme-dark').checked = true");
    assert_eq!(browser.eval("getComputedStyle(document.body).backgroundColor"), "rgb(20, 23, 26)");
}

#[test]
fn it_is_printed_in_full() {
    let Some(mut it) = look(Desk::with_sessions()) else { return };
    it.browser.open(&it.url, View::wide(1280));
    it.browser.eval("for (const each of document.querySelectorAll('details')) each.open = false");
    let closed = it.browser.print();
    assert!(closed.starts_with(b"%PDF"));
    it.browser.eval("for (const each of document.querySelectorAll('details')) each.open = true");
    let open = it.browser.print();
    let pages = |pdf: &[u8]| pdf.windows(12).filter(|it| it.starts_with(b"/Type /Page\n")).count();
    assert!(pages(&open) > 0);
    assert_eq!(pages(&closed), pages(&open), "what is folded is printed, too");
}

#[test]
fn a_text_that_looks_like_markup_is_a_text() {
    let desk = Desk::with_sessions();
    let hostile =
        "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";
    desk.run(&["event", hostile]);
    desk.run(&["set", "--intent", &format!("\"'><svg onload=alert(1)> {hostile}"), "--tag", "<b>&amp;"]);
    let Some(mut it) = look(desk) else { return };
    it.browser.open(&it.url, View::wide(1280));
    assert_eq!(it.browser.errors(), [""; 0]);
    assert_eq!(it.browser.eval("document.querySelectorAll('img, b.x, script').length"), 1, "our own script");
    assert_eq!(it.browser.eval("document.title"), "repo · git-session report");
    let shown = it.browser.eval("[...document.querySelectorAll('.event .text')].map((it) => it.textContent)");
    assert!(shown.as_array().unwrap().contains(&json!(hostile)), "{shown}");
}
