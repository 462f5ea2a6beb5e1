//! `upfront serve`: a preview in the browser.

use std::path::Path;

use clap::Args;

use super::{End, complain, moment, ready, report, say};
use crate::pipeline::Choice;
use crate::serve::{self, PreviewEvent, Settings};
use crate::time::Moment;

/// Flags of `upfront serve`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The port; 0 takes a free one [default: 4777, or a free one]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the preview in a browser
    #[arg(long)]
    open: bool,
    /// Listen at another address than this machine's own: others can then read drafts of
    /// what you write
    #[arg(long, value_name = "ADDRESS")]
    host: Option<String>,
    /// The clock, RFC 3339 with offset; it stands still then
    /// [default: SOURCE_DATE_EPOCH, else the machine's clock]
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// The site as it stood at a time: like --now, and without updates that were written later
    #[arg(long, value_name = "TIME", conflicts_with = "now")]
    as_of: Option<String>,
    /// Use the built-in templates, whatever the project's templates/ holds
    #[arg(long)]
    ignore_templates: bool,
}

pub(super) fn run(
    root: &Path,
    arguments: &Arguments,
    clock: fn() -> Result<Moment, String>,
) -> End {
    let given = arguments.as_of.clone().or_else(|| arguments.now.clone());
    let clock = move || moment(given.as_deref(), clock);
    if let Err(end) = ready(root, &clock) {
        return end;
    }
    if let Some(host) = arguments
        .host
        .as_deref()
        .filter(|host| !serve::is_loopback(host))
    {
        complain(&format!(
            "warning: at {host}, everybody who reaches this machine can read what you have not published yet."
        ));
    }
    let settings = Settings {
        root: root.to_path_buf(),
        host: arguments.host.clone(),
        port: arguments.port,
        pinned: arguments.now.is_some() || arguments.as_of.is_some(),
        choice: Choice {
            as_of: arguments.as_of.is_some(),
            ignore_templates: arguments.ignore_templates,
        },
    };
    let open = arguments.open;
    let ended = serve::run(&settings, clock, move |news| tell(&news, open));
    match ended {
        Ok(()) => End::Done,
        Err(why) => {
            complain(&why);
            End::MachineFailed
        }
    }
}

fn tell(news: &PreviewEvent<'_>, open: bool) {
    match news {
        PreviewEvent::Ready(address) => {
            say(&format!("Preview at {address}\nCtrl-C ends it."));
            if open && let Err(error) = serve::open(address) {
                complain(&format!("no browser could be opened: {error}"));
            }
        }
        PreviewEvent::Broken(found) => {
            report(found);
            complain("the preview keeps the last site without errors.");
        }
        PreviewEvent::Shown(found) => {
            report(found);
        }
        PreviewEvent::Trouble(why) => complain(why),
    }
}
