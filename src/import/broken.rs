//! Parts of a source that cannot be read. One of them stops no other: it is left out
//! by name. Where nothing else is there, the source is refused for them.

use super::report::{Loss, Report};
use super::{Failure, Fault};
use crate::diagnostic::{Diagnostic, Severity};

/// What could not be read of a source.
#[derive(Debug, Default)]
pub struct Broken {
    /// Stable code, words, and the file.
    parts: Vec<(&'static str, String, String)>,
    found: Vec<Diagnostic>,
}

impl Broken {
    /// A part of `file`; `words` may begin with its name.
    pub fn part(&mut self, code: &'static str, words: String, file: &str) {
        let words = words
            .strip_prefix(&format!("{file}: "))
            .map_or(words.clone(), str::to_string);
        self.parts.push((code, words, file.to_string()));
    }

    /// A whole file.
    ///
    /// # Errors
    /// The failure itself, where it is not the fault of what the file holds.
    pub fn file(&mut self, failure: Failure, file: &str) -> Result<(), Failure> {
        if failure.fault != Fault::Content {
            return Err(failure);
        }
        for (code, words) in failure.faults {
            self.part(code, words, file);
        }
        self.found.extend(failure.found);
        Ok(())
    }

    /// The parts go to the report, if anything was read beside them.
    ///
    /// # Errors
    /// Nothing was, so that there is nothing to import.
    pub fn settle(self, anything: bool, report: &mut Report) -> Result<(), Failure> {
        if self.parts.is_empty() && self.found.is_empty() {
            return Ok(());
        }
        if !anything {
            let faults = self.parts.into_iter();
            return Err(Failure {
                faults: faults
                    .map(|(code, words, file)| (code, named(&words, &file)))
                    .collect(),
                ..Failure::found(self.found)
            });
        }
        for (_, words, file) in self.parts {
            report.add(Loss::LeftOut, format!("what cannot be read: {words}"), file);
        }
        let mut last = None;
        for error in self.found.iter().filter(|d| d.severity == Severity::Error) {
            let file = &error.place.file;
            // Once YAML is broken, what follows is no more than an echo.
            if last == Some(&file.path) {
                continue;
            }
            last = Some(&file.path);
            let (line, column) = file.position(error.place.span.start);
            let text = file.line_at(error.place.span.start).trim();
            report.add(
                Loss::LeftOut,
                format!("what cannot be read: {}: `{text}`", error.message),
                format!("{}:{line}:{column}", file.path),
            );
        }
        Ok(())
    }
}

fn named(words: &str, file: &str) -> String {
    if words.starts_with(&format!("{file}:")) {
        words.to_string()
    } else {
        format!("{file}: {words}")
    }
}
