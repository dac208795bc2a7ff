//! Events of goods: statements of whoever had them. What does not add up becomes a finding with its
//! figures; nothing is refused but who speaks for whom.

use super::{Accepted, CheckError, Context, gate};
use crate::access;
use crate::access::Right;
use crate::domain::command::{Actor, Input, StateEvent};
use crate::domain::org_code::OrgCode;
use crate::domain::refusal::Code;
use crate::domain::region::Region;
use crate::domain::sscc::Sscc;
use crate::domain::words::{BatchState, BizStep, FindingKind, Flow};
use crate::fact::body::Body;
use crate::fact::record::{BatchRef, EventRecord, FindingRecord, InputRecord, QuantityRecord};
use crate::limits::BATCH_EVENTS_MAX;
use crate::rules::balance::running::Running;
use crate::rules::balance::{Balance, Why};
use crate::rules::profile::Sale;
use crate::store::StoreError;
use crate::store::read::Read;
use crate::store::rows::{BatchRow, LotSumsRow};
use crate::views::events::{counted, sums};
use crate::views::sscc::closes_a_loop;
use crate::views::{edges, query};
use std::collections::BTreeMap;

pub(super) fn state(
    view: &impl Read,
    actor: &Actor,
    command: &StateEvent,
    context: &Context<'_>,
) -> Result<Accepted, CheckError> {
    // Whoever had the goods speaks for itself, whose lot it is.
    let own = actor.organization.as_ref().ok_or(Code::NotYours)?;
    let (by, speaker) = query::organization(view, own)?.ok_or(Code::NotYours)?;
    let known = OrgCode::parse(&by).ok().zip(Region::parse(&speaker.region).ok());
    let (speaker, region) = known.ok_or(Code::NotYours)?;
    access::may(actor, Right::StateEvent, &speaker, &region)?;
    let owner = query::organization(view, &command.batch.organization)?.ok_or(Code::NotFound)?.0;
    let batch = BatchRef { organization: owner, ..BatchRef::from(&command.batch) };
    let row = query::batch(view, &batch)?.ok_or(Code::NotFound)?;
    let event = EventRecord::of(command, by);
    let of_owner = event.by == batch.organization;
    // Nobody else has goods of a lot that was never released, nor is it theirs to know.
    if !of_owner && row.state == BatchState::Registered.number() {
        return Err(Code::NotFound.into());
    }
    // Others leave the owner half of the room: they must not be able to crowd out its statements.
    if row.events >= if of_owner { BATCH_EVENTS_MAX } else { BATCH_EVENTS_MAX / 2 } {
        return Err(Code::TooManyEntries.into());
    }
    let mut findings = cases_named(view, command, &event)?;
    if let Some((flow, quantity)) = counted(&batch, &event) {
        let mut sums = sums(view, &batch)?;
        sums.add(flow, &quantity);
        findings.extend(of_balance(&row, &sums, None));
    }
    if command.biz_step == BizStep::Selling {
        let sale = Sale { region: command.region.clone(), channel: command.channel };
        findings.extend(gate::sale_findings(view, &batch, &row, &sale, context)?);
    }
    let body = Body::EventStated { batch, salt: row.salt, event, findings };
    Ok((body, command.document.clone()))
}

/// Inputs of a batch to be registered that were not made in such quantity: what is used of a lot of
/// this ledger is held against what was made of it and has left it, line by line.
pub(super) fn overdrawn_inputs(
    view: &impl Read,
    inputs: &[Input],
) -> Result<Vec<FindingRecord>, StoreError> {
    let mut findings = Vec::new();
    let mut known: BTreeMap<BatchRef, (BatchRow, LotSumsRow)> = BTreeMap::new();
    for input in inputs {
        let Some(used) = &input.used else { continue };
        let Some(batch) = edges::registered(view, &InputRecord::from(input).batch)? else {
            continue;
        };
        if !known.contains_key(&batch) {
            let Some(row) = query::batch(view, &batch)? else { continue };
            let sums = sums(view, &batch)?;
            known.insert(batch.clone(), (row, sums));
        }
        let Some((row, sums)) = known.get_mut(&batch) else { continue };
        sums.add(Flow::Used, used);
        let found = of_balance(row, sums, input.line);
        findings.extend(found.filter(|found| found.kind == FindingKind::Overdraw.number()));
    }
    Ok(findings)
}

/// That more left a lot than was made of it, and by how much; or that what is stated of it cannot be
/// compared.
fn of_balance(row: &BatchRow, sums: &LotSumsRow, line: Option<u16>) -> Option<FindingRecord> {
    let unknown = |why| Balance::NotComputable { why };
    match Running::of(&row.made, sums).map_or_else(unknown, |running| running.balance()) {
        Balance::Overdraw { by, unit } => {
            let by = QuantityRecord { value: by.normalize().to_string(), unit: unit.to_owned() };
            Some(FindingRecord { line, by: Some(by), ..plain(FindingKind::Overdraw) })
        }
        Balance::NotComputable { why: Why::DifferentKinds | Why::UnknownUnit } => {
            Some(plain(FindingKind::UnitMismatch))
        }
        Balance::Balanced | Balance::NotComputable { .. } => None,
    }
}

/// What looks wrong in the cases an event names: a number copied wrongly, a case within itself.
fn cases_named(
    view: &impl Read,
    command: &StateEvent,
    event: &EventRecord,
) -> Result<Vec<FindingRecord>, StoreError> {
    let named = command.sscc.iter().chain(&command.parent).chain(&command.children);
    let mistyped = named.clone().any(Sscc::check_digit_warning);
    let packing = command.biz_step == BizStep::Packing;
    let circle = packing && closes_a_loop(view, event)?;
    let found = [(FindingKind::SsccCheckDigit, mistyped), (FindingKind::CaseLoop, circle)];
    let found = found.into_iter().filter(|(_, holds)| *holds);
    Ok(found.map(|(kind, _)| plain(kind)).collect())
}

fn plain(kind: FindingKind) -> FindingRecord {
    let clause = [String::new(), String::new()];
    FindingRecord { kind: kind.number(), line: None, by: None, clause }
}
