//! The document of a judgement: what a post answers to a question of the table of additives.

use crate::fact::text::BiText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer, good for every lot of the product version until another one is given. All of it is the
/// office's: a key can name what came in with an ingredient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JudgementDoc {
    /// The latest version of the product where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Key of the question, as it was told.
    pub key: String,
    /// Whether the words of the standard cover this food.
    pub permitted: bool,
    pub reason: BiText,
}
