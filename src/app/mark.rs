//! The high-water mark: the last signed checkpoint, kept in a file beside the store, so that a store which
//! was put back to an earlier state is noticed before anything is added to it. It holds back nothing else;
//! what it shows a start, an auditor shows everybody.

use crate::ledger::genesis::OpenError;
use crate::ledger::tree;
use crate::limits::HIGH_WATER_EVERY_MS;
use crate::log::checkpoint::Checkpoint;
use crate::log::note::{Note, Verifier};
use crate::store::db::Db;
use crate::store::keyring::write_private;
use crate::store::read::Read;
use crate::views::query;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Writes the mark while facts come, at most once in [`HIGH_WATER_EVERY_MS`].
pub struct Keeper {
    stop: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// The checkpoint in a mark; `None` where there is no file. Errors: it is none of this log's.
pub fn read(path: &Path, log: &Verifier) -> Result<Option<Checkpoint>, OpenError> {
    let bad = |reason: String| OpenError::Mark(path.display().to_string(), reason);
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(bad(error.to_string())),
    };
    let note = Note::parse(&bytes).map_err(|error| bad(error.to_string()))?;
    let checkpoint = Checkpoint::signed_by(&note, log);
    checkpoint.map(Some).map_err(|_| bad(format!("not signed by the log {}", log.name())))
}

/// Refuses a store that does not reach up to its mark, or leads elsewhere.
pub fn check(path: &Path, view: &impl Read) -> Result<(), OpenError> {
    let Some(log) = tree::verifier(view)? else { return Ok(()) };
    let Some(mark) = read(path, &log)? else { return Ok(()) };
    let facts = query::facts(view)?;
    if mark.size <= facts && tree::root(view, mark.size)? == mark.root {
        return Ok(());
    }
    Err(OpenError::RolledBack { facts, marked: mark.size, path: path.display().to_string() })
}

/// Writes the last checkpoint; its size.
pub fn write(path: &Path, view: &impl Read) -> Result<u64, OpenError> {
    let Some((checkpoint, note)) = tree::published(view)? else { return Ok(0) };
    write_private(path, note.to_string().as_bytes())?;
    Ok(checkpoint.size)
}

impl Keeper {
    /// Keeps a mark from now on.
    pub fn start(path: PathBuf, db: Arc<Db>) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("high-water".to_owned());
        let thread = thread.spawn(move || keep(&path, &db, &stopped))?;
        Ok(Self { stop, thread: Mutex::new(Some(thread)) })
    }

    /// Writes what is new and ends.
    pub fn close(&self) {
        self.stop.store(true, Ordering::Release);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            thread.thread().unpark();
            let _panicked = thread.join();
        }
    }
}

fn keep(path: &Path, db: &Db, stopped: &AtomicBool) {
    let mut written = None;
    loop {
        // Before the look: what is committed up to a stop is in the last mark.
        let last = stopped.load(Ordering::Acquire);
        let view = db.snapshot();
        if query::facts(&view).ok() != written {
            match write(path, &view) {
                Ok(size) => written = Some(size),
                Err(error) => tracing::error!(%error, "the high-water mark could not be written"),
            }
        }
        drop(view);
        if last {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(HIGH_WATER_EVERY_MS));
    }
}
