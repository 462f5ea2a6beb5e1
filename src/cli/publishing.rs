//! Flags that the verbs that publish a site share.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::pipeline::{Builder, Choice};

/// Where a site goes, and how much is said of it.
#[derive(Debug, Args)]
pub(super) struct Publishing {
    /// Where the site goes [default: site/ in the project]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Use the built-in templates, whatever the project's templates/ holds
    #[arg(long)]
    ignore_templates: bool,
    /// Published incidents may go, however many: their files are gone, or drafts, on purpose
    #[arg(long)]
    allow_removal: bool,
    /// Say where the time went
    #[arg(long)]
    pub timings: bool,
    /// Say nothing unless something is wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
}

impl Publishing {
    /// Where the site of the project in `root` goes.
    pub fn out(&self, root: &Path) -> PathBuf {
        self.out.clone().unwrap_or_else(|| root.join("site"))
    }

    /// What makes the site of the project in `root`; with `as_of`, as it stood at the
    /// moment of the build.
    pub fn builder(&self, root: &Path, as_of: bool) -> Builder {
        let choice = Choice {
            as_of,
            ignore_templates: self.ignore_templates,
        };
        Builder::new(root, &self.out(root), choice).allow_removal(self.allow_removal)
    }
}
