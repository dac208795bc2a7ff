//! Checks of tests: who may add one to a lot, whether the laboratory was accredited for it, whether it was
//! said before, and what a failure sets off.

use super::{Accepted, CheckError, Context, evidence, measures, own_batch};
use crate::access::Right;
use crate::domain::command::{Actor, AddCheck, BatchKey, Checked};
use crate::domain::day::Day;
use crate::domain::permit::PermitKind;
use crate::domain::refusal::Code;
use crate::domain::words::{Hazard, ReportState, Role};
use crate::fact::body::Body;
use crate::fact::record::{ActorRecord, Alarm, BatchRef, CheckedRecord, ItemRecord};
use crate::limits::ACCREDITED_LINES_READ_COUNT;
use crate::rules::entries::Entry;
use crate::rules::measured::{InScope, Scope, ScopeLine};
use crate::store::StoreError;
use crate::store::layout::key;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, CheckReportRow, CheckRow};
use crate::views::{entries, query};

pub(super) fn add(
    view: &impl Read,
    actor: &Actor,
    command: &AddCheck,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    let (batch, row) = testable(view, actor, &command.batch, context.today)?;
    evidence::named(view, &batch.organization, &command.check.evidence)?;
    let check = record(view, &batch.organization, &command.check, &ActorRecord::from(actor))?;
    let alarm = alarm(view, &batch, &row, (&check, command.check.hazard), context)?;
    let body = Body::BatchChecked { batch, salt: row.salt, check, alarm };
    Ok((body, command.document.clone()))
}

/// The batch, if it is there and the actor may add a test to it: by right, or because a testing
/// commission of its owner, in force today, names the actor's laboratory.
pub(super) fn testable(
    view: &impl Read,
    actor: &Actor,
    key: &BatchKey,
    today: Day,
) -> Result<(BatchRef, BatchRow), CheckError> {
    let refused = match own_batch(view, actor, Right::AddCheck, key) {
        Err(CheckError::Refused(refused)) => refused,
        decided => return decided,
    };
    let known = query::organization(view, &key.organization)?;
    let Some((organization, _)) = known else { return Err(refused.into()) };
    let batch = BatchRef { organization, ..BatchRef::from(key) };
    if !granted(view, actor, &batch, today)? {
        return Err(refused.into());
    }
    let row = query::batch(view, &batch)?.ok_or(Code::NotFound)?;
    Ok((batch, row))
}

/// Whether the owner of a product lets the actor's laboratory test it. Only the owner can say so: what
/// an authority states of a commission opens nothing.
fn granted(
    view: &impl Read,
    actor: &Actor,
    batch: &BatchRef,
    today: Day,
) -> Result<bool, StoreError> {
    let Some(laboratory) = actor.organization.as_ref().filter(|_| actor.role == Role::Laboratory)
    else {
        return Ok(false);
    };
    let held = entries::of_holder(view, &batch.organization)?;
    Ok(held.iter().any(|(_, row)| {
        row.record.kind == PermitKind::TestingCommission.number()
            && (row.by.role().answers_for_goods() || row.by.role() == Role::Officer)
            && row.record.counterpart.as_deref() == Some(laboratory.as_str())
            && row.record.product.as_ref().is_none_or(|product| *product == batch.product)
            && Entry::of(row).covered_on(today)
    }))
}

/// The fact that states the same report about the same batch already. Errors: it says something else.
pub(super) fn stated_before(
    view: &impl Read,
    actor: &Actor,
    command: &AddCheck,
) -> Result<Option<u64>, CheckError> {
    let known = query::organization(view, &command.batch.organization)?;
    let Some((organization, _)) = known else { return Ok(None) };
    let batch = BatchRef { organization, ..BatchRef::from(&command.batch) };
    same_report(view, &batch, &command.check, &ActorRecord::from(actor))
}

/// The fact by which the same side states the same report of a batch. Errors: it says something else.
pub(super) fn same_report(
    view: &impl Read,
    batch: &BatchRef,
    check: &Checked,
    by: &ActorRecord,
) -> Result<Option<u64>, CheckError> {
    let report = report_of(by, &check.report_no);
    let reports: Option<CheckReportRow> = view.row(&key::check_report(batch, &report))?;
    let position = reports.and_then(|reports| match check.state {
        ReportState::Preliminary => reports.preliminary,
        ReportState::Final => reports.last,
    });
    let Some(position) = position else { return Ok(None) };
    let row: Option<CheckRow> = view.row(&key::batch_number(batch, position))?;
    match row {
        Some(row) if row.check.content == check.content => Ok(Some(position)),
        _ => Err(Code::ChangedUnderSameIdentity.into()),
    }
}

/// Stands for a report of one side: the number alone may be another laboratory's too.
fn report_of(by: &ActorRecord, report_no: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let side = [by.role().word(), by.organization.as_deref().unwrap_or_default(), report_no];
    for part in side {
        hasher.update(&(part.len() as u64).to_be_bytes()).update(part.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// What is kept of a check of goods of `owner`, stated by `by`.
pub(super) fn record(
    view: &impl Read,
    owner: &str,
    check: &Checked,
    by: &ActorRecord,
) -> Result<CheckedRecord, StoreError> {
    let laboratory = laboratory(view, owner, check, by)?;
    let accredited = accreditation(view, owner, laboratory.as_deref(), check.tested_on)?;
    let items = check.items.iter().map(|item| {
        let covered = accredited.as_ref().filter(|_| !item.taken_over);
        let covered = covered.and_then(|scope| scope.of(&item.item, item.method.as_deref()));
        ItemRecord::of(item, covered)
    });
    Ok(CheckedRecord {
        kind: check.kind.number(),
        tested_on: check.tested_on.number(),
        outcome: check.outcome.number(),
        items: items.collect(),
        preliminary: check.state == ReportState::Preliminary,
        report: report_of(by, &check.report_no),
        content: check.content,
        laboratory,
    })
}

/// A laboratory that hands in its own report is the one that tested; else the one the report names.
fn laboratory(
    view: &impl Read,
    owner: &str,
    check: &Checked,
    by: &ActorRecord,
) -> Result<Option<String>, StoreError> {
    let itself = by.organization.as_deref().filter(|own| *own != owner);
    if let Some(itself) = itself.filter(|_| by.role() == Role::Laboratory) {
        return Ok(Some(itself.to_owned()));
    }
    let Some(named) = &check.laboratory else { return Ok(None) };
    let known = query::organization(view, named)?;
    Ok(Some(known.map_or_else(|| named.to_string(), |(known, _)| known)))
}

/// What the register says of a laboratory that is admitted here.
struct Accredited {
    scope: Scope,
    /// The owner's own: nobody asks it to be accredited.
    own: bool,
}

impl Accredited {
    fn of(&self, item: &str, method: Option<&str>) -> Option<bool> {
        match self.scope.covers(item, method) {
            InScope::Within => Some(true),
            _ if self.own => None,
            InScope::Outside => Some(false),
            // The method would decide and is not named; or nothing was in force that day.
            InScope::Unsaid => self.scope.is_empty().then_some(false),
        }
    }
}

fn accreditation(
    view: &impl Read,
    owner: &str,
    laboratory: Option<&str>,
    day: Day,
) -> Result<Option<Accredited>, StoreError> {
    let Some(laboratory) = laboratory else { return Ok(None) };
    if view.row::<crate::store::rows::OrganizationRow>(&key::name(laboratory))?.is_none() {
        return Ok(None);
    }
    let held = entries::of_holder(view, laboratory)?;
    let in_force = held.iter().map(|(_, row)| row).filter(|row| {
        row.record.kind == PermitKind::Laboratory.number() && Entry::of(row).covered_on(day)
    });
    let lines = in_force.flat_map(|row| &row.record.covers).take(ACCREDITED_LINES_READ_COUNT);
    let scope = Scope::new(lines.map(|line| ScopeLine::read(line)));
    Ok(Some(Accredited { scope, own: laboratory == owner }))
}

/// A failure that compels a recall holds the lot at once, in a preliminary report too; not in one that
/// its final report came before.
pub(super) fn alarm(
    view: &impl Read,
    batch: &BatchRef,
    row: &BatchRow,
    (check, hazard): (&CheckedRecord, Option<Hazard>),
    context: &Context<'_>,
) -> Result<Option<Alarm>, CheckError> {
    let Some(hazard) = hazard else { return Ok(None) };
    let reports: Option<CheckReportRow> = view.row(&key::check_report(batch, &check.report))?;
    if check.preliminary && reports.is_some_and(|reports| reports.last.is_some()) {
        return Ok(None);
    }
    measures::alarm(view, batch, row, hazard, context).map(Some)
}
