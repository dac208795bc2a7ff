//! Files of evidence beside the store: `DIR/evidence/<2 hex>/<64 hex>`, drafts in `DIR/evidence/tmp`.
//! A file is whole and on disk before a fact names it, and nothing here knows which facts do.

use super::StoreError;
use crate::domain::evidence::EvidenceHash;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of evidence.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    drafts: AtomicU64,
}

/// A file that is being written; it goes with the value unless it was kept.
#[derive(Debug)]
pub struct Draft {
    file: File,
    path: PathBuf,
    hasher: blake3::Hasher,
    bytes: u64,
    /// What it begins with.
    head: Vec<u8>,
}

/// As many bytes as the longest magic has.
const HEAD_BYTES: usize = 8;

impl Files {
    /// The folder in `data`, made if it is not there.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        let folder = data.join("evidence");
        make_folder(&folder.join("tmp"))?;
        Ok(Self { folder, drafts: AtomicU64::new(0) })
    }

    /// Begins a file.
    pub fn draft(&self) -> Result<Draft, StoreError> {
        let number = self.drafts.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join("tmp").join(format!("{}-{number}", std::process::id()));
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(&path);
        let file = file.map_err(at(&path))?;
        Ok(Draft { file, path, hasher: blake3::Hasher::new(), bytes: 0, head: Vec::new() })
    }

    /// Puts a draft under its name: on disk with its folders when this returns.
    pub fn keep(&self, draft: &Draft) -> Result<(), StoreError> {
        draft.file.sync_all().map_err(at(&draft.path))?;
        let path = self.path(draft.hash());
        let folder = path.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        fs::rename(&draft.path, &path).map_err(at(&path))?;
        sync_folder(folder)?;
        sync_folder(&self.folder)
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, hash: EvidenceHash) -> Result<(), StoreError> {
        let path = self.path(hash);
        match fs::remove_file(&path) {
            Ok(()) => sync_folder(path.parent().unwrap_or(&self.folder)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(at(&path)(error)),
        }
    }

    /// The bytes of a file that fits its name; `None` where there is none.
    /// Errors: unreadable, or other bytes than its name says.
    pub fn read(&self, hash: EvidenceHash) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(hash);
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) if *blake3::hash(&bytes).as_bytes() == hash.0 => Ok(Some(bytes)),
            Ok(_) => Err(StoreError::Damaged { family: "evidence", reason: "a file was changed" }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(&path)(error)),
        }
    }

    /// Removes drafts, and every file that is not wanted: what a crash left between a file and its
    /// fact, or between an erasure and its file. Returns how many.
    pub fn sweep(
        &self,
        mut wanted: impl FnMut(EvidenceHash) -> Result<bool, StoreError>,
    ) -> Result<usize, StoreError> {
        let mut removed = 0;
        for folder in entries(&self.folder)? {
            for path in entries(&folder)? {
                let name = path.file_name().and_then(|name| name.to_str());
                let hash = name.and_then(EvidenceHash::parse);
                let keep = match hash {
                    Some(hash) if path == self.path(hash) => wanted(hash)?,
                    _ => false,
                };
                if !keep {
                    fs::remove_file(&path).map_err(at(&path))?;
                    removed += 1;
                }
            }
            sync_folder(&folder)?;
        }
        Ok(removed)
    }

    fn path(&self, hash: EvidenceHash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(name.get(..2).unwrap_or_default()).join(&name)
    }
}

impl Draft {
    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).map_err(at(&self.path))?;
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(())
    }

    /// Hash of what was written.
    pub fn hash(&self) -> EvidenceHash {
        EvidenceHash(*self.hasher.finalize().as_bytes())
    }

    /// How many bytes were written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether it begins with these bytes.
    pub fn begins_with(&self, magic: &[u8]) -> bool {
        self.head.starts_with(magic)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Kept, it is no longer there; otherwise the next start would remove it.
        let _gone = fs::remove_file(&self.path);
    }
}

/// Folders or files in a folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let listed = fs::read_dir(folder).map_err(at(folder))?;
    listed.map(|entry| entry.map(|entry| entry.path()).map_err(at(folder))).collect()
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(at(folder))
}

fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    let path = path.display().to_string();
    move |error| StoreError::Engine(format!("{path}: {error}"))
}
