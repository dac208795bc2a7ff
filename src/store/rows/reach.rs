//! Rows of the reach of recalls: which lots it marked, how it came there, what is left to follow.

use super::Row;
use crate::fact::record::BatchRef;
use crate::store::layout::Family;
use serde::{Deserialize, Serialize};

/// Marks of one measure on a lot, one for each of its scopes that came there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRow {
    pub by: Vec<MarkRecord>,
}
row!(MarkRow in Marks);

/// How a reach came to a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkRecord {
    /// Place of the ingredient scope among the steps of the measure.
    pub step: u16,
    /// The input it came through; `None` at the lot that is named itself, and at a product.
    pub via: Option<BatchRef>,
    /// Edges from the lot that is named.
    pub distance: u16,
}

/// Presence in an index: lots of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachedRow;
row!(ReachedRow in Reached);

/// What a measure reached at one organization, or in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachedByRow {
    pub lots: u64,
    /// Units as they were registered when the lots were reached.
    pub units: u64,
    /// Organizations; 1 at one of them.
    pub organizations: u64,
}
row!(ReachedByRow in ReachedBy);

/// One ingredient scope of a measure being followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachRow {
    /// Sequence of the next step.
    pub next: u32,
    /// Number of the first work that is left.
    pub head: u64,
    /// Number of the next work that is queued; equal to `head` when all is followed.
    pub tail: u64,
    /// Lots it marked.
    pub lots: u64,
    /// Their units, as they were registered then.
    pub units: u64,
}
row!(ReachRow in Reaches);

/// Presence in an index: reaches with work left, of lifted measures too, whose work is only put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningRow;
row!(RunningRow in ReachesRunning);

/// A marked lot whose outputs are to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachWorkRow {
    pub lot: BatchRef,
    pub distance: u16,
    /// The last output that was looked at.
    pub after: Option<BatchRef>,
}
row!(ReachWorkRow in ReachWork);
