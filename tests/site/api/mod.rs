//! The public API: the Statuspage v2 documents, our own, and the numbers.

mod checks;
mod histories;
mod original;
mod own;
