//! What was understood of incident files, so that a file which has not changed since is not
//! read again (`docs/decisions/0088-the-read-cache.md`).
//!
//! Takes a project and its model, gives bytes; takes bytes, gives incidents. Only files that
//! nothing was found in are kept. Must not know where the bytes lie.

use std::collections::HashMap;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Project;
use crate::digest::digest;
use crate::disk::InodeStamp;
use crate::model::{Carried, Incident, Model};

/// First line of such bytes, before the digest of what counts for every file.
const HEAD: &str = "upfront incidents 1";

/// Bytes that are kept of one incident: beyond all that its files may have.
const MAX: usize = 64 * 1024 * 1024;

/// So many incidents are taken apart at a time.
const BATCH: usize = 512;

/// A content file as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Of its path and text.
    pub digest: u128,
    /// By what it is known again; `None` where it must be read the next time.
    pub stamp: Option<InodeStamp>,
}

/// An incident, and the files that it was read from.
#[derive(Debug, Clone)]
pub struct CachedIncident {
    /// Path and record, translations after the source.
    pub files: Vec<(String, FileRecord)>,
    /// What they say.
    pub incident: Incident,
}

/// Incidents by the path of their source file.
#[derive(Debug, Default)]
pub struct ReadCache(HashMap<String, CachedIncident>);

impl ReadCache {
    /// What [`write`] wrote, if it was written with the same `base`. What is cut short or
    /// damaged counts as never kept.
    pub fn read(mut from: impl BufRead, base: u128) -> Self {
        let mut head = String::new();
        let mut cache = Self::default();
        let begins = from.by_ref().take(200).read_line(&mut head).is_ok();
        if !begins || head != first_line(base) {
            return cache;
        }
        loop {
            let frames: Vec<Vec<u8>> = (0..BATCH).map_while(|_| frame(&mut from)).collect();
            if frames.is_empty() {
                return cache;
            }
            let known = frames.par_iter().filter_map(|frame| decoded(frame));
            let known: Vec<CachedIncident> = known.collect();
            let by_source = known.into_iter().map(|one| (one.files[0].0.clone(), one));
            cache.0.extend(by_source);
        }
    }

    /// How many it knows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// It knows none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes out the incident of these files, the source first, if each is as it was.
    pub fn take(&mut self, paths: &[&str], root: &Path) -> Option<CachedIncident> {
        let known = self.0.remove(*paths.first()?)?;
        let same = |(path, (known, record)): (&&str, &(String, FileRecord))| {
            let meta = root.join(path).symlink_metadata().ok();
            path == known && meta.map(|meta| InodeStamp::new(&meta)) == record.stamp
        };
        let all = known.files.len() == paths.len() && paths.iter().zip(&known.files).all(same);
        all.then_some(known)
    }
}

/// Writes the incidents of a project whose files are all known again by their stamps.
///
/// # Errors
/// What the writer says.
pub fn write(mut to: impl Write, base: u128, project: &Project, model: &Model) -> io::Result<()> {
    to.write_all(first_line(base).as_bytes())?;
    for batch in model.incidents.chunks(BATCH) {
        let frames = batch.par_iter().map(|incident| encoded(project, incident));
        let frames: Vec<Option<Vec<u8>>> = frames.collect();
        for frame in frames.iter().flatten() {
            let length = u32::try_from(frame.len()).map_err(io::Error::other)?;
            to.write_all(&length.to_le_bytes())?;
            to.write_all(&digest([frame.as_slice()]).to_le_bytes())?;
            to.write_all(frame)?;
        }
    }
    to.flush()
}

fn first_line(base: u128) -> String {
    format!("{HEAD} {base:032x}\n")
}

fn frame(from: &mut impl Read) -> Option<Vec<u8>> {
    let (mut length, mut sum) = ([0; 4], [0; 16]);
    from.read_exact(&mut length).ok()?;
    from.read_exact(&mut sum).ok()?;
    let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
    let mut frame = vec![0; (length <= MAX).then_some(length)?];
    from.read_exact(&mut frame).ok()?;
    (digest([frame.as_slice()]) == u128::from_le_bytes(sum)).then_some(frame)
}

fn encoded(project: &Project, incident: &Incident) -> Option<Vec<u8>> {
    let mut records = Vec::new();
    for path in incident.files.iter() {
        let record = project.digests.get(path)?;
        record.stamp?;
        records.push(record);
    }
    let bytes = postcard::to_stdvec(&(records, incident, incident.carried())).ok()?;
    (bytes.len() <= MAX).then_some(bytes)
}

fn decoded(frame: &[u8]) -> Option<CachedIncident> {
    type Frame = (Vec<FileRecord>, Incident, Vec<Carried>);
    let (records, mut incident, carried): Frame = postcard::from_bytes(frame).ok()?;
    let whole = records.len() == incident.files.len() && carried.len() == incident.updates.len();
    if !whole || records.is_empty() {
        return None;
    }
    incident.carry(carried);
    let files = incident.files.iter().cloned().zip(records).collect();
    Some(CachedIncident { files, incident })
}
