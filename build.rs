//! Lists the built-in templates, with their texts, for `src/render/builtin.rs`.

use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    // A file that comes or goes changes the list; texts are watched by the compiler.
    println!("cargo:rerun-if-changed=templates");
    let variable = |name| PathBuf::from(std::env::var_os(name).expect("cargo sets it"));
    let top = variable("CARGO_MANIFEST_DIR").join("templates");
    let mut files = Vec::new();
    collect(&top, &mut files)?;
    let mut entries: Vec<String> = files.iter().map(|file| entry(&top, file)).collect();
    entries.sort();
    let list = format!("[\n{}]\n", entries.concat());
    fs::write(variable("OUT_DIR").join("templates.rs"), list)
}

/// Every file in and below `folder`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// Name below `top` and text of a file, as Rust.
fn entry(top: &Path, file: &Path) -> String {
    let name = file.strip_prefix(top).expect("it lies below");
    format!("({name:?}, include_str!({file:?})),\n")
}
