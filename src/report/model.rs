//! The trace report: the public answer to one scan. Its shape is the contract of the JSON answer, and
//! the page is rendered from the same value, so that the two cannot say different things.
//! No rule lives here; `report` fills it and `verdict` decides.

mod parties;
mod provenance;

pub use parties::{
    BatchShown, CompletenessShown, ManufacturerShown, OrganizationShown, PermitShown, ProductShown,
};
pub use provenance::{
    AdditiveShown, FormulaShown, IngredientShown, JudgedShown, OriginShown, Provenance,
    TestItemShown, TestShown, TimelineStep,
};

use crate::fact::text::BiText;
use crate::verdict::{Notice, Reason, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

/// Answer of one look-up. All texts carry both languages where they are the service's own.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraceReport {
    /// RFC 3339 UTC, seconds: when this answer was computed.
    pub as_of: String,
    /// The day on which dates were judged.
    pub judged_on: JudgedOn,
    /// Ledger position of the snapshot the answer was computed at.
    pub position: u64,
    /// How often the same was looked at; of no account for the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scans: Option<ScansShown>,
    /// What the code names: `unit`, `lot`, `product` or `nothing`.
    pub identifies: Identifies,
    pub key: ReportKey,
    pub verdict: Verdict,
    pub display: Display,
    /// Every reason that holds, worst first. Empty for a bare `registered`.
    pub reasons: Vec<Reason>,
    pub notices: Vec<NoticeShown>,
    pub recalls: Vec<RecallShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<WithdrawalShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare_with_pack: Option<CompareWithPack>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<ManufacturerShown>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<PermitShown>,
    /// Tests that the product owes on a rhythm and that are overdue today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overdue_tests: Vec<OverdueTest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    pub corrections: Vec<CorrectionShown>,
    /// Only when several products of the organization share the serial (HTTP 300).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ReceiptShown>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Identifies {
    Unit,
    Lot,
    Product,
    Nothing,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgedOn {
    /// `YYYY-MM-DD` in `time_zone`.
    pub date: String,
    /// IANA name, e.g. `Asia/Shanghai`.
    pub time_zone: String,
}

/// Visitors of the same unit, lot or product, each counted once a day. A first query proves nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScansShown {
    pub sessions: u64,
    /// RFC 3339 UTC, whole minutes.
    pub first_at: String,
    /// Provinces (GB/T 2260, two digits) that readers chose to give.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provinces: Vec<ProvinceShown>,
}

/// How many readers gave a province.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvinceShown {
    pub province: String,
    pub name: BiText,
    pub sessions: u32,
}

/// What was asked, as far as it is known.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// An issued code (16 characters, no hyphens) or an own serial.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
}

/// The words a person reads first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Display {
    pub title: BiText,
    pub sentence: BiText,
    pub actions: Vec<Action>,
}

/// One thing to do. `code` is one of: doNotEat, doNotUse, doNotBuy, keepApart, photograph, call,
/// repair, replace, refund, destroy, relabel, ifEaten, ifHurt, refused12315, checkAgain, tellShop, report,
/// compare, chooseLot, wait, retry.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    pub code: &'static str,
    pub text: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A notice with its sentence and one step to take.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NoticeShown {
    pub code: Notice,
    pub title: BiText,
    pub text: BiText,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecallShown {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<u8>,
    /// `voluntary` or `ordered`.
    pub kind: &'static str,
    /// `open` or `closed`; a lifted recall is not shown.
    pub state: &'static str,
    pub regime: &'static str,
    pub hazard: &'static str,
    pub reason: BiText,
    pub instructions: BiText,
    pub scope_text: BiText,
    /// It came to this lot through what went into it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_ingredient: bool,
    pub remedy: Vec<&'static str>,
    /// RFC 3339 UTC.
    pub opened_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    pub opened_by: StatedBy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// API path of the recall.
    pub notice: String,
}

/// Who stands behind a statement: never a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatedBy {
    /// `operator`, `regulator`, `producer`, `laboratory`, `seller`.
    pub role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoldShown {
    pub since: String,
    pub reason: BiText,
    pub stated_by: StatedBy,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawalShown {
    /// `unit` when this code was voided, `batch` when the whole lot was withdrawn.
    pub what: &'static str,
    pub at: String,
    pub reason: BiText,
}

/// What the reader holds against the pack in hand.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompareWithPack {
    pub name: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_as_printed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_content: Option<String>,
}

/// The digital label (GB 7718-2025 clause 9): mandatory items in printed order, allergens first.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LabelShown {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    pub items: Vec<LabelItem>,
}

/// One line of the label. `code`: allergens, ingredientStatement, nutrition, storage, netContent, shelfLife,
/// standard, permit, producer, …
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LabelItem {
    pub code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<BiText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<NutritionRow>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NutritionRow {
    pub code: String,
    /// Exact decimal as declared, e.g. `14.0`.
    pub value: String,
    pub unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nrv_percent: Option<u32>,
}

/// A test that the product's category asks for on a rhythm (starred items), overdue on the day judged.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverdueTest {
    /// The item; `overall` stands for any test by an outside laboratory.
    pub item: String,
    pub months: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_tested_on: Option<String>,
    /// Last day on which it was in time.
    pub due_on: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnitShown {
    /// `issued`, `activated`, `sold`, `returned` or `voided`.
    pub state: &'static str,
    /// `issued` or `own`.
    pub code_kind: &'static str,
    /// The issued code as people read it: `XXXX-XXXX-XXXX-XXXX`; an own serial as it is.
    pub shown: String,
    /// Version of the product whose label it carries.
    pub label_version: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionShown {
    pub at: String,
    /// `record`, `product` or `label`.
    pub kind: &'static str,
    pub reason: BiText,
    pub by: StatedBy,
    /// Who proposed it, where a second post of the firm confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<StatedBy>,
    /// The correction was made before the batch was released.
    pub before_release: bool,
    pub changes: Vec<ChangeShown>,
}

/// A corrected field; the values are left out where the public may not see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeShown {
    /// JSON pointer into the batch document.
    pub field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    pub product: String,
    pub name: BiText,
    /// Path of the scan page for this product.
    pub path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptShown {
    pub position: u64,
    pub recorded_at: String,
    /// Hexadecimal BLAKE3 of the envelope.
    pub content_id: String,
}
