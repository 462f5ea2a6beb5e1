
/// Whether the program is to be wrong in this place: `UPFRONT_MUTANT` says in which one.
/// With `UPFRONT_MUTANT_TRACE`, a file, each place that is reached adds its number there.
#[doc(hidden)]
pub fn mutant(number: u32) -> bool {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, OnceLock};
    static CHOSEN: OnceLock<(u32, Option<Mutex<std::fs::File>>)> = OnceLock::new();
    static REACHED: [AtomicBool; 16384] = [const { AtomicBool::new(false) }; 16384];
    let (chosen, trace) = CHOSEN.get_or_init(|| {
        let chosen = std::env::var("UPFRONT_MUTANT").ok();
        let trace = std::env::var_os("UPFRONT_MUTANT_TRACE").map(|path| {
            let file = std::fs::File::options().append(true).create(true).open(path);
            Mutex::new(file.expect("a file for the trace"))
        });
        (chosen.and_then(|n| n.parse().ok()).unwrap_or(0), trace)
    });
    if let Some(file) = trace
        && !REACHED[number as usize].swap(true, Ordering::Relaxed)
    {
        let line = format!("{number}\n");
        let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let _ = file.write_all(line.as_bytes());
    }
    *chosen == number
}
