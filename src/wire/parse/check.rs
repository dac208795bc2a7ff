//! Tests of batches. The outcome is worked out by `rules`, whatever the body says.

use super::finder::Finder;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{AddCheck, BatchKey, Checked, CheckedItem};
use crate::domain::day::Day;
use crate::domain::evidence::EvidenceHash;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{CheckKind, Hazard, Outcome, ReportState};
use crate::fact::document::{CheckDoc, CheckItem, LimitDoc, Measured, PlanDoc, ResultDoc};
use crate::limits::{CHECK_ITEMS_COUNT_MAX, CHECK_RESULTS_COUNT_MAX};
use crate::rules;
use crate::rules::measured::{Stated, compels_recall, hazard_of};

/// `{kind, reportNo, reportState?, testedOn, items[{item, result | results + unit + plan, limit?,
/// hazard?}]}`; a result is `{value, unit}` or `{stated}`. `content`: keyed digest of the body.
pub fn check(batch: BatchKey, body: &[u8], content: [u8; 32]) -> Result<AddCheck, Refusal> {
    let (document, parts) = document(body, judge)?;
    let check = parts.checked(&document, content);
    Ok(AddCheck { batch, check, document: sections(DocumentKind::Check, &document)? })
}

/// What was read of a check beside its document.
pub(super) struct Parts {
    kind: CheckKind,
    tested_on: Day,
    state: ReportState,
    laboratory: Option<OrgCode>,
    evidence: Vec<EvidenceHash>,
}

impl Parts {
    /// With what its items come to.
    pub(super) fn checked(self, document: &CheckDoc, content: [u8; 32]) -> Checked {
        let Self { kind, tested_on, state, laboratory, evidence } = self;
        Checked {
            kind,
            tested_on,
            state,
            report_no: document.report_no.clone(),
            content,
            evidence,
            laboratory,
            outcome: rules::overall(&document.items, kind),
            items: document.items.iter().map(|item| checked(item, kind)).collect(),
            hazard: compelling(&document.items, kind),
        }
    }
}

fn checked(item: &CheckItem, kind: CheckKind) -> CheckedItem {
    CheckedItem {
        item: item.item.clone(),
        kind: rules::item_kind(item, kind),
        outcome: rules::item_outcome(item, kind),
        stated: rules::stated(item) == Some(Stated::Compliant),
        taken_over: item.from_report.is_some(),
        method: item.method.clone(),
    }
}

/// The first hazard among the failed items that compels a recall.
fn compelling(items: &[CheckItem], kind: CheckKind) -> Option<Hazard> {
    let failed = items.iter().filter(|item| rules::item_outcome(item, kind) == Outcome::Fail);
    let stated = |item: &CheckItem| item.hazard.as_deref().and_then(Hazard::parse);
    let hazards = failed.map(|item| hazard_of(&item.item, stated(item)));
    hazards.filter(|hazard| compels_recall(*hazard)).min()
}

/// Judges a whole check.
pub(super) fn judge(finder: &mut Finder, document: &mut CheckDoc) -> Option<Parts> {
    finder.open_word("kind", &document.kind);
    finder.short("reportNo", &mut document.report_no);
    let state = match &document.report_state {
        Some(word) => finder.word("reportState", word, ReportState::parse),
        None => Some(ReportState::Final),
    };
    finder.short_if("sampleNo", &mut document.sample_no);
    finder.line_if("reporter", &mut document.reporter);
    let mut named = None;
    if let Some(laboratory) = &mut document.laboratory {
        finder.within("laboratory", |finder| {
            if let Some(code) = &mut laboratory.organization {
                named = finder.organization("organization", code);
            }
            if let Some(number) = &mut laboratory.accreditation {
                finder.short_if("accreditation", number);
            }
            finder.line_if("contact", &mut laboratory.contact);
        });
    }
    finder.day_if("sampledOn", document.sampled_on.as_deref());
    let tested_on = finder.day("testedOn", &document.tested_on);
    finder.short_if("stage", &mut document.stage);
    finder.each("items", &mut document.items, CHECK_ITEMS_COUNT_MAX, judge_item);
    // An open set: a word that rules do not know is kept and counts as another kind.
    let kind = CheckKind::parse(&document.kind).unwrap_or(CheckKind::Other);
    let evidence = finder.evidence(document.evidence.as_deref_mut());
    Some(Parts { kind, tested_on: tested_on?, state: state?, laboratory: named, evidence })
}

fn judge_item(finder: &mut Finder, item: &mut CheckItem) {
    finder.short("item", &mut item.item);
    if let Some(hazard) = &item.hazard {
        finder.word("hazard", hazard, Hazard::parse);
    }
    finder.line_if("method", &mut item.method);
    finder.short_if("fromReport", &mut item.from_report);
    if let Some(unit) = &item.unit {
        finder.lab_unit("unit", unit);
    }
    if let Some(plan) = &mut item.plan {
        finder.within("plan", |finder| judge_plan(finder, plan));
    }
    if let Some(limit) = &mut item.limit {
        finder.within("limit", |finder| judge_limit(finder, limit));
    }
    match (&mut item.result, &item.results) {
        (None, None) => finder.report_in("result", FieldCode::Required, ""),
        (Some(_), Some(_)) => finder.report_in("results", FieldCode::Conflict, ""),
        (Some(result), None) => finder.within("result", |finder| judge_result(finder, result)),
        (None, Some(_)) => judge_results(finder, item),
    }
}

/// A value or a word, left in the document as the contract writes it.
fn judge_result(finder: &mut Finder, result: &mut ResultDoc) {
    if let Some(unit) = &result.unit {
        finder.lab_unit("unit", unit);
    }
    match (result.value, &mut result.stated) {
        (None, None) => finder.report_in("value", FieldCode::Required, ""),
        (Some(_), Some(word)) => finder.report_in("stated", FieldCode::Conflict, word),
        (Some(value), None) => {
            judge_comparator(finder, result.comparator.as_deref(), value);
            if result.unit.is_none() && value != Measured::NotDetected {
                finder.report_in("unit", FieldCode::Required, "");
            }
        }
        (None, Some(word)) => {
            if let Some(stated) = finder.word("stated", word, Stated::parse) {
                stated.word().clone_into(word);
            }
            if let Some(comparator) = &result.comparator {
                finder.report_in("comparator", FieldCode::Conflict, comparator);
            }
        }
    }
}

/// Several results have one unit, which only results without a number can do without.
fn judge_results(finder: &mut Finder, item: &mut CheckItem) {
    let Some(results) = &mut item.results else { return };
    if results.is_empty() {
        finder.report_in("results", FieldCode::TooFew, "");
    }
    finder.each("results", results, CHECK_RESULTS_COUNT_MAX, |finder, reading| {
        judge_comparator(finder, reading.comparator.as_deref(), reading.value);
    });
    let numbers = results.iter().any(|reading| matches!(reading.value, Measured::Number(_)));
    if numbers && item.unit.is_none() {
        finder.report_in("unit", FieldCode::Required, "");
    }
}

fn judge_comparator(finder: &mut Finder, comparator: Option<&str>, value: Measured) {
    if let Some(comparator) = comparator {
        finder.word("comparator", comparator, |word| {
            matches!(word, "<" | "<=" | ">" | ">=").then_some(())
        });
        if value == Measured::NotDetected {
            finder.report_in("comparator", FieldCode::Conflict, comparator);
        }
    }
    if let Measured::Number(number) = value {
        finder.number("value", number, Bounds::Any);
    }
}

fn judge_plan(finder: &mut Finder, plan: &mut PlanDoc) {
    let samples_max = u64::try_from(CHECK_RESULTS_COUNT_MAX).unwrap_or(u64::MAX);
    finder.count("n", plan.n.into(), 1, samples_max);
    finder.count("c", plan.c.into(), 0, plan.n.into());
    finder.number("m", plan.m, Bounds::NotNegative);
    finder.number_if("M", plan.upper, Bounds::NotNegative);
    if plan.upper.is_some_and(|upper| upper < plan.m) {
        finder.report_in("M", FieldCode::Order, "");
    }
    finder.short_if("per", &mut plan.per);
}

fn judge_limit(finder: &mut Finder, limit: &mut LimitDoc) {
    finder.number_if("min", limit.min, Bounds::Any);
    finder.number_if("max", limit.max, Bounds::Any);
    if limit.min.zip(limit.max).is_some_and(|(min, max)| min > max) {
        finder.report_in("max", FieldCode::Order, "");
    }
    finder.line_if("basis", &mut limit.basis);
}
