//! From a refusal to `application/problem+json` (RFC 9457): one exhaustive match gives the status, the
//! catalogue gives the sentence, in the reader's language.

use crate::domain::refusal::{Code, FieldCode, Refusal, Unmet};
use crate::limits::{FAILED_LOOKUPS_PER_MINUTE_COUNT, RETRY_AFTER_SECONDS};
use crate::store::StoreError;
use crate::texts::{Lang, Text, problems};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal on its way out; `observe` gives it words, because only there the language is known.
#[derive(Debug, Clone)]
pub(super) struct Refused(pub Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self(code.into())
    }
}

/// The details go to the log, never out.
impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self(Code::Internal.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The status of a refusal: 400 shape or value, 403 not yours, 404 not there, 409 state or identity,
/// 422 a rule refuses a permission, 503 come back.
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    let code = match refusal {
        Refusal::Invalid(_) => return StatusCode::BAD_REQUEST,
        Refusal::Unmet(_) => return StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Because(code) => code,
    };
    match code {
        Code::Unauthorized => StatusCode::UNAUTHORIZED,
        Code::NotYours
        | Code::PostRequired
        | Code::OperatorNeverMeasures
        | Code::OutsideRegion
        | Code::NotOpenersSide
        | Code::SecondPostNeeded => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::ChangedUnderSameIdentity
        | Code::OrganizationExists
        | Code::GtinTaken
        | Code::VersionOutOfOrder
        | Code::VersionNotRegistered
        | Code::QuestionNotAsked
        | Code::BatchWithdrawn
        | Code::NotReleased
        | Code::OrdinalsNotThere
        | Code::SerialTaken
        | Code::SerialShapeFull
        | Code::AlreadyHeld
        | Code::NotHeld
        | Code::MeasureEnded
        | Code::StageOutOfOrder
        | Code::PlanMissing
        | Code::NoticeMissing
        | Code::TooManyStatements
        | Code::AlreadyAnswered
        | Code::ChangedMeanwhile
        | Code::AlreadyErased
        | Code::TokenNotThere
        | Code::TooManySegments
        | Code::TooManyMeasures
        | Code::TooManyEntries
        | Code::PolicyConflict
        | Code::TooManyWebhooks
        | Code::TooManyWatches
        | Code::AlreadyMatched
        | Code::EvidenceFull
        | Code::ProposalEnded
        | Code::LinkJudged
        | Code::ImportNotReady
        | Code::ImportHasFindings => StatusCode::CONFLICT,
        Code::MoreCodesThanPieces | Code::QuotaExceeded | Code::LotHeld | Code::LotRecalled => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Code::Busy | Code::OutcomeUnknown => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::TooManyFailedLookups | Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::TargetTooLong => StatusCode::URI_TOO_LONG,
        Code::MediaType | Code::EvidenceMediaType | Code::ImportMediaType => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        Code::EvidenceErased | Code::AnswerLinkUsed | Code::AnswerLinkExpired => StatusCode::GONE,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::TimedOut => StatusCode::REQUEST_TIMEOUT,
    }
}

/// The sentence of a refusal.
pub(super) fn sentence(refusal: &Refusal) -> Text {
    problems::of_refusal(refusal.code()).unwrap_or(Text::NONE)
}

/// The members of a problem: of a whole request, or of one entry of several.
pub(super) fn described(refusal: &Refusal, lang: Lang) -> Value {
    let status = status(refusal);
    json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "code": refusal.code(),
        "detail": sentence(refusal).get(lang),
        "errors": findings(refusal, lang),
    })
}

/// The refusal in words.
pub(super) fn render(refusal: &Refusal, lang: Lang, request_id: &str) -> Response {
    let status = status(refusal);
    let mut body = described(refusal, lang);
    if let Some(members) = body.as_object_mut() {
        members.insert("requestId".to_owned(), request_id.into());
    }
    let mut response = (status, body.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    let wait = match status {
        StatusCode::SERVICE_UNAVAILABLE => Some(RETRY_AFTER_SECONDS),
        // The time in which the budget gives back one look-up.
        StatusCode::TOO_MANY_REQUESTS => Some(60 / u64::from(FAILED_LOOKUPS_PER_MINUTE_COUNT)),
        _ => None,
    };
    if let Some(wait) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// No route takes this path.
pub(super) async fn no_route(_request: Request) -> Refused {
    Code::NotFound.into()
}

fn findings(refusal: &Refusal, lang: Lang) -> Vec<Value> {
    let errors = match refusal {
        Refusal::Invalid(errors) => errors,
        Refusal::Unmet(rules) => return rules.iter().map(|rule| unmet(rule, lang)).collect(),
        Refusal::Because(_) => return Vec::new(),
    };
    let one = |error: &crate::domain::refusal::FieldError| {
        let message = field_sentence(error.code).get(lang);
        let mut finding =
            json!({"pointer": error.pointer, "code": error.code.word(), "message": message});
        if !error.value.is_empty()
            && let Some(members) = finding.as_object_mut()
        {
            members.insert("value".to_owned(), error.value.as_str().into());
        }
        finding
    };
    errors.iter().map(one).collect()
}

fn unmet(rule: &Unmet, lang: Lang) -> Value {
    let [zh, en] = &rule.clause;
    json!({
        "pointer": rule.pointer,
        "code": rule.code.word(),
        "message": field_sentence(rule.code).get(lang),
        "what": rule.what,
        "clause": if lang == Lang::Zh { zh } else { en },
    })
}

fn field_sentence(code: FieldCode) -> Text {
    problems::of_field(code.word()).unwrap_or(Text::NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_sentence() {
        for code in Code::ALL {
            assert!(problems::of_refusal(code.word()).is_some(), "{}", code.word());
        }
        for code in FieldCode::ALL {
            assert!(problems::of_field(code.word()).is_some(), "{}", code.word());
        }
    }
}
