//! Folders: made with their rights, synced, and those that last only for a while.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Names that are tried before whoever takes them all is believed.
const TRIES: u32 = 1000;

/// A folder stands there, and no link to one.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// Makes one folder, 0755 whatever the umask; one that is there stays as it is.
///
/// # Errors
/// What the system says.
pub fn make_folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Ok(()) => fs::set_permissions(path, Permissions::from_mode(0o755)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(e),
    }
}

/// The folders that are to be made so that `path` is one, outer ones first.
pub fn missing_folders(path: &Path) -> Vec<&Path> {
    let mut missing: Vec<&Path> = path.ancestors().take_while(|path| !path.is_dir()).collect();
    missing.retain(|path| !path.as_os_str().is_empty());
    missing.reverse();
    missing
}

/// Makes the names in a folder durable.
///
/// # Errors
/// What the system says; some cannot sync a folder.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes all that was written below a folder durable, and its names.
///
/// # Errors
/// What the system says.
pub fn sync_tree(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        let folder = File::open(folder)?;
        rustix::fs::syncfs(&folder)?;
        folder.sync_all()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let mut below = walkdir::WalkDir::new(folder).into_iter().flatten();
        below.try_for_each(|entry| File::open(entry.path())?.sync_all())
    }
}

/// What stands in a folder under such names; nothing where it cannot be read.
pub fn entries_named(folder: &Path, is_meant: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let meant = entries.filter(|entry| is_meant(&entry.file_name().to_string_lossy()));
    meant.map(|entry| entry.path()).collect()
}

/// Makes something under the first name, by number, that nothing has yet.
///
/// # Errors
/// What `make` says, but for names that are taken.
pub fn under_free_name<T>(
    name: impl Fn(u32) -> PathBuf,
    make: impl Fn(PathBuf) -> io::Result<T>,
) -> io::Result<T> {
    let mut count = 0;
    loop {
        match make(name(count)) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && count < TRIES => count += 1,
            made => return made,
        }
    }
}

/// A folder that goes, with all that is in it, when this goes.
#[derive(Debug)]
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Makes a new one under the first name, by number, that nothing has yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(name: impl Fn(u32) -> PathBuf) -> io::Result<Self> {
        under_free_name(name, |path| fs::create_dir(&path).map(|()| Self(path)))
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_made_from_without() {
        let dir = tempfile::TempDir::new().unwrap();
        let inner = dir.path().join("a/b");
        assert_eq!(
            missing_folders(&inner),
            [dir.path().join("a"), inner.clone()]
        );
        for folder in missing_folders(&inner) {
            make_folder(folder).unwrap();
        }
        make_folder(&inner).unwrap();
        assert!(is_folder(&inner) && missing_folders(&inner).is_empty());
        assert!(missing_folders(Path::new("src")).is_empty());
        std::os::unix::fs::symlink(&inner, dir.path().join("link")).unwrap();
        assert!(!is_folder(&dir.path().join("link")));
    }

    #[test]
    fn a_temporary_folder_takes_a_free_name_and_goes() {
        let dir = tempfile::TempDir::new().unwrap();
        let new = || TemporaryFolder::new(|n| dir.path().join(format!("t-{n}"))).unwrap();
        let (first, second) = (new(), new());
        assert_ne!(first.path(), second.path());
        fs::write(first.path().join("file"), "").unwrap();
        assert_eq!(
            entries_named(dir.path(), |name| name.starts_with("t-")).len(),
            2
        );
        drop((first, second));
        assert!(entries_named(dir.path(), |_| true).is_empty());
    }
}
