//! Documents of a recall while it runs: stages, plan, notice, more time. Which members a plan or notice
//! must have depends on the regime, so that all are optional here.

use super::measure::DaysDoc;
use super::organization::TextDoc;
use super::product::QuantityDoc;
use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stage that a recall has reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallStageDoc {
    /// `assessed`, `started`, `notified`, `recovering` or `disposed`: the one after the last, or
    /// `recovering` once more after `disposed`.
    pub stage: String,
    /// RFC 3339; now, where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// With `assessed`, for a recall that was opened without one: 1 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<u8>,
    /// What was done: who was told and how, what came back, how it was disposed of.
    pub statement: BiText,
}

/// A recall plan, for the authority (food: Food Recall Measures, Art. 15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallPlanDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<PlanProducerDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<PlanProductDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub harm: Option<TextDoc>,
    /// As the recall has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procedure: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_limits: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<PlanNoticeDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_duties: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposal: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_effect: Option<TextDoc>,
}

/// Who recalls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanProducerDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_person: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_in_charge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<TextDoc>,
}

/// What is recalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanProductDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specification: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_on: Option<DaysDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityDoc>,
}

/// How the public is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanNoticeDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<TextDoc>,
}

/// What the notice of a recall states beyond the recall itself, for everybody (food: Food Recall
/// Measures, Art. 16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallNoticeDoc {
    /// E-mail of the producer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Brand of the goods; say so where they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<TextDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_duties: Option<TextDoc>,
    /// How goods are returned and paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<TextDoc>,
    /// Where the notice was published beside this service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<TextDoc>,
}

/// A later last day for a recall, by the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoreTimeDoc {
    pub finish_by: String,
    pub reason: BiText,
}

/// An authority's answer to a request for help with a recall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssistanceDoc {
    /// The region that was asked.
    pub region: String,
    /// `received`, `nothingFound`, `goodsSecured` or `passedOn`; all but the first end the task.
    pub answer: String,
    pub statement: BiText,
}
