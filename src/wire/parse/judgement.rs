//! Answers of a post to questions about additives.

use super::finder::Finder;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::Judge;
use crate::domain::letters::is_unsafe;
use crate::domain::lot::ProductCode;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::fact::document::JudgementDoc;
use crate::limits::QUESTION_KEY_CHARS_MAX;

/// `{version?, key, permitted, reason}`.
pub fn judgement(
    organization: &OrgCode,
    product: &ProductCode,
    body: &[u8],
) -> Result<Judge, Refusal> {
    let (read, ()) = document(body, |finder, document: &mut JudgementDoc| {
        judge(finder, document);
        Some(())
    })?;
    Ok(Judge {
        organization: organization.clone(),
        product: product.clone(),
        version: read.version,
        key: read.key.clone(),
        permitted: read.permitted,
        after: None,
        document: sections(DocumentKind::Judgement, &read)?,
    })
}

fn judge(finder: &mut Finder, document: &mut JudgementDoc) {
    if let Some(version) = document.version {
        finder.count("version", version.into(), 1, u32::MAX.into());
    }
    let key = document.key.trim().to_owned();
    document.key = key;
    let key = document.key.as_str();
    if key.is_empty() {
        finder.report_in("key", FieldCode::EmptyText, "");
    } else if key.chars().count() > QUESTION_KEY_CHARS_MAX {
        finder.report_in("key", FieldCode::TooLong, key);
    } else if key.chars().any(is_unsafe) {
        finder.report_in("key", FieldCode::ControlCharacter, key);
    }
    finder.prose("reason", &mut document.reason);
}
