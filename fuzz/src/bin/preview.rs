#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| upfront_fuzz::preview(bytes));
