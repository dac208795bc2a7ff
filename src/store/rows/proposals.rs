//! Rows of what waits for a second post.

use super::Row;
use crate::fact::record::{ActorRecord, MeasureRef};
use crate::store::layout::Family;
use serde::{Deserialize, Serialize};

/// A proposed correction; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRow {
    pub kind: u8,
    pub by: ActorRecord,
    pub recorded_at: i64,
    /// Position of the document it was made against.
    pub base: u64,
    /// [`PROPOSAL_OPEN`], [`PROPOSAL_CONFIRMED`] or [`PROPOSAL_REJECTED`].
    pub state: u8,
    /// Fact that confirmed or rejected it.
    pub ended: Option<u64>,
}
row!(ProposalRow in Proposals);

/// A recall that a first post of an authority proposed; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallProposalRow {
    pub by: ActorRecord,
    pub recorded_at: i64,
    /// As [`ProposalRow::state`].
    pub state: u8,
    /// Fact that confirmed or rejected it.
    pub ended: Option<u64>,
    /// The recall that it became.
    pub recall: Option<MeasureRef>,
}
row!(RecallProposalRow in RecallProposals);

/// State of a proposal: it waits for a second post.
pub const PROPOSAL_OPEN: u8 = 0;
/// It was applied.
pub const PROPOSAL_CONFIRMED: u8 = 1;
/// It was turned down.
pub const PROPOSAL_REJECTED: u8 = 2;
