//! Rows of the register, of policies, of tasks, of events, of judgements, and of checks by product.

use super::{Family, Row};
use crate::fact::record::{
    ActorRecord, BatchRef, EntryRecord, EventRecord, FindingRecord, ItemRecord,
};
use serde::{Deserialize, Serialize};

/// A check other than the factory's own, or one that cites an outside report, by product and day:
/// starred items are tested in a rhythm over all batches of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCheckRow {
    pub items: Vec<ItemRecord>,
}
row!(ProductCheckRow in ChecksByProduct);

/// Something that a rule set somebody to do, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// [`crate::domain::words::TaskKind`].
    pub kind: u8,
    pub batch: BatchRef,
    /// What was found; `None` where a correction set it.
    pub hazard: Option<u8>,
    /// Milliseconds since 1970.
    pub opened_at: i64,
    /// Milliseconds since 1970.
    pub due_at: i64,
    /// Fact that settled it.
    pub done: Option<u64>,
    /// Fact that told the authority that nobody decided in time.
    pub escalated: Option<u64>,
}
row!(TaskRow in Tasks);

/// Presence in an index: a task that is escalated once it is out of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDueRow;
row!(TaskDueRow in TasksDue);

/// An entry of the register with all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    pub position: u64,
    pub holder: String,
    pub record: EntryRecord,
    pub by: ActorRecord,
    /// In the order of recording.
    pub statuses: Vec<StatusRecord>,
}
row!(EntryRow in Entries);

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusRecord {
    pub status: u8,
    pub on: i32,
    pub valid_to: Option<i32>,
    pub position: u64,
    pub by: ActorRecord,
}

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderEntryRow;
row!(HolderEntryRow in EntriesByHolder);

/// A policy that is in use; kind, id and version stand in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    pub position: u64,
    pub effective_from: i32,
    pub digest: [u8; 32],
    pub shipped: bool,
}
row!(PolicyRow in Policies);

/// An event of a batch; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    pub event: EventRecord,
    pub findings: Vec<FindingRecord>,
}
row!(EventRow in Events);

/// What one party stated of a batch, as far as everyone may know it; the newest comes first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyEventRow {
    /// [`crate::domain::words::BizStep`].
    pub biz_step: u8,
    pub on: i32,
    pub region: Option<String>,
}
row!(PartyEventRow in EventsByParty);

/// A file of evidence; its hash and the organization stand in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    pub position: u64,
    pub bytes: u64,
    /// [`crate::domain::evidence::MediaType`].
    pub media: u8,
    pub by: ActorRecord,
    /// Fact that erased it.
    pub erased: Option<u64>,
}
row!(EvidenceRow in Evidence);

/// The standing answer to a question about a product version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRow {
    pub permitted: bool,
    /// The ledger's day.
    pub on: i32,
    /// Post that answered.
    pub post: String,
}
row!(AnswerRow in Answers);

/// Presence in an index: the lot asked this question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRow;
row!(QuestionRow in Questions);

/// An answer that was given, standing or not; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgementRow {
    pub version: u32,
    pub key: String,
    pub permitted: bool,
    /// The ledger's day.
    pub on: i32,
    pub by: ActorRecord,
}
row!(JudgementRow in Judgements);
