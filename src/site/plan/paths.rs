//! Whether all outputs can stand in one site.
//!
//! Takes the outputs; gives findings with the files that are to blame. Must not know what
//! the outputs are.

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::disk::path::MAX_NAME;
use crate::publish::{FILE_LIST, PathConflict, path_conflicts};
use crate::site::output::{Output, Sources};
use crate::text::collision_key;

/// Who is to blame where no content file is.
const OURS: &str = "the site itself";

/// Checks the paths of all outputs.
///
/// # Errors
/// Two outputs with one path, a file where a folder is to stand, and names that not every
/// system can write.
pub fn check(outputs: &[Output<'_>]) -> Result<(), Vec<Diagnostic>> {
    let path_conflicts = path_conflicts(outputs.iter().map(|output| output.path.as_str()));
    if path_conflicts.is_empty() {
        return Ok(());
    }
    Err(path_conflicts
        .iter()
        .map(|clash| error(outputs, *clash))
        .collect())
}

fn error(outputs: &[Output<'_>], clash: PathConflict) -> Diagnostic {
    let origin = |at: Option<usize>| at.map_or(OURS, |at| origin(&outputs[at]));
    let rename = "rename one of them".to_string();
    let (code, blamed, message, expected) = match clash {
        PathConflict::Name(at) => (
            "output-path",
            origin(Some(at)),
            format!(
                "`{}` cannot be the path of a file in a site",
                outputs[at].path
            ),
            format!(
                "names of at most {MAX_NAME} bytes, without backslashes and control characters"
            ),
        ),
        PathConflict::Twice(first, at) => {
            let (path, first, origin) = (&outputs[at].path, origin(first), origin(Some(at)));
            let message = format!(
                "two files would be published as {path}: one from {first}, one from {origin}"
            );
            ("output-collision", origin, message, rename)
        }
        PathConflict::Folder(file, folder) => {
            let path = file.map_or(FILE_LIST, |at| outputs[at].path.as_str());
            let (file, folder) = (origin(file), origin(Some(folder)));
            let message = format!(
                "{} would be a file, from {file}, and a folder, from {folder}",
                collision_key(path)
            );
            let blamed = if file == OURS { folder } else { file };
            ("output-collision", blamed, message, rename)
        }
    };
    let file = SourceFile::new(blamed.to_string(), "");
    Diagnostic::error(code, Place::new(&file, 0..0), message, expected)
}

/// The first content file that an output is made of.
fn origin<'o>(output: &'o Output<'_>) -> &'o str {
    match &output.inputs.sources {
        Sources::Files(files) => files.first().map_or(OURS, String::as_str),
        Sources::All | Sources::Parts { .. } => OURS,
    }
}
