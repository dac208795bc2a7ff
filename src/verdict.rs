//! The verdict: a closed set, worst wins, every reason listed. Pure: it sees findings, not the store.
//! It never says that a thing is genuine or safe; a printed code can be copied.

use serde::Serialize;
use utoipa::ToSchema;

/// What a look-up answers. The order is the order of severity: the first that holds wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// An open recall covers what was scanned.
    Recalled,
    /// The campaign ended, and this unit is not recorded as returned: still do not use.
    RecallClosed,
    /// Sale is suspended while something is checked.
    Held,
    /// The unit was voided or the batch withdrawn.
    Withdrawn,
    /// The last day has passed (judged in the ledger's zone, the last day included).
    Expired,
    /// The code names the product only, and some of its lots are recalled.
    CheckLot,
    /// Fact-backed doubt: code of another product, key exposed.
    Suspect,
    /// Printed, but release or sale is not recorded.
    NotActivated,
    /// Registered, and nothing above holds. Notices may still have to be read first.
    Registered,
    /// Well-formed, nothing registered here (404).
    Unknown,
    /// The check character fails (400).
    CodeMistyped,
}

/// Why a verdict holds. `measure` names a hold or recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    pub code: ReasonCode,
    /// Id of the recall or hold, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall: Option<String>,
    /// RFC 3339 UTC or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum ReasonCode {
    Recalled,
    RecallClosed,
    Held,
    UnitVoided,
    BatchWithdrawn,
    Expired,
    CheckLot,
    /// The code belongs to another product than the one in the address.
    CodeOfAnotherProduct,
    /// The key that made this code was exposed.
    CodeKeyExposed,
    NotReleased,
    NotActivated,
    /// A recall is being followed through ingredients and may come to this lot. Never without the
    /// notice of the same name.
    RecallCheckRunning,
}

/// Things to read first although nothing forbids use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Notice {
    /// The reach of a recall is being worked out, and may come to this lot: do not use it yet.
    RecallCheckRunning,
    /// Own serials can be guessed.
    OwnSerial,
    /// A label item was corrected after printing.
    LabelCorrected,
    /// A recorded value was corrected after release.
    RecordCorrected,
    /// The record is incomplete for the product's category.
    GroupsMissing,
    /// A permit was lost after production.
    PermitLost,
    /// An additive is above its limit, not permitted or not listed.
    AdditiveFound,
    /// A test of this batch failed.
    TestFailed,
    /// The lot asked for is not registered; the answer is the product's.
    LotNotRegistered,
    /// The registered date is unknown to the service: no expiry recorded.
    NoExpiry,
    /// This unit was recorded as returned.
    Returned,
    /// The content of this record was erased on a legal ground.
    Erased,
    /// This unit was looked at unusually often, or far apart in a short time.
    UnusualScans,
    /// A test that the product owes on a rhythm is overdue.
    RhythmOverdue,
}

impl ReasonCode {
    /// The verdict this reason leads to.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Recalled => Verdict::Recalled,
            Self::RecallClosed => Verdict::RecallClosed,
            Self::Held => Verdict::Held,
            Self::UnitVoided | Self::BatchWithdrawn => Verdict::Withdrawn,
            Self::Expired => Verdict::Expired,
            Self::CheckLot => Verdict::CheckLot,
            Self::CodeOfAnotherProduct | Self::CodeKeyExposed => Verdict::Suspect,
            Self::NotReleased | Self::NotActivated => Verdict::NotActivated,
            Self::RecallCheckRunning => Verdict::Registered,
        }
    }
}

/// The worst verdict among the reasons; `Registered` when there is none.
pub fn worst(reasons: &[Reason]) -> Verdict {
    reasons.iter().map(|reason| reason.code.verdict()).min().unwrap_or(Verdict::Registered)
}
