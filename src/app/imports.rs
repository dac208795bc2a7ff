//! Imports: files of records that are read, tried and then taken in, in the background. They lie beside the
//! ledger in `DIR/imports/<id>`; whatever is lost of them, no fact is. What a row means is not known here.

use crate::limits::{EXPORTS_AT_ONCE_COUNT_MAX, IMPORTS_AT_ONCE_COUNT_MAX, SIDE_IMPORTS_COUNT_MAX};
use crate::store::layered::Scratch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Its rows are read and tried; nothing is written.
    Checking,
    /// Tried to the end: it can be run.
    Checked,
    /// Rows are written.
    Running,
    /// Every row was written or refused.
    Done,
    /// All or nothing: a row was refused that had passed, since something else was written meanwhile. Rows
    /// before it are registered.
    Stopped,
    /// The service ended meanwhile; running it again goes on.
    Interrupted,
    /// The file cannot be read.
    Unreadable,
}

/// What is known of an import.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Whose it is: the side of the token that sent it.
    pub side: String,
    pub organization: String,
    pub kind: Option<String>,
    pub format: String,
    pub stage: Stage,
    /// `rollback` or `proceed`, once it runs.
    pub mode: Option<String>,
    /// Whether it was tried to the end.
    pub checked: bool,
    /// Whether the columns of a sheet are not understood, so that nothing of it can be taken.
    pub unreadable_sheet: bool,
    pub counts: Counts,
}

/// Records of an import. While checking: what would become of them.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub records: u64,
    pub accepted: u64,
    pub repeated: u64,
    pub failed: u64,
    pub errors: u64,
    pub notes: u64,
}

/// One import.
#[derive(Debug)]
pub struct Job {
    pub id: String,
    folder: PathBuf,
    state: Mutex<State>,
}

/// All of them.
#[derive(Debug)]
pub struct Imports {
    folder: PathBuf,
    jobs: Mutex<BTreeMap<String, (u64, Arc<Job>)>>,
    /// Seats of those that read or write.
    pub seats: Arc<Semaphore>,
    /// Seats of exports.
    pub exports: Arc<Semaphore>,
}

impl Imports {
    /// Those of a data folder. What was under way when the process ended is interrupted; what cannot be
    /// read any more is removed.
    pub fn open(data: &Path) -> std::io::Result<Self> {
        let folder = data.join("imports");
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let mut jobs = BTreeMap::new();
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let state = std::fs::read(path.join("state.json")).ok();
            let state = state.and_then(|bytes| serde_json::from_slice::<State>(&bytes).ok());
            let Some(mut state) = state else {
                std::fs::remove_dir_all(&path)?;
                continue;
            };
            if matches!(state.stage, Stage::Checking | Stage::Running) {
                state.stage = Stage::Interrupted;
            }
            let job = Job { id: id.clone(), folder: path, state: Mutex::new(state) };
            jobs.insert(id, (jobs.len() as u64, Arc::new(job)));
        }
        let seats = Arc::new(Semaphore::new(IMPORTS_AT_ONCE_COUNT_MAX));
        let exports = Arc::new(Semaphore::new(EXPORTS_AT_ONCE_COUNT_MAX));
        Ok(Self { folder, jobs: Mutex::new(jobs), seats, exports })
    }

    /// An import of a side.
    pub fn find(&self, id: &str, side: &str) -> Option<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, job) = jobs.get(id)?;
        (job.state().side == side).then(|| Arc::clone(job))
    }

    /// A new import; the oldest of the side that is not at work makes room. `None`: all are at work.
    pub fn add(&self, id: &str, state: State) -> std::io::Result<Option<Arc<Job>>> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let own = jobs.values().filter(|(_, job)| job.state().side == state.side);
        let own: Vec<_> = own.map(|(age, job)| (*age, Arc::clone(job))).collect();
        if own.len() >= SIDE_IMPORTS_COUNT_MAX {
            let idle = own
                .iter()
                .filter(|(_, job)| !matches!(job.state().stage, Stage::Checking | Stage::Running));
            let Some((_, oldest)) = idle.min_by_key(|(age, _)| *age) else { return Ok(None) };
            jobs.remove(&oldest.id);
            std::fs::remove_dir_all(&oldest.folder)?;
        }
        let folder = self.folder.join(id);
        std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
        let job = Arc::new(Job { id: id.to_owned(), folder, state: Mutex::new(state) });
        job.keep()?;
        let age = jobs.values().map(|(age, _)| age + 1).max().unwrap_or(0);
        jobs.insert(id.to_owned(), (age, Arc::clone(&job)));
        Ok(Some(job))
    }

    /// Forgets an import whose file did not arrive.
    pub fn forget(&self, job: &Job) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.remove(&job.id);
        if let Err(error) = std::fs::remove_dir_all(&job.folder) {
            tracing::warn!(%error, "the folder of an import could not be removed");
        }
    }
}

impl Job {
    /// As it stands.
    pub fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what is known of it; a change of stage is kept on disk.
    pub fn change(&self, change: impl FnOnce(&mut State)) -> std::io::Result<()> {
        let before = self.state().stage;
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        if self.state().stage == before { Ok(()) } else { self.keep() }
    }

    /// Takes it to work when it stands at one of these stages; no other may have taken it.
    pub fn begin(&self, from: &[Stage], to: Stage) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = from.contains(&state.stage);
        if fits {
            state.stage = to;
        }
        fits
    }

    fn keep(&self) -> std::io::Result<()> {
        let bytes = serde_json::to_vec(&self.state())?;
        let draft = self.folder.join("state.tmp");
        std::fs::write(&draft, bytes)?;
        std::fs::rename(draft, self.folder.join("state.json"))
    }

    /// The file as it was sent.
    pub fn upload(&self) -> PathBuf {
        self.folder.join("upload")
    }

    /// Where rows of a trial lie that are too many for memory.
    pub fn scratch(&self) -> Scratch {
        Scratch::new(self.folder.join("trial"))
    }

    /// Where the failed rows are written for handing out.
    pub fn failed(&self) -> PathBuf {
        self.folder.join("failed")
    }

    /// Begins to write findings anew.
    pub fn findings_writer(&self) -> std::io::Result<impl Write + use<>> {
        Ok(std::io::BufWriter::new(std::fs::File::create(self.folder.join("findings"))?))
    }

    /// Findings that were written, a record a line.
    pub fn findings(
        &self,
    ) -> std::io::Result<impl Iterator<Item = std::io::Result<String>> + use<>> {
        let path = self.folder.join("findings");
        if !path.exists() {
            std::fs::write(&path, [])?;
        }
        Ok(BufReader::new(std::fs::File::open(path)?).lines())
    }
}
