//! Where it comes from, what is in it and how it was tested: the provenance part of the report.

use super::StatedBy;
use crate::fact::text::BiText;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginShown>,
    pub ingredients: Vec<IngredientShown>,
    pub formula: FormulaShown,
    pub additives: Vec<AdditiveShown>,
    pub tests: Vec<TestShown>,
    pub timeline: Vec<TimelineStep>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OriginShown {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Place in words.
    pub name: BiText,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IngredientShown {
    pub name: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginShown>,
    /// The source lot is named in the ledger (by whom it was supplied stays private).
    pub linked: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormulaShown {
    /// A formula is on file; what it says is never public.
    pub filed: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdditiveShown {
    /// GB 2760 number, `FF.NNN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cns: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ins: Option<String>,
    pub name: BiText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<BiText>,
    /// `within`, `over`, `notPermitted`, `notListed` or `needsJudgement`: computed, never believed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<&'static str>,
    /// What it was judged by, e.g. `GB 2760-2024 A.1, 08.03.05`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Who answered the question that the result rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<JudgedShown>,
}

/// An answer of the firm to what the standard leaves to judgement.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgedShown {
    /// A post, e.g. `quality`: never a person.
    pub post: String,
    /// `YYYY-MM-DD`.
    pub on: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestShown {
    pub kind: String,
    pub report_no: String,
    /// `preliminary` or `final`. A preliminary report is no longer shown once its final one is there.
    pub report_state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tested_on: Option<String>,
    /// `producer` (its own laboratory) or `laboratory`.
    pub stated_by: StatedBy,
    /// Computed from the items: `pass`, `fail` or `noLimit`; `noItems` where no item is reported.
    pub result: &'static str,
    pub items: Vec<TestItemShown>,
}

#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestItemShown {
    pub item: String,
    /// Marked `*`: tested on a rhythm, often by an outside laboratory.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub starred: bool,
    /// Measured value(s) in words, e.g. `11.2 mg/kg` or `5 × ND`; the word that stands for it where
    /// it was `stated`.
    pub shown: String,
    /// The report gives a word and no value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub stated: bool,
    /// That word as people read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_text: Option<BiText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// The value as thousandths of its upper limit (of several values the largest), for the page to draw.
    #[serde(skip)]
    pub share: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// `pass`, `fail` or `noLimit`: computed, never believed, but for a `stated` pass.
    pub result: &'static str,
    /// Whether the laboratory was accredited for it on the day of the test, as the register stood when
    /// it was recorded. Left out where that cannot be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accredited: Option<bool>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimelineStep {
    /// EPCIS business step: commissioning, inspecting, …
    pub biz_step: &'static str,
    pub on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<BiText>,
    /// GB/T 2260 or ISO 3166, where a region was stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_region: Option<String>,
}
