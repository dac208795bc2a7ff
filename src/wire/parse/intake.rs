//! Checks that a laboratory hands in together: each entry is read by itself, so that one that is wrong
//! does not keep back the others.

use super::check;
use super::decode::decode;
use super::finder::Finder;
use super::{document, json, sections};
use crate::access::DocumentKind;
use crate::codec::canonical::to_bytes;
use crate::domain::command::{BatchKey, TakeInCheck, Target};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, FieldError, Refusal};
use crate::fact::document::{CheckDoc, CheckIntakeDoc, CheckMatchDoc, TestedGoodsDoc};
use crate::limits::INTAKE_CHECKS_COUNT_MAX;
use serde_json::{Map, Value};

/// One of several checks.
#[derive(Debug, Clone)]
pub struct IntakeEntry {
    /// Canonical JSON of the entry.
    pub bytes: Vec<u8>,
    /// Pointers of a refusal begin at the list: `/3/testedOn`.
    pub command: Result<TakeInCheck, Refusal>,
}

/// A list of `{organization, product, lot | gtin, lot | sampleNo, labelledProducer, …}` with the members
/// of a check. `digest`: keyed digest. Errors: what concerns the list as a whole.
pub fn intake(
    body: &[u8],
    digest: impl Fn(&[u8]) -> [u8; 32],
) -> Result<Vec<IntakeEntry>, Refusal> {
    let mut finder = Finder::new();
    let value = json::read(body, &mut finder);
    let Value::Array(entries) = finder.finish(value)? else {
        return Err(Refusal::field("", FieldCode::WrongType));
    };
    if entries.is_empty() {
        return Err(Refusal::field("", FieldCode::TooFew));
    }
    if entries.len() > INTAKE_CHECKS_COUNT_MAX {
        return Err(Refusal::field("", FieldCode::TooMany));
    }
    let read = |(at, entry): (usize, Value)| {
        let bytes = to_bytes(&entry);
        let command = self::entry(entry, &digest).map_err(|refusal| prefixed(refusal, at));
        IntakeEntry { bytes, command }
    };
    Ok(entries.into_iter().enumerate().map(read).collect())
}

/// `{organization, product, lot}`.
pub fn check_match(body: &[u8]) -> Result<BatchKey, Refusal> {
    let (_, batch) = document(body, |finder, document: &mut CheckMatchDoc| {
        let organization = finder.organization("organization", &mut document.organization);
        let product = finder.product_code("product", &document.product);
        let lot = finder.lot("lot", &document.lot);
        Some(BatchKey { organization: organization?, product: product?, lot: lot? })
    })?;
    Ok(batch)
}

/// The refusal of the entry at a place of the list.
fn prefixed(refusal: Refusal, at: usize) -> Refusal {
    match refusal {
        Refusal::Invalid(errors) => {
            let place = |error: FieldError| FieldError {
                pointer: format!("/{at}{}", error.pointer),
                ..error
            };
            Refusal::Invalid(errors.into_iter().map(place).collect())
        }
        other => other,
    }
}

fn entry(entry: Value, digest: &impl Fn(&[u8]) -> [u8; 32]) -> Result<TakeInCheck, Refusal> {
    let Value::Object(mut check) = entry else {
        return Err(Refusal::field("", FieldCode::WrongType));
    };
    let mut goods = Map::new();
    for name in TestedGoodsDoc::MEMBERS {
        if let Some((name, value)) = check.remove_entry(name) {
            goods.insert(name, value);
        }
    }
    let content = digest(&to_bytes(&Value::Object(check.clone())));
    let mut finder = Finder::new();
    let goods = decode::<TestedGoodsDoc>(Value::Object(goods), &mut finder);
    let check = decode::<CheckDoc>(Value::Object(check), &mut finder);
    let (mut goods, mut check) = finder_or(&mut finder, goods.zip(check))?;
    let parts = check::judge(&mut finder, &mut check);
    let named = judge_goods(&mut finder, &mut goods, check.sample_no.is_some());
    let (parts, (target, labelled)) = finder.finish(parts.zip(named))?;
    let document = sections(DocumentKind::Check, &check)?;
    let checked = parts.checked(&check, content);
    let said = serde_json::json!([check.report_no, checked.state.word(), check.sample_no, goods]);
    let sample = digest(&to_bytes(&said));
    let statement = sections(DocumentKind::QueuedCheck, &CheckIntakeDoc { goods, check })?;
    Ok(TakeInCheck { target, labelled, sample, check: checked, document, statement })
}

/// What was read, or everything that kept it from being read.
fn finder_or<T>(finder: &mut Finder, read: Option<T>) -> Result<T, Refusal> {
    match read {
        Some(read) => Ok(read),
        None => std::mem::replace(finder, Finder::new()).finish(None),
    }
}

/// The lot that is named, if one is, and the producer on the label. Without a lot there must be a sample
/// and a label.
fn judge_goods(
    finder: &mut Finder,
    goods: &mut TestedGoodsDoc,
    sampled: bool,
) -> Option<(Option<Target>, Option<OrgCode>)> {
    let labelled = judge_label(finder, goods);
    let lot = goods.lot.as_deref().map(|lot| finder.lot("lot", lot));
    if let Some(gtin) = &mut goods.gtin {
        let gtin = finder.gtin("gtin", gtin);
        for (name, there) in
            [("organization", goods.organization.is_some()), ("product", goods.product.is_some())]
        {
            if there {
                finder.report_in(name, FieldCode::Conflict, "");
            }
        }
        if lot.is_none() {
            finder.report_in("lot", FieldCode::Required, "");
        }
        return Some((Some(Target::Gtin { gtin: gtin?, lot: lot?? }), labelled));
    }
    if goods.organization.is_none() && goods.product.is_none() && lot.is_none() {
        if !sampled {
            finder.report_in("sampleNo", FieldCode::Required, "");
        }
        if goods.labelled_producer.is_none() {
            finder.report_in("labelledProducer", FieldCode::Required, "");
        }
        return Some((None, labelled));
    }
    let organization = goods.organization.as_mut();
    let organization = organization.map(|text| finder.organization("organization", text));
    let product = goods.product.as_deref().map(|text| finder.product_code("product", text));
    for (name, missing) in [
        ("organization", organization.is_none()),
        ("product", product.is_none()),
        ("lot", lot.is_none()),
    ] {
        if missing {
            finder.report_in(name, FieldCode::Required, "");
        }
    }
    let batch = BatchKey { organization: organization??, product: product??, lot: lot?? };
    Some((Some(Target::Batch(batch)), labelled))
}

fn judge_label(finder: &mut Finder, goods: &mut TestedGoodsDoc) -> Option<OrgCode> {
    finder.line_if("productAsPrinted", &mut goods.product_as_printed);
    finder.line_if("lotAsPrinted", &mut goods.lot_as_printed);
    let producer = goods.labelled_producer.as_mut()?;
    finder.within("labelledProducer", |finder| {
        if producer.name.is_none() && producer.organization.is_none() {
            finder.report_in("name", FieldCode::Required, "");
        }
        finder.name_if("name", &mut producer.name);
        let code = producer.organization.as_mut()?;
        finder.organization("organization", code)
    })
}
