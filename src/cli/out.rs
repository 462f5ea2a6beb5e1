//! What the program says: results on standard output, all else on standard error.
//!
//! Every verb prints through here, so that words that are lost are known at its end.

use std::io::{self, Write};
use std::sync::Mutex;

use super::End;
use crate::text::printable;

/// Where words went that were lost first, and why.
static LOST: Mutex<Option<(&'static str, String)>> = Mutex::new(None);

/// Says on standard error what is no result. Names of files are text of others: they steer
/// no terminal.
pub(super) fn complain(words: &str) {
    error(&printable(&format!("upfront: {words}\n")));
}

/// Says a line of the result.
pub(super) fn say(words: &str) {
    result(&printable(&format!("{words}\n")));
}

/// Prints a result as it is.
pub(super) fn result(words: &str) {
    print(&mut io::stdout().lock(), "standard output", words);
}

/// Prints on standard error as it is.
pub(super) fn error(words: &str) {
    print(&mut io::stderr().lock(), "standard error", words);
}

fn print(to: &mut dyn Write, name: &'static str, words: &str) {
    let printed = to.write_all(words.as_bytes()).and_then(|()| to.flush());
    if let Err(error) = printed {
        lost(name, &error);
    }
}

/// A reader that went away is no reason to fail; a disk that is full is one.
fn lost(name: &'static str, error: &io::Error) {
    if error.kind() != io::ErrorKind::BrokenPipe
        && let Ok(mut lost) = LOST.lock()
    {
        lost.get_or_insert_with(|| (name, error.to_string()));
    }
}

/// What clap has to say: help, the version, or what is wrong with the arguments.
pub(super) fn usage(said: &clap::Error) -> End {
    let name = if said.use_stderr() {
        "standard error"
    } else {
        "standard output"
    };
    if let Err(error) = said.print().and_then(|()| io::stdout().flush()) {
        lost(name, &error);
    }
    if said.use_stderr() {
        End::WrongUsage
    } else {
        End::Done
    }
}

/// The end of a verb that would end like this: the machine failed us where its words are lost.
pub(super) fn end(end: End) -> End {
    let Some((name, why)) = LOST.lock().ok().and_then(|mut lost| lost.take()) else {
        return end;
    };
    let done = match end {
        End::Done => "what was asked for is done, but what it said is lost",
        _ => "what it said is lost",
    };
    complain(&format!("{done}: {name} cannot be written: {why}"));
    End::MachineFailed
}
