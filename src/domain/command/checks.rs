//! Commands of tests: what a report says, handed in alone or among others.

use super::{BatchKey, Document};
use crate::domain::day::Day;
use crate::domain::evidence::EvidenceHash;
use crate::domain::gtin::Gtin;
use crate::domain::lot::Lot;
use crate::domain::org_code::OrgCode;
use crate::domain::words::{CheckKind, Hazard, Outcome, ReportState};

/// A test or inspection of a batch.
#[derive(Debug, Clone)]
pub struct AddCheck {
    pub batch: BatchKey,
    pub check: Checked,
    pub document: Document,
}

/// A test that a laboratory hands in among others, for a lot it may know or not.
#[derive(Debug, Clone)]
pub struct TakeInCheck {
    pub target: Option<Target>,
    /// The producer that the label names.
    pub labelled: Option<OrgCode>,
    /// Keyed digest of report, sample and what the label says: equal for the same test.
    pub sample: [u8; 32],
    pub check: Checked,
    /// The check alone, as a lot keeps it.
    pub document: Document,
    /// The whole statement, for the queue.
    pub statement: Document,
}

/// The lot that a laboratory names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Batch(BatchKey),
    Gtin { gtin: Gtin, lot: Lot },
}

/// What was tested and what it comes to.
#[derive(Debug, Clone)]
pub struct Checked {
    pub kind: CheckKind,
    pub tested_on: Day,
    pub state: ReportState,
    /// With the side that states it, what makes it the same report.
    pub report_no: String,
    /// Keyed digest of its document: equal where the same is said again.
    pub content: [u8; 32],
    pub evidence: Vec<EvidenceHash>,
    /// The laboratory that the report names.
    pub laboratory: Option<OrgCode>,
    /// Computed from the items.
    pub outcome: Outcome,
    pub items: Vec<CheckedItem>,
    /// The worst that the failed items can do, where that compels a recall.
    pub hazard: Option<Hazard>,
}

/// One item of a check with its computed outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedItem {
    pub item: String,
    /// Kind of the check it comes from: values may be taken from an outside report.
    pub kind: CheckKind,
    pub outcome: Outcome,
    /// It is the report's word that it complies, without a value.
    pub stated: bool,
    /// The values were taken from another report, whose laboratory is not named.
    pub taken_over: bool,
    pub method: Option<String>,
}
