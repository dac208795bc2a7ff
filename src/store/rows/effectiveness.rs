//! Rows of what becomes of recalled goods, and of drills.

use super::Row;
use crate::fact::record::{
    ActorRecord, ConsigneeRecord, LineRecord, LotAmountRecord, ScopeRecord, VisitRecord,
};
use crate::store::layout::Family;
use serde::{Deserialize, Serialize};

/// What was stated of a consignee of a recall; what events tell of it is read from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsigneeRow {
    pub who: ConsigneeRecord,
    /// The consignee whose customer it is.
    pub under: Option<[u8; 8]>,
    /// In place of what events tell.
    pub got: Option<Vec<LotAmountRecord>>,
    pub removed: bool,
    /// Facts whose documents name it, and its place among the customers there.
    pub named: Vec<(u64, Option<u16>)>,
    pub notified_on: Option<i32>,
    pub stopped_on: Option<i32>,
    /// The latest of each way and lot.
    pub lines: Vec<KeptLine>,
    /// Milliseconds since 1970, of the consignee's own last answer.
    pub answered_at: Option<i64>,
    pub done: bool,
    /// Facts about it, in order.
    pub facts: Vec<u64>,
    pub erased: bool,
    /// The latest link.
    pub link: Option<LinkKept>,
}
row!(ConsigneeRow in Consignees);

/// A line with who stated it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLine {
    pub line: LineRecord,
    /// [`crate::domain::words::AnswerSide`].
    pub side: u8,
    pub position: u64,
    /// Another side stated another quantity before.
    pub disputed: bool,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkKept {
    /// Milliseconds since 1970.
    pub expires_at: i64,
    pub used: bool,
    pub position: u64,
}

/// A one-time link, by the keyed hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLinkRow {
    pub recall: crate::fact::record::MeasureRef,
    pub who: ConsigneeRecord,
    pub expires_at: i64,
    /// Fact that used it up.
    pub used: Option<u64>,
}
row!(AnswerLinkRow in AnswerLinks);

/// A visit to a shop; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRow {
    pub visit: VisitRecord,
    pub by: ActorRecord,
}
row!(VisitRow in Visits);

/// A closing that waits for a second post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingRow {
    pub position: u64,
    pub by: ActorRecord,
}
row!(ClosingRow in Closings);

/// A drill with its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillRow {
    pub position: u64,
    /// Milliseconds since 1970.
    pub started_at: i64,
    pub by: ActorRecord,
    pub organization: String,
    pub scope: ScopeRecord,
    pub goal_hours: u32,
    pub steps: Vec<DrillStepRecord>,
}
row!(DrillRow in Drills);

/// A step of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillStepRecord {
    /// [`crate::domain::words::DrillStep`].
    pub step: u8,
    /// Milliseconds since 1970.
    pub at: i64,
    pub position: u64,
    pub by: ActorRecord,
}
