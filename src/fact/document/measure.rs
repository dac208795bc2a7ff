//! Documents of what is done about goods: reasons, recalls, corrections, erasures.

use super::organization::TextDoc;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Why something was done: a hold, a withdrawal, units voided, sold or returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonDoc {
    pub reason: BiText,
}

/// A part of a batch's record to erase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErasureDoc {
    /// `public` or `restricted`.
    pub section: String,
    pub legal_ground: BiText,
}

/// The legal ground of an erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroundDoc {
    pub legal_ground: BiText,
}

/// A recall to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallDoc {
    pub scope: ScopeDoc,
    /// What becomes of goods made of an `ingredientLot` or `receivedFrom` a supplier: `recalled` (the usual where the hazard is
    /// `pathogen`, `chemical` or `nonFood`) or `held` pending assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    /// `food`, `consumerGoods`, `vehicle`, `drug`, `other`.
    pub regime: String,
    /// 1 to 3, for `food` and `drug` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<u8>,
    /// `voluntary` or `ordered`.
    pub kind: String,
    /// RFC 3339: when the firm, or whoever opens the recall, came to know of the risk. The clock for
    /// starting the recall runs from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_known_at: Option<String>,
    /// `pathogen`, `chemical`, `nonFood`, `allergen`, `foreignBody`, `label`, `injury`, `other`.
    pub hazard: String,
    /// Of an allergen: whether the label names it. One that it does not name is never class 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared_on_label: Option<bool>,
    pub reason: BiText,
    /// `repair`, `replace`, `refund`, `destroy`, `relabel`.
    pub remedy: Vec<String>,
    pub instructions: BiText,
}

/// What a measure covers: of an organization at most one of `lots`, `producedOn`, `units`, `serials`,
/// `ingredientLot`, `receivedFrom`; or what any of several scopes covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScopeDoc {
    /// Needed, unless there is `any`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Needs `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_on: Option<DaysDoc>,
    /// Needs `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<LotUnitsDoc>,
    /// Needs `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serials: Option<SerialsDoc>,
    /// This lot and what was made of it; of another organization's lot, only what `organization` made.
    /// Not together with `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingredient_lot: Option<BatchLinkDoc>,
    /// What `organization` made of what it received from a supplier on these days, registered before or
    /// after, and what it made of that. Not together with `product`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_from: Option<ReceivedDoc>,
    /// Also what is registered afterwards; only where nothing narrower than a product is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<bool>,
    /// A union: 20 scopes at most, none of them a union, and no member beside it.
    #[schema(no_recursion)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<ScopeDoc>>,
}

/// Days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DaysDoc {
    pub first: String,
    pub last: String,
}

/// Goods received from a supplier: named by its code, or by its name as it stands on papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceivedDoc {
    /// Code of an organization, registered here or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// In place of `supplier`: compared with the names typed in ingredients, without regard to white
    /// space, width and case of letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier_name: Option<String>,
    pub first: String,
    pub last: String,
}

/// Units of one lot by their ordinals, from 1, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LotUnitsDoc {
    pub lot: String,
    pub first: u64,
    pub last: u64,
}

/// Own serials of equal shape, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SerialsDoc {
    pub first: String,
    pub last: String,
}

/// A batch by its three identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchLinkDoc {
    pub organization: String,
    pub product: String,
    pub lot: String,
}

/// An extension or narrowing of a recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepDoc {
    pub scope: ScopeDoc,
    pub reason: BiText,
}

/// A closing or lifting of a recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndDoc {
    pub reason: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<TextDoc>,
}

/// A correction of a batch's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectionDoc {
    /// `record`, `product` or `label`.
    pub kind: String,
    pub reason: BiText,
    pub changes: Vec<ChangeDoc>,
}

/// How an organization works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettingsDoc {
    /// `single`, or `fourEyes`: a second post confirms each correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<String>,
    /// The same for recalls that an authority opens. One of the two is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalls: Option<String>,
}

/// One member set to a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeDoc {
    /// JSON pointer (RFC 6901) into the batch's document; `-` appends to a list.
    pub pointer: String,
    /// `null` removes.
    pub value: Value,
}
