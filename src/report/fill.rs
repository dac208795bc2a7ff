//! Fills a report with what is on record: who, what, where from, which tests. Judges nothing.

use super::documents::{BatchDocument, ProductDocument};
use super::find::{Found, Named, Unit};
use super::model::{
    AdditiveShown, BatchShown, ChangeShown, CompareWithPack, CompletenessShown, CorrectionShown,
    FormulaShown, Identifies, IngredientShown, JudgedShown, ManufacturerShown, OrganizationShown,
    ProductShown, Provenance, ReceiptShown, TestShown, TimelineStep, TraceReport, UnitShown,
};
use super::records::{organization_name, public, stated_by};
use super::{Documents, Frame, label};
use crate::domain::day::{Day, Instant};
use crate::domain::words::{AdditiveOutcome, BatchState, BizStep, CorrectionKind};
use crate::fact::document::PublicCorrection;
use crate::fact::record::BatchRef;
use crate::fact::text::BiText;
use crate::limits::REPORT_LIST_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CorrectionRow, PartyEventRow};
use crate::views::judgements::{self, Standing};
use crate::views::query;
use std::sync::Arc;

pub(super) fn fill(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    organization(view, frame, found, report)?;
    let has_formula = product(view, frame, found, report)?;
    if let Some((batch, row)) = &found.batch {
        let kept = frame.documents.batch(view, row)?;
        self::batch(view, frame, batch, row, has_formula, &kept.document, report)?;
        if row.corrections > 0 {
            report.corrections = corrections(view, frame.documents, batch)?;
        }
        report.receipt = Some(ReceiptShown {
            position: row.position,
            recorded_at: Instant(row.recorded_at).to_string(),
            content_id: crate::fact::seal::hex_text(row.content_id),
        });
    }
    report.identifies = match (&found.unit, &found.batch) {
        (Some(_), _) => Identifies::Unit,
        (None, Some(_)) => Identifies::Lot,
        (None, None) => Identifies::Product,
    };
    if found.batch.is_none() {
        // The address may have named the product in the serial's place.
        report.key.serial = None;
    }
    if let (Some(unit), Some((batch, row))) = (&found.unit, &found.batch) {
        report.unit = Some(unit_shown(view, unit, batch, row, report)?);
    }
    Ok(())
}

fn organization(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let row = &found.organization_row;
    let document = frame.documents.organization(view, row)?;
    report.key.organization = Some(found.organization.clone());
    report.organization = Some(OrganizationShown {
        code: found.organization.clone(),
        name: document.name.clone(),
        region_name: document.region_name.clone(),
        region: row.region.clone(),
        phone: document.phone.clone(),
    });
    Ok(())
}

/// Fills in the product version that the batch names, or the latest; says whether a formula is filed.
/// What stands on the pack is that of the label it carries.
fn product(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<bool, StoreError> {
    let row = &found.product_row;
    let batch = found.batch.as_ref().map(|(_, row)| row);
    let number = batch.map_or(row.latest, |batch| batch.version);
    let position = batch.map_or(row.latest_position, |batch| batch.version_position);
    let named = (found.organization.as_str(), found.product.as_str(), number);
    let document = frame.documents.product(view, named, position)?;
    let printed = printed(view, frame, found)?;
    let printed = printed.as_ref().unwrap_or(&document);
    report.key.product = Some(found.product.clone());
    report.key.gtin.clone_from(&row.gtin);
    report.compare_with_pack = Some(CompareWithPack {
        name: printed.name.clone(),
        lot_as_printed: None,
        production: None,
        expiry: None,
        net_content: printed.net_content.clone(),
    });
    let category = document.category.clone();
    report.product = Some(ProductShown {
        product: found.product.clone(),
        version: number,
        gtin: row.gtin.clone(),
        name: printed.name.clone(),
        specification: printed.specification.clone(),
        eaten: ["food", "drug", "feed"].contains(&category.split('.').next().unwrap_or_default()),
        category,
    });
    report.label = Some(printed.label.clone());
    Ok(document.has_formula)
}

/// The version whose label the unit carries, where that is not the batch's own.
fn printed(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
) -> Result<Option<Arc<ProductDocument>>, StoreError> {
    let Some(number) = found.unit.as_ref().and_then(|unit| unit.label) else { return Ok(None) };
    let named = (found.organization.as_str(), found.product.as_str(), number);
    let row = super::records::version(view, named.0, named.1, number)?;
    let document = row.map(|row| frame.documents.product(view, named, row.position));
    document.transpose()
}

fn batch(
    view: &impl Read,
    frame: &Frame<'_>,
    batch: &BatchRef,
    row: &BatchRow,
    has_formula: bool,
    document: &BatchDocument,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let expires_on = row.numbers.expires_on.map(Day::from_number);
    report.key.lot = Some(batch.lot.clone());
    if let Some(compare) = &mut report.compare_with_pack {
        let printed = document.dates_as_printed.clone();
        let (production, expiry) =
            printed.map_or((None, None), |printed| (printed.production, printed.expiry));
        compare.lot_as_printed = document.lot_as_printed.clone().or(Some(batch.lot.clone()));
        let produced_on = Day::from_number(row.numbers.produced_on).to_string();
        compare.production = production.or(Some(produced_on));
        compare.expiry = expiry.or(expires_on.map(|day| day.to_string()));
    }
    report.batch = Some(BatchShown {
        lot: batch.lot.clone(),
        produced_on: Day::from_number(row.numbers.produced_on).to_string(),
        expires_on: expires_on.map(|day| day.to_string()),
        days_left: expires_on.map(|day| day.days_since(frame.today)),
        state: BatchState::from_number(row.state).unwrap_or(BatchState::Registered).word(),
        completeness: row.standing.as_ref().map(|standing| CompletenessShown {
            profile: standing.profile.clone(),
            missing: standing.missing.clone(),
        }),
    });
    if let Some(maker) = &document.manufacturer {
        let code = maker.organization.as_deref();
        report.manufacturer = Some(ManufacturerShown {
            organization: maker.organization.clone(),
            name: organization_name(view, frame.documents, code)?,
            permit: maker.permit.clone(),
            relation: maker.relation.clone(),
        });
        if let (Some(label), Some(permit)) = (&mut report.label, &maker.permit) {
            label::permit(label, permit);
        }
    }
    report.permits = super::permits::permits(view, frame, row)?;
    let tests = super::tested::tests(view, frame.documents, batch, row)?;
    let mut timeline = timeline(document, row, &tests, report);
    timeline.extend(events(view, batch, row)?);
    timeline.sort_by(|left, right| left.on.cmp(&right.on));
    report.provenance = Some(Provenance {
        origin: document.origin.clone(),
        ingredients: ingredients(row, document),
        formula: FormulaShown { filed: has_formula },
        additives: additives(view, batch, row, document)?,
        timeline,
        tests,
    });
    Ok(())
}

/// Ingredients, and whether the source lot of each is on record; whose it is stays the office's.
fn ingredients(row: &BatchRow, document: &BatchDocument) -> Vec<IngredientShown> {
    let linked = |at| u16::try_from(at).is_ok_and(|at| row.linked.binary_search(&at).is_ok());
    let shown = document.ingredients.iter().enumerate();
    let shown = shown.map(|(at, line)| IngredientShown { linked: linked(at), ..line.clone() });
    shown.collect()
}

/// Additives with what was computed of each when the batch was stated, under the answers that stand.
/// What an ingredient brought along is the office's.
fn additives(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    document: &BatchDocument,
) -> Result<Vec<AdditiveShown>, StoreError> {
    let judged = judgements::of_batch(view, batch, row)?;
    let shown = document.additives.iter().enumerate().map(|(at, line)| {
        let of_line = |it: &&Standing<'_>| it.record.line.map(usize::from) == Some(at);
        let found = judged.iter().find(of_line);
        let outcome = found.and_then(|it| AdditiveOutcome::from_number(it.record.outcome));
        let answer = found.and_then(|it| it.answer.as_ref());
        AdditiveShown {
            result: outcome.map(AdditiveOutcome::word),
            clause: found.map(|it| it.record.clause.clone()),
            judged_by: answer.map(|answer| JudgedShown {
                post: answer.post.clone(),
                on: Day::from_number(answer.on).to_string(),
            }),
            ..line.clone()
        }
    });
    Ok(shown.collect())
}

fn timeline(
    document: &BatchDocument,
    row: &BatchRow,
    tests: &[TestShown],
    report: &TraceReport,
) -> Vec<TimelineStep> {
    let made_at = document.origin.as_ref().map(|origin| origin.name.clone());
    let place = made_at.or(report.organization.as_ref().map(|party| party.region_name.clone()));
    let produced_on = Day::from_number(row.numbers.produced_on).to_string();
    let mut steps = vec![step("commissioning", produced_on, place)];
    let tested = tests.iter().filter_map(|test| test.tested_on.clone());
    steps.extend(tested.map(|on| step("inspecting", on, None)));
    steps
}

fn step(biz_step: &'static str, on: String, place: Option<BiText>) -> TimelineStep {
    TimelineStep { biz_step, on, place, to_region: None }
}

/// What happened to goods of the batch, as far as everyone may know: step, day and region, as the owner
/// or the maker states it. What others say of a lot is no part of its producer's page.
fn events(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<TimelineStep>, StoreError> {
    if row.events == 0 {
        return Ok(Vec::new());
    }
    // By party: however much others say, the owner's and the maker's newest steps are found.
    let maker = row.made.maker.as_ref().filter(|maker| **maker != batch.organization);
    let mut shown = Vec::new();
    for party in [Some(&batch.organization), maker].into_iter().flatten() {
        let prefix = key::party_events(batch, party);
        let rows = view.rows::<PartyEventRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)?;
        shown.extend(rows.into_iter().rev().filter_map(|(_, event)| {
            let place = event.region.as_deref().map(super::records::region_name);
            let on = Day::from_number(event.on).to_string();
            let biz_step = BizStep::from_number(event.biz_step)?.word();
            Some(TimelineStep { biz_step, on, place, to_region: event.region })
        }));
    }
    Ok(shown)
}

/// The newest corrections, newest first.
fn corrections(
    view: &impl Read,
    documents: &Documents,
    batch: &BatchRef,
) -> Result<Vec<CorrectionShown>, StoreError> {
    let prefix = key::batch(batch);
    let rows = view.rows::<CorrectionRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)?;
    let mut shown = Vec::with_capacity(rows.len());
    for (row_key, row) in rows {
        let position = key::read_correction(&row_key).unwrap_or_default();
        let document: PublicCorrection = public(view, position)?;
        let changes = document.changes.iter().map(|change| ChangeShown {
            field: change.pointer.clone(),
            from: change.from.as_ref().map(label::value_shown),
            to: change.to.as_ref().map(label::value_shown),
        });
        shown.push(CorrectionShown {
            at: Instant(row.recorded_at).to_string(),
            kind: CorrectionKind::from_number(row.kind).unwrap_or(CorrectionKind::Record).word(),
            reason: document.reason,
            by: stated_by(view, documents, &row.by)?,
            proposed_by: match &row.proposed_by {
                Some(by) => Some(stated_by(view, documents, by)?),
                None => None,
            },
            before_release: row.before_release,
            changes: changes.collect(),
        });
    }
    Ok(shown)
}

fn unit_shown(
    view: &impl Read,
    unit: &Unit,
    batch: &BatchRef,
    row: &BatchRow,
    report: &mut TraceReport,
) -> Result<UnitShown, StoreError> {
    let (state, _) = query::unit_state(view, batch, row, unit.ordinal)?;
    let (code_kind, serial, shown) = match &unit.named {
        Named::Issued(code) => ("issued", code.compact().as_str().to_owned(), code.to_string()),
        Named::Own(serial) => ("own", serial.to_string(), serial.to_string()),
    };
    report.key.serial = Some(serial);
    let label_version = unit.label.unwrap_or(row.version);
    Ok(UnitShown { state: state.word(), code_kind, shown, label_version })
}
