//! Who and what a report names: firm, maker, product, batch and its standing, permits.

use super::StatedBy;
use crate::fact::text::BiText;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationShown {
    pub code: String,
    pub name: BiText,
    pub region: String,
    pub region_name: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManufacturerShown {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductShown {
    pub product: String,
    pub version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    pub name: BiText,
    pub category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// Food or feed: the page says 食用 (eat), else 使用 (use).
    pub eaten: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BatchShown {
    pub lot: String,
    pub produced_on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Days to the last day, which is included; negative once past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i64>,
    /// `registered`, `released` or `withdrawn`.
    pub state: &'static str,
    /// Since it was released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness: Option<CompletenessShown>,
}

/// How the record stood to the sector profile at release.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompletenessShown {
    /// E.g. `food.meat.cooked@2`.
    pub profile: String,
    /// Words of groups and pledges, items of tests.
    pub missing: Vec<String>,
}

/// A permit under which the batch was made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermitShown {
    /// Its entry of the register, e.g. `re-0192`.
    pub entry: String,
    /// `foodProduction`, `ccc`, `workshop`, …
    pub kind: &'static str,
    pub number: String,
    /// Product classes it covers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<String>,
    /// What a workshop pledges: `noNonFoodMaterial`, `noAdditiveAbuse`, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pledges: Vec<&'static str>,
    pub valid_on_production: bool,
    /// State today: `valid`, `suspended`, `expired`, `cancelled`, `revoked`, `annulled`, `notYet`.
    pub now: &'static str,
    /// First day on which it was no longer in force, after production.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_on: Option<String>,
    pub stated_by: StatedBy,
}
