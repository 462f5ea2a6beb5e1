//! Why nothing was published, in sentences that say what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why nothing was published. The old site is as it was, unless it says otherwise.
#[derive(Debug)]
pub enum PublishError {
    /// The target holds files that Upfront did not write.
    Foreign {
        /// The target.
        out: PathBuf,
        /// The first of them.
        files: Vec<String>,
        /// How many more.
        more: usize,
    },
    /// The target is a file, or a link to one.
    NotAFolder(PathBuf),
    /// The target lies in a folder that the site is made of, or holds one.
    Overlapping {
        /// The target.
        out: PathBuf,
        /// It lies in the folder; else it holds it.
        inside: bool,
        /// The folder.
        folder: PathBuf,
    },
    /// Another build has the turn, and this one was not to wait any longer.
    Busy(LockWait),
    /// An output's path leaves the site, or two are one.
    BadPath(String),
    /// The machine failed.
    Io {
        /// What was being done.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
        /// Files of the new site had their names already.
        begun: bool,
    },
}

/// Another build publishes into the same folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LockWait {
    /// Its process, where the system says which.
    pub pid: Option<u32>,
    /// How long it has been waited for.
    pub since: Duration,
}

impl fmt::Display for LockWait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "another build publishes into the same folder")?;
        match self.pid {
            Some(pid) => write!(f, " (process {pid})"),
            None => Ok(()),
        }
    }
}

impl PublishError {
    /// A failure of the machine.
    pub fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            doing,
            path: path.to_path_buf(),
            source,
            begun: false,
        }
    }

    /// The same, when files of the new site had their names already.
    pub(super) fn half_way(mut self) -> Self {
        if let Self::Io { begun, .. } = &mut self {
            *begun = true;
        }
        self
    }

    /// The same of a site that stands at `place`, and was looked at elsewhere.
    pub(super) fn seen_at(mut self, place: &Path) -> Self {
        if let Self::Foreign { out, .. } = &mut self {
            *out = place.to_path_buf();
        }
        self
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { out, files, more } => {
                writeln!(
                    f,
                    "{} holds files that Upfront did not write:",
                    out.display()
                )?;
                for file in files {
                    writeln!(f, "    {}", crate::text::printable(file))?;
                }
                if *more > 0 {
                    writeln!(f, "    and {more} more")?;
                }
                write!(
                    f,
                    "Nothing was changed. Give another folder with --out, or move these files away."
                )
            }
            Self::NotAFolder(path) => write!(
                f,
                "{} is not a folder. Nothing was changed. Give another place with --out.",
                path.display()
            ),
            Self::Overlapping {
                out,
                inside,
                folder,
            } => write!(
                f,
                "{} {} {}, which the site is made of: the next build would take the site for a part of it. \
                 Nothing was changed. Give another folder with --out.",
                out.display(),
                if *inside { "lies in" } else { "holds" },
                folder.display()
            ),
            Self::Busy(waiting) => write!(
                f,
                "{waiting}, and has done so for {} seconds. Nothing was changed.",
                waiting.since.as_secs()
            ),
            Self::BadPath(path) => write!(
                f,
                "`{}` cannot be a file of a site, or stands there twice. Nothing was changed.",
                crate::text::printable(path)
            ),
            Self::Io {
                doing,
                path,
                source,
                begun,
            } => {
                let path = crate::text::printable(&path.to_string_lossy());
                let stands = match begun {
                    false => "The site that was published before is as it was.",
                    true => {
                        "Files of the new site stand already; each is whole, and the next build makes the rest."
                    }
                };
                write!(f, "{doing} {path} failed: {source}. {stands}")
            }
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
