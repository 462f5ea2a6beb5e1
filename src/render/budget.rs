//! What a template may do on one page: loops that never end must, and so must texts
//! that grow.
//!
//! Tera bounds recursion and one `range`, nothing else. Every `range` of a page takes
//! from one budget, kept for the thread that renders it; so do the calls that
//! `super::marks` writes into the templates of projects that have own ones.

use std::cell::Cell;

use tera::{Error, Kwargs, Map, State, Tera, Value};

/// Elements that all calls of `range` on one page may give together.
const RANGE: u64 = 100_000;

/// Turns of loops, parts and includes on one page.
const STEPS: u64 = 1_000_000;

/// Bytes of the texts of all those turns, and of all values that are kept.
const BYTES: u64 = 128 * 1024 * 1024;

/// Bytes of one value that is kept: what an expression makes of it is no more than a few
/// times that.
const ONE: u64 = 32 * 1024 * 1024;

/// Bytes that a value takes beside its text.
const VALUE: u64 = 32;

/// Components inside components. Tera ends them one later, without a place.
const DEPTH: u32 = 19;

/// What is left for the page that a thread renders.
#[derive(Debug, Clone, Copy)]
struct Left {
    range: u64,
    steps: u64,
    bytes: u64,
    depth: u32,
    spent: bool,
}

const FULL: Left = Left {
    range: RANGE,
    steps: STEPS,
    bytes: BYTES,
    depth: DEPTH,
    spent: false,
};

thread_local! {
    static LEFT: Cell<Left> = const { Cell::new(FULL) };
}

/// A new page begins on this thread.
pub(super) fn begin() {
    LEFT.set(FULL);
}

/// Whether the page that this thread rendered last had spent its budget.
pub(super) fn spent() -> bool {
    LEFT.get().spent
}

/// The functions and filters that marks call.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("range", range);
    tera.register_function("upfront_step", |args: Kwargs, _: &State| {
        take(1, args.get("n")?.unwrap_or_default()).map(|()| false)
    });
    tera.register_function("upfront_enter", |args: Kwargs, _: &State| {
        let mut left = LEFT.get();
        let Some(depth) = left.depth.checked_sub(1) else {
            return Err(Error::message(format!(
                "components stand more than {DEPTH} deep in each other"
            )));
        };
        left.depth = depth;
        LEFT.set(left);
        take(1, args.get("n")?.unwrap_or_default())?;
        args.get::<&Value>("has")?.map_or(Ok(()), kept)?;
        Ok(false)
    });
    tera.register_function("upfront_leave", |_: Kwargs, _: &State| {
        let mut left = LEFT.get();
        left.depth += 1;
        LEFT.set(left);
        false
    });
    tera.register_function("upfront_spend", |args: Kwargs, _: &State| {
        args.get::<&Value>("v")?.map_or(Ok(()), kept)?;
        Ok::<_, Error>(false)
    });
    tera.register_filter("upfront_kept", |value: Value, _: Kwargs, _: &State| {
        kept(&value).map(|()| value)
    });
    tera.register_filter("upfront_counted", |value: Value, _: Kwargs, _: &State| {
        let count = value.len().map_or(0, |count| count as u64);
        take(count + 1, 0).map(|()| value)
    });
    for (ours, theirs, by) in [
        ("upfront_replace", "replace", "to"),
        ("upfront_join", "join", "sep"),
        ("upfront_indent", "indent", ""),
    ] {
        tera.register_filter(ours, move |value: Value, args: Kwargs, state: &State| {
            let by = match theirs {
                "indent" => args.get::<u64>("width")?.unwrap_or(4).min(1000),
                _ => args
                    .get::<&Value>(by)?
                    .and_then(Value::len)
                    .map_or(1, |length| length as u64),
            };
            let often = value.len().map_or(0, |length| length as u64);
            // No text in it can stand more often than it has bytes.
            take(0, often.saturating_mul(by))?;
            state.call_filter(theirs, &value, args)
        });
    }
}

/// Takes from what is left.
fn take(steps: u64, bytes: u64) -> Result<(), Error> {
    let mut left = LEFT.get();
    let why = match (left.steps.checked_sub(steps), left.bytes.checked_sub(bytes)) {
        (Some(steps), Some(bytes)) => {
            (left.steps, left.bytes) = (steps, bytes);
            None
        }
        (None, _) => Some(format!(
            "the loops of one page take more than {STEPS} steps"
        )),
        (_, None) => Some(format!(
            "the texts and values of one page take more than {} MiB",
            BYTES / 1024 / 1024
        )),
    };
    left.spent = why.is_some();
    LEFT.set(left);
    why.map_or(Ok(()), |why| Err(Error::message(why)))
}

/// Takes what a value weighs that is kept or printed.
fn kept(value: &Value) -> Result<(), Error> {
    let before = LEFT.get().bytes;
    weigh(value)?;
    if before - LEFT.get().bytes <= ONE {
        return Ok(());
    }
    let mut left = LEFT.get();
    left.spent = true;
    LEFT.set(left);
    Err(Error::message(format!(
        "a text or value takes more than {} MiB",
        ONE / 1024 / 1024
    )))
}

/// Takes what a value weighs. What stands in it twice weighs twice, as it would when it
/// is printed; so this ends when the budget does.
fn weigh(value: &Value) -> Result<(), Error> {
    take(0, VALUE)?;
    if let Some(text) = value.as_str() {
        return take(0, text.len() as u64);
    }
    if let Some(list) = value.as_array() {
        return list.iter().try_for_each(weigh);
    }
    let pairs = value.as_map().into_iter().flat_map(Map::iter);
    pairs.map(|(_, value)| value).try_for_each(weigh)
}

/// `range(end, start=0, step_by=1)` as Tera has it, within the budget.
///
/// # Errors
/// A step of 0, a start behind the end, or the budget is spent.
fn range(args: Kwargs, _: &State) -> Result<Vec<i64>, Error> {
    let start = args.get::<i64>("start")?.unwrap_or_default();
    let end = args.must_get::<i64>("end")?;
    let step = args.get::<i64>("step_by")?.unwrap_or(1);
    let bad = |words: &str| Err(Error::message(format!("function `range`: {words}")));
    if step == 0 {
        return bad("`step_by` is 0");
    }
    if start > end && step > 0 {
        return bad("`start` is greater than `end`");
    }
    let span = if step > 0 {
        i128::from(end) - i128::from(start)
    } else {
        (i128::from(start) - i128::from(end)).max(0)
    };
    let count = span
        .unsigned_abs()
        .div_ceil(i128::from(step).unsigned_abs());
    // One more for the call: empty ranges in a loop end as well.
    let left = u64::try_from(count + 1)
        .ok()
        .and_then(|count| LEFT.get().range.checked_sub(count));
    let Some(left) = left else {
        return bad(&format!(
            "the loops of one page take more than {RANGE} steps"
        ));
    };
    let mut all = LEFT.get();
    all.range = left;
    LEFT.set(all);
    let nth = |n: u128| i128::from(start) + n as i128 * i128::from(step);
    Ok((0..count)
        .filter_map(|n| i64::try_from(nth(n)).ok())
        .collect())
}
