//! Documents of the register: entries, and what happened to them.

use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A permit, filing, certificate, title or pledge that an organization holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryDoc {
    /// `foodProduction`, `ccc`, `workshop`, `commission`, `testingCommission`, `laboratory`,
    /// `pledge`, …
    pub kind: String,
    /// As on the paper: `SC` and 14 digits, 16 digits of a CCC certificate, …
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Last day, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// Product classes, whole or by their beginning: `04` covers `0401`. Of a laboratory: items and
    /// methods it is accredited for, `salmonella`, `GB 4789.4` or `lead; GB 5009.12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers: Option<Vec<String>>,
    /// The holder's name of the one site it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// GB/T 2260 or ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The other party of a commission: it may register batches and tests for the holder. Of a
    /// testing commission: the laboratory, which may add tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterpart: Option<String>,
    /// The one product a commission is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// `noNonFoodMaterial`, `noAdditiveAbuse`, `noRecycledFood`, `noMallsOrSupermarkets`,
    /// `withinPledgedArea`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pledges: Option<Vec<String>>,
    /// Area that sales are pledged to stay in: GB/T 2260 or ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<BiText>,
    /// What to put right; with `improvementOrder` only, whose `validTo` is the deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<BiText>,
    /// Hashes of files that were added for the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<String>>,
}

/// Something that happened to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryStatusDoc {
    /// `granted`, `renewed`, `suspended`, `resumed`, `cancelled`, `revoked`, `annulled`; of an
    /// improvement order `fulfilled` or `withdrawn`.
    pub status: String,
    /// First day it counts from.
    pub on: String,
    /// New last day; with `renewed` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    pub reason: BiText,
    /// Hashes of files that were added for the holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<String>>,
}

/// A profile or table to adopt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyDoc {
    /// `profile`, `additiveTable` or `bannedList`.
    pub kind: String,
    /// As `schemas/profile.schema.json` says, or in the form of `schemas/tables`.
    #[schema(value_type = Object)]
    pub document: Value,
}
