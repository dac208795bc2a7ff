//! What the writer would decide of commands, one after the other, each seeing what those before it did;
//! nothing is kept. Another writer may decide otherwise meanwhile: a trial promises nothing.

use super::check::{CheckError, Context, Decision, check};
use super::commit::put;
use crate::domain::command::Submission;
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, Refusal};
use crate::fact::seal::{Salts, seal};
use crate::limits::IMPORT_TRIAL_FACTS_COUNT;
use crate::rules::book::{Rulebook, Rulebooks};
use crate::store::StoreError;
use crate::store::db::Snapshot;
use crate::store::layered::{Layered, Scratch};
use crate::store::overlay::Overlay;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A state of the ledger, and what the commands so far would make of it.
pub struct Trial<'a> {
    /// Taken for a moment while rows go to the scratch store.
    view: Option<Overlay<Layered<'a>>>,
    scratch: &'a Scratch,
    /// Facts whose rows are held in memory.
    held: usize,
    next: u64,
    book: Arc<Rulebook>,
    now: Instant,
    zone: TimeZone,
}

impl<'a> Trial<'a> {
    /// Over a state, as of an instant; many rows go to `scratch`.
    pub fn new(
        snapshot: Snapshot<'a>,
        scratch: &'a Scratch,
        now: Instant,
        zone: TimeZone,
    ) -> Result<Self, StoreError> {
        let next = crate::views::query::facts(&snapshot)?;
        let view = Overlay::new(Layered::new(snapshot));
        let book = Rulebooks::default().at(&view)?;
        Ok(Self { view: Some(view), scratch, held: 0, next, book, now, zone })
    }

    /// Whether a command would be new (`true`) or a repeat, or why it would be refused.
    pub fn judge(&mut self, submission: &Submission) -> Result<Result<bool, Refusal>, StoreError> {
        let Some(view) = &mut self.view else { return Ok(Err(Code::Internal.into())) };
        // Nothing of it is kept, so that no secret is needed.
        let seed = *blake3::hash(&self.next.to_be_bytes()).as_bytes();
        let (position, today) = (self.next, self.now.day_in(&self.zone));
        let context = Context { rulebook: &self.book, position, now: self.now, today, salt: seed };
        match check(view, submission, &context) {
            Ok(Decision::Accept(draft)) => {
                let Ok(fact) = seal(*draft, position, self.now, Salts::from_seed(seed)) else {
                    return Ok(Err(Code::BodyTooLarge.into()));
                };
                put(view, fact)?;
                self.next += 1;
                self.held += 1;
                self.relieve()?;
                Ok(Ok(true))
            }
            Ok(Decision::Repeat(_)) => Ok(Ok(false)),
            Err(CheckError::Refused(refusal)) => Ok(Err(refusal)),
            Err(CheckError::Store(error)) => Err(error),
        }
    }

    /// Keeps memory bounded whatever the number of commands.
    fn relieve(&mut self) -> Result<(), StoreError> {
        if self.held < IMPORT_TRIAL_FACTS_COUNT {
            return Ok(());
        }
        self.held = 0;
        if let Some(view) = self.view.take() {
            self.view = Some(Layered::settle(view, self.scratch)?);
        }
        Ok(())
    }
}
