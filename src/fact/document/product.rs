//! The document of a product version: what the label says, and the formula, which is never public.

use super::number::Dec;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A product, or a further version of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductDoc {
    /// The organization's own name for it: 1 to 40 of `A-Z a-z 0-9 . _ -`.
    pub product: String,
    /// Counts up from 1; 1 where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// GTIN-8, -12, -13 or -14; kept with 14 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    pub name: BiText,
    /// Size or model as sold, e.g. `200 g`.
    pub specification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_content: Option<QuantityDoc>,
    /// Largest face of the pack in square centimetres: small packs may leave label items to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_face_cm2: Option<Dec>,
    /// Dotted words, e.g. `food.meat.cooked`.
    pub category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit_category: Option<String>,
    /// Food category of GB 2760, e.g. `08.03.05`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additive_category: Option<String>,
    /// Organization code of the party that answers for the label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible_party: Option<String>,
    /// Product standard it is made to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shelf_life: Option<ShelfLifeDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<FormulaDoc>,
}

/// A value in a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuantityDoc {
    pub value: Dec,
    /// UN/ECE Recommendation 20, e.g. `EA`, `KGM`, `GRM`, `LTR`.
    pub unit: String,
}

/// How long it keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShelfLifeDoc {
    pub value: Dec,
    /// UN/ECE Recommendation 20, e.g. `DAY`, `MON`.
    pub unit: String,
    /// `bestBefore`, `useBy` or another word of the trade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_type: Option<String>,
}

/// What is printed, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Standards it follows, e.g. `GB 7718-2025`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageDoc>,
    /// In printed order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ingredient_statement: Option<Vec<StatementLineDoc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allergens: Option<Vec<AllergenDoc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nutrition: Option<NutritionDoc>,
}

/// How to keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StorageDoc {
    /// Degrees Celsius.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_cel: Option<Dec>,
    /// Degrees Celsius.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_cel: Option<Dec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<BiText>,
}

/// One entry of the printed list of ingredients: a name, or an additive by its CNS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatementLineDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cns: Option<String>,
    /// Share as printed, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Dec>,
}

/// An allergen and how it is contained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllergenDoc {
    /// GS1 allergen type code, e.g. `AY` for soya.
    pub code: String,
    /// GS1 level of containment, e.g. `CONTAINS`, `MAY_CONTAIN`.
    pub containment: String,
}

/// The nutrition table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NutritionDoc {
    pub per: QuantityDoc,
    pub items: Vec<NutrientDoc>,
}

/// One line of the nutrition table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NutrientDoc {
    /// `energy`, `protein`, `fat`, `sodium`, …
    pub code: String,
    pub value: Dec,
    /// UCUM, e.g. `kJ`, `g`, `mg`.
    pub unit: String,
}

/// What goes in and how much: a trade secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormulaDoc {
    /// `restricted`; there is no other, whatever is said here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The amount of product the lines are for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<QuantityDoc>,
    pub lines: Vec<FormulaLineDoc>,
}

/// One line of a formula: a material of the firm, or an additive by its CNS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormulaLineDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cns: Option<String>,
    /// Kilograms.
    pub kg: Dec,
}
