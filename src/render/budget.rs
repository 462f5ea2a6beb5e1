//! Steps that a template may take on one page: loops that never end must.
//!
//! Tera bounds recursion and one `range`, but not loops inside loops. Every
//! `range` of a page takes from one budget, kept for the thread that renders it.

use std::cell::Cell;

use tera::{Error, Kwargs, State};

/// Elements that all calls of `range` on one page may give together.
const STEPS: u64 = 100_000;

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(STEPS) };
}

/// A new page begins on this thread.
pub(super) fn begin() {
    LEFT.set(STEPS);
}

/// `range(end, start=0, step_by=1)` as Tera has it, within the budget.
///
/// # Errors
/// A step of 0, a start behind the end, or the budget is spent.
pub(super) fn range(args: Kwargs, _: &State) -> Result<Vec<i64>, Error> {
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
        .and_then(|count| LEFT.get().checked_sub(count));
    let Some(left) = left else {
        return bad(&format!(
            "the loops of one page take more than {STEPS} steps"
        ));
    };
    LEFT.set(left);
    let nth = |n: u128| i128::from(start) + n as i128 * i128::from(step);
    Ok((0..count)
        .filter_map(|n| i64::try_from(nth(n)).ok())
        .collect())
}
