//! Units: codes to issue, own serials, ordinals that change state.

use super::finder::Finder;
use super::recall::judge_ordinals;
use super::serials::{judge_list, judge_range};
use super::{document, or_empty_object, sections};
use crate::access::DocumentKind;
use crate::domain::command::{Document, SerialRange};
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::scope::Ordinals;
use crate::fact::document::ReasonDoc;
use crate::fact::text::BiText;
use crate::limits::ISSUE_UNITS_MAX;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is asked for, and the product version whose label the units carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsRequest {
    pub units: UnitsAsked,
    /// `None`: the batch's own version.
    pub label: Option<u32>,
}

/// Codes or serials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitsAsked {
    /// So many codes.
    Issue(u64),
    /// Own serials, in registration order.
    Serials(Vec<SerialRange>),
}

/// `{issue: n}`, `{serials: {first, last}}` or `{serials: {list}}`, each with a `labelVersion` where it
/// is another than the batch's version.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitsBody {
    pub issue: Option<u64>,
    pub serials: Option<SerialsBody>,
    /// Version of the product whose label they carry.
    pub label_version: Option<u32>,
}

/// A range or a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SerialsBody {
    pub first: Option<String>,
    pub last: Option<String>,
    pub list: Option<Vec<String>>,
}

/// `{ordinals: {first, last}, reason?}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitsChangeBody {
    pub ordinals: OrdinalsBody,
    pub reason: Option<BiText>,
}

/// `{ordinals?: {first, last}}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActivationBody {
    pub ordinals: Option<OrdinalsBody>,
}

/// Ordinals from 1, both included.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrdinalsBody {
    pub first: u64,
    pub last: u64,
}

/// `{}`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmptyBody {}

/// A release says nothing but itself: `{}` or no body.
pub fn empty(body: &[u8]) -> Result<(), Refusal> {
    document(or_empty_object(body), |_, _: &mut EmptyBody| Some(())).map(|_| ())
}

/// Which units to activate; `None`, also with no body: all of them.
pub fn activation(body: &[u8]) -> Result<Option<Ordinals>, Refusal> {
    let judge = |finder: &mut Finder, body: &mut ActivationBody| match &body.ordinals {
        Some(ordinals) => judge_body(finder, ordinals).map(Some),
        None => Some(None),
    };
    document(or_empty_object(body), judge).map(|(_, ordinals)| ordinals)
}

/// Units voided, sold or returned, and why.
pub fn units_change(body: &[u8]) -> Result<(Ordinals, Document), Refusal> {
    let (body, ordinals) = document(body, |finder, body: &mut UnitsChangeBody| {
        if let Some(reason) = &mut body.reason {
            finder.prose("reason", reason);
        }
        judge_body(finder, &body.ordinals)
    })?;
    let reason = body.reason.map(|reason| sections(DocumentKind::Reason, &ReasonDoc { reason }));
    Ok((ordinals, reason.transpose()?.unwrap_or_default()))
}

/// Codes to issue, or own serials to register.
pub fn units(body: &[u8]) -> Result<UnitsRequest, Refusal> {
    let (body, units) = document(body, |finder, body: &mut UnitsBody| {
        if let Some(version) = body.label_version {
            finder.count("labelVersion", version.into(), 1, u32::MAX.into());
        }
        judge_units(finder, body)
    })?;
    Ok(UnitsRequest { units, label: body.label_version })
}

fn judge_body(finder: &mut Finder, ordinals: &OrdinalsBody) -> Option<Ordinals> {
    finder.within("ordinals", |finder| judge_ordinals(finder, ordinals.first, ordinals.last))
}

fn judge_units(finder: &mut Finder, body: &mut UnitsBody) -> Option<UnitsAsked> {
    if let Some(issue) = body.issue {
        finder.count("issue", issue, 1, ISSUE_UNITS_MAX);
    }
    let Some(serials) = &mut body.serials else {
        if body.issue.is_none() {
            finder.report_in("issue", FieldCode::Required, "");
        }
        return body.issue.map(UnitsAsked::Issue);
    };
    if body.issue.is_some() {
        finder.report_in("serials", FieldCode::Conflict, "");
    }
    finder.within("serials", |finder| judge_serials(finder, serials)).map(UnitsAsked::Serials)
}

fn judge_serials(finder: &mut Finder, serials: &mut SerialsBody) -> Option<Vec<SerialRange>> {
    if let Some(list) = &mut serials.list {
        if serials.first.is_some() || serials.last.is_some() {
            finder.report_in("list", FieldCode::Conflict, "");
        }
        return judge_list(finder, list);
    }
    for (name, member) in [("first", &serials.first), ("last", &serials.last)] {
        if member.is_none() {
            finder.report_in(name, FieldCode::Required, "");
        }
    }
    let (first, last) = serials.first.as_deref().zip(serials.last.as_deref())?;
    let (first, last) = judge_range(finder, first, last)?;
    Some(vec![SerialRange { first: first.split(), last: last.split().number }])
}
