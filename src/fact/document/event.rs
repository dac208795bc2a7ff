//! The document of an event: what happened to goods between maker and buyer.

use super::product::QuantityDoc;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that happened to goods of a batch. Step, day and region are public; who, how much and
/// with which case is the office's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventDoc {
    /// `packing`, `unpacking`, `shipping`, `receiving`, `selling`, `returning`, `destroying`, `rework`,
    /// `loss`.
    pub biz_step: String,
    pub on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityDoc>,
    /// To whom, or from whom; registered here or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
    /// Where it went, or where it happened: GB/T 2260 or ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Of a sale: `mall`, `supermarket`, `shop`, `market`, `catering`, `online`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Case or pallet: 18 digits (GS1 AI 00).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sscc: Option<String>,
    /// Of packing and unpacking: the case that `sscc` was put into or taken out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Of packing and unpacking: the cases that were put into `sscc` or taken out of it; at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
}
