//! The templates are part of the binary: a change among them means a new one.

fn main() {
    println!("cargo:rerun-if-changed=templates");
}
