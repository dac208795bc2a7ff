//! Evidence between its files and its facts: the file first, the fact second. A crash in between leaves
//! a file that nobody names, which the next start removes; what was acknowledged has its file.

use super::App;
use crate::domain::command::Submission;
use crate::domain::evidence::EvidenceHash;
use crate::domain::refusal::{Code, Refusal};
use crate::ledger::queue::Answer;
use crate::limits::EVIDENCE_UPLOADS_COUNT_MAX;
use crate::store::StoreError;
use crate::store::evidence::{Draft, Files};
use crate::views::evidence;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};

/// The files, and who may change them now.
#[derive(Debug)]
pub struct Evidence {
    pub files: Arc<Files>,
    /// Held from a file's change to its fact's: an upload and an erasure of the same bytes must not
    /// cross.
    order: Mutex<()>,
    seats: Semaphore,
}

impl Evidence {
    pub(super) fn new(files: Files) -> Self {
        let seats = Semaphore::new(EVIDENCE_UPLOADS_COUNT_MAX);
        Self { files: Arc::new(files), order: Mutex::new(()), seats }
    }

    /// Room for one upload. Errors: [`Code::Busy`].
    pub fn seat(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.seats.try_acquire().map_err(|_| Code::Busy.into())
    }
}

impl App {
    /// Keeps a file and then its fact. Errors: [`Code::EvidenceErased`] for bytes that were erased; what
    /// the ledger refuses.
    pub async fn add_evidence(
        &self,
        draft: Draft,
        organization: &str,
        submission: Submission,
    ) -> Answer {
        let hash = draft.hash();
        let _order = self.evidence.order.lock().await;
        let known =
            evidence::row(&self.snapshot(), hash, organization).map_err(|error| failed(&error))?;
        if known.is_some_and(|row| row.erased.is_some()) {
            return Err(Code::EvidenceErased.into());
        }
        let files = Arc::clone(&self.evidence.files);
        blocking(move || files.keep(&draft)).await?;
        let answer = self.submit(submission).await;
        let unknown = Refusal::Because(Code::OutcomeUnknown);
        if answer.as_ref().is_err_and(|refusal| *refusal != unknown) {
            self.remove_unnamed(hash).await?;
        }
        answer
    }

    /// Records an erasure and then removes the file, unless another organization has it too.
    pub async fn erase_evidence(&self, hash: EvidenceHash, submission: Submission) -> Answer {
        let _order = self.evidence.order.lock().await;
        let receipt = self.submit(submission).await?;
        self.remove_unnamed(hash).await?;
        Ok(receipt)
    }

    async fn remove_unnamed(&self, hash: EvidenceHash) -> Result<(), Refusal> {
        if evidence::is_named(&self.snapshot(), hash).map_err(|error| failed(&error))? {
            return Ok(());
        }
        let files = Arc::clone(&self.evidence.files);
        blocking(move || files.remove(hash)).await
    }
}

/// Work on files, off the threads that serve.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| failed(&error)),
        Err(error) => {
            tracing::error!(%error, "work on a file of evidence was not done");
            Err(Code::Internal.into())
        }
    }
}

fn failed(error: &StoreError) -> Refusal {
    tracing::error!(%error, "evidence cannot be read or written");
    Code::Internal.into()
}
