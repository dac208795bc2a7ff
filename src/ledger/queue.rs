//! The bounded queue before the writer, and the answers that come back from it.

use crate::domain::command::Submission;
use crate::domain::day::Instant;
use crate::domain::refusal::{Code, Refusal};
use crate::fact::body::Body;
use crate::limits::{GROUP_BYTES_MAX, GROUP_COUNT_MAX, QUEUE_BYTES_MAX, QUEUE_COUNT_MAX};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Proof that a command was accepted, and what came of it.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub position: u64,
    pub recorded_at: Instant,
    pub content_id: [u8; 32],
    /// The command had been accepted before.
    pub repeated: bool,
    /// What the fact says, e.g. the number of a recall.
    pub body: Body,
}

/// What a submitter is told once the group is on disk.
pub type Answer = Result<Receipt, Refusal>;

/// A command waiting for the writer.
pub struct Waiting {
    pub submission: Submission,
    pub reply: oneshot::Sender<Answer>,
}

/// Commands in order of arrival, bounded by count and by bytes.
#[derive(Default)]
pub struct Queue {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    bytes: usize,
    closed: bool,
}

impl State {
    /// The next group: as many as one may hold.
    fn group(&mut self) -> Vec<Waiting> {
        let mut group = Vec::new();
        let mut bytes = 0;
        while group.len() < GROUP_COUNT_MAX && (group.is_empty() || bytes < GROUP_BYTES_MAX) {
            let Some(next) = self.waiting.pop_front() else { break };
            bytes += next.submission.bytes;
            self.bytes = self.bytes.saturating_sub(next.submission.bytes);
            group.push(next);
        }
        group
    }
}

impl Queue {
    /// Adds a command, or says why not: `Busy` when full, `OutcomeUnknown` when the writer has stopped.
    pub fn push(&self, submission: Submission) -> Result<oneshot::Receiver<Answer>, Code> {
        let (reply, answer) = oneshot::channel();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(Code::OutcomeUnknown);
        }
        let bytes = state.bytes.saturating_add(submission.bytes);
        if state.waiting.len() >= QUEUE_COUNT_MAX || bytes > QUEUE_BYTES_MAX {
            return Err(Code::Busy);
        }
        state.bytes = bytes;
        state.waiting.push_back(Waiting { submission, reply });
        drop(state);
        self.arrived.notify_one();
        Ok(answer)
    }

    /// Adds several commands side by side, so that one group takes them, or none of them: see
    /// [`Queue::push`].
    pub fn push_all(
        &self,
        submissions: Vec<Submission>,
    ) -> Result<Vec<oneshot::Receiver<Answer>>, Code> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(Code::OutcomeUnknown);
        }
        let more: usize = submissions.iter().map(|submission| submission.bytes).sum();
        let bytes = state.bytes.saturating_add(more);
        if state.waiting.len() + submissions.len() > QUEUE_COUNT_MAX || bytes > QUEUE_BYTES_MAX {
            return Err(Code::Busy);
        }
        state.bytes = bytes;
        let mut answers = Vec::with_capacity(submissions.len());
        for submission in submissions {
            let (reply, answer) = oneshot::channel();
            state.waiting.push_back(Waiting { submission, reply });
            answers.push(answer);
        }
        drop(state);
        self.arrived.notify_one();
        Ok(answers)
    }

    /// Waits for commands and takes as many as one group may hold; `None` once closed and empty.
    pub fn take(&self) -> Option<Vec<Waiting>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.waiting.is_empty() {
            if state.closed {
                return None;
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        Some(state.group())
    }

    /// The same, but no longer than `patience`: then nothing may be there.
    pub fn take_within(&self, patience: Duration) -> Option<Vec<Waiting>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waiting.is_empty() && !state.closed {
            let woken = self.arrived.wait_timeout(state, patience);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.waiting.is_empty() && state.closed {
            return None;
        }
        Some(state.group())
    }

    /// What is waiting, as [`Queue::take`] gives it, without waiting for more: nothing may be there.
    pub fn take_waiting(&self) -> Option<Vec<Waiting>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.waiting.is_empty() && state.closed {
            return None;
        }
        Some(state.group())
    }

    /// No more commands; what is waiting is still written.
    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.arrived.notify_all();
    }

    /// Tells everyone who still waits that nobody knows the outcome; only after [`Queue::close`].
    pub fn abandon(&self) {
        while let Some(group) = self.take() {
            for waiting in group {
                // A client that hung up needs no answer.
                let _gone = waiting.reply.send(Err(Code::OutcomeUnknown.into()));
            }
        }
    }

    /// Commands waiting now.
    pub fn len(&self) -> usize {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).waiting.len()
    }

    /// Whether none is waiting.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
