//! Fills a report with what is on record: who, what, where from, which tests. Judges nothing.

use super::find::{Found, Named, Unit};
use super::model::{
    AdditiveShown, BatchShown, ChangeShown, CompareWithPack, CorrectionShown, FormulaShown,
    Identifies, IngredientShown, ManufacturerShown, OrganizationShown, ProductShown, Provenance,
    ReceiptShown, StatedBy, TestShown, TimelineStep, TraceReport, UnitShown,
};
use super::records::{organization_name, origin, public, source_links, stated_by};
use super::{Documents, Frame, label};
use crate::domain::day::{Day, Instant};
use crate::domain::words::{BatchState, CorrectionKind};
use crate::fact::document::{
    PublicBatch, PublicCheck, PublicCorrection, PublicLaboratory, SourceLinks,
};
use crate::fact::record::{ActorRecord, BatchRef};
use crate::fact::text::BiText;
use crate::limits::REPORT_LIST_COUNT_MAX;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CheckRow, CorrectionRow};
use crate::views::query;

pub(super) fn fill(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    organization(view, frame, found, report)?;
    let has_formula = product(view, frame, found, report)?;
    if let Some((batch, row)) = &found.batch {
        let document = batch_document(view, row)?;
        self::batch(view, frame, batch, row, has_formula, &document, report)?;
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
    report.key.product = Some(found.product.clone());
    report.key.gtin.clone_from(&row.gtin);
    report.compare_with_pack = Some(CompareWithPack {
        name: document.name.clone(),
        lot_as_printed: None,
        production: None,
        expiry: None,
        net_content: document.net_content.clone(),
    });
    let category = document.category.clone();
    report.product = Some(ProductShown {
        product: found.product.clone(),
        version: number,
        gtin: row.gtin.clone(),
        name: document.name.clone(),
        specification: document.specification.clone(),
        eaten: ["food", "drug", "feed"].contains(&category.split('.').next().unwrap_or_default()),
        category,
    });
    report.label = Some(document.label.clone());
    Ok(document.has_formula)
}

/// The batch as it reads now: registered, or as the last correction left it.
fn batch_document(view: &impl Read, row: &BatchRow) -> Result<PublicBatch, StoreError> {
    if row.document == row.position {
        return public(view, row.position);
    }
    Ok(public::<PublicCorrection>(view, row.document)?.record)
}

fn batch(
    view: &impl Read,
    frame: &Frame<'_>,
    batch: &BatchRef,
    row: &BatchRow,
    has_formula: bool,
    document: &PublicBatch,
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
        missing: missing(row, has_formula),
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
    let tests = tests(view, frame.documents, batch, row)?;
    report.provenance = Some(Provenance {
        origin: document.origin.as_ref().map(origin),
        ingredients: ingredients(view, row, document)?,
        formula: FormulaShown { filed: has_formula },
        additives: document.additives.iter().map(additive).collect(),
        timeline: timeline(document, row, &tests, report),
        tests,
    });
    Ok(())
}

/// Which of the five groups of the policy papers are not on record.
fn missing(row: &BatchRow, has_formula: bool) -> Vec<&'static str> {
    let groups = row.numbers.groups;
    let lacks = [
        ("origin", groups & 1 == 0),
        ("ingredients", groups & 2 == 0),
        ("additives", groups & 4 == 0),
        ("formula", !has_formula),
        ("factoryTest", row.factory_tests == 0),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(group, _)| group).collect()
}

/// Ingredients, and whether the source lot of each is on record; whose it is stays the office's.
fn ingredients(
    view: &impl Read,
    row: &BatchRow,
    document: &PublicBatch,
) -> Result<Vec<IngredientShown>, StoreError> {
    let links = if row.inputs == 0 { SourceLinks::default() } else { source_links(view, row)? };
    let shown = document.ingredients.iter().enumerate().map(|(at, line)| IngredientShown {
        name: line.name.clone(),
        role: line.role.clone(),
        origin: line.origin.as_ref().map(origin),
        linked: links.linked(at),
        documents: line.documents.iter().filter_map(|paper| paper.kind.clone()).collect(),
    });
    Ok(shown.collect())
}

fn additive(line: &crate::fact::document::PublicAdditive) -> AdditiveShown {
    let known = crate::texts::additives::additive_name(line.cns.as_deref(), line.ins.as_deref());
    let name = line.name.clone().or(known.map(|(zh, en)| BiText::both(zh, en)));
    let class = line.function.as_deref().and_then(crate::texts::food::function_class);
    AdditiveShown {
        cns: line.cns.clone(),
        ins: line.ins.clone(),
        name: name.unwrap_or_default(),
        function: class.map(|text| BiText::both(text.zh, text.en)),
    }
}

fn tests(
    view: &impl Read,
    documents: &Documents,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<Vec<TestShown>, StoreError> {
    if row.checks == 0 {
        return Ok(Vec::new());
    }
    let prefix = key::batch(batch);
    let mut tests = Vec::new();
    for (check_key, check) in view.rows::<CheckRow>(&prefix, &prefix, REPORT_LIST_COUNT_MAX)? {
        let document: PublicCheck = public(view, key::last_number(&check_key).unwrap_or_default())?;
        tests.push(TestShown {
            kind: document.kind.unwrap_or_default(),
            report_no: document.report_no.unwrap_or_default(),
            tested_on: document.tested_on,
            stated_by: tested_by(view, documents, &check.by, document.laboratory)?,
            result: crate::rules::overall(&document.items).word(),
            items: document.items.iter().map(label::test_item).collect(),
        });
    }
    Ok(tests)
}

/// Who stands behind a test. A laboratory is the one the statement names; whoever handed it in is not.
fn tested_by(
    view: &impl Read,
    documents: &Documents,
    actor: &ActorRecord,
    laboratory: Option<PublicLaboratory>,
) -> Result<StatedBy, StoreError> {
    let mut by = stated_by(view, documents, actor)?;
    if by.role == "laboratory" {
        by.organization = laboratory.and_then(|laboratory| laboratory.organization);
        by.name = organization_name(view, documents, by.organization.as_deref())?;
    }
    Ok(by)
}

fn timeline(
    document: &PublicBatch,
    row: &BatchRow,
    tests: &[TestShown],
    report: &TraceReport,
) -> Vec<TimelineStep> {
    let made_at = document.origin.as_ref().map(|doc| origin(doc).name);
    let place = made_at.or(report.organization.as_ref().map(|party| party.region_name.clone()));
    let produced_on = Day::from_number(row.numbers.produced_on).to_string();
    let mut steps = vec![TimelineStep { biz_step: "commissioning", on: produced_on, place }];
    let tested = tests.iter().filter_map(|test| test.tested_on.clone());
    steps.extend(tested.map(|on| TimelineStep { biz_step: "inspecting", on, place: None }));
    steps
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
    Ok(UnitShown { state: state.word(), code_kind, shown })
}
