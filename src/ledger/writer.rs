//! The one writer: takes what is waiting, judges each command against the snapshot plus what this
//! group has decided, commits the group with one sync, and only then answers.

use super::check::{CheckError, Context, Decision, check};
use super::commit::Block;
use super::escalate;
use super::queue::{Answer, Queue, Receipt, Waiting};
use super::reach;
use crate::clock::{Clock, Entropy};
use crate::codec::key::KeyReader;
use crate::domain::day::Instant;
use crate::domain::refusal::Code;
use crate::fact::body::Body;
use crate::fact::seal::{Salts, seal};
use crate::limits::{ESCALATED_TASKS_COUNT, ESCALATION_CHECK_MS, REACH_STEP_EDGES_BESIDE_COUNT};
use crate::log::note::Signer;
use crate::rules::book::Rulebooks;
use crate::store::StoreError;
use crate::store::db::Db;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::views::query;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the writer works with.
pub struct Writer {
    pub db: Arc<Db>,
    pub queue: Arc<Queue>,
    pub clock: Arc<Clock>,
    pub entropy: Arc<Entropy>,
    pub zone: TimeZone,
    pub rulebooks: Arc<Rulebooks>,
    /// Signs a checkpoint with each group.
    pub signer: Option<Signer>,
    /// Edges that one step of a reach follows.
    pub reach_edges: usize,
    /// Set once a commit failed: nobody knows what is on disk, so the process must end.
    pub failed: Arc<AtomicBool>,
    /// Called after each commit, before its callers are answered.
    pub on_commit: Box<dyn Fn() + Send>,
    pub on_failure: Box<dyn Fn(&StoreError) + Send>,
}

/// What the writer has to do when nobody asks for anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Something to follow or to escalate at once.
    Work,
    /// Tasks that will fall due.
    Tasks,
    Nothing,
}

impl Writer {
    /// Runs until the queue is closed and empty, or a commit fails.
    pub fn spawn(self) -> std::io::Result<JoinHandle<()>> {
        std::thread::Builder::new().name("writer".to_owned()).spawn(move || {
            // A writer that panicked must not leave a service that looks able to write.
            let (failed, queue) = (Arc::clone(&self.failed), Arc::clone(&self.queue));
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.run()));
            if done.is_err() {
                failed.store(true, Ordering::SeqCst);
                queue.close();
                queue.abandon();
                (self.on_failure)(&StoreError::Engine("the writer panicked".to_owned()));
            }
        })
    }

    fn run(&self) {
        let mut last = self.last_time();
        // What was being followed when the process ended goes on.
        let mut left = Left::Work;
        while let Some(group) = match left {
            Left::Work => self.queue.take_waiting(),
            Left::Tasks => self.queue.take_within(Duration::from_millis(ESCALATION_CHECK_MS)),
            Left::Nothing => self.queue.take(),
        } {
            if !group.is_empty() {
                metrics::histogram!("suyuan_group_commands").record(group.len() as f64);
            }
            let (replies, submissions): (Vec<_>, Vec<_>) =
                group.into_iter().map(|Waiting { submission, reply }| (reply, submission)).unzip();
            match self.write(&submissions, &mut last) {
                Ok((answers, more)) => {
                    left = more;
                    for (reply, answer) in replies.into_iter().zip(answers) {
                        // A client that hung up has no use for its answer.
                        let _gone = reply.send(answer);
                    }
                }
                Err(error) => {
                    self.failed.store(true, Ordering::SeqCst);
                    self.queue.close();
                    for reply in replies {
                        let _gone = reply.send(Err(Code::OutcomeUnknown.into()));
                    }
                    self.queue.abandon();
                    (self.on_failure)(&error);
                    return;
                }
            }
        }
    }

    /// Judges one group and commits it, with one step of what is left to follow; the group may be
    /// empty. Gives the answers, and what is left to do.
    pub fn write(
        &self,
        submissions: &[crate::domain::command::Submission],
        last: &mut i64,
    ) -> Result<(Vec<Answer>, Left), StoreError> {
        let now = Instant(self.clock.now_ms().max(*last));
        let mut block = Block::new(self.db.snapshot())?;
        let mut answers = Vec::with_capacity(submissions.len());
        let mut scrub = pending_scrub(&block.view)?;
        let mut rulebook = self.rulebooks.at(&block.view)?;
        for submission in submissions {
            let seed = self.seed()?;
            let book = Arc::clone(&rulebook);
            let context = Context {
                rulebook: &book,
                position: block.next_position(),
                now,
                today: now.day_in(&self.zone),
                salt: *blake3::keyed_hash(&seed, b"batch").as_bytes(),
            };
            match check(&block.view, submission, &context) {
                Ok(Decision::Accept(draft)) => {
                    let salts = Salts::from_seed(seed);
                    let Ok(fact) = seal(*draft, context.position, now, salts) else {
                        answers.push(Err(Code::BodyTooLarge.into()));
                        continue;
                    };
                    let content_id = fact.content_id;
                    let body = block.append(fact)?.body;
                    scrub = scrub_also(scrub, &body);
                    if matches!(body, Body::PoliciesAdopted { .. }) {
                        rulebook = self.rulebooks.at(&block.view)?;
                    }
                    answers.push(Ok(Receipt {
                        position: context.position,
                        recorded_at: now,
                        content_id,
                        repeated: false,
                        body,
                    }));
                }
                Ok(Decision::Repeat(position)) => answers.push(Ok(receipt(&block.view, position)?)),
                Err(CheckError::Refused(refusal)) => answers.push(Err(refusal)),
                Err(CheckError::Store(error)) => return Err(error),
            }
        }
        self.follow(&mut block, now, submissions.is_empty())?;
        let more = self.escalate(&mut block, now)?;
        let more = if reach::is_left(&block.view)? { Left::Work } else { more };
        let facts = block.len();
        if facts > 0 {
            if let Some((first, last)) = scrub {
                let range = [first.to_be_bytes(), last.to_be_bytes()].concat();
                block.view.put_bytes(Family::Meta, SCRUB_PENDING.to_vec(), range);
            }
            block.commit(&self.db, self.signer.as_ref())?;
            (self.on_commit)();
            metrics::counter!("suyuan_commits_total").increment(1);
            metrics::counter!("suyuan_facts_total").increment(facts as u64);
            *last = now.0;
        }
        if scrub.is_some() {
            finish_scrub(&self.db)?;
        }
        Ok((answers, more))
    }

    /// One bounded step of a recall that is being followed, if one is.
    fn follow(&self, block: &mut Block<'_>, now: Instant, alone: bool) -> Result<(), StoreError> {
        // Whoever waits should not wait for a whole step; the fact says what was found, so that a replay
        // does not ask how much a step was.
        let beside = self.reach_edges.min(REACH_STEP_EDGES_BESIDE_COUNT);
        let edges = if alone { self.reach_edges } else { beside };
        let Some(body) = reach::next_step(&block.view, edges)? else { return Ok(()) };
        self.state(block, body, now)
    }

    /// Escalates tasks that fell due, so many at a time; what is left of them.
    fn escalate(&self, block: &mut Block<'_>, now: Instant) -> Result<Left, StoreError> {
        for _ in 0..ESCALATED_TASKS_COUNT {
            match escalate::next(&block.view, now)? {
                (Some(body), _) => self.state(block, body, now)?,
                (None, true) => return Ok(Left::Tasks),
                (None, false) => return Ok(Left::Nothing),
            }
        }
        Ok(Left::Work)
    }

    /// What the service itself states.
    fn state(&self, block: &mut Block<'_>, body: Body, now: Instant) -> Result<(), StoreError> {
        let salts = Salts::from_seed(self.seed()?);
        let fact = seal(reach::draft(body), block.next_position(), now, salts)
            .map_err(|error| StoreError::Engine(error.to_string()))?;
        block.append(fact)?;
        Ok(())
    }

    fn seed(&self) -> Result<[u8; 32], StoreError> {
        self.entropy.bytes32().map_err(|error| StoreError::Engine(error.to_string()))
    }

    fn last_time(&self) -> i64 {
        let snapshot = self.db.snapshot();
        let last = query::facts(&snapshot).unwrap_or(0).checked_sub(1);
        last.and_then(|position| receipt(&snapshot, position).ok())
            .map_or(0, |last| last.recorded_at.0)
    }
}

/// Set in the commit of an erasure to the first and last key erased, removed once the bytes are gone
/// from every file.
const SCRUB_PENDING: &[u8] = b"scrub-pending";

/// Widens what is to be scrubbed by the sections of a fact.
fn scrub_also(pending: Option<(u64, u64)>, body: &Body) -> Option<(u64, u64)> {
    let (Body::SectionErased { positions, .. } | Body::ConsigneeErased { positions, .. }) = body
    else {
        return pending;
    };
    let (low, high) = (positions.iter().min().copied()?, positions.iter().max().copied()?);
    Some(pending.map_or((low, high), |(first, last)| (first.min(low), last.max(high))))
}

fn pending_scrub(view: &impl Read) -> Result<Option<(u64, u64)>, StoreError> {
    let bytes = view.bytes(Family::Meta, SCRUB_PENDING)?;
    Ok(bytes.and_then(|bytes| {
        let mut reader = KeyReader::new(&bytes);
        reader.u64().zip(reader.u64())
    }))
}

/// Makes erased bytes vanish from every file, if an erasure asked for it: after its commit, after a
/// later one when a long read was in the way, or at the next start. `true` when nothing is left to do.
pub fn finish_scrub(db: &Db) -> Result<bool, StoreError> {
    let Some((first, last)) = pending_scrub(&db.snapshot())? else { return Ok(true) };
    let (start, end) = (key::section(first, 0), key::section(last, u8::MAX));
    if !db.scrub(Family::Sections, &start, &end)? {
        tracing::warn!("a long read delays an erasure; it is tried again after the next commit");
        return Ok(false);
    }
    let mut batch = crate::store::db::Batch::default();
    db.change(&mut batch, (Family::Meta, SCRUB_PENDING, None))?;
    db.commit(batch)?;
    Ok(true)
}

/// The receipt of a fact in the ledger.
pub fn receipt(view: &impl Read, position: u64) -> Result<Receipt, StoreError> {
    let damaged = StoreError::Damaged { family: "facts", reason: "a receipt has no fact" };
    let recorded = query::receipt(view, position)?;
    let private = query::private(view, position)?;
    let Some((recorded, private)) = recorded.zip(private) else { return Err(damaged) };
    Ok(Receipt {
        position,
        recorded_at: recorded.recorded_at,
        content_id: recorded.content_id,
        repeated: true,
        body: private.body,
    })
}
