//! Each program of this package is this one, and does what its name says.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some(target) = models::fuzzing::target(env!("CARGO_BIN_NAME")) {
        (target.run)(bytes);
    }
});
