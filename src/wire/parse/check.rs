//! Tests of batches. The outcome is worked out by `rules`, whatever the body says.

use super::finder::Finder;
use super::values::Bounds;
use super::{document, sections};
use crate::access::DocumentKind;
use crate::domain::command::{AddCheck, BatchKey, CheckedItem};
use crate::domain::day::Day;
use crate::domain::evidence::EvidenceHash;
use crate::domain::refusal::{FieldCode, Refusal};
use crate::domain::words::{CheckKind, Hazard, Outcome};
use crate::fact::document::{CheckDoc, CheckItem, LimitDoc, Measured, PlanDoc, ResultDoc};
use crate::limits::{CHECK_ITEMS_COUNT_MAX, CHECK_RESULTS_COUNT_MAX};
use crate::rules;
use crate::rules::measured::{compels_recall, hazard_of};

/// A check and the number of its report, which tells two checks of a batch apart.
#[derive(Debug, Clone)]
pub struct AddCheckParsed {
    pub command: AddCheck,
    pub report_no: String,
}

/// `{kind, reportNo, testedOn, items[{item, result | results + unit + plan, limit?, hazard?}]}`.
pub fn check(batch: BatchKey, body: &[u8]) -> Result<AddCheckParsed, Refusal> {
    let (document, (kind, tested_on, evidence)) = document(body, judge)?;
    let outcome = rules::overall(&document.items);
    let items = document.items.iter().map(|item| checked(item, kind)).collect();
    let hazard = compelling(&document.items);
    let report_no = document.report_no.clone();
    let document = sections(DocumentKind::Check, &document)?;
    Ok(AddCheckParsed {
        command: AddCheck { batch, kind, tested_on, outcome, items, hazard, evidence, document },
        report_no,
    })
}

/// An item whose values come from another report was tested outside, whoever hands it in.
fn checked(item: &CheckItem, kind: CheckKind) -> CheckedItem {
    let outside = kind == CheckKind::FactoryTest && item.from_report.is_some();
    let kind = if outside { CheckKind::OutsideTest } else { kind };
    CheckedItem { item: item.item.clone(), kind, outcome: rules::item_outcome(item) }
}

/// The first hazard among the failed items that compels a recall.
fn compelling(items: &[CheckItem]) -> Option<Hazard> {
    let failed = items.iter().filter(|item| rules::item_outcome(item) == Outcome::Fail);
    let stated = |item: &CheckItem| item.hazard.as_deref().and_then(Hazard::parse);
    let hazards = failed.map(|item| hazard_of(&item.item, stated(item)));
    hazards.filter(|hazard| compels_recall(*hazard)).min()
}

type Judged = (CheckKind, Day, Vec<EvidenceHash>);

fn judge(finder: &mut Finder, document: &mut CheckDoc) -> Option<Judged> {
    finder.open_word("kind", &document.kind);
    finder.short("reportNo", &mut document.report_no);
    finder.short_if("sampleNo", &mut document.sample_no);
    if let Some(laboratory) = &mut document.laboratory {
        finder.within("laboratory", |finder| {
            if let Some(code) = &mut laboratory.organization {
                finder.organization("organization", code);
            }
            if let Some(number) = &mut laboratory.accreditation {
                finder.short_if("accreditation", number);
            }
        });
    }
    finder.day_if("sampledOn", document.sampled_on.as_deref());
    let tested_on = finder.day("testedOn", &document.tested_on);
    finder.short_if("stage", &mut document.stage);
    if document.items.is_empty() {
        finder.report_in("items", FieldCode::TooFew, "");
    }
    finder.each("items", &mut document.items, CHECK_ITEMS_COUNT_MAX, judge_item);
    // An open set: a word that rules do not know is kept and counts as another kind.
    let kind = CheckKind::parse(&document.kind).unwrap_or(CheckKind::Other);
    let evidence = finder.evidence(document.evidence.as_deref_mut());
    Some((kind, tested_on?, evidence))
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
    match (&item.result, &item.results) {
        (None, None) => finder.report_in("result", FieldCode::Required, ""),
        (Some(_), Some(_)) => finder.report_in("results", FieldCode::Conflict, ""),
        (Some(result), None) => finder.within("result", |finder| judge_result(finder, result)),
        (None, Some(_)) => judge_results(finder, item),
    }
}

fn judge_result(finder: &mut Finder, result: &ResultDoc) {
    judge_comparator(finder, result.comparator.as_deref(), result.value);
    match (&result.unit, result.value) {
        (Some(unit), _) => finder.lab_unit("unit", unit),
        (None, Measured::Number(_)) => finder.report_in("unit", FieldCode::Required, ""),
        (None, Measured::NotDetected) => {}
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
