//! Tests that laboratories hand in together. One whose lot is here and the laboratory's to test is added
//! to it; any other is queued: a statement is never lost, and one of an unknown lot holds nothing. A
//! queued one is matched with its lot once.

use super::checks::{alarm, record, same_report, testable};
use super::{Accepted, CheckError, Context, own_batch};
use crate::access::{self, DocumentKind, Right, Viewer, may_see_queued};
use crate::codec::canonical::to_bytes;
use crate::domain::code_ids::QueueId;
use crate::domain::command::{Actor, BatchKey, Document, TakeInCheck, Target};
use crate::domain::lot::ProductCode;
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::words::{Hazard, Role, SectionKind};
use crate::fact::body::Body;
use crate::fact::document::TestedGoodsDoc;
use crate::fact::record::{ActorRecord, BatchRef};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CheckReportRow, ProductRefRow, QueuedCheckRow};
use crate::views::checks::{next_queued, queued};
use crate::views::query;
use serde_json::{Map, Value};

/// Adds the check to its lot, or queues it. What is queued says nothing of why.
pub(super) fn take_in(
    view: &impl Read,
    actor: &Actor,
    command: &TakeInCheck,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let laboratory = laboratory(actor)?;
    let by = ActorRecord::from(actor);
    if let Some((batch, row)) = placed(view, actor, command, context)? {
        let check = record(view, &batch.organization, &command.check, &by)?;
        let alarm = alarm(view, &batch, &row, (&check, command.check.hazard), context)?;
        let body = Body::BatchChecked { batch, salt: row.salt, check, alarm };
        return Ok((body, command.document.clone()));
    }
    let producer = producer(view, command)?;
    let owner = producer.as_deref().unwrap_or_default();
    let body = Body::CheckQueued {
        queued: next_queued(view)?,
        laboratory: laboratory.to_owned(),
        sample: command.sample,
        check: record(view, owner, &command.check, &by)?,
        producer,
        hazard: command.check.hazard.map(Hazard::number),
    };
    Ok((body, command.statement.clone()))
}

/// The fact that states the same test already, of the lot or in the queue. Errors: it says something else.
pub(super) fn stated_before(
    view: &impl Read,
    actor: &Actor,
    command: &TakeInCheck,
    context: &Context<'_>,
) -> Result<Option<u64>, CheckError> {
    let laboratory = laboratory(actor)?;
    if let Some((batch, _)) = placed(view, actor, command, context)? {
        return same_report(view, &batch, &command.check, &ActorRecord::from(actor));
    }
    let reports: Option<CheckReportRow> =
        view.row(&key::queued_report(laboratory, &command.sample))?;
    let Some(position) = reports.and_then(|reports| reports.last) else { return Ok(None) };
    match query::private(view, position)?.map(|private| private.body) {
        Some(Body::CheckQueued { check, .. }) if check.content == command.check.content => {
            Ok(Some(position))
        }
        _ => Err(Code::ChangedUnderSameIdentity.into()),
    }
}

/// Writes a queued check onto its lot, with all that it sets off there.
pub(super) fn match_queued(
    view: &impl Read,
    actor: &Actor,
    number: QueueId,
    batch: &BatchKey,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (row, batch, batch_row) = matchable(view, actor, number, batch, context)?;
    if row.matched.is_some() {
        return Err(Code::AlreadyMatched.into());
    }
    let reports: Option<CheckReportRow> =
        view.row(&key::check_report(&batch, &row.check.report))?;
    let there = reports.and_then(|reports| match row.check.preliminary {
        true => reports.preliminary,
        false => reports.last,
    });
    if there.is_some() {
        return Err(Code::ChangedUnderSameIdentity.into());
    }
    let hazard = row.hazard.and_then(Hazard::from_number);
    let alarm = alarm(view, &batch, &batch_row, (&row.check, hazard), context)?;
    let document = of_the_lot(view, row.position)?;
    let (salt, queued) = (batch_row.salt, number.0);
    let body = Body::CheckMatched { queued, batch, salt, by: row.by, check: row.check, alarm };
    Ok((body, document))
}

/// The queued check and the lot, if the actor knows of the one and may say so of the other: the producer
/// of its own lots, a regulator of its region, the laboratory of lots that it may test.
pub(super) fn matchable(
    view: &impl Read,
    actor: &Actor,
    number: QueueId,
    batch: &BatchKey,
    context: &Context<'_>,
) -> Result<(QueuedCheckRow, BatchRef, BatchRow), CheckError> {
    let row = queued(view, number.0)?.ok_or(Code::NotFound)?;
    if !sees(view, actor, &row)? {
        return Err(Code::NotFound.into());
    }
    let (batch, batch_row) = match actor.role {
        Role::Laboratory => testable(view, actor, batch, context.today)?,
        _ => own_batch(view, actor, Right::MatchCheck, batch)?,
    };
    Ok((row, batch, batch_row))
}

fn sees(view: &impl Read, actor: &Actor, row: &QueuedCheckRow) -> Result<bool, StoreError> {
    let parsed = |code: &str| OrgCode::parse(code).ok();
    let Some(laboratory) = row.by.organization.as_deref().and_then(parsed) else {
        return Ok(false);
    };
    let producer = row.producer.as_deref().and_then(parsed);
    let known = producer.as_ref().map(|code| query::organization(view, code)).transpose()?;
    let region = known.flatten().and_then(|(_, row)| Region::parse(&row.region).ok());
    let viewer = Viewer::from(actor);
    Ok(may_see_queued(&viewer, &laboratory, producer.as_ref(), region.as_ref()))
}

fn laboratory(actor: &Actor) -> Result<&str, CheckError> {
    let own = actor.organization.as_ref().filter(|_| actor.role == Role::Laboratory);
    Ok(own.ok_or(Code::NotYours)?.as_str())
}

/// The lot that was named, if it is here and the laboratory may test it.
fn placed(
    view: &impl Read,
    actor: &Actor,
    command: &TakeInCheck,
    context: &Context<'_>,
) -> Result<Option<(BatchRef, BatchRow)>, CheckError> {
    let Some(batch) = named(view, command)? else { return Ok(None) };
    match testable(view, actor, &batch, context.today) {
        Ok(placed) => Ok(Some(placed)),
        Err(CheckError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn named(view: &impl Read, command: &TakeInCheck) -> Result<Option<BatchKey>, StoreError> {
    Ok(match &command.target {
        None => None,
        Some(Target::Batch(batch)) => Some(batch.clone()),
        Some(Target::Gtin { gtin, lot }) => {
            let holder: Option<ProductRefRow> = view.row(&key::name(gtin.as_str()))?;
            let parts = holder.and_then(|row| {
                let organization = OrgCode::parse(&row.organization).ok()?;
                Some((organization, ProductCode::parse(&row.product).ok()?))
            });
            parts.map(|(organization, product)| BatchKey {
                organization,
                product,
                lot: lot.clone(),
            })
        }
    })
}

/// The producer whose goods they are by the label, else by the lot that was named.
fn producer(view: &impl Read, command: &TakeInCheck) -> Result<Option<String>, StoreError> {
    let named = named(view, command)?.map(|batch| batch.organization);
    let Some(code) = command.labelled.clone().or(named) else { return Ok(None) };
    let known = query::organization(view, &code)?;
    Ok(Some(known.map_or_else(|| code.to_string(), |(known, _)| known)))
}

/// The check of a queued statement, split as a check of a lot is.
fn of_the_lot(view: &impl Read, position: u64) -> Result<Document, StoreError> {
    let damaged = || StoreError::Damaged { family: "sections", reason: "unreadable statement" };
    let bytes = query::section(view, position, SectionKind::Restricted.number())?;
    let statement: Option<Map<String, Value>> =
        bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose().map_err(|_| damaged())?;
    let mut check = statement.unwrap_or_default();
    check.retain(|name, _| !TestedGoodsDoc::MEMBERS.contains(&name.as_str()));
    let (public, restricted) = access::split(DocumentKind::Check, &Value::Object(check));
    let section = |half: &Value| {
        let empty = half.as_object().is_some_and(Map::is_empty);
        if empty { Vec::new() } else { to_bytes(half) }
    };
    Ok(Document { public: section(&public), restricted: section(&restricted) })
}
