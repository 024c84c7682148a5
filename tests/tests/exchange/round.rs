//! What is exported comes back as it was.

use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use crate::desk::Desk;
use crate::laden::{Laden, laden};

/// Exports from one repository, imports into another, and exports again: both exports.
fn there_and_back(laden: &Laden, format: &str) -> (String, String) {
    let (here, there) = (Desk::new(), Desk::new());
    laden.put_into(&here.store());
    let first = here.run(&["export", "--format", format]);
    let file = there.put("export", &first);
    let import = there.json(&["import", &file]);
    assert_eq!(import["imported"]["not_taken"], serde_json::json!([]), "{import}");
    let again = there.json(&["import", &file]);
    let same = |it: &serde_json::Value| it["outcome"] == "same";
    assert!(again["imported"]["sessions"].as_array().unwrap().iter().all(same), "{again}");
    assert_eq!(again["imported"]["new_commits"], 0);
    assert!(again["imported"]["projects"].as_array().unwrap().iter().all(same), "{again}");
    (first, there.run(&["export", "--format", format]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_and_imported_is_exported_the_same_to_the_byte(laden in laden()) {
        for format in ["json", "jsonl"] {
            let (first, second) = there_and_back(&laden, format);
            prop_assert_eq!(first, second);
        }
    }
}
