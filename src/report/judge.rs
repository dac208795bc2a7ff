//! Judges what was found: every reason that holds, every notice to read first. Rules of measures stand
//! in `measure`, the order of verdicts in `verdict`.

mod checking;

use super::Frame;
use super::display;
use super::find::{Found, Named, Unit};
use super::model::{HoldShown, PermitShown, RecallShown, TraceReport, WithdrawalShown};
use super::records::{public, stated_by};
use crate::domain::day::{Day, Instant};
use crate::domain::lot::Serial;
use crate::domain::words::{
    AdditiveOutcome, BatchState, Hazard, MeasureKind, MeasureState, RecallKind, Regime, Remedy,
    UnitState,
};
use crate::fact::document::{PublicReason, PublicRecall};
use crate::fact::record::{BatchRef, PartRecord};
use crate::fact::text::BiText;
use crate::measure::{Cover, Target};
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, MeasureRow, RecallWords};
use crate::texts::{Lang, Value, dates, scopes, verdicts};
use crate::verdict::{Notice, Reason, ReasonCode, Verdict, worst};
use crate::views::judgements;
use crate::views::query::{self, Covering, Filed, receipt};

pub(super) fn judge(
    view: &impl Read,
    frame: &Frame<'_>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let state = match (&found.unit, &found.batch) {
        (Some(unit), Some((batch, row))) => {
            Some(query::unit_state(view, batch, row, unit.ordinal)?)
        }
        _ => None,
    };
    let returned = state.is_some_and(|(state, _)| state == UnitState::Returned);
    for covering in covering(view, found)? {
        measure(view, frame, &covering, returned, report)?;
    }
    if let Some((_, row)) = &found.batch {
        batch(view, frame, row, report)?;
    }
    checking::recall_check(view, found, report)?;
    if let (Some(unit), Some((state, position))) = (&found.unit, state) {
        self::unit(view, unit, state, position, found, report)?;
    }
    let additives = match &found.batch {
        Some((batch, row)) => additive_found(view, batch, row)?,
        None => false,
    };
    notices(found, returned, additives, report);
    report.reasons.sort_by_key(|reason| reason.code.verdict());
    Ok(())
}

/// Measures that concern what the code names. A code that names the product only, or an unregistered
/// lot, is also concerned by those on some of its lots.
fn covering(view: &impl Read, found: &Found) -> Result<Vec<Covering>, StoreError> {
    let Found { organization, product, .. } = found;
    let batch = found.batch.as_ref();
    let own_serial: Option<&Serial> = match found.unit.as_ref().map(|unit| &unit.named) {
        Some(Named::Own(serial)) => Some(serial),
        _ => None,
    };
    let other_lot = found.other_lot.as_ref().map(crate::domain::lot::Lot::as_str);
    let target = Target {
        organization,
        product,
        lot: batch.map(|(batch, _)| batch.lot.as_str()).or(other_lot),
        registered_at: batch.map(|(_, row)| row.position),
        produced_on: batch.map(|(_, row)| row.numbers.produced_on),
        ordinal: found.unit.as_ref().map(|unit| unit.ordinal),
        own_serial,
        issued_only: batch.is_some_and(|(_, row)| row.codes == row.units),
    };
    let row = batch.map(|(_, row)| row);
    let filed = Filed::of(&found.organization_row, Some(&found.product_row), row);
    let mut all = query::covering(view, &target, filed)?;
    if batch.is_none()
        && (found.product_row.any_measures > 0
            || found.product_row.reached
            || found.organization_row.measures > 0)
    {
        let product_only = Target { organization, product, ..Target::default() };
        let mut partly = query::covering(view, &product_only, filed)?;
        partly.extend(query::covering_lots(view, organization, product)?);
        for mut other in partly {
            if all.iter().all(|known| known.id != other.id) {
                // A lot that is not the named one may still be: the reader has to compare.
                other.cover = if target.lot.is_some() { Cover::Partly } else { other.cover };
                all.push(other);
            }
        }
    }
    if let (Some(_), Some(lot)) = (batch, other_lot) {
        // The address names another lot than the code does: either may be the pack in hand.
        let target = Target { organization, product, lot: Some(lot), ..Target::default() };
        let named = Filed { lot: true, ..filed };
        let others = query::covering(view, &target, named)?;
        all.extend(others.into_iter().filter(|other| other.measure.recall.is_some()));
    }
    Ok(all)
}

fn measure(
    view: &impl Read,
    frame: &Frame<'_>,
    covering: &Covering,
    returned: bool,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let Covering { id, measure, cover, held, .. } = covering;
    let id_text = id.id().to_string();
    let since = Instant(measure.opened_at).to_string();
    let open = measure.state == MeasureState::Open.number();
    let names_lot = report.batch.is_some();
    if id.kind == MeasureKind::Hold.number() {
        if open && names_lot {
            let reason = match measure.found {
                Some(found) => found_by_rule(found),
                None => public::<PublicReason>(view, measure.opened)?.reason,
            };
            let stated_by = stated_by(view, frame.documents, &measure.opener)?;
            report.hold = Some(HoldShown { since: since.clone(), reason, stated_by });
            report.reasons.push(reason_of(ReasonCode::Held, Some(id_text), Some(since)));
        }
        return Ok(());
    }
    let code = match (open, *cover) {
        // Some units of the lot, and the code does not say which: as if all.
        (true, Cover::Partly) if !names_lot => ReasonCode::CheckLot,
        (false, Cover::Partly) if !names_lot => ReasonCode::CheckLot,
        (true, _) if *held => ReasonCode::Held,
        (true, _) => ReasonCode::Recalled,
        (false, _) if returned => return Ok(()),
        (false, _) => ReasonCode::RecallClosed,
    };
    let shown = recall_shown(view, frame, covering, &id_text, report)?;
    if code == ReasonCode::Held {
        let (reason, stated_by) = (shown.reason.clone(), shown.opened_by.clone());
        report.hold.get_or_insert(HoldShown { since: since.clone(), reason, stated_by });
    }
    report.recalls.push(shown);
    report.reasons.push(reason_of(code, Some(id_text), Some(since)));
    Ok(())
}

/// Why a rule holds a lot: nobody wrote a reason.
fn found_by_rule(hazard: u8) -> BiText {
    let text = match Hazard::from_number(hazard) {
        Some(Hazard::Pathogen) => verdicts::FOUND_PATHOGEN,
        Some(Hazard::NonFood) => verdicts::FOUND_NON_FOOD,
        _ => verdicts::FOUND_CHEMICAL,
    };
    BiText::both(text.zh, text.en)
}

fn recall_shown(
    view: &impl Read,
    frame: &Frame<'_>,
    covering: &Covering,
    id: &str,
    report: &TraceReport,
) -> Result<RecallShown, StoreError> {
    let measure = &covering.measure;
    let document: PublicRecall = public(view, measure.opened)?;
    let other = RecallWords { regime: 4, class: None, kind: 0, hazard: 7, remedy: Vec::new() };
    let recall = measure.recall.as_ref().unwrap_or(&other);
    let remedies = recall.remedy.iter().filter_map(|number| Remedy::from_number(*number));
    let closed = measure.state == MeasureState::Closed.number();
    Ok(RecallShown {
        id: id.to_owned(),
        class: recall.class,
        kind: RecallKind::from_number(recall.kind).map_or("voluntary", RecallKind::word),
        state: if closed { "closed" } else { "open" },
        regime: Regime::from_number(recall.regime).map_or("other", Regime::word),
        hazard: Hazard::from_number(recall.hazard).map_or("other", Hazard::word),
        reason: document.reason,
        instructions: document.instructions,
        scope_text: scope_text(measure, report.key.product.as_deref()),
        by_ingredient: covering.by_ingredient,
        remedy: remedies.map(Remedy::word).collect(),
        opened_at: Instant(measure.opened_at).to_string(),
        closed_at: measure.ended_at.filter(|_| closed).map(|at| Instant(at).to_string()),
        opened_by: stated_by(view, frame.documents, &measure.opener)?,
        phone: report.organization.as_ref().and_then(|party| party.phone.clone()),
        notice: format!("/api/v1/recalls/{id}"),
    })
}

/// What a measure covers of one product, in words; what it says of other products is left out.
fn scope_text(measure: &MeasureRow, product: Option<&str>) -> BiText {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    let concerns = |part: &PartRecord| {
        let named = product_of(part);
        named.is_none() || product.is_none() || named == product
    };
    for step in measure.steps.iter().filter(|step| concerns(&step.scope.part)) {
        let (mut step_zh, mut step_en) = part_text(&step.scope.part, product);
        if !step.include {
            step_zh = format!("{}{step_zh}", scopes::EXCEPT.zh);
            step_en = format!("{}{step_en}", scopes::EXCEPT.en);
        }
        zh.push(step_zh);
        en.push(step_en);
    }
    BiText::both(zh.join("；"), en.join("; "))
}

/// The product a part is limited to.
fn product_of(part: &PartRecord) -> Option<&str> {
    match part {
        PartRecord::All | PartRecord::Received { .. } => None,
        PartRecord::ProducedOn { product, .. } => product.as_deref(),
        PartRecord::Product { product }
        | PartRecord::Lots { product, .. }
        | PartRecord::Units { product, .. }
        | PartRecord::Serials { product, .. } => Some(product),
        PartRecord::Ingredient { .. } | PartRecord::Any { .. } => None,
    }
}

fn part_text(part: &PartRecord, product: Option<&str>) -> (String, String) {
    let day = |number: &i32| {
        let iso = Day::from_number(*number).to_string();
        (dates::date(Lang::Zh, &iso), dates::date(Lang::En, &iso))
    };
    match part {
        PartRecord::All => scopes::ALL.fill(&[]),
        PartRecord::Product { .. } => scopes::PRODUCT.fill(&[]),
        PartRecord::ProducedOn { first, last, .. } => {
            let (first, last) = (day(first), day(last));
            let values = [("first", (&first).into()), ("last", (&last).into())];
            scopes::DATES.fill(&values)
        }
        PartRecord::Lots { lots, .. } => {
            let named = (shortened(lots, "、"), shortened(lots, ", "));
            scopes::LOTS.fill(&[("lots", (&named).into())])
        }
        PartRecord::Units { lot, first, last, .. } => {
            let (first, last) = (first.to_string(), last.to_string());
            let values = [
                ("lot", Value::same(lot)),
                ("first", Value::same(&first)),
                ("last", Value::same(&last)),
            ];
            scopes::UNITS.fill(&values)
        }
        PartRecord::Serials { range, .. } => {
            let end = range.count().saturating_sub(1);
            let (first, last) =
                (range.at(0).unwrap_or_default(), range.at(end).unwrap_or_default());
            let values = [("first", Value::same(&first)), ("last", Value::same(&last))];
            scopes::SERIALS.fill(&values)
        }
        // Its own product names the lot; of what else was made with it, that is a trade secret.
        PartRecord::Ingredient { lot, own: false, .. } if product == Some(&lot.product) => {
            scopes::LOTS.fill(&[("lots", Value::same(&lot.lot))])
        }
        PartRecord::Received { .. } => scopes::RECEIVED.fill(&[]),
        PartRecord::Ingredient { .. } | PartRecord::Any { .. } => scopes::INGREDIENT.fill(&[]),
    }
}

fn shortened(lots: &[String], separator: &str) -> String {
    const SHOWN: usize = 40;
    let mut text = lots.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(separator);
    if lots.len() > SHOWN {
        text.push_str(&format!(" … ({})", lots.len()));
    }
    text
}

fn batch(
    view: &impl Read,
    frame: &Frame<'_>,
    row: &BatchRow,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    if row.state == BatchState::Withdrawn.number() {
        withdrawn(view, "batch", row.state_position, ReasonCode::BatchWithdrawn, report)?;
    }
    if row.state == BatchState::Registered.number() {
        report.reasons.push(reason_of(ReasonCode::NotReleased, None, None));
    }
    if let Some(last) = row.numbers.expires_on.map(Day::from_number)
        && last < frame.today
    {
        report.reasons.push(reason_of(ReasonCode::Expired, None, Some(last.to_string())));
    }
    Ok(())
}

fn unit(
    view: &impl Read,
    unit: &Unit,
    state: UnitState,
    position: Option<u64>,
    found: &Found,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    if let (UnitState::Voided, Some(position)) = (state, position) {
        withdrawn(view, "unit", position, ReasonCode::UnitVoided, report)?;
    }
    if state == UnitState::Issued {
        report.reasons.push(reason_of(ReasonCode::NotActivated, None, None));
    }
    if unit.key_exposed {
        report.reasons.push(reason_of(ReasonCode::CodeKeyExposed, None, None));
    }
    if found.of_another_product {
        report.reasons.push(reason_of(ReasonCode::CodeOfAnotherProduct, None, None));
    }
    Ok(())
}

fn withdrawn(
    view: &impl Read,
    what: &'static str,
    position: u64,
    code: ReasonCode,
    report: &mut TraceReport,
) -> Result<(), StoreError> {
    let reason: PublicReason = public(view, position)?;
    let at = receipt(view, position)?.map(|receipt| receipt.recorded_at.to_string());
    report.reasons.push(reason_of(code, None, at.clone()));
    let at = at.unwrap_or_default();
    report.withdrawal = Some(WithdrawalShown { what, at, reason: reason.reason });
    Ok(())
}

fn notices(found: &Found, returned: bool, additives: bool, report: &mut TraceReport) {
    let mut codes = Vec::new();
    let own = found.unit.as_ref().is_some_and(|unit| matches!(unit.named, Named::Own(_)));
    let row = found.batch.as_ref().map(|(_, row)| row);
    let eaten = report.product.as_ref().is_some_and(|product| product.eaten);
    let corrected = |kinds: &[&str]| {
        let late = report.corrections.iter().filter(|correction| !correction.before_release);
        late.filter(|correction| kinds.contains(&correction.kind)).count() > 0
    };
    let completeness = report.batch.as_ref().and_then(|batch| batch.completeness.as_ref());
    let incomplete = completeness.is_some_and(|complete| !complete.missing.is_empty());
    // Who is told not to use it need not be told to wait for an explanation.
    let recalled = matches!(worst(&report.reasons), Verdict::Recalled | Verdict::RecallClosed);
    let checking = ReasonCode::RecallCheckRunning;
    let checking = report.reasons.iter().any(|reason| reason.code == checking);
    let holds = [
        (Notice::RecallCheckRunning, checking),
        (Notice::LotNotRegistered, found.other_lot.is_some() && found.batch.is_none()),
        (Notice::TestFailed, !recalled && row.is_some_and(|row| row.failed_checks > 0)),
        (Notice::LabelCorrected, corrected(&["label", "product"])),
        (Notice::RecordCorrected, corrected(&["record"])),
        (Notice::PermitLost, report.permits.iter().any(lost)),
        (Notice::AdditiveFound, !recalled && additives),
        (Notice::GroupsMissing, incomplete),
        (Notice::RhythmOverdue, !report.overdue_tests.is_empty()),
        (Notice::NoExpiry, eaten && row.is_some_and(|row| row.numbers.expires_on.is_none())),
        (Notice::Returned, returned),
        (Notice::Erased, row.is_some_and(|row| row.erased & 1 == 1)),
        (Notice::OwnSerial, own),
    ];
    codes.extend(holds.into_iter().filter(|(_, holds)| *holds).map(|(code, _)| code));
    report.notices = codes.into_iter().map(|code| display::notice(code, report)).collect();
}

/// Lost since, or found never to have been in force (annulled after the release).
fn lost(permit: &PermitShown) -> bool {
    permit.lost_on.is_some() || !permit.valid_on_production
}

/// What needs judgement is the office's to settle; the reader is told of what is outside the table.
fn additive_found(view: &impl Read, batch: &BatchRef, row: &BatchRow) -> Result<bool, StoreError> {
    let outside =
        [AdditiveOutcome::Over, AdditiveOutcome::NotPermitted, AdditiveOutcome::NotListed];
    let outside = outside.map(AdditiveOutcome::number);
    let standing = judgements::of_batch(view, batch, row)?;
    Ok(standing.iter().any(|found| outside.contains(&found.record.outcome)))
}

fn reason_of(code: ReasonCode, recall: Option<String>, since: Option<String>) -> Reason {
    Reason { code, recall, since }
}
