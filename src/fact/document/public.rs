//! Lenient readings of stored sections: what a report needs and nothing else. Every member may be
//! missing and unknown ones are passed over, since a section may be erased, or written by a later
//! version.

use super::batch::{OriginDoc, PrintedDatesDoc, SaleAreaDoc};
use super::check::CheckItem;
use super::organization::TextDoc;
use super::product::{LabelDoc, QuantityDoc, ShelfLifeDoc};
use crate::fact::text::BiText;
use serde::Deserialize;
use serde_json::Value;

/// Public half of an organization.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicOrganization {
    pub name: BiText,
    pub address: Option<TextDoc>,
    pub contact: PublicContact,
}

/// How to reach it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicContact {
    pub phone: Option<String>,
}

/// Public half of a product version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicProduct {
    pub version: Option<u32>,
    pub gtin: Option<String>,
    pub name: BiText,
    pub category: Option<String>,
    pub specification: Option<String>,
    pub net_content: Option<QuantityDoc>,
    pub standard: Option<String>,
    pub shelf_life: Option<ShelfLifeDoc>,
    pub label: Option<LabelDoc>,
}

/// Public half of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicBatch {
    pub lot_as_printed: Option<String>,
    pub produced_on: Option<String>,
    pub expires_on: Option<String>,
    pub dates_as_printed: Option<PrintedDatesDoc>,
    pub manufacturer: Option<PublicManufacturer>,
    pub origin: Option<OriginDoc>,
    pub ingredients: Vec<PublicIngredient>,
    pub additives: Vec<PublicAdditive>,
    pub sale_area: Option<SaleAreaDoc>,
}

/// Who made it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicManufacturer {
    pub organization: Option<String>,
    pub site: Option<String>,
    pub permit: Option<String>,
    pub relation: Option<String>,
}

/// An ingredient without supplier and amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicIngredient {
    pub name: BiText,
    pub role: Option<String>,
    pub origin: Option<OriginDoc>,
    pub documents: Vec<PublicPaper>,
}

/// A paper by its type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct PublicPaper {
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// An additive without dose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicAdditive {
    pub cns: Option<String>,
    pub ins: Option<String>,
    pub name: Option<BiText>,
    pub function: Option<String>,
}

/// Public half of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicCheck {
    pub kind: Option<String>,
    pub report_no: Option<String>,
    pub report_state: Option<String>,
    pub laboratory: Option<PublicLaboratory>,
    pub sampled_on: Option<String>,
    pub tested_on: Option<String>,
    pub stage: Option<String>,
    pub items: Vec<CheckItem>,
}

/// Who tested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicLaboratory {
    pub organization: Option<String>,
    pub accreditation: Option<String>,
}

/// Public half of an entry of the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicEntry {
    pub issuer: BiText,
}

/// Public half of a recall.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicRecall {
    pub reason: BiText,
    pub instructions: BiText,
}

/// Public half of every document that says why: holds, withdrawals, units, steps and ends of recalls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicReason {
    pub reason: BiText,
}

/// Public half of a correction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicCorrection {
    pub kind: Option<String>,
    pub reason: BiText,
    pub changes: Vec<PublicChange>,
    /// The batch as it reads since.
    pub record: PublicBatch,
}

/// A corrected member; without values where the public may not see them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicChange {
    pub pointer: String,
    pub from: Option<Value>,
    pub to: Option<Value>,
}
