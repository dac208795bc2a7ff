//! Rows of the process of recalls, apart from the measure itself, which every scan of its goods reads.

use super::Row;
use crate::fact::record::ActorRecord;
use crate::store::layout::Family;
use serde::{Deserialize, Serialize};

/// How a recall goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// When the risk became known: milliseconds since 1970.
    pub known_at: Option<i64>,
    /// In the order in which they were stated.
    pub stages: Vec<StageRecord>,
    /// The last plan.
    pub plan: Option<FiledRecord>,
    /// What the notice last stated.
    pub notice: Option<FiledRecord>,
    pub starts_on: Option<i32>,
    pub ends_on: Option<i32>,
    /// The last day as an authority moved it, and where that stands.
    pub finish_by: Option<(i32, u64)>,
    /// Papers filed and days moved.
    pub papers: u32,
    /// Positions of what everybody may know of it, in order.
    pub told: Vec<u64>,
}
row!(CampaignRow in Campaigns);

/// A stage that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// [`crate::domain::words::RecallStage`].
    pub stage: u8,
    /// Milliseconds since 1970.
    pub at: i64,
    pub position: u64,
    pub by: ActorRecord,
}

/// A paper on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledRecord {
    pub position: u64,
    /// When the first one was filed: milliseconds since 1970.
    pub first_at: i64,
}

/// A request for help to the authorities of a region; recall and region stand in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistanceRow {
    /// Position and time, in milliseconds since 1970, of the last fact that asked.
    pub opened: u64,
    pub opened_at: i64,
    pub due_at: i64,
    /// Organizations of the region that the recall reached.
    pub organizations: u32,
    pub answers: Vec<AnsweredRecord>,
    /// Fact whose answer ended it.
    pub done: Option<u64>,
}
row!(AssistanceRow in Assistance);

/// An answer of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredRecord {
    /// [`crate::domain::words::AssistanceAnswer`].
    pub answer: u8,
    /// Milliseconds since 1970.
    pub at: i64,
    pub position: u64,
    pub by: ActorRecord,
}
