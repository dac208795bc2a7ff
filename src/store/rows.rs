//! Values of the families, and which family each belongs to. Rows hold identifiers, numbers and
//! positions; free content stays in sections, so that erasing it needs no search.

use super::layout::Family;
use crate::fact::record::{
    ActorRecord, AdditivesRecord, BatchNumbers, BatchRef, CheckedRecord, MadeRecord,
    QuantityRecord, ScopeRecord, StandingRecord,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A value of one family under one version.
pub trait Row: Serialize + DeserializeOwned {
    /// Where it is kept.
    const FAMILY: Family;
    /// Version byte of its bytes.
    const VERSION: u8 = 1;
}

macro_rules! row {
    ($name:ident in $family:ident) => {
        impl Row for $name {
            const FAMILY: Family = Family::$family;
        }
    };
}

mod campaigns;
mod effectiveness;
mod notify;
mod proposals;
mod reach;
mod register;
mod scans;
mod sscc;
mod sums;
mod units;

pub use campaigns::{AnsweredRecord, AssistanceRow, CampaignRow, FiledRecord, StageRecord};
pub use effectiveness::{
    AnswerLinkRow, ClosingRow, ConsigneeRow, DrillRow, DrillStepRecord, KeptLine, LinkKept,
    VisitRow,
};
pub use notify::{CursorRow, NoticeRow, NumberedEntryRow, WatchRow, WatchedRow, WebhookRow};
pub use proposals::{
    PROPOSAL_CONFIRMED, PROPOSAL_OPEN, PROPOSAL_REJECTED, ProposalRow, RecallProposalRow,
};
pub use reach::{
    MarkRecord, MarkRow, ReachRow, ReachWorkRow, ReachedByRow, ReachedRow, RunningRow,
};
pub use register::{
    AnswerRow, EntryRow, EventRow, EvidenceRow, HolderEntryRow, JudgementRow, PartyEventRow,
    PolicyRow, ProductCheckRow, QuestionRow, StatusRecord, TaskDueRow, TaskRow,
};
pub use scans::{ScanRow, ScanSessionRow, ScanSignalRow};
pub use sscc::{SsccLot, SsccRow, SsccStep};
pub use sums::{LotSumsRow, flow_of};
pub use units::{
    BatchBlockRow, KEY_ACTIVE, KEY_EXPOSED, KEY_RETIRED, OwnRangeRow, OwnShapeRow, SegmentRow,
    UnitBlockRow, UnitKeyRow,
};

/// A key that signs the ledger as a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogKeyRow {
    pub origin: String,
    /// Ed25519 public key.
    pub key: [u8; 32],
}
row!(LogKeyRow in LogKeys);

/// A commit: one group of facts, chained by hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRow {
    pub count: u32,
    pub previous: [u8; 32],
    pub hash: [u8; 32],
}
row!(BlockRow in Blocks);

/// An admitted party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRow {
    pub position: u64,
    pub roles: Vec<u8>,
    pub region: String,
    pub gln: Option<String>,
    pub products: u64,
    pub batches: u64,
    pub units: u64,
    /// Issued codes, for the quota.
    pub codes: u64,
    /// Open or closed measures on the whole organization.
    pub measures: u32,
    /// Entries of the register it holds.
    pub entries: u32,
    /// Tasks that are not settled.
    pub tasks: u32,
    /// Improvement orders among its entries, ended ones included.
    pub orders: u32,
    /// Of evidence that was not erased.
    pub evidence_bytes: u64,
    /// Corrections wait for a second post.
    pub four_eyes: bool,
    /// Who asked to end that; a second post has yet to agree.
    pub ending_four_eyes: Option<ActorRecord>,
    /// Recalls that this authority opens wait for a second post.
    pub recalls_four_eyes: bool,
    /// Who asked to end that.
    pub ending_recalls: Option<ActorRecord>,
    /// Proposed recalls that wait.
    pub recall_proposals: u32,
}
row!(OrganizationRow in Organizations);

/// The code a GB 11714 code is known under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasRow(pub String);
row!(AliasRow in Aliases);

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    pub position: u64,
    /// BLAKE3 of the secret, keyed by the pepper.
    pub hash: [u8; 32],
    pub role: u8,
    pub organization: Option<String>,
    pub region: Option<String>,
    pub post: Option<String>,
    pub expires_on: Option<i32>,
    pub revoked: Option<u64>,
}
row!(TokenRow in Tokens);

/// Where a token's row is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenIndexRow(pub String);
row!(TokenIndexRow in TokenIndex);

/// A product over all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRow {
    pub first: u64,
    pub latest: u32,
    pub latest_position: u64,
    pub gtin: Option<String>,
    pub batches: u64,
    pub units: u64,
    pub own_serials: bool,
    /// Open or closed measures on the whole product, or on dates or serials of it.
    pub measures: u32,
    /// Open or closed measures that name it, single lots of it included.
    pub any_measures: u32,
    /// Lots of it name what went into them.
    pub inputs: bool,
    /// A recall reached lots of it through what went into them.
    pub reached: bool,
}
row!(ProductRow in Products);

/// One version of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    pub position: u64,
    pub gtin: Option<String>,
    pub category: String,
    /// [`crate::domain::groups::Groups`] of the product's own document.
    pub groups: u32,
    pub permit_category: Option<String>,
    pub additive_category: Option<String>,
}
row!(VersionRow in ProductVersions);

/// A product by its two identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRefRow {
    pub organization: String,
    pub product: String,
}
row!(ProductRefRow in Gtins);

/// A registered batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// Registration.
    pub position: u64,
    /// Milliseconds since 1970; with `content_id` what a receipt states of the registration.
    pub recorded_at: i64,
    pub content_id: [u8; 32],
    /// Latest whole document: registration or correction.
    pub document: u64,
    pub salt: [u8; 32],
    pub version: u32,
    /// Position of that product version.
    pub version_position: u64,
    pub numbers: BatchNumbers,
    pub made: MadeRecord,
    pub additives: Vec<AdditivesRecord>,
    /// Since it was released.
    pub standing: Option<StandingRecord>,
    /// Events stated of its goods.
    pub events: u32,
    pub state: u8,
    /// Fact that brought the state.
    pub state_position: u64,
    pub units: u64,
    pub codes: u64,
    pub segments: Segments,
    /// Ingredients that name their lot, by their place in the list.
    pub linked: Vec<u16>,
    pub checks: u32,
    /// The first of them, in the order they were stated: most batches have no more, and need no search.
    pub first_checks: Vec<u64>,
    /// Final factory tests that report an item.
    pub factory_tests: u32,
    /// Without those that a final report took the place of.
    pub failed_checks: u32,
    pub corrections: u32,
    /// Proposed corrections that wait for a second post.
    pub proposals: u32,
    /// Open or closed measures on this lot itself.
    pub measures: u32,
    /// Bits: 1 public erased, 2 restricted erased.
    pub erased: u8,
    /// Lots that went into it were named once.
    pub inputs: bool,
    /// A recall reached it through what went into it.
    pub reached: bool,
}
row!(BatchRow in Batches);

/// States of a batch's units in short: most batches need no look into `unit_segments`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segments {
    /// Every unit is as issued.
    None,
    /// One segment: first, last, state, position.
    One { first: u64, last: u64, state: u8, position: u64 },
    /// So many rows.
    Many(u32),
}

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchDateRow;
row!(BatchDateRow in BatchesByDate);

/// A test of a batch; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    pub check: CheckedRecord,
    pub by: ActorRecord,
    /// Position of the final report that took its place.
    pub superseded: Option<u64>,
}
row!(CheckRow in Checks);

/// Reports of one number from one side, about one batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReportRow {
    pub preliminary: Option<u64>,
    /// The final one.
    pub last: Option<u64>,
}
row!(CheckReportRow in CheckReports);

/// A check that waits, or waited, for its lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedCheckRow {
    pub position: u64,
    pub by: ActorRecord,
    pub producer: Option<String>,
    pub check: CheckedRecord,
    pub hazard: Option<u8>,
    /// The lot it was matched with, and the fact that did.
    pub matched: Option<(BatchRef, u64)>,
}
row!(QueuedCheckRow in QueuedChecks);

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyQueuedRow;
row!(PartyQueuedRow in QueuedByParty);

/// An edge and the fact that last stated it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeInRow(pub u64);
row!(EdgeInRow in EdgesIn);

/// The same edge from the input's side, with what went over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdgeOutRow {
    pub position: u64,
    pub used: Vec<QuantityRecord>,
}
row!(EdgeOutRow in EdgesOut);

/// A typed input that was judged to be a registered lot, or not to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    pub position: u64,
    pub confirmed: bool,
}
row!(LinkRow in Links);

/// A hold or recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRow {
    pub opened: u64,
    /// Milliseconds since 1970.
    pub opened_at: i64,
    pub opener: ActorRecord,
    pub state: u8,
    pub ended: Option<u64>,
    pub ended_at: Option<i64>,
    /// Regime, class, kind, hazard, remedies; `None` for a hold.
    pub recall: Option<RecallWords>,
    /// What was found, for a hold placed by rule.
    pub found: Option<u8>,
    /// In order; the last step that covers a unit decides.
    pub steps: Vec<StepRecord>,
}
row!(MeasureRow in Measures);

/// The closed words of a recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallWords {
    pub regime: u8,
    pub class: Option<u8>,
    pub kind: u8,
    pub hazard: u8,
    pub remedy: Vec<u8>,
}

/// One scope of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    pub include: bool,
    pub scope: ScopeRecord,
    /// Fact that brought it: open scopes without `later` cover what was registered before it.
    pub position: u64,
}

/// A measure filed under a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectMeasureRow {
    /// A correction moved this lot out of the measure's dates at this position; it stays covered.
    pub kept: Option<u64>,
}
row!(SubjectMeasureRow in MeasuresBySubject);

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductMeasureRow;
row!(ProductMeasureRow in MeasuresByProduct);

/// A correction of a batch; its position stands in the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRow {
    pub kind: u8,
    pub by: ActorRecord,
    pub recorded_at: i64,
    /// The batch was not released yet.
    pub before_release: bool,
    /// Who proposed it, where a second post confirmed.
    pub proposed_by: Option<ActorRecord>,
}
row!(CorrectionRow in Corrections);

/// Presence in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow;
row!(HistoryRow in History);

/// What a command was answered, for its repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRow {
    pub digest: [u8; 32],
    pub position: u64,
}
row!(ReceiptRow in Receipts);

/// A running number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterRow(pub u64);
row!(CounterRow in Counters);
