//! What a template makes of a session.

use super::*;
use crate::template::{Filling, Template};

fn fill(template: &str, session: &Session) -> Result<String, String> {
    let local = |time: Time| time.naive_utc() + chrono::TimeDelta::hours(2);
    let template = Template::parse(template, local, at(180)).map_err(|error| error.to_string())?;
    let lines = core_model::SessionLines { files: 2, more_files: false, added: 7, removed: 3, gone: 0 };
    let with = Filling {
        session,
        short: "000005",
        children: &[],
        lines: Some(lines),
        gap: core_model::worked::ACTIVE_GAP,
    };
    template.fill(&with).map_err(|error| error.to_string())
}

#[test]
fn a_template_has_the_fields_of_json_and_what_people_read_of_them() {
    let laden = laden();
    for (template, text) in [
        ("{{ short }} {{ intent }}", "000005 Stop the double charge on retry"),
        (r"{{ id }}\t{{ status }}\n-", "20261120-0000050000\tactive\n-"),
        ("{{ author.name }}{% if author.kind == 'agent' %} (agent){% endif %}", "claude-code (agent)"),
        ("{{ started_at | date }} {{ started_at | date('%H:%M') }}", "2026-11-20 12:00"),
        ("{{ started_at | ago }}", "3 hours ago"),
        ("{{ tags | join(', ') | upper }}", "BILLING"),
        ("{% for it in current %}{{ it.sha | short }};{% endfor %}", "9f2c1ab3;77b0;"),
        ("{{ parent | short }}", "000000"),
        ("{{ commits | length }} {{ task_summary.total }}", "2 4"),
        ("{{ active | duration }} of {{ wall | duration }}", "9 min of 9 min"),
        ("{{ lines.files }} +{{ lines.added }} -{{ lines.removed }}", "2 +7 -3"),
        ("{{ completed.outcome if completed else 'open' }}", "open"),
        ("<{{ questions[1].text }}>", "<a tab, a line and [31mred \"quoted\" \\ é 漢字 🙂>"),
    ] {
        assert_eq!(fill(template, &laden).as_deref(), Ok(text), "{template}");
    }
    assert_eq!(fill("{{ completed.outcome if completed else 'open' }}", &done()).as_deref(), Ok("done"));
}

#[test]
fn what_does_not_work_is_told_with_its_line_and_with_what_there_is() {
    for (template, beginning) in [
        (
            "{{ id }}\n{{ intnet }}",
            "the template does not work, line 2: there is no `intnet`; there is id, status, intent,",
        ),
        ("{{ id", "the template does not work, line 1: syntax error: "),
        (
            "{{ id }}\n\n{{ intent | shout }}",
            "the template does not work, line 3: filter shout is unknown; beside those of Jinja there is ago, date, short, \
             duration",
        ),
        ("{{ author.nme }}", "the template does not work, line 1: there is no such value here; "),
        (
            "{{ intent | ago }}",
            "the template does not work, line 1: `Stop the double charge on retry` is no moment",
        ),
        ("{{ started_at | date('%Q') }}", "the template does not work, line 1: `%Q` is no form of a date"),
    ] {
        let told = fill(template, &laden()).unwrap_err();
        assert!(told.starts_with(beginning), "{template}: {told}");
    }
}

#[test]
fn a_template_that_does_not_end_is_stopped() {
    let template = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    let error = fill(template, &laden()).unwrap_err();
    assert!(error.starts_with("the template does not work, line 1: it takes too long: "), "{error}");
}
