//! Whether all files can stand in one site.
//!
//! Takes the tasks; gives findings with the files that are to blame. Must not know what
//! the files are.

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::disk::path::MAX_NAME;
use crate::publish::{FILE_LIST, PathConflict, path_conflicts};
use crate::site::task::{Sources, Target, Task};
use crate::text::collision_key;

/// Who is to blame where no content file is.
const OURS: &str = "the site itself";

/// Checks the paths of all files of all tasks.
///
/// # Errors
/// Two files with one path, a file where a folder is to stand, and names that not every
/// system can write.
pub fn check(tasks: &[Task<'_>]) -> Result<(), Vec<Diagnostic>> {
    let files = || {
        tasks
            .iter()
            .flat_map(|task| task.files.iter().map(move |file| (task, file)))
    };
    let clashes = path_conflicts(files().map(|(_, file)| file.path.as_str()));
    if clashes.is_empty() {
        return Ok(());
    }
    let files: Vec<_> = files().collect();
    Err(clashes.iter().map(|clash| error(&files, *clash)).collect())
}

fn error(files: &[(&Task<'_>, &Target)], clash: PathConflict) -> Diagnostic {
    let path = |at: usize| files[at].1.path.as_str();
    let origin = |at: Option<usize>| at.map_or(OURS, |at| origin(files[at].0));
    let rename = "rename one of them".to_string();
    let (code, blamed, message, expected) = match clash {
        PathConflict::Name(at) => (
            "output-path",
            origin(Some(at)),
            format!("`{}` cannot be the path of a file in a site", path(at)),
            format!(
                "names of at most {MAX_NAME} bytes, without backslashes and control characters"
            ),
        ),
        PathConflict::Twice(first, at) => {
            let (path, first, origin) = (path(at), origin(first), origin(Some(at)));
            let message = format!(
                "two files would be published as {path}: one from {first}, one from {origin}"
            );
            ("output-collision", origin, message, rename)
        }
        PathConflict::Folder(file, folder) => {
            let path = file.map_or(FILE_LIST, path);
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

/// The first content file that a task is made of.
fn origin<'t>(task: &'t Task<'_>) -> &'t str {
    match &task.inputs.sources {
        Sources::Files(files) => files.first().map_or(OURS, String::as_str),
        Sources::Static(file) => file,
        Sources::All | Sources::Parts { .. } => OURS,
    }
}
