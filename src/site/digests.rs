//! From what an output is made, as a number: the same number, the same bytes.
//!
//! Takes what was read; gives a digest for the inputs that an output names.

use super::{Inputs, Sources};
use crate::digest::digest;
use crate::model::Model;
use crate::source::Project;

/// Digests of everything that was read.
#[derive(Debug)]
pub struct Digests {
    /// Of what counts for every output: settings, templates, the program.
    pub base: u128,
    all: u128,
}

impl Digests {
    /// Digests of a project, made by `program`: some words that name this very
    /// build of Upfront, and how it was called.
    pub fn new(project: &Project, model: &Model, program: &str) -> Self {
        let mut base: Vec<&[u8]> = vec![program.as_bytes()];
        base.extend(project.settings.iter().map(|file| file.text.as_bytes()));
        // The one file that settings bring into pages.
        let logo = model.site.theme.logo.as_deref();
        base.extend(logo.map(str::as_bytes));
        base.extend(model.site.theme.icon.iter().map(String::as_bytes));
        for (name, file) in &project.templates {
            base.extend([name.as_bytes(), file.text.as_bytes()]);
        }
        let mut digests = Self {
            base: digest(base),
            all: 0,
        };
        digests.renew(project);
        digests
    }

    /// Takes over what the content files are now.
    pub fn renew(&mut self, project: &Project) {
        let files = project.digests.values();
        let numbers: Vec<[u8; 16]> = files.map(|n| n.to_be_bytes()).collect();
        self.all = digest(numbers.iter().map(<[u8; 16]>::as_slice));
    }

    /// The digest of an output's sources, which are files of the project as it was last
    /// taken over; `None` where they are read only when it is made, as files of `static/`
    /// are.
    pub fn of(&self, project: &Project, inputs: &Inputs) -> Option<u128> {
        let (files, which) = match &inputs.sources {
            Sources::All => return Some(self.all),
            Sources::Files(files) => (files, 0),
            Sources::Parts { files, which } => (files, *which),
        };
        let mut numbers = vec![which.to_be_bytes()];
        for path in files.iter() {
            numbers.push(project.digests.get(path)?.to_be_bytes());
        }
        Some(digest(numbers.iter().map(<[u8; 16]>::as_slice)))
    }
}
