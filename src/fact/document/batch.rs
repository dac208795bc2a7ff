//! The document of a batch: when, where and from what it was made.

use super::number::Dec;
use super::product::QuantityDoc;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A batch (lot) that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchDoc {
    pub product: String,
    /// The latest version where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_version: Option<u32>,
    /// 1 to 20 characters of GS1 CSET 82 (AI 10).
    pub lot: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_as_printed: Option<String>,
    pub produced_on: String,
    /// Last day, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates_as_printed: Option<PrintedDatesDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<ManufacturerDoc>,
    pub origin: OriginDoc,
    pub quantity: AmountDoc,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<DensityDoc>,
    /// Fat and oil in what was made, a mass: for limits on the content in fat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fat: Option<QuantityDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preparation: Option<PreparationDoc>,
    pub ingredients: Vec<IngredientDoc>,
    /// An empty list states that none were used.
    pub additives: Vec<AdditiveDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process_controls: Option<Vec<ProcessControlDoc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sale_area: Option<SaleAreaDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<BatchUnitsDoc>,
}

/// Dates in the words of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintedDatesDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
}

/// Who made it, where that is not the organization itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManufacturerDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Number of the production permit, as on the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
    /// `own`, `commissioned`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Reference of the filed commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// Where something comes from: a country, a region, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OriginDoc {
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// GB/T 2260 (six digits) or ISO 3166-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What happened there, e.g. `slaughtered`, `harvested`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// How much was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AmountDoc {
    pub value: Dec,
    /// UN/ECE Recommendation 20.
    pub unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_mass: Option<QuantityDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<Vec<LossDoc>>,
}

/// What was lost in making it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LossDoc {
    /// E.g. `cooking`.
    pub kind: String,
    pub value: Dec,
    /// UN/ECE Recommendation 20.
    pub unit: String,
}

/// One thing that went in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IngredientDoc {
    pub name: BiText,
    /// The firm's own name of the material, as in its formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// `ingredient`, `rework`, `foodContact`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<PaperDoc>>,
    /// Reference of the check on arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoming_check: Option<String>,
    /// Food category of GB 2760 of the ingredient itself, e.g. `12.04`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additive_category: Option<String>,
    /// Additives that it brings along (GB 2760, 3.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additives: Option<Vec<CarriedDoc>>,
}

/// An additive that came in with an ingredient; by CNS or INS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CarriedDoc {
    /// Number of GB 2760, e.g. `17.001`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cns: Option<String>,
    /// Number of Codex CXG 36, e.g. `210`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ins: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    /// A mass: how much of it is in what was used of the ingredient.
    pub contained: QuantityDoc,
    /// Share of the active substance, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_fraction: Option<Dec>,
}

/// How heavy a litre is: for limits per litre of what was weighed, and the reverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DensityDoc {
    pub kg_per_litre: Dec,
}

/// How the food is prepared before it is eaten or drunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreparationDoc {
    /// Mass of the prepared food in masses of the food as sold; at least 1.
    pub times: Dec,
    /// Food category of GB 2760 of the drink that a solid drink becomes, e.g. `14.04`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drink: Option<String>,
}

/// From whom: a lot by its three identifiers or by GTIN and lot (registered yet or not), or as typed from
/// the papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// In place of organization and product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<DeclaredDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot_as_printed: Option<String>,
}

/// A supplier as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclaredDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A paper that came with a delivery. Its type is public, its number is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperDoc {
    /// `animalQuarantine`, `meatInspection`, …
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// A food additive that was used; by CNS or INS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdditiveDoc {
    /// Number of GB 2760, e.g. `09.002`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cns: Option<String>,
    /// Number of Codex CXG 36, e.g. `450(iii)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ins: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    /// `preservative`, `colourRetention`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<QuantityDoc>,
    /// Share of the active substance, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_fraction: Option<Dec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expressed_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceDoc>,
}

/// A reading from the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessControlDoc {
    pub step: String,
    pub parameter: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Dec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Dec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Dec>,
    /// UCUM, e.g. `Cel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// RFC 3339 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_at: Option<String>,
}

/// Where it is meant to be sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaleAreaDoc {
    /// ISO 3166-1 alpha-2.
    pub country: Vec<String>,
}

/// Codes wanted at once, and labels that may be spoilt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchUnitsDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_allowance: Option<u64>,
}
