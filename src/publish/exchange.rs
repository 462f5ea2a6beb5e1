//! The whole new site beside the old one, then both exchanged in one step.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use super::job::{Failed, FileOutcome, Job};
use super::{Mark, PublishError, PublishMethod, existing_site, make_durable, make_folder};
use crate::disk::path::{below, folders_of};
use crate::disk::{self, FileId, Lock, TemporaryFolder, is_impossible};

/// Why the new site did not take the place of the old one.
pub enum ExchangeError<E> {
    /// This system or place cannot exchange folders.
    Impossible,
    /// Something went wrong; the old site is as it was.
    Failed(Failed<E>),
}

impl<E> From<PublishError> for ExchangeError<E> {
    fn from(error: PublishError) -> Self {
        ExchangeError::Failed(error.into())
    }
}

/// Stages all pieces with the target's dotfiles and exchanges both.
pub fn exchange<E: Send>(
    job: &Job<'_, E>,
) -> Result<(Vec<FileOutcome>, PublishMethod), ExchangeError<E>> {
    let (out, exists) = (job.out.as_path(), job.old.exists);
    let Some((parent, prefix)) = beside(out) else {
        return Err(ExchangeError::Impossible);
    };
    if exists && device(out) != device(parent) {
        return Err(ExchangeError::Impossible);
    }
    let staging = match Staging::new(parent, &prefix) {
        Ok(staging) => staging,
        Err(e) if exists && is_impossible(&e) => return Err(ExchangeError::Impossible),
        Err(e) => return Err(PublishError::io("making a folder in", parent, e).into()),
    };
    let staging = staging.folder.path();
    let outcomes = fill(staging, job).map_err(ExchangeError::Failed)?;
    if exists {
        preserve_dotfiles(out, staging, &job.old.dots, job)?;
    }
    make_durable(staging)?;
    let how = if exists {
        match disk::exchange(staging, out) {
            Ok(()) => PublishMethod::Exchanged,
            Err(e) if e.kind() == io::ErrorKind::NotFound => rename(staging, out)?,
            Err(e) if is_impossible(&e) => return Err(ExchangeError::Impossible),
            Err(e) => return Err(PublishError::io("exchanging", out, e).into()),
        }
    } else {
        match rename(staging, out) {
            Ok(how) => how,
            // Somebody was first: exchange with what they made.
            Err(_) if out.is_dir() => disk::exchange(staging, out)
                .map(|()| PublishMethod::Exchanged)
                .map_err(|e| PublishError::io("exchanging", out, e))?,
            Err(e) => return Err(e.into()),
        }
    };
    if how == PublishMethod::Exchanged {
        keep_late(out, staging, job)?;
    }
    disk::sync_folder(parent)
        .map_err(|e| PublishError::io("writing to disk", parent, e).half_way())?;
    Ok((outcomes, how))
}

/// Of a mount point it is another one than of what it stands in.
fn device(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().map(|meta| meta.dev())
}

fn rename(from: &Path, to: &Path) -> Result<PublishMethod, PublishError> {
    fs::rename(from, to)
        .map(|()| PublishMethod::First)
        .map_err(|e| PublishError::io("renaming to", to, e))
}

/// A folder that is removed when it goes out of use: before the exchange the
/// unfinished new site, after it the old one.
struct Staging {
    folder: TemporaryFolder,
    /// Held as long as this build lives, so that others know.
    _lock: Lock,
}

impl Staging {
    fn new(parent: &Path, prefix: &str) -> io::Result<Self> {
        let pid = std::process::id();
        let folder = TemporaryFolder::new(|n| parent.join(format!("{prefix}{pid}-{n}")))?;
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
        let lock = Lock::try_folder(folder.path())?;
        let _lock = lock.ok_or(io::ErrorKind::WouldBlock)?;
        Ok(Self { folder, _lock })
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
    for left in disk::entries_named(parent, |name| name.starts_with(&prefix)) {
        if disk::is_folder(&left) && matches!(Lock::try_folder(&left), Ok(Some(_))) {
            let _ = fs::remove_dir_all(left);
        }
    }
}

fn fill<E: Send>(staging: &Path, job: &Job<'_, E>) -> Result<Vec<FileOutcome>, Failed<E>> {
    let folders: BTreeSet<&str> = job.pieces.iter().flat_map(|p| folders_of(p.path)).collect();
    for folder in folders {
        make_folder(&staging.join(folder))?;
    }
    job.each(|at, make| {
        let piece = job.pieces[at];
        let (old, new) = (job.out.join(piece.path), staging.join(piece.path));
        if job.is_known(at) && fs::hard_link(&old, &new).is_ok() {
            return Ok(FileOutcome {
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
            return Ok(FileOutcome { same, mark });
        }
        write_file(&new, &bytes)?;
        Ok(FileOutcome {
            same,
            mark: Mark::of(&new),
        })
    })
}

/// Writes a new file, 0644 whatever the umask.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    disk::write_new(path, bytes, Some(0o644))
        .map(drop)
        .map_err(|e| PublishError::io("writing", path, e))
}

/// What came into the old site, `old` now, while the new one at `out` was made: dotfiles
/// are carried over, and for anything else both change places again.
fn keep_late<E>(out: &Path, old: &Path, job: &Job<'_, E>) -> Result<(), PublishError> {
    let new = job.pieces.iter().map(|piece| piece.path).collect();
    let kept = existing_site::inspect(old, &new)
        .and_then(|late| preserve_dotfiles(old, out, &late.dots, job));
    kept.map_err(|error| {
        let _ = disk::exchange(old, out);
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
        .flat_map(|dot| walkdir::WalkDir::new(from.join(dot)).sort_by(disk::by_name));
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
        let path = below(from, entry.path());
        if ours.contains(path.as_str()) || job.old.listed.contains(&path) {
            continue;
        }
        for folder in folders_of(&path) {
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
            FileId::new(&here) == FileId::new(there)
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
