//! The `upfront` command. Reads the clock, the one place that does.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use upfront::time::Moment;

/// A build makes millions of small texts on all threads
/// (`docs/decisions/0052-where-the-time-goes.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    upfront::cli::run(clock)
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org, "SOURCE_DATE_EPOCH"), else the
/// machine's clock, to the second.
fn clock() -> Result<Moment, String> {
    let second = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text
            .trim()
            .parse::<i64>()
            .map_err(|_| format!("SOURCE_DATE_EPOCH is `{text}`: expected seconds since 1970"))?,
        Err(_) => Moment::now().as_second(),
    };
    Moment::from_second(second).map_err(|_| format!("{second} seconds since 1970 is no moment"))
}
