//! Checks of products and batches: registration, release, withdrawal, correction, erasure.

use super::{
    Accepted, CheckError, Context, additives, commissioned, corrections, events, gate, making,
    measures, orders, own_batch, party, units,
};
use crate::access::Right;
use crate::domain::command::{Actor, BatchKey, Correct, Document, RegisterBatch, RegisterProduct};
use crate::domain::refusal::Code;
use crate::domain::words::{BatchState, MeasureKind, MeasureState, SectionKind};
use crate::fact::body::Body;
use crate::fact::record::{
    BatchNumbers, BatchRef, InputRecord, MadeRecord, MeasureRef, ProposalRecord,
};
use crate::measure::{Cover, Target};
use crate::store::StoreError;
use crate::store::layout::{Family, key};
use crate::store::read::Read;
use crate::store::rows::{
    BatchRow, CorrectionRow, OrganizationRow, ProductRefRow, ProductRow, ProposalRow, VersionRow,
};
use crate::views::judgements::Answers;
use crate::views::query::{self, Filed};

pub(super) fn product(
    view: &impl Read,
    actor: &Actor,
    command: &RegisterProduct,
) -> Result<Accepted, CheckError> {
    let (organization, _) = party(view, actor, Right::RegisterGoods, &command.organization)?;
    let product = command.product.to_string();
    let known: Option<ProductRow> = view.row(&key::product(&organization, &product))?;
    if command.version != known.as_ref().map_or(0, |row| row.latest) + 1 {
        return Err(Code::VersionOutOfOrder.into());
    }
    if let Some(gtin) = &command.gtin {
        let holder: Option<ProductRefRow> = view.row(&key::name(gtin.as_str()))?;
        let ours = |row: &ProductRefRow| row.organization == organization && row.product == product;
        if holder.is_some_and(|row| !ours(&row)) {
            return Err(Code::GtinTaken.into());
        }
    }
    let body = Body::ProductRegistered {
        organization,
        product,
        version: command.version,
        gtin: command.gtin.map(|gtin| gtin.as_str().to_owned()),
        category: command.category.clone(),
        groups: command.groups.bits(),
        permit_category: command.permit_category.clone(),
        additive_category: command.additive_category.clone(),
    };
    Ok((body, command.document.clone()))
}

pub(super) fn batch(
    view: &impl Read,
    actor: &Actor,
    command: &RegisterBatch,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let known = query::organization(view, &command.batch.organization)?;
    let (organization, owner) = known.ok_or(Code::NotFound)?;
    let batch = BatchRef { organization, ..BatchRef::from(&command.batch) };
    let allowed = party(view, actor, Right::RegisterGoods, &command.batch.organization);
    if let Err(refused) = allowed {
        let made = Some(command.facts.produced_on);
        if !commissioned(view, actor, Right::RegisterGoods, &batch, made)? {
            return Err(refused);
        }
    }
    let product: Option<ProductRow> =
        view.row(&key::product(&batch.organization, &batch.product))?;
    let product = product.ok_or(Code::NotFound)?;
    let version = command.product_version.unwrap_or(product.latest);
    let version_key = key::version(&batch.organization, &batch.product, version);
    let version_row: Option<VersionRow> = view.row(&version_key)?;
    let version_row = version_row.ok_or(Code::VersionNotRegistered)?;
    if query::batch(view, &batch)?.is_some() {
        return Err(Code::ChangedUnderSameIdentity.into());
    }
    let numbers = BatchNumbers::from(&command.facts);
    let (made_on, today) = (command.facts.produced_on, context.today);
    let making = making::balance(view, &version_row, &command.facts)?;
    let made = MadeRecord::of(&command.facts, making);
    let overdue = orders::missed(view, &batch, made.maker.as_deref(), made_on, today)?;
    let units = match command.issue {
        Some(count) => {
            orders::may_issue(&overdue)?;
            units::may_issue(&owner, &numbers, 0, count)?;
            Some(units::block(view, count, 1)?)
        }
        None => None,
    };
    let mut findings = events::overdrawn_inputs(view, &command.inputs)?;
    findings.extend(overdue.iter().map(orders::finding));
    let category = version_row.additive_category.as_deref();
    let judged = additives::judged(context.rulebook, category, &command.facts);
    let standing = Answers::of(&batch, version).standing(view, &judged.records)?;
    let hazard = judged.hazard(&standing);
    let alarm = hazard.map(|hazard| measures::first_alarm(view, hazard, context)).transpose()?;
    let body = Body::BatchRegistered {
        batch,
        salt: context.salt,
        version,
        numbers,
        made,
        additives: judged.records,
        alarm,
        inputs: command.inputs.iter().map(InputRecord::from).collect(),
        findings,
        units,
    };
    Ok((body, command.document.clone()))
}

pub(super) fn release(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Release, batch)?;
    not_withdrawn(&row)?;
    if row.state == BatchState::Released.number() {
        return Err(Code::ChangedUnderSameIdentity.into());
    }
    not_stopped(view, &batch, &row)?;
    let standing = gate::standing(view, &batch, &row, context)?;
    Ok((Body::BatchReleased { batch, salt: row.salt, standing }, Document::default()))
}

pub(super) fn withdraw(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Withdraw, batch)?;
    not_withdrawn(&row)?;
    Ok((Body::BatchWithdrawn { batch, salt: row.salt }, document.clone()))
}

/// A correction always passes, once it was made against the record as it stands.
pub(super) fn correct(
    view: &impl Read,
    actor: &Actor,
    command: &Correct,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Correct, &command.batch)?;
    current(&row, command)?;
    let owner: Option<OrganizationRow> = view.row(&key::name(&batch.organization))?;
    if owner.is_some_and(|owner| owner.four_eyes) {
        return corrections::propose(batch, &row, command);
    }
    corrected(view, batch, &row, command, None, context)
}

/// A correction is of the record as it stands.
pub(super) fn current(row: &BatchRow, command: &Correct) -> Result<(), Code> {
    if row.document == command.base { Ok(()) } else { Err(Code::ChangedMeanwhile) }
}

/// The correction with what follows from it.
pub(super) fn corrected(
    view: &impl Read,
    batch: BatchRef,
    row: &BatchRow,
    command: &Correct,
    proposal: Option<ProposalRecord>,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let numbers = BatchNumbers::from(&command.facts);
    let kept = kept_measures(view, &batch, row, &numbers)?;
    let version_key = key::version(&batch.organization, &batch.product, row.version);
    let version: Option<VersionRow> = view.row(&version_key)?;
    let damaged = StoreError::Damaged { family: "product_versions", reason: "row is missing" };
    let version = version.ok_or(damaged)?;
    let category = version.additive_category.as_deref();
    let judged = additives::judged(context.rulebook, category, &command.facts);
    let standing = Answers::of(&batch, row.version).standing(view, &judged.records)?;
    let hazard = judged.hazard(&standing);
    let making = making::balance(view, &version, &command.facts)?;
    let alarm =
        hazard.map(|hazard| measures::alarm(view, &batch, row, hazard, context)).transpose()?;
    let body = Body::BatchCorrected {
        batch,
        salt: row.salt,
        kind: command.kind.number(),
        numbers,
        made: MadeRecord::of(&command.facts, making),
        additives: judged.records,
        alarm,
        inputs: command.inputs.iter().map(InputRecord::from).collect(),
        kept,
        proposal,
    };
    Ok((body, command.document.clone()))
}

/// Measures that the corrected dates would take the batch out of. They go on: only a narrowing ends them.
fn kept_measures(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    numbers: &BatchNumbers,
) -> Result<Vec<MeasureRef>, CheckError> {
    let before = target(batch, row);
    let after = Target { produced_on: Some(numbers.produced_on), ..before };
    let standing = query::covering(view, &before, EVERYWHERE)?;
    let lost = standing
        .iter()
        .filter(|found| crate::measure::cover(&found.measure, &after, None) < found.named);
    Ok(lost.map(|found| found.id).collect())
}

pub(super) fn erase(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    section: SectionKind,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::EraseSection, batch)?;
    let prefix = key::batch(&batch);
    let mut positions = Vec::new();
    // The record and its corrections hold what was registered; reasons and tests are other records.
    let corrections = view.rows::<CorrectionRow>(&prefix, &prefix, usize::MAX)?;
    let corrected = corrections.iter().filter_map(|(row_key, _)| key::read_correction(row_key));
    // So do corrections that were only proposed.
    let proposals = view.rows::<ProposalRow>(&prefix, &prefix, usize::MAX)?;
    let proposed = proposals.iter().filter_map(|(row_key, _)| key::last_number(row_key));
    for position in corrected.chain(proposed).chain([row.position]) {
        let section = key::section(position, section.number());
        if view.with(Family::Sections, &section, |_| Ok(()))?.is_some() {
            positions.push(position);
        }
    }
    if positions.is_empty() {
        return Err(Code::AlreadyErased.into());
    }
    let section = section.number();
    Ok((Body::SectionErased { batch, salt: row.salt, section, positions }, document.clone()))
}

pub(super) fn not_withdrawn(row: &BatchRow) -> Result<(), CheckError> {
    if row.state == BatchState::Withdrawn.number() {
        return Err(Code::BatchWithdrawn.into());
    }
    Ok(())
}

/// A permission: refused while an open hold or recall covers the lot or part of it.
pub(super) fn not_stopped(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<(), CheckError> {
    for found in query::covering(view, &target(batch, row), EVERYWHERE)? {
        if found.measure.state == MeasureState::Open.number() && found.cover > Cover::None {
            let hold = found.held || found.id.kind == MeasureKind::Hold.number();
            // Part of a lot under recall does not stop the rest; the scan tells them apart.
            if hold {
                return Err(Code::LotHeld.into());
            } else if found.cover == Cover::Fully {
                return Err(Code::LotRecalled.into());
            }
        }
    }
    Ok(())
}

/// A batch as scopes see it.
pub(super) fn target<'a>(batch: &'a BatchRef, row: &BatchRow) -> Target<'a> {
    Target {
        organization: &batch.organization,
        product: &batch.product,
        lot: Some(&batch.lot),
        registered_at: Some(row.position),
        produced_on: Some(row.numbers.produced_on),
        ordinal: None,
        own_serial: None,
        issued_only: row.codes == row.units,
    }
}

/// Off the scan path the counts need not be fetched first.
pub(super) const EVERYWHERE: Filed =
    Filed { organization: true, product: true, lot: true, reached: true };
