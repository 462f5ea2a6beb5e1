//! Commands that a person pastes into a shell.
//!
//! Every message that offers a command makes it here: a name with a blank, a quote or a
//! `$` in it must reach the program as it is.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::text::printable;

/// `upfront` in a project, with the words of a verb.
pub fn command(root: &Path, words: &[&str]) -> String {
    let mut command = if is_here(root) {
        "upfront".to_string()
    } else {
        format!("upfront --root {}", path(root))
    };
    for one in words {
        command.push(' ');
        command.push_str(&word(one));
    }
    command
}

/// The path of something in a project.
pub fn below(root: &Path, name: &str) -> String {
    if is_here(root) {
        path(Path::new(name))
    } else {
        path(&root.join(name))
    }
}

/// Where a command works without `--root`.
fn is_here(root: &Path) -> bool {
    root == Path::new(".") || root == Path::new("")
}

/// A word, quoted where the shell would read it otherwise.
pub fn word(word: impl AsRef<OsStr>) -> String {
    let bytes = word.as_ref().as_bytes();
    let quoted = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains(char::is_control) && printable(text) == **text)
        .and_then(|text| shlex::try_quote(text).ok());
    // What a terminal cannot show is written by its bytes, as bash, zsh and ksh read them.
    quoted.map_or_else(|| by_bytes(bytes), std::borrow::Cow::into_owned)
}

/// A path: one that begins with a hyphen is no flag.
pub fn path(path: &Path) -> String {
    if path.as_os_str().as_bytes().starts_with(b"-") {
        word(Path::new(".").join(path))
    } else {
        word(path)
    }
}

fn by_bytes(bytes: &[u8]) -> String {
    let mut out = "$'".to_string();
    for byte in bytes {
        match byte {
            b'\'' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b' '..=b'~' => out.push(char::from(*byte)),
            byte => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('\'');
    out
}
