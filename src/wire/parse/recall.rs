//! Measures: reasons, recalls with their scopes and steps, erasures.

use super::finder::Finder;
use super::serials::judge_range;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{BatchKey, Document, OpenRecall};
use crate::domain::day::{Day, Instant};
use crate::domain::lot::ProductCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::scope::{Ordinals, Scope, ScopePart, Supplier};
use crate::domain::words::{Hazard, ReachEffect, RecallKind, Regime, Remedy, SectionKind};
use crate::fact::document::{
    BatchLinkDoc, DaysDoc, EndDoc, ErasureDoc, GroundDoc, LotUnitsDoc, ReasonDoc, RecallDoc,
    ReceivedDoc, ScopeDoc, StepDoc,
};
use crate::limits::{SCOPE_LOTS_COUNT_MAX, SCOPE_UNION_COUNT_MAX};
use crate::rules::recall::class::{self, ClassError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Units of one lot have ordinals up to this.
const ORDINAL_MAX: u64 = crate::limits::BATCH_UNITS_MAX;

/// `{reason}`: holds, their ends, withdrawals.
pub fn reason(body: &[u8]) -> Result<Document, Refusal> {
    let (document, ()) = document(body, |finder, document: &mut ReasonDoc| {
        finder.prose("reason", &mut document.reason);
        Some(())
    })?;
    sections(DocumentKind::Reason, &document)
}

/// `{section, legalGround}`.
pub fn erasure(body: &[u8]) -> Result<(SectionKind, Document), Refusal> {
    let (document, section) = document(body, |finder, document: &mut ErasureDoc| {
        finder.prose("legalGround", &mut document.legal_ground);
        finder.word("section", &document.section, SectionKind::parse)
    })?;
    Ok((section, sections(DocumentKind::Erasure, &document)?))
}

/// `{legalGround}`.
pub fn ground(body: &[u8]) -> Result<Document, Refusal> {
    let (document, ()) = document(body, |finder, document: &mut GroundDoc| {
        finder.prose("legalGround", &mut document.legal_ground);
        Some(())
    })?;
    sections(DocumentKind::Erasure, &document)
}

/// `{scope, effect?, regime, class?, kind, hazard, reason, remedy[], instructions}`.
pub fn recall(body: &[u8]) -> Result<OpenRecall, Refusal> {
    let (document, parts) = document(body, judge_recall)?;
    let RecallParts { scopes, effect, regime, kind, hazard, remedy, known_at } = parts;
    let class = document.class;
    let document = sections(DocumentKind::Recall, &document)?;
    Ok(OpenRecall { scopes, effect, regime, class, kind, hazard, remedy, known_at, document })
}

/// `{scope}`, or the whole recall that is being drafted, of which only the scope is judged.
pub fn recall_preview(body: &[u8]) -> Result<Vec<Scope>, Refusal> {
    let (_, scopes) = document(body, |finder, document: &mut PreviewDoc| {
        finder.within("scope", |finder| judge_scopes(finder, &mut document.scope))
    })?;
    Ok(scopes)
}

/// `{scope, reason}`: an extension.
pub fn recall_extension(body: &[u8]) -> Result<(Vec<Scope>, Document), Refusal> {
    recall_step(body, |_| true)
}

/// `{scope, reason}`: a narrowing. It takes out what it names; what was made of a lot is not followed.
pub fn recall_narrowing(body: &[u8]) -> Result<(Vec<Scope>, Document), Refusal> {
    recall_step(body, |part| !part.follows())
}

/// `{scope, reason}`: a release of single lots, i.e. a narrowing that names lots.
pub fn recall_release(body: &[u8]) -> Result<(Vec<Scope>, Document), Refusal> {
    recall_step(body, |part| matches!(part, ScopePart::Lots { .. }))
}

fn recall_step(
    body: &[u8],
    fits: fn(&ScopePart) -> bool,
) -> Result<(Vec<Scope>, Document), Refusal> {
    let (document, scopes) = document(body, |finder, document: &mut StepDoc| {
        finder.prose("reason", &mut document.reason);
        let scopes = finder.within("scope", |finder| judge_scopes(finder, &mut document.scope))?;
        if !scopes.iter().all(|scope| fits(&scope.part)) {
            finder.report_in("scope", FieldCode::Conflict, "");
        }
        Some(scopes)
    })?;
    Ok((scopes, sections(DocumentKind::RecallStep, &document)?))
}

/// `{reason, evidence?}`: a closing or a lifting.
pub fn recall_end(body: &[u8]) -> Result<Document, Refusal> {
    let (document, ()) = document(body, |finder, document: &mut EndDoc| {
        finder.prose("reason", &mut document.reason);
        if let Some(evidence) = &mut document.evidence {
            finder.text_doc("evidence", evidence);
        }
        Some(())
    })?;
    sections(DocumentKind::RecallEnd, &document)
}

/// A draft: the members of a recall, of any type but for the scope.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PreviewDoc {
    scope: ScopeDoc,
    #[serde(rename = "effect")]
    _effect: Option<Value>,
    #[serde(rename = "regime")]
    _regime: Option<Value>,
    #[serde(rename = "class")]
    _class: Option<Value>,
    #[serde(rename = "kind")]
    _kind: Option<Value>,
    #[serde(rename = "riskKnownAt")]
    _risk_known_at: Option<Value>,
    #[serde(rename = "hazard")]
    _hazard: Option<Value>,
    #[serde(rename = "declaredOnLabel")]
    _declared_on_label: Option<Value>,
    #[serde(rename = "reason")]
    _reason: Option<Value>,
    #[serde(rename = "remedy")]
    _remedy: Option<Value>,
    #[serde(rename = "instructions")]
    _instructions: Option<Value>,
}

struct RecallParts {
    scopes: Vec<Scope>,
    effect: Option<ReachEffect>,
    regime: Regime,
    kind: RecallKind,
    hazard: Hazard,
    remedy: Vec<Remedy>,
    known_at: Option<Instant>,
}

fn judge_recall(finder: &mut Finder, document: &mut RecallDoc) -> Option<RecallParts> {
    let scopes = finder.within("scope", |finder| judge_scopes(finder, &mut document.scope));
    let effect = judge_effect(finder, document.effect.as_deref(), scopes.as_deref());
    let regime = finder.word("regime", &document.regime, Regime::parse);
    let kind = finder.word("kind", &document.kind, RecallKind::parse);
    let hazard = finder.word("hazard", &document.hazard, Hazard::parse);
    judge_class(finder, document, regime, hazard);
    finder.prose("reason", &mut document.reason);
    let mut remedy = Vec::new();
    finder.distinct("remedy", &document.remedy);
    finder.each("remedy", &mut document.remedy, Remedy::ALL.len(), |finder, word| {
        let parsed = Remedy::parse(word);
        if parsed.is_none() {
            finder.report(FieldCode::NotAWord, word);
        }
        remedy.extend(parsed);
    });
    finder.prose("instructions", &mut document.instructions);
    let known_at = finder.instant_if("riskKnownAt", &mut document.risk_known_at);
    let (scopes, regime, kind, hazard) = (scopes?, regime?, kind?, hazard?);
    Some(RecallParts { scopes, effect: effect?, regime, kind, hazard, remedy, known_at })
}

/// The class as stated; where a word beside it is wrong, by what can be told without it.
fn judge_class(
    finder: &mut Finder,
    document: &RecallDoc,
    regime: Option<Regime>,
    hazard: Option<Hazard>,
) {
    if document.declared_on_label.is_some() && hazard.is_some_and(|it| it != Hazard::Allergen) {
        finder.report_in("declaredOnLabel", FieldCode::Conflict, "");
    }
    let Some(number) = document.class else { return };
    let declared = document.declared_on_label.unwrap_or(false);
    let (regime, hazard) = (regime.unwrap_or(Regime::Food), hazard.unwrap_or(Hazard::Other));
    let code = match class::judge(regime, Some(number), hazard, declared) {
        Ok(_) => return,
        Err(ClassError::NotInRegime) => FieldCode::ClassNotInRegime,
        Err(ClassError::OutOfRange) => FieldCode::OutOfRange,
        Err(ClassError::AllergenIsNeverThree) => FieldCode::AllergenClass,
    };
    finder.report_in("class", code, &number.to_string());
}

/// `effect` is said only where goods are reached through an ingredient. `None` where it is wrong.
fn judge_effect(
    finder: &mut Finder,
    word: Option<&str>,
    scopes: Option<&[Scope]>,
) -> Option<Option<ReachEffect>> {
    let Some(word) = word else { return Some(None) };
    if scopes.is_some_and(|scopes| !scopes.iter().any(|scope| scope.part.follows())) {
        finder.report_in("effect", FieldCode::Conflict, word);
    }
    finder.word("effect", word, ReachEffect::parse).map(Some)
}

/// One scope, or those of a union.
pub(super) fn judge_scopes(finder: &mut Finder, scope: &mut ScopeDoc) -> Option<Vec<Scope>> {
    let Some(mut parts) = scope.any.take() else {
        return judge_scope(finder, scope).map(|scope| vec![scope]);
    };
    let empty = serde_json::to_value(&*scope).is_ok_and(|rest| rest == json!({}));
    if !empty {
        finder.report_in("any", FieldCode::Conflict, "");
    }
    if parts.is_empty() {
        finder.report_in("any", FieldCode::TooFew, "");
    }
    let mut scopes = Vec::new();
    finder.each("any", &mut parts, SCOPE_UNION_COUNT_MAX, |finder, part| {
        if part.any.is_some() {
            finder.report_in("any", FieldCode::Conflict, "");
        } else {
            scopes.push(judge_scope(finder, part));
        }
    });
    scope.any = Some(parts);
    scopes.into_iter().collect()
}

fn judge_scope(finder: &mut Finder, scope: &mut ScopeDoc) -> Option<Scope> {
    let organization = match &mut scope.organization {
        Some(organization) => finder.organization("organization", organization),
        None => {
            finder.report_in("organization", FieldCode::Required, "");
            None
        }
    };
    let product = scope.product.as_deref().map(|text| finder.product_code("product", text));
    let narrower = [
        ("lots", scope.lots.is_some()),
        ("units", scope.units.is_some()),
        ("serials", scope.serials.is_some()),
        ("producedOn", scope.produced_on.is_some()),
        ("ingredientLot", scope.ingredient_lot.is_some()),
        ("receivedFrom", scope.received_from.is_some()),
    ];
    for (name, _) in narrower.iter().filter(|(_, there)| *there).skip(1) {
        finder.report_in(name, FieldCode::Conflict, "");
    }
    let needs_product = narrower.iter().take(3).any(|(_, there)| *there);
    if needs_product && product.is_none() {
        finder.report_in("product", FieldCode::Required, "");
    }
    let later = scope.later.unwrap_or(false);
    if later && narrower.iter().any(|(_, there)| *there) {
        finder.report_in("later", FieldCode::Conflict, "");
    }
    if let Some(link) = &mut scope.ingredient_lot {
        let lot = finder.within("ingredientLot", |finder| judge_link(finder, link));
        let alone = narrower.iter().filter(|(_, there)| *there).count() == 1;
        if product.is_some() && alone {
            // It names the product itself: one beside it would limit nothing.
            finder.report_in("product", FieldCode::Conflict, "");
        }
        let part = ScopePart::Ingredient(lot?);
        return Some(Scope { organization: organization?, part, later });
    }
    if let Some(received) = &mut scope.received_from {
        let part = finder.within("receivedFrom", |finder| judge_received(finder, received));
        if product.is_some() {
            finder.report_in("product", FieldCode::Conflict, "");
        }
        return Some(Scope { organization: organization?, part: part?, later });
    }
    let part = judge_part(finder, scope, product);
    Some(Scope { organization: organization?, part: part?, later })
}

/// The part of a scope. `product` is `None` where it is left out, and `Some(None)` where it is wrong.
fn judge_part(
    finder: &mut Finder,
    scope: &mut ScopeDoc,
    product: Option<Option<ProductCode>>,
) -> Option<ScopePart> {
    if let Some(DaysDoc { first, last }) = &scope.produced_on {
        let days = finder.within("producedOn", |finder| judge_days(finder, first, last));
        let (first, last) = days?;
        let product = match product {
            Some(product) => Some(product?),
            None => None,
        };
        return Some(ScopePart::ProducedOn { product, first, last });
    }
    if let Some(lots) = &mut scope.lots {
        let lots = judge_lots(finder, lots);
        return Some(ScopePart::Lots { product: product??, lots });
    }
    if let Some(LotUnitsDoc { lot, first, last }) = &scope.units {
        let (lot, ordinals) = finder.within("units", |finder| {
            (finder.lot("lot", lot), judge_ordinals(finder, *first, *last))
        });
        return Some(ScopePart::Units { product: product??, lot: lot?, ordinals: ordinals? });
    }
    if let Some(serials) = &scope.serials {
        let range =
            finder.within("serials", |finder| judge_range(finder, &serials.first, &serials.last));
        let (first, last) = range?;
        return Some(ScopePart::Serials { product: product??, first, last });
    }
    match product {
        Some(product) => Some(ScopePart::Product(product?)),
        None => Some(ScopePart::All),
    }
}

fn judge_lots(finder: &mut Finder, lots: &mut [String]) -> Vec<crate::domain::lot::Lot> {
    if lots.is_empty() {
        finder.report_in("lots", FieldCode::TooFew, "");
    }
    finder.distinct("lots", lots);
    let mut parsed = Vec::new();
    finder.each("lots", lots, SCOPE_LOTS_COUNT_MAX, |finder, text| {
        match crate::domain::lot::Lot::parse(text) {
            Ok(lot) => parsed.push(lot),
            Err(_) => finder.report(FieldCode::NotALot, text),
        }
    });
    parsed
}

/// A supplier by its code or by its name, and the days of receipt.
fn judge_received(finder: &mut Finder, received: &mut ReceivedDoc) -> Option<ScopePart> {
    let ReceivedDoc { supplier, supplier_name, first, last } = received;
    let supplier = match (supplier, supplier_name) {
        (Some(_), Some(_)) => {
            finder.report_in("supplierName", FieldCode::Conflict, "");
            None
        }
        (Some(code), None) => finder.organization("supplier", code).map(Supplier::Party),
        (None, Some(name)) => {
            finder.line("supplierName", name);
            Some(Supplier::Named(name.clone()))
        }
        (None, None) => {
            finder.report_in("supplier", FieldCode::Required, "");
            None
        }
    };
    let (first, last) = judge_days(finder, first, last)?;
    Some(ScopePart::Received { supplier: supplier?, first, last })
}

/// `first` and `last` of the object being judged, in this order.
fn judge_days(finder: &mut Finder, first: &str, last: &str) -> Option<(Day, Day)> {
    let days = finder.day("first", first).zip(finder.day("last", last));
    if days.is_some_and(|(first, last)| last < first) {
        finder.report_in("last", FieldCode::Order, last);
    }
    days
}

fn judge_link(finder: &mut Finder, link: &mut BatchLinkDoc) -> Option<BatchKey> {
    let organization = finder.organization("organization", &mut link.organization);
    let product = finder.product_code("product", &link.product);
    let lot = finder.lot("lot", &link.lot);
    Some(BatchKey { organization: organization?, product: product?, lot: lot? })
}

/// `first` and `last` of the object being judged, from 1.
pub(super) fn judge_ordinals(finder: &mut Finder, first: u64, last: u64) -> Option<Ordinals> {
    finder.count("first", first, 1, ORDINAL_MAX);
    finder.count("last", last, 1, ORDINAL_MAX);
    if last < first {
        finder.report_in("last", FieldCode::Order, &last.to_string());
    }
    Ordinals::new(first, last)
}
