//! What the writer would decide of commands, one after the other, each seeing what those before it did;
//! nothing is kept. Another writer may decide otherwise meanwhile: a trial promises nothing.

use super::check::{CheckError, Context, Decision, check};
use super::commit::Block;
use crate::domain::command::Submission;
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, Refusal};
use crate::fact::seal::{Salts, seal};
use crate::rules::book::{Rulebook, Rulebooks};
use crate::store::StoreError;
use crate::store::db::Snapshot;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A state of the ledger, and what the commands so far would make of it.
pub struct Trial<'a> {
    block: Block<'a>,
    book: Arc<Rulebook>,
    now: Instant,
    zone: TimeZone,
}

impl<'a> Trial<'a> {
    /// Over a state, as of an instant.
    pub fn new(snapshot: Snapshot<'a>, now: Instant, zone: TimeZone) -> Result<Self, StoreError> {
        let block = Block::new(snapshot)?;
        let book = Rulebooks::default().at(&block.view)?;
        Ok(Self { block, book, now, zone })
    }

    /// Whether a command would be new (`true`) or a repeat, or why it would be refused.
    pub fn judge(&mut self, submission: &Submission) -> Result<Result<bool, Refusal>, StoreError> {
        let position = self.block.next_position();
        // Nothing of it is kept, so that no secret is needed.
        let seed = *blake3::hash(&position.to_be_bytes()).as_bytes();
        let book = Arc::clone(&self.book);
        let today = self.now.day_in(&self.zone);
        let context = Context { rulebook: &book, position, now: self.now, today, salt: seed };
        match check(&self.block.view, submission, &context) {
            Ok(Decision::Accept(draft)) => {
                let salts = Salts::from_seed(seed);
                let Ok(fact) = seal(*draft, position, self.now, salts) else {
                    return Ok(Err(Code::BodyTooLarge.into()));
                };
                self.block.append(fact)?;
                Ok(Ok(true))
            }
            Ok(Decision::Repeat(_)) => Ok(Ok(false)),
            Err(CheckError::Refused(refusal)) => Ok(Err(refusal)),
            Err(CheckError::Store(error)) => Err(error),
        }
    }
}
