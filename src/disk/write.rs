//! Files that are whole or not there.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::{rename_new, sync_folder};

/// Writes a new file, never through a link or over what is there; not synced. `mode` are its
/// rights whatever the umask; without one the umask decides.
///
/// # Errors
/// What the system says; a file that could not be filled is left to the caller.
pub fn write_new(path: &Path, bytes: &[u8], mode: Option<u32>) -> io::Result<File> {
    fill(create_new(path, mode)?, bytes, mode)
}

fn create_new(path: &Path, mode: Option<u32>) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode.unwrap_or(0o666))
        .open(path)
}

fn fill(mut file: File, bytes: &[u8], mode: Option<u32>) -> io::Result<File> {
    file.write_all(bytes)?;
    if let Some(mode) = mode {
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(file)
}

/// A new file under another name, before it takes its place. It goes with this value,
/// unless it was placed.
#[derive(Debug)]
pub struct Staged {
    /// Empty once it was placed.
    path: PathBuf,
}

impl Staged {
    /// Like [`write_new`]; what could not be filled goes at once.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(path: PathBuf, bytes: &[u8], mode: Option<u32>) -> io::Result<Self> {
        let (staged, file) = Self::create(path, mode)?;
        fill(file, bytes, mode)?;
        Ok(staged)
    }

    /// The same, filled piece by piece.
    ///
    /// # Errors
    /// What the system or `fill` says.
    pub fn write_with(
        path: PathBuf,
        mode: Option<u32>,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<Self> {
        let (staged, mut file) = Self::create(path, mode)?;
        fill(&mut file)?;
        Ok(staged)
    }

    /// The same, with its bytes on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn write_synced(path: PathBuf, bytes: &[u8], mode: Option<u32>) -> io::Result<Self> {
        let (staged, file) = Self::create(path, mode)?;
        fill(file, bytes, mode)?.sync_all()?;
        Ok(staged)
    }

    fn create(path: PathBuf, mode: Option<u32>) -> io::Result<(Self, File)> {
        let file = create_new(&path, mode)?;
        Ok((Self { path }, file))
    }

    /// Where it stands now.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the place of what is there, in one step.
    ///
    /// # Errors
    /// What the system says; what was there is as it was.
    pub fn replace(self, place: &Path) -> io::Result<()> {
        fs::rename(&self.path, place)?;
        self.keep();
        Ok(())
    }

    /// Takes a place where nothing is.
    ///
    /// # Errors
    /// As [`rename_new`].
    pub fn place_new(self, place: &Path) -> io::Result<()> {
        rename_new(&self.path, place)?;
        self.keep();
        Ok(())
    }

    /// Stays under the name that it has.
    pub fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.path)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Puts a file in its place, whole or not at all, synced before it has its name. Beside it
/// stands `.NAME.upfront-PID` for a moment: nobody else may write there.
///
/// # Errors
/// What the system says; what was there is as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let pid = std::process::id();
    let beside = path.with_file_name(format!(".{}.upfront-{pid}", name.to_string_lossy()));
    // Of a killed process that had this one's number.
    let _ = fs::remove_file(&beside);
    Staged::write_synced(beside, bytes, None)?.replace(path)?;
    // Some systems cannot sync a folder; the file is whole all the same.
    let _ = path.parent().map(sync_folder);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::under_free_name;
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_not_placed_goes() {
        let dir = tempfile::TempDir::new().unwrap();
        let place = dir.path().join("file");
        let stage = |text: &str| {
            Staged::write_synced(dir.path().join("new"), text.as_bytes(), Some(0o640)).unwrap()
        };
        drop(stage("dropped"));
        assert!(names(dir.path()).is_empty());
        stage("first").place_new(&place).unwrap();
        assert!(stage("second").place_new(&place).is_err());
        assert_eq!(fs::read(&place).unwrap(), b"first");
        stage("third").replace(&place).unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"third");
        let mode = fs::metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o640);
        assert_eq!(names(dir.path()), ["file"]);
    }

    #[test]
    fn a_name_that_is_taken_is_not_removed() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("theirs");
        fs::write(&path, "theirs").unwrap();
        assert!(Staged::write(path.clone(), b"ours", None).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        let free = under_free_name(
            |n| dir.path().join(["theirs", "free"][n as usize]),
            |path| Staged::write(path, b"ours", None),
        );
        assert_eq!(free.unwrap().keep(), dir.path().join("free"));
    }

    #[test]
    fn replacing_leaves_nothing_beside() {
        let dir = tempfile::TempDir::new().unwrap();
        let left = format!(".file.upfront-{}", std::process::id());
        fs::write(dir.path().join(left), "half").unwrap();
        for text in ["old", "new"] {
            replace(&dir.path().join("file"), text.as_bytes()).unwrap();
        }
        assert_eq!(names(dir.path()), ["file"]);
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"new");
    }
}
