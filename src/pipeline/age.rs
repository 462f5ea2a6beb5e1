//! How new a published site says it is: readers of feeds must not be sent back in time
//! without a word to whoever publishes.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::time::Moment;

/// Bytes in which a feed says when it was updated.
const HEAD: u64 = 16 * 1024;

/// A site that says it is older than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Older {
    /// When the site before said it was last updated.
    pub before: Moment,
    /// When this one says so.
    pub after: Moment,
}

impl Older {
    /// `None` where it is not, or where one of them does not say.
    pub fn of(before: Option<Moment>, after: Option<Moment>) -> Option<Self> {
        let (before, after) = before.zip(after)?;
        (after < before).then_some(Self { before, after })
    }
}

/// When the feed of incidents says that it was updated (RFC 4287, section 4.2.15);
/// `None` where there is none that says so.
pub fn updated(out: &Path) -> Option<Moment> {
    let mut head = Vec::new();
    let file = File::open(out.join("feed/incidents.atom")).ok()?;
    file.take(HEAD).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head.split_once("<updated>")?;
    rest.split_once("</updated>")?.0.trim().parse().ok()
}
