//! What `cargo xtask torture` runs: the long form of each proof, and its figures.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a proof tells its figures to who started it")]

mod told;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let held = match words[..] {
        ["interleavings", ref sizes @ ..] => numbers(sizes).map(told::interleavings),
        ["properties", ref sizes @ ..] => numbers(sizes).map(told::properties),
        #[cfg(feature = "fuzzing")]
        ["seeds", target, folder] => told::seeds(target, folder.as_ref()),
        ["corpus", folder] => Some(told::corpus(folder.as_ref())),
        _ => None,
    };
    match held {
        Some(true) => ExitCode::SUCCESS,
        Some(false) => ExitCode::FAILURE,
        None => {
            eprintln!(
                "error: this is what `cargo xtask torture` runs; its arguments are not meant to be typed"
            );
            ExitCode::from(2)
        }
    }
}

/// As many numbers as are asked for. `None`: fewer or more, or something else.
fn numbers<const N: usize>(words: &[&str]) -> Option<[usize; N]> {
    let numbers: Option<Vec<usize>> = words.iter().map(|word| word.parse().ok()).collect();
    numbers?.try_into().ok()
}
