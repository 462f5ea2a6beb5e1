//! The site lies beside what it is made of, never inside it or around it.

use std::path::Path;

use super::PublishError;
use crate::disk::path::resolved;
use crate::source::FOLDERS;

/// Refuses a site in the project's folders, or one that would hold them: the next build
/// would take it for what it is made of.
///
/// # Errors
/// [`PublishError::Overlapping`].
pub fn check_disjoint(root: &Path, out: &Path) -> Result<(), PublishError> {
    let out_real = resolved(out);
    for folder in FOLDERS {
        let folder = root.join(folder);
        let real = resolved(&folder);
        if out_real.starts_with(&real) || real.starts_with(&out_real) {
            return Err(PublishError::Overlapping {
                out: out.to_path_buf(),
                inside: out_real.starts_with(&real),
                folder,
            });
        }
    }
    Ok(())
}
