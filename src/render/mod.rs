//! View structs to text: the Tera engine, the words of each language, and what
//! templates see.
//!
//! Takes views; gives pages. Must not know the model's rules, nor where a page
//! is published.

mod budget;
mod builtin;
mod circles;
mod engine;
mod marks;
mod scan;
mod tokens;
mod unused;
pub mod view;
mod words;

pub use builtin::files as builtin_files;
pub use engine::Engine;
pub use tokens::{Sign, Tokens};
pub use words::{Value, Words};
