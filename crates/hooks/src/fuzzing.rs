//! A door for the fuzzer.

use std::path::PathBuf;

use crate::receipt::Receipt;

/// Reads a receipt and writes it again. `None`: it is none.
///
/// # Panics
/// Where what was written is not read as what was read.
#[must_use]
pub fn receipt(text: &str) -> Option<String> {
    let parse = |text: &str| Receipt::parse(text, PathBuf::new()).ok();
    let receipt = parse(text)?;
    let written = receipt.render().ok()?;
    assert_eq!(parse(&written).as_ref(), Some(&receipt), "a receipt comes back as another");
    Some(written)
}
