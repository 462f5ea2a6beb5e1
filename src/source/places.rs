//! Where the parts of an incident stand in its files, beside the model, which
//! keeps no places. Only the writing rules need them.

use std::ops::Range;
use std::sync::Arc;

use super::timeline::RawUpdate;
use crate::diagnostic::{Place, SourceFile};
use crate::model::Lang;
use crate::yaml::{Field, Node, Value};

/// The files of one incident: the source first, then its translations.
#[derive(Debug, Clone)]
pub struct Places {
    /// At least one.
    pub files: Vec<FilePlaces>,
}

/// One file. All ranges are bytes of it.
#[derive(Debug, Clone)]
pub struct FilePlaces {
    /// The file.
    pub file: Arc<SourceFile>,
    /// Its language.
    pub lang: Lang,
    /// Its front matter, each key and value with its bytes.
    pub front: Node,
    /// The front matter.
    pub front_span: Range<usize>,
    /// What stands before the first update.
    pub summary: Range<usize>,
    /// Its updates, in the order written.
    pub updates: Vec<UpdatePlaces>,
}

/// One update in one file.
#[derive(Debug, Clone)]
pub struct UpdatePlaces {
    /// Number of the update in the incident.
    pub at: usize,
    /// The heading.
    pub heading: Range<usize>,
    /// The time in it.
    pub time: Option<Range<usize>>,
    /// The `update` block.
    pub block: Option<Node>,
    /// The text below.
    pub body: Range<usize>,
}

impl UpdatePlaces {
    /// Where a raw update stands; its number and block are still to be filled in.
    pub(super) fn of(raw: &RawUpdate) -> Self {
        Self {
            at: 0,
            heading: raw.span.clone(),
            time: raw.time.as_ref().map(|(_, span)| span.clone()),
            block: None,
            body: raw.body_span.clone(),
        }
    }

    /// A key of the block.
    pub fn field(&self, key: &str) -> Option<&Field> {
        field(self.block.as_ref()?, key)
    }
}

impl Places {
    /// The file in which the incident was written.
    pub fn source(&self) -> &FilePlaces {
        &self.files[0]
    }
}

impl FilePlaces {
    /// A key of the front matter.
    pub fn field(&self, key: &str) -> Option<&Field> {
        field(&self.front, key)
    }

    /// A place in this file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.file, span)
    }

    /// The value of a key of the front matter, else the line above it.
    pub fn place_of(&self, key: &str) -> Place {
        self.place(self.field(key).map_or(0..3, |f| f.value.span.clone()))
    }

    /// The heading of an update; where it is not in this file, the first line.
    pub fn heading(&self, at: usize) -> Place {
        self.place(
            self.update(at)
                .map_or(0..3, |update| update.heading.clone()),
        )
    }

    /// An update by its number in the incident.
    pub fn update(&self, at: usize) -> Option<&UpdatePlaces> {
        // They stand in the order of the incident, in translations too.
        let found = self.updates.binary_search_by_key(&at, |update| update.at);
        found.ok().map(|found| &self.updates[found])
    }
}

fn field<'a>(node: &'a Node, key: &str) -> Option<&'a Field> {
    match &node.value {
        Value::Map(fields) => fields.iter().find(|field| field.key == key),
        _ => None,
    }
}
