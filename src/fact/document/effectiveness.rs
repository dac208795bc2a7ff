//! Documents of what becomes of recalled goods, and of drills. Nothing in them is public.

use super::measure::ScopeDoc;
use super::organization::TextDoc;
use super::product::QuantityDoc;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A consignee of a recall: added, or corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsigneeDoc {
    /// Whose goods it received; the token's own organization where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The consignee to correct; a further one is added where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consignee: Option<String>,
    /// The consignee whose customer it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// Its code, registered here or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<TextDoc>,
    /// GB/T 2260 or ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<TextDoc>,
    /// How to reach it. Erasable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<TextDoc>,
    /// In place of what shipments tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<Vec<LotAmountDoc>>,
    /// It received nothing after all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
    pub reason: BiText,
}

/// How much of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LotAmountDoc {
    pub product: String,
    pub lot: String,
    pub quantity: QuantityDoc,
}

/// What a consignee did, or what is known of it. Quantities say how much went which way so far: a later
/// one of the same outcome and lot takes its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallAnswerDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_sale_on: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<RecallOutcomeDoc>,
    /// To whom goods were passed on: they become consignees one step further.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerDoc>,
    /// Hashes of files of evidence, of the organization that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<String>>,
    /// Nothing more is to come.
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    pub last: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
}

/// How much went one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallOutcomeDoc {
    /// `segregated`, `returned`, `destroyed`, `sold`, `unaccounted`.
    pub outcome: String,
    /// With `lot`; both left out: of all lots together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    pub quantity: QuantityDoc,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

/// A customer of a consignee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    pub name: TextDoc,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<TextDoc>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub got: Vec<LotAmountDoc>,
}

/// A one-time link to ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerLinkDoc {
    /// 1 to 90; 14 where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u64>,
}

/// A visit to a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VisitDoc {
    /// Whose goods were looked for.
    pub organization: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consignee: Option<String>,
    pub place: TextDoc,
    /// GB/T 2260 or ISO 3166.
    pub region: String,
    pub on: String,
    /// Goods of the recall were still on sale.
    pub on_sale: bool,
    /// How much of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
}

/// A drill to start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrillDoc {
    pub scope: ScopeDoc,
    /// Hours it shall take at most: 24 where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal_hours: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
}

/// A step of a drill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrillStepDoc {
    /// `lotsFound`, `consigneesListed`, `quantitiesReconciled`, `note`, `finished`.
    pub step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
}
