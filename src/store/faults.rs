//! The seam at the durable steps: a test makes one fail, before or after it took effect; a benchmark
//! records what was written. Absent in service.

use std::sync::Arc;

/// A step after which something must be on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The synced batch of one group.
    Commit,
    /// Flush and compaction after an erasure.
    Scrub,
}

/// What becomes of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Succeeds,
    /// Fails and leaves nothing.
    Fails,
    /// Takes effect, and then reports a failure.
    FailsButPersists,
}

/// Sees every durable step with the bytes it writes, and decides its fate.
pub type Probe = Arc<dyn Fn(Step, &[u8]) -> Fate + Send + Sync>;
