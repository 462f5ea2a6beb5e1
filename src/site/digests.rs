//! From what an output is made, as a number: the same number, the same bytes.
//!
//! Takes what was read; gives a digest for the inputs that a task names.

use std::collections::BTreeMap;

use super::{Inputs, Sources};
use crate::digest::digest;
use crate::model::{LEAD, Model};
use crate::source::Project;

/// Digests of everything that was read.
#[derive(Debug)]
pub struct Digests {
    /// Of what counts for every task: settings, templates, the program.
    pub base: u128,
    all: u128,
    /// By file, the lead of each announcement whose date the clock has moved.
    leads: BTreeMap<String, i64>,
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
            leads: BTreeMap::new(),
        };
        digests.renew(project, model);
        digests
    }

    /// Takes over what the content files are now.
    pub fn renew(&mut self, project: &Project, model: &Model) {
        let moved = model.incidents().filter(|i| i.lead != LEAD);
        self.leads = moved
            .map(|i| (i.files[0].clone(), i.lead.as_secs()))
            .collect();
        let files = project.digests.iter();
        let numbers: Vec<[u8; 16]> = files
            .map(|(path, file)| self.one(path, file.digest))
            .collect();
        self.all = digest(numbers.iter().map(<[u8; 16]>::as_slice));
    }

    /// The digest of a task's sources, which are files of the project as it was last
    /// taken over; `None` where they are read only when it is made, as files of `static/`
    /// are.
    pub fn of(&self, project: &Project, inputs: &Inputs) -> Option<u128> {
        let (files, which) = match &inputs.sources {
            Sources::All => return Some(self.all),
            Sources::Files(files) => (files, 0),
            Sources::Parts { files, which } => (files, *which),
            Sources::Static(_) => return None,
        };
        let mut numbers = vec![which.to_be_bytes()];
        for path in files.iter() {
            numbers.push(self.one(path, project.digests.get(path)?.digest));
        }
        Some(digest(numbers.iter().map(<[u8; 16]>::as_slice)))
    }

    /// The digest of one file, with what the clock alone moves in it.
    fn one(&self, path: &str, file: u128) -> [u8; 16] {
        let file = file.to_be_bytes();
        match self.leads.get(path) {
            Some(lead) => digest([&file[..], &lead.to_be_bytes()[..]]).to_be_bytes(),
            None => file,
        }
    }
}
