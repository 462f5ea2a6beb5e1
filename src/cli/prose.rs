//! Values of flags that are words for readers: they may begin with a hyphen, as a list or a
//! temperature does. A flag that stands where words were forgotten is still found.

use clap::CommandFactory;

use crate::text::nearest;

/// Takes words as they are.
///
/// # Errors
/// A flag of ours, or what is nearly one, in their place.
pub(super) fn words(value: &str) -> Result<String, String> {
    match misplaced(value) {
        Some(flag) if !is_joined(value) => Err(format!(
            "`{value}` looks like the flag {flag}, and words for readers are expected here. To say it to them all the same, join it to its flag, as in --text={value}"
        )),
        _ => Ok(value.to_string()),
    }
}

/// Whether the value stands behind the `=` of a flag, where it can be no flag.
fn is_joined(value: &str) -> bool {
    std::env::args_os().any(|argument| {
        let argument = argument
            .to_str()
            .filter(|argument| argument.starts_with('-'));
        let joined = argument.and_then(|argument| argument.split_once('='));
        joined.is_some_and(|(_, joined)| joined == value)
    })
}

/// The flag that a value is, or is nearly: one word with hyphens before it.
fn misplaced(value: &str) -> Option<String> {
    if !value.starts_with('-') || value == "-" || value.contains(char::is_whitespace) {
        return None;
    }
    if value == "--" {
        return Some(value.to_string());
    }
    let (name, _) = value.split_once('=').unwrap_or((value, ""));
    let bare = name.trim_start_matches('-');
    let (mut long, mut short) = (Vec::new(), Vec::new());
    let mut command = super::Arguments::command();
    command.build();
    collect(&command, &mut long, &mut short);
    let known = |bare: &str| long.iter().any(|flag| flag == bare);
    if !name.starts_with("--") {
        let mut letters = bare.chars();
        return match (letters.next(), letters.next()) {
            (Some(letter), None) => short.contains(&letter).then(|| format!("-{letter}")),
            _ => known(bare).then(|| format!("--{bare}")),
        };
    }
    nearest(bare, long.iter().map(String::as_str)).map(|flag| format!("--{flag}"))
}

fn collect(command: &clap::Command, long: &mut Vec<String>, short: &mut Vec<char>) {
    for flag in command.get_arguments() {
        let names = flag.get_long_and_visible_aliases().into_iter().flatten();
        long.extend(names.map(str::to_string));
        short.extend(flag.get_short());
    }
    for verb in command.get_subcommands() {
        collect(verb, long, short);
    }
}
