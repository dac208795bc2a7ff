//! Text that people wrote, in Chinese, English or both. It lives in sections only: never in an
//! envelope, a key or a view row.

use serde::{Deserialize, Serialize};

/// `{"zh": …, "en": …}`; either may be missing, not both (checked in `wire`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BiText {
    /// Simplified Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl BiText {
    /// Both languages at once.
    pub fn both(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: Some(zh.into()), en: Some(en.into()) }
    }

    /// The text for a reader of Chinese (`true`) or English, else the other language: a text in the
    /// wrong language is better than none.
    pub fn pick(&self, chinese: bool) -> &str {
        let (first, second) = if chinese { (&self.zh, &self.en) } else { (&self.en, &self.zh) };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}
