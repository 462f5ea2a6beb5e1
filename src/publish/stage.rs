//! The whole new site beside the old one, then both exchanged in one step.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FlockOperation, Mode, flock};
use rustix::io::Errno;

use super::job::{Failed, Fate, Job};
use super::turn::FOLDER;
use super::{How, Mark, PublishError, owned};

/// Why the new site did not take the place of the old one.
pub enum Refused<E> {
    /// This system or place cannot exchange folders.
    Impossible,
    /// Something went wrong; the old site is as it was.
    Failed(Failed<E>),
}

impl<E> From<PublishError> for Refused<E> {
    fn from(error: PublishError) -> Self {
        Refused::Failed(error.into())
    }
}

/// Stages all pieces with the target's dotfiles and exchanges both.
pub fn exchange<E: Send>(job: &Job<'_, E>) -> Result<(Vec<Fate>, How), Refused<E>> {
    let (out, exists) = (job.out.as_path(), job.old.exists);
    let Some((parent, prefix)) = beside(out) else {
        return Err(Refused::Impossible);
    };
    if exists && device(out) != device(parent) {
        return Err(Refused::Impossible);
    }
    let staging = match Staging::new(parent, &prefix) {
        Ok(staging) => staging,
        Err(e) if exists && is_refused(&e) => return Err(Refused::Impossible),
        Err(e) => return Err(PublishError::io("making a folder in", parent, e).into()),
    };
    let fates = fill(&staging.path, job).map_err(Refused::Failed)?;
    if exists {
        preserve_dotfiles(out, &staging.path, &job.old.dots, job)?;
    }
    make_durable(&staging)?;
    let how = if exists {
        match swap(&staging.path, out) {
            Ok(()) => How::Exchanged,
            Err(e) if e == Errno::NOENT => rename(&staging.path, out)?,
            Err(e) if is_refused(&e.into()) => return Err(Refused::Impossible),
            Err(e) => return Err(PublishError::io("exchanging", out, e.into()).into()),
        }
    } else {
        match rename(&staging.path, out) {
            Ok(how) => how,
            // Somebody was first: exchange with what they made.
            Err(_) if out.is_dir() => swap(&staging.path, out)
                .map(|()| How::Exchanged)
                .map_err(|e| PublishError::io("exchanging", out, e.into()))?,
            Err(e) => return Err(e.into()),
        }
    };
    if how == How::Exchanged {
        keep_late(out, &staging.path, job)?;
    }
    sync_folder(parent).map_err(|e| PublishError::io("writing to disk", parent, e).half_way())?;
    Ok((fates, how))
}

/// Of a mount point it is another one than of what it stands in.
fn device(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().map(|meta| meta.dev())
}

fn rename(from: &Path, to: &Path) -> Result<How, PublishError> {
    fs::rename(from, to)
        .map(|()| How::First)
        .map_err(|e| PublishError::io("renaming to", to, e))
}

#[cfg(target_os = "linux")]
fn swap(a: &Path, b: &Path) -> Result<(), Errno> {
    rustix::fs::renameat_with(CWD, a, CWD, b, rustix::fs::RenameFlags::EXCHANGE)
}

#[cfg(not(target_os = "linux"))]
fn swap(_: &Path, _: &Path) -> Result<(), Errno> {
    Err(Errno::NOSYS)
}

/// What says "not here" rather than "not now".
fn is_refused(error: &io::Error) -> bool {
    let refused = [
        Errno::XDEV,
        Errno::BUSY,
        Errno::INVAL,
        Errno::NOSYS,
        Errno::PERM,
        Errno::ACCESS,
        Errno::NOTSUP,
        Errno::ROFS,
    ];
    error
        .raw_os_error()
        .is_some_and(|code| refused.iter().any(|e| e.raw_os_error() == code))
}

/// A folder that is removed when it goes out of use: before the exchange the
/// unfinished new site, after it the old one.
struct Staging {
    path: PathBuf,
    /// Locked as long as this build lives, so that others know.
    lock: rustix::fd::OwnedFd,
}

impl Staging {
    fn new(parent: &Path, prefix: &str) -> io::Result<Self> {
        let mut count = 0;
        let path = loop {
            let path = parent.join(format!("{prefix}{}-{count}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => break path,
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => count += 1,
                Err(e) => return Err(e),
            }
        };
        let open = || -> io::Result<rustix::fd::OwnedFd> {
            fs::set_permissions(&path, Permissions::from_mode(0o755))?;
            let lock = rustix::fs::open(&path, FOLDER, Mode::empty())?;
            flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
            Ok(lock)
        };
        match open() {
            Ok(lock) => Ok(Self { path, lock }),
            Err(e) => {
                let _ = fs::remove_dir_all(&path);
                Err(e)
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Where staging folders of a target stand, and how their names begin.
fn beside(out: &Path) -> Option<(&Path, String)> {
    let name = out.file_name()?.to_string_lossy();
    Some((out.parent()?, format!(".{name}.upfront-")))
}

/// Removes what killed builds left beside the target: staging folders that nobody holds.
pub fn remove_stale(out: &Path) {
    let Some((parent, prefix)) = beside(out) else {
        return;
    };
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(&prefix);
        if !ours || !entry.file_type().is_ok_and(|t| t.is_dir()) {
            continue;
        }
        let open = rustix::fs::open(entry.path(), FOLDER, Mode::empty());
        if open.is_ok_and(|folder| flock(&folder, FlockOperation::NonBlockingLockExclusive).is_ok())
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn fill<E: Send>(staging: &Path, job: &Job<'_, E>) -> Result<Vec<Fate>, Failed<E>> {
    let folders: BTreeSet<&str> = job.pieces.iter().flat_map(|p| parents(p.path)).collect();
    for folder in folders {
        make_folder(&staging.join(folder))?;
    }
    job.each(|at, make| {
        let piece = job.pieces[at];
        let (old, new) = (job.out.join(piece.path), staging.join(piece.path));
        if job.is_known(at) && fs::hard_link(&old, &new).is_ok() {
            return Ok(Fate {
                same: true,
                mark: piece.known,
            });
        }
        let bytes = make()?;
        // Taken before the bytes are compared: whoever writes in between is seen later.
        let mark = Mark::of(&old);
        let same = job.stands(at, &bytes);
        // The same bytes stay the same file, so that its time of change, and
        // with it what caches know, survives. The list is another one each time: by it
        // a watcher knows that somebody else has published.
        if same && mark.is_some() && !job.is_list(at) && fs::hard_link(&old, &new).is_ok() {
            return Ok(Fate { same, mark });
        }
        write_file(&new, &bytes)?;
        Ok(Fate {
            same,
            mark: Mark::of(&new),
        })
    })
}

/// `a/b/c.html` stands in `a` and `a/b`.
pub fn parents(path: &str) -> Vec<&str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).collect()
}

/// A folder and those that it stands in, each new one 0755 whatever the umask.
pub fn make_folders(path: &Path) -> Result<(), PublishError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folders(parent)?;
    }
    make_folder(path)
}

pub fn make_folder(path: &Path) -> Result<(), PublishError> {
    match fs::create_dir(path) {
        Ok(()) => fs::set_permissions(path, Permissions::from_mode(0o755)),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(e),
    }
    .map_err(|e| PublishError::io("making", path, e))
}

/// Writes a new file, 0644 whatever the umask.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let write = || -> io::Result<()> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)?;
        file.write_all(bytes)?;
        file.set_permissions(Permissions::from_mode(0o644))
    };
    write().map_err(|e| PublishError::io("writing", path, e))
}

/// What came into the old site, `old` now, while the new one at `out` was made: dotfiles
/// are carried over, and for anything else both change places again.
fn keep_late<E>(out: &Path, old: &Path, job: &Job<'_, E>) -> Result<(), PublishError> {
    let new = job.pieces.iter().map(|piece| piece.path).collect();
    let kept =
        owned::inspect(old, &new).and_then(|late| preserve_dotfiles(old, out, &late.dots, job));
    kept.map_err(|error| {
        let _ = swap(old, out);
        error.seen_at(out)
    })
}

/// Carries the owner's dotfiles over from one tree to the other: links to the same files
/// where possible.
fn preserve_dotfiles<E>(
    from: &Path,
    to: &Path,
    dots: &[String],
    job: &Job<'_, E>,
) -> Result<(), PublishError> {
    let ours: BTreeSet<&str> = job.pieces.iter().map(|piece| piece.path).collect();
    let below_dots = dots
        .iter()
        .flat_map(|dot| walkdir::WalkDir::new(from.join(dot)).sort_by_file_name());
    for entry in below_dots {
        let entry = match entry {
            Ok(entry) => entry,
            // Somebody took it away: there is nothing to carry.
            Err(e)
                if e.io_error()
                    .is_some_and(|e| e.kind() == io::ErrorKind::NotFound) =>
            {
                continue;
            }
            Err(e) => return Err(PublishError::io("reading", from, e.into())),
        };
        let path = owned::below(from, entry.path());
        if ours.contains(path.as_str()) || job.old.listed.contains(&path) {
            continue;
        }
        for folder in parents(&path) {
            make_folder(&to.join(folder))?;
        }
        carry_once(&entry, &to.join(&path))
            .map_err(|e| PublishError::io("keeping", entry.path(), e))?;
    }
    Ok(())
}

/// Carries an entry over, unless it stands there already.
fn carry_once(entry: &walkdir::DirEntry, to: &Path) -> io::Result<()> {
    match fs::symlink_metadata(to) {
        Ok(there) if !there.is_dir() => {
            if is_same(entry, to, &there)? {
                return Ok(());
            }
            fs::remove_file(to)?;
        }
        _ => {}
    }
    carry(entry, to)
}

fn is_same(entry: &walkdir::DirEntry, to: &Path, there: &fs::Metadata) -> io::Result<bool> {
    let here = entry.metadata()?;
    Ok(match (here.is_symlink(), there.is_symlink()) {
        (true, true) => fs::read_link(entry.path())? == fs::read_link(to)?,
        (false, false) => {
            (here.dev(), here.ino()) == (there.dev(), there.ino())
                || here.len() == there.len() && fs::read(entry.path())? == fs::read(to)?
        }
        _ => false,
    })
}

fn carry(entry: &walkdir::DirEntry, to: &Path) -> io::Result<()> {
    let kind = entry.file_type();
    if kind.is_dir() {
        match fs::create_dir(to) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
            _ => {}
        }
        let mode = entry.metadata()?.permissions().mode() & 0o7777;
        return fs::set_permissions(to, Permissions::from_mode(mode | 0o700));
    }
    if kind.is_symlink() {
        return symlink(fs::read_link(entry.path())?, to);
    }
    match fs::hard_link(entry.path(), to) {
        Ok(()) => Ok(()),
        Err(_) if kind.is_file() => fs::copy(entry.path(), to).map(|_| ()),
        Err(e) => Err(e),
    }
}

#[cfg(target_os = "linux")]
fn make_durable(staging: &Staging) -> Result<(), PublishError> {
    rustix::fs::syncfs(&staging.lock)
        .map_err(|e| PublishError::io("writing to disk", &staging.path, e.into()))
}

#[cfg(not(target_os = "linux"))]
fn make_durable(staging: &Staging) -> Result<(), PublishError> {
    let _ = &staging.lock;
    for entry in walkdir::WalkDir::new(&staging.path).into_iter().flatten() {
        let sync = fs::File::open(entry.path()).and_then(|f| f.sync_all());
        sync.map_err(|e| PublishError::io("writing to disk", entry.path(), e))?;
    }
    Ok(())
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_not_refused_for_good() {
        for (errno, expected) in [
            (Errno::XDEV, true),
            (Errno::ROFS, true),
            (Errno::NOSPC, false),
            (Errno::INTR, false),
        ] {
            assert_eq!(is_refused(&errno.into()), expected, "{errno:?}");
        }
        assert!(!is_refused(&io::Error::other("x")));
    }
}
