//! Checks of holds and recalls. Only the side that opened a measure may change or end it.

use super::closure;
use super::goods::{EVERYWHERE, target};
use super::{Accepted, CheckError, Context, own_batch, party};
use crate::access::Right;
use crate::domain::code_ids::MeasureId;
use crate::domain::command::{Actor, BatchKey, Document, OpenRecall};
use crate::domain::refusal::{Code, FieldCode, Refusal};
use crate::domain::scope::Scope;
use crate::domain::words::{Hazard, MeasureKind, MeasureState, ReachEffect, RecallKind, Role};
use crate::fact::body::Body;
use crate::fact::record::{Alarm, BatchRef, MeasureRef, PartRecord, ScopeRecord};
use crate::limits::{MEASURE_STEPS_MAX, SUBJECT_MEASURES_MAX};
use crate::measure::subjects;
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, MeasureRow};
use crate::views::{marks, query};

pub(super) fn hold(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    document: &Document,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Measure(RecallKind::Voluntary), batch)?;
    let standing = query::covering(view, &target(&batch, &row), EVERYWHERE)?;
    // One open hold per side: a firm's own cannot crowd out an authority's.
    if standing.iter().any(|found| is_open_hold(found) && same_side(actor, &found.measure)) {
        return Err(Code::AlreadyHeld.into());
    }
    let hold = query::next_measure(view, MeasureKind::Hold.number(), context.today)?;
    Ok((Body::HoldOpened { hold, batch, salt: row.salt }, document.clone()))
}

/// What a finding sets off at once: a hold, unless one by rule stands already.
pub(super) fn alarm(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    hazard: Hazard,
    context: &Context<'_>,
) -> Result<Alarm, CheckError> {
    let hold = match held_by_rule(view, batch, row)? {
        true => None,
        false => Some(query::next_measure(view, MeasureKind::Hold.number(), context.today)?),
    };
    Ok(Alarm { hazard: hazard.number(), hold })
}

/// Whether a hold that a rule placed stands on the batch.
pub(super) fn held_by_rule(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
) -> Result<bool, StoreError> {
    let standing = query::covering(view, &target(batch, row), EVERYWHERE)?;
    Ok(standing.iter().any(|found| is_open_hold(found) && found.measure.found.is_some()))
}

/// The same for a batch that is only now registered: nothing holds it by rule yet.
pub(super) fn first_alarm(
    view: &impl Read,
    hazard: Hazard,
    context: &Context<'_>,
) -> Result<Alarm, CheckError> {
    let hold = query::next_measure(view, MeasureKind::Hold.number(), context.today)?;
    Ok(Alarm { hazard: hazard.number(), hold: Some(hold) })
}

/// Ends every open hold that the actor's side placed on the batch.
pub(super) fn unhold(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchKey,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (batch, row) = own_batch(view, actor, Right::Measure(RecallKind::Voluntary), batch)?;
    let standing = query::covering(view, &target(&batch, &row), EVERYWHERE)?;
    let holds: Vec<_> = standing.iter().filter(|found| is_open_hold(found)).collect();
    let ours = holds.iter().filter(|found| same_side(actor, &found.measure));
    let ours: Vec<MeasureRef> = ours.map(|found| found.id).collect();
    match (holds.is_empty(), ours.is_empty()) {
        (true, _) => Err(Code::NotHeld.into()),
        (false, true) => Err(Code::NotOpenersSide.into()),
        (false, false) => {
            Ok((Body::HoldEnded { holds: ours, batch, salt: row.salt }, document.clone()))
        }
    }
}

pub(super) fn open(
    view: &impl Read,
    actor: &Actor,
    command: &OpenRecall,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let held = held(command.effect, command.hazard.number());
    let scope = resolved(view, actor, command.kind, &command.scopes, held)?;
    let recall = query::next_measure(view, MeasureKind::Recall.number(), context.today)?;
    let (regime, kind, hazard) =
        (command.regime.number(), command.kind.number(), command.hazard.number());
    let remedy = command.remedy.iter().map(|remedy| remedy.number()).collect();
    let class = command.class;
    let body = match command.known_at {
        None => Body::RecallOpened { recall, scope, regime, class, kind, hazard, remedy },
        Some(at) if at > context.now => {
            return Err(Refusal::field("/riskKnownAt", FieldCode::OutOfRange).into());
        }
        Some(at) => {
            let known_at = Some(at.0);
            Body::RecallStarted { recall, scope, regime, class, kind, hazard, remedy, known_at }
        }
    };
    Ok((body, command.document.clone()))
}

pub(super) fn step(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureId,
    include: bool,
    scopes: &[Scope],
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (recall, row) = own_measure(view, actor, recall)?;
    if row.state != MeasureState::Open.number() {
        return Err(Code::MeasureEnded.into());
    }
    if row.steps.len() + scopes.len() > MEASURE_STEPS_MAX {
        return Err(Code::TooManyMeasures.into());
    }
    let scope = match include {
        true => resolved(view, actor, RecallKind::Voluntary, scopes, held_before(&row))?,
        false => {
            let parts = scopes.iter().map(|scope| narrowed(view, actor, recall, scope));
            ScopeRecord::joined(parts.collect::<Result<_, _>>()?)
        }
    };
    Ok((Body::RecallStepped { recall, include, scope }, document.clone()))
}

/// What becomes of goods made of a recalled ingredient: as the opener says, else by the hazard. The
/// three hazards that compel a recall (State Council plan of 2007, section 15) recall them.
fn held(effect: Option<ReachEffect>, hazard: u8) -> bool {
    let compelling = [Hazard::Pathogen, Hazard::Chemical, Hazard::NonFood];
    match effect {
        Some(effect) => effect == ReachEffect::Held,
        None => !compelling.map(Hazard::number).contains(&hazard),
    }
}

/// An extension follows its ingredients with the effect that was chosen before.
fn held_before(row: &MeasureRow) -> bool {
    let chosen = row.steps.iter().find_map(|step| step.scope.follows());
    let hazard = row.recall.as_ref().map_or(Hazard::Other.number(), |words| words.hazard);
    chosen.unwrap_or_else(|| held(None, hazard))
}

/// What is taken out of a recall: of goods that the actor could recall by name, or lots that this
/// recall came to, whoever made them.
fn narrowed(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureRef,
    scope: &Scope,
) -> Result<ScopeRecord, CheckError> {
    let refused = match resolve(view, actor, RecallKind::Voluntary, scope, false) {
        Err(CheckError::Refused(refusal)) => refusal,
        other => return other,
    };
    let known = query::organization(view, &scope.organization)?;
    let Some((organization, _)) = known else { return Err(refused.into()) };
    let record = ScopeRecord { organization, ..ScopeRecord::from(scope) };
    let PartRecord::Lots { product, lots } = &record.part else { return Err(refused.into()) };
    for lot in lots {
        let lot = BatchRef {
            organization: record.organization.clone(),
            product: product.clone(),
            lot: lot.clone(),
        };
        if !marks::is_reached(view, recall, &lot)? {
            return Err(refused.into());
        }
    }
    Ok(record)
}

/// A closed recall may still be lifted, e.g. when the suspicion proved wrong; a lifted one is over.
pub(super) fn end(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureId,
    lift: bool,
    document: &Document,
) -> Result<Accepted, CheckError> {
    let (recall, row) = own_measure(view, actor, recall)?;
    let open = row.state == MeasureState::Open.number();
    let closed = row.state == MeasureState::Closed.number();
    if !(open || closed && lift) {
        return Err(Code::MeasureEnded.into());
    }
    if !lift && !closure::at_once(view, actor, recall, &row)? {
        return Ok((Body::ClosureProposed { recall }, document.clone()));
    }
    Ok((Body::RecallEnded { recall, lifted: lift }, document.clone()))
}

/// A recall; the operator has no part in any.
pub(super) fn recall_row(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureId,
) -> Result<(MeasureRef, MeasureRow), CheckError> {
    if actor.role == Role::Operator {
        return Err(Code::OperatorNeverMeasures.into());
    }
    let id = MeasureRef::from(recall);
    let row: Option<MeasureRow> = view.row(&key::measure(id))?;
    Ok((id, row.filter(|row| row.recall.is_some()).ok_or(Code::NotFound)?))
}

pub(super) fn own_measure(
    view: &impl Read,
    actor: &Actor,
    recall: MeasureId,
) -> Result<(MeasureRef, MeasureRow), CheckError> {
    let (id, row) = recall_row(view, actor, recall)?;
    if same_side(actor, &row) { Ok((id, row)) } else { Err(Code::NotOpenersSide.into()) }
}

fn is_open_hold(found: &query::Covering) -> bool {
    found.id.kind == MeasureKind::Hold.number()
        && found.measure.state == MeasureState::Open.number()
}

/// Measures on one subject; firms leave half of the room to authorities.
fn room(actor: &Actor) -> usize {
    let all = SUBJECT_MEASURES_MAX as usize;
    if actor.role == Role::Regulator { all } else { all / 2 }
}

pub(super) fn same_side(actor: &Actor, row: &MeasureRow) -> bool {
    if row.found.is_some() {
        // Placed by rule, whoever handed in the finding: the firm answers for what follows.
        return actor.role.answers_for_goods();
    }
    let organization = actor.organization.as_ref().map(|code| code.as_str());
    row.opener.role() == actor.role && row.opener.organization.as_deref() == organization
}

/// Every scope as [`resolve`] gives it, as one.
pub(in crate::ledger) fn resolved(
    view: &impl Read,
    actor: &Actor,
    kind: RecallKind,
    scopes: &[Scope],
    held: bool,
) -> Result<ScopeRecord, CheckError> {
    let parts = scopes.iter().map(|scope| resolve(view, actor, kind, scope, held));
    Ok(ScopeRecord::joined(parts.collect::<Result<_, _>>()?))
}

/// The scope with the organization under its own code, if the actor may measure it and its subjects
/// have room for one more.
fn resolve(
    view: &impl Read,
    actor: &Actor,
    kind: RecallKind,
    scope: &Scope,
    held: bool,
) -> Result<ScopeRecord, CheckError> {
    let (organization, _) = party(view, actor, Right::Measure(kind), &scope.organization)?;
    let mut record = ScopeRecord { organization, ..ScopeRecord::from(scope) };
    if let Some(lot) = record.ingredient() {
        let lot = query::one_party(lot);
        let own = !marks::is_party(&record.organization, &lot.organization);
        if own && marks::walks_of_own(view, &record.organization, &lot)? >= room(actor) {
            return Err(Code::TooManyMeasures.into());
        }
        record.part = PartRecord::Ingredient { lot, held, own };
    }
    if let PartRecord::Received { supplier, first, last, .. } = record.part {
        if marks::walks_of_receipts(view, &record.organization)? >= room(actor) {
            return Err(Code::TooManyMeasures.into());
        }
        record.part = PartRecord::Received { supplier, first, last, held };
    }
    for (product, lot) in subjects(&record) {
        let subject = key::subject(&record.organization, product, lot);
        if query::standing(view, &subject)?.len() >= room(actor) {
            return Err(Code::TooManyMeasures.into());
        }
    }
    Ok(record)
}
