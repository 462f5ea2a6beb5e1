//! The public API as static files: the Statuspage v2 paths, our own complete
//! documents, and numbers as Prometheus text.
//!
//! Takes the model and the clock; gives bytes. JSON is written by serde from
//! structs that name every field. Drills are in none of it.

mod ids;
mod metrics;
mod own;
mod tasks;
mod v2;

pub use own::{single, single_path, year, year_path};
pub use tasks::tasks;

use serde::Serialize;

/// A document as bytes, with a line end at its end.
fn json<T: Serialize>(document: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(document).expect("our documents have string keys only");
    bytes.push(b'\n');
    bytes
}
