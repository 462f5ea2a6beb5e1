//! A longer text, changed in the editor that a person names, or at the terminal itself.
//!
//! Takes a text; gives it as it was left. Must not know what the text is for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use tokio::signal::unix::{SignalKind, signal};

use super::line::{self, Left};
use super::{End, complain};
use crate::disk;
use crate::text::printable;

/// An editor that gave no text.
pub(super) struct Unedited {
    /// How the command ends.
    pub(super) end: End,
    /// What the editor left, where it is not what it was given.
    pub(super) left: Option<String>,
}

/// The text as a person left it in `$VISUAL` or `$EDITOR`; without one, as it was changed right
/// here: nobody lands in an editor that they do not know.
///
/// # Errors
/// An editor that fails or is killed, and one that leaves no text.
pub(super) fn editor(text: &str) -> Result<String, Unedited> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let Some(editor) = editor else {
        return here(text);
    };
    let failed = |why: String, left: Option<String>| {
        complain(&printable(&why));
        Unedited {
            end: End::MachineFailed,
            left: left.filter(|left| left != text && !left.trim().is_empty()),
        }
    };
    let path = for_editor(text).map_err(|e| {
        failed(
            format!("the text for the editor cannot be written: {e}"),
            None,
        )
    })?;
    let ran = run_editor(&editor, &path);
    let read = fs::read(&path);
    let _ = fs::remove_file(&path);
    let left = || {
        let bytes = read.as_deref().unwrap_or_default();
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    match ran {
        Ok(status) if status.success() => {}
        Ok(status) => {
            let why = format!(
                "the editor `{editor}` failed ({status}). Name another one in VISUAL or EDITOR."
            );
            return Err(failed(why, left()));
        }
        Err(error) => {
            return Err(failed(
                format!("the editor cannot be started: {error}"),
                left(),
            ));
        }
    }
    match &read {
        Err(error) => Err(failed(
            format!("what the editor wrote cannot be read: {error}"),
            None,
        )),
        Ok(bytes) => match std::str::from_utf8(bytes) {
            Err(_) => Err(failed("what the editor wrote is not UTF-8".into(), left())),
            Ok(text) if text.trim().is_empty() => {
                complain("the editor left no text");
                Err(Unedited {
                    end: End::WrongUsage,
                    left: None,
                })
            }
            Ok(text) => Ok(text.to_string()),
        },
    }
}

/// The text as it was changed at the question itself.
fn here(text: &str) -> Result<String, Unedited> {
    let question = line::Question {
        words: "Change it:",
        help: "Alt-Enter begins a new line, Enter takes it, Esc leaves it as it was; EDITOR names an editor with more room",
        default: None,
        initial: text.trim_end(),
        lines: true,
    };
    match line::read(&question, |_| {}) {
        Ok(changed) if !changed.trim().is_empty() => Ok(changed + "\n"),
        Ok(_) | Err(Left::Back | Left::Stop) => Ok(text.to_string()),
        Err(Left::Failed(error)) => {
            complain(&printable(&format!(
                "there is no terminal to change it on ({error}). Name an editor in VISUAL or EDITOR."
            )));
            Err(Unedited {
                end: End::MachineFailed,
                left: None,
            })
        }
    }
}

/// Runs the editor. An interrupt is for it alone meanwhile: it must not take the words along.
fn run_editor(editor: &str, path: &Path) -> std::io::Result<ExitStatus> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let _context = runtime.enter();
    let _ours = signal(SignalKind::interrupt())?;
    // An editor may come with arguments of its own, as in `code --wait`.
    Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(path)
        .status()
}

/// The text in a file of its own, for nobody else to read before it is published.
fn for_editor(text: &str) -> std::io::Result<PathBuf> {
    let pid = std::process::id();
    let name = |n| std::env::temp_dir().join(format!("upfront-{pid}-{n}.md"));
    let write = |path| disk::Staged::write(path, text.as_bytes(), Some(0o600));
    disk::under_free_name(name, write).map(disk::Staged::keep)
}
